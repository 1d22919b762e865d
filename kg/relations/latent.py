"""Candidates that the network proposes: a pair of actors, a type, and the word that states it best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import FactType
from kg.relations.candidates import Candidate
from kg.relations.clauses import Actor, Clause
from kg.relations.encoding import TYPES, Encoded
from kg.relations.lexicon import Frame, Hit, Reading, TriggerIndex
from kg.relations.morphology import Form
from kg.relations.network import Scores


def latent_candidates(
    clauses: Sequence[Clause], hits: Sequence[Sequence[Hit]], encoded: Sequence[Encoded], scores: Sequence[Scores], index: TriggerIndex
) -> Iterator[tuple[float, Candidate]]:
    """What the network proposes, each with its probability; a symmetric type once for each pair."""
    for code, found in zip(encoded, scores, strict=True):
        clause = clauses[code.index]
        for stated in found.stated:
            kind = TYPES[stated.kind]
            hit = hit_at(clause, hits[code.index], kind, stated.token, index)
            source, target = _nearest(code, stated.source, stated.token), _nearest(code, stated.target, stated.token)
            yield stated.chance, Candidate(kind, hit, clause, source, target, [], "the network", "the network")


def _nearest(code: Encoded, entity: int, at: int) -> Actor:
    """The mention of an entity beside a word; one that the clause does not name where there is no other."""
    own = [a for a, owner in zip(code.actors, code.owner, strict=True) if owner == entity]
    return min(own, key=lambda a: (a.start < 0, abs(a.start - at)))


def hit_at(clause: Clause, hits: Sequence[Hit], kind: FactType, at: int, index: TriggerIndex) -> Hit:
    """The frame of a type that a word calls up; where the lexicon has none, its form is read off other frames, else off its place."""
    known = next((h for h in hits if h.start == at and h.frame.type is kind), None)
    if known is not None:
        return known
    norm = clause.norms[at]
    forms = [reading.form for reading in index.readings(norm)]
    verb = clause.between("verb", at, at + 1) > 0
    form = forms[0] if forms else (Form.IMPERFECT if norm.lstrip("وف")[:1] in ("ي", "ت", "س") else Form.PERFECT) if verb else Form.NOUN
    frame = Frame(kind, norm, verbal=False, roles={})
    reading = Reading(frame, form, passive=False, first_person=False, feminine=False, clitic="", joined=False, pronoun="")
    return Hit(reading, at, -1, frozenset({form}))
