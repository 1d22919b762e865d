"""Offices that the text states: who leads, and who holds which post in, a state or an organisation, by title or by what is a leader's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from kg.entities.rules import load_rules
from kg.entities.titles import ANY_POST
from kg.entities.words import variants
from kg.knowledge import Knowledge, bare, phrase
from kg.knowledge.things import Tenure
from kg.model import Entity, EntityType, Fact, FactType, Mention, MentionForm, Sentence, Span, Statement, Text
from kg.relations.circumstances import day_of
from kg.relations.ties import by_sentence

TITLE_CONFIDENCE = 0.9
"""How often a title that the text gives a person is an office that a reader would note; measured on the training articles."""


KNOWN_UNTIL = "2024"
"""Up to this year the knowledge base is taken to know who led a state; what came later may be news to it."""


def offices(text: Text, entities: Sequence[Entity], knowledge: Knowledge) -> Iterator[Fact]:
    """A fact for each person and body whose tie a title states, with a statement for each sentence that states it.

    `knowledge` adds none; it tells whose title cannot be meant («زوجة الرئيس الأميركي ميشيل أوباما»).
    """
    career = Career(knowledge, day_of(text))
    known = {e.id: e.type for e in entities}
    bodies = _bodies(text, entities)
    for entity in entities:
        if entity.type is not EntityType.PERSON:
            continue
        stated: dict[tuple[FactType, str], dict[Sentence, list[Mention]]] = {}
        for mention in entity.mentions:
            office = mention.office
            body = bodies.get(mention.span) if office else None
            if office is None or body is None or body not in known:
                continue
            leads = office.leads or (office.body is None and known[body] is EntityType.ORGANIZATION and _heads_all(mention.text))
            kind = FactType.LEADS if leads else FactType.HOLDS_OFFICE
            known_kind = career.kind(entity.id, body) if leads else kind
            if known_kind is None:
                continue
            stated.setdefault((known_kind, body), {}).setdefault(_sentence(text.sentences, mention.span.start), []).append(mention)
        for (kind, body), found in stated.items():
            statements = tuple(_statement(sentence, mentions, body) for sentence, mentions in found.items())
            yield Fact(kind, entity.id, body, statements, TITLE_CONFIDENCE)


def reigns(text: Text, entities: Sequence[Entity], knowledge: Knowledge, posts: Collection[tuple[str, str]]) -> Iterator[Fact]:
    """That somebody leads a state where the text names what is a leader's as his: «نظام القذافي», «ماكرون وحكومته», «السيسي (مصر)».

    `knowledge` says that he leads or led it; `posts` are the (person, body) pairs stated.
    """
    known = {e.id: e for e in entities}
    day = day_of(text)
    sentences = {n: s for s, named in zip(text.sentences, by_sentence(text.sentences, entities), strict=True) for _, n in named}
    for entity in entities:
        tenure = _reign(knowledge, entity.id, day)
        if tenure is None or tenure.body not in known or (entity.id, tenure.body) in posts:
            continue
        seats = {m.span.start for m in known[tenure.body].mentions}
        ended = day is not None and not tenure.covers(day)
        told = ((sentences[m], m, word) for m in entity.mentions if m in sentences if (word := _reigning(sentences[m], m, seats)))
        statements = tuple(
            Statement(
                evidence=sentence.span,
                trigger=word,
                source_span=mention.span,
                ended=ended,
                confidence=TITLE_CONFIDENCE,
                because=f"{text.article.text[word.start : word.end]} of who is known as {tenure.office} of {tenure.body}",
            )
            for sentence, mention, word in told
        )
        if statements:
            yield Fact(FactType.LEADS, entity.id, tenure.body, statements, TITLE_CONFIDENCE)


def candidacies(text: Text, entities: Sequence[Entity]) -> Iterator[Fact]:
    """That somebody belongs to the party that puts him up: «مرشح حزب العمال», of 39 read articles' cases so in 36."""
    parties = [(m.span, e.id) for e in entities if e.type is EntityType.ORGANIZATION for m in e.mentions]
    for entity in entities:
        stated: dict[str, dict[Sentence, Statement]] = defaultdict(dict)
        for mention in entity.mentions if entity.type is EntityType.PERSON else ():
            if not _puts_up(mention.text):
                continue
            sentence = _sentence(text.sentences, mention.span.start)
            for span, party in parties:
                if mention.span.contains(span):
                    word = Span(mention.span.start, mention.span.start + len(mention.text.split()[0]))
                    statement = Statement(
                        evidence=sentence.span,
                        trigger=word,
                        source_span=mention.span,
                        target_span=span,
                        confidence=TITLE_CONFIDENCE,
                        because=f"put up by {text.article.text[span.start : span.end]}: {mention.text.split()[0]}",
                    )
                    stated[party].setdefault(sentence, statement)
        for party, statements in stated.items():
            yield Fact(FactType.MEMBER_OF, entity.id, party, tuple(statements.values()), TITLE_CONFIDENCE)


def _reign(knowledge: Knowledge, person: str, day: str | None) -> Tenure | None:
    """The state that a known person leads on a day, or led last before it, as his tenure."""
    thing = knowledge.things.get(person)
    led = [t for t in thing.tenures if t.body.startswith("state/") and knowledge.leads(t.office)] if thing else []
    begun = [t for t in led if day is None or t.since is None or t.since[: len(day)] <= day]
    return next((t for t in reversed(begun) if day is None or t.covers(day)), begun[-1] if begun else None)


