"""Every command of the interface, run as a user runs it, on a few short articles."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app, main
from kg.errors import Problems

run = CliRunner().invoke

VISIT = (
    "title: الرئيس التونسي يزور الجزائر\nid: visit\ndate: 2020-02-02\nsource: وكالة العينة\n\n"
    "وصل الرئيس التونسي قيس سعيد، الأحد، إلى الجزائر في زيارة رسمية، والتقى نظيره الجزائري عبد المجيد تبون.\n"
    "وهدد وزير الخارجية التركي مولود جاويش أوغلو، السبت، اليونان برد قاس. ونفت أثينا أنها انتهكت الاتفاق.\n"
)
DENIAL = {
    "id": "denial",
    "date": "2020-02-04",
    "source": "صحيفة العينة",
    "title": "موسكو تتهم واشنطن",
    "text": "اتهمت روسيا الولايات المتحدة بدعم المعارضة السورية. وقالت الخارجية الأميركية إن واشنطن لم تهاجم دمشق.",
}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "visit.txt").write_text(VISIT, "utf-8")
    (folder / "denial.jsonl").write_text(json.dumps(DENIAL, ensure_ascii=False) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def built(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    result = run(app, ["build", str(inputs), "-o", str(folder), "--workers", "1"])
    assert result.exit_code == 0, result.output
    return folder


def rows(folder: Path, sparql: str) -> list[str]:
    result = run(app, ["query", str(folder), sparql, "--format", "csv"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()[1:]


def test_build_leaves_a_graph_a_page_and_a_summary(built: Path) -> None:
    summary = json.loads((built / "summary.json").read_text("utf-8"))
    assert summary["run"] == {"added": 2} and summary["facts"]["leads"] >= 1
    assert (built / "graph.ttl").read_text("utf-8").startswith("#")
    assert "<html" in (built / "graph.html").read_text("utf-8")[:2000]


def test_building_again_adds_nothing_and_changes_no_byte(built: Path, inputs: Path) -> None:
    before = (built / "graph.ttl").read_bytes()
    result = run(app, ["build", str(inputs), "-o", str(built), "--workers", "1"])
    assert result.exit_code == 0 and "unchanged 2" in result.output
    assert (built / "graph.ttl").read_bytes() == before


def test_two_processes_build_the_same_graph(built: Path, inputs: Path, tmp_path: Path) -> None:
    result = run(app, ["build", str(inputs), "-o", str(tmp_path), "--workers", "2"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()


def test_a_visit_is_a_direct_edge_and_what_is_denied_is_none(built: Path) -> None:
    assert rows(built, "SELECT ?a WHERE { ?a pol:visit state:DZ }") == ["https://w3id.org/siyasa/id/person/kais-saied"]
    assert rows(built, "SELECT ?a WHERE { state:US pol:assault ?a }") == []


def test_named_questions_are_listed_and_answered(built: Path) -> None:
    assert "visits" in run(app, ["query", "--named", "list"]).output
    result = run(app, ["query", str(built), "--named", "leaders"])
    assert result.exit_code == 0 and result.output.strip()


def test_a_wrong_query_is_told_with_its_place(built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["kg", "query", str(built), "SELECT ?a WHERE { ?a pol:visit"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1 and "line 1" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld", "graphml", "csv"])
def test_the_graph_is_exported_in_every_format(built: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "graph.out"
    result = run(app, ["export", str(built), "--format", form, "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert "kais-saied" in target.read_text("utf-8")


def test_view_opens_around_an_actor(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "view.html"
    result = run(app, ["view", str(built), "-o", str(target), "--around", "TN", "--since", "2020"])
    assert result.exit_code == 0 and "قيس سعيد" in target.read_text("utf-8")


def test_view_of_everything_is_the_page_of_the_build(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "view.html"
    assert run(app, ["view", str(built), "-o", str(target)]).exit_code == 0
    assert target.read_bytes() == (built / "graph.html").read_bytes()


def test_the_built_graph_is_valid(built: Path) -> None:
    for graph in (built, built / "graph.ttl"):
        result = run(app, ["validate", str(graph)])
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize("form", ["table", "json"])
def test_analyze_says_who_is_central(built: Path, form: str) -> None:
    result = run(app, ["analyze", str(built), "--format", form])
    assert result.exit_code == 0 and "تونس" in result.output


def test_extract_gives_records_that_load_gives_back(built: Path, inputs: Path, tmp_path: Path) -> None:
    shard, folder = tmp_path / "shard.jsonl", tmp_path / "graph"
    assert run(app, ["extract", str(inputs), "-o", str(shard), "--workers", "1"]).exit_code == 0
    assert run(app, ["load", str(folder), str(shard)]).exit_code == 0
    assert (folder / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()


def test_extract_explains_each_fact(inputs: Path) -> None:
    result = run(app, ["extract", str(inputs), "--explain", "--workers", "1"])
    assert result.exit_code == 0 and "because: " in result.output and "—visit→" in result.output


def test_an_article_is_removed_with_what_it_alone_reports(inputs: Path, tmp_path: Path) -> None:
    assert run(app, ["build", str(inputs), "-o", str(tmp_path), "--workers", "1"]).exit_code == 0
    assert run(app, ["remove", str(tmp_path), "visit"]).exit_code == 0
    assert rows(tmp_path, "SELECT ?a WHERE { ?a pol:visit state:DZ }") == []
    assert run(app, ["remove", str(tmp_path), "visit"]).exit_code == 1


def test_a_rejected_report_leaves_the_direct_edges_for_good(inputs: Path, tmp_path: Path) -> None:
    folder, reviews = tmp_path / "graph", tmp_path / "reviews.csv"
    assert run(app, ["build", str(inputs), "-o", str(folder), "--workers", "1"]).exit_code == 0
    assert run(app, ["review", str(folder), "-o", str(reviews)]).exit_code == 0
    with reviews.open(encoding="utf-8-sig", newline="") as file:
        reports = list(csv.DictReader(file))
    with reviews.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reports[0].keys())
        writer.writeheader()
        writer.writerows({**r, "decision": "reject"} for r in reports if r["type"] == "visit")
    for arguments in (["--reviews", str(reviews)], []):
        result = run(app, ["build", str(inputs), "-o", str(folder), "--workers", "1", *arguments])
        assert result.exit_code == 0, result.output
        assert rows(folder, "SELECT ?a WHERE { ?a pol:visit state:DZ }") == []


def test_nothing_readable_is_an_error_and_strict_makes_any_problem_one(inputs: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")
    assert run(app, ["build", str(empty), "-o", str(tmp_path / "a"), "--workers", "1"]).exit_code == 1
    both = [str(inputs), str(empty)]
    assert run(app, ["build", *both, "-o", str(tmp_path / "b"), "--workers", "1"]).exit_code == 0
    assert run(app, ["build", *both, "-o", str(tmp_path / "b"), "--workers", "1", "--strict"]).exit_code == 1


def test_an_output_that_is_a_file_is_told(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file"
    target.write_text("", "utf-8")
    monkeypatch.setattr("sys.argv", ["kg", "build", str(inputs), "-o", str(target), "--workers", "1"])
    with pytest.raises(SystemExit):
        main()
    assert "is a file, not a folder" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("date, name", [("2015-07-01", "Barack Obama"), ("2018-07-01", "Donald Trump")])
def test_the_american_president_depends_on_the_day(date: str, name: str) -> None:
    result = run(app, ["knowledge", "find", "الرئيس الأميركي", "--date", date])
    assert result.exit_code == 0 and name in result.output and "President" in result.output


def test_an_ambiguous_name_and_a_misspelling_are_answered() -> None:
    assert "ambiguous alone" in run(app, ["knowledge", "find", "كيم"]).output
    assert run(app, ["knowledge", "find", "فلاديمير بوتتن"]).exit_code == 1


def test_the_shipped_knowledge_is_consistent() -> None:
    result = run(app, ["knowledge", "check"])
    assert result.exit_code == 0, result.output


def test_a_build_tells_how_far_it_is(inputs: Path, tmp_path: Path) -> None:
    from kg.building import Build, build
    from kg.cli.counter import Counter

    told: list[tuple[str, int, int, str]] = []
    counter = Counter("reading")

    def report(done: Build) -> None:
        counter.show(done.articles, done.fates["failed"], stage=done.stage, expected=done.expected)
        task = counter.bar.tasks[0]
        told.append((task.description, int(task.completed), int(task.total or 0), task.fields["failed"]))

    build([str(inputs)], tmp_path, Problems(), workers=1, report=report)
    assert told == [
        ("reading", 1, 2, "0 failed"),
        ("reading", 2, 2, "0 failed"),
        ("joining facts", 2, 2, "0 failed"),
        ("writing", 2, 2, "0 failed"),
    ]


def test_records_are_packed_where_the_name_says_so(inputs: Path, tmp_path: Path) -> None:
    shard = tmp_path / "shard.jsonl.gz"
    assert run(app, ["extract", str(inputs), "-o", str(shard), "--workers", "1"]).exit_code == 0
    assert len(gzip.decompress(shard.read_bytes()).splitlines()) == 2
