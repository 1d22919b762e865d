"""What of a graph goes into the file: the strongest facts within the limits, and every actor that they speak of."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.errors import SiyasaError
from kg.graph.read import ActorView, FactView, GraphView, ReportView
from kg.model import Attribution, FactType, Modality, Polarity
from kg.partial_date import possibly_within
from kg.text import fold

MAX_FACTS = 10_000
"""Facts that one file embeds at most."""

MAX_SENTENCES = 5
"""Reports of a fact that are embedded with their sentence."""

MAX_ROWS = 100
"""Reports of a fact that are embedded at all: those past the sentences give outlet, date and status to the filters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts and actors of one file, sorted by id, beside how much there was before the limit."""

    actors: tuple[ActorView, ...]
    facts: tuple[FactView, ...]
    facts_before: int
    actors_before: int


def status(report: ReportView) -> str:
    """How firmly a report states its fact: `denied`, `possible`, `planned`, `demanded`, `claimed` or `reported`."""
    if report.polarity is Polarity.NEGATIVE:
        return "denied"
    if report.modality is not Modality.ACTUAL:
        return report.modality.value
    return "reported" if report.attribution is Attribution.OUTLET else "claimed"


def dispatches(fact: FactView) -> int:
    """How many independent dispatches report the fact; wire copies count once."""
    return len({report.dispatch for report in fact.reports})


def ranked_reports(reports: Iterable[ReportView]) -> list[ReportView]:
    """The reports with the most telling first: one of each dispatch before a second of any, own voice first, then the surest."""
    firmness = {"reported": 0, "claimed": 1, "denied": 2, "planned": 3, "possible": 4, "demanded": 5}
    by_worth = sorted(reports, key=lambda r: (firmness[status(r)], -r.confidence, r.reported_on or "", r.id))
    seen: dict[str, int] = {}
    turns: list[tuple[int, int]] = []
    for place, report in enumerate(by_worth):
        turn = seen[report.dispatch] = seen.get(report.dispatch, -1) + 1
        turns.append((turn, place))
    return [by_worth[place] for _, place in sorted(turns)]


def find_actor(actors: Iterable[ActorView], wanted: str) -> ActorView:
    """The actor that a user means by an id, an ISO code or a name in either language.

    Raises `SiyasaError` where nobody has that name, with a few that come near.
    """
    everyone = tuple(actors)
    exact = [actor for actor in everyone if actor.id == wanted] or [
        actor for actor in everyone if actor.iso and actor.iso == wanted.upper()
    ]
    if exact:
        return exact[0]
    folded = _key(wanted)
    for actor in everyone:
        if any(_key(name) == folded for name in _names(actor)):
            return actor
    near = [actor.id for actor in everyone if folded and any(folded in _key(name) for name in _names(actor))]
    hint = f"; near it: {', '.join(near[:5])}" if near else ""
    raise SiyasaError(f'no actor of the graph is called "{wanted}" (want an id such as state/EG, an ISO code, or a name){hint}')


def choose(view: GraphView, *, around: str | None, since: str | None, until: str | None, types: Collection[FactType]) -> Choice:
    """The facts of the given types and time, the strongest first up to the limit; those nearest to `around` (an actor's id) before all."""
    wanted = [fact for fact in view.facts if (not types or fact.type in types) and _in_time(fact, since, until)]
    distance = _distances(wanted, around) if around else {}
    far = len(view.actors) + 1

    def rank(fact: FactView) -> tuple[int, int, bool, str]:
        near = min(distance.get(fact.source, far), distance.get(fact.target, far))
        return (near, -dispatches(fact), not fact.asserted, fact.id)

    facts = sorted(sorted(wanted, key=rank)[:MAX_FACTS], key=lambda fact: fact.id)
    known = {actor.id: actor for actor in view.actors}
    ends = {end for fact in facts for end in (fact.source, fact.target)} | ({around} if around else set())
    for end in sorted(ends - known.keys()):
        raise SiyasaError(f"a fact names {end}, which is none of the graph's actors")
    return Choice(
        actors=tuple(known[actor] for actor in sorted(ends | _mentioned(facts, ends, known))),
        facts=tuple(facts),
        facts_before=len(wanted),
        actors_before=len({end for fact in wanted for end in (fact.source, fact.target)}),
    )


def _in_time(fact: FactView, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    day = fact.time or fact.reported_on
    return day is not None and possibly_within(day, since, until)


def _distances(facts: Iterable[FactView], start: str) -> dict[str, int]:
    """Steps from `start` to every actor that facts tie to it."""
    neighbours: dict[str, set[str]] = {}
    for fact in facts:
        neighbours.setdefault(fact.source, set()).add(fact.target)
        neighbours.setdefault(fact.target, set()).add(fact.source)
    steps = {start: 0}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in neighbours.get(here, ()):
            if there not in steps:
                steps[there] = steps[here] + 1
                queue.append(there)
    return steps


def _mentioned(facts: Iterable[FactView], ends: Iterable[str], known: Mapping[str, ActorView]) -> set[str]:
    """Actors without a fact here that a label is still needed of: homes, bodies of tenures, organisations, speakers, outlets."""
    found: set[str | None] = set()
    for fact in facts:
        for report in fact.reports:
            found |= {report.speaker, report.outlet}
    for end in ends:
        actor = known[end]
        found.add(actor.home)
        found |= {tenure.body for tenure in actor.tenures}
        found |= {membership.organization for membership in actor.memberships}
    return {actor for actor in found if actor is not None and actor in known}


def _names(actor: ActorView) -> tuple[str, ...]:
    return (actor.label_ar, actor.label_en, *actor.names)


def _key(name: str) -> str:
    return " ".join(fold(word) for word in name.casefold().split())
