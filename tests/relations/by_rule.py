"""What the frames and their argument rules read, without the network: for tests of the lexicon and of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.entities import EntityReader
from kg.model import Article, FactType, MentionForm
from kg.relations.clauses import Actor, Clause
from kg.relations.encoding import TYPES, allowed
from kg.relations.lexicon import Hit
from kg.relations.picks import weight_of
from kg.relations.propose import Place, Proposer
from kg.text import read_text


@dataclass(frozen=True, slots=True)
class ByRule:
    """A frame with two actors, at least one of them chosen by a rule; `sure` is how surely both are."""

    type: FactType
    hit: Hit
    clause: Clause
    source: Actor
    target: Actor
    sure: int
    ruled: int


def read_by_rule(proposer: Proposer, reader: EntityReader, body: str) -> list[ByRule]:
    text = read_text(Article("made-up", body))
    return [found for place in proposer.propose(text, reader.read(text)).places for found in _pairs(place)]


def _pairs(place: Place) -> Iterator[ByRule]:
    actors = [a for a in place.code.actors if a.virtual not in ("recalled", "headline")]
    for hit in place.hits:
        picks, kind = place.picks_of(hit), hit.frame.type
        as_source, as_target = ([weight_of(picks[role], a) for a in actors] for role in ("source", "target"))
        for i, source in enumerate(actors):
            for j, target in enumerate(actors):
                likely = as_source[i] or as_target[j] or (kind.symmetric and (as_target[i] or as_source[j]))
                if likely and source.entity is not target.entity and _admitted(hit, source, target):
                    ruled = bool(as_source[i]) + bool(as_target[j])
                    yield ByRule(kind, hit, place.clause, source, target, min(as_source[i], as_target[j]), ruled)


def _admitted(hit: Hit, source: Actor, target: Actor) -> bool:
    """Whether the kinds of the two fit, and they are not coordinated on one side of a directed act."""
    kind, roles = hit.frame.type, hit.frame.roles.values()
    together = source.head == target.head and not source.virtual and not target.virtual and source.form is not MentionForm.DUAL
    if together and not (kind.symmetric or hit.frame.mutual or "both" in roles):
        return False
    return kind not in TYPES or bool(allowed([source.type, target.type])[0, 1, TYPES.index(kind)])
