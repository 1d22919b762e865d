"""Standing ties that began or ended: who became an ally, joined, fell out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.rollup import StateOf
from kg.analysis.selection import Level, states_it
from kg.graph.read import FactView, GraphView, ReportView
from kg.model import Attribution, FactType, Modality, Polarity
from kg.partial_date import earliest, possibly_within

KINDS = (FactType.ALLIED_WITH, FactType.HOSTILE_TO, FactType.MEMBER_OF)


class Turned(StrEnum):
    """What became of a standing tie."""

    BEGAN = "began"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A standing tie that began or ended on a day that a text gives, or, where not `dated`, was first said on that day to be over."""

    what: Turned
    type: FactType
    source: str
    target: str
    day: str
    dated: bool
    fact: str


def standing_changes(
    view: GraphView, *, level: Level = "actors", since: str | None = None, until: str | None = None
) -> tuple[StandingChange, ...]:
    """The alliances, hostilities and memberships that outlets say, in their own voice, to have begun or ended in a period.

    Parameters
    ----------
    view : GraphView
        The graph.
    level : "actors" or "states"
        As in `select`; a membership is one of an organisation, and so is not lifted to states.
    since, until : str, optional
        An ISO day, month or year.

    Returns
    -------
    tuple of StandingChange
        In order of time. A tie without a day of beginning is not said to have begun: news calls allies who long were.
    """
    state_of = StateOf(view.actors)
    found = []
    for fact in view.facts:
        if fact.type not in KINDS:
            continue
        for what, day, dated in _days(fact):
            if not possibly_within(day, since, until):
                continue
            ends: tuple[str | None, str | None] = (fact.source, fact.target)
            if level == "states" and fact.type is not FactType.MEMBER_OF:
                ends = state_of.at(fact.source, day), state_of.at(fact.target, day)
            source, target = ends
            if source is not None and target is not None and source != target:
                found.append(StandingChange(what, fact.type, source, target, day, dated, fact.id))
    return tuple(sorted(found, key=lambda c: (earliest(c.day), c.day, c.fact, c.what)))


def _days(fact: FactView) -> list[tuple[Turned, str, bool]]:
    days = []
    starts = [r.stated_time for r in fact.reports if r.stated_time and states_it(r)]
    if starts and fact.asserted:
        days.append((Turned.BEGAN, min(starts, key=lambda day: (earliest(day), day)), True))
    over = [r for r in fact.reports if _says_over(r)]
    dated = [r.stated_time for r in over if r.stated_time]
    said = [r.reported_on for r in over if r.reported_on]
    if dated:
        days.append((Turned.ENDED, max(dated, key=lambda day: (earliest(day), day)), True))
    elif said and not fact.asserted:
        days.append((Turned.ENDED, min(said), False))
    return days


def _says_over(report: ReportView) -> bool:
    own = report.attribution is Attribution.OUTLET
    return own and report.ended and report.polarity is Polarity.POSITIVE and report.modality is Modality.ACTUAL
