"""Finds people's names in a sentence: behind titles, honorifics and kin, known names, and runs of words that the corpus knows as names.

Whom a name stands for is decided for the article as a whole (`kg.entities.linker`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from kg.entities.bearers import fits
from kg.entities.complements import ComplementFinder
from kg.entities.matching import Match
from kg.entities.names import NameLexicon
from kg.entities.rules import NameRules, TitleRules
from kg.entities.titles import ANY_POST, Title, TitleFinder
from kg.entities.words import COMMAS, QUOTES, Words, behind_aside, variants
from kg.knowledge import Knowledge, NameKind, Thing

SURE_ALONE = frozenset({NameKind.LABEL, NameKind.NAME, NameKind.SHORT})
FIRST_SURE, FIRST_AFTER_COMMA, FIRST_TITLED, FIRST_BARE, FIRST_KIN = 0.4, 0.4, 0.1, 0.35, 0.25
FIRST_BEFORE_KNOWN = 0.55
LONG_FAMILY = 2
_CLOSING = COMMAS | {"("}
"""What parts a name from what is said of its bearer: «محمد قصير، المسؤول …»."""


class Role(NamedTuple):
    """What a word can do for a name: be an honorific, a noun of kin, or open a name that nobody listed (the letters to cut, best first)."""

    honorific: bool
    kin: bool
    bare: tuple[int, ...]


NO_ROLE = Role(False, False, ())


@dataclass(frozen=True, slots=True)
class NameHit:
    """A person's name over words `first` to `end` of sentence `at`, with the title or honorific before it."""

    at: int
    first: int
    end: int
    cut: int
    known: tuple[str, ...]
    sure: bool
    title: Title | None = None
    opening: int | None = None  # where an honorific or a noun of kin before the name begins
    because: str = ""
    alone: bool = False  # a first name that stands alone, introduced by kin: «ابنته يوليا»


@dataclass(slots=True)
class Sentence:
    """One sentence while its people are read; `named` words are in names, `titled` words in titles."""

    words: Words
    matches: list[Match | None]
    titles: list[Title] = field(default_factory=list)
    hits: list[NameHit] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)
    titled: list[bool] = field(default_factory=list)


