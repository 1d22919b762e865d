"""SPARQL: the named questions, parameters, errors, and answers as tables and files."""

from __future__ import annotations

import io
import json

import pytest
from graph_samples import report, visit
from pyoxigraph import QuerySolutions

from kg.errors import QueryError
from kg.graph import Store
from kg.graph.answers import for_terminal, write_answer
from kg.graph.questions import find_question, load_questions
from kg.model import FactType, Modality, Polarity


@pytest.fixture
def world(store: Store) -> Store:
    claim = report("c1", FactType.ASSAULT, "state/SO", "state/KE", speaker="person/william-ruto")
    news = [
        visit(),
        claim,
        report("a1", FactType.ALLIED_WITH, "state/NO", "state/KE", date="2019"),
        report("a2", FactType.ALLIED_WITH, "state/NO", "state/SO"),
        report("h1", FactType.HOSTILE_TO, "state/KE", "state/SO"),
        report("m1", FactType.MEET, "state/NO", "state/KE", outlet="wire"),
        report("m2", FactType.MEET, "state/NO", "state/SO"),
        report("m3", FactType.MEET, "state/NO", "state/SO", polarity=Polarity.NEGATIVE),
        *(report(f"t{i}", FactType.THREATEN, "state/SO", "state/KE", date="2024-06-19", confidence=0.5) for i in range(3)),
        report("s1", FactType.SANCTION, "state/NO", "state/SO", confidence=0.4),
        report("s2", FactType.SANCTION, "state/KE", "state/SO"),
        report("p1", FactType.VISIT, "person/william-ruto", "state/NO", modality=Modality.PLANNED, date="2024-07"),
        report("v1", FactType.VISIT, "person/william-ruto", "state/SO", date="2024-06-01"),
        report("v2", FactType.VISIT, "person/william-ruto", "state/NO", date="2023"),
        report("l1", FactType.LEADS, "person/william-ruto", "state/KE"),
        report("w1", FactType.AID, "state/NO", "state/KE", body="نص واحد تنقله وكالتان كما هو من غير أن تغيرا منه حرفاً واحداً أبداً."),
        report("w2", FactType.AID, "state/NO", "state/KE", body="نص واحد تنقله وكالتان كما هو من غير أن تغيرا منه حرفاً واحداً أبداً."),
    ]
    for extraction in news:
        store.add(extraction)
    store.finish()
    return store


def answer(store: Store, name: str, **given: str) -> list[dict[str, str]]:
    rows = store.query(find_question(name).with_values(given))
    assert isinstance(rows, QuerySolutions)
    names = [v.value for v in rows.variables]
    return [{n: str(row[n].value).rsplit("/", 1)[-1] for n in names if row[n] is not None} for row in rows]  # type: ignore[union-attr]


def pairs(rows: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(row["a"], row["b"]) for row in rows}


def test_there_are_many_questions_with_titles_in_both_languages() -> None:
    questions = load_questions()
    assert len(questions) >= 20
    for question in questions.values():
        assert question.title_en.isascii()
        assert any("\u0600" < c < "\u06ff" for c in question.title_ar)
        assert all(p.default for p in question.parameters)


@pytest.mark.parametrize("name", load_questions())
def test_every_question_is_answered(world: Store, name: str) -> None:
    answer(world, name)


def test_who_is_allied_with_whom(world: Store) -> None:
    assert pairs(answer(world, "allies")) == {("KE", "NO"), ("NO", "SO")}
    assert answer(world, "allies")[0]["aLabel"] in {"كينيا", "النرويج"}


def test_who_threatened_whom_in_a_period(world: Store) -> None:
    assert pairs(answer(world, "threats-in-period", since="2024-06", until="2024-06")) == {("SO", "KE")}
    assert answer(world, "threats-in-period", since="2024-06-20") == []
    assert answer(world, "threats-in-period", until="2023") == []


def test_claims_that_only_one_side_makes(world: Store) -> None:
    (claim,) = answer(world, "one-sided-claims")
    assert (claim["speaker"], claim["type"], claim["a"], claim["b"]) == ("william-ruto", "assault", "SO", "KE")


def test_facts_of_three_dispatches_and_more(world: Store) -> None:
    assert {(r["type"], r["dispatches"]) for r in answer(world, "well-supported")} == {("threaten", "3")}
    assert "aid" not in {r["type"] for r in answer(world, "well-supported", least="2")}


def test_contradictions(world: Store) -> None:
    found = {(r["type"], r["a"], r["b"], r["deniedBy"]) for r in answer(world, "contradictions")}
    assert found == {("accuse", "william-ruto", "SO", "SO"), ("meet", "NO", "SO", "m3")}


