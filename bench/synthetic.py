"""Synthetic articles for benchmarks of the graph, already read, in the shape of real ones.

Each has 10 sentences, 14 draws of actors, of whom a few are in most of the news, and 15 statements; the same for one seed. The
actors are those of the knowledge base, so that tenures and memberships come with them; the words say nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count

from kg.knowledge.things import Thing
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
    Polarity,
    Span,
    Statement,
)

WORDS = tuple("أعلن الوفد أن الطرفين بحثا ملف الحدود والطاقة خلال لقاء طويل في العاصمة وسط توتر متزايد بين البلدين منذ أشهر".split())  # noqa: SIM905
LEADER = "person/vladimir-putin"  # whose visits the named question asks for
PEOPLE, UNKNOWN = 300, 100
STATES = tuple("US RU CN IR SA TR EG SY IL QA FR GB DE KP KR JP IQ YE LY UA AE PK IN SD".split())  # noqa: SIM905


def articles(things: Mapping[str, Thing], seed: int = 1) -> Iterator[Extraction]:
    """An endless row of synthetic articles between states and people of the knowledge base, the same for one seed."""
    draw = random.Random(seed)
    people = sorted(thing.id for thing in things.values() if thing.type is EntityType.PERSON and thing.tenures)
    actors = [*(f"state/{code}" for code in STATES), LEADER, *draw.sample(people, PEOPLE), *(f"person/x-{i}" for i in range(UNKNOWN))]
    weights = [1 / (rank + 1) for rank in range(len(actors))]
    for number in count(1):
        sentences = [" ".join(draw.choices(WORDS, k=18)) + f" {number}-{i}." for i in range(10)]
        text = "\n".join(sentences)
        day = (date(2015, 1, 1) + timedelta(days=draw.randrange(3000))).isoformat()
        cast = list(dict.fromkeys(draw.choices(actors, weights, k=14)))
        entities = tuple(_entity(one, things.get(one)) for one in cast)
        facts: dict[tuple[FactType, str, str], list[Statement]] = {}
        for _ in range(15):
            source, target = draw.sample(cast, 2)
            start = text.index(draw.choice(sentences))
            facts.setdefault((draw.choice(list(FactType)), source, target), []).append(_statement(draw, start, cast, day))
        article = Article(f"synthetic-{number}", text, None, day, draw.choice(["one", "two", "three", "four"]))
        made = tuple(Fact(kind, a, b, tuple(said), 0.8) for (kind, a, b), said in facts.items())
        yield Extraction(article, entities, made)


def _entity(entity_id: str, thing: Thing | None) -> Entity:
    tail = entity_id.partition("/")[2]
    mention = (Mention(Span(0, 4), "أعلن", MentionForm.NAME),)
    if thing is None:
        home = STATES[sum(map(ord, tail)) % len(STATES)]
        return Entity(entity_id, EntityType.PERSON, f"اسم {tail}", tail, mention, home=home)
    iso = tail if thing.type is EntityType.STATE else None
    return Entity(entity_id, thing.type, thing.label_ar, thing.label_en, mention, iso=iso, known=True)


def _statement(draw: random.Random, start: int, cast: list[str], day: str) -> Statement:
    speaker = draw.choice(cast) if draw.random() < 0.3 else None
    return Statement(
        evidence=Span(start, start + 80),
        trigger=Span(start, start + 4),
        source_span=Span(start + 5, start + 10),
        target_span=Span(start + 14, start + 20),
        speaker=speaker,
        attribution=Attribution.NAMED if speaker else Attribution.OUTLET,
        polarity=Polarity.NEGATIVE if draw.random() < 0.05 else Polarity.POSITIVE,
        modality=draw.choices(list(Modality), [0.8, 0.07, 0.07, 0.06])[0],
        date=day if draw.random() < 0.3 else None,
        confidence=round(draw.random(), 3),
        because="frame and rules",
    )
