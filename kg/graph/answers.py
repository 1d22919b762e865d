"""Answers of SPARQL queries for people and programs: a table in the terminal, CSV, JSON, Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import TextIO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import QueryError
from kg.graph.export import cell
from kg.graph.query import Answer
from kg.graph.turtle import write_turtle, written_iri

FORMS = ("table", "csv", "json", "turtle")
UNSAFE_IN_TERMINALS = dict.fromkeys([*range(9), *range(11, 32), *range(0x7F, 0xA0)], "\ufffd")


def write_answer(answer: Answer, form: str, out: TextIO, *, limit: int | None = None, width: int | None = None) -> int:
    """Write an answer; gives how many rows or triples it had (1 for yes or no).

    Args:
        answer: what `Store.query` gave.
        form: one of `FORMS`; Turtle for triples only (CONSTRUCT, DESCRIBE), the others for SELECT and ASK; `table` for both.
        out: a text file.
        limit: rows of a table to show, the rest being counted only; all without it.
        width: columns of the terminal; found out without it.

    Raises:
        QueryError: the answer cannot be written so.
    """
    if form not in FORMS:
        raise QueryError(f"no format {form!r}; there are: {', '.join(FORMS)}")
    if isinstance(answer, QueryBoolean):
        out.write(json.dumps({"head": {}, "boolean": bool(answer)}) + "\n" if form == "json" else f"{'yes' if answer else 'no'}\n")
        return 1
    if isinstance(answer, QuerySolutions):
        if form == "turtle":
            raise QueryError("a SELECT query gives rows, not triples; ask for table, csv or json, or write a CONSTRUCT query")
        return {"table": _table, "csv": _csv, "json": _json}[form](answer, out, limit, width)
    if form in {"csv", "json"}:
        raise QueryError("a CONSTRUCT or DESCRIBE query gives triples; ask for turtle")
    quads = [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in answer]
    write_turtle(quads, out)
    return len(quads)


def shown(term: object) -> str:
    """A term as a person wants to read it: names by prefix, literals bare."""
    if isinstance(term, NamedNode):
        return written_iri(term.value).removeprefix("<").removesuffix(">")
    return term.value if isinstance(term, Literal) else "" if term is None else str(term)


def _rows(answer: QuerySolutions) -> Iterator[list[object]]:
    for solution in answer:
        yield [solution[variable] for variable in answer.variables]


def _names(answer: QuerySolutions) -> Sequence[str]:
    return [variable.value for variable in answer.variables]


def _table(answer: QuerySolutions, out: TextIO, limit: int | None, width: int | None) -> int:
    table = Table(show_lines=False, header_style="bold")
    for name in _names(answer):
        table.add_column(name, overflow="fold")
    count = 0
    for row in _rows(answer):
        count += 1
        if limit is None or count <= limit:
            table.add_row(*(Text(for_terminal(shown(term))) for term in row))
    console = Console(file=out, width=width)
    console.print(table)
    left = f", {limit} shown" if limit is not None and count > limit else ""
    console.print(f"{count} row{'' if count == 1 else 's'}{left}", highlight=False)
    return count


def for_terminal(text: str) -> str:
    """Text without control characters; what is right to left is isolated (U+2068 … U+2069), so that the frame stays in order."""
    clean = text.translate(UNSAFE_IN_TERMINALS)
    return f"\u2068{clean}\u2069" if any("\u0590" <= c <= "\u08ff" for c in clean) else clean


def _csv(answer: QuerySolutions, out: TextIO, limit: int | None, width: int | None) -> int:
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(_names(answer))
    count = 0
    for row in _rows(answer):
        count += 1
        rows.writerow([cell(term.value if isinstance(term, NamedNode) else shown(term)) for term in row])
    return count


def _json(answer: QuerySolutions, out: TextIO, limit: int | None, width: int | None) -> int:
    buffer = io.BytesIO()
    answer.serialize(buffer, format=QueryResultsFormat.JSON)
    text = buffer.getvalue().decode("utf-8")
    out.write(text + "\n")
    return len(json.loads(text)["results"]["bindings"])
