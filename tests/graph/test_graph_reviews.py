"""An analyst's decisions: applied, kept across rebuilds and new extractions, with reviewer and date."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path

import pytest
from graph_samples import report, visit

from kg.errors import InputError, Problems
from kg.graph import Background, Store
from kg.graph.reviews import COLUMNS, Decision, Verdict, keep, kept, read_reviews, write_reviews
from kg.model import FactType, Polarity


def rows_of(store: Store, path: Path) -> list[dict[str, str]]:
    write_reviews(store.read(), store.oxigraph, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def decide(store: Store, rows: list[dict[str, str]], path: Path) -> Problems:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    problems = Problems()
    keep(store.oxigraph, read_reviews(path, problems))
    store.finish()
    return problems


def edges(store: Store, edge: str) -> set[tuple[str, str]]:
    rows = store.query(f"SELECT ?a ?b WHERE {{ ?a pol:{edge} ?b }}")
    return {tuple(str(v.value).rsplit("/", 1)[1] for v in (row["a"], row["b"])) for row in rows}  # type: ignore[misc,union-attr]


@pytest.fixture
def reviewed(store: Store) -> Store:
    store.add(visit())
    store.add(report("a1", FactType.THREATEN, "state/NO", "state/KE"))
    store.finish()
    return store


def test_a_rejected_report_leaves_edges_and_views_and_stays_rejected(reviewed: Store, tmp_path: Path) -> None:
    (row,) = [r for r in rows_of(reviewed, tmp_path / "r.csv") if r["type"] == "threaten"]
    decide(reviewed, [{**row, "decision": "reject", "reviewer": "R. E. Viewer", "decided_on": "2024-07-01"}], tmp_path / "r.csv")
    assert edges(reviewed, "threaten") == set()
    assert all(f.type is not FactType.THREATEN for f in reviewed.read().facts)
    (found,) = reviewed.query(  # type: ignore[misc]
        "SELECT ?who ?when { ?report prov:wasInvalidatedBy ?review . ?review prov:wasAssociatedWith/rdfs:label ?who ; dcterms:date ?when }"
    )
    assert [v.value for v in found] == ["R. E. Viewer", "2024-07-01"]  # type: ignore[union-attr]
    reviewed.remove("a1")
    reviewed.finish()
    reviewed._seen.clear()
    reviewed.add(report("a1", FactType.THREATEN, "state/NO", "state/KE"))
    reviewed.finish()
    assert edges(reviewed, "threaten") == set()


def test_a_decision_survives_a_new_extraction_with_other_offsets(reviewed: Store, tmp_path: Path) -> None:
    (row,) = [r for r in rows_of(reviewed, tmp_path / "r.csv") if r["type"] == "threaten"]
    decide(reviewed, [{**row, "decision": "reject"}], tmp_path / "r.csv")
    reviewed._seen.clear()
    reviewed.add(report("a1", FactType.THREATEN, "state/NO", "state/KE", title="عنوان أضيف في التصحيح"))
    reviewed.finish()
    assert edges(reviewed, "threaten") == set()
    reviewed._seen.clear()
    reviewed.add(report("a1", FactType.THREATEN, "state/NO", "state/KE", body="جملة أخرى تماماً فيها تهديد جديد."))
    reviewed.finish()
    assert edges(reviewed, "threaten") == {("NO", "KE")}


def test_accepting_takes_a_rejection_back(reviewed: Store, tmp_path: Path) -> None:
    (row,) = [r for r in rows_of(reviewed, tmp_path / "r.csv") if r["type"] == "threaten"]
    decide(reviewed, [{**row, "decision": "reject"}], tmp_path / "r.csv")
    decide(reviewed, [{**row, "decision": "accept"}], tmp_path / "r.csv")
    assert edges(reviewed, "threaten") == {("NO", "KE")}


def test_a_relabelled_report_counts_under_its_new_label(reviewed: Store, tmp_path: Path) -> None:
    (row,) = [r for r in rows_of(reviewed, tmp_path / "r.csv") if r["type"] == "threaten"]
    change = {"decision": "relabel", "new_type": "accuse", "new_target": "state/SO", "reviewer": "A"}
    decide(reviewed, [{**row, **change}], tmp_path / "r.csv")
    assert edges(reviewed, "threaten") == set()
    assert ("NO", "SO") in edges(reviewed, "accuse")
    fact = next(f for f in reviewed.read().facts if (f.type, f.source) == (FactType.ACCUSE, "state/NO"))
    assert fact.reports[0].quote == row["sentence"]
    decide(reviewed, [{**row, "decision": "accept"}], tmp_path / "r.csv")
    assert ("NO", "SO") not in edges(reviewed, "accuse")
    assert edges(reviewed, "threaten") == {("NO", "KE")}


def test_a_missing_report_can_be_added(reviewed: Store, tmp_path: Path) -> None:
    added = {"decision": "add", "article": "a1", "type": "aid", "source": "state/NO", "target": "state/SO", "sentence": "وقدمت عوناً."}
    decide(reviewed, [added], tmp_path / "r.csv")
    assert edges(reviewed, "aid") == {("NO", "SO")}
    fact = next(f for f in reviewed.read().facts if f.type is FactType.AID)
    assert [(r.quote, r.article, r.reported_on) for r in fact.reports] == [("وقدمت عوناً.", "article/a1", "2024-06-20")]
    reviewed.remove("a1")
    reviewed.finish()
    assert edges(reviewed, "aid") == set()


def test_two_entities_can_be_made_one_and_two_again(store: Store, tmp_path: Path) -> None:
    store.add(report("a1", FactType.MEET, "person/x-ruto", "state/SO", polarity=Polarity.POSITIVE))
    store.add(report("a2", FactType.MEET, "person/william-ruto", "state/SO"))
    store.finish()
    same = {"decision": "same-as", "source": "person/x-ruto", "target": "person/william-ruto", "reviewer": "A"}
    decide(store, [same], tmp_path / "r.csv")
    (fact,) = store.read().facts
    assert len(fact.reports) == 2
    assert "person/x-ruto" not in {a.id for a in store.read().actors}
    assert edges(store, "meet") == {("william-ruto", "SO"), ("SO", "william-ruto")}
    decide(store, [{**same, "target": "person/x-ruto"}], tmp_path / "r.csv")
    assert len(store.read().facts) == 2


def test_reviews_before_or_after_the_articles_give_the_same_bytes(background: Background, tmp_path: Path) -> None:
    first, second = Store.in_memory(background=background), Store.in_memory(background=background)
    decisions = [
        Decision(Verdict.SAME_AS, source="person/jonas-gahr-store", target="person/x-store", reviewer="A"),
        Decision(Verdict.ADD, article="a1", type="aid", source="state/NO", target="state/SO", sentence="وقدمت عوناً."),
    ]
    news = [visit(), report("a1", FactType.THREATEN, "state/NO", "state/KE")]
    keep(first.oxigraph, decisions)
    for store in (first, second):
        for extraction in news:
            store.add(extraction)
        store.finish()
    keep(second.oxigraph, decisions[::-1])
    second.finish()
    for name, store in (("1.ttl", first), ("2.ttl", second)):
        store.export("turtle", tmp_path / name, with_derived=True)
    assert (tmp_path / "1.ttl").read_text("utf-8") == (tmp_path / "2.ttl").read_text("utf-8")


def test_what_is_written_can_be_read_back(reviewed: Store, tmp_path: Path) -> None:
    decision = Decision(Verdict.ADD, article="a1", type="aid", source="state/NO", target="state/SO", sentence="=1+1", note="-x")
    keep(reviewed.oxigraph, [decision])
    reviewed.finish()
    rows = rows_of(reviewed, tmp_path / "r.csv")
    problems = Problems()
    assert read_reviews(tmp_path / "r.csv", problems) == kept(reviewed.oxigraph) == [decision]
    assert any(r["sentence"] == "'=1+1" for r in rows if r["decision"])
    assert not problems.items


@pytest.mark.parametrize(
    "row, said",
    [
        ({"decision": "delete", "report": "report/1"}, "decision is 'delete'"),
        ({"decision": "relabel", "report": "report/1", "new_type": "love"}, "new_type is 'love'"),
        ({"decision": "same-as", "source": "person/a"}, "same-as needs target"),
        ({"decision": "add", "article": "a", "type": "aid", "source": "Norway", "target": "state/KE"}, "source is 'Norway'"),
        ({"decision": "reject", "report": "report/1", "decided_on": "yesterday"}, "decided_on is 'yesterday'"),
        ({"decision": "reject"}, "reject needs report"),
    ],
)
def test_bad_rows_are_told_with_their_line(store: Store, tmp_path: Path, row: dict[str, str], said: str) -> None:
    problems = decide(store, [row], tmp_path / "r.csv")
    assert f"r.csv:2: {said}" in str(problems.items[0])
    assert kept(store.oxigraph) == []


def test_a_file_that_is_no_reviews_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column named decision"):
        read_reviews(tmp_path / "x.csv", Problems())


def test_columns_are_those_of_a_decision() -> None:
    assert list(asdict(Decision(Verdict.ACCEPT))) == COLUMNS