def test_visits_come_in_order_and_say_whether_they_are_dated(world: Store) -> None:
    visits = answer(world, "visits", who="person/william-ruto")
    assert [(v["day"], v["place"], v["dated"]) for v in visits] == [("2023", "NO", "true"), ("2024-06-01", "SO", "true")]


def test_alliances_at_a_date(world: Store) -> None:
    assert ("KE", "east-african-community") in pairs(answer(world, "alliances-at-date", day="2005"))
    assert ("KE", "NO") not in pairs(answer(world, "alliances-at-date", day="2005"))
    assert {("KE", "east-african-community"), ("KE", "NO")} <= pairs(answer(world, "alliances-at-date", day="2019-06-01"))


def test_brokers_and_unbalanced_triangles(world: Store) -> None:
    assert [r["broker"] for r in answer(world, "brokers")] == ["NO"]
    assert [r["ally"] for r in answer(world, "friends-of-rivals")] == ["NO"]


def test_copies_are_listed(world: Store) -> None:
    (copies,) = answer(world, "same-dispatch")
    assert sorted(copies["ids"].split()) == ["w1", "w2"]


def test_sentences_behind_an_edge_come_from_both_ends_of_a_symmetric_one(world: Store) -> None:
    assert "meet" in {r["type"] for r in answer(world, "sentences", a="state/KE", b="state/NO")}
    assert "aid" not in {r["type"] for r in answer(world, "sentences", a="state/KE", b="state/NO")}


@pytest.mark.parametrize(
    "name, given, said",
    [
        ("visit", {}, "no question is named 'visit'; there are: alliances-at-date, "),
        ("visits", {"place": "x"}, "visits has no parameter 'place'; it has: who"),
        ("visits", {"who": "Putin"}, "not an id"),
        ("threats-in-period", {"since": "2024-13"}, "not a day, month or year"),
        ("well-supported", {"least": "many"}, "not a whole number"),
    ],
)
def test_wrong_parameters_are_told(name: str, given: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        find_question(name).with_values(given)


def test_a_value_cannot_break_out_of_its_place(world: Store) -> None:
    text = find_question("visits").with_values({"who": "person/x> } DROP ALL #"})
    assert list(world.query(text)) == []  # type: ignore[arg-type]
    assert "DROP ALL" not in text


def test_errors_show_the_line_and_the_place() -> None:
    with pytest.raises(QueryError) as caught:
        Store.in_memory().query("SELECT * WHERE {\n  ?a pol:threaten\n}")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("line 3, column 1")
    assert lines[1:] == ["  }", "  ^"]


EDGES = "SELECT ?a ?label WHERE { ?a pol:threaten ?b ; rdfs:label ?label . FILTER(LANG(?label) = 'ar') }"


def test_a_table_shows_arabic_in_isolation_and_counts(world: Store) -> None:
    out = io.StringIO()
    assert write_answer(world.query(EDGES), "table", out, width=60) == 1
    assert "state:SO" in out.getvalue()
    assert "\u2068الصومال\u2069" in out.getvalue()
    assert "1 row" in out.getvalue()
    assert for_terminal("a\x1b[2Jb") == "a\ufffd[2Jb"


def test_answers_as_csv_json_and_turtle(world: Store) -> None:
    out = io.StringIO()
    write_answer(world.query(EDGES), "csv", out)
    assert out.getvalue() == "a,label\r\nhttps://w3id.org/siyasa/id/state/SO,الصومال\r\n"
    out = io.StringIO()
    assert write_answer(world.query(EDGES), "json", out) == 1
    assert json.loads(out.getvalue())["results"]["bindings"][0]["label"]["value"] == "الصومال"
    out = io.StringIO()
    assert write_answer(world.query("CONSTRUCT WHERE { ?a pol:threaten ?b }"), "turtle", out) == 1
    assert "state:SO pol:threaten state:KE ." in out.getvalue()
    with pytest.raises(QueryError, match="rows, not triples"):
        write_answer(world.query(EDGES), "turtle", io.StringIO())
    out = io.StringIO()
    write_answer(world.query("ASK { ?a pol:threaten ?b }"), "json", out)
    assert json.loads(out.getvalue())["boolean"] is True


def test_rdflib_asks_the_same_store(world: Store) -> None:
    rows = list(world.to_rdflib().query("PREFIX pol: <https://w3id.org/siyasa/ns#> SELECT ?a ?b { ?a pol:threaten ?b }"))
    assert [str(row[0]).rsplit("/", 1)[1] for row in rows] == ["SO"]
