"""Train the scorers: `python -m kg.relations.train GOLD_DIR`. Needs scikit-learn (`pip install siyasa[train]`).

Reads annotated articles, proposes candidates with the shipped rules on the entities that the extractor itself finds, and fits
two small ensembles of trees: one over candidates, one over the facts of an article. The second learns from what the first says of
articles that it has not seen (cross-fitting), so that its probabilities hold on new ones. The articles themselves are no part of
what is written.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.entities import EntityReader
from kg.knowledge import load_knowledge
from kg.model import SYMMETRIC, Article, FactType
from kg.relations.aggregate import Group, group
from kg.relations.align import align_entities, words
from kg.relations.candidates import Candidate, fill_priors, prior_keys
from kg.relations.model import WEIGHTS, Floats, Trees, Weights, save
from kg.relations.propose import Proposer
from kg.text import read_text

FOLDS = 3
_SMOOTH = 6.0
_SEEN = 3
"""What was counted less often is left to the rate of its type."""
_ELSEWHERE = 0.3
"""Weight of a candidate that proposes a stated fact in another sentence than the annotated one."""

Key = tuple[str, str, str]


@dataclass(slots=True)
class Labelled:
    """An article's candidates with what the annotation says of them: 1 stated here, 2 stated elsewhere, 0 not stated."""

    candidates: Sequence[Candidate]
    labels: NDArray[np.int8]
    gold: frozenset[Key]
    names: Mapping[str, str]


def gold_key(kind: str, source: str, target: str) -> Key:
    return (kind, target, source) if FactType(kind) in SYMMETRIC and target < source else (kind, source, target)


def read_gold(path: Path, proposer: Proposer, reader: EntityReader) -> Labelled:
    """One annotated article with the extractor's own entities."""
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    text = read_text(Article(record["id"], record["text"], None, record.get("date"), record.get("source")))
    entities = reader.read(text)
    names = align_entities(record["entities"], entities)
    evidence: dict[Key, list[Counter[str]]] = defaultdict(list)
    for fact in record["facts"]:
        evidence[gold_key(fact["type"], fact["source"], fact["target"])].append(words(fact["evidence"]))
    candidates = proposer.propose(text, entities).candidates
    body = text.article.text
    sentences: dict[int, Counter[str]] = {}
    labels = np.zeros(len(candidates), dtype=np.int8)
    for i, candidate in enumerate(candidates):
        quotes = evidence.get(_key(candidate, names))
        if quotes is None:
            continue
        span = candidate.clause.sentence.span
        here = sentences.setdefault(candidate.clause.index, words(body[span.start : span.end]))
        labels[i] = 1 if any(_overlap(quote, here) for quote in quotes) else 2
    return Labelled(candidates, labels, frozenset(evidence), names)


def _key(candidate: Candidate, names: Mapping[str, str]) -> Key:
    ends = (names.get(e, f"?{e}") for e in (candidate.source.entity.id, candidate.target.entity.id))
    return gold_key(candidate.type, *ends)


def _overlap(quote: Counter[str], sentence: Counter[str]) -> bool:
    shared = sum((quote & sentence).values())
    return shared >= 0.6 * min(sum(quote.values()), sum(sentence.values()))


class Priors:
    """How often the like of a candidate was right, smoothed towards the rate of its type."""

    def __init__(self, articles: Sequence[Labelled]) -> None:
        self.seen: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        for article in articles:
            self._count(article, 1)

    def _count(self, article: Labelled, sign: int) -> None:
        for candidate, label in zip(article.candidates, article.labels, strict=True):
            for key in (candidate.type, *prior_keys(candidate)):
                self.seen[key] += sign
                self.right[key] += sign * bool(label)

    def table(self, keys: Iterable[str]) -> dict[str, float]:
        """The smoothed rate of each key; a key opens with its type."""
        out: dict[str, float] = {}
        for key in keys:
            kind = key.split("|")[0].split(":")[0]
            rate = (self.right[kind] + 1) / (self.seen[kind] + 10)
            out[key] = rate if key == kind else (self.right[key] + _SMOOTH * rate) / (self.seen[key] + _SMOOTH)
        return out

    def fill(self, article: Labelled, *, own: bool) -> None:
        """Write the priors into an article's features; with `own`, as if the article itself had not been counted."""
        if own:
            self._count(article, -1)
        keys = {k for c in article.candidates for k in (c.type, *prior_keys(c))}
        table = self.table(keys)
        for candidate in article.candidates:
            fill_priors(candidate, table)
        if own:
            self._count(article, 1)


def _matrix(articles: Sequence[Labelled]) -> Floats:
    return np.array([c.features for a in articles for c in a.candidates], dtype=np.float32)


