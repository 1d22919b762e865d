"""Offices that titles state: who leads, and who holds which post in, a state or an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.entities.titles import ANY_POST
from kg.model import Entity, EntityType, Fact, FactType, Mention, MentionForm, Sentence, Span, Statement, Text

TITLE_CONFIDENCE = 0.9
"""How often a title that the text gives a person is an office that a reader would note; measured on the training articles."""


def offices(text: Text, entities: Sequence[Entity]) -> Iterator[Fact]:
    """A fact for each person and body whose tie a title states, with a statement for each sentence that states it."""
    known = {e.id for e in entities}
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
            kind = FactType.LEADS if office.leads else FactType.HOLDS_OFFICE
            stated.setdefault((kind, body), {}).setdefault(_sentence(text.sentences, mention.span.start), []).append(mention)
        for (kind, body), found in stated.items():
            statements = tuple(_statement(sentence, mentions, body) for sentence, mentions in found.items())
            yield Fact(kind, entity.id, body, statements, TITLE_CONFIDENCE)


def _bodies(text: Text, entities: Sequence[Entity]) -> dict[Span, str]:
    """The body of each office that a title gives: said in the title, else that of the title before it in a list of
    officials («وزير الخارجية القطري … ووزير المواصلات …»), who are of one state."""
    people = (e for e in entities if e.type is EntityType.PERSON)
    titled = sorted(((m.span, m.office, e.home) for e in people for m in e.mentions if m.office), key=lambda found: found[0])
    bodies: dict[Span, str] = {}
    last: tuple[int, str] | None = None
    for span, office, home in titled:
        sentence = _sentence(text.sentences, span.start).span.start
        if office.body is None and last and last[0] == sentence and not office.leads and office.office != ANY_POST:
            if home is None or last[1] == f"state/{home}" or not last[1].startswith("state/"):
                bodies[span] = last[1]
        elif office.body is not None:
            bodies[span] = office.body
            last = (sentence, office.body)
    return bodies


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
