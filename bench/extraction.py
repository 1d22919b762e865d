"""How fast articles are read, step by step, against camel-tools' own tokenizer on the same text in the same run.

    python bench/extraction.py CORPUS.jsonl.gz [--articles N] [--repeat R]

One process. Medians of R runs; words are runs of letters between spaces.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from camel_tools.tokenizers.word import simple_word_tokenize

from kg.articles import read_articles
from kg.entities import EntityReader
from kg.errors import Problems
from kg.knowledge import load_knowledge
from kg.relations import RelationReader
from kg.text import read_text


def median_seconds(work: Callable[[], object], repeat: int) -> float:
    """The median time of a piece of work."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    articles = list(islice(read_articles([options.corpus], Problems()), options.articles))
    words = sum(len(a.text.split()) for a in articles)
    start = time.perf_counter()
    knowledge = load_knowledge()
    opening = time.perf_counter() - start
    entity_reader, relation_reader = EntityReader(knowledge), RelationReader(knowledge)
    texts = [read_text(a) for a in articles]
    entities = [entity_reader.read(t) for t in texts]
    steps: dict[str, Callable[[], object]] = {
        "text: tokens, sentences, quotations, dates": lambda: [read_text(a) for a in articles],
        "entities": lambda: [entity_reader.read(t) for t in texts],
        "relations": lambda: [relation_reader.read(t, e) for t, e in zip(texts, entities, strict=True)],
        "camel-tools simple_word_tokenize": lambda: [simple_word_tokenize(a.text) for a in articles],
    }
    seconds = {name: median_seconds(work, options.repeat) for name, work in steps.items()}
    seconds["text to facts"] = sum(list(seconds.values())[:3])
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    print(f"{len(articles):,} articles, {words:,} words; median of {options.repeat}; {machine}")
    print(f"{'':46} {'words/s':>10} {'to camel-tools':>15}")
    rival = seconds["camel-tools simple_word_tokenize"]
    for name, taken in seconds.items():
        print(f"{name:46} {words / taken:10,.0f} {rival / taken:14.2f}x")
    print(f"knowledge base opened in {opening:.2f} s")


if __name__ == "__main__":
    main()
