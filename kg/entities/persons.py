"""The people of one article: every way in which it names one goes to one record, and no record holds two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.entities.rules import NameRules
from kg.knowledge import Knowledge, NameKind, Tenure, Thing, bare, phrase

NameWords = tuple[str, ...]


@dataclass(slots=True)
class Person:
    """A person of the article while it is read. `names` are folded words; `posts` are (office, body) that titles gave."""

    id: str
    thing: Thing | None
    names: set[NameWords] = field(default_factory=set)
    posts: list[tuple[str, str | None]] = field(default_factory=list)
    label: str = ""
    home: str | None = None
    by_title: bool = False

    def holds(self, office: str, body: str | None) -> bool:
        """Whether a title of the article gave this post; a title without a body agrees with any."""
        return any(o == office and (body is None or b is None or b == body) for o, b in self.posts)


class PersonBook:
    """The people of one article, found by name, short name and post; every look-up takes time by the length of the name only."""

    def __init__(self, knowledge: Knowledge, rules: NameRules, day: str | None) -> None:
        self._knowledge = knowledge
        self._rules = rules
        self._day = day
        self.people: dict[str, Person] = {}
        self._whole: dict[NameWords, Person] = {}
        self._heads: dict[NameWords, Person] = {}
        self._tails: dict[NameWords, Person] = {}
        self._ends: dict[tuple[str, str], list[tuple[NameWords, Person]]] = defaultdict(list)
        self._last: dict[NameWords, dict[str, Person]] = defaultdict(dict)
        self._parts: dict[NameWords, dict[str, Person]] = defaultdict(dict)
        self._first: dict[str, dict[str, Person]] = defaultdict(dict)
        self._by_post: dict[str, dict[str, Person]] = defaultdict(dict)

    def known(self, thing: Thing) -> Person:
        """The record of a known person, opened where there is none."""
        person = self.people.get(thing.id)
        if person is None:
            person = self.people[thing.id] = Person(thing.id, thing, label=thing.label_ar, home=home_of(thing))
            for name in thing.names:
                if name.lang == "ar" and name.kind is not NameKind.WEAK:
                    self._name(person, tuple(phrase(name.text).split(" ")))
        return person

    def unknown(self, name: NameWords, label: str, home: str | None) -> Person:
        """The record of a person that the knowledge base does not have; a shorter or longer form of a name goes to its record."""
        person = self._same(tuple(map(bare, name)))
        if person:
            person.home = person.home or home
            if label.count(" ") > person.label.count(" "):
                person.label = label
        else:
            person_id = "person/x-" + " ".join(name)
            person = self.people.setdefault(person_id, Person(person_id, None, label=label, home=home))
        self._name(person, name)
        return person

    def bearer(self, office: str, body: str, label: str) -> Person:
        """The unnamed single bearer of an office («وزير الدفاع البريطاني») whom neither article nor knowledge base names."""
        person_id = f"person/x-{office}-of-{body.replace('/', '-')}"
        home = body if body.startswith("state/") else None
        return self.people.setdefault(person_id, Person(person_id, None, label=label, home=home, by_title=True))

    def final_ids(self) -> dict[str, str]:
        """The ids under which the people of the article go out: an unlisted one has his by his fullest name and his home."""
        return {person.id: self._final_id(person) for person in self.people.values()}

    def _final_id(self, person: Person) -> str:
        if person.thing or person.by_title:
            return person.id
        fullest = max(person.names, key=lambda n: (len(n), n))
        parts = [part for word in fullest for part in word.split(" ")]
        tail = "-".join(part if part in self._rules.tails else bare(part) for part in parts)
        return f"person/x-{tail}" + (f"-{person.home.removeprefix('state/')}" if person.home else "")

    def _name(self, person: Person, name: NameWords) -> None:
        """Enter a name of a person under all that can take it up."""
        if name in person.names:
            return
        person.names.add(name)
        if len(name) > 1:
            self._first[name[0]][person.id] = person
        for start in range(len(name)):
            self._last[name[start:]][person.id] = person
            for end in range(start + 1, len(name) + 1):
                if len(name) > 1:
                    self._parts[name[start:end]][person.id] = person
        if person.thing is None:
            plain = tuple(map(bare, name))
            self._whole.setdefault(plain, person)
            for tail in _tails(plain):
                self._tails.setdefault(tail, person)
            for head in _heads(plain):
                self._heads.setdefault(head, person)
            if len(plain) > 1:
                self._ends[plain[0], plain[-1]].append((plain, person))

    def _same(self, name: NameWords) -> Person | None:
        """The unlisted person whose name can be this one: equal but for articles, or one a part of the other with its last word."""
        found = self._tails.get(name) or (self._heads.get(name) if len(name) > 1 else None)
        found = found or next((self._whole[t] for t in _tails(name) if t in self._whole), None)
        found = found or next((self._whole[h] for h in _heads(name) if h in self._whole), None)
        if found or len(name) < 2:
            return found
        for other, person in self._ends.get((name[0], name[-1]), [])[:8]:
            short, long = sorted((name, other), key=len)
            if contains_in_order(long, short):
                return person
        return None

    def by_short(self, parts: NameWords) -> list[Person]:
        """Those whose name ends in these words, else those whose name has them."""
        return list(self._last.get(parts, {}).values()) or list(self._parts.get(parts, {}).values())

    def by_first(self, word: str) -> list[Person]:
        """Those whose full name begins with a word."""
        return list(self._first.get(word, {}).values())

    def shorts(self) -> dict[str, dict[NameWords, set[str]]]:
        """First word → short forms by which the people of the article may be taken up, each with the ids of those whose it is.

        A short form is the last part of a name, whole: «مادورو», «بن سلمان», «عبد الرحمن», never «الرحمن».
        """
        found: dict[str, dict[NameWords, set[str]]] = defaultdict(lambda: defaultdict(set))
        for person in self.people.values():
            for name in person.names:
                short = self._last_part(name)
                if short and (len(short) < len(name) or not person.thing):
                    found[short[0]][short].add(person.id)
        return found

    def first_names(self) -> dict[str, set[str]]:
        """First words of the full names of the article's people, each with whose it is."""
        return {word: set(people) for word, people in self._first.items() if word not in self._rules.particles}

    def _last_part(self, name: NameWords) -> NameWords:
        """The last word with the particles that bind it; nothing for the name of a family («آل ثاني»)."""
        at = len(name) - 1
        if name[at] in self._rules.tails and at:
            at -= 1
        while at and name[at - 1] in self._rules.particles:
            at -= 1
        return () if name[at] in self._rules.family and len(name) - at == 2 and name[at] == "ال" else name[at:]

    def give_post(self, person: Person, office: str, body: str | None) -> None:
        """Note that a title of the article gave a post."""
        person.posts.append((office, body))
        held = self._by_post[office]
        held.pop(person.id, None)
        held[person.id] = person

    def by_post(self, office: str, body: str | None) -> Person | None:
        """Who was last given this post by the article."""
        held = self._by_post.get(office, {})
        return next((p for p in reversed(held.values()) if p.holds(office, body)), None)

    def holds_now(self, tenure: Tenure) -> bool:
        """Whether a tenure covers the article's day; never where the day is unknown."""
        return self._day is not None and tenure.covers(self._day)

    def holders(self, offices: tuple[str, ...], body: str) -> list[Tenure]:
        """Who held one of these offices on the article's day by the knowledge base; nobody where the day is unknown."""
        return list(self._knowledge.holders(offices, body, self._day)) if self._day else []


def home_of(thing: Thing) -> str | None:
    """The state a known person belongs to: said outright, or that of the latest tenure in a state."""
    if thing.home:
        return thing.home
    return next((t.body for t in reversed(thing.tenures) if t.body.startswith("state/")), None)


def contains_in_order(long: NameWords, short: NameWords) -> bool:
    """Whether the words of `short` stand in `long` in their order, with others between them."""
    rest = iter(long)
    return all(word in rest for word in short)


def _tails(name: NameWords) -> Iterator[NameWords]:
    """The name and what is left of it without its first words."""
    return (name[k:] for k in range(len(name)))


def _heads(name: NameWords) -> Iterator[NameWords]:
    """The first two words of a name and more of it, the whole left out."""
    return (name[:k] for k in range(2, len(name)))
