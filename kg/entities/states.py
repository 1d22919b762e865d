"""States: by name, capital and seat, by their organs, their people, and the adjective of what is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.entities.drafts import Draft
from kg.entities.matching import Match
from kg.entities.rules import OrganRules, TitleRules
from kg.entities.words import QUOTES, Words, variants
from kg.knowledge import Knowledge, NameKind, bare
from kg.model import MentionForm

FORMS = {
    NameKind.CAPITAL: MentionForm.CAPITAL,
    NameKind.SEAT: MentionForm.CAPITAL,
    NameKind.ORGAN: MentionForm.ORGAN,
    NameKind.PEOPLE: MentionForm.PEOPLE,
}
NISBAS = frozenset({NameKind.NISBA, NameKind.WEAK_NISBA})
MAX_PORTFOLIO = 4
SEATED = "في"
SEATS = frozenset({NameKind.LABEL, NameKind.NAME, NameKind.SHORT, NameKind.WEAK, NameKind.CAPITAL})
BRACKETS = frozenset("()")
ARTICLES = ("ال", "وال", "بال", "لل", "فال", "كال", "ولل", "وبال")
DEFINITE = ("ها", "هم", "نا")
"""Endings of nouns that are definite by their owner: «مواقعها السورية»."""


class StateFinder:
    """Finds what names a state in a sentence. `taken` words are inside titles or other names."""

    def __init__(self, knowledge: Knowledge, organs: OrganRules, titles: TitleRules) -> None:
        self._things = knowledge.things
        self._knowledge = knowledge
        self._organs = organs
        self._titles = titles
        self._organ_words = lru_cache(maxsize=1 << 15)(self._find_organ_words)

    def drafts(
        self, words: Words, matches: Sequence[Match | None], taken: Sequence[bool], day: str | None = None, in_title: bool = False
    ) -> Iterator[Draft]:
        """The drafts of one sentence, left to right, without overlaps.

        Parameters:
            taken: words inside titles or other names.
            day: that of the article.
            in_title: read the inside of titles, where an organ stands only behind a preposition («باسم وزارة الخارجية الروسية»).
        """
        organs = list(map(self._organ_words, words.norms))
        i, count = 0, len(organs)
        while i < count:
            if taken[i] or (matches[i] is None and not organs[i]):
                i += 1
                continue
            organ = None if in_title and not self._behind_preposition(words, i) else self._organ(words, i, matches, day)
            found = organ or self._match(words, i, matches, taken)
            if found:
                draft, end = found
                if draft is not None:
                    yield draft
                i = end
            else:
                i += 1

    def _behind_preposition(self, words: Words, i: int) -> bool:
        before = words.norm(i - 1)
        return before in self._titles.prepositions or before in self._titles.place_prepositions

    def led_organ(self, words: Words, i: int, end: int, leader: str, body: str | None, day: str | None) -> Draft | None:
        """«إدارة الرئيس دونالد ترامب»: an organ before the word i, where a leader's title or name opens that runs to `end`.

        `body` is what his title says he leads, if anything.
        """
        if not i or not words.joined(i):
            return None
        for word, cut in self._organ_words(words.norms[i - 1]):
            if word in self._organs.led:
                led = (body,) if body and body.startswith("state/") else self._led_by(leader, day)
                if led:
                    because = f"organ {word} of its leader"
                    return Draft(words.span(i - 1, end, cut), led, MentionForm.ORGAN, because, heads=frozenset({bare(word)}))
        return None

    def _organ(self, words: Words, i: int, matches: Sequence[Match | None], day: str | None) -> tuple[Draft, int] | None:
        """«القوات المسلحة المصرية», «وزارة الخارجية الأميركية», «حكومة إسرائيل»."""
        adjective = i > 0 and words.joined(i) and words.norms[i - 1].startswith("ال")
        for word, cut in self._organ_words(words.norms[i]):
            if adjective and not cut and word in self._organs.adjectives:
                continue  # «السياسة الخارجية الأميركية»
            for end in self._portfolio_ends(words, i + 1, self._organs.organs[word]):
                match = matches[end] if end < len(words) and words.joined(end) else None
                if match is None or match.cut or not agrees(word, match):
                    continue
                of_state = tuple(e.thing for e in match.entries if self._may_own(e.kind, e.thing, word, end - i))
                of_state = of_state or self._of_leader(match, word, end - i, day)
                if of_state:
                    form = self._organ_form(word)
                    sure = all(e.kind is not NameKind.WEAK_NISBA for e in match.entries) and len(of_state) == 1
                    heads = frozenset({bare(word)})
                    return Draft(words.span(i, match.end, cut), of_state, form, f"organ {word} + {match.key}", sure, heads=heads), match.end
            seat, end = self._seat(words, i, matches) if word in self._organs.seated else ("", i)
            if seat:
                return Draft(
                    words.span(i, end, cut), (seat,), MentionForm.ORGAN, f"organ {word} in {seat}", heads=frozenset({bare(word)})
                ), end
        return None

    def _seat(self, words: Words, i: int, matches: Sequence[Match | None]) -> tuple[str, int]:
        """«السلطات العسكرية في مالي»: the state behind «في» in which the organ at i is, with only definite words between, "" for none,
        and where its name ends.
        """
        at = i + 1
        while at - i <= MAX_PORTFOLIO and words.norm(at).startswith("ال") and words.joined(at) and matches[at] is None:
            at += 1
        seat = matches[at + 1] if words.norm(at) == SEATED and at + 1 < len(words) and words.joined(at) and words.joined(at + 1) else None
        states = {e.thing for e in seat.entries if e.kind in SEATS and e.thing.startswith("state/")} if seat and not seat.cut else set()
        return (states.pop(), seat.end) if seat and len(states) == 1 else ("", i)

    def _find_organ_words(self, norm: str) -> tuple[tuple[str, int], ...]:
        """The organ nouns that a word can be, with the letters of its clitics."""
        return tuple((word, cut) for word, cut in variants(norm) if word in self._organs.organs)

    def _organ_form(self, word: str) -> MentionForm:
        if word in self._organs.peoples:
            return MentionForm.PEOPLE
        return MentionForm.PLACE if word in self._organs.places else MentionForm.ORGAN

    def _of_leader(self, match: Match, organ: str, distance: int, day: str | None) -> tuple[str, ...]:
        """«إدارة ترامب», «نظام الأسد»: the state that the person named leads on the day, or else led last."""
        if organ.startswith("ال") or distance != 1 or organ not in self._organs.led:
            return ()
        for entry in match.entries:
            led = self._led_by(entry.thing, day) if entry.thing.startswith("person/") else ()
            if led:
                return led
        return ()

    def _led_by(self, person: str, day: str | None) -> tuple[str, ...]:
        """The state that a person leads on the day, or else led last."""
        tenures = self._things[person].tenures if person in self._things else ()
        led = [t for t in tenures if t.body.startswith("state/") and self._knowledge.leads(t.office)]
        now = [t for t in led if day and t.covers(day)]
        return ((now or led)[-1].body,) if led else ()

    def _may_own(self, kind: NameKind, thing: str, organ: str, distance: int) -> bool:
        if not thing.startswith("state/"):
            return False
        if kind in NISBAS:
            return True
        return not organ.startswith("ال") and distance == 1 and kind in (NameKind.LABEL, NameKind.NAME, NameKind.SHORT, NameKind.CAPITAL)

    def _portfolio_ends(self, words: Words, start: int, takes: tuple[tuple[str, ...], ...] | None) -> Iterator[int]:
        """Where the noun phrase of an organ may end: at once, or behind one of the phrases that go on from it."""
        if takes is None:
            end = start
            while end < len(words) and end - start < MAX_PORTFOLIO and words.joined(end):
                norm = words.norm(end)
                if not norm.startswith(("ال", "وال", "لل")):
                    break
                end += 1
                yield end
            yield start
            return
        yield start
        for phrase in takes:
            end = start + len(phrase)
            if end < len(words) and all(words.norm(start + k) == w and words.joined(start + k) for k, w in enumerate(phrase)):
                yield end

    def _match(self, words: Words, i: int, matches: Sequence[Match | None], taken: Sequence[bool]) -> tuple[Draft | None, int] | None:
        match = matches[i]
        if match is None or words.norms[i][match.cut :] in self._organs.both:
            return None
        states = [e for e in match.entries if e.thing.startswith("state/")]
        others = match.entries[0].kind is not NameKind.WEAK and match.entries[0] not in states
        if not states or (others and not any(e.kind in NISBAS for e in states)):
            return None
        kinds = {e.kind for e in states}
        candidates = tuple(dict.fromkeys(e.thing for e in states))
        if kinds <= NISBAS:
            return self._nisba(words, match, candidates, matches, taken), match.end
        if not match.cut and words.norm(match.first - 1) in self._organs.other_places:
            return None
        if kinds & NISBAS and match.key.startswith("ال") and self._of_a_name(words, i, matches, taken, False):  # «صحيفة الحياة السعودية»
            return None
        candidates = self._by_vowels(words, match, candidates)
        kind = states[0].kind
        form = FORMS.get(kind, MentionForm.NAME)
        if form is MentionForm.CAPITAL and kind is NameKind.CAPITAL and self._is_place(words, match):
            form = MentionForm.PLACE
        by_vowels = len(candidates) < len({e.thing for e in states})
        sure = (kind is not NameKind.WEAK or by_vowels or self._is_place(words, match)) and len(candidates) == 1
        likely = kind is not NameKind.WEAK
        return Draft(words.span(match.first, match.end, match.cut), candidates, form, f"name {match.key}", sure, likely=likely), match.end

    def _by_vowels(self, words: Words, match: Match, candidates: tuple[str, ...]) -> tuple[str, ...]:
        """The one candidate that the written vowels leave: «عُمان», «عمّان»."""
        if len(candidates) == 1 or match.end - match.first > 1:
            return candidates
        form = words.tokens[match.first].form
        state = next((s for written, s in self._organs.vowelled.items() if form.endswith(written)), None)
        return (state,) if state in candidates else candidates

    def _is_place(self, words: Words, match: Match) -> bool:
        clitic = words.norm(match.first)[: match.cut]
        return clitic.endswith("ب") or words.norm(match.first - 1) in self._organs.place_prepositions

    def _of_another(self, matches: Sequence[Match | None], i: int) -> bool:
        """Whether the adjective at i says whose an organisation of another state is: «ميليشيات الحوثي الإيرانية»."""
        before = next((m for k in range(i - 1, max(i - MAX_PORTFOLIO, -1), -1) if (m := matches[k]) and m.end == i), None)
        adjective = matches[i]
        if before is None or adjective is None:
            return False
        home = self._things[before.entries[0].thing].home
        return home is not None and home not in {e.thing for e in adjective.entries}

    def _of_a_name(self, words: Words, i: int, matches: Sequence[Match | None], taken: Sequence[bool], article: bool) -> bool:
        """Whether an adjective goes with the name before it: «صحيفة "لوموند" الفرنسية», «مدينة دوما السورية»."""
        if not i:
            return False
        gap, before = words.gaps[i], words.norms[i - 1]
        if taken[i - 1] and (words.joined(i) or set(gap) <= QUOTES | BRACKETS):
            return not self._of_another(matches, i)
        if article and gap and gap[0] in QUOTES:
            return True
        return article and words.joined(i) and before.isalpha() and not before.startswith(ARTICLES) and not before.endswith(DEFINITE)

    def _nisba(
        self, words: Words, match: Match, candidates: tuple[str, ...], matches: Sequence[Match | None], taken: Sequence[bool]
    ) -> Draft | None:
        """An adjective: of an act or possession, of an unnamed official, or the people itself; none beside a medium or in a title."""
        i = match.first
        before = words.norm(i - 1) if i and words.joined(i) else ""
        article = match.key.startswith("ال")
        plural = match.key.split(" ")[0].endswith(("ون", "ين"))
        if before in self._organs.not_state or self._of_a_name(words, i, matches, taken, article and not plural):
            return None
        candidates = self._by_vowels(words, match, candidates)
        sure = len(candidates) == 1 and match.entries[0].kind is not NameKind.WEAK_NISBA
        span = words.span(i, match.end, match.cut)
        official = next((w for w, _ in variants(before) if w in self._titles.officials), None)
        if official:
            cut = next(c for w, c in variants(before) if w == official)
            return Draft(words.span(i - 1, match.end, cut), candidates, MentionForm.OFFICIAL, f"official {official} + {match.key}", sure)
        if plural and article and not before.startswith("ال"):
            return Draft(span, candidates, MentionForm.PEOPLE, f"people {match.key}", sure)
        return Draft(span, candidates, MentionForm.NISBA, f"nisba {match.key}", sure)


def agrees(organ: str, match: Match) -> bool:
    """Whether an adjective agrees in gender with its organ: «الخارجية التونسية», not «(وزير) الخارجية التونسي»."""
    adjective = all(e.kind in NISBAS for e in match.entries) and len(match.key.split(" ")) == 1
    return not (adjective and organ.endswith("ه") and organ.startswith("ال") and match.key.endswith("ي"))
