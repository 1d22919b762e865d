"""Known surfaces in a sentence: the longest phrase of the gazetteer at each word, clitics cut off only where the whole word has none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.entities.words import Words, variants
from kg.knowledge import Entry, Gazetteer
from kg.knowledge.gazetteer import parted


@dataclass(frozen=True, slots=True)
class Match:
    """A known surface over words `first` to `end` (exclusive); `cut` letters before it are clitics."""

    first: int
    end: int
    cut: int
    key: str
    entries: tuple[Entry, ...]


class Matcher:
    """Finds the longest known phrase that starts at a word; behind an organisation's name the words of `others` make it another's."""

    def __init__(self, gazetteer: Gazetteer, others: frozenset[str] = frozenset()) -> None:
        self._entries = gazetteer.entries
        self._others = others
        self._longest = gazetteer.longest
        self._opening = lru_cache(maxsize=1 << 16)(self._find_opening)

    def _find_opening(self, norm: str) -> tuple[tuple[str, int, int], ...]:
        """The readings of a word that open known phrases: key, letters cut, and words of the longest phrase."""
        keys = ((parted(word), cut) for word, cut in variants(norm))
        found = ((key, cut, self._longest.get(key.split(" ", 1)[0], 0)) for key, cut in keys)
        return tuple(opening for opening in found if opening[2])

    def at(self, words: Words, i: int) -> Match | None:
        """The longest known phrase at word i; of equal ones that which cuts fewest letters."""
        best: Match | None = None
        for key, cut, limit in self._opening(words.norms[i]):
            end, found_end, found_key = i + 1, 0, ""
            while True:
                if key in self._entries:
                    found_end, found_key = end, key
                if end - i >= limit or end >= len(words) or not words.joined(end):
                    break
                key = f"{key} {parted(words.tokens[end].norm)}"
                end += 1
            if found_end and (best is None or found_end > best.end):
                best = Match(i, found_end, cut, found_key, self._entries[found_key])
        return None if best and self._of_another(words, best) else best

    def _of_another(self, words: Words, match: Match) -> bool:
        """«مجلس الأمن القومي» is not the United Nations'."""
        goes_on = match.end < len(words) and words.joined(match.end) and words.norm(match.end) in self._others
        return goes_on and match.entries[0].thing.startswith("organization/")

    def all(self, words: Words) -> list[Match | None]:
        """The match that starts at each word."""
        opening = self._opening
        return [self.at(words, i) if opening(norm) else None for i, norm in enumerate(words.norms)]
