"""The graph read back as plain values, for analysis and views: actors, facts with their reports, articles.

Whoever draws or counts takes these instead of asking SPARQL again; `Store.read()` gives them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Attribution, EntityType, FactType, Modality, Polarity


@dataclass(frozen=True, slots=True)
class TenureView:
    """An office that a person holds or held; dates are ISO days, months or years, None where open or unknown."""

    office_ar: str
    office_en: str
    body: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A membership of an actor in an organisation, with its dates."""

    organization: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class ActorView:
    """An entity of the graph; `id` is the tail of its IRI, `home` the id of the state it belongs to."""

    id: str
    type: EntityType
    label_ar: str
    label_en: str
    names: tuple[str, ...] = ()
    iso: str | None = None
    home: str | None = None
    known: bool = True
    wikidata: str | None = None
    tenures: tuple[TenureView, ...] = ()
    memberships: tuple[MembershipView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """One article's statement of a fact. `marks` are (start, end, role) within `quote`, role one of source, target, trigger.

    `dispatch` names the cluster of wire copies that the article belongs to; corroboration counts distinct dispatches.
    """

    id: str
    article: str
    title: str | None
    url: str | None
    outlet: str | None
    reported_on: str | None
    quote: str
    marks: tuple[tuple[int, int, str], ...]
    speaker: str | None
    attribution: Attribution
    polarity: Polarity
    modality: Modality
    stated_time: str | None
    ended: bool
    confidence: float
    dispatch: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact with its time (`time` as a text dates it, else None and `reported_on` is the first publication day)."""

    id: str
    type: FactType
    source: str
    target: str
    time: str | None
    reported_on: str | None
    asserted: bool  # has a direct edge: some outlet says in its own voice that it is, and is not over
    reports: tuple[ReportView, ...]


@dataclass(frozen=True, slots=True)
class GraphView:
    """All that a view or an analysis needs; `actors` and `facts` are sorted by id."""

    actors: tuple[ActorView, ...]
    facts: tuple[FactView, ...]
