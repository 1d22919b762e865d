"""Offices that titles state: who leads, and who holds which post in, a state or an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Entity, EntityType, Fact, FactType, Sentence, Statement, Text

TITLE_CONFIDENCE = 0.9
"""How often a title that the text gives a person is an office that a reader would note; measured on the training articles."""


def offices(text: Text, entities: Sequence[Entity]) -> Iterator[Fact]:
    """A fact for each person and body whose tie a title states, with every place that states it."""
    known = {e.id for e in entities}
    for entity in entities:
        if entity.type is not EntityType.PERSON:
            continue
        statements: dict[tuple[FactType, str], list[Statement]] = {}
        for mention in entity.mentions:
            office = mention.office
            if office is None or office.body is None or office.body not in known:
                continue
            sentence = _sentence(text.sentences, mention.span.start)
            kind = FactType.LEADS if office.leads else FactType.HOLDS_OFFICE
            statements.setdefault((kind, office.body), []).append(
                Statement(
                    evidence=sentence.span,
                    trigger=mention.span,
                    source_span=mention.span,
                    ended=office.ended,
                    confidence=TITLE_CONFIDENCE,
                    because=f"title: {office.office} of {office.body} ({mention.because})",
                )
            )
        for (kind, body), found in statements.items():
            yield Fact(kind, entity.id, body, tuple(found), TITLE_CONFIDENCE)


def _sentence(sentences: Sequence[Sentence], place: int) -> Sentence:
    return next((s for s in sentences if place < s.span.end), sentences[-1])
