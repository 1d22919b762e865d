"""The knowledge base: states, people and their tenures, organisations, agreements and offices, as `ontologies/` has them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.knowledge.base import Knowledge, make_knowledge
from kg.knowledge.cache import cache_path, read_cache, write_cache
from kg.knowledge.gazetteer import Entry, Gazetteer, bare, phrase
from kg.knowledge.reader import read_files, things_of
from kg.knowledge.things import Membership, Name, NameKind, OfficeKind, Tenure, Thing
from kg.ontology import ontologies

__all__ = [
    "Entry",
    "Gazetteer",
    "Knowledge",
    "Membership",
    "Name",
    "NameKind",
    "OfficeKind",
    "Tenure",
    "Thing",
    "bare",
    "knowledge_files",
    "load_knowledge",
    "make_knowledge",
    "phrase",
]


def knowledge_files() -> list[Path]:
    """The Turtle files of the shipped knowledge base, in a fixed order."""
    root = ontologies()
    folders = [path for folder in ("states", "people", "organizations") for path in sorted((root / folder).glob("*.ttl"))]
    return [root / "offices.ttl", *folders, *(p for p in [root / "agreements.ttl"] if p.exists())]


def load_knowledge(extra: Sequence[Path] = ()) -> Knowledge:
    """The shipped knowledge base with the user's own Turtle files merged in by IRI; compiled once, then read from a cache.

    Raises:
        KnowledgeError: a file is not valid Turtle or a thing in it lacks what it needs; the message has file and line.
    """
    files = [*knowledge_files(), *extra]
    cached = cache_path(files)
    knowledge = read_cache(cached)
    if knowledge is None:
        knowledge = make_knowledge(*things_of(read_files(files)))
        write_cache(cached, knowledge)
    return knowledge
