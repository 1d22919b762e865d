"""Extraction on a Dask cluster that runs already (the extra `siyasa[dask]`): results in the order of the articles, or shards of records.

Dask hands the work out and does it again where a worker is lost; what one process gives is what comes back. Scheduler and workers
trust each other's messages, so the cluster has to stand in a network of one's own.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import InputError, SiyasaError
from kg.extraction import CHUNK, SECONDS, Failure, chunks_of, extract_chunk, open_here
from kg.fingerprint import agent_name
from kg.model import Article, Extraction
from kg.record import to_record

T = TypeVar("T")
R = TypeVar("R")

SHARD = 500
"""Articles in a shard: some seconds of work, a few megabytes packed."""

AHEAD = 3
"""Pieces of work that are out at a time for each thread of the cluster; no more, so that memory does not grow with the input."""

PATIENCE = 30
"""Seconds that a scheduler and its first worker may take to answer."""

SHARD_NAME = "records-{:06d}.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know to read as this process would; `agent` tells whether it does (see `kg.fingerprint`)."""

    knowledge: tuple[Path, ...]
    ner: str | None
    seconds: float
    agent: str


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of records that a worker has written, and the articles that it could not read."""

    path: Path
    written: int
    failures: tuple[Failure, ...]


def extract_on_cluster(
    articles: Iterable[Article], *, scheduler: str, knowledge: Sequence[Path] = (), ner: str | None = None, seconds: float = SECONDS
) -> Iterator[Extraction | Failure]:
    """As `kg.extraction.extract_all`, on the cluster whose scheduler has this address (`tcp://host:8786`).

    Files of knowledge have to stand under the same path where the workers run.

    Raises:
        SiyasaError: `distributed` is not installed, no cluster answers, or its workers read by another version or knowledge.
    """
    job = _job(knowledge, ner, seconds)
    work = ((chunk, (job, chunk)) for chunk in chunks_of(articles, CHUNK))
    for chunk, results in _spread(scheduler, _read, work):
        yield from _lost(chunk) if results is None else results


def write_shards(
    articles: Iterable[Article],
    folder: Path,
    *,
    scheduler: str,
    knowledge: Sequence[Path] = (),
    ner: str | None = None,
    seconds: float = SECONDS,
    size: int = SHARD,
) -> Iterator[Shard]:
    """Write records of `size` articles to a shard in a folder that the workers share (`kg load` reads them); tells each when it is there.

    Raises:
        InputError: the folder holds shards already, or cannot be made.
        SiyasaError: as `extract_on_cluster`; or the workers write to another folder than this one.
    """
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    if next(folder.glob("records-*.jsonl.gz"), None):
        raise InputError(f"{folder}: holds shards of another run; give a new folder, or remove them")
    job = _job(knowledge, ner, seconds)
    chunks = enumerate(chunks_of(articles, size), 1)
    work = ((chunk, (job, chunk, folder / SHARD_NAME.format(number))) for number, chunk in chunks)
    for chunk, shard in _spread(scheduler, _write, work):
        if shard is None:
            yield Shard(folder, 0, _lost(chunk))
            continue
        if not shard.path.is_file():
            raise SiyasaError(f"{folder}: a worker wrote {shard.path.name} and it is not there; the workers have to share the folder")
        yield shard
    for stale in folder.glob(".records-*.part"):  # of workers that were killed
        stale.unlink(missing_ok=True)


def _job(knowledge: Sequence[Path], ner: str | None, seconds: float) -> Job:
    return Job(tuple(path.absolute() for path in knowledge), ner, seconds, agent_name(knowledge, ner))


def _lost(chunk: Sequence[Article]) -> tuple[Failure, ...]:
    """The articles over which several workers ended."""
    return tuple(Failure(a.id, "the workers that read it, or one of those sent with it, were ended (out of memory?)") for a in chunk)


def _spread(scheduler: str, task: Callable[..., R], work: Iterable[tuple[T, tuple[Any, ...]]]) -> Iterator[tuple[T, R | None]]:
    """Run a task over many arguments on the cluster, in their order; None for a piece that ended several workers."""
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise SiyasaError("--engine dask: Dask is not installed; install it with `pip install 'siyasa[dask]'`") from error
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SiyasaError(f"--scheduler {scheduler}: no Dask scheduler answers ({error or type(error).__name__})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as error:
            raise SiyasaError(f"--scheduler {scheduler}: the cluster has no workers; start some with `dask worker {scheduler}`") from error
        pieces, waiting = iter(work), deque[tuple[T, Any]]()
        while True:
            wanted = AHEAD * max(1, sum(client.nthreads().values()))  # asked anew: workers come and go
            more = islice(pieces, max(0, wanted - len(waiting)))
            waiting.extend((piece, client.submit(task, *arguments, pure=False)) for piece, arguments in more)
            if not waiting:
                return
            piece, future = waiting.popleft()
            try:
                yield piece, future.result()
            except KilledWorker:
                yield piece, None
            except SiyasaError:
                raise
            except Exception as error:
                told = f"{type(error).__name__}: {error}"
                raise SiyasaError(f"--scheduler {scheduler}: {told}; do the workers have this version of siyasa?") from error


_turn = threading.Lock()
_opened: Job | None = None


def _read(job: Job, chunk: Sequence[Article]) -> list[Extraction | Failure]:
    """On a worker: extract some articles. Its threads take turns, for they share one reader."""
    global _opened
    with _turn:
        if _opened != job:
            found = agent_name(job.knowledge, job.ner)
            if found != job.agent:
                raise SiyasaError(
                    f"a worker of the cluster reads as {found}, not as {job.agent}: install the same siyasa and knowledge there"
                )
            open_here(job.knowledge, job.ner, job.seconds)
            gc.collect()
            gc.freeze()  # as in `kg.extraction`: the knowledge base is for good
            _opened = job
        return extract_chunk(chunk)


def _write(job: Job, chunk: Sequence[Article], path: Path) -> Shard:
    """On a worker: extract some articles into a file, which is there whole or not at all."""
    results = _read(job, chunk)
    read = [result for result in results if isinstance(result, Extraction)]
    lines = "".join(json.dumps(to_record(one), ensure_ascii=False) + "\n" for one in read)
    part = path.with_name(f".{path.name}.{os.uname().nodename}-{os.getpid()}.part")
    try:
        part.write_bytes(gzip.compress(lines.encode(), compresslevel=6, mtime=0))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Shard(path, len(read), tuple(result for result in results if isinstance(result, Failure)))
