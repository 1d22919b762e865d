"""Teaching when acts happened, whose word they are, and whether they are planned: trees over possible answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.relations.encoding import MOODS
from kg.relations.ensemble import Ensemble
from kg.relations.model import Trees
from kg.relations.moments import Option
from kg.relations.propose import Proposer
from kg.relations.times import TimeFinder
from kg.training.annotated import Annotated
from kg.training.judge import FOLDS, fit_trees

SHAPE = {"max_iter": 120, "max_leaf_nodes": 16, "max_depth": 6, "learning_rate": 0.08, "max_features": 0.6}
WIDE = {"max_iter": 300, "max_leaf_nodes": 31, "max_depth": 10, "learning_rate": 0.1, "max_features": 0.3}
"""For dates: there are many times of an article, and much that speaks for each."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one act: the possible answers with their numbers, and the annotation's, "" for none."""

    article: str
    options: Sequence[Option]
    answer: str


def time_questions(articles: Sequence[Annotated], proposer: Proposer) -> list[Question]:
    """When each annotated act happened."""
    finder = TimeFinder(proposer.particles)
    out: list[Question] = []
    for article in articles:
        moments = article.acts[0].act.moments(finder) if article.acts else None
        out += [Question(article.id, told.act.times_of(moments), told.date) for told in article.acts if moments]
    return out


def told_questions(articles: Sequence[Annotated], proposer: Proposer, network: Ensemble) -> dict[str, list[Question]]:
    """Whose word each annotated act is, where its reader told that clearly, and whether it is planned or possible; the network was not
    taught by these articles.
    """
    words = proposer.particles.words("attributions"), proposer.particles.words("editorial")
    out: dict[str, list[Question]] = {name: [] for name in ("speakers", *MOODS)}
    for article in articles:
        encoded = article.proposal.encoded if article.acts else []
        said = {(code.index, at): told for code, s in zip(encoded, network.score(encoded), strict=True) for at, told in s.told.items()}
        for told in article.acts:
            act = replace(told.act, told=said.get((told.act.clause.index, told.act.hit.start)))
            if article.clear:
                out["speakers"].append(Question(article.id, act.speakers(*words), told.speaker))
            for mood, answer in zip(MOODS, told.mood, strict=True):
                out[mood].append(Question(article.id, [(mood, act.moods())], mood if answer else ""))
    return out


@dataclass(frozen=True, slots=True)
class Held:
    """The likeliest answer to each question by trees that were not taught by its article: its chance and whether it is right.

    `wanted` is how many questions have an answer.
    """

    chances: NDArray[np.float64]
    right: NDArray[np.bool_]
    wanted: int


def fit_answers(asked: Sequence[Question], shape: Mapping[str, float] = SHAPE) -> tuple[Trees, Held]:
    """Trees that answer one kind of question, and what cross-validation says of them."""
    rows = np.array([numbers for q in asked for _, numbers in q.options], dtype=np.float32)
    right = np.array([bool(q.answer) and value == q.answer for q in asked for value, _ in q.options])
    owner = np.array([i for i, q in enumerate(asked) for _ in q.options])
    fold = np.array([crc32(q.article.encode()) % FOLDS for q in asked])[owner]
    chances = np.zeros(len(rows))
    for n in range(FOLDS):
        trees = fit_trees(rows[fold != n], right[fold != n].astype(np.int8), **shape)
        chances[fold == n] = trees.probability(rows[fold == n])
    best = _likeliest(owner, chances)
    held = Held(chances[best], right[best], sum(bool(q.answer) for q in asked))
    return fit_trees(rows, right.astype(np.int8), **shape), held


def fit_circumstances(
    asked: Mapping[str, Sequence[Question]], say: Callable[[str], None] = print
) -> tuple[dict[str, Trees], dict[str, float]]:
    """Trees for each kind of question, and from what chance on an answer is given; all moods share one."""
    trees: dict[str, Trees] = {}
    held: dict[str, Held] = {}
    for name, own in asked.items():
        trees[name], held[name] = fit_answers(own, WIDE if name == "dates" else SHAPE)
    thresholds: dict[str, float] = {}
    for names in (("dates",), ("speakers",), MOODS):
        threshold, f1 = best_chance([held[name] for name in names])
        say(f"{' and '.join(names)}: cross-validated F1 {f1:.3f} from a chance of {threshold:.3f}")
        thresholds |= dict.fromkeys(names, threshold)
    return trees, thresholds


def _likeliest(owner: NDArray[np.int64], chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """The row of the likeliest option of each question."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, question in enumerate(owner.tolist()):
        rows[question].append(row)
    return np.array([max(own, key=lambda row: chances[row]) for own in rows.values()])


def best_chance(held: Sequence[Held]) -> tuple[float, float]:
    """The chance from which the F1 of all answers is best, and that F1."""
    chances, right = (np.concatenate([getattr(h, name) for h in held]) for name in ("chances", "right"))
    order = np.argsort(-chances, kind="stable")
    f1 = 2 * right[order].cumsum() / (np.arange(1, len(order) + 1) + sum(h.wanted for h in held))
    at = int(f1.argmax())
    return float(chances[order[at]]), float(f1[at])
