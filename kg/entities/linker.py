"""Decides for a whole article whom each name and title stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.entities.bearers import Bearers, PersonMention, body_of, fits, office_of
from kg.entities.names import NameLexicon
from kg.entities.people import NameHit, Sentence, people_of
from kg.entities.persons import NameWords, Person, PersonBook
from kg.entities.rules import Rules
from kg.entities.spellings import Spellings
from kg.entities.titles import ANY_POST, Title
from kg.entities.words import COMMAS, PROCLITICS, Words, variants
from kg.knowledge import Knowledge, NameKind
from kg.model import MentionForm, Office, Span

LEAST_FIRST_NAME = 0.3
"""How often a word must open names for a first name alone («إيفانكا») to take up its bearer."""
_LONGEST_HOLDING = 5
"""So many words at most stand between a name and the post that he holds."""


@dataclass(frozen=True)
class Sources:
    """What every article's linker reads from; `heads` is what `office_heads` gives."""

    knowledge: Knowledge
    rules: Rules
    names: NameLexicon
    spellings: Spellings
    heads: Mapping[str, frozenset[str]]


class PersonLinker:
    """Links the people of one article; `mentions` and `officials` hold what it finds, `named` whose each name is."""

    def __init__(self, sources: Sources, day: str | None) -> None:
        self._knowledge = sources.knowledge
        self._rules = sources.rules
        self._names = sources.names
        self._spellings = sources.spellings
        self._heads = sources.heads
        self.book = PersonBook(sources.knowledge, sources.rules.names, day)
        self._seen: Counter[str] = Counter()
        self._states: set[str] = set()
        self.mentions: list[PersonMention] = []
        self.officials: list[tuple[Span, tuple[str, ...], str]] = []
        self.named: dict[NameHit, Person] = {}

    def link(self, sentences: Sequence[Sentence]) -> None:
        """Link all names, then all titles without a name, then the short forms that remain."""
        hits = [h for s in sentences for h in s.hits]
        self._states = {m.entries[0].thing for s in sentences for m in s.matches if m and m.entries[0].thing.startswith("state/")}
        assigned: dict[NameHit, Person] = {}
        for decide in (self._sure, self._unsure):
            for hit in hits:
                person = None if hit in assigned else decide(sentences[hit.at], hit)
                if person:
                    assigned[hit] = person
                    self._seen[person.id] += 1
        for hit, person in assigned.items():
            if hit.title and hit.title.office:
                self.book.give_post(person, hit.title.post, body_of(hit.title, person))
        self.named = assigned
        for hit, person in assigned.items():
            self._mention_name(sentences[hit.at], hit, person)
        titled: dict[int, dict[int, Person]] = defaultdict(dict)
        for hit, person in assigned.items():
            if hit.title:
                titled[hit.at][hit.title.first] = person
        bearers = Bearers(self._knowledge, self._rules.titles, self._heads, self.book, self.mentions)
        owners = {(h.at, h.end): (h, p) for h, p in assigned.items()}
        for number, sentence in enumerate(sentences):
            self._titles_alone(number, sentence, titled[number], owners, bearers)
        self._short_forms(sentences)

    def _sure(self, sentence: Sentence, hit: NameHit) -> Person | None:
        if hit.known:
            fitting = hit.known if hit.sure else self._fitting(hit) if hit.title else ()
            return self.book.known(self._knowledge.things[fitting[0]]) if len(fitting) == 1 else None
        key = key_of(sentence, hit)
        return self._new(sentence, hit, key) if len(key) > 1 and hit.sure else None

    def _unsure(self, sentence: Sentence, hit: NameHit) -> Person | None:
        """A weak or one-word name: someone whom the article names in full, else whom the title points to."""
        key = key_of(sentence, hit)
        named = [self.book.people[p] for p in hit.known if p in self.book.people]
        if len(named) == 1:
            return named[0]
        others = [p for p in self.book.by_short(key) if p.id not in hit.known]
        if len(others) == 1:
            return others[0]
        if hit.opening is not None and len(key) == 1:
            first = [p for p in self.book.by_first(key[0]) if p.id in self._seen]
            if first:
                return max(first, key=lambda p: self._seen[p.id])
        if hit.known:
            fitting = self._fitting(hit) if hit.title else ()
            if len(fitting) == 1:
                return self.book.known(self._knowledge.things[fitting[0]])
            if not hit.title:
                return self._leader(hit.known)
        return self._new(sentence, hit, key) if len(key) > 1 or hit.title or hit.alone else None

    def _leader(self, people: Sequence[str]) -> Person | None:
        """The one of several people with a short name who on the day leads a state that the article names: «الأسد» beside «سوريا»."""
        leading = []
        for person in people:
            tenures = self._knowledge.things[person].tenures
            if any(t.body in self._states and self._knowledge.leads(t.office) and self.book.holds_now(t) for t in tenures):
                leading.append(person)
        return self.book.known(self._knowledge.things[leading[0]]) if len(leading) == 1 else None

    def _fitting(self, hit: NameHit) -> tuple[str, ...]:
        return tuple(p for p in hit.known if fits(self._knowledge.things[p], hit.title))

    def _new(self, sentence: Sentence, hit: NameHit, key: NameWords) -> Person:
        """The record of a name that is not listed as it stands: a known person's in another spelling, or one of its own."""
        known = None if hit.known else self._spellings.nearest(key, lambda thing: hit.title is not None and fits(thing, hit.title))
        if known:
            return self.book.known(known)
        home = next((b for b in (hit.title.bodies if hit.title else ()) if b.startswith("state/")), None)
        return self.book.unknown(key, surface_of(sentence.words, hit), home)

    def _mention_name(self, sentence: Sentence, hit: NameHit, person: Person) -> None:
        words, title = sentence.words, hit.title
        office = self._counterpart_office(title, person) if title and title.counterpart else office_of(title, person)
        self.mentions.append(PersonMention(person.id, words.span(hit.first, hit.end, hit.cut), MentionForm.NAME, hit.because, office))
        opening = hit.opening
        if title and opening == title.first and title.profession:
            opening = None
        if opening is not None:
            cut = title.cut if title and title.first == opening else opening_cut(words, opening)
            span = words.span(opening, hit.end, cut)
            self.mentions.append(PersonMention(person.id, span, MentionForm.TITLED_NAME, hit.because, office))
        if title and not title.lone and title.first != opening:
            form = MentionForm.ROLE if title.counterpart or title.profession or title.unnamed else MentionForm.TITLE
            span = words.span(title.first, title.end, title.cut)
            self.mentions.append(PersonMention(person.id, span, form, f"title {title.office}", office))

    def _counterpart_office(self, title: Title, person: Person) -> Office | None:
        """«نظيره السعودي …»: the office that he is known to hold there on the day, else some post there."""
        if not title.bodies:
            return None
        tenures = person.thing.tenures if person.thing else ()
        held = next((t for t in reversed(tenures) if t.body in title.bodies and self.book.holds_now(t)), None)
        if held:
            return Office(held.office, held.body, self._knowledge.leads(held.office))
        return Office(ANY_POST, title.bodies[0], False)

    def _titles_alone(
        self,
        number: int,
        sentence: Sentence,
        titled: Mapping[int, Person],
        owners: Mapping[tuple[int, int], tuple[NameHit, Person]],
        bearers: Bearers,
    ) -> None:
        """The titles without a name of sentence `number`; one next to another that is somebody's is his where he is known to have it.

        Parameters:
            titled: whose title each is that has a name behind it, by its first word.
            owners: as of `_with_owner`.
        """
        before_own, last, end = self._before_own(sentence, titled), None, -1
        for title in sentence.titles:
            if title.first in titled or (title.unnamed and not title.predicate):
                continue
            said, person = self._with_owner(sentence, title, number, owners)
            person = person or before_own.get(title.first)
            if person is None and last and title.first == end and self._bears(last, title) and _in_row(sentence.words, end):
                person = last  # «محمد بن راشد، نائب رئيس الدولة رئيس مجلس الوزراء»
            last, end = person, title.end
            self._title_alone(sentence, said, person, bearers)

    def _title_alone(self, sentence: Sentence, title: Title, apposed: Person | None, bearers: Bearers) -> None:
        span = sentence.words.span(title.first, title.end, title.cut)
        person = apposed or (None if title.predicate else bearers.bearer(sentence.words, title))
        if person is None:
            if title.bodies and not title.single and not title.ended and not title.predicate:
                self.officials.append((span, title.bodies, f"title {title.office}"))
            return
        if title.office and not title.lone:
            body = body_of(title, person)
            self.book.give_post(person, title.post, body)
            if person.home is None and body and body.startswith("state/"):
                person.home = body
        role = title.counterpart or title.lone or title.profession or title.unnamed
        form = MentionForm.ROLE if role else MentionForm.TITLE
        mention = PersonMention(person.id, span, form, f"title {title.office or 'of the counterpart'}", office_of(title, person))
        self.mentions.append(mention)
        bearers.note(mention)

    def _before_own(self, sentence: Sentence, titled: Mapping[int, Person]) -> dict[int, Person]:
        """Those titled, and whose each title is that stands directly before such a one: «رئيس الوزراء ووزير الدفاع الإسرائيلي X»."""
        found = dict(titled)
        for title in reversed(sentence.titles):
            bearer = found.get(title.end)
            if bearer and title.first not in found and self._bears(bearer, title) and _in_row(sentence.words, title.end):
                found[title.first] = bearer
        return found

    def _bears(self, person: Person, title: Title) -> bool:
        """Whether somebody is known to have an office on the day, or to have had it where the title says so."""
        if person.thing is None or title.lone or title.counterpart or title.unnamed:
            return False
        held = [t for t in person.thing.tenures if not title.bodies or t.body in title.bodies]
        return any(t.office == title.office and (title.ended or self.book.holds_now(t)) for t in held)

    def _with_owner(
        self, sentence: Sentence, title: Title, number: int, owners: Mapping[tuple[int, int], tuple[NameHit, Person]]
    ) -> tuple[Title, Person | None]:
        """A title as it is said of somebody, and of whom: «سيرغي لافروف، وزير …», «الذي كان وزيرا …», «يشغل X منصب وزير …».

        Parameters:
            owners: who is named, by the sentence's number and the word behind the name.
        """
        words, holding = sentence.words, self._rules.titles.holding
        copula = words.norm(title.first - 1) in self._rules.titles.copulas
        owner = owners.get((number, title.first)) or (owners.get((number, title.first - 1)) if copula else None)
        if not holding.posts.isdisjoint(_readings(words, title.first - 1)):
            title = replace(title, predicate=True, unnamed=True)
        at = title.first
        while title.predicate and owner is None and title.first - at < _LONGEST_HOLDING and words.norm(at - 1) in holding.words:
            at -= 1
            owner = owners.get((number, at))
        if owner is not None and title.predicate and at < title.first:
            between = {reading for k in (owner[0].first - 1, *range(at, title.first)) for reading in _readings(words, k)}
            owner = None if between.isdisjoint(holding.verbs) else owner
            title = replace(title, ended=title.ended or not between.isdisjoint(holding.past))
        return title, self._apposed(sentence, title, owner)

    def _apposed(self, sentence: Sentence, title: Title, owner: tuple[NameHit, Person] | None) -> Person | None:
        """«سيرغي لافروف، وزير الخارجية الروسي»: a title directly behind a name is that person's, unless it says another body."""
        if owner is None or title.lone or title.counterpart or title.cut or (title.unnamed and not title.predicate):
            return None
        if not title.bodies and (title.leads or title.end == title.first + 1) and not (title.predicate and fits(owner[1].thing, title)):
            return None
        hit, person = owner
        if not _in_row(sentence.words, title.first) or sentence.words.norm(title.first).startswith("لل"):
            return None  # «الأحمر للرئيس اليمني: …»
        served = () if title.officeless else title.bodies  # whose party puts somebody up need not be known as his
        if served and person.thing and not fits(person.thing, title) and not self._may_serve(sentence, title):
            return None
        if served and hit.title and hit.title.bodies and hit.title.bodies != title.bodies:
            return None
        if served and not person.thing and person.home and served[0].startswith("state/") and person.home not in served:
            return None  # «كيم، الرئيس الصيني»
        if not person.thing and hit.title and hit.title.single and hit.title.post != title.post and sentence.words.joined(title.first):
            return None  # «استقبل رئيس الوزراء X وزير الخارجية الألماني»: two people
        return person

    def _may_serve(self, sentence: Sentence, title: Title) -> bool:
        """Whether a title behind a comma can say that a known person serves an organisation, which nobody else is known to head."""
        comma = sentence.words.gaps[title.first] in COMMAS
        return comma and not title.bodies[0].startswith("state/") and not self.book.holders((title.office,), title.bodies[0])

    def _short_forms(self, sentences: Sequence[Sentence]) -> None:
        """Words outside all names and titles that are the last part of a person's name in this article, or the first name of one."""
        shorts, firsts = self.book.shorts(), self.book.first_names()
        readings = {proclitic + word: (word, len(proclitic)) for proclitic in reversed(PROCLITICS) for word in (*shorts, *firsts)}
        for sentence in sentences:
            words = sentence.words
            for i, norm in enumerate(words.norms):
                if norm not in readings or not self._free(sentence, i):
                    continue
                word, cut = readings[norm]
                found = self._short(words, i, word, shorts.get(word, {})) or self._first(words, i, word, firsts.get(word, set()))
                if found:
                    person, end = found
                    self.mentions.append(PersonMention(person, words.span(i, end, cut), MentionForm.NAME, "short name"))
                    sentence.named[i:end] = [True] * (end - i)

    def _free(self, sentence: Sentence, i: int) -> bool:
        """Whether no known name of something else stands here."""
        match = sentence.matches[i]
        if sentence.named[i] or sentence.titled[i]:
            return False
        return match is None or match.entries[0].kind is NameKind.WEAK or bool(people_of(match))

    def _short(self, words: Words, i: int, word: str, forms: dict[NameWords, set[str]]) -> tuple[str, int] | None:
        for form in sorted(forms, key=len, reverse=True):
            end = i + len(form)
            if end > len(words) or len(forms[form]) > 1:
                continue
            if all(words.norm(i + k) == form[k] and words.joined(i + k) for k in range(1, len(form))):
                alone = len(form) == 1
                if not alone or (len(word) > 2 and self._names.may_be_name(word)):
                    return next(iter(forms[form])), end
        return None

    def _first(self, words: Words, i: int, word: str, owners: set[str]) -> tuple[str, int] | None:
        """A first name alone, where it is one's only in this article and no other name goes on from it."""
        if len(owners) != 1 or len(word) < 4 or self._names.opens(word) < LEAST_FIRST_NAME:
            return None
        follows = words.norm(i + 1) if i + 1 < len(words) and words.joined(i + 1) else ""
        return None if follows and self._names.goes_on(follows) >= 0.2 else (next(iter(owners)), i + 1)


def _in_row(words: Words, at: int) -> bool:
    """Whether a word follows on the one before it, with a comma or none."""
    return words.joined(at) or words.gaps[at] in COMMAS


def _readings(words: Words, i: int) -> set[str]:
    """The folded word at i with and without its clitics."""
    return {word for word, _ in variants(words.norm(i))}


def key_of(sentence: Sentence, hit: NameHit) -> NameWords:
    """The folded words of a name without the clitics before it."""
    norm = sentence.words.norm
    return (norm(hit.first)[hit.cut :], *(norm(k) for k in range(hit.first + 1, hit.end)))


def surface_of(words: Words, hit: NameHit) -> str:
    """A name as the text has it."""
    first = words.tokens[hit.first]
    start = words.span(hit.first, hit.end, hit.cut).start - first.span.start
    return " ".join([first.form[start:], *(words.tokens[k].form for k in range(hit.first + 1, hit.end))])


def opening_cut(words: Words, i: int) -> int:
    """The letters before an honorific: «والشيخ»."""
    return next((cut for word, cut in variants(words.norm(i)) if word.startswith("ال")), 0)
