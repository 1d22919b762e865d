"""What is known of a whole article before its sentences are read: who is named how often, where first, and whom each one serves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, EntityType, MentionForm
from kg.relations.clauses import Clause

_PLACES = (MentionForm.PLACE, MentionForm.CAPITAL, MentionForm.NAME)
_NEAR = 1
"""«في فيينا», «في العاصمة فيينا»."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """By entity id: how many mentions it has, the sentence that names it first, the first in which it is a place («في فيينا»), its home;
    and whom the headline names.
    """

    mentions: Mapping[str, int]
    first: Mapping[str, int]
    places: Mapping[str, int]
    headline: frozenset[str]
    homes: Mapping[str, str]


def homes_of(entities: Sequence[Entity]) -> dict[str, str]:
    """The state that each person serves or comes from, as entity id: by an office that the text gives, else by the entity."""
    homes: dict[str, str] = {}
    for entity in entities:
        if entity.type is EntityType.STATE:
            continue
        bodies = [m.office.body for m in entity.mentions if m.office is not None and m.office.body]
        states = [b for b in bodies if b.startswith("state/")]
        if states:
            homes[entity.id] = states[0]
        elif entity.home:
            homes[entity.id] = f"state/{entity.home}"
    return homes


def view(entities: Sequence[Entity], clauses: Sequence[Clause], homes: Mapping[str, str], where: Collection[str]) -> ArticleView:
    """What the article's entities and clauses show; `homes` as of `homes_of`, `where` the prepositions of places."""
    first: dict[str, int] = {}
    places: dict[str, int] = {}
    for clause in clauses:
        for actor in clause.actors:
            first.setdefault(actor.entity.id, clause.index)
            if actor.form in _PLACES and actor.preposition in where and actor.depth <= _NEAR:
                places.setdefault(actor.entity.id, clause.index)
    headline = frozenset(entity for entity, index in first.items() if index == 0)
    return ArticleView({e.id: len(e.mentions) for e in entities}, first, places, headline, homes)
