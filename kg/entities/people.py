"""Finds the people of an article: names behind titles, known names, short forms and titles alone, each to one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.entities.matching import Match
from kg.entities.names import NameLexicon
from kg.entities.persons import Person, PersonBook
from kg.entities.rules import TitleRules
from kg.entities.titles import Title, TitleFinder
from kg.entities.words import QUOTES, Words, variants
from kg.knowledge import Knowledge, NameKind, bare
from kg.model import MentionForm, Office, Span

COMMAS = frozenset({"،", ","})
SURE_ALONE = frozenset({NameKind.LABEL, NameKind.NAME, NameKind.SHORT})
FIRST_SURE, FIRST_AFTER_COMMA = 0.4, 0.4
HEADS_OF_STATE = ("president", "king", "emir", "sultan", "supreme-leader", "leader", "prime-minister", "chancellor")


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
    opening: int | None = None  # where an honorific before the name begins
    because: str = ""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A place that names a person, or (`official`) that a title without a name leaves to its state."""

    person: str
    span: Span
    form: MentionForm
    because: str
    office: Office | None = None


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
    """Finds titles and names in a sentence; what they stand for is decided for the article as a whole."""

    def __init__(self, knowledge: Knowledge, rules: TitleRules, names: NameLexicon) -> None:
        self._knowledge = knowledge
        self._rules = rules
        self._names = names
        self._titles = TitleFinder(knowledge, rules)

    def read(self, at: int, words: Words, matches: list[Match | None]) -> Sentence:
        """The titles and names of sentence number `at`."""
        found = Sentence(words, matches, named=[False] * len(words), titled=[False] * len(words))
        i = 0
        while i < len(words):
            hit = self._known(at, found, i, None, None) if self._strong_person(matches[i], i, words) else None
            title = None if hit else self._titles.at(words, i, matches)
            if hit:
                self._take(found, hit)
                i = hit.end
            elif title:
                found.titles.append(title)
                for k in range(title.first, title.end):
                    found.titled[k] = True
                name = self._after_title(at, found, title)
                if name:
                    self._take(found, name)
                i = name.end if name else title.end
            else:
                name = self._honoured(at, found, i) or self._known(at, found, i, None, None) or self._bare_name(at, found, i)
                if name:
                    self._take(found, name)
                i = name.end if name else i + 1
        return found

    def _take(self, found: Sentence, hit: NameHit) -> None:
        found.hits.append(hit)
        for k in range(hit.first, hit.end):
            found.named[k] = True

    def _strong_person(self, match: Match | None, i: int, words: Words) -> bool:
        return bool(match and match.entries[0].kind in SURE_ALONE and self._person_entries(match) and match.end - i > 1)

    def _person_entries(self, match: Match | None) -> tuple[str, ...]:
        if match is None:
            return ()
        return tuple(dict.fromkeys(e.thing for e in match.entries if e.thing.startswith("person/")))

    def _after_title(self, at: int, found: Sentence, title: Title) -> NameHit | None:
        """The name that a title opens, directly, behind a comma or behind honorifics."""
        words, i = found.words, title.end
        if i >= len(words):
            return None
        gap = words.gaps[i]
        comma = gap in COMMAS
        if not (words.joined(i) or comma or set(gap) <= QUOTES):
            return None
        opening = i
        while i < len(words) and (words.norm(i) in self._rules.honorifics or (i > opening and words.norm(i) in self._rules.ranks)) and (i == opening or words.joined(i)):
            i += 1
        start = opening if i > opening else (title.first if title.bare and not comma else None)
        if i >= len(words) or (i > opening and not words.joined(i)):
            return None
        known = self._known(at, found, i, title, start)
        if known:
            return known
        least = FIRST_AFTER_COMMA if comma else 0.1
        return self._unknown(at, found, i, title, start, least)

    def _honoured(self, at: int, found: Sentence, i: int) -> NameHit | None:
        """«الشيخ محمد …», «اللواء الركن …»: an honorific that opens a name."""
        words, k = found.words, i
        norm = next((w for w, _ in variants(words.norm(i)) if w in self._rules.honorifics), None)
        if norm is None:
            return None
        k += 1
        while k < len(words) and words.joined(k) and (words.norm(k) in self._rules.honorifics or words.norm(k) in self._rules.ranks):
            k += 1
        if k >= len(words) or not words.joined(k):
            return None
        return self._known(at, found, k, None, i) or self._unknown(at, found, k, None, i, FIRST_SURE)

    def _known(self, at: int, found: Sentence, i: int, title: Title | None, opening: int | None) -> NameHit | None:
        match = found.matches[i] if i < len(found.words) else None
        people = self._person_entries(match)
        if match is None or not people or (match.cut and title is not None and title.end == i):
            return None
        if match.entries[0].kind is NameKind.WEAK and match.end - i == 1 and not self._names.may_be_name(found.words.norm(i)):
            return None
        others = [e for e in match.entries if not e.thing.startswith("person/")]
        kinds = {e.kind for e in match.entries if e.thing in people}
        sure = bool(kinds & SURE_ALONE) and len(people) == 1 and not others
        end = match.end
        if match.end - i == 1 or NameKind.WEAK in kinds:  # «كيم» may open a longer name that nobody listed
            longer = self._names.run(found.words, i, titled=True) if not match.cut else i
            if longer > end and (title is not None or opening is not None):
                return None
            before = i - 1
            if sure and match.end - i == 1 and before >= 0 and not found.titled[before] and self._is_first_name(found, before, i):
                return None
        return NameHit(at, i, end, match.cut, people, sure, title, opening, f"name {match.key}")

    def _is_first_name(self, found: Sentence, before: int, i: int) -> bool:
        return found.words.joined(i) and not found.named[before] and found.matches[before] is None and self._names.opens(found.words.norm(before)) >= 0.55

    def _unknown(self, at: int, found: Sentence, i: int, title: Title | None, opening: int | None, least: float) -> NameHit | None:
        words = found.words
        match = found.matches[i]
        if match and not match.cut and match.entries[0].kind is not NameKind.WEAK and not self._person_entries(match):
            return None
        end = self._names.run(words, i, least, titled=True)
        end = self._before_known(found, i, end)
        if end == i:
            return None
        if end - i == 1 and (self._names.opens(words.norm(i), titled=True) < FIRST_SURE or words.gaps[i] in COMMAS):
            return None
        return NameHit(at, i, end, 0, (), True, title, opening, "name behind a title" if title else "name behind an honorific")

    def _before_known(self, found: Sentence, start: int, end: int) -> int:
        """A name ends before a known state, organisation or nationality, and before a title."""
        for k in range(start + 1, end):
            match = found.matches[k]
            if match and match.end > k and not self._person_entries(match) and match.entries[0].kind not in (NameKind.WEAK, NameKind.WEAK_NISBA) and match.cut == 0:
                if match.entries[0].kind is NameKind.NISBA and k == end - 1 and match.key.startswith("ال") and end - start >= 2:
                    continue
                return k
        return end

    def _bare_name(self, at: int, found: Sentence, i: int) -> NameHit | None:
        """Two words or more that the corpus knows as a name, without any title."""
        words = found.words
        whole = self._names.opens(words.norm(i))
        for word, cut in sorted(variants(words.norm(i)), key=lambda v: -self._names.opens(v[0]) if self._names.listed(v[0]) else 0.0):
            if cut and (whole > 0.2 and self._names.opens(word) < whole or found.matches[i] is not None and not found.matches[i].cut):
                break
            if word.startswith("ال") or self._names.opens(word) < 0.35 or not self._names.listed(word):
                continue
            end = self._before_known(found, i, max(self._names.run(words, i, 0.0), i + 1))
            if end - i >= 2 and sum(self._names.listed(words.norm(k)) for k in range(i + 1, end)) >= 1 and self._names.goes_on(words.norm(i + 1)) >= 0.3:
                return NameHit(at, i, end, cut, (), False, None, None, "words of names")
        return None


