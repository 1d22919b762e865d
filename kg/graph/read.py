"""The graph read back as plain values, for analysis and views: actors, facts with their reports, articles.

Whoever draws or counts takes these instead of asking SPARQL again; `Store.read()` gives all, `Store.read_strongest()` what a page can hold.
"""

from __future__ import annotations

from collections.abc import Iterable
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

    @property
    def belongs_to(self) -> set[str]:
        """The ids of its home, of whatever it holds or held an office in, and of the organisations that it is or was a member of."""
        about = {self.home, *(tenure.body for tenure in self.tenures), *(membership.organization for membership in self.memberships)}
        return {other for other in about if other}


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

    @property
    def affirms(self) -> bool:
        """Whether it says that the fact is so: a denial, a plan or a demand corroborates nothing."""
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class Told:
    """How much is told of a fact: its reports, the independent dispatches that they are of, and those of them that affirm it."""

    reports: int
    dispatches: int
    affirming: int

    @staticmethod
    def by(reports: Iterable[ReportView]) -> Told:
        """What these reports tell; wire copies count once."""
        given = list(reports)
        return Told(len(given), len({r.dispatch for r in given}), len({r.dispatch for r in given if r.affirms}))


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact with its time (`time` as a text dates it, else None and `reported_on` is the first publication day).

    `all_told` is given where `reports` are only the best of them; `told` always counts all.
    """

    id: str
    type: FactType
    source: str
    target: str
    time: str | None
    reported_on: str | None
    asserted: bool  # has a direct edge: some outlet says in its own voice that it is, and is not over
    reports: tuple[ReportView, ...]
    all_told: Told | None = None

    @property
    def told(self) -> Told:
        """How much is told of the fact in all, by reports that are at hand or not."""
        return self.all_told or Told.by(self.reports)

    @property
    def voices(self) -> set[str]:
        """The ids of the speakers and outlets of the reports at hand."""
        return {who for report in self.reports for who in (report.speaker, report.outlet) if who}


@dataclass(frozen=True, slots=True)
class Size:
    """How many facts a graph has, and how many actors they join."""

    facts: int
    actors: int

    @staticmethod
    def of(facts: Iterable[FactView]) -> Size:
        """The size of a graph of these facts."""
        given = list(facts)
        return Size(len(given), len({end for fact in given for end in (fact.source, fact.target)}))


@dataclass(frozen=True, slots=True)
class GraphView:
    """All that a view or an analysis needs; `actors` and `facts` are sorted by id.

    `whole` is the size of the graph where these are only the strongest of its facts and whom they speak of, else None.
    """

    actors: tuple[ActorView, ...]
    facts: tuple[FactView, ...]
    whole: Size | None = None
