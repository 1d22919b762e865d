"""Where a person's name that nobody listed begins and ends: by the company that its words keep in a large corpus.

`names.tsv` (see `namelist`) has, for each word, the share of its uses that open a name and that go on with one. A word that the
corpus knows well and never saw in a name closes it; one that it never saw at all may be part of one.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from kg.entities.words import Words
from kg.ontology import ontologies

PARTICLES = frozenset({"بن", "ابن", "بنت", "ابو", "ابي", "ام", "ال", "عبد", "ولد", "دي", "فان", "فون", "دو", "دا", "لو", "بو", "ماك", "سان", "ذو", "اوف"})
TAILS = frozenset({"الدين", "الله", "الرحمن", "الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"})
LONGEST = 6
OPENS, GOES_ON = 0.25, 0.2


class NameLexicon:
    """Evidence of names: shares from the corpus, and the words that close a name."""

    def __init__(self, opening: dict[str, float], following: dict[str, float], common: frozenset[str], stops: frozenset[str]) -> None:
        self._opening = opening
        self._following = following
        self._common = common
        self._stops = stops

    def opens(self, norm: str) -> float:
        """The share of a word's uses that open a name; 0.5 for a word never seen, which titles open often."""
        if norm in self._stops or not norm[:1].isalpha():
            return 0.0
        if norm in self._opening or norm in self._following:
            return max(self._opening.get(norm, 0.0), 0.7 * self._following.get(norm, 0.0))
        if norm in self._common or norm.startswith("ال") or norm[0] in "وبلفك" or norm[0] == "س" and norm[1:] in self._common:
            return 0.0  # a word never seen that opens like a clitic is rather that
        return 0.5

    def goes_on(self, norm: str) -> float:
        """The share of a word's uses in which it goes on with a name; 0.5 for a word never seen."""
        if norm in self._stops or not norm[:1].isalpha():
            return 0.0
        if norm in PARTICLES or norm in TAILS:
            return 1.0
        if norm[0] == "و" and norm[1:] in self._common and self._following.get(norm, 0.0) < 0.5:
            return 0.0
        if norm in self._opening or norm in self._following:
            return max(self._following.get(norm, 0.0), self._opening.get(norm, 0.0))
        return 0.0 if norm in self._common else 0.5

    def listed(self, norm: str) -> bool:
        """Whether the corpus has seen the word in names."""
        return norm in PARTICLES or norm in self._opening or norm in self._following

    def may_be_name(self, norm: str) -> bool:
        """Whether a word can be a name where the article has one like it: not when the corpus knows it as another word."""
        return norm not in self._stops and (norm not in self._common or max(self._opening.get(norm, 0.0), self._following.get(norm, 0.0)) >= 0.1)

    def run(self, words: Words, start: int, least: float = OPENS) -> int:
        """The end (exclusive) of the name that opens at `start`; `start` itself where none does."""
        first = words.norm(start)
        if first not in PARTICLES and self.opens(first) < least:
            return start
        end = start + 1
        while end < len(words) and end - start < LONGEST and words.joined(end):
            norm = words.norm(end)
            if self.goes_on(norm) < GOES_ON:
                break
            end += 1
        while end > start and words.norm(end - 1) in PARTICLES:
            end -= 1
        return end


@lru_cache(maxsize=1)
def load_names(stops: frozenset[str]) -> NameLexicon:
    """The lexicon of `names.tsv` and `words.tsv.gz`; `stops` are function words that no name holds."""
    folder = ontologies() / "lexicon"
    opening, following = {}, {}
    for line in (folder / "names.tsv").read_text("utf-8").splitlines():
        word, opens, goes_on, _ = line.split("\t")
        opening[word], following[word] = float(opens), float(goes_on)
    with gzip.open(folder / "words.tsv.gz", "rt", "utf-8") as lines:
        common = frozenset(line.split("\t", 1)[0] for line in lines)
    return NameLexicon(opening, following, common, stops)
