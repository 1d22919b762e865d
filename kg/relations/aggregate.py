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
from kg.relations.candidates import Candidate
from kg.relations.features import NAMES, TYPES
from kg.relations.morphology import Form

FLOOR = 0.04
"""Candidates that the first model gives less are not looked at again."""

Key = tuple[FactType, str, str]
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


@dataclass(frozen=True, slots=True)
class Group:
    """All candidates of one fact, the likeliest first, with the numbers for the second model."""

    key: Key
    candidates: tuple[tuple[float, Candidate], ...]
    features: list[float]

    def first_form(self, sentence: int) -> Form:
        """The word form of the likeliest trigger in the sentence that starts at `sentence`."""
        here = (c for _, c in self.candidates if c.clause.sentence.span.start == sentence)
        return next(here, self.candidates[0][1]).hit.reading.form


def key_of(candidate: Candidate) -> Key:
    """The fact that a candidate proposes; the ends of a symmetric one in order of id."""
    source, target = candidate.source.entity.id, candidate.target.entity.id
    if candidate.type.symmetric and target < source:
        source, target = target, source
    return candidate.type, source, target


def group(candidates: Sequence[Candidate], scores: NDArray[np.float64]) -> list[Group]:
    """The facts that candidates propose, in order of first proposal."""
    by_key: dict[Key, list[tuple[float, Candidate]]] = defaultdict(list)
    at_trigger: dict[tuple[int, int, FactType], list[float]] = defaultdict(list)
    at_place: dict[tuple[int, int], float] = defaultdict(float)
    sources: dict[tuple[int, int, FactType, str], float] = defaultdict(float)
    targets: dict[tuple[int, int, FactType, str], float] = defaultdict(float)
    pairs: dict[tuple[str, str], dict[FactType, float]] = defaultdict(dict)
    values = scores.tolist()
    for candidate, score in zip(candidates, values, strict=True):
        place = candidate.clause.index, candidate.hit.start
        trigger = *place, candidate.type
        s, t = candidate.source.entity.id, candidate.target.entity.id
        at_trigger[trigger].append(score)
        at_place[place] = max(at_place[place], score)
        sources[*trigger, s] = max(sources[*trigger, s], score)
        targets[*trigger, t] = max(targets[*trigger, t], score)
        types = pairs[s, t]
        types[candidate.type] = max(types.get(candidate.type, 0.0), score)
        by_key[key_of(candidate)].append((score, candidate))
    for found in at_trigger.values():
        found.sort(reverse=True)
    groups: list[Group] = []
    for key, members in by_key.items():
        members.sort(key=lambda m: -m[0])
        score, best = members[0]
        if score < FLOOR:
            continue
        trigger = best.clause.index, best.hit.start, best.type
        s, t = best.source.entity.id, best.target.entity.id
        rivals = at_trigger[trigger]
        straight, reverse = pairs[s, t], pairs.get((t, s), {})
        kind = best.type
        features = [
            score,
            members[1][0] if len(members) > 1 else 0.0,
            sum(m[0] for m in members[:5]),
            float(len(members)),
            float(len({m[1].clause.index for m in members})),
            score / rivals[0],
            float(rivals.index(score)),
            sources[*trigger, s],
            targets[*trigger, t],
            score / targets[*trigger, t],
            score / sources[*trigger, s],
            max((p for k, p in straight.items() if k is not kind), default=0.0),
            max((p for k, p in reverse.items() if k is not kind), default=0.0),
            0.0 if kind.symmetric else reverse.get(kind, 0.0),
            at_place[trigger[0], trigger[1]],
            sum(rivals),
            float(len(rivals)),
            float(sum(1 for p in rivals if p > 0.5 * score)),
            float(best.clause.index),
            float(best.clause.sentence.headline),
            float(_TYPE[kind]),
            float(len(candidates)),
            *(best.features[i] for i in _AT),
        ]
        groups.append(Group(key, tuple(members), features))
    return groups
