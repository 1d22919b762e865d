"""Sorting of more lines than memory should hold: sorted runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TextIO

RUN = 20_000
"""How many lines are sorted in memory: some 10 MB of them."""

WIDE = 128
"""How many files of one level wait side by side: each takes 30 kB and a place among the files that a process may have open."""


def sorted_lines(lines: Iterable[str], run: int = RUN, wide: int = WIDE) -> Iterator[str]:
    """The distinct lines in order of code points; no line may hold a line break.

    At most `run` of them are in memory at once; the rest waits in temporary files, of which every `wide` ones are merged into one of
    the next level, so that few are open however many lines there are.
    """
    iterator = iter(lines)
    runs = _Runs(wide)
    try:
        batch = sorted(set(islice(iterator, run)))
        while (following := next(iterator, None)) is not None:
            runs.add(batch)
            del batch  # before the next lines come
            batch = sorted({following, *islice(iterator, run - 1)})
        yield from _distinct(heapq.merge(*map(_bare, runs.files()), batch))
    finally:
        runs.close()


class _Runs:
    """Sorted files, in levels: where a level has `wide` of them, they become one of the next."""

    def __init__(self, wide: int) -> None:
        self._wide = wide
        self._levels: list[list[TextIO]] = []

    def add(self, lines: Iterable[str], level: int = 0) -> None:
        """Put sorted lines into a file, and the files of a full level into one."""
        if level == len(self._levels):
            self._levels.append([])
        full = self._levels[level]
        full.append(_spill(lines))
        if len(full) == self._wide:
            self.add(_distinct(heapq.merge(*map(_bare, full))), level + 1)
            for file in full:
                file.close()
            full.clear()

    def files(self) -> Iterator[TextIO]:
        return chain.from_iterable(self._levels)

    def close(self) -> None:
        for file in self.files():
            file.close()


def _spill(lines: Iterable[str]) -> TextIO:
    file: TextIO = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 (who has it closes it)
    try:
        file.writelines(line + "\n" for line in lines)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _bare(file: TextIO) -> Iterator[str]:
    return (line[:-1] for line in file)


def _distinct(lines: Iterable[str]) -> Iterator[str]:
    """Sorted lines, each once."""
    previous = None
    for line in lines:
        if line != previous:
            yield line
        previous = line
