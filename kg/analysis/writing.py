"""An analysis written out: plain rows for a terminal, JSON, CSV, and a report in Markdown."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from kg.analysis.evidence import Evidence
from kg.analysis.report import TOP, Analysis
from kg.analysis.tables import Cell, Name, Row, Table, tables
from kg.graph.export import cell as guard

SHOWN_NAMES = 8
"""Names of a cell that a terminal or a report shows."""

ILLUSTRATED = ("friends", "rivals", "triads", "allies", "turns", "standing", "claims", "contradictions")
"""Tables below which the report quotes the sentences of each row."""

QUOTED_FACTS = 3
QUOTED_ROWS = 10


def text_table(table: Table) -> tuple[list[str], list[list[str]]]:
    """The columns and rows of a table as text; a name takes two columns, Arabic and English."""
    columns: list[str] = []
    double = {c for c in table.columns if any(isinstance(row.cells[c], Name | tuple) for row in table.rows)}
    for column in table.columns:
        columns += [column, ""] if column in double else [column]
    return columns, [[text for c in table.columns for text in _texts(row.cells[c], c in double)] for row in table.rows]


def _texts(cell: Cell, double: bool) -> list[str]:
    if isinstance(cell, Name):
        return [cell.ar, cell.en]
    if isinstance(cell, tuple):
        more = f" +{len(cell) - SHOWN_NAMES}" if len(cell) > SHOWN_NAMES else ""
        shown = cell[:SHOWN_NAMES]
        return ["، ".join(name.ar for name in shown) + more, ", ".join(name.en for name in shown) + more]
    return [_plain(cell), ""] if double else [_plain(cell)]


def _plain(cell: str | int | float | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4f}" if 0 < abs(cell) < 0.1 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def to_dict(analysis: Analysis, *, top: int = TOP, only: Sequence[str] = ()) -> dict[str, Any]:
    """An analysis as values that JSON knows: options, measures, tables, and the evidence of every fact that they name.

    Parameters
    ----------
    analysis : Analysis
        From `analyze`.
    top : int
        Rows of a table at most.
    only : sequence of str
        Names of tables; all where empty.
    """
    made = _chosen(analysis, top, only)
    cited = {fact for table in made for row in table.rows for fact in row.facts}
    measures = {str(row.cells["measure"]): row.cells["value"] for table in made if table.name == "measures" for row in table.rows}
    return {
        "options": dict(analysis.options),
        "measures": measures,
        "tables": {
            table.name: {"title": table.title, "note": table.note, "of": table.of, "rows": [_row_dict(row) for row in table.rows]}
            for table in made
            if table.name != "measures"
        },
        "evidence": {fact: _evidence_dict(analysis, analysis.evidence[fact]) for fact in sorted(cited)},
    }


def _row_dict(row: Row) -> dict[str, Any]:
    cells = {column: _value(cell) for column, cell in row.cells.items()}
    return cells | ({"fact ids": list(row.facts)} if row.facts else {})


def _value(cell: Cell) -> Any:
    if isinstance(cell, Name):
        return {"id": cell.id, "ar": cell.ar, "en": cell.en}
    if isinstance(cell, tuple):
        return [_value(name) for name in cell]
    return round(cell, 6) if isinstance(cell, float) else cell


def _evidence_dict(analysis: Analysis, e: Evidence) -> dict[str, Any]:
    return {
        "type": e.type.value,
        "source": _value(Name(e.source, *analysis.name(e.source))),
        "target": _value(Name(e.target, *analysis.name(e.target))),
        "day": e.day,
        "dated by the text": e.dated,
        "dispatches": e.dispatches,
        "sentences": [
            {"text": q.text, "article": q.article, "outlet": q.outlet, "reported on": q.reported_on, "url": q.url, "status": q.status}
            for q in e.quotes
        ],
    }


def to_json(analysis: Analysis, *, top: int = TOP, only: Sequence[str] = ()) -> str:
    """`to_dict` as text."""
    return json.dumps(to_dict(analysis, top=top, only=only), ensure_ascii=False, indent=1)


def csv_rows(analysis: Analysis, *, top: int = TOP, only: Sequence[str] = ()) -> Iterator[list[str]]:
    """The rows of an analysis for one CSV file, a heading first.

    The first column names the table, the last lists the ids of the facts; between them stand the columns of all tables in order, each
    filled where its table has it. A name gives three: id, Arabic (`… (ar)`) and English (`… (en)`).
    """
    flat = [(table.name, _flat(row.cells), row.facts) for table in _chosen(analysis, top, only) for row in table.rows]
    columns = list(dict.fromkeys(column for _, cells, _ in flat for column in cells))
    yield ["table", *columns, "fact ids"]
    for name, cells, facts in flat:
        yield [name, *(cells.get(column, "") for column in columns), " ".join(facts)]


def to_csv(analysis: Analysis, *, top: int = TOP, only: Sequence[str] = ()) -> str:
    """`csv_rows` as text."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(csv_rows(analysis, top=top, only=only))
    return out.getvalue()


