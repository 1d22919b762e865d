"""The main job: articles into the store of an output folder, then Turtle, the explorer and a summary from it.

Each article enters in one transaction, so that whatever stops a run leaves a graph of whole articles; the next run goes on.
"""

from __future__ import annotations

import gc
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg.articles import count_articles, read_articles
from kg.cluster import extract_on_cluster
from kg.errors import InputError, Problems, StoreError
from kg.extraction import Failure, extract_all
from kg.fingerprint import agent_name
from kg.graph import Added, Background, Store
from kg.graph.export import replacing
from kg.graph.reviews import keep, read_reviews
from kg.graph.tally import Tally
from kg.model import Article, Extraction
from kg.record import from_record
from kg.render import render

PAIRS = 10


@dataclass(slots=True)
class Build:
    """What a build did: counts of articles by fate, and whether it was interrupted; and while it runs, where it is.

    `expected` is about how many articles there will be, None where that cannot be known.
    """

    fates: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    stage: str = "reading"
    expected: int | None = None

    @property
    def articles(self) -> int:
        return self.fates.total()


def build(
    inputs: Sequence[Path | str],
    folder: Path,
    problems: Problems,
    *,
    workers: int | None = None,
    knowledge: Sequence[Path] = (),
    ner: str | None = None,
    reviews: Path | None = None,
    scheduler: str | None = None,
    report: Callable[[Build], None] = lambda build: None,
) -> Build:
    """Build or extend the graph in `folder`; `report` is called after each article and at each stage.

    Parameters:
        workers, knowledge, ner: as in `kg.extraction.extract_all`.
        reviews: a CSV with an analyst's decisions.
        scheduler: the address of a Dask cluster that extracts in place of processes here.

    Raises:
        InputError, StoreError, KnowledgeError: nothing can be done.
    """
    done = Build(expected=count_articles(inputs))
    with Store.create_or_open(folder, background=Background.load(knowledge), agent=agent_name(knowledge, ner)) as store:
        try:
            articles = _new(store, read_articles(inputs, problems), done, report)
            results = (
                extract_on_cluster(articles, scheduler=scheduler, knowledge=knowledge, ner=ner)
                if scheduler
                else extract_all(articles, workers=workers, knowledge=knowledge, ner=ner)
            )
            for result in results:
                if isinstance(result, Failure):
                    problems.add("not extracted", result.article, f"the article could not be read ({result.error}); skipped")
                    done.fates["failed"] += 1
                else:
                    done.fates[store.add(result, problems).value] += 1
                    store.renew()
                report(done)
        except KeyboardInterrupt:
            done.interrupted = True
        if reviews is not None:
            decisions = read_reviews(reviews, problems)
            with store.writing():
                keep(store.oxigraph, decisions)
        done.stage = "joining facts"
        report(done)
        store.finish()
        done.stage = "writing"
        report(done)
        write_outputs(store, folder, done, problems)
    return done


def _new(store: Store, articles: Iterator[Article], done: Build, report: Callable[[Build], None]) -> Iterator[Article]:
    """Only what the store does not hold already: a second run over the same input has nothing to extract."""
    for article in articles:
        if store.holds(article):
            done.fates[Added.UNCHANGED.value] += 1
            report(done)
        else:
            yield article


def write_outputs(store: Store, folder: Path, done: Build, problems: Problems) -> None:
    """Write `graph.ttl`, `graph.html` and `summary.json` of the store as it stands.

    Raises:
        StoreError, SiyasaError: one of them cannot be written; the former one stands.
    """
    for stale in folder.glob(".*.part"):  # of a run that was killed; this one holds the lock of the store
        stale.unlink(missing_ok=True)
    store.export("turtle", folder / "graph.ttl")
    store.renew(always=True)  # each output reads all of the store, and RocksDB would keep what it read
    render(store, folder / "graph.html")
    gc.collect()  # the networks that the page was drawn from hold themselves
    store.renew(always=True)
    try:
        with replacing(folder / "summary.json") as out:
            out.write(json.dumps(summarize(store.tally(pairs=PAIRS), done, problems), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error


def summarize(tally: Tally, done: Build, problems: Problems) -> dict[str, Any]:
    """What a graph holds, for `summary.json`: articles, actors and facts by type, the strongest pairs, what was skipped."""
    return {
        "run": dict(sorted(done.fates.items())),
        "interrupted": done.interrupted,
        "articles with facts": tally.articles,
        "entities": {kind.value: number for kind, number in tally.entities.items()},
        "facts": {kind.value: number for kind, number in tally.facts.items()},
        "asserted facts": tally.asserted,
        "reports": tally.reports,
        "strongest pairs": [asdict(pair) for pair in tally.pairs],
        "skipped and mended": problems.counts(),
    }


def load_shards(
    shards: Sequence[Path], folder: Path, problems: Problems, *, knowledge: Sequence[Path] = (), ner: str | None = None
) -> Build:
    """Bring records that `kg extract` wrote elsewhere into the graph of `folder`; a line that is no record is reported and passed over.

    Parameters:
        knowledge, ner: those by which the records were made.

    Raises:
        InputError: a shard cannot be read.
    """
    done = Build()
    with Store.create_or_open(folder, background=Background.load(knowledge), agent=agent_name(knowledge, ner)) as store:
        for shard in shards:
            for extraction in read_shard(shard, problems):
                done.fates[store.add(extraction, problems).value] += 1
                store.renew()
        store.finish()
        write_outputs(store, folder, done, problems)
    return done


def read_shard(path: Path, problems: Problems) -> Iterator[Extraction]:
    """The extractions of a file of records.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    problems.add("not JSON", f"{path}:{number}", f"not JSON: {error}; line skipped")
                    continue
                try:
                    extraction = from_record(record)
                except InputError as error:
                    problems.add("not a record", f"{path}:{number}", f"not an extraction record: {error}; line skipped")
                    continue
                yield extraction
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def remove_article(folder: Path, article_id: str) -> bool:
    """Take an article out of the graph of `folder` and write the outputs anew; False where it is not there."""
    with Store.create_or_open(folder, agent=agent_name()) as store:
        if not store.remove(article_id):
            return False
        store.finish()
        write_outputs(store, folder, Build(Counter({"removed": 1})), Problems())
    return True
