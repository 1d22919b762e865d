"""Choose among the analyses of a word.

A particle is cut off where the rest is seen without it often enough, and kept where the word is seen in places that an attached
particle cannot stand in: behind the article or a preposition («الوحدة», «لبوتين»), or as the stem of a verb («يوقع»). The same
for pronouns: «الحكم», «حكمها» show that the ك of حكم is no pronoun. The counts are `ontologies/lexicon/words.tsv.gz`, the grammar
`clitics.yaml` beside it; the names that must stay whole are handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from kg.text.clitics import ARTICLE, Segmentation, enclitic_cuts, look_ups, read_grammar
from kg.text.normalize import drop_unshown, fold
from kg.text.wordlist import read_words

OWN_COUNT = 0.002
"""How much a word's own count says for its being one piece: little, since «بسبب» is more frequent than سبب."""

NAME = 3000.0
WHOLE_NAME = 20000.0
"""What a name of the knowledge base counts for behind a particle, and as the word itself: as if it had been seen so often."""

UNSEEN = 0.05
UNSEEN_BEHIND_ARTICLE = 10.0
"""What a stem that was never seen counts for: much behind particle and article («والزمبابويين»), as few stems begin like that."""

SLIP = 0.2
"""How much of the evidence for a final ة is left where the word is written with ه."""

_START, _AFTER_CONJUNCTION, _AFTER_PREPOSITION, _VERB, _NOUN = range(5)
"""How far the order و/ف – س/ب/ك/ل – ال – stem has come; a verb is behind سـ, a noun behind the article."""

_ARTICLE = (ARTICLE,)
_HAMZAS = ("أ", "إ", "آ")


class _Cut(NamedTuple):
    """Particles taken off, what is left, and how far that has come."""

    taken: tuple[str, ...]
    rest: str
    place: int


def _before_nun(written: str) -> tuple[str, ...]:
    """What a dual or plural that has lost its ن to a pronoun has with it, and its singular: «بلدي» is بلدين, «حليفتا» حليفتان and حليفه."""
    if written[-1:] not in ("ا", "ي", "و"):
        return ()
    return (written + "ن", written[:-2] + "ه") if written[-2:] in ("تا", "تي") else (written + "ن",)


def _shortest_stem(enclitic: str) -> int:
    """How many letters a noun or verb has at least before a pronoun: «يده» has two, before rarer pronouns they mislead."""
    return 2 if enclitic in ("ه", "ها", "هم") else 3


