"""What the commands print: tables, counts and errors, Arabic among them, to a terminal or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg.errors import Problems

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
SHOWN_PROBLEMS = 20


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; every cell is text, never markup."""
    shown = Table(title=escape(title), title_justify="left", header_style="bold")
    for column in columns:
        shown.add_column(escape(column))
    for row in rows:
        shown.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    out.print(shown)


def counts(title: str, values: Mapping[str, Any]) -> None:
    """Print counts on one line under a title."""
    if values:
        out.print(f"[bold]{escape(title)}[/bold]  " + escape(", ".join(f"{name} {value:,}" for name, value in values.items())))


def problems(found: Problems) -> None:
    """Print what was skipped or mended: the first lines one by one, then a count by kind."""
    for problem in found.items[:SHOWN_PROBLEMS]:
        err.print(escape(str(problem)))
    if len(found.items) > SHOWN_PROBLEMS:
        err.print(f"… and {len(found.items) - SHOWN_PROBLEMS:,} more like these")
    if found.items:
        err.print(escape("skipped or mended: " + ", ".join(f"{kind} {n:,}" for kind, n in found.counts().items())))


def fail(message: str) -> None:
    """Print one line of error."""
    err.print(f"[bold red]error:[/bold red] {escape(message)}")


def is_terminal() -> bool:
    return sys.stdout.isatty()
