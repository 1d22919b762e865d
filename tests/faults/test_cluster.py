"""Extraction on a real Dask cluster of two worker processes, one of which is killed while it reads."""

from __future__ import annotations

import gzip
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import pytest
import soak
from typer.testing import CliRunner

from kg import cluster
from kg.articles import read_articles
from kg.building import build, load_shards, read_shard
from kg.cli import app
from kg.errors import InputError, Problems, SiyasaError
from kg.extraction import Extraction, Failure, extract_all
from kg.model import Article

distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra siyasa[dask])")
T = TypeVar("T")
ARTICLES = 64
run = CliRunner().invoke


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A glob over two files of lines, one of them packed."""
    folder = tmp_path_factory.mktemp("articles")
    soak.write_articles(folder / "one.jsonl", ARTICLES)
    lines = (folder / "one.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "one.jsonl").write_text("".join(lines[: ARTICLES // 2]), "utf-8")
    with gzip.open(folder / "two.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(lines[ARTICLES // 2 :])
    return str(folder / "*.jsonl*")


@pytest.fixture(scope="module")
def articles(inputs: str) -> list[Article]:
    return list(read_articles([inputs], Problems()))


@pytest.fixture(scope="module")
def alone(articles: list[Article]) -> list[Extraction | Failure]:
    """What one process reads."""
    return list(extract_all(articles, workers=1))


@pytest.fixture(scope="module")
def graph(inputs: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The graph of one process."""
    folder = tmp_path_factory.mktemp("alone")
    build([inputs], folder, Problems(), workers=1)
    return (folder / "graph.ttl").read_bytes()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two workers, each a process."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        yield local.scheduler_address


@contextmanager
def killing(scheduler: str) -> Iterator[Event]:
    """Once the event is set, a worker that has work before it is killed (SIGKILL); at the end there are two again."""
    begin, killed = Event(), []
    with distributed.Client(scheduler, set_as_default=False) as client:

        def kill() -> None:
            begin.wait()
            while not killed:
                for address in [address for address, tasks in client.processing().items() if tasks][:1]:
                    killed.append(client.run(os.getpid, workers=[address])[address])
                    os.kill(killed[0], signal.SIGKILL)

        thread = Thread(target=kill, daemon=True)
        thread.start()
        yield begin
        thread.join(60)
        client.wait_for_workers(2, timeout=60)
        assert killed and killed[0] not in client.run(os.getpid).values()


def all_of(results: Iterator[T], begin: Event) -> list[T]:
    """All results; the killing begins at the first."""
    found = [next(results)]
    begin.set()
    return [*found, *results]


def test_a_worker_killed_in_the_middle_changes_nothing(
    articles: list[Article], alone: list[Extraction | Failure], scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CHUNK", 2)
    with killing(scheduler) as begin:
        assert all_of(cluster.extract_on_cluster(articles, scheduler=scheduler), begin) == alone


def test_shards_of_a_cluster_load_as_the_graph_of_one_process(inputs: str, graph: bytes, scheduler: str, tmp_path: Path) -> None:
    done = run(app, ["extract", inputs, "-o", str(tmp_path / "shards"), "--engine", "dask", "--scheduler", scheduler])
    assert done.exit_code == 0 and f"{ARTICLES} records" in done.output, done.output
    load_shards(sorted((tmp_path / "shards").glob("*.jsonl.gz")), tmp_path / "graph", Problems())
    assert (tmp_path / "graph" / "graph.ttl").read_bytes() == graph


def test_a_shard_whose_worker_is_killed_is_written_again_whole(
    articles: list[Article], alone: list[Extraction | Failure], scheduler: str, tmp_path: Path
) -> None:
    with killing(scheduler) as begin:
        files = [shard.path for shard in all_of(cluster.write_shards(articles, tmp_path, scheduler=scheduler, size=4), begin)]
    assert files == sorted(tmp_path.iterdir()) and len(files) == ARTICLES // 4
    assert [one for path in files for one in read_shard(path, Problems())] == alone
    with pytest.raises(InputError, match="shards of another run"):
        next(cluster.write_shards(articles, tmp_path, scheduler=scheduler))


def test_a_build_on_a_cluster_is_the_build_of_one_process(inputs: str, graph: bytes, scheduler: str, tmp_path: Path) -> None:
    done = run(app, ["build", inputs, "-o", str(tmp_path), "--engine", "dask", "--scheduler", scheduler])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "graph.ttl").read_bytes() == graph


def test_workers_that_would_read_otherwise_are_refused(articles: list[Article], scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "agent_name", lambda knowledge, ner: "siyasa-0.0.0-other")
    with pytest.raises(SiyasaError, match="install the same siyasa"):
        list(cluster.extract_on_cluster(articles, scheduler=scheduler))


def test_no_cluster_is_one_line(articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(SiyasaError, match="no Dask scheduler answers"):
        list(cluster.extract_on_cluster(articles, scheduler="tcp://127.0.0.1:9"))


@pytest.mark.parametrize("options", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]])
def test_engine_and_scheduler_go_together(inputs: str, options: list[str], tmp_path: Path) -> None:
    done = run(app, ["extract", inputs, "-o", str(tmp_path / "shards"), *options])
    assert isinstance(done.exception, InputError) and "go together" in str(done.exception)
