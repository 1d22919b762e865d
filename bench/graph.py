"""How the graph scales: loads a synthetic graph, asks every named question, exports, and compares with plain rdflib.

    python bench/graph.py [--triples 1000000] [--rdflib]

Prints one JSON object. The synthetic articles have the shape of real ones (15 statements, 10 sentences, 12 entities), with
actors drawn so that a few are in most of the news.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from kg.graph import Background, Store
from kg.graph.questions import load_questions
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

WORDS = [
    "أعلن",
    "الوفد",
    "أن",
    "الطرفين",
    "بحثا",
    "ملف",
    "الحدود",
    "والطاقة",
    "خلال",
    "لقاء",
    "طويل",
    "في",
    "العاصمة",
    "وسط",
    "توتر",
    "متزايد",
    "بين",
    "البلدين",
    "منذ",
    "أشهر",
]
STATES = [
    "US",
    "RU",
    "CN",
    "IR",
    "SA",
    "TR",
    "EG",
    "SY",
    "IL",
    "QA",
    "FR",
    "GB",
    "DE",
    "KP",
    "KR",
    "JP",
    "IQ",
    "YE",
    "LY",
    "UA",
    "AE",
    "PK",
    "IN",
    "SD",
]


def articles(seed: int = 1) -> Iterator[Extraction]:
    """An endless row of synthetic articles, the same for one seed."""
    draw = random.Random(seed)
    people = [f"person/x-{i}" for i in range(400)]
    actors = [f"state/{code}" for code in STATES] + people
    weights = [1 / (rank + 1) for rank in range(len(actors))]
    number = 0
    while True:
        number += 1
        sentences = [" ".join(draw.choices(WORDS, k=18)) + f" {number}-{i}." for i in range(10)]
        text = "\n".join(sentences)
        day = (date(2015, 1, 1) + timedelta(days=draw.randrange(3000))).isoformat()
        cast = list(dict.fromkeys(draw.choices(actors, weights, k=14)))
        entities = tuple(_entity(one) for one in cast)
        facts: dict[tuple[FactType, str, str], list[Statement]] = {}
        for _ in range(15):
            source, target = draw.sample(cast, 2)
            start = text.index(draw.choice(sentences))
            facts.setdefault((draw.choice(list(FactType)), source, target), []).append(_statement(draw, start, cast, day))
        article = Article(f"synthetic-{number}", text, None, day, draw.choice(["one", "two", "three", "four"]))
        made = tuple(Fact(kind, a, b, tuple(said), 0.8) for (kind, a, b), said in facts.items())
        yield Extraction(article, entities, made)


def _entity(entity_id: str) -> Entity:
    kind, _, tail = entity_id.partition("/")
    state = kind == "state"
    mention = Mention(Span(0, 4), "أعلن", MentionForm.NAME)
    home = None if state else STATES[hash_of(tail) % len(STATES)]
    return Entity(
        entity_id,
        EntityType.STATE if state else EntityType.PERSON,
        f"اسم {tail}",
        tail,
        (mention,),
        iso=tail if state else None,
        home=home,
        known=state,
    )


def hash_of(text: str) -> int:
    return sum(map(ord, text))


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


def timed(results: dict[str, float], name: str) -> Timer:
    return Timer(results, name)


class Timer:
    """Notes how many seconds a block took."""

    def __init__(self, results: dict[str, float], name: str) -> None:
        self._results, self._name = results, name

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._results[self._name] = round(time.perf_counter() - self._start, 3)


def main() -> None:
    """Run the benchmark."""
    options = argparse.ArgumentParser()
    options.add_argument("--triples", type=int, default=1_000_000)
    options.add_argument("--rdflib", action="store_true", help="ask the same of plain rdflib (minutes at 1 M triples)")
    arguments = options.parse_args()
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        store = Store.create_or_open(out / "out", background=Background(), agent="bench")
        made = articles()
        triples = count = 0
        with timed(results, "add"):
            for extraction in made:
                store.add(extraction)
                count += 1
                if count % 250 == 0:
                    triples = len(store)
                    print(f"{count} articles, {triples} triples", file=sys.stderr)
                    if triples >= arguments.triples * 0.8:
                        break
        with timed(results, "finish"):
            store.finish()
        triples = len(store)
        results |= {"articles": count, "triples": triples, "triples_per_second": round(triples / (results["add"] + results["finish"]))}
        with timed(results, "one_more_article"):
            store.add(next(made))
            store.finish()
        with timed(results, "read"):
            store.read()
        for name, question in load_questions().items():
            with timed(results, f"question {name}"):
                list(store.query(question.sparql))  # type: ignore[arg-type]
        for form, ending in (("turtle", "ttl"), ("nquads", "nq")):
            with timed(results, f"export {form}"):
                store.export(form, out / f"graph.{ending}", with_derived=True)
        if arguments.rdflib:
            ask_rdflib(out / "graph.ttl", results)
        store.close()
    results["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(results, indent=1))


def ask_rdflib(turtle: Path, results: dict[str, float]) -> None:
    """The same questions put to rdflib's own engine."""
    import rdflib

    graph = rdflib.Graph()
    with timed(results, "rdflib parse"):
        graph.parse(turtle)
    for name, question in load_questions().items():
        with timed(results, f"rdflib {name}"):
            list(graph.query(question.sparql))
        ours = results[f"question {name}"]
        results[f"ratio {name}"] = round(results[f"rdflib {name}"] / max(ours, 0.0005), 1)


if __name__ == "__main__":
    main()
