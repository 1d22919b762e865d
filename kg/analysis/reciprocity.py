"""Whether deeds are returned: support for support, threat for threat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from kg.analysis.selection import Tie, by_pair
from kg.analysis.weights import Scale, load_scale


@dataclass(frozen=True, slots=True)
class Exchange:
    """What two nodes do to each other, on one side of the scale.

    `there` is the weight from `a` to `b`, `back` the weight from `b` to `a`; `returned` is twice the lesser over their sum.
    """

    a: str
    b: str
    there: float
    back: float
    facts: tuple[str, ...]

    @property
    def returned(self) -> float:
        return 2 * min(self.there, self.back) / (self.there + self.back)


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How much is returned in a network: the share of weight that is met by as much in return, None where there is none.

    `exchanges_*` are the pairs, the one with the most weight first.
    """

    cooperation: float | None
    conflict: float | None
    exchanges_of_cooperation: tuple[Exchange, ...]
    exchanges_of_conflict: tuple[Exchange, ...]


def reciprocity(ties: Iterable[Tie], scale: Scale | None = None) -> Reciprocity:
    """Measure what is returned, in cooperation and in conflict apart.

    Parameters
    ----------
    ties : iterable of Tie
        The facts; symmetric types are left out, for they are mutual by what they mean.
    scale : Scale, optional
        The weights; by default those of `ontologies/events.ttl`.

    Returns
    -------
    Reciprocity

    References
    ----------
    T. Squartini, F. Picciolo, F. Ruzzenenti, D. Garlaschelli, "Reciprocity of Weighted Networks", Scientific Reports 3 (2013), 2729.
    """
    scale = scale or load_scale()
    directed = by_pair(tie for tie in ties if not tie.type.symmetric)
    sides = []
    for sign in (1, -1):
        found = []
        for (a, b), members in directed.items():
            there = fsum(max(0.0, sign * scale.weight(tie.type)) for tie in members if tie.source == a)
            back = fsum(max(0.0, sign * scale.weight(tie.type)) for tie in members if tie.source == b)
            if there + back:
                facts = tuple(tie.fact for tie in members if sign * scale.weight(tie.type) > 0)
                found.append(Exchange(a, b, there, back, facts))
        found.sort(key=lambda x: (-(x.there + x.back), x.a, x.b))
        sides.append(tuple(found))
    return Reciprocity(_share(sides[0]), _share(sides[1]), sides[0], sides[1])


def _share(exchanges: tuple[Exchange, ...]) -> float | None:
    total = fsum(x.there + x.back for x in exchanges)
    return fsum(2 * min(x.there, x.back) for x in exchanges) / total if total else None
