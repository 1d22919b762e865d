"""Who says so: outlets and their voices, claims of one side, contradictions, and who confirms whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kg.analysis.rollup import StateOf
from kg.graph.read import FactView, GraphView, ReportView
from kg.model import Attribution, Modality, Polarity
from kg.partial_date import possibly_within


@dataclass(frozen=True, slots=True)
class Outlet:
    """What an outlet reports.

    `facts` counts the facts it reports in any way; `own`, `named` and `unnamed` those that it states in its own voice, by a named
    speaker and by unnamed sources (one fact may be in several); `denied` those of which it carries a denial, `unreal` those it
    gives as planned, possible or demanded. `alone` are the facts that no other outlet reports.
    """

    id: str
    articles: int
    reports: int
    facts: int
    own: int
    named: int
    unnamed: int
    denied: int
    unreal: int
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact for which there is only the word of one side: its `speakers` all speak for `side`, one of the fact's two ends."""

    fact: str
    side: str
    speakers: tuple[str, ...]
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact that some affirm and some deny; each is who speaks: a speaker's id, an outlet's id, or `unnamed`."""

    fact: str
    affirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Two outlets that report the same facts in dispatches of their own; `jaccard` is their share of what either reports."""

    a: str
    b: str
    jaccard: float
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """All that can be said of who says what."""

    outlets: tuple[Outlet, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    corroborations: tuple[Corroboration, ...]


def sources(view: GraphView, *, since: str | None = None, until: str | None = None) -> Sources:
    """Say which outlets report which facts, in whose voice, and where they stand against each other.

    Parameters
    ----------
    view : GraphView
        The graph: all its facts count here, asserted or not.
    since, until : str, optional
        Facts that can fall between these days, by their own time or else their first report.

    Returns
    -------
    Sources
        Outlets with the most facts first; the others with the best-reported first.
    """
    facts = [f for f in view.facts if (since is None and until is None) or _within(f, since, until)]
    state_of = StateOf(view.actors)
    claims = [claim for fact in facts if (claim := one_sided(fact, state_of))]
    against = [found for fact in facts if (found := contradiction(fact))]
    size = {fact.id: len(fact.reports) for fact in facts}
    return Sources(
        outlets=_outlets(facts),
        claims=tuple(sorted(claims, key=lambda c: (-size[c.fact], c.fact))),
        contradictions=tuple(sorted(against, key=lambda c: (-size[c.fact], c.fact))),
        corroborations=_corroborations(facts),
    )


def _within(fact: FactView, since: str | None, until: str | None) -> bool:
    day = fact.time or fact.reported_on
    return day is not None and possibly_within(day, since, until)


def _outlets(facts: Iterable[FactView]) -> tuple[Outlet, ...]:
    by_outlet: dict[str, dict[str, list[ReportView]]] = {}
    by_fact: dict[str, set[str]] = {}
    for fact in facts:
        for report in fact.reports:
            if report.outlet:
                by_outlet.setdefault(report.outlet, {}).setdefault(fact.id, []).append(report)
                by_fact.setdefault(fact.id, set()).add(report.outlet)
    found = []
    for outlet, told in by_outlet.items():
        reports = [report for members in told.values() for report in members]

        def count(voice: Attribution, told: dict[str, list[ReportView]] = told) -> int:
            return sum(any(r.affirms and r.attribution is voice for r in members) for members in told.values())

        found.append(
            Outlet(
                id=outlet,
                articles=len({r.article for r in reports}),
                reports=len(reports),
                facts=len(told),
                own=count(Attribution.OUTLET),
                named=count(Attribution.NAMED),
                unnamed=count(Attribution.UNNAMED),
                denied=sum(any(_denies(r) for r in members) for members in told.values()),
                unreal=sum(any(r.modality is not Modality.ACTUAL for r in members) for members in told.values()),
                alone=tuple(sorted(fact for fact in told if len(by_fact[fact]) == 1)),
            )
        )
    return tuple(sorted(found, key=lambda o: (-o.facts, o.id)))


def one_sided(fact: FactView, state_of: StateOf) -> Claim | None:
    """The claim where all who affirm a fact speak for one of its ends, and no outlet says so itself; else None.

    Somebody speaks for an end who is it, or stands for the same state on the day.
    """
    affirming = [r for r in fact.reports if r.affirms]
    speakers = sorted({r.speaker for r in affirming if r.speaker})
    if not speakers or any(r.attribution is not Attribution.NAMED or r.speaker is None for r in affirming):
        return None
    day = fact.time or fact.reported_on

    def camp(actor: str) -> str:
        return state_of.at(actor, day) or actor

    sides = {camp(speaker) for speaker in speakers}
    ends = [end for end in (fact.source, fact.target) if sides == {camp(end)}]
    if len(ends) != 1:  # of neither end, or of both: a state against its own minister
        return None
    return Claim(fact.id, ends[0], tuple(speakers), tuple(sorted({r.outlet for r in affirming if r.outlet})))


def contradiction(fact: FactView) -> Contradiction | None:
    """Who affirms and who denies a fact, where both are."""
    affirmed = sorted({_voice(r) for r in fact.reports if r.affirms})
    denied = sorted({_voice(r) for r in fact.reports if _denies(r)})
    return Contradiction(fact.id, tuple(affirmed), tuple(denied)) if affirmed and denied else None


def _denies(report: ReportView) -> bool:
    return report.polarity is Polarity.NEGATIVE and report.modality is Modality.ACTUAL


def _voice(report: ReportView) -> str:
    if report.attribution is Attribution.UNNAMED:
        return "unnamed"
    return report.speaker or report.outlet or report.article


def _corroborations(facts: Iterable[FactView]) -> tuple[Corroboration, ...]:
    told: dict[str, int] = {}
    shared: dict[tuple[str, str], list[str]] = {}
    for fact in facts:
        dispatches: dict[str, set[str]] = {}
        for report in fact.reports:
            if report.outlet and report.affirms:
                dispatches.setdefault(report.outlet, set()).add(report.dispatch)
        for outlet in dispatches:
            told[outlet] = told.get(outlet, 0) + 1
        for a, b in combinations(sorted(dispatches), 2):
            if len(dispatches[a] | dispatches[b]) > 1:  # one wire copy in both confirms nothing
                shared.setdefault((a, b), []).append(fact.id)
    found = [
        Corroboration(a, b, len(members) / (told[a] + told[b] - len(members)), tuple(sorted(members))) for (a, b), members in shared.items()
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.facts), -c.jaccard, c.a, c.b)))
