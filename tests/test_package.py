"""The wheel has all that it needs inside, and works away from the source tree."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = "date: 2020-02-02\n\nوصل الرئيس التونسي قيس سعيد إلى الجزائر في زيارة رسمية.\n"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize(
    "inside",
    [
        "kg/py.typed",
        "kg/record.schema.json",
        "kg/relations/weights.npz",
        "kg/relations/chronicle.npz",
        "kg/relations/network.npz",
        "kg/render/template/page.html.j2",
        "kg/ontologies/vocabulary.ttl",
        "kg/ontologies/states/arab.ttl",
        "kg/ontologies/lexicon/titles.yaml",
        "kg/ontologies/lexicon/encoding.yaml",
        "kg/ontologies/lexicon/readings.tsv.gz",
        "kg/ontologies/queries/visits.rq",
    ],
)
def test_the_wheel_carries_code_templates_and_ontologies(unpacked: Path, inside: str) -> None:
    assert (unpacked / inside).is_file()


def test_the_wheel_carries_no_tests_and_no_articles(unpacked: Path) -> None:
    assert not list(unpacked.rglob("test_*.py")) and not list(unpacked.rglob("*.jsonl"))


def test_the_unpacked_wheel_builds_a_graph_away_from_the_source_tree(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    code = "import sys, kg; from kg.cli import main; assert 'site' in kg.__file__, kg.__file__; sys.argv[0] = 'kg'; main()"
    command = [sys.executable, "-c", code, "build", "a.txt", "-o", "out", "--workers", "1"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(unpacked)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "person:kais-saied" in (tmp_path / "out" / "graph.ttl").read_text("utf-8")
