"""`kg extract`, `kg build`, `kg load`, `kg remove`: articles in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.markup import escape

from kg.cli import show
from kg.cli.counter import Counter
from kg.errors import InputError, Problems
from kg.model import Extraction, Fact

if TYPE_CHECKING:
    from kg.extraction import Failure

Inputs = Annotated[list[str], typer.Argument(help="files, folders, globs, or - for standard input", metavar="INPUT…")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="processes; all cores by default")]
KnowledgeFiles = Annotated[list[Path] | None, typer.Option("--knowledge", help="a Turtle file of your own; may be repeated")]
Ner = Annotated[str | None, typer.Option("--ner", help="find more names: camel (needs camel-tools' data), or module:Class of your own")]
Strict = Annotated[bool, typer.Option("--strict", help="exit with an error where anything was skipped or mended")]
Folder = Annotated[Path, typer.Argument(help="a folder that kg build has written", metavar="DIR")]


class Engine(StrEnum):
    """Where articles are read: in processes of this machine, or on a Dask cluster."""

    LOCAL = "local"
    DASK = "dask"


Engines = Annotated[Engine, typer.Option("--engine", help="local: processes here; dask: a Dask cluster that runs already")]
Scheduler = Annotated[str | None, typer.Option("--scheduler", help="the cluster's address, such as tcp://host:8786", metavar="ADDRESS")]


def cluster_of(engine: Engine, scheduler: str | None) -> str | None:
    """The address of the cluster to use, None to work here.

    Raises:
        InputError: only one of the two options is given.
    """
    if (engine is Engine.DASK) != (scheduler is not None):
        raise InputError("--engine dask and --scheduler ADDRESS go together; start a cluster with `dask scheduler` and `dask worker`")
    return scheduler


def extract(
    inputs: Inputs,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="where to write (.gz packs); standard output by default")] = None,
    workers: Workers = None,
    knowledge: KnowledgeFiles = None,
    ner: Ner = None,
    explain: Annotated[bool, typer.Option("--explain", help="print for each fact why it was found, instead of records")] = False,
    strict: Strict = False,
    engine: Engines = Engine.LOCAL,
    scheduler: Scheduler = None,
) -> None:
    """Write extraction records, one JSON object an article and line; with --engine dask, shards of them into the folder OUTPUT."""
    from kg.articles import count_articles, read_articles
    from kg.extraction import Failure, extract_all
    from kg.record import to_record

    problems = Problems()
    address = cluster_of(engine, scheduler)
    if address:
        if output is None or explain:
            raise InputError("--engine dask writes shards of records: give a folder with -o, and no --explain")
        end(_extract_shards(inputs, output, problems, address, knowledge or [], ner), problems, strict)
        return
    written, failed, expected = 0, 0, count_articles(inputs)
    counter = Counter("extracting", expected)
    with ExitStack() as stack:
        target = stack.enter_context(_opened(output)) if output else None
        stack.enter_context(counter.bar)
        for result in extract_all(read_articles(inputs, problems), workers=workers, knowledge=knowledge or (), ner=ner):
            if isinstance(result, Failure):
                failed += 1
                not_extracted(result, problems)
            else:
                line = explained(result) if explain else json.dumps(to_record(result), ensure_ascii=False)
                written += 1
                if target:
                    target.write(line + "\n")
                else:
                    typer.echo(line)
            counter.show(written + failed, failed, expected=expected)
    show.problems(problems)
    end(written, problems, strict)


def _opened(output: Path) -> TextIO:
    """A file to write records to.

    Raises:
        InputError: it cannot be written.
    """
    try:
        return gzip.open(output, "wt", encoding="utf-8") if output.suffix == ".gz" else output.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}") from error


def _extract_shards(inputs: list[str], folder: Path, problems: Problems, address: str, knowledge: Sequence[Path], ner: str | None) -> int:
    """Let a cluster write shards; how many articles they hold."""
    from kg.articles import count_articles, read_articles
    from kg.cluster import write_shards

    written, failed, expected = 0, 0, count_articles(inputs)
    counter = Counter("extracting", expected)
    with counter.bar:
        for shard in write_shards(read_articles(inputs, problems), folder, scheduler=address, knowledge=knowledge, ner=ner):
            written, failed = written + shard.written, failed + len(shard.failures)
            for failure in shard.failures:
                not_extracted(failure, problems)
            counter.show(written + failed, failed, expected=expected)
    show.problems(problems)
    show.out.print(
        f"{written:,} records in {escape(str(folder))}; bring them into a graph with: kg load DIR {escape(str(folder))}/*.jsonl.gz"
    )
    return written


def not_extracted(failure: Failure, problems: Problems) -> None:
    problems.add("not extracted", failure.article, f"the article could not be read ({failure.error}); skipped")


def explained(extraction: Extraction) -> str:
    """The facts of an article with, for each statement, its sentence and the reason."""
    text = extraction.article.text
    labels = {e.id: e.label_ar for e in extraction.entities}
    lines = [f"# {extraction.article.id}"]
    for fact in extraction.facts:
        lines.append(f"{labels[fact.source]} —{fact.type.value}→ {labels[fact.target]}  ({fact.confidence:.2f})")
        lines += [f"    {line}" for statement in range(len(fact.statements)) for line in _statement_lines(fact, statement, text, labels)]
    return "\n".join(lines)


def _statement_lines(fact: Fact, number: int, text: str, labels: dict[str, str]) -> list[str]:
    said = fact.statements[number]
    who = labels.get(said.speaker or "", "") or said.attribution.value
    status = ", ".join(x for x in (said.polarity.value, said.modality.value, said.date or "", "ended" if said.ended else "") if x)
    sentence = " ".join(text[said.evidence.start : said.evidence.end].split())
    return [f"«{sentence}»", f"said by: {who}; {status}", f"because: {said.because}"]


def build(
    inputs: Inputs,
    folder: Annotated[Path, typer.Option("--output", "-o", help="the folder of the graph", metavar="DIR")],
    workers: Workers = None,
    knowledge: KnowledgeFiles = None,
    ner: Ner = None,
    reviews: Annotated[Path | None, typer.Option("--reviews", help="a CSV with an analyst's decisions, from kg review")] = None,
    strict: Strict = False,
    engine: Engines = Engine.LOCAL,
    scheduler: Scheduler = None,
) -> None:
    """Build the graph of articles, or add them to the one in DIR: graph.ttl, graph.html, summary.json and the store."""
    from kg.building import Build
    from kg.building import build as run

    problems = Problems()
    address = cluster_of(engine, scheduler)
    counter = Counter("reading")

    def report(done: Build) -> None:
        counter.show(done.articles, done.fates["failed"], stage=done.stage, expected=done.expected)

    with counter.bar:
        done = run(
            inputs,
            folder,
            problems,
            workers=workers,
            knowledge=knowledge or (),
            ner=ner,
            reviews=reviews,
            scheduler=address,
            report=report,
        )
    show.problems(problems)
    summary(folder)
    if done.interrupted:
        show.err.print("interrupted: the graph holds what was read so far; run the same command to go on")
        raise typer.Exit(130)
    end(done.articles - done.fates["failed"], problems, strict)


def summary(folder: Path) -> None:
    """Print `summary.json` and what to do next."""
    found = json.loads((folder / "summary.json").read_text("utf-8"))
    show.counts("articles", found["run"])
    show.counts("entities", found["entities"])
    show.counts("facts   ", found["facts"])
    pairs = [(p["a"]["ar"], p["a"]["en"], p["b"]["ar"], p["b"]["en"], p["events"]) for p in found["strongest pairs"]]
    show.table("the strongest pairs", ("", "", "", "", "events"), pairs)
    outputs = {"graph.html": "the explorer: open it in a browser", "graph.ttl": "the graph in Turtle", "summary.json": "these figures"}
    for name, what in outputs.items():
        show.out.print(f"{escape(str(folder / name))}  {what}")
    show.out.print("\nask it, for example who threatened whom:")
    show.out.print(escape(f"  kg query {folder} 'SELECT ?who ?whom {{ ?a pol:threaten ?b . ?a rdfs:label ?who . ?b rdfs:label ?whom . "
                          "FILTER(lang(?who) = \"ar\" && lang(?whom) = \"ar\") }'"))  # fmt: skip


def load(
    folder: Folder,
    shards: Annotated[list[Path], typer.Argument(help="files of extraction records (JSON lines, .gz too)", metavar="SHARD…")],
    knowledge: KnowledgeFiles = None,
    ner: Ner = None,
    strict: Strict = False,
) -> None:
    """Bring extraction records that were made elsewhere into the graph of DIR, with the --knowledge and --ner that made them."""
    from kg.building import load_shards

    problems = Problems()
    done = load_shards(shards, folder, problems, knowledge=knowledge or (), ner=ner)
    show.problems(problems)
    summary(folder)
    end(done.articles, problems, strict)


def remove(folder: Folder, article: Annotated[str, typer.Argument(help="the article's id")]) -> None:
    """Take an article out of the graph, with the facts that no other article reports."""
    from kg.building import remove_article

    if not remove_article(folder, article):
        ask = f"kg query {folder} 'SELECT ?id {{ ?a a pol:Article ; dcterms:identifier ?id }}'"
        show.fail(f"{article}: no such article in {folder}; {ask} lists them")
        raise typer.Exit(1)
    show.out.print(f"removed {escape(article)}")


def end(read: int, problems: Problems, strict: bool) -> None:
    """Exit with an error where nothing could be done, or where anything went wrong and the user wants to know."""
    if not read:
        show.fail("no article could be read")
        raise typer.Exit(1)
    if strict and problems.items:
        raise typer.Exit(1)
