"""Teaching when acts happened, whose word they are, and whether they are planned: trees over possible answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.relations.circumstances import Option
from kg.relations.encoding import MOODS
from kg.relations.lexicon import Particles
from kg.relations.model import Trees
from kg.relations.network import Network, moods_of
from kg.relations.propose import Proposer
from kg.relations.times import TimeFinder
from kg.training.annotated import Annotated
from kg.training.judge import FOLDS, fit_trees

SHAPE = {"max_iter": 120, "max_leaf_nodes": 16, "max_depth": 6, "learning_rate": 0.08, "max_features": 0.6}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one act: the possible answers with their numbers, and the annotation's, "" for none."""

    article: str
    options: Sequence[Option]
    answer: str


def questions(articles: Sequence[Annotated], proposer: Proposer) -> dict[str, list[Question]]:
    """When each annotated act happened, and whose word it is."""
    finder = TimeFinder(proposer.clauses.speech, proposer.clauses.firsts)
    words = Particles().words("attributions")
    out: dict[str, list[Question]] = {"dates": [], "speakers": []}
    for article in articles:
        for told in article.acts:
            out["dates"].append(Question(article.id, told.act.times_of(finder), told.date))
            out["speakers"].append(Question(article.id, told.act.speakers(words), told.speaker))
    return out


def mood_questions(articles: Sequence[Annotated], network: Network) -> dict[str, list[Question]]:
    """Whether each annotated act is planned, and whether possible; the network was not taught by these articles."""
    out: dict[str, list[Question]] = {mood: [] for mood in MOODS}
    for article in articles:
        encoded = article.proposal.encoded
        moods = moods_of(encoded, network.score(encoded)) if article.acts else {}
        for told in article.acts:
            said = moods.get((told.act.clause.index, told.act.hit.start), ())
            for mood, answer in zip(MOODS, told.mood, strict=True):
                out[mood].append(Question(article.id, [(mood, told.act.moods(said))], mood if answer else ""))
    return out


@dataclass(frozen=True, slots=True)
class Held:
    """The likeliest answer to each question by trees that were not taught by its article: its chance and whether it is right.

    `wanted` is how many questions have an answer.
    """

    chances: NDArray[np.float64]
    right: NDArray[np.bool_]
    wanted: int


def fit_answers(asked: Sequence[Question]) -> tuple[Trees, Held]:
    """Trees that answer one kind of question, and what cross-validation says of them."""
    rows = np.array([numbers for q in asked for _, numbers in q.options], dtype=np.float32)
    right = np.array([bool(q.answer) and value == q.answer for q in asked for value, _ in q.options])
    owner = np.array([i for i, q in enumerate(asked) for _ in q.options])
    fold = np.array([crc32(q.article.encode()) % FOLDS for q in asked])[owner]
    chances = np.zeros(len(rows))
    for n in range(FOLDS):
        trees = fit_trees(rows[fold != n], right[fold != n].astype(np.int8), None, **SHAPE)
        chances[fold == n] = trees.probability(rows[fold == n])
    best = _likeliest(owner, chances)
    held = Held(chances[best], right[best], sum(bool(q.answer) for q in asked))
    return fit_trees(rows, right.astype(np.int8), None, **SHAPE), held


def fit_circumstances(
    asked: Mapping[str, Sequence[Question]], say: Callable[[str], None] = print
) -> tuple[dict[str, Trees], dict[str, float]]:
    """Trees for each kind of question, and from what chance on an answer is given; all moods share one."""
    trees: dict[str, Trees] = {}
    held: dict[str, Held] = {}
    for name, own in asked.items():
        trees[name], held[name] = fit_answers(own)
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
