"""The store: articles' triples on disk, added, replaced and taken out whole, with what follows from them kept up to date."""

from __future__ import annotations

import gc
import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from sys import intern
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Store as Oxigraph

from kg.errors import Problems, StoreError
from kg.graph import terms as t
from kg.graph.background import Background
from kg.graph.finish import Finisher
from kg.graph.pace import FLUSH, RENEW, Pace, give_back
from kg.graph.quads import touches
from kg.graph.snapshot import WRITERS, has_writer, lock_to_write, snapshot, unlock
from kg.graph.write import article_quads, digest_of
from kg.model import Article, Extraction

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.graph.read import GraphView
    from kg.graph.tally import Tally

FORMAT = "2"
"""Changes when a store of an earlier release can no longer be read."""

_DEFAULT = DefaultGraph()


class Added(StrEnum):
    """What became of an article that was handed in."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    OUTDONE = "outdone"  # another text under its id in the same input goes before it


class Store:
    """A knowledge graph in `DIR/store`; one writer at a time.

    Articles come in by `add`; `finish` then derives what joins articles (facts, edges, dispatches, entities). A crash in
    between loses nothing: the next `finish` takes up what is marked as touched.
    """

    def __init__(
        self,
        oxigraph: Oxigraph,
        *,
        background: Background | None = None,
        agent: str = "siyasa",
        read_only: bool = False,
        place: Path | None = None,
        copy: Path | None = None,
    ) -> None:
        self._oxigraph: Oxigraph | None = oxigraph
        self.agent = agent
        self._background = background
        self._read_only = read_only
        self._place = place
        self._copy = copy
        self._lock: IO[bytes] | None = None
        self._pace = Pace()
        self._seen: dict[str, tuple[str, bytes]] = {}  # some 300 bytes an article

    @classmethod
    def create_or_open(cls, folder: Path, *, background: Background | None = None, agent: str = "siyasa") -> Self:
        """Open the store of an output folder to write, or begin one.

        Args:
            folder: the output folder, `DIR` of `kg build -o DIR`.
            background: what the knowledge base adds; the shipped one where none is given.
            agent: name and version of the extractor, for provenance (`siyasa-0.1.0`).

        Raises:
            StoreError: the folder is a file, another process writes there, or the store is of another format.
        """
        place = folder / "store"
        try:
            place.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise StoreError(f"{folder}: is a file, not a folder; give another output folder") from error
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
        lock = lock_to_write(place)
        try:
            store = cls(_open(place, lambda: Oxigraph(str(place))), background=background, agent=agent, place=place)
        except StoreError:
            unlock(lock)
            raise
        store._lock = lock
        WRITERS.add(place.resolve())
        try:
            with store.writing():
                store._check_format(write=True)
        except StoreError:
            store.close()
            raise
        return store

    @classmethod
    def read_only(cls, folder: Path) -> Self:
        """Open the store of an output folder to read; beside a running build, a snapshot of it.

        Raises:
            StoreError: there is none, or it is of another format.
        """
        place = folder / "store"
        if not (place / "CURRENT").is_file():
            raise StoreError(f"{folder}: no store here; make one with: kg build ARTICLES -o {folder}")
        copy = snapshot(place) if has_writer(place) else None
        store = cls(_open(place, lambda: Oxigraph.read_only(str(copy or place))), read_only=True, copy=copy)
        store._check_format(write=False)
        return store

    @classmethod
    def in_memory(cls, *, background: Background | None = None, agent: str = "siyasa") -> Self:
        """A store that is gone when it is closed."""
        return cls(Oxigraph(), background=background, agent=agent)

    @property
    def oxigraph(self) -> Oxigraph:
        """The store on disk or in memory; one that was let go of to be opened anew is opened here, whatever came between."""
        if self._oxigraph is None:
            place = self._place
            assert place is not None
            try:
                self._oxigraph = _open(place, lambda: Oxigraph(str(place)))
            except StoreError as error:
                told = f"{place}: held by what was got from it (rdflib, unread results); let go of it and finish again"
                raise StoreError(told) from error
        return self._oxigraph

    @oxigraph.setter
    def oxigraph(self, oxigraph: Oxigraph) -> None:
        self._oxigraph = oxigraph

    @property
    def background(self) -> Background:
        if self._background is None:
            self._background = Background.load()
        return self._background

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Say in one line that the disk is full or gone, for whatever the block writes to the store.

        Raises:
            StoreError: something could not be written; whole articles are in the store, and the next run goes on from there.
        """
        try:
            yield
        except OSError as error:
            where = self._place or "the store"
            told = f"{where}: cannot be written: {error}; make room and run the same command again, nothing that was read is lost"
            raise StoreError(told) from error

    def _check_format(self, *, write: bool) -> None:
        found = self._note("format")
        if found is None and write:
            self.oxigraph.extend([Quad(t.STORE, t.books("format"), Literal(FORMAT), t.BOOKS)])
        elif found not in {FORMAT, None}:
            raise StoreError(f"the store has format {found}, this release reads {FORMAT}; build it anew from the articles")

    def _note(self, name: str, subject: NamedNode = t.STORE) -> str | None:
        for quad in self.oxigraph.quads_for_pattern(subject, t.books(name), None, t.BOOKS):
            return str(quad.object.value) if isinstance(quad.object, Literal) else None
        return None

    def holds(self, article: Article) -> bool:
        """Whether this very article, read by this very extractor, is in the store, so that it need not be read again."""
        return self._note("digest", t.article_node(article.id)) == digest_of(article, self.agent)

    def add(self, extraction: Extraction, problems: Problems | None = None) -> Added:
        """Put an article's triples in, in one transaction.

        The same article twice changes nothing; one with other content under a known id replaces what was there. Of two texts
        under one id in one session the later date wins, then the greater hash, whatever their order; `problems` is told.
        """
        article = extraction.article
        rank = (intern(article.date or ""), hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).digest())
        earlier = self._seen.get(article.id)
        if earlier is not None and earlier != rank:
            if problems is not None:
                winner = max(rank, earlier)
                told = f"two texts under this id in one input; kept the one {f'of {winner[0]}' if winner[0] else 'with the greater hash'}"
                problems.add("two-texts-one-id", article.id, told)
            if earlier > rank:
                return Added.OUTDONE
        self._seen[article.id] = rank
        here = t.article_node(article.id)
        written = article_quads(extraction, self.agent)
        if self._note("record", here) == written.hash:
            return Added.UNCHANGED
        quads = [*written.quads, *touches(articles=[here])]
        if article.source:
            quads.append(Quad(here, t.PUBLISHER, self.background.outlet(article.source)))
        old = self._quads_of(here)
        if not old:
            self._replace([], quads)
            return Added.ADDED
        self._replace(old - set(quads), [*quads, *self._touched_by(here, old)])
        return Added.REPLACED

    def remove(self, article_id: str) -> bool:
        """Take an article out in one transaction; False where it is not there. `finish` then drops the facts that nobody reports."""
        here = t.article_node(article_id)
        old = self._quads_of(here)
        if not old:
            return False
        self._replace(old, self._touched_by(here, old))
        return True

    def _quads_of(self, here: NamedNode) -> set[Quad]:
        """All quads that `add` wrote for an article, and what was noted of it since."""
        find = self.oxigraph.quads_for_pattern
        quads = set(find(here, None, None, None))
        for link, graph in ((t.pol("article"), _DEFAULT), (t.HAS_SOURCE, _DEFAULT)):
            for quad in list(find(None, link, here, graph)):
                quads |= set(find(quad.subject, None, None, None))
        for quad in [q for q in quads if q.predicate == t.HAS_SELECTOR and isinstance(q.object, NamedNode)]:
            quads |= set(find(quad.object, None, None, _DEFAULT))  # type: ignore[arg-type]
        quads |= set(find(None, t.books("near"), here, t.BOOKS))
        return quads

    def _touched_by(self, here: NamedNode, old: Iterable[Quad]) -> list[Quad]:
        """Marks of what an article that goes leaves behind; of one that is there, `finish` finds it out by itself."""
        keys = {q.object.value for q in old if q.predicate == t.KEY and isinstance(q.object, Literal)}
        links = (t.MENTIONS, t.PUBLISHER)
        entities = {q.object.value for q in old if q.predicate in links and isinstance(q.object, NamedNode)}
        near = [q.object for q in old if q.predicate == t.books("near") and q.subject == here and isinstance(q.object, NamedNode)]
        return touches(articles=[here, *near], keys=keys, entities=entities)

    def _replace(self, old: Collection[Quad], new: Collection[Quad]) -> None:
        with self.writing():
            self._pace.replace(self.oxigraph, old, new)

    def finish(self) -> None:
        """Bring up to date what follows from the articles together; does nothing where nothing was touched.

        After much was written the store is opened anew: results not read to their end, and `to_rdflib`, are to be let go before.
        """
        with self.writing():
            Finisher(self._renewed(RENEW), self.background, self._pace, lambda: self._renewed(0)).run()
            self._pace.flush(self.oxigraph)
            self._renewed(FLUSH)  # what comes next reads all of it once more

    def renew(self, *, always: bool = False) -> None:
        """Open the store anew where much was written since it was opened, or always, so that memory does not grow with the articles.

        Results not read to their end, and `to_rdflib`, are to be let go before.
        """
        with self.writing():
            self._renewed(0 if always else RENEW)

    def _anew(self) -> Oxigraph:
        self.renew(always=True)
        return self.oxigraph

    def _renewed(self, after: int) -> Oxigraph:
        """The store, opened anew where so many quads were written: what RocksDB keeps at hand of what it read goes with the old one."""
        if self._place is not None and self._pace.written >= after:
            self._pace.flush(self.oxigraph)
            self._pace.written = 0
            self._oxigraph = None  # what holds the old one keeps its lock; an interrupt from here on leaves it to be opened at the next use
            give_back()
        return self.oxigraph

    def articles(self) -> Iterator[str]:
        """The ids of the articles, in no order."""
        for quad in self.oxigraph.quads_for_pattern(None, t.RDF_TYPE, t.pol("Article"), _DEFAULT):
            for found in self.oxigraph.quads_for_pattern(quad.subject, t.IDENTIFIER, None, _DEFAULT):
                yield str(found.object.value) if isinstance(found.object, Literal) else ""

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Ask SPARQL 1.1, with the project's prefixes known.

        Raises:
            QueryError: it is not valid; the message says where.
        """
        from kg.graph.query import ask

        return ask(self.oxigraph, sparql)

    def read(self) -> GraphView:
        """The whole graph as plain values, for analysis and exports: memory grows with its facts."""
        from kg.graph.readback import read_graph

        return read_graph(self.oxigraph)

    def read_strongest(self, *, facts: int, reports: int, rows: int, sentences: int) -> GraphView:
        """Only so many facts, the strongest, as plain values: what a page can hold, however large the graph is.

        A store to write to is opened anew as it is read, as by `renew`.

        Args:
            facts: how many, by the dispatches that affirm them (`kg.graph.ranking.strength`).
            reports: how many of each at most, the best first (`kg.graph.ranking.ranked_reports`).
            rows: how many of all facts together, the same number of each, but not fewer of one than `sentences`.
            sentences: how many of each with their sentence, title and address.
        """
        from kg.graph.strongest import read_strongest

        view = read_strongest(self._anew, facts=facts, reports=reports, rows=rows, sentences=sentences)
        self.renew(always=True)  # nothing more is read for a page
        return view

    def tally(self, *, pairs: int) -> Tally:
        """What the graph holds, counted, with so many of the strongest pairs; a store to write to is opened anew as it is read."""
        from kg.graph.tally import tally

        return tally(self._anew, pairs=pairs)

    def export(self, form: str, path: Path, *, with_derived: bool = False) -> None:
        """Write the graph to a file: `turtle`, `trig`, `nquads`, `jsonld`, `graphml` or `csv`.

        For Turtle a store to write to is opened anew as it is read, as by `renew`.
        """
        from kg.graph.export import export

        export(self, form, path, with_derived=with_derived)

    def to_rdflib(self) -> Dataset:
        """The graph as an rdflib dataset that asks this store (through oxrdflib)."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self.oxigraph))

    def __len__(self) -> int:
        """How many triples the graph has, derived ones among them."""
        return sum(1 for _ in self.oxigraph.quads_for_pattern(None, None, None, _DEFAULT))

    def close(self) -> None:
        """Write everything to disk and let go of the lock."""
        try:
            if not self._read_only:
                with self.writing():
                    self._pace.flush(self.oxigraph)
        finally:
            self.oxigraph = Oxigraph()  # the lock goes with the last reference to the store on disk
            if self._place:
                _drop_logs(self._place)
                WRITERS.discard(self._place.resolve())
            unlock(self._lock)
            self._lock = None
            if self._copy:
                shutil.rmtree(self._copy, ignore_errors=True)
                self._copy = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:  # else the first fault is the one to tell
                raise


def _drop_logs(place: Path) -> None:
    """Open a store once more: RocksDB keeps logs whose quads are in files to write to again, and removes them only as it opens.

    They may be larger than the files. With them goes its diary, of which each opening begins another. Where a writer has come
    meanwhile, or the disk is gone, all that stays.
    """
    with suppress(OSError):
        Oxigraph(str(place))
        for diary in place.glob("LOG.old.*"):
            diary.unlink(missing_ok=True)


def _open(place: Path, opener: Callable[[], Oxigraph]) -> Oxigraph:
    try:
        return opener()
    except RuntimeError as error:
        half_made = "Column family not found" in str(error)  # RocksDB makes a store table by table, and was stopped among them
        told = "only begun by a build that was stopped, nothing is in it; run the build again"
        raise StoreError(f"{place}: {told if half_made else f'cannot be opened: {error}'}") from error
    except OSError as error:
        if "lock" not in str(error).lower():
            raise StoreError(f"{place}: cannot be opened: {error}") from error
    gc.collect()  # a store closed in this process keeps its lock as long as the traceback of a fault refers to it
    try:
        return opener()
    except OSError as error:
        raise StoreError(f"{place}: in use by another build; wait for it or give another folder") from error
