"""Which facts count, and between whom: the one place where a graph is cut to a period, an outlet, a voice and a level."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from kg.analysis.rollup import StateOf
from kg.errors import SiyasaError
from kg.graph.read import FactView, GraphView, ReportView
from kg.model import Attribution, FactType, Modality, Polarity
from kg.partial_date import earliest, is_date, latest

Level = Literal["actors", "states"]
_Enum = TypeVar("_Enum", Attribution, FactType)


@dataclass(frozen=True, slots=True)
class Tie:
    """A fact as an edge between two nodes.

    `source` and `target` are the nodes, `source_actor` and `target_actor` who is named. `day` is an ISO day, month or year: the
    event's own where `dated`, else that of its first report. `dispatches` counts the independent dispatches that state it.
    """

    fact: str
    type: FactType
    source: str
    target: str
    source_actor: str
    target_actor: str
    day: str | None
    dated: bool
    dispatches: int
    reports: int

    @property
    def pair(self) -> tuple[str, str]:
        """The two nodes in order of id."""
        return (self.source, self.target) if self.source <= self.target else (self.target, self.source)


@dataclass(frozen=True, slots=True)
class Selection:
    """The ties of a network, in order of fact, and how many facts fell away in the roll-up.

    `within` counts facts between two who stand for one state, `outside` those of which an end stands for none, so that
    `len(ties) + within + outside` is the number of facts at the level of actors.
    """

    ties: tuple[Tie, ...]
    within: int = 0
    outside: int = 0


def select(
    view: GraphView,
    *,
    level: Level = "actors",
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
    attribution: Attribution | str | None = None,
    minimum: int = 1,
    types: Collection[FactType | str] = (),
) -> Selection:
    """The facts that count, as ties between nodes.

    Parameters
    ----------
    view : GraphView
        The graph, from `Store.read()`.
    level : "actors" or "states"
        Whether each actor is a node, or persons are rolled up to the state that they act for on the fact's day (`StateOf`).
    since, until : str, optional
        An ISO day, month or year; a fact counts that can fall between them. A standing relation holds from its start (else its
        first report) to its last report. A fact without any date counts only where neither is given.
    outlet : str, optional
        An outlet's id, or its name in either language: only what it reports.
    attribution : Attribution or str, optional
        Whose word: facts that someone so attributed states. By default facts that an outlet asserts in its own voice.
    minimum : int
        How many independent dispatches must state the fact; copies of one text are one.
    types : collection of FactType or str
        Only these types; all where empty.

    Returns
    -------
    Selection
        A tie for each fact, however many reports it has.

    Raises
    ------
    SiyasaError
        A level, type, attribution, outlet or date that does not exist.

    Notes
    -----
    A report states its fact where it is positive, actual and not of something over.
    """
    if level not in ("actors", "states"):
        raise SiyasaError(f'no level "{level}" (want actors or states)')
    check_dates(since=since, until=until)
    voice = _named(Attribution, attribution, "attribution") if attribution is not None else None
    kinds = {_named(FactType, kind, "type of fact") for kind in types}
    wanted = find_outlet(view, outlet) if outlet is not None else None
    state_of = StateOf(view.actors)
    ties: list[Tie] = []
    within = outside = 0
    for fact in view.facts:
        if (kinds and fact.type not in kinds) or (voice is None and not fact.asserted):
            continue
        reports = [r for r in fact.reports if states_it(r, voice or Attribution.OUTLET) and (wanted is None or r.outlet == wanted)]
        dispatches = len({r.dispatch for r in reports})
        if dispatches < max(minimum, 1) or not _in_period(fact, reports, since, until):
            continue
        day = fact.time or fact.reported_on
        source, target = fact.source, fact.target
        if level == "states":
            states = state_of.at(source, day), state_of.at(target, day)
            if states[0] is None or states[1] is None:
                outside += 1
                continue
            source, target = states[0], states[1]
            if source == target:
                within += 1
                continue
        ties.append(Tie(fact.id, fact.type, source, target, fact.source, fact.target, day, fact.time is not None, dispatches, len(reports)))
    return Selection(tuple(sorted(ties, key=lambda tie: tie.fact)), within, outside)


def states_it(report: ReportView, attribution: Attribution = Attribution.OUTLET) -> bool:
    """Whether a report says, in this voice, that the fact is so and is not over."""
    return (
        report.attribution is attribution
        and report.polarity is Polarity.POSITIVE
        and report.modality is Modality.ACTUAL
        and not report.ended
    )


def by_pair(ties: Iterable[Tie]) -> dict[tuple[str, str], list[Tie]]:
    """The ties of each unordered pair of nodes, pairs in order of id."""
    pairs: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        pairs.setdefault(tie.pair, []).append(tie)
    return dict(sorted(pairs.items()))


def find_outlet(view: GraphView, wanted: str) -> str:
    """The id of the outlet that a user means by an id or a name.

    Raises
    ------
    SiyasaError
        No report is of an outlet so called; the message lists those there are.
    """
    outlets = sorted({r.outlet for fact in view.facts for r in fact.reports if r.outlet})
    names = {actor.id: (actor.label_ar, actor.label_en, *actor.names) for actor in view.actors}
    folded = wanted.strip().casefold()
    for outlet in outlets:
        if outlet == wanted or folded in {outlet.partition("/")[2], *(name.casefold() for name in names.get(outlet, ()))}:
            return outlet
    raise SiyasaError(f'no outlet of the graph is called "{wanted}"; there are: {", ".join(outlets[:20]) or "none"}')


def check_dates(**dates: str | None) -> None:
    """Raise `SiyasaError` where a date is none; names are those of the options."""
    for name, value in dates.items():
        if value is not None and not is_date(value):
            raise SiyasaError(f'{name} is "{value}": not a day, month or year (want 2018, 2018-07 or 2018-07-12)')


def _in_period(fact: FactView, reports: list[ReportView], since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    first = fact.time or fact.reported_on
    if first is None:
        return False
    last = first
    if fact.type.standing:
        last = max([first, *(r.reported_on for r in reports if r.reported_on)], key=latest)
    return (since is None or earliest(since) <= latest(last)) and (until is None or earliest(first) <= latest(until))


def _named(kind: type[_Enum], value: _Enum | str, what: str) -> _Enum:
    try:
        return kind(value)
    except ValueError:
        raise SiyasaError(f'no {what} is named "{value}"; there are: {", ".join(kind)}') from None


def names_of(view: GraphView) -> Mapping[str, tuple[str, str]]:
    """The Arabic and English name of each actor."""
    return {actor.id: (actor.label_ar, actor.label_en) for actor in view.actors}