class PersonFinder:
    """Finds titles and names in a sentence."""

    def __init__(self, knowledge: Knowledge, titles: TitleRules, rules: NameRules, names: NameLexicon) -> None:
        self._knowledge = knowledge
        self._rules = titles
        self._kin = rules.kin
        self._family = rules.family
        self._particles = rules.particles
        self._names = names
        self._titles = TitleFinder(knowledge, titles)
        self._complements = ComplementFinder(knowledge, titles, self._titles)
        self._role = lru_cache(maxsize=1 << 16)(self._find_role)

    def _find_role(self, norm: str) -> Role | None:
        """What a word can do for a name, with or without its clitics; None for most words."""
        words = [word for word, _ in variants(norm)]
        names = self._names
        whole, bare_names = names.opens(norm), []
        for word, cut in sorted(variants(norm), key=lambda v: -names.opens(v[0]) if names.listed(v[0]) else 0.0):
            if cut and whole > 0.2 and names.opens(word) < whole:
                break
            if cut and not names.cuttable(norm, word):
                continue
            often = names.given(word) or (names.opens(word) >= FIRST_BARE and names.listed(word))
            if often and len(word) > 2 and not word.startswith("ال"):
                bare_names.append(cut)
        role = Role(any(w in self._rules.honorifics for w in words), any(w in self._kin for w in words), tuple(bare_names))
        return role if any(role) or self._titles.opens(norm) else None

    def read(self, at: int, words: Words, matches: list[Match | None]) -> Sentence:
        """The titles and names of sentence number `at`."""
        found = Sentence(words, matches, named=[False] * len(words), titled=[False] * len(words))
        roles = list(map(self._role, words.norms))
        coming: dict[int, NameHit] = {}
        i, count = 0, len(roles)
        while i < count:
            role = roles[i]
            if role is None and matches[i] is None and i not in coming:
                i += 1
                continue
            hit = coming.get(i) or (self._known(at, found, i, None, None) if self._full_name(matches[i], i) else None)
            title = None if hit or role is None else self._titles.at(words, i, matches)
            if title:
                found.titled[title.first : title.end] = [True] * (title.end - title.first)
                hit = self._of_title(at, found, title, coming)
            elif not hit:
                hit = self._untitled(at, found, i, role or NO_ROLE)
            hit = coming.get(hit.first, hit) if hit else None
            if hit:
                found.hits.append(hit)
                found.named[hit.first : hit.end] = [True] * (hit.end - hit.first)
            i = hit.end if hit else title.end if title else i + 1
        return found

    def _of_title(self, at: int, found: Sentence, title: Title, coming: dict[int, NameHit]) -> NameHit | None:
        """Note a title; the name that stands behind it, be it the bearer's or that of the one he serves.

        A bearer who is named later in the sentence goes to `coming`, by the word at which his name begins.
        """
        if title.shared:
            return self._shared(at, found, title, coming)
        superior = None if title.predicate else self._superior(at, found, title)
        if superior:
            leader, title = superior
            found.titles.extend([title, leader.title] if leader.title else [title])
            bearer = self._behind(at, found, title, leader.end)
        else:
            title = self._of_apposed(found, title)
            found.titles.append(title)
            leader, bearer = None, None if title.predicate else self._after_title(at, found, title)
        if bearer and (leader or bearer.first > self._behind_honorifics(found.words, title.end)):
            coming[bearer.first] = bearer
            return leader
        return bearer or leader

    def _shared(self, at: int, found: Sentence, title: Title, coming: dict[int, NameHit]) -> NameHit | None:
        """The names of those who share a title, each behind his nationality; all but the first go to `coming`."""
        found.titles.append(title)
        first = hit = self._after_title(at, found, title)
        if not title.bodies and not (first and first.known):  # «أكد الوزيران تمسكهما»
            return None
        shared: Title | None = title
        while shared:
            if hit:
                coming[hit.first] = hit
            shared = self._titles.sharer(found.words, title, found.matches, hit.end if hit else shared.end)
            hit = self._after_title(at, found, shared) if shared else None
            if shared:
                found.titles.append(shared)
                found.titled[shared.first : shared.end] = [True] * (shared.end - shared.first)
        return first

    def _of_apposed(self, found: Sentence, title: Title) -> Title:
        """A title directly behind a name with the body that its complement says: «ليو هي، المستشار الاقتصادي للرئيس شي»."""
        if title.bodies or title.lone or not found.hits or found.hits[-1].end != title.first:
            return title
        complement = self._complements.complement(found.words, title, found.matches, title.end)
        return complement.title if complement else title

    def _behind(self, at: int, found: Sentence, title: Title, i: int) -> NameHit | None:
        """The bearer's name behind that of the one he serves: «مستشار الرئيس الأمريكي دونالد ترامب للأمن القومي، جون بولتون»."""
        comma = i < len(found.words) and found.words.gaps[i] in COMMAS
        hit = self._name_at(at, found, title, i, comma) if comma else None
        return hit if hit and not hit.cut else self._behind_complement(at, found, title, i)

    def _untitled(self, at: int, found: Sentence, i: int, role: Role) -> NameHit | None:
        hit = self._honoured(at, found, i) if role.honorific else self._of_kin(at, found, i) if role.kin else None
        return hit or self._known(at, found, i, None, None) or (self._bare_name(at, found, i, role.bare) if role.bare else None)

    def _full_name(self, match: Match | None, i: int) -> bool:
        return match is not None and match.end - i > 1 and match.entries[0].kind in SURE_ALONE and bool(people_of(match))

    def _after_title(self, at: int, found: Sentence, title: Title) -> NameHit | None:
        """The name that a title opens, directly, behind a comma or behind honorifics."""
        words, aside = found.words, behind_aside(found.words, title.end)
        i = aside or title.end
        if i >= len(words):
            return None
        comma = bool(aside) or words.gaps[i] in COMMAS
        if not (words.joined(i) or comma or set(words.gaps[i]) <= QUOTES):
            return None
        hit = self._name_at(at, found, title, i, comma)
        return hit or self._behind_adjective(at, found, title, i) or self._behind_complement(at, found, title, i)

    def _behind_adjective(self, at: int, found: Sentence, title: Title, i: int) -> NameHit | None:
        """The name behind one more adjective, of him or of what he serves: «الجاسوس الروسي المزدوج سيرغي سكريبال»."""
        words, norm = found.words, found.words.norm(i)
        other = self._names.closes(norm) or norm in self._rules.honorifics or norm in self._rules.verbs or found.matches[i] is not None
        if not title.bodies or not norm.startswith("ال") or other or not words.joined(i):
            return None
        if i + 1 >= len(words) or not words.joined(i + 1):
            return None
        hit = self._name_at(at, found, title, i + 1, True)
        return hit if hit and hit.sure and hit.end - hit.first > 1 else None

    def _superior(self, at: int, found: Sentence, title: Title) -> tuple[NameHit, Title] | None:
        """The leader whom a title names as the one it serves, and the title with what he leads as its body.

        «نائب الرئيس الأمريكي، دونالد ترامب», «مستشار ترامب».
        """
        words, i = found.words, title.end
        if i >= len(words) or not (words.joined(i) or words.gaps[i] in COMMAS) or title.counterpart or title.lone or title.unnamed:
            return None
        bare_head = title.end == title.first + 1 and not title.bodies and words.joined(i)
        inner = self._complements.inner(words, title, found.matches)
        if not (bare_head or inner):
            return None
        leader = self._known(at, found, i, inner, None)
        if leader is None or not leader.sure:
            return None
        if inner and self._complements.only_leads(leader.known[0], inner.bodies):
            return leader, title
        led = self._titles.led_by(leader.known[0]) if bare_head else ()
        return (leader, replace(title, bodies=led, office=ANY_POST, leads=False, profession=True)) if led else None

    def _behind_complement(self, at: int, found: Sentence, title: Title, start: int) -> NameHit | None:
        """The name behind a complement that goes on from a title, with what that says of the body.

        «وزير الإعلام في جنوب السودان، مايكل ماكوي», «الباحث المتخصص في … في مركز كارنيغي بالصين، تشاو تونغ».
        """
        if title.lone or title.counterpart:
            return None
        complement = self._complements.complement(found.words, title, found.matches, start)
        if complement is None:
            return None
        end, title, superior = complement
        comma = end < len(found.words) and found.words.gaps[end] in COMMAS
        if end >= len(found.words) or not (comma or found.words.joined(end)):
            return None
        hit = self._name_at(at, found, title, end, comma)
        if hit is None or not (hit.sure or comma) or hit.end - hit.first == 1:
            return None
        if superior:  # «المبعوث الخاص لوزير الخارجية، مايك بومبيو»: the name may be the minister's
            return hit if superior.leads and hit.known and not self._titles.led_by(hit.known[0]) else None
        return hit

    def _name_at(self, at: int, found: Sentence, title: Title, i: int, comma: bool) -> NameHit | None:
        """The name of a title's bearer at the word i, behind honorifics or none."""
        words = found.words
        name = self._behind_honorifics(words, i)
        if name >= len(words) or (name > i and not words.joined(name)):
            return None
        opening = i if name > i else title.first if title.lone and not comma else None
        least = FIRST_AFTER_COMMA if comma else FIRST_TITLED
        known = self._known(at, found, name, title, opening)
        if known and known.sure and self._is_anothers(self._knowledge.things[known.known[0]], title, comma):
            return None  # «وصف الزعيم الكوري بوتين بأنه …»: the title is one man's, the name another's
        return known or self._unknown(at, found, name, title, opening, least)

    def _is_anothers(self, thing: Thing, title: Title, comma: bool) -> bool:
        """Whether a title cannot be a known person's by the offices and the home that are known of him.

        One who served a state may serve an organisation as well, unless others are known to have had that office, which is one
        man's, and no comma says that the name goes with the title.
        """
        if not title.bodies or fits(thing, title):
            return False
        if title.bodies[0].startswith("state/"):
            return bool(thing.home or thing.tenures)
        kind = self._knowledge.offices.get(title.office)
        return not comma and kind is not None and kind.single and bool(self._knowledge.holders((title.office,), title.bodies[0]))

    def _behind_honorifics(self, words: Words, i: int) -> int:
        """The word behind the honorifics and ranks that begin at i."""
        k = i
        while k < len(words) and (k == i or words.joined(k)):
            norm = words.norm(k)
            if norm not in self._rules.honorifics and not (k > i and norm in self._rules.ranks):
                break
            k += 1
        return k

    def _honoured(self, at: int, found: Sentence, i: int) -> NameHit | None:
        """«الشيخ محمد …», «اللواء الركن …»: an honorific that opens a name."""
        words, k = found.words, i + 1
        while k < len(words) and words.joined(k) and (words.norm(k) in self._rules.honorifics or words.norm(k) in self._rules.ranks):
            k += 1
        nationality = found.matches[k] if k < len(words) and words.joined(k) else None
        if nationality and not nationality.cut and nationality.entries[0].kind is NameKind.NISBA and words.norm(k).startswith("ال"):
            k = nationality.end  # «اللواء الليبي سالم …»
        if k >= len(words) or not words.joined(k):
            return None
        return self._known(at, found, k, None, i) or self._unknown(at, found, k, None, i, FIRST_SURE)

    def _of_kin(self, at: int, found: Sentence, i: int) -> NameHit | None:
        """«ابنته يوليا», «زوجته بريجيت»: a name behind a noun of kin, where one word is enough."""
        words = found.words
        if i + 1 >= len(words) or not words.joined(i + 1):
            return None
        known = self._known(at, found, i + 1, None, None)
        if known and (known.sure or len(known.known) == 1):
            return replace(known, sure=True)
        if self._taken(found.matches[i + 1]):
            return None
        end = self._before_known(found, i + 1, self._names.run(words, i + 1, FIRST_KIN, titled=True))
        return NameHit(at, i + 1, end, 0, (), True, None, None, "name behind kin", True) if end > i + 1 else None

    def _taken(self, match: Match | None) -> bool:
        """Whether a known phrase that is no person's name opens here."""
        return match is not None and not match.cut and match.entries[0].kind is not NameKind.WEAK and not people_of(match)

    def _known(self, at: int, found: Sentence, i: int, title: Title | None, opening: int | None) -> NameHit | None:
        match = found.matches[i] if i < len(found.words) else None
        people = people_of(match)
        if match is None or not people or (match.cut and title is not None and title.end == i):
            return None
        short = match.end - i == 1
        kinds = {e.kind for e in match.entries if e.thing in people}
        if match.entries[0].kind is NameKind.WEAK and short and not self._names.may_be_name(found.words.norm(i)[match.cut :]):
            return None
        sure = bool(kinds & SURE_ALONE) and len(people) == 1 and all(e.thing == people[0] for e in match.entries)
        if short or NameKind.WEAK in kinds:  # «كيم» may open a longer name that nobody listed
            longer = self._names.run(found.words, i, titled=True) if not match.cut else i
            if longer > match.end and (title is not None or opening is not None or not kinds & SURE_ALONE):
                return None
            if sure and short and self._is_first_name(found, i - 1):
                return None
        end = match.end if short else self._with_family(found.words, match.end)
        because = f"name {match.key}"
        if opening is None and end - i > 2 and found.words.norms[i][match.cut :] in self._rules.honorifics:
            return NameHit(at, i + 1, end, 0, people, sure, title, i, because)
        return NameHit(at, i, end, match.cut, people, sure, title, opening, because)

    def _with_family(self, words: Words, end: int) -> int:
        """The end of a full name with the family behind it: «محمد بن زايد آل نهيان»."""
        while end + 1 < len(words) and words.norm(end) in self._family and words.joined(end) and words.joined(end + 1):
            end += LONG_FAMILY
            while words.norm(end - 1) in self._particles and end < len(words) and words.joined(end):  # «بن عبد العزيز»
                end += 1
        return end

    def _is_first_name(self, found: Sentence, i: int) -> bool:
        """Whether the word at i is the first name of one whose last name follows: then the known bearer of that name is not meant."""
        if i < 0 or found.titled[i] or found.named[i] or found.matches[i] is not None or not found.words.joined(i + 1):
            return False
        return self._names.opens(found.words.norm(i)) >= FIRST_BEFORE_KNOWN

    def _unknown(self, at: int, found: Sentence, i: int, title: Title | None, opening: int | None, least: float) -> NameHit | None:
        words = found.words
        if self._taken(found.matches[i]):
            return None
        end = self._before_known(found, i, self._names.run(words, i, least, titled=True))
        if end == i:
            return None
        if end - i == 1 and (not self._names.alone(words.norm(i)) or words.gaps[i] in COMMAS):
            return None
        return NameHit(at, i, end, 0, (), True, title, opening, "name behind a title" if title else "name behind an honorific")

    def _before_known(self, found: Sentence, start: int, end: int) -> int:
        """A name ends before a known state, organisation or nationality, and before a title."""
        for k in range(start + 1, end):
            match = found.matches[k]
            if match is None or match.cut or people_of(match) or match.entries[0].kind in (NameKind.WEAK, NameKind.WEAK_NISBA):
                continue
            surname = match.entries[0].kind is NameKind.NISBA and k == end - 1 and match.key.startswith("ال") and end - start >= 2
            if not surname:  # «محمد المصري»
                return k
        return end

    def _bare_name(self, at: int, found: Sentence, i: int, cuts: Sequence[int]) -> NameHit | None:
        """Two words or more that the corpus knows as a name, without any title; `cuts` are the clitic letters to leave off, best first."""
        words, names = found.words, self._names
        if i + 1 >= len(words) or not words.joined(i + 1):
            return None
        match = found.matches[i]
        if self._taken(match):
            return None
        closed = words.gaps[i + 2][:1] in _CLOSING and names.may_close(words.norm(i + 1))
        likely = names.goes_on(words.norm(i + 1)) >= 0.3
        for cut in cuts:
            if cut and match is not None and not match.cut:
                break
            sure = closed and words.norms[i][:cut] in ("", "و") and names.surely_given(words.norms[i][cut:])
            if not (likely or sure):
                continue
            end = self._before_known(found, i, max(names.run(words, i, 0.0), i + 1 + sure))
            norms = [words.norms[i][cut:], *words.norms[i + 1 : end]]
            if names.units(norms) > 1 and (names.given(norms[0]) or any(map(names.listed, norms[1:]))):
                return NameHit(at, i, end, cut, (), False, None, None, "words of names")
        return None


def people_of(match: Match | None) -> tuple[str, ...]:
    """The people whom a match can name, the most trusted first."""
    if match is None:
        return ()
    return tuple(dict.fromkeys(e.thing for e in match.entries if e.thing.startswith("person/")))
