"""How fast articles are read, step by step and whole, against camel-tools and spaCy on the same text in the same run.

    python bench/extraction.py CORPUS.jsonl.gz [--articles 400] [--repeat 3] [--bert-words 400]

One process with one thread, processor seconds. Medians of the runs; words are what stands between spaces. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from camel_tools.tokenizers.word import simple_word_tokenize
from rivals import camel_readers, spacy_reader, write_bert

from kg.articles import read_articles
from kg.entities import EntityReader
from kg.errors import Problems
from kg.extraction import Extractor
from kg.graph import Background, Store
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, Extraction, Text
from kg.relations import RelationReader
from kg.text import read_text

Work = tuple[str, int, Callable[[], object]]
"""A name, the words that are read, and the reading of them."""


def median_seconds(work: Callable[[], object], repeat: int) -> float:
    """The median time of a piece of work, in seconds of the processor: what else the machine has to do does not count."""
    taken = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def times(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.2f} ×"


def spread(corpus: Path, count: int) -> list[Article]:
    """So many articles from all over a corpus."""
    articles = list(read_articles([corpus], Problems()))
    return articles[:: max(1, len(articles) // count)][:count]


def machine() -> str:
    """What ran it, for the head of a table: date, processor, cores, what else it had to do, Python."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    processor = names[0] if names else platform.machine()
    return f"{date.today()}, {processor}, {os.cpu_count()} cores (load {load}), CPython {platform.python_version()}"


def stored(extractions: Sequence[Extraction], background: Background) -> None:
    """A new store of some articles on disk, with what follows from them."""
    with tempfile.TemporaryDirectory() as folder, Store.create_or_open(Path(folder), background=background, agent="bench") as store:
        for extraction in extractions:
            store.add(extraction)
        store.finish()


def own_steps(articles: Sequence[Article], knowledge: Knowledge) -> list[Work]:
    """Each step over what the step before gave, and all in one."""
    words = sum(len(a.text.split()) for a in articles)
    entity_reader, relation_reader, extractor = EntityReader(knowledge), RelationReader(knowledge), Extractor(knowledge)
    background = Background.load()
    texts = [read_text(a) for a in articles]
    entities = [entity_reader.read(text) for text in texts]
    extractions = [Extraction(*one) for one in zip(articles, entities, map(relation_reader.read, texts, entities), strict=True)]
    return [
        ("text: tokens, sentences, quotations, dates", words, lambda: list(map(read_text, articles))),
        ("entities", words, lambda: list(map(entity_reader.read, texts))),
        ("relations", words, lambda: list(map(relation_reader.read, texts, entities))),
        ("store: on disk, facts joined", words, lambda: stored(extractions, background)),
        ("**text and entities**", words, lambda: [entity_reader.read(read_text(a)) for a in articles]),
        ("**whole: article to store**", words, lambda: stored(list(map(extractor.extract, articles)), background)),
    ]


def others(articles: Sequence[Article], knowledge: Knowledge, bert: Path, bert_words: int) -> Iterator[Work]:
    """What others do with the same text; BERT with a part of it."""
    texts = [a.text for a in articles]
    words = sum(len(text.split()) for text in texts)
    yield "camel-tools: `simple_word_tokenize`", words, lambda: list(map(simple_word_tokenize, texts))
    ruler, names = spacy_reader(knowledge)
    yield f"spaCy: blank `ar`, EntityRuler of the same {names:,} names", words, lambda: ruler(texts)
    part = list(_of_words(map(read_text, articles), bert_words))
    part_words = sum(len(sentence.split()) for sentence in part)
    write_bert(bert, texts)
    by_sentence, by_stretch = camel_readers(bert)
    name = "camel-tools: `simple_word_tokenize` and `NERecognizer`"
    yield f"{name}, by sentence ({part_words:,} words)", part_words, lambda: by_sentence(part)
    yield f"{name}, by stretches of 150 words", part_words, lambda: by_stretch(part)


def _of_words(texts: Iterator[Text], words: int) -> Iterator[str]:
    """The first sentences, up to so many words."""
    for text in texts:
        for sentence in text.sentences:
            if words <= 0:
                return
            said = text.article.text[sentence.span.start : sentence.span.end]
            words -= len(said.split())
            yield said


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--bert-words", type=int, default=400)
    options = parser.parse_args()
    articles = spread(options.corpus, options.articles)
    start = time.process_time()
    knowledge = load_knowledge()
    opening = time.process_time() - start
    ours = own_steps(articles, knowledge)
    gc.collect()
    gc.freeze()  # as in the processes of an extraction
    speeds = {name: words / median_seconds(work, options.repeat) for name, words, work in ours}
    names, whole = list(speeds.values())[-2:]
    print(f"{machine()}; {len(articles):,} articles, {ours[0][1]:,} words; medians of {options.repeat}, processor time of one process.")
    print(f"The knowledge base opened in {opening:.2f} s.\n")
    print("| step | words/s |\n|---|---|")
    for name, speed in speeds.items():
        print(f"| {name} | {speed:,.0f} |")
    print("\n| others, same text and run | words/s | our text and entities | our whole |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, words, work in others(articles, knowledge, Path(folder), options.bert_words):
            speed = words / median_seconds(work, options.repeat)
            print(f"| {name} | {speed:,.0f} | {times(names / speed)} | {times(whole / speed)} |", flush=True)


if __name__ == "__main__":
    main()
