"""The judge: trees over the facts that the network finds likely in an article.

It learns from what the network says of articles that it was not taught by, so that its probabilities hold on new ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.relations.aggregate import Group, group
from kg.relations.candidates import candidates
from kg.relations.chronicle import Chronicle, chronicle_of
from kg.relations.ensemble import Ensemble
from kg.relations.lexicon import TriggerIndex
from kg.relations.model import Floats, Trees
from kg.training.annotated import Annotated


def fit_trees(rows: Floats, labels: NDArray[np.int8], **options: Any) -> Trees:
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
    model = HistGradientBoostingClassifier(**(settings | options)).fit(rows, labels)
    parts: dict[str, list[NDArray[Any]]] = defaultdict(list)
    roots, offset, depth = [], 0, 0
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        leaf = nodes["is_leaf"].astype(bool)
        own = np.arange(len(nodes)) + offset
        parts["feature"].append(np.where(leaf, 0, nodes["feature_idx"]).astype(np.int64))
        parts["threshold"].append(np.where(leaf, np.inf, nodes["num_threshold"]).astype(np.float32))
        below = [np.where(leaf, own, nodes[side].astype(np.int64) + offset) for side in ("right", "left")]
        parts["below"].append(np.stack(below, axis=1))
        parts["value"].append(nodes["value"].astype(np.float32))
        depth = max(depth, int(nodes["depth"].max()))
        roots.append(offset)
        offset += len(nodes)
    arrays = {name: np.concatenate(found) for name, found in parts.items()}
    return Trees(**arrays, roots=np.array(roots, dtype=np.int64), depth=depth, base=float(model._baseline_prediction.ravel()[0]))


@dataclass(frozen=True, slots=True)
class Judged:
    """The facts that articles may state, as rows for the judge, also as they are where the chronicle says nothing (`unaided`): of which
    article, whether stated, and whether a standing relation.
    """

    rows: Floats
    unaided: Floats
    right: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    article: NDArray[np.int64]


def chronicle_by(articles: Sequence[Annotated]) -> dict[str, NDArray[np.generic]]:
    """The chronicle of annotated articles; an entity's home is the one that it has in most of them."""
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        for entity, home in article.proposal.article.homes.items():
            homes[entity][home] += 1
    told = [t for t in (article.told for article in articles) if t is not None]
    return chronicle_of(told, {e: max(sorted(found), key=found.__getitem__) for e, found in homes.items()})


def judged(articles: Sequence[Annotated], network: Ensemble, index: TriggerIndex, chronicle: Chronicle) -> Judged:
    """What the network says of articles that it was not taught by, and the chronicle of all others."""
    groups: list[Group] = []
    right: list[bool] = []
    owner: list[int] = []
    known: list[Floats] = []
    silent: list[Floats] = []
    for n, article in enumerate(articles):
        proposal = article.proposal
        own = group(candidates(proposal.places, network.score(proposal.encoded), index), proposal.article)
        keys, homes = [found.key for found in own], proposal.article.homes
        known.append(chronicle.features(keys, homes, article.day, article.told))
        silent.append(chronicle.features(keys, homes, None))
        for found in own:
            groups.append(found)
            owner.append(n)
            right.append(article.key(*found.key) in article.stated)
    rows = np.array([g.features for g in groups], dtype=np.float32)
    aided, unaided = (np.hstack([rows, np.concatenate(part)]) for part in (known, silent))
    return Judged(aided, unaided, np.array(right), np.array([g.key[0].standing for g in groups]), np.array(owner))


def fit_facts(found: Judged, which: NDArray[np.bool_] | slice = slice(None)) -> Trees:
    """The judge, taught by some of the rows, with the chronicle and without it: most articles have another time than it has."""
    rows = np.vstack([found.rows[which], found.unaided[which]])
    labels = np.tile(found.right[which], 2).astype(np.int8)
    return fit_trees(rows, labels, max_iter=300, max_leaf_nodes=16, min_samples_leaf=25, learning_rate=0.05, max_features=0.5)


FOLDS = 3


def chances(found: Judged) -> NDArray[np.float64]:
    """What a judge says of each row that was taught by the other folds of the articles."""
    out = np.zeros(len(found.rows))
    for fold in range(FOLDS):
        test = found.article % FOLDS == fold
        out[test] = fit_facts(found, ~test).probability(found.rows[test])
    return out


LEAST_PRECISION = {"event": 0.5, "standing": 0.75}
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