def fit_trees(rows: Floats, labels: NDArray[np.int8], weights: NDArray[np.float64] | None, **options: Any) -> Trees:
    """Boosted trees as plain arrays."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    settings: dict[str, Any] = {
        "max_depth": 8,
        "learning_rate": 0.06,
        "min_samples_leaf": 30,
        "l2_regularization": 5.0,
        "max_features": 0.4,
        "random_state": 0,
    }
    model = HistGradientBoostingClassifier(**(settings | options)).fit(rows, labels, sample_weight=weights)
    parts: dict[str, list[NDArray[Any]]] = defaultdict(list)
    roots, offset, depth = [], 0, 0
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        leaf = nodes["is_leaf"].astype(bool)
        own = np.arange(len(nodes)) + offset
        parts["feature"].append(np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32))
        parts["threshold"].append(np.where(leaf, np.inf, nodes["num_threshold"]).astype(np.float32))
        parts["left"].append(np.where(leaf, own, nodes["left"] + offset).astype(np.int32))
        parts["right"].append(np.where(leaf, own, nodes["right"] + offset).astype(np.int32))
        parts["value"].append(nodes["value"].astype(np.float32))
        depth = max(depth, int(nodes["depth"].max()))
        roots.append(offset)
        offset += len(nodes)
    arrays = {name: np.concatenate(found) for name, found in parts.items()}
    return Trees(**arrays, roots=np.array(roots, dtype=np.int32), depth=depth, base=float(model._baseline_prediction.ravel()[0]))


def fit_candidates(articles: Sequence[Labelled]) -> tuple[Trees, Priors]:
    priors = Priors(articles)
    for article in articles:
        priors.fill(article, own=True)
    labels = np.concatenate([a.labels for a in articles])
    weights = np.where(labels == 2, _ELSEWHERE, 1.0)
    return fit_trees(_matrix(articles), (labels > 0).astype(np.int8), weights, max_iter=100, max_leaf_nodes=20, learning_rate=0.08), priors


def _groups(articles: Sequence[Labelled], scores: Sequence[NDArray[np.float64]]) -> list[tuple[int, Group, bool]]:
    out: list[tuple[int, Group, bool]] = []
    for n, (article, score) in enumerate(zip(articles, scores, strict=True)):
        for found in group(article.candidates, score):
            out.append((n, found, _key(found.candidates[0][1], article.names) in article.gold))
    return out


def fit_facts(rows: Floats, labels: NDArray[np.int8]) -> Trees:
    return fit_trees(rows, labels, None, max_iter=80, max_leaf_nodes=8, min_samples_leaf=25, learning_rate=0.05, max_features=0.5)


def cross_fit(articles: Sequence[Labelled]) -> list[NDArray[np.float64]]:
    """What a first model says of each article that it has not seen."""
    scores: list[NDArray[np.float64]] = [np.zeros(0)] * len(articles)
    for fold in range(FOLDS):
        trees, priors = fit_candidates([a for n, a in enumerate(articles) if n % FOLDS != fold])
        for n in range(fold, len(articles), FOLDS):
            priors.fill(articles[n], own=False)
            scores[n] = trees.probability(_matrix([articles[n]])) if len(articles[n].candidates) else np.zeros(0)
    return scores


LEAST_PRECISION = 0.5
"""A graph whose facts are more often wrong than right serves nobody, whatever its F1."""


def best_threshold(
    chances: NDArray[np.float64], right: NDArray[np.bool_], gold: int, least_precision: float
) -> tuple[float, float, float, float]:
    """The threshold with the best F1 among those of at least some precision: threshold, F1, precision, recall."""
    order = np.argsort(-chances)
    hits = np.cumsum(right[order])
    n = np.arange(1, len(order) + 1)
    precision, recall = hits / n, hits / max(1, gold)
    f1 = np.where(precision >= least_precision, 2 * hits / (n + gold), 0.0)
    at = int(np.argmax(f1))
    return float(chances[order][at]), float(f1[at]), float(precision[at]), float(recall[at])


def train(folder: Path, out: Path, say: Callable[[str], None] = print, reader: EntityReader | None = None) -> Weights:
    """Train on all annotated articles of a folder; writes the weights and says what cross-validation measured."""
    proposer, reader = Proposer({}), reader or EntityReader(load_knowledge())
    articles = [read_gold(path, proposer, reader) for path in sorted(folder.glob("*.json"))]
    right_ones = sum(int((a.labels > 0).sum()) for a in articles)
    say(f"{len(articles)} articles, {sum(len(a.candidates) for a in articles)} candidates, {right_ones} right")
    grouped = _groups(articles, cross_fit(articles))
    rows = np.array([g.features for _, g, _ in grouped], dtype=np.float32)
    right = np.array([r for _, _, r in grouped])
    owner = np.array([n for n, _, _ in grouped])
    chances = np.zeros(len(grouped))
    for fold in range(FOLDS):
        test = owner % FOLDS == fold
        chances[test] = fit_facts(rows[~test], right[~test].astype(np.int8)).probability(rows[test])
    standing = np.array([g.key[0].standing for _, g, _ in grouped])
    thresholds: dict[str, float] = {}
    for name, mask, least in (("event", ~standing, LEAST_PRECISION), ("standing", standing, LEAST_PRECISION)):
        gold = sum(
            FactType(k[0]).standing == (name == "standing") for a in articles for k in a.gold if k[0] not in ("leads", "holds_office")
        )
        threshold, f1, precision, recall = best_threshold(chances[mask], right[mask], gold, least)
        thresholds[name] = threshold
        say(f"{name}: cross-validated F1 {f1:.3f} (P {precision:.3f}, R {recall:.3f}) at {threshold:.3f}")
    trees, priors = fit_candidates(articles)
    known = sorted(k for k, n in priors.seen.items() if n >= _SEEN)
    weights = Weights(trees, fit_facts(rows, right.astype(np.int8)), priors.table(known), thresholds)
    save(weights, out)
    say(f"wrote {out} ({out.stat().st_size / 1e6:.2f} MB)")
    return weights


__all__ = ["Labelled", "Priors", "best_threshold", "train"]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path, help="a folder of annotated articles")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    train(arguments.gold, arguments.output)
