"""What more names cost: the knowledge base as it is against one with ten times as many Arabic names, in one run.

    python bench/names.py CORPUS.jsonl.gz [--times 10] [--articles 200] [--rounds 3]

The others are synthetic: copies of all things under ids of their own, each Arabic name with as many words, half of them from known
names, half of them new; a name of one word is new, since those that texts are full of are no names alone. Each figure is the median
of fresh processes, by turns; seconds are of the processor. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from extraction import machine, median_seconds, spread

from kg.entities import EntityReader
from kg.entities.matching import Matcher
from kg.entities.words import words_of
from kg.knowledge import Name, NameKind, Thing, load_knowledge, make_knowledge
from kg.knowledge.cache import read_cache, write_cache
from kg.model import Article
from kg.text import read_text

MEGABYTE = 1 << 20
SHORTEST_WORD, LONGEST_WORD = 5, 12
"""Letters of a new word: shorter ones would often be words of the language."""


class Names:
    """Synthetic Arabic names: words as often as among known names, first ones apart; new words by which letters follow which two."""

    def __init__(self, known: Iterable[str], seed: int = 1) -> None:
        self._draw = random.Random(seed)
        words = [text.split() for text in known]
        self._firsts = [parts[0] for parts in words]
        self._others = [word for parts in words for word in parts[1:]] or self._firsts
        self._letters: dict[str, list[str]] = defaultdict(list)
        for word in self._firsts + self._others:
            for at, letter in enumerate(f"{word}\n"):
                self._letters[f"  {word}"[at : at + 2]].append(letter)

    def like(self, text: str) -> str:
        """A name of as many words as this one."""
        pools = [self._firsts] + [self._others] * text.count(" ")
        if len(pools) == 1:
            return self._word()
        return " ".join(self._draw.choice(pool) if self._draw.random() < 0.5 else self._word() for pool in pools)

    def _word(self) -> str:
        word = ""
        while not word.endswith("\n") and len(word) <= LONGEST_WORD:
            word += self._draw.choice(self._letters[f"  {word}"[-2:]])
        word = word.rstrip("\n")
        return word if len(word) >= SHORTEST_WORD else self._word()


def grown(things: Mapping[str, Thing], times: int, seed: int = 1) -> dict[str, Thing]:
    """The things, and so many times all in all as many: copies with names of their own, who hold the offices of copies."""
    names = Names((name.text for thing in things.values() for name in thing.names if name.lang == "ar"), seed)
    copies = [copied(thing, str(number), names) for number in range(2, times + 1) for thing in things.values()]
    return {thing.id: thing for thing in [*things.values(), *copies]}


def copied(thing: Thing, mark: str, names: Names) -> Thing:
    """A thing under another id, with synthetic names in Arabic; `mark` tells it and what it is tied to from the original."""
    own = tuple(Name(names.like(n.text) if n.lang == "ar" else n.text + mark, n.lang, n.kind) for n in thing.names)
    here = f"{thing.id}-{mark}"
    return replace(
        thing,
        id=here,
        label_ar=next((n.text for n in own if n.lang == "ar" and n.kind is NameKind.LABEL), thing.label_ar),
        label_en=thing.label_en + mark,
        names=own,
        tenures=tuple(replace(t, holder=here, body=f"{t.body}-{mark}") for t in thing.tenures),
        memberships=tuple(replace(m, organization=here, member=f"{m.member}-{mark}") for m in thing.memberships),
    )


class Cost(NamedTuple):
    """What a knowledge base costs in a process: seconds, megabytes, words a second."""

    names: float
    surfaces: float
    file_mb: float
    load_s: float
    memory_mb: float
    reader_s: float
    found: float
    look_up: float
    entities: float


def cost(cache: Path, articles: Sequence[Article]) -> Cost:
    """Open a compiled knowledge base and read articles with it; for a process of its own."""
    gc.collect()
    memory, start = resident(), time.process_time()
    knowledge = read_cache(cache)
    load = time.process_time() - start
    if knowledge is None:
        raise SystemExit(f"{cache}: cannot be read")
    gc.collect()
    memory = resident() - memory
    start = time.process_time()
    reader = EntityReader(knowledge)
    opening = time.process_time() - start
    texts = [read_text(article) for article in articles]
    sentences = [words_of(sentence) for text in texts for sentence in text.sentences]
    matcher = Matcher(knowledge.gazetteer)
    gc.collect()
    gc.freeze()  # as in the processes of an extraction
    found = sum(match is not None for words in sentences for match in matcher.all(words))
    look_up = speed(articles, lambda: [matcher.all(words) for words in sentences])
    read = speed(articles, lambda: [reader.read(text) for text in texts])
    names = sum(name.lang == "ar" for thing in knowledge.things.values() for name in thing.names)
    size = cache.stat().st_size / MEGABYTE
    return Cost(names, len(knowledge.gazetteer.entries), size, load, memory / MEGABYTE, opening, found, look_up, read)


def speed(articles: Sequence[Article], work: Callable[[], object]) -> float:
    """Words a second, once what is remembered of words is there."""
    work()
    return sum(len(article.text.split()) for article in articles) / median_seconds(work, 3)


def resident() -> int:
    """Bytes of memory that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def compare(folder: Path, articles: Sequence[Article], times: int, rounds: int) -> tuple[Cost, Cost]:
    """The costs of the knowledge base as it is, and with so many times as many names."""
    knowledge = load_knowledge()
    caches = [folder / "own.json", folder / "grown.json"]
    write_cache(caches[0], knowledge)
    write_cache(caches[1], make_knowledge(grown(knowledge.things, times), knowledge.offices))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as fresh:
        seen = [[fresh.submit(cost, cache, articles).result() for cache in caches] for _ in range(rounds)]
    own, more = (Cost(*map(statistics.median, zip(*runs, strict=True))) for runs in zip(*seen, strict=True))
    return own, more


def table(own: Cost, more: Cost) -> str:
    """Both, and how the second stands to the first."""
    rows = {
        "Arabic names": ("names", ",.0f"),
        "surfaces in the gazetteer": ("surfaces", ",.0f"),
        "compiled file, MB": ("file_mb", ",.1f"),
        "opening it, s": ("load_s", ".2f"),
        "memory that it takes, MB": ("memory_mb", ",.0f"),
        "entity step made ready, s": ("reader_s", ".2f"),
        "phrases found": ("found", ",.0f"),
        "look-up in the gazetteer, words/s": ("look_up", ",.0f"),
        "entity step, words/s": ("entities", ",.0f"),
    }
    lines = ["| | knowledge base | with more names | ratio |", "|---|---|---|---|"]
    for name, (figure, shape) in rows.items():
        one, other = getattr(own, figure), getattr(more, figure)
        lines.append(f"| {name} | {one:{shape}} | {other:{shape}} | {other / one:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = spread(options.corpus, options.articles)
    with tempfile.TemporaryDirectory(prefix="names-") as folder:
        own, more = compare(Path(folder), articles, options.times, options.rounds)
    words = sum(len(article.text.split()) for article in articles)
    print(f"{machine()}; {len(articles):,} articles, {words:,} words; medians of {options.rounds} processes.\n\n{table(own, more)}")


if __name__ == "__main__":
    main()