def _flat(cells: Mapping[str, Cell]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for column, cell in cells.items():
        if isinstance(cell, Name | tuple):
            names = cell if isinstance(cell, tuple) else (cell,)
            flat[column] = "; ".join(name.id for name in names)
            flat[f"{column} (ar)"] = guard("؛ ".join(name.ar for name in names))
            flat[f"{column} (en)"] = guard("; ".join(name.en for name in names))
        elif isinstance(cell, str):
            flat[column] = guard(cell)
        else:
            flat[column] = "" if cell is None else f"{cell:.6g}" if isinstance(cell, float) else str(cell)
    return flat


def to_markdown(analysis: Analysis, *, top: int = TOP, only: Sequence[str] = (), figures: Mapping[str, Path] | None = None) -> str:
    """An analysis as a report in Markdown.

    Parameters
    ----------
    analysis, top, only
        As in `to_dict`.
    figures : mapping, optional
        Titles of figures and the paths by which the report refers to them (`kg.analysis.figures.draw`).
    """
    cut = {name: value for name, value in analysis.options.items() if value not in (None, [], ())}
    blocks = ["# Analysis", "Cut: " + ", ".join(f"{name} {_escape(str(value))}" for name, value in cut.items()) + "."]
    blocks += [f"![{_escape(title)}]({path.as_posix()})" for title, path in (figures or {}).items()]
    for table in _chosen(analysis, top, only):
        blocks += [f"## {_escape(table.title[:1].upper() + table.title[1:])}", *([table.note] if table.note else []), _grid(table)]
        if len(table.rows) < table.of:
            blocks.append(f"The first {len(table.rows)} of {table.of:,}.")
        if table.name in ILLUSTRATED:
            blocks += _quotations(analysis, table.rows)
    return "\n\n".join(blocks) + "\n"


def _grid(table: Table) -> str:
    columns, rows = text_table(table)
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell if line is lines[1] else _escape(cell) for cell in line) + " |" for line in lines)


def _quotations(analysis: Analysis, rows: Iterable[Row]) -> list[str]:
    blocks = []
    for row in list(rows)[:QUOTED_ROWS]:
        cells = (cell for cell in row.cells.values() if isinstance(cell, Name | tuple))
        names = [name.en for cell in cells for name in (cell if isinstance(cell, tuple) else (cell,))]
        lines = [f"**{_escape(', '.join(dict.fromkeys(names[:3])))}**", ""]
        lines += [f"- {line}" for fact in row.facts[:QUOTED_FACTS] for line in _sentence(analysis, analysis.evidence[fact])]
        if len(row.facts) > QUOTED_FACTS:
            lines.append(f"- … and {len(row.facts) - QUOTED_FACTS:,} more facts")
        blocks.append("\n".join(lines))
    return blocks


def _sentence(analysis: Analysis, e: Evidence) -> Iterator[str]:
    when = f"{e.day}{'' if e.dated else ' (reported)'}" if e.day else "undated"
    for quote in e.quotes[:1]:
        where = ", ".join(x for x in (analysis.name(quote.outlet)[1] if quote.outlet else None, quote.reported_on) if x)
        said = _escape(" ".join(quote.text.split()))
        yield f"{e.type.value}, {when}: «{said}» ({_escape(where or quote.article)})"


def _escape(text: str) -> str:
    """Text of an article or a name, so that Markdown shows it as it stands."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text).replace("\n", " ")


def _chosen(analysis: Analysis, top: int, only: Sequence[str]) -> tuple[Table, ...]:
    return tuple(table for table in tables(analysis, top=top) if not only or table.name in only)
