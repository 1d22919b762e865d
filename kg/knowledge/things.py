"""What the knowledge base knows of a thing: its names, codes, tenures and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import EntityType
from kg.partial_date import possibly_within


class NameKind(StrEnum):
    """How a string names a thing, and so how far it can be trusted alone."""

    LABEL = "label"
    NAME = "name"
    SHORT = "short"
    WEAK = "weak"
    CAPITAL = "capital"
    SEAT = "seat"
    ORGAN = "organ"
    PEOPLE = "people"
    NISBA = "nisba"
    WEAK_NISBA = "weak-nisba"


@dataclass(frozen=True, slots=True)
class Name:
    """A string in a language (`ar` or `en`) and how it names."""

    text: str
    lang: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Tenure:
    """`holder` in `office` (a name of `offices.ttl`) of `body`, between two partial dates; ids are IRI tails."""

    holder: str
    office: str
    body: str
    since: str | None
    until: str | None
    basis: str
    acting: bool = False
    disputed: bool = False
    undated: bool = False

    def covers(self, day: str) -> bool:
        """Whether it can hold on `day` (a partial date); one without dates never says so."""
        return not self.undated and possibly_within(day, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Membership:
    """`member` in `organization`, between two partial dates."""

    member: str
    organization: str
    since: str | None
    until: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """An office: its labels, the titles that name it in the definite form, and whether the holder leads the body."""

    id: str
    label_ar: str
    label_en: str
    titles: tuple[str, ...]
    titles_feminine: tuple[str, ...]
    leads: bool
    single: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """A state, person, organisation, bloc or agreement; `id` is the tail of its IRI, ids elsewhere likewise."""

    id: str
    type: EntityType
    label_ar: str
    label_en: str
    names: tuple[Name, ...] = ()
    code: str | None = None
    home: str | None = None
    wikidata: str | None = None
    kinds: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()
    region: str | None = None
    date: str | None = None
    since: str | None = None
    until: str | None = None
    basis: str | None = None
    tenures: tuple[Tenure, ...] = ()
    memberships: tuple[Membership, ...] = ()
