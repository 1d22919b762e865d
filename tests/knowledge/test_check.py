"""Faults of a knowledge base, each said with file, line and thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_samples import RULER, ZATARSTAN, line_of, write

from kg.errors import KnowledgeError
from kg.knowledge import knowledge_files
from kg.knowledge.check import Fault, faults
from kg.knowledge.reader import read_files, things_of


def check(path: Path) -> list[Fault]:
    """The faults of one file beside the shipped offices."""
    raw = read_files([knowledge_files()[0], path])
    return sorted(set(faults(raw, *things_of(raw))))


def test_a_consistent_file_passes(tmp_path: Path) -> None:
    assert check(write(tmp_path / "good.ttl", ZATARSTAN, RULER)) == []


OTHER = RULER.replace("x-ruler", "x-other").replace("زعترلي الأول", "زعترلي الثاني").replace("the First", "the Second")


@pytest.mark.parametrize(
    ("blocks", "subject", "says"),
    [
        ((RULER,), "person/x-ruler", "names state/x-zatarstan, which stands in no file"),
        ((ZATARSTAN, RULER.replace("office:president", "office:x-none")), "person/x-ruler", "which offices.ttl does not have"),
        ((ZATARSTAN, RULER.replace('"2010"', '"2010-13"')), "person/x-ruler", "2010-13 is no day, month or year"),
        ((ZATARSTAN, RULER.replace("; pol:basis", '; pol:to "2005"^^xsd:gYear ; pol:basis')), "person/x-ruler", "ends (2005) before"),
        ((ZATARSTAN, RULER.replace('pol:from "2010"^^xsd:gYear ; ', "")), "person/x-ruler", "has no date"),
        ((ZATARSTAN, RULER.replace("two-readings", "hearsay")), "person/x-ruler", 'the basis "hearsay" is none of those'),
        ((ZATARSTAN, RULER, OTHER), "person/x-other", "is president of state/x-zatarstan"),
        ((ZATARSTAN, RULER, OTHER.replace("زعترلي الثاني", "زعترلي الأول")), "person/x-other", "also names"),
        ((ZATARSTAN, RULER.replace("زعترلي الأول", "زعترلي  الأول")), "person/x-ruler", "white space to spare"),
        ((ZATARSTAN, RULER.replace("زعترلي الأول", "زعترلي\u200f الأول")), "person/x-ruler", "U+200F"),
        ((ZATARSTAN.replace(" .\n", " ; owl:sameAs wd:X1 .\n"), RULER), "state/x-zatarstan", "is no Wikidata id"),
    ],
)
def test_each_fault_is_said_with_its_line(tmp_path: Path, blocks: tuple[str, ...], subject: str, says: str) -> None:
    path = write(tmp_path / "bad.ttl", *blocks)
    found = [f for f in check(path) if says in f.what]
    assert found, [str(f) for f in check(path)]
    assert {f.subject for f in found} <= {subject, "person/x-ruler", "person/x-other"}
    assert any(f.where == f"{path}:{line_of(path, f.subject.replace('/', ':') + ' a ')}" for f in found)


def test_a_handover_on_one_day_is_no_fault(tmp_path: Path) -> None:
    first = RULER.replace('"2010"^^xsd:gYear', '"2010-01-01"^^xsd:date ; pol:to "2014-05-05"^^xsd:date')
    second = OTHER.replace('"2010"^^xsd:gYear', '"2014-05-05"^^xsd:date')
    assert check(write(tmp_path / "handover.ttl", ZATARSTAN, first, second)) == []


@pytest.mark.parametrize(
    ("block", "line", "says"),
    [
        ('state:x-zatarstan a pol:State ;\n    rdfs:label "زعترستان"@ar "Zatarstan"@en .', 14, "not valid Turtle"),
        ('state:x-zatarstan a pol:State ;\n    rdfs:label "زعترستان"@ar .', 13, "no rdfs:label in en"),
    ],
)
def test_a_file_that_cannot_be_read_stops_with_its_line(tmp_path: Path, block: str, line: int, says: str) -> None:
    path = write(tmp_path / "broken.ttl", block)
    with pytest.raises(KnowledgeError, match=says) as error:
        check(path)
    assert f"{path}:{line}" in str(error.value)
