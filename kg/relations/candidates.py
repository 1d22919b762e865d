"""Candidates: what the network proposes to be stated, each with its trigger, its ends, and the rules that choose the same ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import FactType
from kg.relations.clauses import Actor, Clause
from kg.relations.encoding import TYPES, Encoded
from kg.relations.lexicon import Frame, Hit, Reading, TriggerIndex
from kg.relations.morphology import Form
from kg.relations.network import Scores
from kg.relations.picks import rule_of, weight_of
from kg.relations.propose import Place

Key = tuple[FactType, str, str]
RESUMED = "subject-relative-object", "object-pronoun"
"""«كيم، الذي يتهمه الغرب»: by these two rules grammar leaves no doubt who acts, even where the network has it the other way round."""


def fact_of(kind: FactType, source: str, target: str) -> Key:
    """The fact of a type between two entities; the ends of a symmetric one in order of id."""
    return (kind, target, source) if kind.symmetric and target < source else (kind, source, target)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that a clause may state with the chance `chance`.

    `rules` name what makes the frame's arguments of source and target, "" for nothing; `picked` is how surely (0 to 3).
    """

    type: FactType
    hit: Hit
    clause: Clause
    source: Actor
    target: Actor
    chance: float
    rules: tuple[str, str]
    picked: tuple[int, int]

    @property
    def fact(self) -> Key:
        """The fact that is proposed."""
        return fact_of(self.type, self.source.entity.id, self.target.entity.id)


def candidates(places: Sequence[Place], scores: Sequence[Scores], index: TriggerIndex) -> Iterator[Candidate]:
    """What the network says of an article's places, in order of place; a symmetric type once for each pair."""
    for place, found in zip(places, scores, strict=True):
        for stated in found.stated:
            kind = TYPES[stated.kind]
            hit = hit_at(place, kind, stated.token, index)
            source, target = (_nearest(place.code, entity, stated.token) for entity in (stated.source, stated.target))
            chosen = place.picks_of(hit)
            if (rule_of(chosen["source"], target), rule_of(chosen["target"], source)) == RESUMED and not kind.symmetric:
                source, target = target, source
            rules = rule_of(chosen["source"], source), rule_of(chosen["target"], target)
            picked = weight_of(chosen["source"], source), weight_of(chosen["target"], target)
            yield Candidate(kind, hit, place.clause, source, target, stated.chance, rules, picked)


def _nearest(code: Encoded, entity: int, at: int) -> Actor:
    """The mention of an entity beside a word; one that the clause does not name where there is no other."""
    own = [a for a in code.actors if a.entity.id == code.entities[entity]]
    return min(own, key=lambda a: (a.start < 0, abs(a.start - at)))


def hit_at(place: Place, kind: FactType, at: int, index: TriggerIndex) -> Hit:
    """The frame of a type that a word calls up; where the lexicon has none, its form is read off other frames, else off its place."""
    known = next((h for h in place.hits if h.start == at and h.frame.type is kind), None)
    if known is not None:
        return known
    clause = place.clause
    norm = clause.norms[at]
    forms = [reading.form for reading in index.readings(norm)]
    verb = clause.between("verb", at, at + 1) > 0
    form = forms[0] if forms else (Form.IMPERFECT if norm.lstrip("وف")[:1] in ("ي", "ت", "س") else Form.PERFECT) if verb else Form.NOUN
    frame = Frame(kind, norm, verbal=False, roles={})
    reading = Reading(frame, form, passive=False, clitic="", joined=False, pronoun="")
    return Hit(reading, at, -1)
