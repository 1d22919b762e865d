"""Short texts read into entities, for the tests of the room."""

from __future__ import annotations

from kg.entities import EntityReader
from kg.model import Article, Entity, MentionForm
from kg.text import read_text

NAMED = frozenset(f for f in MentionForm if f.names)


def read(reader: EntityReader, body: str, date: str | None = "2018-05-10", title: str | None = None) -> tuple[Entity, ...]:
    """The entities of a text."""
    return reader.read(read_text(Article(id="a", body=body, title=title, date=date)))


def surfaces(reader: EntityReader, body: str, date: str | None = "2018-05-10", title: str | None = None) -> dict[str, set[str]]:
    """Entity id → the strings that name it."""
    found = {e.id: {m.text for m in e.mentions if m.form in NAMED} for e in read(reader, body, date, title)}
    return {entity: names for entity, names in found.items() if names}


def forms(reader: EntityReader, body: str, entity: str, date: str | None = "2018-05-10") -> list[tuple[str, str]]:
    """The mentions of one entity as (form, text)."""
    return [(m.form.value, m.text) for e in read(reader, body, date) if e.id == entity for m in e.mentions]
