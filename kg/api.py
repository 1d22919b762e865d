"""What a Python user calls: `read_articles`, `extract`, `build`, and the `Graph` that a build gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg import articles
from kg.errors import Problems
from kg.extraction import Extractor
from kg.fingerprint import agent_name
from kg.graph import GraphView, Store
from kg.model import Article, Extraction
from kg.render import render

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples


def read_articles(*inputs: Path | str, problems: Problems | None = None) -> Iterator[Article]:
    """The articles of files, folders and globs; what is skipped is told in `problems`.

    Raises:
        InputError: an input does not exist.
    """
    return articles.read_articles(inputs, problems if problems is not None else Problems())


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor()


def extract(article: Article) -> Extraction:
    """The entities and facts of one article, by the shipped knowledge base."""
    return _extractor().extract(article)


def build(given: Iterable[Article | Extraction], folder: Path | str | None = None) -> Graph:
    """A graph of articles (or of what was extracted from them already), kept in `folder` or in memory.

    Raises:
        StoreError: the folder cannot be opened to write.
    """
    store = Store.create_or_open(Path(folder), agent=agent_name()) if folder else Store.in_memory(agent=agent_name())
    for item in given:
        store.add(item if isinstance(item, Extraction) else extract(item))
        store.renew()
    store.finish()
    return Graph(store)


class Graph:
    """A built graph: ask it, export it, analyse it, draw it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """The graph that `kg build` left in a folder, to read.

        Raises:
            StoreError: there is none.
        """
        return cls(Store.read_only(Path(folder)))

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Ask SPARQL 1.1, with the project's prefixes known.

        Raises:
            QueryError: the query is not valid; the message says where.
        """
        return self.store.query(sparql)

    def view(self) -> GraphView:
        """Actors and facts with their reports, as plain values."""
        return self.store.read()

    def to_turtle(self, path: Path | str) -> None:
        """Write the graph as Turtle; the same articles give the same bytes."""
        self.store.export("turtle", Path(path))

    def network(self, **options: Any) -> nx.Graph:
        """A networkx graph of the actors; see `kg.analysis.network` for the options."""
        from kg.analysis import network

        return network(self.view(), **options)

    def render(self, path: Path | str, **options: Any) -> None:
        """Write the explorer, one HTML file; see `kg.render.render` for the options."""
        render(self.store, Path(path), **options)
