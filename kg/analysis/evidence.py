"""From a number to its sentences: what each fact is and who states it in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.analysis.selection import states_it
from kg.graph.read import FactView, GraphView, ReportView
from kg.model import FactType, Modality, Polarity

SENTENCES = 2
"""Sentences that are kept of a fact, from as many dispatches."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that states or denies a fact, and where it stands."""

    text: str
    article: str
    outlet: str | None
    reported_on: str | None
    url: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact with its best sentences; `day` is its own time where `dated`, else the day of its first report."""

    fact: str
    type: FactType
    source: str
    target: str
    day: str | None
    dated: bool
    dispatches: int
    quotes: tuple[Quote, ...]


def evidence_of(view: GraphView) -> Mapping[str, Evidence]:
    """The evidence of every fact by its id; the sentences are those in an outlet's own voice first, then the surest."""
    return {fact.id: _evidence(fact) for fact in view.facts}


def status(report: ReportView) -> str:
    """Whose word a report is and how firm: `outlet`, `named` or `unnamed`, or `denied`, `planned`, `possible`, `demanded`."""
    if report.polarity is Polarity.NEGATIVE:
        return "denied"
    return report.modality.value if report.modality is not Modality.ACTUAL else report.attribution.value


def _evidence(fact: FactView) -> Evidence:
    quotes: dict[str, Quote] = {}
    for r in sorted(fact.reports, key=lambda r: (not states_it(r), -r.confidence, r.reported_on or "", r.id)):
        if len(quotes) == SENTENCES:
            break
        quotes.setdefault(r.dispatch, Quote(r.quote, r.article, r.outlet, r.reported_on, r.url, status(r)))
    return Evidence(
        fact=fact.id,
        type=fact.type,
        source=fact.source,
        target=fact.target,
        day=fact.time or fact.reported_on,
        dated=fact.time is not None,
        dispatches=len({r.dispatch for r in fact.reports}),
        quotes=tuple(quotes.values()),
    )
