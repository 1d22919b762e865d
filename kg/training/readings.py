"""Readings: facts of corpus articles, written down by a careful reader after the annotation guidelines, without the texts.

A row of `ontologies/lexicon/readings.tsv.gz` has the article's id, the number of the sentence, the type, the ids of source and
target, the word that states it, modality, polarity, speaker, date and `round`; an article without facts has its id and round alone.
Readers of round 2 had instructions that tell more clearly who speaks, and give a speaker as often as the annotators do ("?" where it is
nobody of the article's entities).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.ontology import ontologies

_WORDS = ("type", "source", "target", "trigger", "modality", "speaker", "date")
_CLEAR = 2
READINGS = ontologies() / "lexicon" / "readings.tsv.gz"


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact that a reader found in an article; `sentence` counts from the headline, which is 0.

    `speaker` and `date` are empty where the outlet speaks and where the text does not date the act.
    """

    article: str
    sentence: int
    type: str
    source: str
    target: str
    trigger: str
    modality: str
    speaker: str
    date: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A corpus article with the facts that a reader found in it."""

    id: str
    text: str
    date: str | None
    source: str | None
    facts: tuple[Reading, ...]
    clear: bool = False
    """Whether the reader had the clearer instructions about who speaks."""


def read_readings(path: Path = READINGS) -> dict[str, tuple[Reading, ...]]:
    """The readings of each article, in order of the file; empty for an article in which a reader found nothing."""
    found: dict[str, list[Reading]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            facts = found[row["article"]]
            if row["type"]:
                facts.append(Reading(row["article"], int(row["sentence"]), *(row[name] for name in _WORDS)))
    return {article: tuple(facts) for article, facts in found.items()}


def clearly_read(path: Path = READINGS) -> frozenset[str]:
    """The articles whose reader had the clearer instructions about who speaks."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(row["article"] for row in rows if int(row["round"]) >= _CLEAR)


def read_corpus(corpus: Path) -> Iterator[ReadArticle]:
    """All articles of a corpus (`.jsonl.gz`), without facts; the title is the first line of the text."""
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        for line in file:
            raw = json.loads(line)
            title = (raw.get("title") or "").strip()
            text = raw["text"] if not title or raw["text"].startswith(title[:20]) else f"{title}\n{raw['text']}"
            yield ReadArticle(raw["id"], text, raw.get("date"), raw.get("source"), ())


def read_articles(corpus: Path, readings: Path = READINGS) -> Iterator[ReadArticle]:
    """The articles of the corpus that were read, with their facts."""
    facts, clear = read_readings(readings), clearly_read(readings)
    for article in read_corpus(corpus):
        if article.id in facts:
            yield ReadArticle(article.id, article.text, article.date, article.source, facts[article.id], article.id in clear)
