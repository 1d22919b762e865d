"""What the argument rules choose for a role, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.relations.clauses import Actor

DISCOURSE = -2
"""In place of a group: whoever is spoken of or speaks, and is not named in the sentence."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A group of coordinated actors chosen for a role; `rule` says why, `weight` how sure the rule is (1 to 3)."""

    group: int
    rule: str
    weight: int


Picks = Mapping[str, Sequence[Pick]]
"""The picks of a trigger for each role, the surest first."""
NOTHING: Picks = {"source": (), "target": ()}


def _pick_of(picks: Sequence[Pick], actor: Actor) -> tuple[int, Pick] | None:
    for order, pick in enumerate(picks):
        if pick.group == DISCOURSE:
            if actor.virtual in ("speaker", "previous"):
                return order, pick
        elif not actor.virtual and actor.head == pick.group:
            return order, pick
    return None


def weight_of(picks: Sequence[Pick], actor: Actor) -> int:
    """How strongly an actor is picked: the weight of its group, a point less for being a later pick; 0 where it is not."""
    found = _pick_of(picks, actor)
    if found is None:
        return 0
    order, pick = found
    return 1 if pick.group == DISCOURSE else pick.weight - (order > 0)


def rule_of(picks: Sequence[Pick], actor: Actor) -> str:
    """The name of the rule that picks an actor, or ""."""
    found = _pick_of(picks, actor)
    return found[1].rule if found else ""
