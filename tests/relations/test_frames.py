"""The lexicon of frames: every entry with an example finds itself in it, and stays silent in its near miss."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from by_rule import read_by_rule
from pyoxigraph import Literal, RdfFormat, parse

from kg.entities import EntityReader
from kg.errors import KnowledgeError
from kg.model import FactType
from kg.ontology import ontologies
from kg.relations.lexicon import Frame, load_frames
from kg.relations.model import load_network
from kg.relations.propose import Proposer

FRAMES = load_frames()


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def proposed(proposer: Proposer, reader: EntityReader, sentence: str) -> set[tuple[FactType, str]]:
    return {(c.type, c.hit.frame.lemma) for c in read_by_rule(proposer, reader, "ثم قيل هنا. " + sentence)}


@pytest.mark.parametrize("kind", sorted({f.type for f in FRAMES}))
def test_each_frame_is_found_in_its_example_and_not_in_its_near_miss(
    kind: FactType, proposer: Proposer, entity_reader: EntityReader
) -> None:
    failures: list[str] = []
    for frame in FRAMES:
        if frame.type is kind and frame.example:
            if kind not in {t for t, _ in proposed(proposer, entity_reader, frame.example)}:
                failures.append(f"not found: {frame.name}: {frame.example}")
            if (kind, frame.lemma) in proposed(proposer, entity_reader, frame.near_miss):
                failures.append(f"found in near miss: {frame.name}: {frame.near_miss}")
    assert not failures


def test_every_frame_has_an_example_and_a_near_miss() -> None:
    assert [f.name for f in FRAMES if not (f.example and f.near_miss)] == []


def test_the_most_frequent_entries_were_read_and_are_right_or_mended() -> None:
    names = {f.name for f in FRAMES}
    with (ontologies() / "lexicon" / "samples.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == 100
    for row in rows:
        assert (row["entry"] in names) == (row["decision"] != "taken out"), row["entry"]
        if row["decision"] == "stays":
            assert int(row["right"]) >= 0.6 * int(row["read"]), row["entry"]
        if row["decision"] == "mended":
            assert int(row["right_again"]) >= 0.6 * int(row["read_again"]), row["entry"]


def test_a_code_of_cameo_is_finer_than_those_of_its_type() -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for quad in parse(path=str(ontologies() / "events.ttl"), format=RdfFormat.TURTLE):
        if isinstance(quad.object, Literal) and str(quad.object.datatype.value).endswith("cameo"):
            codes[str(quad.subject).rstrip(">").rsplit("/", 1)[-1]].add(quad.object.value)
    wrong = [f"{f.name}: {f.cameo}" for f in FRAMES if f.cameo and not any(f.cameo.startswith(c[:2]) for c in codes[f.type])]
    assert wrong == []
    assert all(f.cameo.isdigit() and len(f.cameo) in (3, 4) for f in FRAMES if f.cameo)


def test_every_fact_type_has_frames() -> None:
    assert {f.type for f in FRAMES} == set(FactType)


def test_a_frame_that_cannot_be_read_names_file_and_entry(tmp_path: Path) -> None:
    (tmp_path / "meet.yaml").write_text("type: meet\nframes:\n- lemma: قال\n  root: ق و ل\n  form: 9\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"meet\.yaml: entry 1"):
        load_frames(tmp_path)


def test_an_unknown_fact_type_is_refused(tmp_path: Path) -> None:
    (tmp_path / "praise.yaml").write_text("type: praise\nframes: []\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"praise\.yaml"):
        load_frames(tmp_path)


def test_a_frame_names_itself_by_type_and_lemma() -> None:
    assert Frame(FactType.MEET, "التقى", True, {}).name == "meet:التقى"
