"""Known people under another spelling of a foreign name: «فولفغانغ إيشينغر» and «فولفجانج ايشنجر».

Borrowed names vary in their long vowels and in the letters for g, v, p, th. Two names are one where what is left without them
agrees, or nearly so and the title fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz import fuzz

from kg.entities.rules import NameRules
from kg.knowledge import NameKind, Thing, bare, phrase

NEAR, NEAR_WITH_TITLE = 90.0, 75.0
LEAST_LETTERS = 3


class Spellings:
    """The full names of known people by the skeleton of their last word."""

    def __init__(self, people: Iterable[Thing], rules: NameRules) -> None:
        self._table = rules.sounds
        self._by_last: dict[str, list[tuple[str, Thing]]] = defaultdict(list)
        for thing in people:
            for name in thing.names:
                words = phrase(name.text).split(" ") if name.lang == "ar" and name.kind in (NameKind.LABEL, NameKind.NAME) else []
                last = self.skeleton(words[-1]) if len(words) > 1 else ""
                if len(last) >= LEAST_LETTERS:
                    self._by_last[last].append((" ".join(map(self.skeleton, words)), thing))

    def nearest(self, name: tuple[str, ...], fits: Callable[[Thing], bool]) -> Thing | None:
        """The known person whose full name is this one in another spelling; None where there is none, or two.

        `fits` says whether the title before the name may be a person's; it allows more difference.
        """
        if len(name) < 2:
            return None
        wanted = " ".join(map(self.skeleton, name))
        found: dict[str, Thing] = {}
        for other, thing in self._by_last.get(self.skeleton(name[-1]), ()):
            likeness = fuzz.ratio(wanted, other)
            if likeness >= NEAR or (likeness >= NEAR_WITH_TITLE and fits(thing)):
                found[thing.id] = thing
        return next(iter(found.values())) if len(found) == 1 else None

    def skeleton(self, word: str) -> str:
        """A folded word without its article and vowels, letters that stand for one foreign sound made one."""
        return bare(word).translate(self._table)
