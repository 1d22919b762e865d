"""The people of one article: every way in which it names one goes to one record, and no record holds two people."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.knowledge import Knowledge, NameKind, Tenure, Thing, bare, phrase
from kg.model import EntityType


@dataclass(slots=True)
class Person:
    """A person of the article while it is read. `names` are folded words; `posts` are (office, body) that titles gave."""

    id: str
    thing: Thing | None
    names: set[tuple[str, ...]] = field(default_factory=set)
    posts: list[tuple[str, str | None]] = field(default_factory=list)
    label: str = ""
    home: str | None = None
    by_title: bool = False

    @property
    def fullest(self) -> tuple[str, ...]:
        return max(self.names, key=lambda n: (len(n), n), default=())

    def holds(self, office: str, body: str | None) -> bool:
        """Whether a title of the article gave this post; a title without a body agrees with any."""
        return any(o == office and (body is None or b is None or b == body) for o, b in self.posts)


class PersonBook:
    """The people of one article, found by name, short name and post."""

    def __init__(self, knowledge: Knowledge, day: str | None) -> None:
        self._knowledge = knowledge
        self._day = day
        self.people: dict[str, Person] = {}

    def known(self, thing: Thing) -> Person:
        """The record of a known person, opened where there is none."""
        person = self.people.get(thing.id)
        if person is None:
            person = self.people[thing.id] = Person(thing.id, thing, label=thing.label_ar, home=home_of(thing))
            for name in thing.names:
                if name.lang == "ar" and name.kind is not NameKind.WEAK:
                    person.names.add(tuple(phrase(name.text).split(" ")))
        return person

    def unknown(self, name: tuple[str, ...], label: str, home: str | None) -> Person:
        """The record of a person that the knowledge base does not have; a shorter or longer form of a name goes to its record."""
        for person in self.people.values():
            if person.thing is None and not person.by_title and any(same_name(name, other) for other in person.names):
                person.names.add(name)
                person.home = person.home or home
                return person
        tail = "-".join(w for word in name for w in word.split(" "))
        person_id = f"person/x-{tail}" + (f"-{home.removeprefix('state/')}" if home else "")
        person = self.people.setdefault(person_id, Person(person_id, None, label=label, home=home))
        person.names.add(name)
        return person

    def bearer(self, office: str, body: str, label: str) -> Person:
        """The unnamed single bearer of an office («وزير الدفاع البريطاني») whom neither article nor knowledge base names."""
        person_id = f"person/x-{office}-of-{body.replace('/', '-')}"
        person = self.people.setdefault(person_id, Person(person_id, None, label=label, home=body if body.startswith("state/") else None, by_title=True))
        return person

    def by_short(self, word: str) -> list[Person]:
        """Those whose name has this word or phrase as a part, last words before others."""
        parts = tuple(word.split(" "))
        last = [p for p in self.people.values() if any(n[-len(parts) :] == parts for n in p.names)]
        return last or [p for p in self.people.values() if any(contains(n, parts) for n in p.names if len(n) > 1)]

    def by_post(self, office: str, body: str | None) -> list[Person]:
        """Those to whom the article gave this post, the latest first."""
        return [p for p in reversed(self.people.values()) if p.holds(office, body)]

    def holders(self, offices: tuple[str, ...], body: str) -> list[Tenure]:
        """Who held one of these offices on the article's day by the knowledge base; nobody where the day is unknown."""
        return list(self._knowledge.holders(offices, body, self._day)) if self._day else []


def home_of(thing: Thing) -> str | None:
    """The state a known person belongs to: said outright, or that of the latest tenure in a state."""
    if thing.home:
        return thing.home
    return next((t.body for t in reversed(thing.tenures) if t.body.startswith("state/")), None)


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: equal but for articles, or one part of the other with at least the last word."""
    a, b = tuple(map(bare, one)), tuple(map(bare, other))
    short, long = sorted((a, b), key=len)
    if short == long:
        return True
    if len(short) == 1:
        return short[0] == long[-1]
    return (short[0] == long[0] and short[-1] == long[-1] and contains_in_order(long, short)) or long[-len(short) :] == short or long[: len(short)] == short


def contains(name: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return any(name[k : k + len(parts)] == parts for k in range(len(name) - len(parts) + 1))


def contains_in_order(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def is_person(knowledge: Knowledge, entity_id: str) -> bool:
    thing = knowledge.things.get(entity_id)
    return thing is not None and thing.type is EntityType.PERSON
