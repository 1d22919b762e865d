"""Where a person's name that nobody listed begins and ends: by the company that its words keep in a large corpus.

`names.tsv` (see `namelist`) has, for each word, the share of its uses that open a name and that go on with one. A word that the
corpus knows well and never saw in a name closes it; one that it never saw at all may be part of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.entities.rules import NameRules
from kg.entities.words import Words
from kg.ontology import ontologies
from kg.text.wordlist import LEAST, read_words

LONGEST = 8
OPENS, GOES_ON = 0.25, 0.2
KNOWN = NEVER_SEEN = 0.5
ALONE = 0.4
SURELY = 26
"""The first name in at least so many names of known people opens one with any word behind it before a mark."""
MEANT, CLEARLY = 4, 2
"""A clitic stands before a word of at least so many letters, which is so many times as frequent without it."""
TANWEEN = "\u064b"
"""The ending of an adverb or predicate; no name is written with it."""

GIVEN = ((3, 0.25), (6, 0.12))
"""A given name: of how many known people at least, and in what share of its uses part of a name."""


class NameLexicon:
    """Evidence of names: shares from the corpus, the words of known people's names, and the words that close a name."""

    def __init__(
        self,
        opening: Mapping[str, float],
        following: Mapping[str, float],
        common: Mapping[str, int],
        stops: frozenset[str],
        rules: NameRules,
        people: Iterable[tuple[str, ...]] = (),
    ) -> None:
        self._opening = opening
        self._following = following
        self._common = common
        self._stops = stops
        self._particles = rules.particles
        self._tails = rules.tails
        self._pronouns = rules.pronouns
        names = list(people)
        firsts = Counter(name[0] for name in names if len(name) > 1)
        self._known_first = frozenset(firsts) - stops
        self._given = frozenset(w for w, n in firsts.items() if any(n >= many and self._share(w) >= share for many, share in GIVEN)) - stops
        self._surely_given = frozenset(w for w in self._given if firsts[w] >= SURELY and w not in rules.particles)
        self._known_later = frozenset(word for name in names for word in name[1:]) - stops

    def _share(self, norm: str) -> float:
        """The share of a word's uses in which it is part of a name."""
        return self._opening.get(norm, 0.0) + self._following.get(norm, 0.0)

    def cuttable(self, norm: str, word: str) -> bool:
        """Whether a word can be read as a clitic and `word`: not where it is itself the more frequent one («بيان» is not ب and «يان»)."""
        return self._common.get(norm, 0) <= self._common.get(word, 0)

    def given(self, norm: str) -> bool:
        """Whether a word is the first name of several known people and mostly a name: it opens one without any title."""
        return norm in self._given

    def surely_given(self, norm: str) -> bool:
        """Whether a word is the first name of very many known people: «محمد»."""
        return norm in self._surely_given

    def may_close(self, norm: str) -> bool:
        """Whether any word, be it a common one, may be the last of a name where a mark follows: «محمد قصير،»."""
        if not norm[:1].isalpha() or norm in self._stops or norm in self._particles or norm.startswith(("بال", "لل")):
            return False
        return not (norm.endswith(self._pronouns) or self._is_verb(norm))

    def closes(self, norm: str) -> bool:
        """Whether a word is never part of a name."""
        return norm in self._stops

    def opens(self, norm: str, titled: bool = False) -> float:
        """The share of a word's uses that open a name, half for a word never seen; `titled` behind a title, where names are likely."""
        if norm in self._stops or not norm[:1].isalpha():
            return 0.0
        if titled and norm in self._known_first:
            return KNOWN
        if self._joins_another(norm):
            return 0.0
        if self.listed(norm):
            return max(self._opening.get(norm, 0.0), 0.7 * self._following.get(norm, 0.0))
        if norm in self._common or norm.startswith("ال"):
            return 0.0
        return self._never_seen(norm)

    def goes_on(self, norm: str) -> float:
        """The share of a word's uses in which it goes on with a name, half for a word never seen or known from such a place."""
        if norm in self._stops or not norm[:1].isalpha():
            return 0.0
        if norm in self._particles or norm in self._tails:
            return 1.0
        seen = self._following.get(norm, 0.0)
        if norm.startswith("لل") or self._joins_another(norm) or (seen < KNOWN and (self._owned(norm) or self._is_verb(norm))):
            return 0.0
        if self._has_clitic(norm) or _is_participle(norm):
            return 0.0
        if norm in self._known_later or norm in self._known_first:
            return KNOWN
        if self.listed(norm):
            return max(seen, self._opening.get(norm, 0.0))
        return 0.0 if norm in self._common else self._never_seen(norm)

    def _joins_another(self, norm: str) -> bool:
        """Whether a word is «و» and a word that the corpus or a name has: «وترامب», «والمستشارة»."""
        if norm[0] != "و" or norm in self._known_first or norm in self._known_later:
            return False
        rest = norm[1:]
        if rest.startswith("ال") or rest in self._stops or rest in self._known_first or rest in self._known_later:
            return True
        return rest in self._common and self._following.get(norm, 0.0) < KNOWN

    def _has_clitic(self, norm: str) -> bool:
        """Whether a word that opened no name is a clitic and a more frequent word: «(التقى سليماني) بالخاطفين», «(كيم) سيوافق».

        With «بو» begin many names of the Maghreb («بوعشرين»).
        """
        if norm[0] not in "وبلفكس" or norm.startswith("بو") or norm in self._known_first or norm in self._known_later:
            return False
        rest = norm[1:]
        if self._opening.get(norm, 0.0) or len(rest) < MEANT:
            return False
        if norm[0] == "س":
            return rest[0] in "يت" and rest in self._common
        stems = (rest, rest[2:]) if rest.startswith("ال") else (rest,)
        return any(self._common.get(stem, 0) > CLEARLY * max(self._common.get(norm, 0), LEAST) for stem in stems)

    def _owned(self, norm: str) -> bool:
        """Whether a word ends in its owner: «منزلهم»."""
        return len(norm) > 4 and norm.endswith(self._pronouns)

    def _is_verb(self, norm: str) -> bool:
        """Whether an imperfect of the other gender, of the future or without its object says that a word is a verb: ينتهج beside تنتهج."""
        if norm[0] not in "يت" or len(norm) < 4 or norm in self._known_later:
            return False
        stems = [norm, *(norm.removesuffix(owner) for owner in ("ه", *self._pronouns) if len(norm) > 5)]
        other = "ت" if norm[0] == "ي" else "ي"
        return any(other + stem[1:] in self._common or f"س{stem}" in self._common for stem in stems) or any(
            stem in self._common for stem in stems[1:] if stem != norm
        )

    def units(self, norms: Sequence[str]) -> int:
        """How many names stand in a name: «عبد الرحمن», «صلاح الدين» and «أبو سالم» are one each."""
        bound = sum(norm in self._tails or (i > 0 and norms[i - 1] in self._particles) for i, norm in enumerate(norms))
        return len(norms) - bound

    def alone(self, norm: str) -> bool:
        """Whether a word can be all of a name that nobody listed behind a title: mostly a name, or never seen."""
        return self.given(norm) or self.opens(norm) >= ALONE

    def _never_seen(self, norm: str) -> float:
        """What a word that the corpus does not have says: nothing for a name where it can be read as a clitic and a common word."""
        if norm[0] == "و" or norm.startswith("لل") or norm.endswith(self._pronouns) or (norm[0] in "بلفكس" and norm[1:] in self._common):
            return 0.0
        if self._is_verb(norm) or (norm[-1] == "ا" and norm[:-1] in self._common):  # «يقتحمه», «متعجبا»
            return 0.0
        if (norm.startswith("يت") and len(norm) > 4) or (norm.endswith("ته") and norm[:-1] in self._common):  # «يتفاخر», «طالبته»
            return 0.0
        return NEVER_SEEN

    def listed(self, norm: str) -> bool:
        """Whether the corpus has seen the word in names."""
        return norm in self._particles or norm in self._opening or norm in self._following

    def may_be_name(self, norm: str) -> bool:
        """Whether a word can be a name where the article has one like it: not when the corpus knows it as another word."""
        seen = max(self._opening.get(norm, 0.0), self._following.get(norm, 0.0))
        return norm not in self._stops and (norm not in self._common or seen >= 0.1)

    def run(self, words: Words, start: int, least: float = OPENS, titled: bool = False) -> int:
        """The end (exclusive) of the name that opens at `start`; `start` itself where none does."""
        first = words.norm(start)
        if TANWEEN in words.tokens[start].form or _is_participle(first):
            return start  # «قال الرئيس متعجبا: …»
        if first not in self._particles and not is_ali(words, start) and self.opens(first, titled) < least:
            return start
        end = start + 1
        while end < len(words) and end - start < LONGEST and words.joined(end):
            norm = words.norm(end)
            bound = words.norm(end - 1) in self._particles and norm not in self._stops and norm.isalpha()
            if TANWEEN in words.tokens[end].form:
                break
            if not bound and not is_ali(words, end) and self.goes_on(norm) < GOES_ON:
                break
            end += 1
        while end > start and words.norm(end - 1) in self._particles:
            end -= 1
        return end


def _is_participle(norm: str) -> bool:
    """Whether the form of a word is that of a participle as an adverb: «(وقال كيم) متجهما»."""
    return len(norm) > 5 and norm.startswith("مت") and norm.endswith("ا")


def is_ali(words: Words, i: int) -> bool:
    """The name علي, which folding makes one with the preposition على."""
    return words.norm(i) == "علي" and words.tokens[i].form.endswith("ي")


def load_names(rules: NameRules, stops: frozenset[str], people: Iterable[tuple[str, ...]] = ()) -> NameLexicon:
    """The lexicon of `names.tsv` and `words.tsv.gz`; `stops` are function words that no name holds, `people` known names in words."""
    opening, following = {}, {}
    for line in (ontologies() / "lexicon" / "names.tsv").read_text("utf-8").splitlines():
        word, opens, goes_on, _ = line.split("\t")
        opening[word], following[word] = float(opens), float(goes_on)
    return NameLexicon(opening, following, read_words(), stops, rules, people)
