"""The whole reading of an article, text to facts, for one or for many on several processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.entities import EntityReader
from kg.entities.backends import NerBackend, load_backend
from kg.errors import SiyasaError
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, Extraction
from kg.relations import RelationReader
from kg.text import read_text
from kg.timelimit import OutOfTimeError, within

SECONDS = 60.0
"""What one article may cost of processor time; a long report costs less than one second."""

CHUNK = 16
"""Articles that go to a process at a time: enough to hide the cost of the trip, few enough to keep all cores busy."""


class Extractor:
    """Reads articles into entities and facts.

    Parameters:
        knowledge: the knowledge base; the shipped one where none is given.
        backends: further finders of names (`kg.entities.backends`).
    """

    def __init__(self, knowledge: Knowledge | None = None, backends: Sequence[NerBackend] = ()) -> None:
        self.knowledge = knowledge or load_knowledge()
        self._entities = EntityReader(self.knowledge, backends)
        self._relations = RelationReader(self.knowledge)

    def extract(self, article: Article) -> Extraction:
        """All that one article says."""
        text = read_text(article)
        entities = self._entities.read(text)
        return Extraction(article, entities, self._relations.read(text, entities))


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read: a fault of ours, reported with its id, and the run goes on."""

    article: str
    error: str


def extract_all(
    articles: Iterable[Article],
    *,
    workers: int | None = None,
    knowledge: Sequence[Path] = (),
    ner: str | None = None,
    seconds: float = SECONDS,
) -> Iterator[Extraction | Failure]:
    """Extract many articles, in their order.

    Parameters:
        workers: processes; all cores where not given. One works in this process.
        knowledge: the user's own Turtle files.
        ner: a further finder of names: `camel`, or `module:Class` of the user's own.
        seconds: what one article may cost of processor time before it is given up as a `Failure`; 0 for no limit.

    Raises:
        SiyasaError: the finder cannot be opened, or a process was ended from outside.
    """
    count = workers or os.cpu_count() or 1
    if count == 1:
        open_here(knowledge, ner, seconds)
        yield from map(_extract_one, articles)
        return
    load_knowledge(knowledge)  # compiled once, before the processes ask for it
    if ner:
        load_backend(ner)  # what is wrong with it is told once, here
    context = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
    # Not multiprocessing.Pool, which starts anew for ever a process whose initializer fails.
    with ProcessPoolExecutor(count, context, _open_worker, (knowledge, ner, seconds)) as pool:
        chunks = chunks_of(articles, CHUNK)
        # Only a few chunks are out at a time, so that memory does not grow with the input.
        waiting = deque(pool.submit(extract_chunk, chunk) for chunk in islice(chunks, 2 * count))
        try:
            while waiting:
                yield from waiting.popleft().result()
                waiting.extend(pool.submit(extract_chunk, chunk) for chunk in islice(chunks, 1))
        except BrokenProcessPool as error:
            raise SiyasaError("a process of the extraction was ended (out of memory?); run again with --workers 1 to see why") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_extractor: Extractor | None = None
_seconds = SECONDS


def _open_worker(knowledge: Sequence[Path], ner: str | None, seconds: float) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the pool
    threading.Thread(target=_follow_parent, daemon=True).start()
    open_here(knowledge, ner, seconds)
    gc.collect()
    gc.freeze()  # the knowledge base is for good: not to be looked through again with every article


def _follow_parent() -> None:
    """End with the main process: where that is killed, a worker would wait for its next chunk for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def open_here(knowledge: Sequence[Path], ner: str | None, seconds: float) -> None:
    """Make this process ready for `extract_chunk`; the parameters are those of `extract_all`."""
    global _extractor, _seconds
    _seconds = seconds
    _extractor = Extractor(load_knowledge(knowledge), [load_backend(ner)] if ner else [])


def chunks_of(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Articles in lists of so many."""
    waiting = iter(articles)
    while chunk := list(islice(waiting, size)):
        yield chunk


def extract_chunk(chunk: Sequence[Article]) -> list[Extraction | Failure]:
    """Extract some articles in this process."""
    return [_extract_one(article) for article in chunk]


def _extract_one(article: Article) -> Extraction | Failure:
    assert _extractor is not None
    try:
        with within(_seconds):
            return _extractor.extract(article)
    except OutOfTimeError:
        return Failure(article.id, f"it takes more than {_seconds:g} s of processor time; is it more than one article?")
    except Exception as error:  # one article must not end a run over thousands; the caller reports it
        return Failure(article.id, f"{type(error).__name__}: {error}")
