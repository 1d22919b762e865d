"""Known people under another spelling of a foreign name: «فولفغانغ إيشينغر» and «فولفجانج ايشنجر».

Borrowed names vary in their long vowels and in the letters for g, v, p, th. Two names are one where what is left of each word without
them agrees; where the title fits the person, words may be missing and may agree nearly. First names of Arabic are told apart by just
these letters («محمد», «محمود»), and never taken for each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz

from kg.entities.rules import NameRules
from kg.knowledge import NameKind, Thing, bare, phrase

NEAR_WORD = 75.0
"""How like two words without their vowels are, in hundredths, that may be one where the title fits."""
NEAR_SPELLED, NEAR_WITH_TITLE = 87.0, 75.0
"""How like two names are with all their letters, in hundredths, that may be one: those less like share only consonants."""
LEAST_LETTERS = 3

NameWords = tuple[str, ...]


class Spellings:
    """The full names of known people by the skeleton of their last word."""

    def __init__(self, people: Iterable[Thing], rules: NameRules) -> None:
        self._table = rules.sounds
        self._distinct = rules.distinct
        self._by_last: dict[str, list[tuple[NameWords, Thing]]] = defaultdict(list)
        for thing in people:
            for name in thing.names:
                words = phrase(name.text).split(" ") if name.lang == "ar" and name.kind in (NameKind.LABEL, NameKind.NAME) else []
                last = self.skeleton(words[-1]) if len(words) > 1 else ""
                if len(last) >= LEAST_LETTERS:
                    self._by_last[last].append((tuple(words), thing))

    def nearest(self, name: NameWords, fits: Callable[[Thing], bool]) -> Thing | None:
        """The known person whose full name is this one in another spelling; None where there is none, or two.

        `fits` says whether the title before the name may be a person's; it allows more difference.
        """
        if len(name) < 2:
            return None
        found: dict[str, Thing] = {}
        for other, thing in self._by_last.get(self.skeleton(name[-1]), ()):
            if self._one(name, other) or (fits(thing) and self._nearly_one(name, other)):
                found[thing.id] = thing
        return next(iter(found.values())) if len(found) == 1 else None

    def _one(self, a: NameWords, b: NameWords) -> bool:
        """Whether two names differ in nothing but how their sounds are spelled."""
        if len(a) != len(b) or any(self._told_apart(x, y) or self.skeleton(x) != self.skeleton(y) for x, y in zip(a, b, strict=True)):
            return False
        return _likeness(a, b) >= NEAR_SPELLED

    def _nearly_one(self, a: NameWords, b: NameWords) -> bool:
        """Whether the words of the shorter name stand in the longer one, in order, nearly as they are."""
        shorter, longer = sorted((a, b), key=len)
        return _likeness(a, b) >= NEAR_WITH_TITLE and _in_order(shorter, longer, self._alike)

    def _alike(self, a: str, b: str) -> bool:
        x, y = self.skeleton(a), self.skeleton(b)
        return not self._told_apart(a, b) and (x == y or (x[:1] == y[:1] and fuzz.ratio(x, y) >= NEAR_WORD))

    def _told_apart(self, a: str, b: str) -> bool:
        return a != b and a in self._distinct and b in self._distinct

    def skeleton(self, word: str) -> str:
        """A folded word without its article and vowels, letters that stand for one foreign sound made one."""
        return bare(word).translate(self._table)


def _likeness(a: NameWords, b: NameWords) -> float:
    return fuzz.ratio(" ".join(a), " ".join(b))


def _in_order(words: Sequence[str], others: Iterable[str], alike: Callable[[str, str], bool]) -> bool:
    """Whether each of some words has one of its like among others, in the same order."""
    waiting = iter(others)
    return all(any(alike(word, other) for other in waiting) for word in words)
