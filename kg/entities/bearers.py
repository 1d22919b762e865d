"""Who bears a title that has no name beside it: «الرئيس الأميركي», «نظيره التركي», «الوزير»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.entities.persons import Person, PersonBook
from kg.entities.rules import TitleRules
from kg.entities.titles import ANY_POST, Title
from kg.entities.words import Words
from kg.knowledge import Knowledge, Thing, bare, phrase
from kg.model import MentionForm, Office, Span


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A place that names a person, or (`official`) that a title without a name leaves to its state."""

    person: str
    span: Span
    form: MentionForm
    because: str
    office: Office | None = None


class Bearers:
    """Finds the bearers of titles, which are to be asked in the order of the text.

    Parameters:
        heads: what `office_heads` gives.
        named: the mentions by name.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        rules: TitleRules,
        heads: Mapping[str, frozenset[str]],
        book: PersonBook,
        named: Sequence[PersonMention],
    ) -> None:
        self._knowledge = knowledge
        self._rules = rules
        self._book = book
        self._coming = sorted(named, key=lambda m: m.span.end, reverse=True)
        self._heads = heads
        self._last_of_head: dict[str, Person] = {}
        self._last_office: Office | None = None

    def note(self, mention: PersonMention) -> None:
        """Remember a mention with an office as the latest of its kind."""
        if mention.office and mention.office.office:
            self._last_office = mention.office
            for head in self._heads.get(mention.office.office, ()):
                self._last_of_head[head] = self._book.people[mention.person]

    def bearer(self, words: Words, title: Title) -> Person | None:
        """The person that a title alone stands for, or None: then it is an unnamed official's."""
        at = words.tokens[title.first].span.start
        while self._coming and self._coming[-1].span.end <= at:
            self.note(self._coming.pop())
        if title.counterpart:
            return self._counterpart(words, title)
        if title.lone:
            return self._last_of_head.get(bare(words.norm(title.first)[title.cut :]))
        return self._of_body(words, title) if title.bodies and title.definite else None

    def _counterpart(self, words: Words, title: Title) -> Person | None:
        """«نظيره التركي»: the one who holds in that state the office of the person named before."""
        last = self._last_office
        if not title.bodies or last is None:
            return None
        named = next((p for b in title.bodies if (p := self._book.by_post(last.office, b))), None)
        if named:
            return named
        for body in title.bodies:
            for peer in (last.office, *(self._rules.peers if last.leads else ())):
                held = self._book.holders((peer,), body)
                if held:
                    return self._book.known(self._knowledge.things[held[0].holder])
            if body.startswith("state/") and not last.leads and last.office != ANY_POST:
                return self._book.bearer(last.office, body, title_label(words, title))
        return None

    def _of_body(self, words: Words, title: Title) -> Person | None:
        """Someone whom the article titles so, else by tenure on the day, else the one unnamed bearer."""
        holdable = (title.single or title.leads) and not title.ended
        for body in title.bodies:
            if title.ended:
                break
            named = self._book.by_post(title.post, body)
            if named:
                return named
            if not holdable or title.office == ANY_POST:
                continue
            held = self._book.holders((title.office,), body)
            held = held or self._book.holders(self._rules.equivalents.get(title.office, ()), body)
            in_article = [t for t in held if t.holder in self._book.people]
            if in_article or (held and title.single):
                return self._book.known(self._knowledge.things[(in_article or held)[0].holder])
        if not (title.single and holdable and title.office) or title.office == ANY_POST or title.bodies[0].startswith("bloc/"):
            return None
        return self._book.bearer(title.post, title.bodies[0], title_label(words, title))


def fits(thing: Thing | None, title: Title | None) -> bool:
    """Whether a known person may bear a title: some tenure of his has its body, or his home is its state."""
    if title is None or thing is None:
        return False
    if title.bodies:
        return any(t.body in title.bodies for t in thing.tenures) or thing.home in title.bodies
    return any(t.office == title.office for t in thing.tenures)


def body_of(title: Title, person: Person | None) -> str | None:
    """The body of a title: what it says, else that of the person's own tenure in this office."""
    tenures = person.thing.tenures if person and person.thing else ()
    if title.bodies:
        held = [b for b in title.bodies if any(t.body == b for t in tenures)] if len(title.bodies) > 1 else []
        return held[0] if held else title.bodies[0]
    own = [t.body for t in tenures if t.office == title.office] or [t.body for t in tenures if title.leads]
    return own[-1] if own else None


def office_of(title: Title | None, person: Person | None) -> Office | None:
    """The office that a title gives a person; none where its noun is no post («مرشح حزب …»)."""
    if title is None or not title.office or title.officeless:
        return None
    body = body_of(title, person)
    if title.private and body and body.startswith("state/"):
        body = None
    return Office(title.office, body, title.leads, title.ended)


def title_label(words: Words, title: Title) -> str:
    """The title as the text has it, without clitics."""
    span = words.span(title.first, title.end, title.cut)
    shift = words.tokens[title.first].span.start
    first = words.tokens[title.first].form[span.start - shift :]
    return " ".join([first, *(words.tokens[k].form for k in range(title.first + 1, title.end))])


def office_heads(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """Each office with the first words of its titles, without articles: what «الوزير» can take up."""
    return {
        office.id: frozenset(bare(phrase(title).split(" ")[0]) for title in (*office.titles, *office.titles_feminine))
        for office in knowledge.offices.values()
    }
