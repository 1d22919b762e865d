"""The judge: trees over what frames propose, then trees over the facts of an article that weigh frames and network together.

The second learns from what the others say of articles that they were not taught by, so that its probabilities hold on new ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.relations.aggregate import Group, group
from kg.relations.candidates import fill_priors, prior_keys
from kg.relations.latent import latent_candidates
from kg.relations.lexicon import TriggerIndex
from kg.relations.model import Floats, Trees
from kg.relations.network import Network
from kg.training.annotated import Annotated

_SMOOTH = 6.0
SEEN = 3
"""What was counted less often is left to the rate of its type."""
_ELSEWHERE = 0.3
"""Weight of a candidate that proposes a stated fact in another sentence than the annotated one."""


class Priors:
    """How often the like of a candidate was right, smoothed towards the rate of its type."""

    def __init__(self, articles: Sequence[Annotated]) -> None:
        self.seen: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        for article in articles:
            self._count(article, 1)

    def _count(self, article: Annotated, sign: int) -> None:
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

    def fill(self, article: Annotated, *, own: bool) -> None:
        """Write the priors into an article's features; with `own`, as if the article itself had not been counted."""
        if own:
            self._count(article, -1)
        keys = {k for c in article.candidates for k in (c.type, *prior_keys(c))}
        table = self.table(keys)
        for candidate in article.candidates:
            fill_priors(candidate, table)
        if own:
            self._count(article, 1)


def matrix(articles: Sequence[Annotated]) -> Floats:
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


def fit_candidates(articles: Sequence[Annotated]) -> tuple[Trees, Priors]:
    priors = Priors(articles)
    for article in articles:
        priors.fill(article, own=True)
    labels = np.concatenate([a.labels for a in articles])
    weights = np.where(labels == 2, _ELSEWHERE, 1.0)
    return fit_trees(matrix(articles), (labels > 0).astype(np.int8), weights, max_iter=100, max_leaf_nodes=20, learning_rate=0.08), priors


@dataclass(frozen=True, slots=True)
class Judged:
    """The facts that articles may state, as rows for the judge: of which article, whether stated, and whether a standing relation."""

    rows: Floats
    right: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    article: NDArray[np.int64]


def judged(articles: Sequence[Annotated], candidates: Trees, priors: Priors, network: Network, index: TriggerIndex) -> Judged:
    """What candidates and network say of articles that neither was taught by."""
    groups: list[Group] = []
    right: list[bool] = []
    owner: list[int] = []
    for n, article in enumerate(articles):
        priors.fill(article, own=False)
        proposal = article.proposal
        drawn = network.score(proposal.encoded)
        latent = list(latent_candidates(proposal.clauses, proposal.hits, proposal.encoded, drawn, index))
        likely = {c.fact for _, c in latent}
        framed = [c for c in article.candidates if c.fact in likely]
        scores = candidates.probability(np.array([c.features for c in framed], dtype=np.float32))
        for found in group(framed, scores, latent):
            groups.append(found)
            owner.append(n)
            right.append(article.key(*found.key) in article.stated)
    rows = np.array([g.features for g in groups], dtype=np.float32)
    return Judged(rows, np.array(right), np.array([g.key[0].standing for g in groups]), np.array(owner))


def fit_facts(rows: Floats, labels: NDArray[np.int8]) -> Trees:
    return fit_trees(rows, labels, None, max_iter=80, max_leaf_nodes=8, min_samples_leaf=25, learning_rate=0.05, max_features=0.5)


FOLDS = 3


def chances(found: Judged) -> NDArray[np.float64]:
    """What a judge says of each row that was taught by the other folds of the articles."""
    out = np.zeros(len(found.rows))
    for fold in range(FOLDS):
        test = found.article % FOLDS == fold
        out[test] = fit_facts(found.rows[~test], found.right[~test].astype(np.int8)).probability(found.rows[test])
    return out


LEAST_PRECISION = {"event": 0.5, "standing": 0.7}
"""A graph whose facts are more often wrong than right serves nobody, whatever its F1; a standing relation is asked more of."""


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
