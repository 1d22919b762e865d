"""Sorting of more lines than memory should hold: sorted runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TextIO

RUN = 50_000
"""How many lines are sorted in memory: some 25 MB of them. A file that waits on disk is kept open, so that many runs are no better."""


def sorted_lines(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """The distinct lines in order of code points; no line may hold a line break.

    At most `run` of them are in memory at once; the rest waits in temporary files.
    """
    iterator = iter(lines)
    with ExitStack() as stack:
        files: list[TextIO] = []
        batch = sorted(set(islice(iterator, run)))
        while (following := next(iterator, None)) is not None:
            files.append(_spill(batch, stack))
            del batch  # before the next lines come
            batch = sorted({following, *islice(iterator, run - 1)})
        previous = None
        for line in heapq.merge(*(map(_bare, file) for file in files), batch):
            if line != previous:
                yield line
            previous = line


def _spill(batch: list[str], stack: ExitStack) -> TextIO:
    file: TextIO = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115 (the stack closes it)
    file.writelines(line + "\n" for line in batch)
    file.seek(0)
    return file


def _bare(line: str) -> str:
    return line[:-1]
