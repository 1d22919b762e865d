"""`kg analyze`: who is central, which blocs, how balanced, what changed, who says so."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from kg.cli import show
from kg.cli.reading import Folder
from kg.errors import SiyasaError
from kg.model import Attribution

if TYPE_CHECKING:
    from kg.analysis import Analysis

ROWS = 10
"""Rows of each table in a terminal; files have `TOP`."""


class AnalysisForm(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


SUFFIXES = {".json": AnalysisForm.JSON, ".csv": AnalysisForm.CSV, ".md": AnalysisForm.MARKDOWN}


class AnalysisLevel(StrEnum):
    STATES = "states"
    ACTORS = "actors"


def analyze(
    folder: Folder,
    level: Annotated[AnalysisLevel, typer.Option("--level", help="states, leaders counted for theirs; or actors")] = AnalysisLevel.STATES,
    since: Annotated[str | None, typer.Option("--since", help="facts from this day, month or year on")] = None,
    until: Annotated[str | None, typer.Option("--until", help="facts up to this day, month or year")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="only what this outlet reports: an id or a name")] = None,
    attribution: Annotated[Attribution | None, typer.Option("--attribution", help="facts in this voice; else in the outlets' own")] = None,
    minimum: Annotated[int, typer.Option("--minimum", min=1, help="independent dispatches that must state a fact")] = 1,
    types: Annotated[list[str] | None, typer.Option("--type", help="only facts of this type; may be repeated")] = None,
    date: Annotated[str | None, typer.Option("--date", help="compare before and after; else the middle of the events")] = None,
    table: Annotated[list[str] | None, typer.Option("--table", help="only this table; may be repeated")] = None,
    rows: Annotated[int | None, typer.Option("--rows", min=1, help="rows of a table; 10 in a terminal table, else 50")] = None,
    form: Annotated[AnalysisForm | None, typer.Option("--format", help="a table; with -o what the file's name says")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="the file to write; a report's figures stand beside it")] = None,
) -> None:
    """Measure the network: central actors, blocs, brokers, balance, change, sources; every number names its facts."""
    from kg.analysis import analyze
    from kg.analysis.report import TOP
    from kg.analysis.writing import to_csv, to_json, to_markdown
    from kg.graph import Store

    with Store.read_only(folder) as store:
        view = store.read()
    found = analyze(
        view,
        level=level.value,
        since=since,
        until=until,
        outlet=outlet,
        attribution=attribution,
        minimum=minimum,
        types=types or (),
        date=date,
    )
    only = tuple(table or ())
    _check_tables(found, only)
    how = form or _form_of(output)
    if how is AnalysisForm.TABLE:
        _print(found, rows or ROWS, only)
        return
    top = rows or TOP
    if how is AnalysisForm.JSON:
        text = to_json(found, top=top, only=only) + "\n"
    elif how is AnalysisForm.CSV:
        text = to_csv(found, top=top, only=only)
    else:
        text = to_markdown(found, top=top, only=only, figures=_figures(found, output))
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
    except OSError as error:
        raise SiyasaError(f"{output}: cannot be written: {error.strerror}") from error
    show.out.print(escape(str(output)))


def _form_of(output: Path | None) -> AnalysisForm:
    """The format that a file's name asks for; a table for the terminal where there is none.

    Raises:
        SiyasaError: the name asks for none that there is.
    """
    if output is None:
        return AnalysisForm.TABLE
    if output.suffix not in SUFFIXES:
        raise SiyasaError(f"{output}: give --format json, csv or markdown, or a name that ends in {', '.join(SUFFIXES)}")
    return SUFFIXES[output.suffix]


def _check_tables(found: Analysis, only: tuple[str, ...]) -> None:
    from kg.analysis.tables import NAMES

    unknown = next((name for name in only if name not in NAMES), None)
    if unknown is not None:
        raise SiyasaError(f"no table is named {unknown!r}; there are: {', '.join(NAMES)}")


def _print(found: Analysis, rows: int, only: tuple[str, ...]) -> None:
    from kg.analysis.tables import tables
    from kg.analysis.writing import text_table

    shown = [table for table in tables(found, top=rows) if table.name in only or not only]
    for table in shown:
        left = f"  ({len(table.rows)} of {table.of:,})" if table.of > len(table.rows) else ""
        show.table(f"{table.name}: {table.title}{left}", *text_table(table))
        if table.note:
            show.out.print(f"[dim]{escape(table.note)}[/dim]")
    if not shown:
        show.out.print("nothing to show")


def _figures(found: Analysis, output: Path | None) -> dict[str, Path]:
    """Figures beside the report, by the paths that it refers to; none for a report on standard output."""
    from kg.analysis.figures import draw

    if output is None:
        return {}
    folder = output.with_name(output.stem + "-figures")
    return {title: path.relative_to(output.parent) for title, path in draw(found, folder).items()}
