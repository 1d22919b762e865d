"""Actors that a sentence means without naming them: the speaker, who was spoken of before, «بلاده», «البلدان»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.model import Entity, EntityType, MentionForm
from kg.relations.attribution import Attributions
from kg.relations.clauses import Actor, Clause, ClauseReader


def unnamed_actors(
    clause: Clause,
    previous: Clause | None,
    attributions: Attributions,
    entities: Mapping[str, Entity],
    homes: Mapping[str, str],
    reader: ClauseReader,
) -> list[Actor]:
    """Virtual actors of a clause, each entity once."""
    extra: list[Actor] = []
    scopes = attributions.of(clause.index)
    speakers = [s.speaker for s in scopes if s.speaker is not None]
    named = {a.entity.id for a in clause.actors}
    for speaker in speakers:
        if speaker.entity.id not in named:
            extra.append(_virtual(speaker.entity, "speaker", -1))
            named.add(speaker.entity.id)
    if previous is not None:
        leaders = [a for a in previous.actors if not a.virtual and not a.preposition and a.form is not MentionForm.NISBA]
        for actor in leaders[:2]:
            if actor.entity.id not in named:
                extra.append(_taken_up(actor, "previous"))
                named.add(actor.entity.id)
    extra += _own_states(clause, speakers, entities, homes, reader)
    extra += _both(clause, previous, reader)
    return extra


BACK = 3
"""How many sentences back an actor is still in mind."""


def recalled_actors(clauses: Sequence[Clause], at: int, present: Sequence[Actor]) -> list[Actor]:
    """Who was named in the last sentences or in the headline, beside those already `present`; `depth` is how many sentences ago.

    The sentence before comes first and the headline next, since only so many actors are looked at.
    """
    seen = {a.entity.id for a in (*clauses[at].actors, *present)}
    found: list[Actor] = []
    for back in range(1, min(BACK, at) + 1):
        found += _named(clauses[at - back], "recalled", back, seen)
    before = sum(a.depth == 1 for a in found)
    headline = _named(clauses[0], "headline", min(at, 6), seen) if at else []
    return [*found[:before], *headline, *found[before:]]


def _named(clause: Clause, kind: str, back: int, seen: set[str]) -> list[Actor]:
    """The actors of a clause as virtual ones, without those already `seen`, to which they are added."""
    found: list[Actor] = []
    for actor in clause.actors:
        if actor.entity.id not in seen:
            seen.add(actor.entity.id)
            found.append(_taken_up(actor, kind, back))
    return found


def _virtual(entity: Entity, kind: str, at: int) -> Actor:
    return Actor(entity, None, at, at + 1 if at >= 0 else -1, MentionForm.ANAPHOR, virtual=kind)


def _taken_up(actor: Actor, kind: str, back: int = 0) -> Actor:
    """An actor of another sentence, so many before; how it was named there tells what it may be here («في فيينا»: where they meet)."""
    return Actor(actor.entity, None, -1, -1, actor.form, actor.preposition, back, virtual=kind, possessed=actor.possessed)


def _own_states(
    clause: Clause, speakers: Sequence[Actor], entities: Mapping[str, Entity], homes: Mapping[str, str], reader: ClauseReader
) -> list[Actor]:
    """«بلاده»: the home of the person before it, else of the speaker."""
    out: list[Actor] = []
    for i, norm in enumerate(clause.norms):
        if norm in reader.own or norm.lstrip("وفبل") in reader.own:
            before = [a for a in clause.actors if a.end <= i and a.type is EntityType.PERSON and a.entity.id in homes]
            owner = before[-1] if before else next((s for s in reversed(speakers) if s.entity.id in homes), None)
            home = entities.get(homes[owner.entity.id]) if owner is not None else None
            if home is not None:
                actor = _virtual(home, "own", i)
                actor.preposition = norm[0] if norm[0] in "بل" and norm not in reader.own else ""
                out.append(actor)
    return out[:2]


def _both(clause: Clause, previous: Clause | None, reader: ClauseReader) -> list[Actor]:
    """«البلدان», «الطرفين»: the two entities of one type that were named last."""
    for i, norm in enumerate(clause.norms):
        word = norm.lstrip("وفبل") if norm not in reader.mutual else norm
        if word not in reader.mutual and norm not in reader.mutual:
            continue
        pool = [a for a in clause.actors if a.end <= i]
        if previous is not None:
            pool = [*previous.actors, *pool]
        latest: list[Entity] = []
        for actor in reversed(pool):
            if actor.virtual or actor.type not in (EntityType.STATE, EntityType.PERSON, EntityType.ORGANIZATION):
                continue
            if latest and actor.entity.type is not latest[0].type:
                continue
            if all(actor.entity.id != e.id for e in latest):
                latest.append(actor.entity)
            if len(latest) == 2:
                return [_virtual(e, "mutual", i) for e in latest]
        return []
    return []
