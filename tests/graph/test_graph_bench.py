"""The benchmark of the graph runs, on a graph small enough for the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.graph.questions import load_questions


def test_a_small_benchmark_asks_every_question_and_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "bench"))
    monkeypatch.delitem(sys.modules, "graph", raising=False)
    from graph import run  # type: ignore[import-not-found]

    result = run(tmp_path, triples=3000, parts=1, rdflib_triples=0)
    assert result["questions_s"].keys() == load_questions().keys()
    assert result["growth"][0]["triples"] >= 3000
    assert (tmp_path / "graph.ttl").stat().st_size > 100_000
