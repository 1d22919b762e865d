"""From actors to states: a person acts for the state whose office he holds on the day."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph.read import ActorView
from kg.model import EntityType
from kg.partial_date import earliest, possibly_within


class StateOf:
    """The state that an actor stands for on a day.

    A state stands for itself. A person stands for the body of the tenure that holds on the day, where that is a state; one whose
    tenure then is in an organisation stands for no state; one with no tenure on the day, or on no day, stands for his home.
    Organisations and blocs stand for no state: an armed group or a party is not the state that it lives in.
    """

    def __init__(self, actors: Iterable[ActorView]) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._known: dict[tuple[str, str | None], str | None] = {}

    def at(self, actor_id: str, day: str | None) -> str | None:
        """The id of the state, None where there is none.

        Parameters
        ----------
        actor_id : str
            An id of the graph, `person/vladimir-putin`.
        day : str or None
            An ISO day, month or year; a tenure that the period can touch counts, the latest begun first.
        """
        key = actor_id, day
        if key not in self._known:
            self._known[key] = self._find(actor_id, day)
        return self._known[key]

    def _find(self, actor_id: str, day: str | None) -> str | None:
        actor = self._actors.get(actor_id)
        if actor_id.startswith("state/"):
            return actor_id
        if actor is None or actor.type is not EntityType.PERSON:
            return None
        held = [x for x in actor.tenures if day is not None and (x.since or x.until) and possibly_within(day, x.since, x.until)]
        states = [x for x in held if x.body.startswith("state/")]
        if states:
            return max(states, key=lambda x: (earliest(x.since) if x.since else "", x.body)).body
        return None if held else actor.home
