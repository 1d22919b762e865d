"""Annotated articles as the extractor sees them: what it proposes, and which of that the annotation states."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from kg.entities import EntityReader
from kg.evaluation import align, fact_key
from kg.model import Article, Entity, FactType, Text
from kg.partial_date import full_day
from kg.relations.candidates import fact_of, hit_at
from kg.relations.chronicle import Told
from kg.relations.circumstances import Act, day_of, times_by_sentence
from kg.relations.encoding import TYPES, Encoded, allowed
from kg.relations.propose import Proposal, Proposer
from kg.text import fold, read_text
from kg.training.readings import ReadArticle
from kg.training.scorer import Lesson

Key = tuple[str, str, str]
_TYPE = {str(t): i for i, t in enumerate(TYPES)}


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act with what the annotation says of it; `speaker` and `date` are empty where it says nothing."""

    act: Act
    modality: str
    speaker: str
    date: str

    @property
    def mood(self) -> tuple[bool, ...]:
        """Whether the act is planned, and whether it is possible or demanded: as `kg.relations.encoding.MOODS`."""
        return self.modality == "planned", self.modality in ("possible", "demanded")


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article taken apart with what the annotation says: `stated` are the facts by the annotation's ids, `names` the annotation's
    id of each extracted entity that it has; `day` is the article's date; `clear` is whether its reader told clearly who speaks.
    """

    id: str
    day: str | None
    proposal: Proposal
    stated: frozenset[Key]
    names: Mapping[str, str]
    lessons: tuple[Lesson, ...]
    acts: tuple[ToldAct, ...] = ()
    clear: bool = False

    @property
    def told(self) -> Told | None:
        """What it states between extracted entities, for the chronicle; None where its day is not known."""
        day = full_day(self.day)
        if day is None:
            return None
        ids = {name: entity for entity, name in self.names.items()}
        facts = frozenset(fact_of(FactType(k), ids[s], ids[t]) for k, s, t in self.stated if s in ids and t in ids)
        return Told(day, facts)

    def key(self, kind: FactType, source: str, target: str) -> Key:
        """A fact of extracted entities in the annotation's ids."""
        return fact_key(kind, self.names.get(source, f"?{source}"), self.names.get(target, f"?{target}"))


@dataclass(slots=True)
class _Answer:
    """What an annotation says of an article: for each fact the sentences that state it, and the word in each where it is known."""

    places: dict[Key, dict[int, int | None]] = field(default_factory=lambda: defaultdict(dict))
    words_known: bool = False


def _words(quote: str) -> Counter[str]:
    return Counter(w for w in map(fold, re.findall(r"\w+", quote)) if w)


def _names(gold: Sequence[Mapping[str, Any]], found: Sequence[Entity]) -> dict[str, str]:
    """The annotation's id of each extracted entity that it has."""
    records = [
        {"id": e.id, "type": str(e.type), "iso": e.iso, "mentions": [{"text": m.text} for m in e.mentions if m.form.names]} for e in found
    ]
    return align(gold, records)


def read_gold(path: Path, proposer: Proposer, reader: EntityReader) -> Annotated:
    """An annotated article of the gold format, with the extractor's own entities."""
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    text = read_text(Article(record["id"], record["text"], None, record.get("date"), record.get("source")))
    entities = reader.read(text)
    proposal = proposer.propose(text, entities)
    body, answer = text.article.text, _Answer()
    sentences = [_words(body[c.sentence.span.start : c.sentence.span.end]) for c in proposal.clauses]
    for fact in record["facts"]:
        quote = _words(fact["evidence"])
        key = fact_key(fact["type"], fact["source"], fact["target"])
        answer.places[key] |= {n: None for n, sentence in enumerate(sentences) if _overlap(quote, sentence)}
    return _annotated(text, entities, proposal, answer, _names(record["entities"], entities))


