"""A process that answers queries, so that a runaway one can be cut off by ending it."""

from __future__ import annotations

import io
from multiprocessing.connection import Connection
from typing import IO, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError
from kg.graph.query import ask
from kg.graph.terms import PREFIXES

RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}

Reply = tuple[int, str, bytes]
"""Status, content type and body of an answer."""


class TooLargeError(Exception):
    """The answer is larger than allowed."""


class Bounded(io.RawIOBase):
    """Collects bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self._left = limit

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._left -= len(part)
        if self._left < 0:
            raise TooLargeError
        self.parts.append(part)
        return len(part)


def serve_queries(place: str, pipe: Connection, size_limit: int, memory_limit: int) -> None:
    """Answer (query, accepted types) pairs that come through the pipe, until it closes.

    Args:
        place: a store that nobody writes to.
        pipe: where queries come from and replies go.
        size_limit: bytes of an answer.
        memory_limit: bytes of memory that the process may take, 0 for no limit.
    """
    _limit_memory(memory_limit)
    store = Oxigraph.read_only(place)
    pipe.send(True)
    while True:
        try:
            sparql, accepted = pipe.recv()
        except EOFError:
            return
        pipe.send(reply(store, sparql, accepted, size_limit))


def _limit_memory(limit: int) -> None:
    if limit:
        try:
            import resource
        except ImportError:
            return
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def reply(store: Oxigraph, sparql: str, accepted: list[str], size_limit: int) -> Reply:
    """The answer to a query in the first of the accepted types that fits it."""
    out = Bounded(size_limit)
    file = cast(IO[bytes], out)
    try:
        answer = ask(store, sparql)
        if isinstance(answer, QuerySolutions | QueryBoolean):
            kind = choose(accepted, list(RESULTS))
            if kind is None:
                return 406, "text/plain", b"SELECT and ASK are answered as " + ", ".join(RESULTS).encode()
            answer.serialize(file, format=RESULTS[kind])
        else:
            kind = choose(accepted, list(GRAPHS))
            if kind is None:
                return 406, "text/plain", b"CONSTRUCT and DESCRIBE are answered as " + ", ".join(GRAPHS).encode()
            serialize(answer, file, GRAPHS[kind], prefixes=PREFIXES)
    except QueryError as error:
        return 400, "text/plain", str(error).encode("utf-8", "replace")
    except TooLargeError:
        return 413, "text/plain", f"the answer has more than {size_limit // 1_000_000} MB; add a LIMIT".encode()
    except (OSError, ValueError) as error:
        if isinstance(error.__context__, TooLargeError) or "TooLarge" in str(error):
            return 413, "text/plain", f"the answer has more than {size_limit // 1_000_000} MB; add a LIMIT".encode()
        return 500, "text/plain", f"the query failed: {error}".encode("utf-8", "replace")
    return 200, kind, b"".join(out.parts)


def choose(accepted: list[str], offered: list[str]) -> str | None:
    """The first offered type that the client accepts best, after RFC 9110; the first of all where it accepts anything."""
    for kind in accepted:
        if kind in {"*/*", ""}:
            return offered[0]
        if kind in offered:
            return kind
        group = kind.removesuffix("/*")
        if kind.endswith("/*"):
            fitting = [offer for offer in offered if offer.split("/")[0] == group]
            if fitting:
                return fitting[0]
    return None