def _reigning(sentence: Sentence, mention: Mention, seats: Collection[int]) -> Span | None:
    """The word beside a name that says that he leads: «إدارة» before it, «وإدارته» behind it, or his state in brackets.

    `seats` are where mentions of the state begin.
    """
    titles, tokens = load_rules().titles, sentence.tokens
    first = next((n for n, t in enumerate(tokens) if t.span.end > mention.span.start), 0)
    behind = next((n for n, t in enumerate(tokens) if t.span.start >= mention.span.end), len(tokens))
    if first and not titles.reigns.isdisjoint(word for word, _ in variants(tokens[first - 1].norm)):
        return tokens[first - 1].span
    if behind < len(tokens) and tokens[behind].norm in titles.own_reigns:
        return tokens[behind].span
    bracketed = behind + 2 < len(tokens) and (tokens[behind].norm, tokens[behind + 2].norm) == ("(", ")")
    return tokens[behind + 1].span if bracketed and tokens[behind + 1].span.start in seats else None


class Career:
    """What is known of people's offices, asked on the day of an article."""

    def __init__(self, knowledge: Knowledge, day: str | None) -> None:
        self._knowledge = knowledge
        self._day = day

    def kind(self, person: str, body: str) -> FactType | None:
        """What a leader's title can say of a person: that he leads the body, holds a post in it, or nothing of it."""
        thing = self._knowledge.things.get(person)
        if thing is None or (self._day is not None and self._day[:4] > KNOWN_UNTIL):
            return FactType.LEADS
        held = [t for t in thing.tenures if t.body == body]
        if any(self._knowledge.offices[t.office].leads and not self._later(t) for t in held):
            return FactType.LEADS
        if held:
            return FactType.HOLDS_OFFICE
        return None if body.startswith("state/") else FactType.LEADS

    def _later(self, tenure: Tenure) -> bool:
        """Whether a tenure begins after the article's year: who is to lead may be called leader before."""
        return self._day is not None and tenure.since is not None and tenure.since[:4] > self._day[:4]


def _bodies(text: Text, entities: Sequence[Entity]) -> dict[Span, str]:
    """The body of each office that a title gives: said in the title, or what a noun in it takes up («المتحدث باسم التحالف»), else
    that of the title before it in a list of officials («وزير الخارجية القطري … ووزير المواصلات …»), who are of one state."""
    people = (e for e in entities if e.type is EntityType.PERSON)
    titled = sorted(((m.span, m.office, e.home) for e in people for m in e.mentions if m.office), key=lambda found: found[0])
    taken_up = _taken_up(entities)
    bodies: dict[Span, str] = {}
    last: tuple[int, str] | None = None
    for span, office, home in titled:
        sentence = _sentence(text.sentences, span.start).span.start
        if office.body is None and (body := taken_up(span, text.article.text[span.start : span.end])):
            bodies[span] = body
            continue
        if office.body is None and last and last[0] == sentence and not office.leads and office.office != ANY_POST:
            if home is None or last[1] == f"state/{home}" or not last[1].startswith("state/"):
                bodies[span] = last[1]
        elif office.body is not None:
            bodies[span] = office.body
            last = (sentence, office.body)
    return bodies


def _heads(entities: Sequence[Entity]) -> Mapping[str, list[tuple[int, str]]]:
    """The first nouns of organisations and organs, without their articles, each with where it stands and what it names."""
    heads: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for entity in entities:
        for mention in entity.mentions:
            if mention.form is MentionForm.ORGAN or (mention.form.names and entity.type is EntityType.ORGANIZATION):
                heads[bare(phrase(mention.text).split(" ")[0])].append((mention.span.end, entity.id))
    return heads


def _taken_up(entities: Sequence[Entity]) -> Callable[[Span, str], str | None]:
    """What gives the body that a definite noun of a title takes up: the one named last by that noun."""
    heads, titles = _heads(entities), load_rules().titles

    def find(title: Span, words: str) -> str | None:
        norms = phrase(words).split(" ")
        at = next((k for k, norm in enumerate(norms) if k and norm.startswith("ال")), 0)
        if not at or not (norms[at - 1] in titles.prepositions or bare(norms[at - 1]) in titles.heads):
            return None
        before = (place for place in heads.get(bare(norms[at]), ()) if place[0] <= title.start)
        return max(before, default=(0, None))[1]

    return find


def _puts_up(title: str) -> bool:
    """Whether the words are a title by which a party puts somebody up."""
    rule = load_rules().titles.heads.get(bare(phrase(title.split()[0])))
    return rule is not None and not rule.post


def _heads_all(title: str) -> bool:
    """Whether a title is a leader's and names nothing but what it leads: «زعيم التنظيم», not «قائد قوات التنظيم»."""
    head, *others = phrase(title).split(" ")
    rule = load_rules().titles.heads.get(bare(head))
    return rule is not None and rule.leads and len(others) == 1


def _statement(sentence: Sentence, mentions: Sequence[Mention], body: str) -> Statement:
    """The title states it, of the person whom the name behind it names; one of them may be missing."""
    title = next((m for m in mentions if m.form is MentionForm.TITLE), mentions[0])
    named = next((m for m in mentions if m.form is not MentionForm.TITLE), title)
    office = title.office
    assert office is not None
    return Statement(
        evidence=sentence.span,
        trigger=title.span,
        source_span=named.span,
        ended=office.ended,
        confidence=TITLE_CONFIDENCE,
        because=f"title: {office.office} of {body} ({title.because})",
    )


def _sentence(sentences: Sequence[Sentence], place: int) -> Sentence:
    return next((s for s in sentences if place < s.span.end), sentences[-1])