def read_reading(article: ReadArticle, proposer: Proposer, reader: EntityReader) -> Annotated:
    """A corpus article with the facts that a reader wrote down."""
    text = read_text(Article(article.id, article.text, None, article.date, article.source))
    entities = reader.read(text)
    proposal = proposer.propose(text, entities)
    answer = _Answer(words_known=True)
    for fact in article.facts:
        if fact.sentence < len(proposal.clauses):
            tokens = proposal.clauses[fact.sentence].sentence.tokens
            place = next((i for i, t in enumerate(tokens) if t.form == fact.trigger), None)
            if place is None:
                place = next((i for i, t in enumerate(tokens) if fact.trigger in t.form), None)
            answer.places[fact_key(fact.type, fact.source, fact.target)][fact.sentence] = place
    acts = tuple(_acts(article, text, proposer, proposal, answer))
    return replace(_annotated(text, entities, proposal, answer, {e.id: e.id for e in entities}, acts), clear=article.clear)


def _acts(article: ReadArticle, text: Text, proposer: Proposer, proposal: Proposal, answer: _Answer) -> Iterator[ToldAct]:
    """What a reader told of the acts of an article, where the place of the word is known."""
    places = {place.clause.index: place for place in proposal.places}
    hits, times, day = proposal.hits, times_by_sentence(text), day_of(text)
    for fact in article.facts:
        place = places.get(fact.sentence)
        token = answer.places.get(fact_key(fact.type, fact.source, fact.target), {}).get(fact.sentence)
        if place is None or token is None:
            continue
        hit = hit_at(place, FactType(fact.type), token, proposer.index)
        mood = proposer.moods.read(place.clause, hit)
        ends = fact.source, fact.target
        act = Act(proposal.clauses, hits, times, proposal.attributions, place.clause, hit, *ends, mood, day, None)
        yield ToldAct(act, fact.modality, fact.speaker, fact.date)


def _overlap(quote: Counter[str], sentence: Counter[str]) -> bool:
    shared = sum((quote & sentence).values())
    return shared >= 0.6 * min(sum(quote.values()), sum(sentence.values())) if shared else False


def _annotated(
    text: Text,
    entities: Sequence[Entity],
    proposal: Proposal,
    answer: _Answer,
    names: Mapping[str, str],
    acts: tuple[ToldAct, ...] = (),
) -> Annotated:
    kinds = {e.id: e for e in entities}
    lessons = tuple(_lesson(code, answer, names, kinds, acts) for code in proposal.encoded)
    return Annotated(text.article.id, day_of(text), proposal, frozenset(answer.places), names, lessons, acts)


def _lesson(code: Encoded, answer: _Answer, names: Mapping[str, str], entities: Mapping[str, Entity], acts: Sequence[ToldAct]) -> Lesson:
    at = {int(token): i for i, token in enumerate(code.triggers)}
    taught = allowed([entities[e].type for e in code.entities]).astype(np.float32)
    stated = np.zeros_like(taught)
    triggers: list[tuple[int, int]] = []
    known = [names.get(e) for e in code.entities]
    for (kind, source, target), places in answer.places.items():
        t = _TYPE.get(kind)
        if t is None:
            continue
        for i, j in _pairs(known, source, target, TYPES[t].symmetric):
            if code.index not in places:
                taught[i, j, t] = 0
            elif taught[i, j, t]:
                stated[i, j, t] = 1
                token = places[code.index]
                if token in at:
                    triggers.append((at[token], t))
    here = [told for told in acts if told.act.clause.index == code.index and told.act.hit.start in at]
    moods = tuple((at[told.act.hit.start], told.mood) for told in here)
    voices = tuple(
        (at[told.act.hit.start], code.entities.index(told.speaker) if told.speaker else -1)
        for told in here
        if not told.speaker or told.speaker in code.entities
    )
    return Lesson(code, stated, taught, tuple(triggers) if answer.words_known else None, moods, voices)


def _pairs(known: Sequence[str | None], source: str, target: str, symmetric: bool) -> list[tuple[int, int]]:
    sources, targets = ([i for i, name in enumerate(known) if name == end] for end in (source, target))
    straight = [(i, j) for i in sources for j in targets if i != j]
    return straight + [(j, i) for i, j in straight] if symmetric else straight
