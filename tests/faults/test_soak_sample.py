"""A short sample of `make soak`: one kill, a disk that fills up, a second writer, an older store, an endpoint under clients."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import soak
import soak_endpoint

from kg.building import build, write_outputs
from kg.errors import Problems, StoreError
from kg.graph import Store


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("soak")
    soak.write_articles(folder / "articles.jsonl", 8)
    return folder


@pytest.fixture(scope="module")
def articles(place: Path) -> Path:
    return place / "articles.jsonl"


@pytest.fixture(scope="module")
def whole(place: Path, articles: Path) -> soak.Reference:
    return soak.reference(articles, place / "whole")


def test_a_killed_build_holds_whole_articles_and_is_resumed(place: Path, articles: Path, whole: soak.Reference) -> None:
    soak.soak_kills(place, articles, whole, 1, random.Random(3))


def test_files_that_cannot_grow_are_said_and_lose_nothing(place: Path, articles: Path, whole: soak.Reference) -> None:
    soak.limited_files(place, articles, whole)


def test_a_second_writer_is_refused(place: Path, articles: Path, whole: soak.Reference) -> None:
    soak.second_writer(place, articles, whole)


def test_a_store_of_an_older_format_is_refused_and_left_alone(place: Path, articles: Path, whole: soak.Reference) -> None:
    soak.other_format(place, articles, whole)


def test_the_endpoint_answers_many_clients(place: Path, whole: soak.Reference) -> None:
    line = soak_endpoint.soak_endpoint(place / "whole", seconds=3, clients=4, cut_off=1)
    assert "no error" in line


def test_a_write_that_fails_is_one_message_and_the_first_fault_is_told(tmp_path: Path, articles: Path) -> None:
    class Full:
        """An engine whose disk is full."""

        def __init__(self, engine: object) -> None:
            self._engine = engine

        def __getattr__(self, name: str) -> object:
            return getattr(self._engine, name)

        def extend(self, *arguments: object) -> None:
            raise OSError("No space left on device")

        flush = update = extend

    store = Store.create_or_open(tmp_path / "out", agent="test")
    store.oxigraph = Full(store.oxigraph)  # type: ignore[assignment]
    with pytest.raises(StoreError, match="make room and run the same command again"), store:
        store.finish()
    with Store.create_or_open(tmp_path / "out", agent="test"):
        pass  # the lock is free


def test_what_a_killed_run_left_half_written_is_cleared_away(tmp_path: Path, articles: Path) -> None:
    (tmp_path / ".graph.ttl.99.part").write_text("cut off", "utf-8")
    build([articles], tmp_path, Problems(), workers=1)
    assert not list(tmp_path.glob(".*.part"))


def test_a_page_that_cannot_be_written_leaves_the_former_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.building import Build

    (tmp_path / "graph.html").write_text("former", "utf-8")

    def full(*arguments: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with Store.in_memory() as store, pytest.raises(StoreError, match="No space left"):
        write_outputs(store, tmp_path, Build(), Problems())
    assert (tmp_path / "graph.html").read_text("utf-8") == "former" and not list(tmp_path.glob(".*.part"))
