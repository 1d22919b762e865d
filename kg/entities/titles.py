"""Titles: what office, of what body, and where the name after it begins.

«وزير الخارجية الإيراني محمد جواد ظريف»: the noun phrase gives the office, the adjective the state. A title goes on with definite words,
listed nouns, known bodies and its own prepositions; whatever else comes ends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from kg.entities.matching import Match
from kg.entities.rules import TitleRules
from kg.entities.words import COMMAS, QUOTES, Words, variants
from kg.knowledge import Knowledge, NameKind, bare, phrase
from kg.model import EntityType

ORGANS = (NameKind.ORGAN, NameKind.SEAT)
NISBAS = (NameKind.NISBA, NameKind.WEAK_NISBA)
ANY_POST = "officer"
"""The office of titles that name none of offices.ttl."""

BODY_TYPES = (EntityType.STATE, EntityType.ORGANIZATION, EntityType.BLOC)


@dataclass(frozen=True, slots=True)
class Title:
    """A title over words `first` to `end` (exclusive).

    `office` is an id of offices.ttl; `bodies` are the entity ids it may be of (several where the adjective is shared), in the
    order of trust; `single` is whether it names one person; `lone` whether it is a head alone with the article («الرئيس»).
    `nisba` is the word range of the adjective inside it; `profession` says that it is what he is, `private` that he serves no state
    in it, `officeless` that he holds nothing by it («مرشح حزب …»), `unnamed` that it names nobody by itself: its body is a pronoun's
    («سفيرتها»), it is a `predicate` («رئيسا للحكومة») or `shared` by several («الرئيسان»); `post` tells apart what offices.ttl does not.
    """

    first: int
    end: int
    cut: int
    office: str
    bodies: tuple[str, ...]
    leads: bool
    single: bool
    lone: bool
    ended: bool
    definite: bool
    counterpart: bool = False
    nisba: tuple[int, int] | None = None
    profession: bool = False
    private: bool = False
    officeless: bool = False
    unnamed: bool = False
    predicate: bool = False
    shared: bool = False
    post: str = ""


class Opening(NamedTuple):
    """How a word can open a title: the head, or the noun of a counterpart, the letters before it, and the pronoun at its end.

    `plural` is the word itself where it is a plural; a `predicate` ends in the accusative's ا.
    """

    word: str
    cut: int
    counterpart: bool = False
    owner: str = ""
    plural: bool = False
    predicate: bool = False


class TitleFinder:
    """Reads the title that opens at a word."""

    def __init__(self, knowledge: Knowledge, rules: TitleRules) -> None:
        self._things = knowledge.things
        self._rules = rules
        self._offices = office_keys(knowledge)
        self._modifiers = frozenset(bare(w) for w in rules.modifiers)
        self._kinds = knowledge.offices
        self._holders = knowledge.tenures_by_body
        self._past_lengths = sorted({said.count(" ") + 1 for said in rules.ended})
        self._opening = lru_cache(maxsize=1 << 15)(self._find_opening)

    def opens(self, norm: str) -> bool:
        """Whether a word can open a title."""
        return self._opening(norm) is not None

    def at(self, words: Words, i: int, matches: Sequence[Match | None]) -> Title | None:
        """The title whose head is word i, or None."""
        opening = self._opening(words.norms[i])
        return self._read(words, i, matches, opening) if opening and not self._is_adjective(words, i) else None

    def _is_adjective(self, words: Words, i: int) -> bool:
        """«المعقل الرئيس للحوثيين»: the principal one, no president."""
        if words.norms[i] not in self._rules.principal or not words.joined(i):
            return False
        return words.norm(i + 1).startswith("ل") and any(word.startswith("ال") for word, _ in variants(words.norm(i - 1)))

    def _find_opening(self, norm: str) -> Opening | None:
        readings = variants(norm)
        plural = next((Opening(self._rules.plurals[w], cut, plural=True) for w, cut in readings if w in self._rules.plurals), None)
        if plural:
            return plural
        for word, cut in readings:
            if word.endswith("ا") and word[-2:] != "ها" and word[:-1] in self._rules.heads:
                return Opening(word[:-1], cut, predicate=True)
        for word, cut in readings:
            if word in self._rules.counterparts:
                return Opening(word, cut, counterpart=True)
            if bare(word) in self._rules.heads:
                return Opening(word, cut)
        owned = ((cut, self._owned(word)) for word, cut in readings)
        return next((Opening(o[0], cut, owner=o[1]) for cut, o in owned if o and o[0].removesuffix("ه") in self._rules.owned_heads), None)

    def _owned(self, word: str) -> tuple[str, str] | None:
        """A noun without the pronoun at its end, and that: «سفيرتها» → سفيره, ها."""
        for owner in self._rules.owners:
            if word.endswith(owner) and not word.startswith("ال"):
                noun = word[: -len(owner)]
                return (noun[:-1] + "ه" if noun.endswith("ت") else noun), owner
        return None

    def _read(self, words: Words, i: int, matches: Sequence[Match | None], opening: Opening) -> Title | None:
        rules = self._rules
        word, cut, counterpart, owner, plural, predicate = opening
        if plural and words.norm(i).endswith("ا") and words.norm(i + 1).startswith("ل"):
            plural, predicate = False, True  # «وزيرا للخارجية» beside «وزيرا خارجية روسيا وتركيا»
        if not owner and word[:-1] in rules.owned_heads and words.tokens[i].form.endswith("ه"):
            word, owner = word[:-1], "ه"  # «نائبه», which folding makes one with «نائبة»
        elif owner == "ه" and not words.tokens[i].form.endswith("ه"):
            return None
        head = rules.heads.get(bare(word))
        places = head is not None and head.places
        content = [bare(word)]
        bodies = self._owner(words, i, matches, owner) if owner else ()
        nisba: tuple[int, int] | None = None
        ended = topic = of_organ = False
        end = i + 1
        while end < len(words) and (words.joined(end) or self.quoted(words, end, matches)):
            norm = words.norm(end)
            match = matches[end]
            if norm in rules.two_states:  # «زعيما الكوريتين»: of each another, and the word names both
                break
            longer = match is not None and match.end > end + 1 and match.entries[0].kind is not NameKind.WEAK and self._bodies(match)
            owned = None if owner or nisba or bodies else self._owned(norm)
            portfolio = norm[2:] if predicate and norm.startswith("لل") else bare(norm)
            if past := self._past(words, end):
                ended = True
                end += past
            elif not longer and (*content, portfolio) in self._offices and nisba is None and not bodies:  # «وزير المالية» is of no Malian
                content.append(portfolio)
                end += 1
            elif owned and (*content, owned[0]) in self._offices:  # «وزير خارجيتها»
                content.append(owned[0])
                owner = owned[1]
                bodies = self._owner(words, i, matches, owner)
                end += 1
            elif match and not match.cut and (states := self._nationality(words, match, content)):
                if not bodies:
                    bodies, nisba = states, (end, match.end)
                elif nisba is None:
                    nisba = (end, match.end)
                end = match.end
            elif norm in rules.adjectives and not bodies and norm.endswith("ه") == word.endswith("ه"):  # not «وزير الشؤون الأوروبية»
                bodies, nisba = (rules.adjectives[norm],), (end, end + 1)
                end += 1
            elif norm in rules.modifiers or (places and norm in rules.posted):
                if norm not in rules.posted and nisba is None and not bodies:
                    content.append(bare(norm))
                end += 1
            elif (
                match
                and (named := self._named(match, content))
                and self._may_take(words, end, match, content, bool(bodies or nisba), places)
            ):
                if head is None or self._preposition(words, end, match) not in head.abroad | rules.about:
                    of_organ = of_organ or (not bodies and is_organ(match))
                    if not bodies and len(content) > 1 and content[-1] in rules.generic:
                        content.pop()
                    bodies = bodies or named
                topic = False
                end = match.end
            elif norm in rules.prepositions and end + 1 < len(words):
                content.append(bare(norm))
                topic = True
                end += 1
            elif (bodies and not topic and not places) or (match and match.end > end + 1 and names_person(match)):
                break
            elif norm in rules.place_prepositions and places and self._place_follows(words, end, matches):
                end += 1
            elif self.goes_on(words, end, norm, bool(bodies) and not topic):
                content.append(bare(norm))
                end += 1
            else:
                break
        while end > i + 1 and (words.norm(end - 1) in rules.prepositions or words.norm(end - 1) in rules.place_prepositions):
            end -= 1
        bodies = bodies or rules.sole.get(tuple(content), ())
        indefinite = nisba is not None and len(content) == 1 and not words.norm(nisba[0]).startswith("ال")
        unnamed = bool(owner) or plural or predicate
        lone = end == i + 1 and not unnamed
        read = Title(i, end, cut, "", bodies, False, True, lone, ended, not indefinite, counterpart, nisba)
        read = replace(read, unnamed=unnamed, shared=plural, predicate=predicate)
        deputy = bool(owner) and content == [bare(word)] and bare(word) in rules.deputies
        if of_organ or deputy:  # «قائد فيلق القدس» leads no state, «نائبه» sits in no parliament
            content.append("")
        return read if counterpart else self._with_office(read, word, content)

    def _past(self, words: Words, at: int) -> int:
        """How many words from one on say that the office is his no more: «السابق», «في ذلك الحين»."""
        return next((n for n in self._past_lengths if " ".join(words.norms[at : at + n]) in self._rules.ended), 0)

    def sharer(self, words: Words, title: Title, matches: Sequence[Match | None], at: int) -> Title | None:
        """The title of the next one in «الرئيسان الأميركي دونالد ترامب والروسي فلاديمير بوتين», whose nationality stands at a word."""
        match = matches[at] if at < len(words) else None
        if match is None or match.cut != 1 or not (words.joined(at) or words.gaps[at] in COMMAS):
            return None
        named = tuple(e.thing for e in match.entries if e.thing.startswith("state/")) if title.nisba is None else ()
        states = self._nationality(words, match, ()) or named
        return replace(title, first=at, end=match.end, cut=1, bodies=states, nisba=(at, match.end)) if states else None

    def led_by(self, person: str) -> tuple[str, ...]:
        """What a known person led last."""
        led = [t.body for t in self._things[person].tenures if self._kinds[t.office].leads]
        return tuple(led[-1:])

    def quoted(self, words: Words, at: int, matches: Sequence[Match | None]) -> bool:
        """Whether a known body in quotation marks opens at a word, or ends before it: «زعيم جماعة "أنصار الله" اليمنية»."""
        if not (words.gaps[at] and set(words.gaps[at]) <= QUOTES):
            return False
        before = next((m for k in range(at - 1, max(at - 4, -1), -1) if (m := matches[k]) and m.end == at), None)
        return any(m is not None and self._bodies(m) for m in (matches[at], before))

    def _preposition(self, words: Words, at: int, match: Match) -> str:
        """The preposition before a known name, or at the head of its first word."""
        norm = words.norm(at)
        if match.cut or norm.startswith("لل"):
            return norm[: match.cut or 1]
        return words.norm(at - 1)

    def _owner(self, words: Words, i: int, matches: Sequence[Match | None], owner: str) -> tuple[str, ...]:
        """Whom a pronoun in a title means: the state or organisation named last before, or for «ه» what the person led last."""
        k = 0
        found: tuple[str, ...] = ()
        while k < i:
            match = matches[k]
            found = (match and match.end <= i and self._served(match, owner)) or found
            k = match.end if match else k + 1
        return found

    def _served(self, match: Match, owner: str) -> tuple[str, ...]:
        first = match.entries[0]
        thing = self._things[first.thing]
        nisba = first.kind in NISBAS
        if first.kind is NameKind.WEAK or (nisba and (owner == "ه" or thing.type is not EntityType.STATE)):
            return ()
        if thing.type is EntityType.PERSON:
            return self.led_by(thing.id) if owner == "ه" else ()
        return (thing.id,) if thing.type in BODY_TYPES else ()

    def _with_office(self, read: Title, word: str, content: Sequence[str]) -> Title | None:
        """The title with the office that its words name, and what that says of its bearer."""
        head = self._rules.heads.get(bare(word))
        if head is None:
            return None
        bodies = read.bodies
        office, exact = self.office_of(content)
        if exact and len(content) == 1 and not head.single and bodies and not self._ever_held(office, bodies):
            office, exact = ANY_POST, False  # «مستشار البيت الأبيض» is no chancellor
        kind = self._kinds.get(office)
        of_others = bool(bodies) and not bodies[0].startswith("state/")
        leads = kind.leads if exact and kind else head.leads and len(content) == 1 and of_others
        if exact and leads and of_others and office == "president":
            office = "head"
        article = word.startswith("ال")
        by_nationality = head.trade and read.nisba is not None and len(content) == 1 and read.end == read.nisba[1]
        by_birth = head.born and exact and bool(bodies) and not self._ever_held(office, bodies)
        return replace(
            read,
            office=office,
            leads=leads,
            single=kind.single if exact and kind else head.single and len(content) > 1,
            lone=read.lone and article,
            definite=article or len(content) > 1 or (bool(bodies) and read.definite),
            profession=head.profession,
            private=head.private or by_nationality or by_birth,
            officeless=not head.post,
            post=office if office != ANY_POST else "-".join(content),
        )

    def _ever_held(self, office: str, bodies: Sequence[str]) -> bool:
        """Whether a body is known to have, or have had, an office; true of all that more than one may hold."""
        return not self._kinds[office].single or any(t.office == office for body in bodies for t in self._holders.get(body, ()))

    def office_of(self, content: Sequence[str]) -> tuple[str, bool]:
        """The office that a title's words name, and whether they name it in full rather than by the head alone."""
        key = tuple(content)
        if not self._rules.assistants.isdisjoint(key[1:]):
            return ANY_POST, False
        plain = tuple(w for w in content if w not in self._modifiers)
        for full in (key, plain):  # «الزعيم الشيوعي» is a leader
            if full in self._offices:
                return self._offices[full], True
        for length in range(len(key) - 1, 0, -1):
            found = self._offices.get(key[:length])
            if found and length > 1 and self._kinds[found].leads:
                return found, True  # «رئيس حكومة الوفاق …» is still a prime minister
            # «نائب وزير الدفاع» sits in no parliament, and «نائب رئيس اللجنة» is no vice president
            last = key[1 if length == 1 else length - 1]
            deputy = not last or last in self._rules.heads
            if found and not self._kinds[found].leads and not (length == 1 and self._kinds[found].single) and not deputy:
                return found, False
        return ANY_POST, False

    def _nationality(self, words: Words, match: Match, content: Sequence[str]) -> tuple[str, ...]:
        """The states that an adjective can be of; behind a preposition «سوريا» is a name, and behind what names no office in full («وزير
        الدولة للشؤون المالية») another word is likelier than a nationality.
        """
        named = words.norm(match.first - 1) in self._rules.place_prepositions
        kinds = NISBAS if not content or self.office_of(content)[1] else (NameKind.NISBA,)
        return () if named else tuple(e.thing for e in match.entries if e.kind in kinds)

    def _named(self, match: Match, content: Sequence[str]) -> tuple[str, ...]:
        """The bodies that a name means in a title; of several under one weak name that which has had the office («سلطان عمان»)."""
        bodies = self._bodies(match)
        office, exact = ("", False) if bodies else self.office_of(content)
        if not exact or not self._kinds[office].single:
            return bodies
        held = {e.thing for e in match.entries if any(t.office == office for t in self._holders.get(e.thing, ()))}
        return tuple(held) if len(held) == 1 else ()

    def _bodies(self, match: Match) -> tuple[str, ...]:
        several = len({e.thing for e in match.entries}) > 1  # «التحالف»: which of them, the article tells
        unfit = {*NISBAS, NameKind.WEAK} if several else NISBAS
        bodies = [e.thing for e in match.entries if e.kind not in unfit and self._things[e.thing].type in BODY_TYPES]
        weak = match.entries[0].kind is NameKind.WEAK
        return tuple(b for b in bodies if not (weak and "media" in self._things[b].kinds))  # «مديرة قسم الشرق الأوسط»

    def _may_take(self, words: Words, at: int, match: Match, content: list[str], has_body: bool, places: bool) -> bool:
        """Whether a known body goes on with the title: in the genitive («رئيس روسيا»), or behind ل («للأمم المتحدة»)."""
        before = words.norm(at - 1)
        if before in self._rules.place_prepositions or before in self._rules.prepositions:
            return True
        if has_body:
            return False
        clitic = words.norm(at)[: match.cut]
        if match.cut:
            return clitic in ("ل", "ب") and (places or clitic == "ل")
        if words.norm(at).startswith("لل"):
            return True
        return not before.startswith("ال") or (len(content) == 1 and not before.startswith("ال"))

    def _place_follows(self, words: Words, at: int, matches: Sequence[Match | None]) -> bool:
        match = matches[at + 1] if at + 1 < len(words) and words.joined(at + 1) else None
        return bool(match and self._bodies(match))

    def goes_on(self, words: Words, at: int, norm: str, has_body: bool) -> bool:
        """Whether a title goes on with a word: a noun of titles in the genitive, or a definite word that opens no title of its own."""
        if has_body:
            return False
        if norm in self._rules.nouns:
            return not words.norm(at - 1).startswith("ال")  # «حمّل المتحدث ميليشيات الحوثي المسؤولية»
        word = norm[1:] if norm.startswith("وال") or norm.startswith("لل") else norm
        if norm.startswith("لل"):
            word = "ال" + norm[2:]
        if not word.startswith("ال") or word in self._rules.honorifics or word in self._rules.verbs:
            return False
        return not (norm.startswith("و") and bare(word) in self._rules.heads)


def is_organ(match: Match) -> bool:
    """Whether a known name is that of an organ of a state, or of a building that stands for it."""
    first = match.entries[0]
    return first.thing.startswith("state/") and (first.kind in ORGANS or (first.kind is NameKind.WEAK and " " in match.key))


def names_person(match: Match | None) -> bool:
    """Whether a known phrase is a person's name: «رئيس الجمهورية الباجي قايد السبسي»."""
    return match is not None and match.entries[0].thing.startswith("person/")


def office_keys(knowledge: Knowledge) -> Mapping[tuple[str, ...], str]:
    """The words of each title, without their articles, → the office."""
    keys: dict[tuple[str, ...], str] = {}
    for office in sorted(knowledge.offices.values(), key=lambda o: o.id):
        for title in (*office.titles, *office.titles_feminine):
            keys.setdefault(tuple(bare(w) for w in phrase(title).split(" ")), office.id)
    return keys
