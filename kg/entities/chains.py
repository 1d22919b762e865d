"""The mentions of each entity while an article is read, and the entities that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.entities.anaphora import Antecedent
from kg.entities.drafts import Draft
from kg.entities.romanize import Romanizer
from kg.knowledge import Knowledge, Thing
from kg.model import Entity, EntityType, Mention, MentionForm, Span


@dataclass(frozen=True, slots=True)
class Description:
    """What an article shows of something that the knowledge base does not have; `head` is its generic noun («حزب»)."""

    type: EntityType
    label: str
    home: str | None
    head: str | None = None


class Chains:
    """Collects mentions by entity."""

    def __init__(self, knowledge: Knowledge, romanizer: Romanizer, text: str) -> None:
        self._knowledge = knowledge
        self._romanizer = romanizer
        self.text = text
        self._mentions: dict[str, dict[tuple[Span, MentionForm], Mention]] = defaultdict(dict)
        self._described: dict[str, Description] = {}
        self._heads: dict[tuple[str, Span], frozenset[str]] = {}

    def add(self, draft: Draft) -> None:
        """Add the mention that a linked draft says; one of the same place and form stays as it is."""
        span, entity = draft.span, draft.candidates[0]
        mention = Mention(span, self.text[span.start : span.end], draft.form, draft.because, draft.office)
        self._mentions[entity].setdefault((span, draft.form), mention)
        if draft.heads:
            self._heads[entity, span] = draft.heads

    def named(self, entity: str) -> bool:
        """Whether something names the entity, and does not only stand for it."""
        return any(m.form.names for m in self._mentions.get(entity, {}).values())

    def describe(self, entity: str, description: Description) -> None:
        """Say what an entity is that the knowledge base may not have; the first description stays."""
        self._described.setdefault(entity, description)

    def covered(self) -> bytearray:
        """1 at each code point of the text that is in a mention."""
        marks = bytearray(len(self.text) + 1)
        for mentions in self._mentions.values():
            for span, _ in mentions:
                marks[span.start : span.end] = b"\1" * (span.end - span.start)
        return marks

    def antecedents(self, heads: Mapping[str, str]) -> list[Antecedent]:
        """All that can be taken up, in order of place; `heads` gives the class of a generic noun."""
        found = []
        for entity, mentions in self._mentions.items():
            thing = self._knowledge.thing(entity)
            described = self._described.get(entity)
            kind = thing.type if thing else described.type if described else EntityType.PERSON
            classes = frozenset(thing.kinds if thing else [heads.get(described.head or "", "")] if described else [])
            if kind is EntityType.AGREEMENT:
                classes = frozenset({"agreement"})
            for span, form in mentions:
                if form is not MentionForm.OFFICIAL:
                    found.append(Antecedent(span.end, entity, kind, classes, form, self._heads.get((entity, span), frozenset())))
        return sorted(found, key=lambda a: (a.end, a.entity))

    def entities(self) -> tuple[Entity, ...]:
        """All entities in the order of their first mention."""
        entities = []
        for entity, found in self._mentions.items():
            mentions = tuple(sorted(found.values(), key=lambda m: (m.span, m.form)))
            thing = self._knowledge.thing(entity)
            entities.append(known_entity(thing, mentions) if thing else self._new_entity(entity, mentions))
        return tuple(sorted(entities, key=lambda e: (e.mentions[0].span, e.id)))

    def _new_entity(self, entity: str, mentions: tuple[Mention, ...]) -> Entity:
        what = self._described[entity]
        home = what.home.removeprefix("state/") if what.home else None
        return Entity(entity, what.type, what.label, self._romanizer.label(what.label), mentions, home=home, known=False)


def known_entity(thing: Thing, mentions: tuple[Mention, ...]) -> Entity:
    """An entity of the knowledge base with its mentions in this article."""
    home = thing.home.removeprefix("state/") if thing.home else None
    return Entity(thing.id, thing.type, thing.label_ar, thing.label_en, mentions, iso=thing.code, home=home)
