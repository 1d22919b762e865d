"""The tenures against a table of effective rulers (needs the shared folder)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.knowledge import Name, NameKind, OfficeKind, Tenure, Thing, load_knowledge, make_knowledge
from kg.knowledge.grounding import Grounding, Row, ground, read_rows
from kg.model import EntityType
from kg.ontology import ontologies

SINCE = 2000


@pytest.fixture(scope="module")
def found(shared: Path) -> Grounding:
    return ground(load_knowledge(), read_rows(shared / "facts"), SINCE)


def test_nearly_all_rulers_since_2000_entered_in_the_month_of_the_table(found: Grounding) -> None:
    assert found.agreeing > 700
    assert found.share > 0.98


def test_every_disagreement_is_explained(found: Grounding) -> None:
    told = (ontologies() / "DISAGREEMENTS.md").read_text("utf-8")
    assert [str(d) for d in found.disagreeing if f"| {d.row.id} |" not in told] == []


def test_every_explained_disagreement_still_differs(found: Grounding) -> None:
    told = (ontologies() / "DISAGREEMENTS.md").read_text("utf-8").splitlines()
    rows = {line.split("|")[1].strip() for line in told if line.startswith("|")} - {"row of the table", "---"}
    assert rows == {d.row.id for d in found.disagreeing}


def a_ruler(since: str, basis: str) -> Thing:
    tenure = Tenure("person/a-b", "president", "state/XX", since, None, basis)
    names = (Name("Aaa Bbbbb", "en", NameKind.LABEL),)
    return Thing(id="person/a-b", type=EntityType.PERSON, label_ar="أ ب", label_en="Aaa Bbbbb", names=names, tenures=(tenure,))


@pytest.mark.parametrize(
    ("since", "day", "verdict"),
    [
        ("2004-02-20", "2004-02-01", "agrees"),
        ("2004", "2004-02-01", "agrees"),
        ("2003-12-31", "2004-01-01", "agrees"),
        ("2004-03-20", "2004-02-01", "differs"),
        ("2004-01-20", "2004-02-10", "differs"),
    ],
)
def test_a_row_agrees_within_its_month_or_two_days_of_it(since: str, day: str, verdict: str) -> None:
    ruler = a_ruler(since, "leaders-1945-2021:x-1")
    office = OfficeKind("president", "رئيس", "president", (), (), leads=True, single=True)
    rows = [Row("x-0", "XXX", "Ccccc", "1990-01-01"), Row("x-1", "XXX", "Bbbbb", day)]
    found = ground(make_knowledge({ruler.id: ruler}, {"president": office}), rows, SINCE)
    assert (found.agreeing, len(found.disagreeing)) == ((1, 0) if verdict == "agrees" else (0, 1))


def ruled(*tenures: Tenure, rows: list[Row]) -> Grounding:
    names = (Name("Aaa Bbbbb", "en", NameKind.LABEL),)
    ruler = Thing(id="person/a-b", type=EntityType.PERSON, label_ar="أ ب", label_en="Aaa Bbbbb", names=names, tenures=tenures)
    office = OfficeKind("president", "رئيس", "president", (), (), leads=True, single=True)
    return ground(make_knowledge({ruler.id: ruler}, {"president": office}), rows, SINCE)


def test_a_term_that_goes_on_after_a_stand_in_agrees_and_after_years_does_not() -> None:
    term = Tenure("person/a-b", "president", "state/XX", "2004-02-20", "2012-03-01", "leaders-1945-2021:x-1")
    begun = Row("x-1", "XXX", "Bbbbb", "2004-02-20", "2007-05")
    assert ruled(term, rows=[begun, Row("x-2", "XXX", "Bbbbb", "2007-07-01")]).agreeing == 2
    assert [d.row.id for d in ruled(term, rows=[begun, Row("x-2", "XXX", "Bbbbb", "2009-07-01")]).disagreeing] == ["x-2"]


def test_who_is_in_office_when_the_state_begins_agrees() -> None:
    term = Tenure("person/a-b", "president", "state/XX", "2004-02-20", None, "one-reading")
    elsewhere = Tenure("person/a-b", "president", "state/XX", "2001-01-01", "2002-01-01", "leaders-1945-2021:x-9")
    rows = [Row("x-1", "XXX", "Bbbbb", "2006-06-03"), Row("x-9", "XXX", "Bbbbb", "2008-01-01")]
    assert [d.row.id for d in ruled(term, elsewhere, rows=rows).disagreeing] == ["x-9"]


def test_a_tenure_that_cites_the_row_agrees_whatever_it_leads() -> None:
    party = Tenure("person/a-b", "president", "organization/party", "2012-11-15", None, "leaders-1945-2021:x-1")
    state = Tenure("person/a-b", "president", "state/XX", "2013-03-14", None, "leaders-1945-2021:x-2")
    rows = [Row("x-2", "XXX", "Bbbbb", "2013-03-14"), Row("x-1", "XXX", "Bbbbb", "2012-11-15")]
    assert ruled(party, state, rows=rows).agreeing == 2
    assert ruled(state, rows=rows).agreeing == 1


def test_another_name_is_not_known_and_an_earlier_year_is_left_out() -> None:
    ruler = a_ruler("2004-02-20", "leaders-1945-2021:x-1")
    office = OfficeKind("president", "رئيس", "president", (), (), leads=True, single=True)
    rows = [Row("x-2", "XXX", "Nemo", "2008-02-01"), Row("x-3", "XXX", "Nemo", "1999-02-01")]
    found = ground(make_knowledge({ruler.id: ruler}, {"president": office}), rows, SINCE)
    assert [row.id for row in found.unknown] == ["x-2"]
    assert found.share == 1.0


def test_a_folder_without_the_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read as a table of leaders"):
        read_rows(tmp_path)