class Segmenter:
    """Takes words apart and never breaks a name.

    Args:
        names: words that names consist of, without attached particles; folded or not.
        words: count of each folded word in a corpus; the shipped counts by default.
    """

    def __init__(self, names: Collection[str] = (), words: Mapping[str, int] | None = None) -> None:
        self._names = frozenset(fold(name) for name in names if len(name) > 2)
        self._solid = frozenset(fold(name) for name in names if name[:1] in _HAMZAS)  # ألمانيا, whose ال is no article
        self._words = read_words() if words is None else words
        self._grammar = read_grammar()
        self._known: dict[str, Segmentation] = {}

    def segment(self, word: str) -> Segmentation:
        """The likely analysis of a word. Give it as written (`Token.form`): ة, إ and أ tell more than the folded key."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._segment(word)
        return found

    def _segment(self, word: str) -> Segmentation:
        shown, norm = drop_unshown(word), fold(word)
        for key in (shown, norm):
            if key in self._grammar.whole:
                return Segmentation((), norm, "", norm)
            if key in self._grammar.split and key not in self._names:
                *particles, stem = self._grammar.split[key]
                return Segmentation(tuple(particles), stem, "", stem)
        if seated := self._seated(shown, norm):
            return seated
        feminine = shown.endswith("ة")
        if not feminine and (host := self._host((), norm)):
            return host
        proclitics, stem = self._cut_front(norm, shown)
        if feminine or ARTICLE in proclitics or fold(stem) in self._grammar.whole:
            return Segmentation(proclitics, stem, "", stem)
        return self._host(proclitics, stem) or self._cut_back(proclitics, stem, shown)

    def _seated(self, shown: str, norm: str) -> Segmentation | None:
        """A noun in ء before a pronoun, where its seat shows the seam: «لجوئه», «جزئها», «حلفاؤها»."""
        for written, enclitic in enclitic_cuts(norm, self._grammar):
            if enclitic not in ("", "ي") and len(written) > 2 and shown[: len(shown) - len(enclitic)].endswith(("ئ", "ؤ")):
                stem = written[:-1] + "ء"
                proclitics, rest = self._cut_front(stem, shown)
                if self._total(rest):
                    return Segmentation(proclitics, rest, enclitic, rest[:-1] + written[-1])
        return None

    def _host(self, proclitics: tuple[str, ...], word: str) -> Segmentation | None:
        """A preposition or the like with its pronoun: «عليه», «بأنها»; بأن is ب + أن there too."""
        for written, enclitic in enclitic_cuts(word, self._grammar):
            if enclitic and written in self._grammar.hosts:
                *more, stem = self._grammar.split.get(written, (written,))
                return Segmentation((*proclitics, *more), stem, enclitic, stem)
        return None

    # Particles before the stem

    def _cut_front(self, word: str, shown: str) -> tuple[tuple[str, ...], str]:
        """Take particles off one by one, as long as the rest is the stronger for it.

        إ stands only where a stem begins, and أ behind و and ل hardly elsewhere: what is before them is attached.
        """
        forced = shown.find("إ") if "إ" in shown[1:4] else int(shown[:2] in ("وأ", "لأ"))
        proclitics: tuple[str, ...] = ()
        rest, place = word, _START
        while not self._is_whole(rest) and not (proclitics and self._host((), rest)):
            at = len(word) - len(rest)
            has_article = shown[at : at + 1] not in _HAMZAS
            cuts = ((odds, cut) for odds, cut in self._cuts(rest, place) if has_article or cut.taken != _ARTICLE)
            score, cut = max(((odds * self._strength(cut, rest), cut) for odds, cut in cuts), default=(0.0, None))
            if cut is None or (score <= max(UNSEEN, self._wholeness(rest)) and at >= forced):
                break
            proclitics, rest, place = (*proclitics, *cut.taken), cut.rest, cut.place
        return proclitics, rest

    def _is_whole(self, word: str) -> bool:
        """Whether a word, or what it is without a pronoun («التقته»), is one that is never cut in front."""
        cuts = ((w, e) for w, e in enclitic_cuts(word, self._grammar) if not e or (e in ("ه", "ها", "هم") and len(w) > 2))
        return any(stem in self._grammar.whole for w, e in cuts for stem in look_ups(w, e))

    def _cuts(self, word: str, place: int) -> Iterator[tuple[float, _Cut]]:
        """Ways to take off the next particle, with their odds."""
        grammar = self._grammar
        if len(word) < 3:
            return
        if place == _START:
            for conjunction, odds in grammar.conjunctions.items():
                if word.startswith(conjunction):
                    yield odds, _Cut((conjunction,), word[1:], _AFTER_CONJUNCTION)
        if place <= _AFTER_CONJUNCTION:
            for preposition, odds in grammar.prepositions.items():
                if word.startswith(preposition):
                    yield odds, _Cut((preposition,), word[1:], _AFTER_PREPOSITION)
            for future, odds in grammar.future.items():
                if word.startswith(future) and word[1:].startswith((*grammar.imperfect, "ا")) and len(word) > 3:
                    yield odds, _Cut((future,), word[1:], _VERB)
            if word.startswith("لل") and len(word) > 3:
                odds = grammar.prepositions["ل"] * grammar.article[ARTICLE]
                yield odds, _Cut(("ل", ARTICLE), word[2:], _NOUN)
                yield odds, _Cut(("ل", ARTICLE), word[1:], _NOUN)
        if place <= _AFTER_PREPOSITION and word.startswith(ARTICLE) and len(word) > 3:
            yield grammar.article[ARTICLE], _Cut(_ARTICLE, word[2:], _NOUN)

    def _strength(self, cut: _Cut, word: str) -> float:
        """How surely what a cut leaves of `word` can stand alone, taking further particles and a pronoun into account."""
        rest = cut.rest
        if cut.place == _NOUN:
            return self._strength_behind_article(rest, word)
        if cut.place == _VERB:
            return max(self._strength_of_verb(w) * self._grammar.enclitics.get(e, 1.0) for w, e in enclitic_cuts(rest, self._grammar))
        if word.startswith("لل"):  # للبنان is لـ + لبنان: only where لبنان is seen behind another particle
            return self._name(rest) + self._count("ب" + rest) + self._count("ك" + rest)
        deeper = (odds * self._strength(further, rest) for odds, further in self._cuts(rest, cut.place))
        unseen = 1.0 if cut.taken == ("و",) and len(rest) > 3 and rest[0] not in "وي" and not self._count(word) else 0.0
        return max(unseen, self._total(rest) + self._name(rest), self._strength_with_pronoun(rest), *deeper)

    def _strength_of_verb(self, rest: str) -> float:
        """سيدني is no سـ + يدني: a verb is seen in a second person too; in the first it is rare anyway («سأزور»)."""
        siblings = sum(self._count(letter + rest[1:]) for letter in self._grammar.imperfect if letter != rest[0])
        if not siblings or len(rest) < 3:
            return 0.0
        return float(siblings) if rest[0] in ("ا", "ن") else float(self._total(rest))

    def _strength_behind_article(self, rest: str, word: str) -> float:
        if word.startswith(ARTICLE):
            return max(UNSEEN_BEHIND_ARTICLE, self._count("لل" + rest) + 0.1 * self._count(rest))
        own = self._count(word) if word.startswith("لل") or word.endswith(ARTICLE + rest) else 0
        fused = word.startswith("لل") and len(rest) == len(word) - 1  # للبكتيريا is ل + ال + لبكتيريا only where that is seen
        unseen = 0.0 if fused or len(rest) < 3 else UNSEEN_BEHIND_ARTICLE
        return max(unseen, self._definite(rest) - own + 0.1 * self._count(rest) + self._name(ARTICLE + rest) + self._name(rest))

    def _strength_with_pronoun(self, rest: str) -> float:
        cuts = ((w, e) for w, e in enclitic_cuts(rest, self._grammar) if len(w) >= _shortest_stem(e))
        return max((self._grammar.enclitics[e] * self._best_stem(w, e)[0] for w, e in cuts if e), default=0.0)

    def _wholeness(self, word: str) -> float:
        """How surely the first letters of a word are its own: how often it is seen where they cannot be a particle."""
        seen = self._own_first_letter(word)
        if not word.startswith(ARTICLE):
            seen += OWN_COUNT * self._count(word) + (WHOLE_NAME if word in self._names else 0.0)
        elif word in self._solid:
            seen += WHOLE_NAME
        if word.endswith("ا"):  # an accusative: «فعليا»
            seen += self._count(ARTICLE + word[:-1])
        cuts = ((w, e) for w, e in enclitic_cuts(word, self._grammar) if e and len(w) >= _shortest_stem(e))
        bare = ((stem, e) for w, e in cuts for stem in (*look_ups(w, e), *_before_nun(w)))
        return max(seen, *(self._grammar.enclitics[e] * self._own_first_letter(stem) for stem, e in bare), 0.0)

    def _own_first_letter(self, word: str) -> float:
        """How often a word is seen behind what its first letter, were it a particle, could not stand behind."""
        seen = self._count(ARTICLE + word)
        if word.startswith(ARTICLE):  # «بالعراق» is no sign that ال is the stem's, «لالمانيا» and «يلتقي» are
            return seen + self._count("ل" + word) + sum(self._count(letter + word[1:]) for letter in self._grammar.imperfect)
        seen += sum(self._count(p + word) for p in self._grammar.prepositions if p + word[0] != "لل")  # «للبحث» is ل + البحث
        if word[0] in self._grammar.conjunctions:
            seen += sum(self._count(c + word) for c in self._grammar.conjunctions)
        return seen + sum(self._count(p + word) for p in (*self._grammar.imperfect, "م"))

    # Pronouns behind the stem

    def _cut_back(self, proclitics: tuple[str, ...], rest: str, shown: str) -> Segmentation:
        best = Segmentation(proclitics, rest, "", rest)
        best_score = UNSEEN
        for written, enclitic in enclitic_cuts(rest, self._grammar):
            if not enclitic or len(written) < _shortest_stem(enclitic):
                continue
            total, stem = self._best_stem(written, enclitic)
            score = self._grammar.enclitics[enclitic] * total
            if score > max(best_score, self._unpronouned(rest, enclitic, shown)):
                best, best_score = Segmentation(proclitics, stem, enclitic, written), score
        return best

    def _best_stem(self, written: str, enclitic: str) -> tuple[float, str]:
        """The likeliest stem before a pronoun, and how often it is seen; other pronouns behind it count for it too."""
        siblings = sum(self._count(written + e) for e in ("ه", "ها", "هم") if e != enclitic)
        whole_forms = sum(self._definite(form) for form in _before_nun(written))
        totals = [(self._total(written) + siblings + whole_forms, written)]
        for stem in look_ups(written, enclitic)[1:]:
            if stem.endswith("ء"):  # «نظرائه» has نظراء
                totals.append((self._total(stem) + siblings + 1, stem))
                continue
            feminine = written.endswith("ت") and self._count(written) > 0  # «وصفت» is a verb where وصفة is not seen with the article
            totals.append((2 * self._definite(stem) + siblings if feminine else self._total(stem), stem))
        return max(totals)

    def _unpronouned(self, word: str, enclitic: str, shown: str) -> float:
        """How surely the last letters of a word are its own: how often it is seen where they cannot be a pronoun."""
        seen = float(self._definite(word))
        if enclitic == "ه" and shown.endswith("ه"):  # the counts do not tell ه from ة, the word as written does, slips apart
            seen *= SLIP
        seen += sum(self._count(word + ending) for ending in ("ه", "ها", "ين", "ون", "ات", "ت", "وا"))
        if enclitic in ("نا", "هما"):  # an accusative: «قانونا», «متهما»
            seen += self._definite(word[:-1])
        if enclitic in ("ي", "ني"):  # an adjective or a plural before a genitive: «مقاتلي»
            seen += self._count(word + "ن") + self._definite(word + "ن")
        return OWN_COUNT * self._count(word) + seen + (WHOLE_NAME if word in self._names else 0.0)

    # Counts

    def _count(self, word: str) -> int:
        return self._words.get(word, 0)

    def _name(self, word: str) -> float:
        return NAME if word in self._names else 0.0

    def _definite(self, stem: str) -> int:
        """How often a stem is seen with the article."""
        return sum(self._count(before + stem) for before in ("ال", "وال", "بال", "لل"))

    def _total(self, stem: str) -> int:
        """How often a stem is seen without a particle that could be its own first letter."""
        return self._count(stem) + self._definite(stem)
