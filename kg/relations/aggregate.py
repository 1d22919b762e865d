"""From scored candidates to the facts of an article: how the candidates of one fact, and its rivals, bear on it.

A fact is likelier where several places propose it, and less likely where the same trigger or the same two actors have a better
reading. These numbers go to the second model, whose probability is the fact's confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.model import FactType
from kg.relations.candidates import Candidate, Key
from kg.relations.features import NAMES, TYPES

FLOOR = 0.04
"""Candidates that the first model gives less are not looked at again."""

_TYPE = {t: i for i, t in enumerate(TYPES)}
_COPIED = (
    "h_prior", "p_pattern", "p_kinds", "p_word",
    "h_form", "h_modality", "h_negative", "p_rule", "p_picked", "p_types", "p_same_head", "p_home", "p_back",
    "s_virtual", "t_virtual", "s_mentions", "t_mentions", "s_distance", "t_distance", "s_in_headline", "t_in_headline",
    "s_rule_source", "t_rule_target", "s_nisba", "t_nisba",
)  # fmt: skip
_AT = [NAMES.index(n) for n in _COPIED]
FACT_FEATURES = (
    "best", "second", "sum", "count", "sentences", "share_of_trigger", "rank_at_trigger", "source_best", "target_best",
    "share_of_target", "share_of_source", "other_type", "other_type_reversed", "reversed", "trigger_best", "trigger_sum",
    "trigger_count", "trigger_rivals", "sentence", "headline", "type", "candidates", *_COPIED,
)  # fmt: skip
LATENT_FEATURES = (
    "n_best", "n_second", "n_sum", "n_count", "n_sentence", "n_headline", "n_here", "n_same_trigger", "n_listed", "n_share_of_source",
    "n_share_of_target", "n_other_type", "n_other_type_reversed", "n_reversed", "n_source_unnamed", "n_target_unnamed", "n_mentions",
)  # fmt: skip
"""What the network says of a fact: its probabilities, where, by what word, and those of the rivals."""


@dataclass(frozen=True, slots=True)
class Group:
    """All candidates of one fact, the likeliest first, with the numbers for the second model."""

    key: Key
    candidates: tuple[tuple[float, Candidate], ...]
    features: list[float]


def group(candidates: Sequence[Candidate], scores: NDArray[np.float64], latent: Sequence[tuple[float, Candidate]] = ()) -> list[Group]:
    """The facts that candidates propose, in order of first proposal; `latent` are those of the network with their probabilities."""
    by_frames = _Frames(candidates, scores.tolist())
    by_network = _Latent(latent)
    groups: list[Group] = []
    for key in dict.fromkeys([*by_frames.by_key, *by_network.by_key]):
        framed = by_frames.by_key.get(key, [])
        own = by_frames.features(framed) if framed else None
        drawn = by_network.by_key.get(key, [])
        if own is None and not drawn:
            continue
        first = framed[0][1] if own else drawn[0][1]
        features = own or [-1.0] * len(FACT_FEATURES)
        features[_TYPE_AT] = float(_TYPE[key[0]])
        members = sorted([*(framed if own else []), *drawn], key=lambda m: -m[0])
        groups.append(Group(key, tuple(members), [*features, *by_network.features(key, drawn, first)]))
    return groups


_TYPE_AT = FACT_FEATURES.index("type")


class _Frames:
    """The candidates of the frames with their scores, by fact, by trigger and by pair."""

    def __init__(self, candidates: Sequence[Candidate], values: Sequence[float]) -> None:
        self.by_key: dict[Key, list[tuple[float, Candidate]]] = defaultdict(list)
        self._count = len(candidates)
        self._at_trigger: dict[tuple[int, int, FactType], list[float]] = defaultdict(list)
        self._at_place: dict[tuple[int, int], float] = defaultdict(float)
        self._sources: dict[tuple[int, int, FactType, str], float] = defaultdict(float)
        self._targets: dict[tuple[int, int, FactType, str], float] = defaultdict(float)
        self._pairs: dict[tuple[str, str], dict[FactType, float]] = defaultdict(dict)
        for candidate, score in zip(candidates, values, strict=True):
            place = candidate.clause.index, candidate.hit.start
            trigger = *place, candidate.type
            s, t = candidate.source.entity.id, candidate.target.entity.id
            self._at_trigger[trigger].append(score)
            self._at_place[place] = max(self._at_place[place], score)
            self._sources[*trigger, s] = max(self._sources[*trigger, s], score)
            self._targets[*trigger, t] = max(self._targets[*trigger, t], score)
            types = self._pairs[s, t]
            types[candidate.type] = max(types.get(candidate.type, 0.0), score)
            self.by_key[candidate.fact].append((score, candidate))
        for found in self._at_trigger.values():
            found.sort(reverse=True)
        for members in self.by_key.values():
            members.sort(key=lambda m: -m[0])

    def features(self, members: Sequence[tuple[float, Candidate]]) -> list[float] | None:
        """What the candidates of one fact and their rivals say; None where none of them is worth a second look."""
        score, best = members[0]
        if score < FLOOR:
            return None
        kind = best.type
        trigger = best.clause.index, best.hit.start, kind
        s, t = best.source.entity.id, best.target.entity.id
        rivals = self._at_trigger[trigger]
        straight, reverse = self._pairs[s, t], self._pairs.get((t, s), {})
        source, target = self._sources[*trigger, s], self._targets[*trigger, t]
        return [
            score,
            members[1][0] if len(members) > 1 else 0.0,
            sum(m[0] for m in members[:5]),
            float(len(members)),
            float(len({m[1].clause.index for m in members})),
            score / rivals[0],
            float(rivals.index(score)),
            source,
            target,
            score / target,
            score / source,
            max((p for k, p in straight.items() if k is not kind), default=0.0),
            max((p for k, p in reverse.items() if k is not kind), default=0.0),
            0.0 if kind.symmetric else reverse.get(kind, 0.0),
            self._at_place[trigger[0], trigger[1]],
            sum(rivals),
            float(len(rivals)),
            float(sum(1 for p in rivals if p > 0.5 * score)),
            float(best.clause.index),
            float(best.clause.sentence.headline),
            float(_TYPE[kind]),
            float(self._count),
            *(best.features[i] for i in _AT),
        ]


class _Latent:
    """The candidates of the network with their probabilities, by fact and by pair."""

    def __init__(self, latent: Sequence[tuple[float, Candidate]]) -> None:
        self.by_key: dict[Key, list[tuple[float, Candidate]]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], dict[FactType, float]] = defaultdict(dict)
        self._sources: dict[tuple[int, FactType, str], float] = defaultdict(float)
        self._targets: dict[tuple[int, FactType, str], float] = defaultdict(float)
        for chance, candidate in latent:
            key = candidate.fact
            self.by_key[key].append((chance, candidate))
            for a, b in {(key[1], key[2]), (key[2], key[1]) if key[0].symmetric else (key[1], key[2])}:
                self._pairs[a, b][key[0]] = max(self._pairs[a, b].get(key[0], 0.0), chance)
            at = candidate.clause.index
            self._sources[at, key[0], key[1]] = max(self._sources[at, key[0], key[1]], chance)
            self._targets[at, key[0], key[2]] = max(self._targets[at, key[0], key[2]], chance)
        for members in self.by_key.values():
            members.sort(key=lambda m: -m[0])

    def features(self, key: Key, members: Sequence[tuple[float, Candidate]], first: Candidate) -> list[float]:
        """What the network says of one fact; `first` is the likeliest candidate of the frames, or the network's own."""
        kind, s, t = key
        straight, reverse = self._pairs.get((s, t), {}), self._pairs.get((t, s), {})
        if not members:
            rivals = (max(straight.values(), default=0.0), max(reverse.values(), default=0.0), reverse.get(kind, 0.0))
            return [*(0.0 for _ in range(11)), *rivals, -1.0, -1.0, 0.0]
        chance, best = members[0]
        at = best.clause.index
        return [
            chance,
            members[1][0] if len(members) > 1 else 0.0,
            sum(m[0] for m in members[:5]),
            float(len(members)),
            float(at),
            float(best.clause.sentence.headline),
            max((m[0] for m in members if m[1].clause.index == first.clause.index), default=0.0),
            float(at == first.clause.index and best.hit.start == first.hit.start),
            float(bool(best.hit.frame.words)),
            chance / self._sources[at, kind, s],
            chance / self._targets[at, kind, t],
            max((p for k, p in straight.items() if k is not kind), default=0.0),
            max((p for k, p in reverse.items() if k is not kind), default=0.0),
            0.0 if kind.symmetric else reverse.get(kind, 0.0),
            float(bool(best.source.virtual)),
            float(bool(best.target.virtual)),
            float(sum(1 for m in members if m[1].clause.index == at)),
        ]
