"""What a name can mean on a day."""

from __future__ import annotations

import pytest

from kg.knowledge import Knowledge
from kg.knowledge.find import find


@pytest.mark.parametrize(("day", "person"), [("2015-06-01", "barack-obama"), ("2018", "donald-trump"), ("2018-06", "donald-trump")])
def test_a_title_with_a_nationality_is_its_holder_on_the_day(knowledge: Knowledge, day: str, person: str) -> None:
    answer = find(knowledge, "الرئيس الأميركي", day)
    assert [f.thing.id for f in answer.findings] == [f"person/{person}"]
    assert "President of" in answer.findings[0].because
    assert answer.findings[0].safe


def test_a_title_without_a_day_gives_every_holder_and_none_for_sure(knowledge: Knowledge) -> None:
    answer = find(knowledge, "الرئيس الأميركي")
    assert {"person/barack-obama", "person/donald-trump"} <= {f.thing.id for f in answer.findings}
    assert not any(f.safe for f in answer.findings if f.tenure)


def test_a_shared_short_name_is_ambiguous(knowledge: Knowledge) -> None:
    answer = find(knowledge, "كيم")
    assert len({f.thing.id for f in answer.findings}) > 1
    assert not any(f.safe for f in answer.findings)


def test_a_short_name_of_one_is_safe(knowledge: Knowledge) -> None:
    answer = find(knowledge, "بوتين")
    assert [(f.thing.id, f.safe) for f in answer.findings] == [("person/vladimir-putin", True)]


@pytest.mark.parametrize("name", ["Vladimir Putin", "vladimir putin", "person/vladimir-putin", "فلاديمير بوتين"])
def test_english_names_and_ids_are_looked_up_too(knowledge: Knowledge, name: str) -> None:
    assert "person/vladimir-putin" in [f.thing.id for f in find(knowledge, name).findings]


def test_a_misspelling_gets_the_nearest_names(knowledge: Knowledge) -> None:
    answer = find(knowledge, "فلاذمير بوتييين")
    assert not answer.findings
    assert any("Vladimir Putin" in near for near in answer.nearest)


def test_what_is_like_nothing_gets_nothing(knowledge: Knowledge) -> None:
    answer = find(knowledge, "ژژژژژژژژ")
    assert answer.findings == answer.nearest == ()


def test_a_name_with_particles_is_found_without_them_and_says_so(knowledge: Knowledge) -> None:
    (found,) = find(knowledge, "وبوتين").findings
    assert found.thing.id == "person/vladimir-putin"
    assert found.because.endswith("without و")


def test_a_word_that_is_no_name_without_its_particles_either_is_not_found(knowledge: Knowledge) -> None:
    assert not find(knowledge, "وكتابها").findings
