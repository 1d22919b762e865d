"""How much a fact weighs: the scale of conflict and cooperation that `ontologies/events.ttl` gives, and who stands where on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal

from kg.errors import KnowledgeError
from kg.graph import terms as t
from kg.graph.background import load_event_types
from kg.model import FactType

SIGN_OF_STANDING: Mapping[FactType, int] = MappingProxyType({FactType.ALLIED_WITH: 1, FactType.HOSTILE_TO: -1})
"""The standing relations that say friend or foe; the others (office, membership) have no sign."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The weight of each type of fact, from conflict (below 0) to cooperation (above 0).

    `basis` names the CAMEO code whose Goldstein value a weight is; a type without a weight does not count for or against anybody.
    """

    weights: Mapping[FactType, float]
    basis: Mapping[FactType, str]

    def weight(self, kind: FactType) -> float:
        """The weight of a type, 0 where it has none."""
        return self.weights.get(kind, 0.0)


@cache
def load_scale() -> Scale:
    """The scale of `ontologies/events.ttl`.

    Returns
    -------
    Scale
        Events weigh what the file says. The Goldstein scale is one of events and gives none to a standing alliance or hostility:
        these count as the friendliest and the gravest event that it has, once for a relation however often it is reported.

    Raises
    ------
    KnowledgeError
        A type of event has no weight.

    References
    ----------
    J. S. Goldstein, "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict Resolution 36 (1992), 369-385.
    """
    weights: dict[FactType, float] = {}
    basis: dict[FactType, str] = {}
    for triples in load_event_types().values():
        found = {p.value: o.value for _, p, o in triples if isinstance(o, Literal)}
        kind = next((t.TYPE_OF_EVENT[s.value] for s, _, _ in triples if s.value in t.TYPE_OF_EVENT), None)
        value = found.get(t.pol("weight").value)
        if kind is not None and value is not None:
            weights[kind] = float(value)
            basis[kind] = found.get(t.SOURCE.value, "")
    missing = sorted(kind.value for kind in FactType if not kind.standing and kind not in weights)
    if missing:
        raise KnowledgeError(f"events.ttl: no pol:weight for {', '.join(missing)}; give each event type one")
    for kind, sign in SIGN_OF_STANDING.items():
        weights[kind] = max(weights.values()) if sign > 0 else min(weights.values())
        basis[kind] = "the strongest event on its side"
    return Scale(MappingProxyType(weights), MappingProxyType(basis))
