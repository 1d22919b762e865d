"""Fixtures that every room's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.entities import EntityReader
from kg.knowledge import Knowledge, load_knowledge

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the gold articles, the corpus and the tables of facts, which stands beside the repo."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the annotated articles (../shared) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge base."""
    return load_knowledge()


@pytest.fixture(scope="session")
def entity_reader(knowledge: Knowledge) -> EntityReader:
    """The entity step over the shipped knowledge base."""
    return EntityReader(knowledge)
