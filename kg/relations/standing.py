"""Offices that titles state: who leads, and who holds which post in, a state or an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Entity, EntityType, Fact, FactType, Mention, MentionForm, Sentence, Statement, Text

TITLE_CONFIDENCE = 0.9
"""How often a title that the text gives a person is an office that a reader would note; measured on the training articles."""


def offices(text: Text, entities: Sequence[Entity]) -> Iterator[Fact]:
    """A fact for each person and body whose tie a title states, with a statement for each sentence that states it."""
    known = {e.id for e in entities}
    for entity in entities:
        if entity.type is not EntityType.PERSON:
            continue
        stated: dict[tuple[FactType, str], dict[Sentence, list[Mention]]] = {}
        for mention in entity.mentions:
            office = mention.office
            if office is None or office.body is None or office.body not in known:
                continue
            kind = FactType.LEADS if office.leads else FactType.HOLDS_OFFICE
            stated.setdefault((kind, office.body), {}).setdefault(_sentence(text.sentences, mention.span.start), []).append(mention)
        for (kind, body), found in stated.items():
            statements = tuple(_statement(sentence, mentions) for sentence, mentions in found.items())
            yield Fact(kind, entity.id, body, statements, TITLE_CONFIDENCE)


def _statement(sentence: Sentence, mentions: Sequence[Mention]) -> Statement:
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
        because=f"title: {office.office} of {office.body} ({title.because})",
    )


def _sentence(sentences: Sequence[Sentence], place: int) -> Sentence:
    return next((s for s in sentences if place < s.span.end), sentences[-1])
