"""What of a graph goes into the file: the strongest facts within the limits, and every actor that they speak of."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kg.errors import SiyasaError
from kg.graph import Store
from kg.graph.ranking import cut, fitting, strength
from kg.graph.read import ActorView, FactView, GraphView, Size
from kg.model import FactType
from kg.partial_date import possibly_within
from kg.text import fold

MAX_FACTS = 10_000
"""Facts that one file embeds at most."""

MAX_SENTENCES = 5
"""Reports of a fact that are embedded with their sentence."""

MAX_ROWS = 100
"""Reports of a fact that are embedded at most: those past the sentences give outlet, date and status to the filters."""

MAX_ROWS_IN_ALL = MAX_FACTS * MAX_SENTENCES
"""Reports of all facts that are embedded at most: where there are more, fewer of each fact are, but never fewer than sentences."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts and actors of one file, sorted by id, beside how much there was before the limit.

    A fact has only the reports that the file embeds, the best first, at most `rows`.
    """

    actors: tuple[ActorView, ...]
    facts: tuple[FactView, ...]
    before: Size
    rows: int


def read_for_page(store: Store, *, limited: bool) -> GraphView:
    """As much of a store as a page of it needs: all where it is `limited` to some facts, else the strongest that fit."""
    if limited:
        return store.read()
    return store.read_strongest(facts=MAX_FACTS, reports=MAX_ROWS, rows=MAX_ROWS_IN_ALL, sentences=MAX_SENTENCES)


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
    """The facts of the given types and time, the strongest first up to the limit; those nearest to `around` (an actor's id) before all.

    Raises `ValueError` where that is asked of a view that has not all facts, which cannot tell.
    """
    if view.whole and (around or since or until or types):
        raise ValueError("facts can be chosen from the whole graph only")
    wanted = [fact for fact in view.facts if (not types or fact.type in types) and _in_time(fact, since, until)]
    distance = _distances(wanted, around) if around else {}
    far = len(view.actors) + 1

    def rank(fact: FactView) -> tuple[int, int, bool, str]:
        near = min(distance.get(fact.source, far), distance.get(fact.target, far))
        return (near, *strength(fact))

    strongest = sorted(sorted(wanted, key=rank)[:MAX_FACTS], key=lambda fact: fact.id)
    rows = fitting((fact.told.reports for fact in strongest), least=MAX_SENTENCES, most=MAX_ROWS, rows=MAX_ROWS_IN_ALL)
    facts = tuple(cut(fact, rows) for fact in strongest)
    known = {actor.id: actor for actor in view.actors}
    ends = {end for fact in facts for end in (fact.source, fact.target)} | ({around} if around else set())
    for end in sorted(ends - known.keys()):
        raise SiyasaError(f"a fact names {end}, which is none of the graph's actors")
    return Choice(
        actors=tuple(known[actor] for actor in sorted(ends | _mentioned(facts, ends, known))),
        facts=facts,
        before=view.whole or Size.of(wanted),
        rows=rows,
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
    found = set[str]().union(*(fact.voices for fact in facts), *(known[end].belongs_to for end in ends))
    return found & known.keys()


def _names(actor: ActorView) -> tuple[str, ...]:
    return (actor.label_ar, actor.label_en, *actor.names)


def _key(name: str) -> str:
    return " ".join(fold(word) for word in name.casefold().split())
