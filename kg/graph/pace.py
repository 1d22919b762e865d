"""How much of what is written the store holds in memory before it goes to files.

oxigraph keeps what is new in tables of RocksDB in memory, one for each order in which it sorts quads, and lets each of them grow to
twice 128 MB before it writes a file; until all of them are written, the log of what is not yet in files grows with them. With a flush
now and then, memory and log stay as they are however much is written. More often than need be would cost time, since two young files
are enough for RocksDB to merge them with the older ones. What it let go of, the allocator keeps for later; it is told to give that back.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection
from contextlib import suppress

from pyoxigraph import Quad
from pyoxigraph import Store as Oxigraph

from kg.graph.quads import replace

FLUSH = 100_000
"""After how many quads a flush is due: those of some 450 articles, for which memory and log take about 50 MB each."""

RENEW = FLUSH
"""After how many quads a store is opened anew: RocksDB keeps up to 128 MB of the names that it read, and 32 MB for each order of quads."""


def give_back() -> None:
    """Hand memory that is free back to the system, where the allocator is glibc's.

    By `malloc_trim` (https://man7.org/linux/man-pages/man3/malloc_trim.3.html).
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class Pace:
    """Counts what is written to a store (`written`), and flushes it when it is time."""

    def __init__(self) -> None:
        self._waiting = 0
        self.written = 0

    def replace(self, oxigraph: Oxigraph, old: Collection[Quad], new: Collection[Quad]) -> None:
        """Take quads out and put others in, in one transaction."""
        replace(oxigraph, old, new)
        self.wrote(oxigraph, len(old) + len(new))

    def wrote(self, oxigraph: Oxigraph, quads: int) -> None:
        """So many quads went in or out otherwise."""
        self._waiting += quads
        self.written += quads
        if self._waiting >= FLUSH:
            self.flush(oxigraph)

    def flush(self, oxigraph: Oxigraph) -> None:
        """Have everything in files."""
        oxigraph.flush()
        give_back()
        self._waiting = 0
