"""A hundred articles of a news corpus: their graph is valid soon enough, and the same bytes whatever the order and the workers."""

from __future__ import annotations

import gzip
import time
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app

ARTICLES = 100
SECONDS = 60
"""How long `kg validate` may take for them, of processor time."""

run = CliRunner().invoke


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[str]:
    with gzip.open(shared / "corpus" / "news-2015-2018.jsonl.gz", "rt", encoding="utf-8") as corpus:
        return list(islice(corpus, ARTICLES))


def build(folder: Path, *shards: list[str], workers: int) -> Path:
    paths = [folder / f"{number}.jsonl" for number in range(len(shards))]
    for path, lines in zip(paths, shards, strict=True):
        path.write_text("".join(lines), "utf-8")
    result = run(app, ["build", *map(str, paths), "-o", str(folder / "out"), "--workers", str(workers)])
    assert result.exit_code == 0, result.output
    return folder / "out"


@pytest.fixture(scope="module")
def built(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("hundred"), lines, workers=1)


def test_their_graph_is_found_valid_within_a_minute(built: Path) -> None:
    start = time.process_time()
    result = run(app, ["validate", str(built)])
    assert time.process_time() - start < SECONDS
    assert result.exit_code == 0 and "valid" in result.output


def test_another_order_and_other_workers_give_the_same_bytes(built: Path, lines: list[str], tmp_path: Path) -> None:
    other = build(tmp_path, lines[:30:-1], lines[30::-1], workers=3)
    assert (other / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()
