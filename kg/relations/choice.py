"""Which of the facts that an article may state go out, by their chances.

A fact goes out where its own chance is high enough. Where no event between two actors is that likely, the chances of all count together,
and the bar is a little lower: a reader who is sure that two states clash, and not in which of four ways, says the likeliest of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import prod

from kg.relations.candidates import Key

BETWEEN = 0.3
"""From this chance on that any of the events between two actors happened the likeliest goes out, be there several or one."""
LEAST = 0.15
"""Events with less of a chance do not count among them. With both, F1 on 400 articles that taught nothing is 0.536 for events (0.530
without) and 0.682 for pairs of states (0.670); on the articles of `gold/dev` 0.602 (0.596) and 0.722 (0.694). With two
events at least it is 0.534 and 0.679, and 0.596 and 0.710.
"""


def alone(key: Key, chance: float, least: Mapping[str, float]) -> bool:
    """Whether a fact goes out by its own chance; `least` as of `chosen`."""
    return chance >= least["standing" if key[0].standing else "event"]


def chosen(keys: Sequence[Key], chances: Sequence[float], least: Mapping[str, float]) -> list[int]:
    """The indices of the facts that go out, in order.

    Parameters:
        keys: (type, source, target) of each possible fact.
        chances: its chance, 0 to 1.
        least: the chance from which on an "event" and a "standing" relation go out by themselves.
    """
    between: dict[frozenset[str], list[int]] = defaultdict(list)
    for i, (kind, source, target) in enumerate(keys):
        if not kind.standing:
            between[frozenset((source, target))].append(i)
    out = {i for i, key in enumerate(keys) if alone(key, chances[i], least)}
    for events in between.values():
        likely = [i for i in events if chances[i] >= LEAST]
        if out.isdisjoint(events) and 1 - prod(1 - chances[i] for i in likely) >= BETWEEN:
            out.add(max(likely, key=lambda i: chances[i]))
    return sorted(out)