def title_label(words: Words, title: Title) -> str:
    """The title as the text has it, without clitics."""
    text = words.sentence
    first = words.tokens[title.first]
    parts = [first.form[title.cut :], *(words.tokens[k].form for k in range(title.first + 1, title.end))]
    return " ".join(parts) if text else ""


class PersonLinker:
    """Decides for a whole article whom each name and title stands for."""

    def __init__(self, knowledge: Knowledge, names: NameLexicon, day: str | None) -> None:
        self._knowledge = knowledge
        self._names = names
        self.book = PersonBook(knowledge, day)
        self.mentions: list[PersonMention] = []
        self.officials: list[tuple[Span, tuple[str, ...], str]] = []

    def link(self, sentences: Sequence[Sentence]) -> None:
        """Link all names, then all titles without a name, then the short forms that remain."""
        hits = [h for s in sentences for h in s.hits]
        assigned: dict[NameHit, Person] = {}
        for hit in hits:
            person = self._sure(sentences[hit.at], hit)
            if person:
                assigned[hit] = person
        for hit in hits:
            if hit not in assigned:
                person = self._unsure(sentences[hit.at], hit)
                if person:
                    assigned[hit] = person
        self._give_posts(assigned)
        for hit, person in assigned.items():
            self._mention_name(sentences[hit.at], hit, person)
        named_titles = {id(h.title) for h in assigned if h.title}
        for number, sentence in enumerate(sentences):
            for title in sentence.titles:
                if id(title) not in named_titles:
                    self._title_alone(number, sentence, title, sentences)
        for sentence in sentences:
            self._short_forms(sentence)

    def _key(self, sentence: Sentence, hit: NameHit) -> tuple[str, ...]:
        words = sentence.words
        first = words.norm(hit.first)[hit.cut :]
        return (first, *(words.norm(k) for k in range(hit.first + 1, hit.end)))

    def _sure(self, sentence: Sentence, hit: NameHit) -> Person | None:
        if hit.known:
            if hit.sure:
                return self.book.known(self._knowledge.things[hit.known[0]])
            fitting = [p for p in hit.known if self._fits(p, hit.title)] if hit.title else []
            if len(fitting) == 1:
                return self.book.known(self._knowledge.things[fitting[0]])
            return None
        key = self._key(sentence, hit)
        if len(key) < 2 or not hit.sure:
            return None
        return self.book.unknown(key, self._surface(sentence, hit), self._home(hit))

    def _unsure(self, sentence: Sentence, hit: NameHit) -> Person | None:
        """A weak or one-word name: someone whom the article names in full, else whom the title points to."""
        key = self._key(sentence, hit)
        if hit.known:
            named = [self.book.people[p] for p in hit.known if p in self.book.people]
            if len(named) == 1:
                return named[0]
        others = [p for p in self.book.by_short(" ".join(key)) if p.id not in hit.known]
        if len(others) == 1:
            return others[0]
        if hit.known and (hit.title or hit.opening is not None):
            fitting = [p for p in hit.known if self._fits(p, hit.title)]
            if len(fitting) == 1:
                return self.book.known(self._knowledge.things[fitting[0]])
        if hit.known and not hit.title:
            return None
        if len(key) >= 2 or hit.title:
            return self.book.unknown(key, self._surface(sentence, hit), self._home(hit))
        return None

    def _fits(self, person_id: str, title: Title | None) -> bool:
        """Whether a known person may bear a title: some tenure of his has its body, or his home is its state."""
        thing = self._knowledge.things[person_id]
        if title is None:
            return False
        if title.bodies:
            return any(t.body in title.bodies for t in thing.tenures) or thing.home in title.bodies
        offices = {title.office}
        return any(t.office in offices for t in thing.tenures)

    def _home(self, hit: NameHit) -> str | None:
        bodies = hit.title.bodies if hit.title else ()
        return next((b for b in bodies if b.startswith("state/")), None)

    def _surface(self, sentence: Sentence, hit: NameHit) -> str:
        words = sentence.words
        forms = [words.tokens[k].form for k in range(hit.first, hit.end)]
        return " ".join([forms[0][hit.cut :], *forms[1:]])

    def _give_posts(self, assigned: dict[NameHit, Person]) -> None:
        for hit, person in assigned.items():
            if hit.title and hit.title.office:
                person.posts.append((hit.title.office, self._body(hit.title, person)))

    def _body(self, title: Title, person: Person | None) -> str | None:
        """The body of a title: what it says, else that of the person's own tenure in this office on the day."""
        if title.bodies:
            if len(title.bodies) > 1 and person and person.thing:
                held = [b for b in title.bodies if any(t.body == b for t in person.thing.tenures)]
                return held[0] if held else title.bodies[0]
            return title.bodies[0]
        if person and person.thing:
            held = [t.body for t in person.thing.tenures if t.office == title.office or title.leads]
            return held[-1] if held else None
        return None

    def _office(self, title: Title | None, person: Person | None) -> Office | None:
        if title is None or not title.office:
            return None
        return Office(title.office, self._body(title, person), title.leads, title.ended)

    def _mention_name(self, sentence: Sentence, hit: NameHit, person: Person) -> None:
        words, title = sentence.words, hit.title
        office = self._office(title, person)
        span = words.span(hit.first, hit.end, hit.cut)
        self.mentions.append(PersonMention(person.id, span, MentionForm.NAME, hit.because, office))
        opening = hit.opening
        if title and opening is None and not title.bodies and not title.counterpart and words.joined(hit.first):
            opening = title.first  # «وزير الخارجية عادل الجبير»: without a nationality title and name are one surface
        if opening is not None:
            cut = title.cut if title and title.first == opening else opening_cut(words, opening)
            self.mentions.append(PersonMention(person.id, words.span(opening, hit.end, cut), MentionForm.TITLED_NAME, hit.because, office))
        if title and not title.bare and title.first != opening:
            form = MentionForm.ROLE if title.counterpart else MentionForm.TITLE
            span = words.span(title.first, title.end, title.cut)
            self.mentions.append(PersonMention(person.id, span, form, f"title {title.office}", office))

    def _title_alone(self, number: int, sentence: Sentence, title: Title, sentences: Sequence[Sentence]) -> None:
        words = sentence.words
        span = words.span(title.first, title.end, title.cut)
        person = self._apposed(sentence, title) or (self._counterpart(sentence, title) if title.counterpart else self._bearer(words, title))
        if person is None:
            if title.bodies and not title.single and not title.ended:
                self.officials.append((span, title.bodies, f"title {title.office}"))
            return
        if title.office and not title.bare:
            person.posts.append((title.office, self._body(title, person)))
        form = MentionForm.ROLE if title.counterpart or title.bare else MentionForm.TITLE
        self.mentions.append(PersonMention(person.id, span, form, f"title {title.office or 'of the counterpart'}", self._office(title, person)))

    def _apposed(self, sentence: Sentence, title: Title) -> Person | None:
        """«سيرغي لافروف، وزير الخارجية الروسي»: a title directly behind a name is that person's, unless it says another body."""
        if title.bare or title.counterpart or not title.bodies:
            return None
        hit = next((h for h in sentence.hits if h.end == title.first), None)
        gap = sentence.words.gaps[title.first]
        if hit is None or not (gap in COMMAS or sentence.words.joined(title.first)) or title.cut:
            return None
        span = sentence.words.span(hit.first, hit.end, hit.cut)
        person_id = next((m.person for m in self.mentions if m.span == span), None)
        person = self.book.people.get(person_id) if person_id else None
        if person is None or (person.thing and not self._fits(person.id, title)) or (hit.title and hit.title.bodies != title.bodies):
            return None
        return person

    def _counterpart(self, sentence: Sentence, title: Title) -> Person | None:
        """«نظيره التركي»: the one who holds in that state the office of the person named before."""
        if not title.bodies:
            return None
        at = sentence.words.tokens[title.first].span.start
        before = [m for m in self.mentions if m.span.end <= at and m.office and m.office.office]
        if not before:
            return None
        latest = max(before, key=lambda m: m.span.end)
        assert latest.office is not None
        office = latest.office.office
        peers = (office, *HEADS_OF_STATE) if latest.office.leads else (office,)
        named = [p for b in title.bodies for p in self.book.by_post(office, b)]
        if named:
            return named[0]
        for body in title.bodies:
            for peer in peers:
                held = self.book.holders((peer,), body)
                if held:
                    return self.book.known(self._knowledge.things[held[0].holder])
            if body.startswith("state/") and not latest.office.leads:
                return self.book.bearer(office, body, title_label(sentence.words, title))
        return None

    def _bearer(self, words: Words, title: Title) -> Person | None:
        """Who bears a title without a name: someone whom the article titles so, else by tenure on the day, else the one unnamed bearer."""
        if title.bare:
            return self._taken_up(words, title)
        if not title.bodies or not title.definite:
            return None
        for body in title.bodies:
            named = self.book.by_post(title.office, body)
            if named and not title.ended:
                return named[0]
            if title.ended or title.office == "officer" or not self._holdable(title):
                continue
            held = self.book.holders(self._equivalents(title), body)
            in_article = [t for t in held if t.holder in self.book.people]
            if in_article or (len(held) >= 1 and title.single):
                return self.book.known(self._knowledge.things[(in_article or held)[0].holder])
        if title.single and not title.ended and title.office and self._holdable(title):
            return self.book.bearer(title.office if title.office != "officer" else "-".join(bare(words.norm(k)) for k in range(title.first, title.end)), title.bodies[0], title_label(words, title))
        return None

    def _holdable(self, title: Title) -> bool:
        return title.single or title.leads

    def _equivalents(self, title: Title) -> tuple[str, ...]:
        """Offices that one title may mean: «الزعيم الإيراني», «العاهل», «رئيس الحكومة»."""
        if title.office in ("leader", "supreme-leader"):
            return ("leader", "supreme-leader", "president", "head-of-transition")
        if title.office == "president":
            return ("president", "head-of-transition", "leader")
        if title.office == "head":
            return ("head", "president", "leader", "secretary-general", "director-general", "political-bureau-chief", "prime-minister", "chairman")
        return (title.office,)

    def _taken_up(self, words: Words, title: Title) -> Person | None:
        """«الرئيس», «الوزير»: the person last named who was given a post with this head."""
        at = words.tokens[title.first].span.start
        head = bare(words.norm(title.first)[title.cut :])
        kinds = self._knowledge.offices
        for mention in sorted((m for m in self.mentions if m.span.end <= at), key=lambda m: m.span.end, reverse=True):
            office = mention.office.office if mention.office else None
            if office and office in kinds and any(bare(w).split(" ")[0] == head for w in heads_of(kinds[office].titles)):
                return self.book.people[mention.person]
        return None

    def _short_forms(self, sentence: Sentence) -> None:
        """Words outside all names and titles that are the last part of a person's name in this article."""
        words = sentence.words
        for i in range(len(words)):
            if sentence.named[i] or sentence.titled[i]:
                continue
            match = sentence.matches[i]
            if match and match.entries[0].kind is not NameKind.WEAK and not match.entries[0].thing.startswith("person/"):
                continue
            for word, cut in variants(words.norm(i)):
                person = self._short(word)
                if person:
                    self.mentions.append(PersonMention(person.id, words.span(i, i + 1, cut), MentionForm.NAME, "short name"))
                    sentence.named[i] = True
                    break

    def _short(self, word: str) -> Person | None:
        if len(word) < 3 or not self._names.may_be_name(word):
            return None
        found = [p for p in self.book.people.values() if any(len(n) > 1 and word == n[-1] for n in p.names)]
        return found[0] if len(found) == 1 else None


def heads_of(titles: Sequence[str]) -> Iterator[str]:
    from kg.knowledge import phrase

    for title in titles:
        yield phrase(title).split(" ")[0]


def opening_cut(words: Words, i: int) -> int:
    """The letters before an honorific: «والشيخ»."""
    norm = words.norm(i)
    return next((cut for word, cut in variants(norm) if word.startswith("ال")), 0)
