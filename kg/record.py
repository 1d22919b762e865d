"""Extraction records: an `Extraction` as JSON, one object an article, and back without loss.

The shape is that of `record.schema.json`; what evaluation reads (`type`, `source`, `target`, `speaker`, `polarity`, `modality`,
`date`, `evidence`) stands at the top of each fact, and every statement of it in `statements`. A record is also an input
record (`id`, `title`, `date`, `source`, `url`, `text`), so that it can be read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from kg.errors import InputError
from kg.model import (
    Article,
    Attribution,
    Entity,
    EntityType,
    Extraction,
    Fact,
    FactType,
    Mention,
    MentionForm,
    Modality,
    Office,
    Polarity,
    Span,
    Statement,
)
from kg.ontology import ID
from kg.partial_date import is_date

Record = dict[str, Any]
"""A record as `json.loads` gives it; `check_record` is what makes its shape sure."""


def to_record(extraction: Extraction) -> Record:
    """The record of an extraction, its keys in a fixed order."""
    article = extraction.article
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "url": article.url,
        "entities": [_entity(entity) for entity in extraction.entities],
        "facts": [_fact(article.text, fact) for fact in extraction.facts],
        "text": article.body,
    }


def _place(text: str, span: Span) -> Record:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _entity(entity: Entity) -> Record:
    return {
        "id": entity.id,
        "type": entity.type.value,
        "iso": entity.iso,
        "label": entity.label_ar,
        "label_en": entity.label_en,
        "iri": ID + entity.id,
        "home": entity.home,
        "known": entity.known,
        "mentions": [_mention(mention) for mention in entity.mentions if mention.form.names],
        "references": [_mention(mention) for mention in entity.mentions if not mention.form.names],
    }


def _mention(mention: Mention) -> Record:
    record: Record = {"start": mention.span.start, "end": mention.span.end, "text": mention.text, "form": mention.form.value}
    if mention.because:
        record["because"] = mention.because
    if mention.office:
        office = mention.office
        record["office"] = {"office": office.office, "body": office.body, "leads": office.leads, "ended": office.ended}
    return record


def _fact(text: str, fact: Fact) -> Record:
    statements = [_statement(text, statement) for statement in fact.statements]
    shown = ("speaker", "attribution", "polarity", "modality", "date", "ended")
    first = {name: statements[0][name] for name in shown}
    return {
        "type": fact.type.value,
        "source": fact.source,
        "target": fact.target,
        **first,
        "confidence": fact.confidence,
        "evidence": statements[0]["evidence"],
        "statements": statements,
    }


def _statement(text: str, statement: Statement) -> Record:
    return {
        "speaker": statement.speaker,
        "attribution": statement.attribution.value,
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "date": statement.date,
        "ended": statement.ended,
        "confidence": statement.confidence,
        "because": statement.because,
        "evidence": _place(text, statement.evidence),
        "trigger": _place(text, statement.trigger),
        "source_mention": _place(text, statement.source_span) if statement.source_span else None,
        "target_mention": _place(text, statement.target_span) if statement.target_span else None,
    }


def from_record(record: Mapping[str, Any]) -> Extraction:
    """The extraction that a record holds.

    Raises:
        InputError: the record is not of the published shape, or its places do not fit its text (see `check_record`).
    """
    problems = check_record(record)
    if problems:
        raise InputError(problems[0])
    article = Article(
        id=record["id"],
        body=record["text"],
        title=record.get("title") or None,
        date=record.get("date"),
        source=record.get("source"),
        url=record.get("url"),
    )
    return Extraction(
        article=article,
        entities=tuple(_read_entity(entity) for entity in record["entities"]),
        facts=tuple(_read_fact(fact) for fact in record["facts"]),
    )


def _span(place: Mapping[str, Any]) -> Span:
    return Span(place["start"], place["end"])


def _read_entity(entity: Mapping[str, Any]) -> Entity:
    return Entity(
        id=entity["id"],
        type=EntityType(entity["type"]),
        label_ar=entity["label"],
        label_en=entity.get("label_en", ""),
        mentions=_read_mentions(entity),
        iso=entity.get("iso"),
        home=entity.get("home"),
        known=entity.get("known", True),
    )


def _read_mentions(entity: Mapping[str, Any]) -> tuple[Mention, ...]:
    """Surfaces and references together, in order of place."""
    places = [*entity["mentions"], *entity.get("references", [])]
    return tuple(sorted(map(_read_mention, places), key=lambda mention: (mention.span, mention.form)))


def _read_mention(mention: Mapping[str, Any]) -> Mention:
    office = mention.get("office")
    return Mention(
        span=_span(mention),
        text=mention["text"],
        form=MentionForm(mention.get("form", "name")),
        because=mention.get("because", ""),
        office=Office(office["office"], office["body"], office["leads"], office.get("ended", False)) if office else None,
    )


def _read_fact(fact: Mapping[str, Any]) -> Fact:
    return Fact(
        type=FactType(fact["type"]),
        source=fact["source"],
        target=fact["target"],
        statements=tuple(_read_statement(statement) for statement in fact["statements"]),
        confidence=fact["confidence"],
    )


def _read_statement(statement: Mapping[str, Any]) -> Statement:
    source, target = statement.get("source_mention"), statement.get("target_mention")
    return Statement(
        evidence=_span(statement["evidence"]),
        trigger=_span(statement["trigger"]),
        source_span=_span(source) if source else None,
        target_span=_span(target) if target else None,
        speaker=statement.get("speaker"),
        attribution=Attribution(statement.get("attribution", "outlet")),
        polarity=Polarity(statement.get("polarity", "positive")),
        modality=Modality(statement.get("modality", "actual")),
        date=statement.get("date"),
        ended=statement.get("ended", False),
        confidence=statement.get("confidence", 1.0),
        because=statement.get("because", ""),
    )


@lru_cache(maxsize=1)
def record_validator() -> Draft202012Validator:
    """A validator of the published schema."""
    schema = json.loads((Path(__file__).parent / "record.schema.json").read_text("utf-8"))
    return Draft202012Validator(_resolved(schema, schema.pop("$defs")))


def _resolved(part: Any, definitions: Record) -> Any:
    """A schema with what its references name in their place: looking each up anew takes as long as all the rest of a check."""
    if isinstance(part, list):
        return [_resolved(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    named = part.get("$ref")
    further = {key: _resolved(value, definitions) for key, value in part.items() if key != "$ref"}
    return {**_resolved(definitions[named.removeprefix("#/$defs/")], definitions), **further} if named else further


def check_record(record: object) -> list[str]:
    """What is wrong with a record, each as a line that names the place; nothing for a sound one.

    Beyond the schema: dates exist, places quote the text, the ends of facts and their speakers are among the entities.
    """
    errors = sorted(record_validator().iter_errors(record), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        return [f"{_path(error.absolute_path)}: {error.message[:200]}" for error in errors]
    assert isinstance(record, Mapping)
    return [*_check_dates(record), *_check_places(record), *_check_ends(record)]


def _path(parts: Sequence[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".") or "record"


def _statements(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for i, fact in enumerate(record["facts"]):
        for j, statement in enumerate(fact["statements"]):
            yield f"facts[{i}].statements[{j}]", statement


def _check_dates(record: Mapping[str, Any]) -> list[str]:
    dates = [("date", record.get("date")), *((f"{where}.date", statement.get("date")) for where, statement in _statements(record))]
    return [f"{where}: {value!r} is not a day, month or year" for where, value in dates if value is not None and not is_date(value)]


def _check_places(record: Mapping[str, Any]) -> list[str]:
    text = Article(record["id"], record["text"], record.get("title")).text
    places = [(f"entities[{i}].mentions[{j}]", m) for i, e in enumerate(record["entities"]) for j, m in enumerate(e["mentions"])]
    for where, statement in _statements(record):
        names = [n for n in ("evidence", "trigger", "source_mention", "target_mention") if statement.get(n)]
        places += [(f"{where}.{name}", statement[name]) for name in names]
    return [
        f"{where}: the text has {text[place['start'] : place['end']]!r} there, not {place['text']!r}"
        for where, place in places
        if text[place["start"] : place["end"]] != place["text"] or place["end"] < place["start"]
    ]


def _check_ends(record: Mapping[str, Any]) -> list[str]:
    ids = {entity["id"] for entity in record["entities"]}
    ends = [(f"facts[{i}].{end}", fact[end]) for i, fact in enumerate(record["facts"]) for end in ("source", "target")]
    ends += [(f"{where}.speaker", statement.get("speaker")) for where, statement in _statements(record)]
    return [f"{where}: {value!r} is not among the entities" for where, value in ends if value is not None and value not in ids]
