"""The whole analysis, as tables, JSON, CSV and Markdown, and that every number leads to its sentences."""

from __future__ import annotations

import csv
import json
import time
from io import StringIO
from pathlib import Path

import pytest
from analysis_views import Pen, large_view
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kg.analysis import Analysis, analyze
from kg.analysis.communities import rand_index
from kg.analysis.figures import draw
from kg.analysis.tables import NAMES, tables
from kg.analysis.writing import text_table, to_csv, to_dict, to_json, to_markdown
from kg.errors import SiyasaError
from kg.graph.read import GraphView


@pytest.fixture(scope="module")
def gulf() -> GraphView:
    """The rupture of the Gulf as a few facts."""
    pen = Pen()
    quote = pen.report(quote="قطعت السعودية\nعلاقاتها مع قطر | واتهمتها", on="2017-06-05")
    pen.fact("SA", "sanction", "QA", "2017-06-05", quote)
    for a, b in (("AE", "SA"), ("TR", "QA")):
        pen.fact(a, "allied_with", b)
        pen.fact(a, "cooperate", b, "2017-03")
        pen.fact(a, "meet", b, "2018-03")
    pen.fact("AE", "accuse", "QA", "2017-06-06")
    pen.fact("AE", "accuse", "QA", "2018-06-06")
    pen.fact("SA", "meet", "QA", "2016-05-05")
    pen.fact("QA", "accuse", "SA", None, pen.report(speaker="state/QA"))
    return pen.view()


@pytest.fixture(scope="module")
def found(gulf: GraphView) -> Analysis:
    return analyze(gulf)


def test_the_blocs_of_the_gulf_are_two_and_balanced(found: Analysis) -> None:
    assert {frozenset(m) for m in found.blocs.members} == {frozenset({"state/AE", "state/SA"}), frozenset({"state/QA", "state/TR"})}
    assert (found.balance.degree, found.frustration.count, found.frustration.exact) == (1.0, 0, True)
    assert [(d.a, d.b) for d in found.dyads if d.sign < 0] == [("state/QA", "state/SA"), ("state/AE", "state/QA")]


def test_every_fact_of_every_row_has_its_evidence(found: Analysis) -> None:
    data = to_dict(found)
    cited = {fact for table in data["tables"].values() for row in table["rows"] for fact in row.get("fact ids", ())}
    assert cited == set(data["evidence"]) <= set(found.evidence)
    assert all(e["sentences"] for e in data["evidence"].values())


def test_json_is_the_dict_and_the_same_every_time(gulf: GraphView, found: Analysis) -> None:
    assert json.loads(to_json(found)) == to_dict(found)
    turned = GraphView(gulf.actors[::-1], gulf.facts[::-1])
    assert to_json(analyze(turned)) == to_json(found)


def test_csv_has_one_heading_for_all_tables(found: Analysis) -> None:
    rows = list(csv.DictReader(StringIO(to_csv(found))))
    rivals = [row for row in rows if row["table"] == "rivals"]
    assert (rivals[0]["a"], rivals[0]["a (ar)"], rivals[0]["a (en)"], rivals[0]["b (en)"]) == (
        "state/AE",
        "الإمارات",
        "United Arab Emirates",
        "Qatar",
    )
    assert rivals[0]["balance"] == "-4" and len(rivals[0]["fact ids"].split()) == 2
    only = list(csv.DictReader(StringIO(to_csv(found, only=["rivals"]))))
    assert {row["table"] for row in only} == {"rivals"} and list(only[0])[:2] == ["table", "a"]


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    pen = Pen()
    pen.fact("person/=1+1", "meet", "SA")
    values = [value for row in csv.reader(StringIO(to_csv(analyze(pen.view(), level="actors")))) for value in row]
    assert "'=1+1" in values and "=1+1" not in values


def test_markdown_quotes_the_sentences_as_they_stand(found: Analysis) -> None:
    text = to_markdown(found)
    assert "## The most hostile pairs" in text
    assert "sanction, 2017-06-05: «قطعت السعودية علاقاتها مع قطر \\| واتهمتها» (aljazeera, 2017-06-05)" in text
    assert all(line.count("|") > 2 for line in text.splitlines() if line.startswith("|"))


def test_a_terminal_table_has_arabic_and_english_names(found: Analysis) -> None:
    table = next(table for table in tables(found) if table.name == "friends")
    columns, rows = text_table(table)
    assert columns[:4] == ["a", "", "b", ""] and len(columns) == len(rows[0])
    assert rows[0][:4] == ["الإمارات", "United Arab Emirates", "السعودية", "Saudi Arabia"]


def test_a_long_table_says_how_many_rows_it_had(found: Analysis) -> None:
    table = next(table for table in tables(found, top=1) if table.name == "friends")
    assert (len(table.rows), table.of) == (1, 2)
    assert "The first 1 of 2." in to_markdown(found, top=1, only=["friends"])


def test_of_nothing_there_is_an_analysis_too() -> None:
    found = analyze(GraphView((), ()))
    assert [table.name for table in tables(found)] == ["measures"]
    assert to_markdown(found) and to_csv(found) and json.loads(to_json(found))["evidence"] == {}
    assert (found.blocs.members, found.balance.degree, found.frustration.count, found.change) == ((), None, 0, None)


def test_a_wrong_date_is_told(gulf: GraphView) -> None:
    with pytest.raises(SiyasaError, match='date is "yesterday"'):
        analyze(gulf, date="yesterday")


def test_figures_are_drawn_and_the_same_every_time(found: Analysis, tmp_path: Path) -> None:
    paths = draw(found, tmp_path / "figures")
    assert sorted(path.name for path in paths.values()) == ["blocs.png", "months.png", "pairs.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths.values())
    again = draw(found, tmp_path / "again")
    assert all(again[title].read_bytes() == path.read_bytes() for title, path in paths.items())
    assert not draw(analyze(GraphView((), ())), tmp_path / "none")


def ink(text: str) -> bytes:
    figure = Figure(figsize=(3, 1))
    canvas = FigureCanvasAgg(figure)
    figure.text(0.2, 0.3, text, fontsize=20)
    canvas.draw()
    return bytes(canvas.buffer_rgba())


def test_arabic_is_drawn_joined_and_from_right_to_left() -> None:
    left_to_right = "\u202d"
    assert ink("مصر") == ink(left_to_right + "\ufeae\ufebc\ufee3")  # from the left: final reh, medial sad, initial meem
    assert ink("مصر") != ink(left_to_right + "\ufee3\ufebc\ufeae")


def test_a_matplotlib_that_cannot_set_arabic_is_told(found: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matplotlib.__version_info__", (3, 10, 8))
    with pytest.raises(SiyasaError, match=r"cannot set Arabic; install it with: pip install 'siyasa\[report\]'"):
        draw(found, tmp_path)


def test_an_archive_of_years_is_analysed_in_seconds() -> None:
    view = large_view()
    assert len(view.facts) == 20_000
    began = time.process_time()
    found = analyze(view)
    assert time.process_time() - began < 20
    assert found.counts["nodes"] == 200 and found.counts["pairs"] == 4_000
    assert {name for name in NAMES if name not in {t.name for t in tables(found)}} <= {"standing", "claims", "contradictions", "allies"}
    drawn = {f"state/S{i:03d}": i % 4 for i in range(200)}
    assert rand_index(found.blocs.number, drawn) > 0.95 and found.blocs.stability > 0.9  # the four camps are found
