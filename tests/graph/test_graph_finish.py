"""What follows from articles is brought up to date for what was touched, wherever an earlier run was broken off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_samples import WIRE, report, turtle
from pyoxigraph import Quad

from kg.graph import Background, Store, finish
from kg.graph.facts import FactRow
from kg.graph.finish import fact_quads
from kg.model import Extraction, FactType, Polarity


class Failing:
    """Passes everything on to a store, until a given number of writes has been made."""

    def __init__(self, oxigraph: object, writes: int) -> None:
        self._oxigraph, self._left = oxigraph, writes

    def __getattr__(self, name: str) -> object:
        if name in {"extend", "update"}:
            if self._left == 0:
                raise KeyboardInterrupt
            self._left -= 1
        return getattr(self._oxigraph, name)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._oxigraph  # type: ignore[operator]


def broken_off(store: Store, writes: int) -> bool:
    """Finish a store, interrupted after so many writes; whether it was."""
    whole = store.oxigraph
    store.oxigraph = Failing(whole, writes)  # type: ignore[assignment]
    try:
        store.finish()
    except KeyboardInterrupt:
        return True
    finally:
        store.oxigraph = whole
    return False


def everything(store: Store) -> set[str]:
    store.finish()
    return {str(quad) for quad in store.oxigraph.quads_for_pattern(None, None, None, None)}


COPIES = [report(f"b{i}", FactType.ACCUSE, "state/NO", "person/x-b", date="2024-06-19", body=WIRE) for i in range(3)]


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("leaving", [[], COPIES[:1], COPIES], ids=["arriving", "a copy leaves", "the last of its type leaves"])
def test_a_finish_that_is_broken_off_anywhere_is_taken_up_where_it_stopped(
    background: Background, monkeypatch: pytest.MonkeyPatch, leaving: list[Extraction], size: int
) -> None:
    for limit in ("BATCH", "QUADS"):
        monkeypatch.setattr(finish, limit, size)
    given = [report("a0", FactType.THREATEN, "state/NO", "state/KE"), *COPIES]
    expected = Store.in_memory(background=background)
    for extraction in given:
        if extraction not in leaving:
            expected.add(extraction)
    for writes in range(1000):
        store = Store.in_memory(background=background)
        for extraction in given:
            store.add(extraction)
        if leaving:
            store.finish()
        for extraction in leaving:
            store.remove(extraction.article.id)
        interrupted = broken_off(store, writes)
        assert everything(store) == everything(expected), f"broken off after {writes} writes"
        if not interrupted:
            break
    assert writes > 3


@pytest.mark.parametrize("writes", range(8))
def test_copies_that_come_later_are_counted_once_however_finish_is_broken_off(background: Background, tmp_path: Path, writes: int) -> None:
    first, other = (report(i, FactType.THREATEN, "state/NO", "state/KE", date="2024-06-19", body=WIRE) for i in ("b1", "b3"))
    joining = report("a0", FactType.MEET, "state/NO", "state/KE", body=WIRE)  # of the same dispatch, and not of the same fact
    store, fresh = Store.in_memory(background=background), Store.in_memory(background=background)
    for extraction in (first, other, joining):
        fresh.add(extraction)
    store.add(first)
    store.add(other)
    store.finish()
    store.add(joining)
    broken_off(store, writes)
    assert turtle(store, tmp_path) == turtle(fresh, tmp_path)


def test_one_more_report_of_what_was_often_told_leaves_the_other_facts_as_they_were(
    background: Background, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [report(f"d{day}", FactType.THREATEN, "state/NO", "state/KE", date=f"2024-01-{day:02}") for day in range(10, 30)]
    denied = report("e1", FactType.THREATEN, "state/NO", "state/KE", date="2023-05-01", polarity=Polarity.NEGATIVE)
    store, fresh = Store.in_memory(background=background), Store.in_memory(background=background)
    for extraction in days:
        store.add(extraction)
    store.finish()
    store.add(denied)
    written: list[str] = []

    def spy(fact: FactRow) -> Iterator[Quad]:
        written.append(fact.id)
        return fact_quads(fact)

    monkeypatch.setattr("kg.graph.finish.fact_quads", spy)
    store.finish()
    monkeypatch.undo()
    assert len(written) == 1
    for extraction in (denied, *days):
        fresh.add(extraction)
    assert turtle(store, tmp_path) == turtle(fresh, tmp_path)
