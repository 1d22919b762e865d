"""`kg analyze` on a store, in each of its formats."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import SiyasaError
from kg.graph import Background, Store
from kg.model import Article, Entity, EntityType, Extraction, Fact, FactType, Mention, MentionForm, Span, Statement

SENTENCES = (
    ("هددت كينيا الصومال", FactType.THREATEN, "KE", "SO"),
    ("اتهم الصومال كينيا", FactType.ACCUSE, "SO", "KE"),
    ("زودت النرويج كينيا بالمال", FactType.AID, "NO", "KE"),
)
NAMES = {"KE": "كينيا", "SO": "الصومال", "NO": "النرويج"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("graph")
    with Store.create_or_open(place, background=Background(), agent="siyasa-test") as store:
        for number, (text, kind, source, target) in enumerate(SENTENCES):
            article = Article(f"a{number}", text, date=f"2024-0{number + 1}-10")
            spans = {code: Span(text.index(NAMES[code]), text.index(NAMES[code]) + len(NAMES[code])) for code in (source, target)}
            entities = tuple(
                Entity(f"state/{code}", EntityType.STATE, NAMES[code], code, (Mention(span, NAMES[code], MentionForm.NAME),), iso=code)
                for code, span in spans.items()
            )
            trigger = Span(0, text.index(" "))
            said = Statement(Span(0, len(text)), trigger, spans[source], spans[target], date=article.date, confidence=0.9)
            store.add(Extraction(article, entities, (Fact(kind, f"state/{source}", f"state/{target}", (said,), 0.9),)))
        store.finish()
    return place


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["analyze", *arguments], env={"COLUMNS": "200"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_terminal_gets_tables_with_names_in_both_languages(folder: Path) -> None:
    text = run(str(folder), "--table", "rivals", "--table", "friends")
    assert "rivals: the most hostile pairs" in text and "كينيا" in text and "SO" in text
    assert "central" not in text


def test_json_leads_from_a_number_to_its_sentence(folder: Path) -> None:
    data = json.loads(run(str(folder), "--format", "json"))
    (row,) = data["tables"]["rivals"]["rows"]
    assert (row["a"]["id"], row["b"]["ar"], row["balance"]) == ("state/KE", "الصومال", -8.0)
    quotes = [data["evidence"][fact]["sentences"][0]["text"] for fact in row["fact ids"]]
    assert sorted(quotes) == sorted(text for text, *_ in SENTENCES[:2])


def test_a_period_and_a_type_cut_the_network(folder: Path) -> None:
    data = json.loads(run(str(folder), "--format", "json", "--since", "2024-02", "--type", "accuse", "--type", "threaten"))
    assert data["measures"]["facts counted"] == 1


def test_the_name_of_the_file_says_the_format(folder: Path, tmp_path: Path) -> None:
    run(str(folder), "-o", str(tmp_path / "out.json"))
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["options"]["level"] == "states"
    run(str(folder), "-o", str(tmp_path / "out.csv"), "--level", "actors")
    rows = list(csv.DictReader(StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert {"measures", "central", "friends", "rivals"} <= {row["table"] for row in rows}
    with pytest.raises(SiyasaError, match="give --format json, csv or markdown"):
        run(str(folder), "-o", str(tmp_path / "out.xlsx"))


def test_a_report_has_its_figures_beside_it(folder: Path, tmp_path: Path) -> None:
    run(str(folder), "--format", "markdown", "-o", str(tmp_path / "report.md"))
    text = (tmp_path / "report.md").read_text("utf-8")
    assert "](report-figures/pairs.png)" in text and (tmp_path / "report-figures" / "pairs.png").is_file()
    assert "«هددت كينيا الصومال»" in text
    assert "![" not in run(str(folder), "--format", "markdown")


def test_a_table_that_does_not_exist_is_told_with_those_that_do(folder: Path) -> None:
    with pytest.raises(SiyasaError, match="no table is named 'enemies'; there are: measures, central, friends"):
        run(str(folder), "--table", "enemies")
