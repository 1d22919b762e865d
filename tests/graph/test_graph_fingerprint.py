"""What was read by another knowledge base or other weights is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import fingerprint
from kg.building import build
from kg.errors import Problems
from kg.fingerprint import agent_name

MINE = """
@prefix pol: <https://w3id.org/siyasa/ns#> .
@prefix state: <https://w3id.org/siyasa/id/state/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
state:x-zatarstan a pol:State ; rdfs:label "زعترستان"@ar , "Zatarstan"@en ; pol:nisba "زعترستاني"@ar .
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(MINE, "utf-8")
    return path


def test_the_agent_tells_the_knowledge_and_the_finder_of_names(mine: Path) -> None:
    assert len({agent_name(), agent_name([mine]), agent_name(ner="camel")}) == 3


def test_the_agent_does_not_tell_where_a_file_lies(mine: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.ttl"
    moved.write_bytes(mine.read_bytes())
    assert agent_name([moved]) == agent_name([mine])


def test_the_agent_tells_the_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = agent_name()
    (tmp_path / "weights.npz").write_bytes(b"other")
    monkeypatch.setattr(fingerprint, "MODELS", tmp_path)
    assert agent_name() != before


def test_a_build_reads_again_what_other_knowledge_read_and_only_that(mine: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("date: 2018-07-12\n\nهددت زعترستان الجزائر بعقوبات جديدة.", "utf-8")

    def fates(*knowledge: Path) -> dict[str, int]:
        return dict(build([article], tmp_path / "out", Problems(), workers=1, knowledge=knowledge).fates)

    assert fates() == {"added": 1}
    assert fates() == {"unchanged": 1}
    assert fates(mine) == {"replaced": 1}
    assert "state:x-zatarstan" in (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    assert fates(mine) == {"unchanged": 1}
    assert fates() == {"replaced": 1}
