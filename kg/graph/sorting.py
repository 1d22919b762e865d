"""Sorting of more lines than memory should hold: sorted runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TextIO

RUN = 200_000


def sorted_lines(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """The distinct lines in order of code points; no line may hold a line break.

    At most `run` of them are in memory at once; the rest waits in temporary files.
    """
    iterator = iter(lines)
    with ExitStack() as stack:
        files: list[TextIO] = []
        batch = sorted(set(islice(iterator, run)))
        while True:
            following = set(islice(iterator, run))
            if not following:
                break
            files.append(_spill(batch, stack))
            batch = sorted(following)
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
