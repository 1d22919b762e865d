"""Records, validation, the vocabulary and its reference, pushing to a server, signatures."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from graph_samples import report, visit
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, StoreError
from kg.graph import Store
from kg.graph import terms as t
from kg.graph.reference import reference
from kg.graph.remote import TOKEN, ask_endpoint, push
from kg.graph.signature import THRESHOLD, Signature
from kg.graph.sorting import sorted_lines
from kg.graph.validate import Violation, validate_file, validate_store
from kg.model import FactType
from kg.ontology import ontologies
from kg.record import check_record, from_record, record_validator, to_record
from kg.text import fold

# -- records


def test_a_record_brings_the_extraction_back() -> None:
    record = json.loads(json.dumps(to_record(visit()), ensure_ascii=False))
    assert check_record(record) == []
    assert from_record(record) == visit()


def test_a_record_has_what_evaluation_reads() -> None:
    record = to_record(visit())
    fact = record["facts"][2]
    first = fact["statements"][0]
    assert {name: fact[name] for name in ("polarity", "modality", "date", "speaker", "evidence")} == {
        name: first[name] for name in ("polarity", "modality", "date", "speaker", "evidence")
    }
    text = record["title"] + "\n" + record["text"]
    place = fact["evidence"]
    assert text[place["start"] : place["end"]] == place["text"]
    assert record["entities"][2]["iso"] == "KE"
    assert record["entities"][0]["iri"] == "https://w3id.org/siyasa/id/person/jonas-gahr-store"


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda r: r.pop("text"), "'text' is a required property"),
        (lambda r: r.update(date="2023-02-30"), "date: '2023-02-30' is not a day"),
        (lambda r: r["facts"][0].update(source="state/XX"), "facts[0].source: 'state/XX' is not among the entities"),
        (lambda r: r["facts"][0].update(type="love"), "facts[0].type: 'love' is not one of"),
        (lambda r: r["facts"][0]["statements"][0]["evidence"].update(start=3), "facts[0].statements[0].evidence: the text has"),
        (lambda r: r["entities"][0].update(id="person/a b"), "entities[0].id"),
    ],
)
def test_a_broken_record_is_refused_with_its_place(change: object, said: str) -> None:
    record = to_record(visit())
    change(record)  # type: ignore[operator]
    assert said in check_record(record)[0]
    with pytest.raises(InputError):
        from_record(record)


def test_the_schema_is_a_schema() -> None:
    record_validator().check_schema(record_validator().schema)


# -- vocabulary, shapes, reference


@pytest.mark.parametrize("name", ["vocabulary.ttl", "events.ttl", "shapes.ttl"])
def test_the_ontology_reads_the_same_in_rdflib_and_oxigraph(name: str) -> None:
    path = ontologies() / name
    assert len(rdflib.Graph().parse(path)) == len(
        {(q.subject, q.predicate, q.object) for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}
    )


def test_every_term_has_labels_comments_and_an_example_in_turtle() -> None:
    graph = rdflib.Graph().parse(ontologies() / "vocabulary.ttl")
    prologue = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in t.PREFIXES.items())
    terms = {s for s in graph.subjects() if str(s).startswith(t.PREFIXES["pol"]) and str(s) != t.PREFIXES["pol"]}
    assert len(terms) > 80
    for term in terms:
        for prop in (rdflib.RDFS.label, rdflib.RDFS.comment):
            assert {o.language for o in graph.objects(term, prop)} == {"ar", "en"}, term
        (example,) = graph.objects(term, rdflib.SKOS.example)
        rdflib.Graph().parse(data=prologue + str(example), format="turtle")


def test_every_term_of_a_graph_stands_in_the_vocabulary(store: Store) -> None:
    store.add(visit())
    store.add(report("a1", FactType.THREATEN, "state/KE", "state/SO", outlet="new outlet", speaker="state/NO"))
    store.finish()
    known = {q.subject for q in ox.parse(path=str(ontologies() / "vocabulary.ttl"), format=ox.RdfFormat.TURTLE)}
    used = {term for q in store.oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph()) for term in (q.predicate, q.object)}
    assert {u for u in used if isinstance(u, ox.NamedNode) and u.value.startswith(t.PREFIXES["pol"])} <= known


def test_every_fact_type_has_its_concept_edge_and_weight() -> None:
    graph = rdflib.Graph().parse(ontologies() / "events.ttl")
    pol = rdflib.Namespace(t.PREFIXES["pol"])
    for kind in FactType:
        concept = rdflib.URIRef(t.EVENTS[kind].value)
        assert graph.value(concept, pol.edge) == rdflib.URIRef(t.EDGES[kind].value)
        assert graph.value(concept, pol.symmetric).toPython() is kind.symmetric  # type: ignore[union-attr]
        assert (graph.value(concept, pol.weight) is None) is kind.standing
        assert (str(graph.value(concept, rdflib.SKOS.broader)).endswith("/standing")) is kind.standing


def test_the_reference_is_up_to_date() -> None:
    assert (ontologies() / "REFERENCE.md").read_text("utf-8") == reference(), "run: python -m kg.graph.reference"


def test_the_context_names_every_property() -> None:
    context = json.loads((ontologies() / "context.jsonld").read_text("utf-8"))["@context"]
    assert {name: context[name] for name in t.PREFIXES} == t.PREFIXES


# -- validation


def test_a_store_passes_its_own_shapes(store: Store, tmp_path: Path) -> None:
    store.add(visit())
    store.add(report("a1", FactType.THREATEN, "state/KE", "state/SO", outlet="new", speaker="person/x-a", published=None))
    store.finish()
    assert validate_store(store) == []
    assert validate_store(store, essentials=True) == []
    store.export("turtle", tmp_path / "g.ttl")
    assert validate_file(tmp_path / "g.ttl") == []


def without(pattern: str) -> str:
    return f"DELETE WHERE {{ {pattern} }}"


@pytest.mark.parametrize(
    "damage, path, message",
    [
        (without("?r pol:evidence ?e"), "pol:evidence", "a report carries the sentence that states it"),
        (
            "DELETE { ?r pol:polarity ?p } INSERT { ?r pol:polarity 'maybe' } WHERE { ?r pol:polarity ?p }",
            "pol:polarity",
            "positive or negative",
        ),
        ("DELETE { ?f pol:time ?d } INSERT { ?f pol:time 'May' } WHERE { ?f a pol:Fact ; pol:time ?d }", "pol:time", "xsd:gYearMonth"),
        (without("?a pol:visit ?b"), "", "asserted, but there is no direct edge"),
        (
            "DELETE { ?f pol:target ?t } INSERT { ?f pol:target ?s } WHERE { ?f pol:source ?s ; pol:target ?t }",
            "pol:source",
            "one and the same",
        ),
        ("DELETE { ?p oa:end ?e } INSERT { ?p oa:end 1 } WHERE { ?p oa:end ?e }", "", "ends before it begins"),
        (without("?a rdfs:label ?label"), "rdfs:label", "no rdfs:label"),
        (
            "DELETE { ?s dcterms:identifier ?c } WHERE { ?s a pol:State ; dcterms:identifier ?c }",
            "dcterms:identifier",
            "one dcterms:identifier",
        ),
    ],
)
def test_damage_is_named_with_its_place(store: Store, damage: str, path: str, message: str) -> None:
    store.add(visit())
    store.finish()
    store.oxigraph.update(damage, prefixes=t.PREFIXES)
    found = validate_store(store)
    assert any(v.path == path and message in v.message and ":" in v.node for v in found), found


def test_a_file_that_is_no_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("@prefix pol: <https://w3id.org/siyasa/ns#> .\npol:a pol:b .\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"bad\.ttl:2"):
        validate_file(tmp_path / "bad.ttl")


def test_a_violation_reads_as_a_line() -> None:
    assert str(Violation("fact:1", "pol:time", "is wrong", "May")) == "fact:1 pol:time: is wrong (it has May)"


# -- a server


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if not program:
        pytest.skip("the oxigraph server is not installed (pip install oxigraph)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([program, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def test_a_graph_is_pushed_to_a_real_server_and_asked_there(store: Store, endpoint: str) -> None:
    store.add(visit())
    store.finish()
    told: list[int] = []
    count = push(store, f"{endpoint}/update", with_derived=True, replace=True, progress=told.append)
    assert count == len(store) == told[-1]
    rows = list(ask_endpoint(f"{endpoint}/query", "SELECT ?a ?b { ?a pol:visit ?b }"))
    assert [str(v.value).rsplit("/")[-1] for v in rows[0]] == ["jonas-gahr-store", "KE"]  # type: ignore[union-attr]
    assert push(store, f"{endpoint}/update", replace=True, graph="http://example.org/g") < count + 1


def test_credentials_are_never_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "very-secret")
    with pytest.raises(StoreError) as caught:
        push(store, "http://127.0.0.1:1/update", replace=True)
    assert "very-secret" not in str(caught.value)
    with pytest.raises(StoreError) as caught:
        push(store, "http://me:very-secret@127.0.0.1:1/update")
    assert "very-secret" not in str(caught.value)
    with pytest.raises(StoreError, match="not an http"):
        push(store, "file:///etc/passwd")


# -- parts


WORDS = "أعلنت الحكومة مساء أمس أن الوفد الزائر سيبحث ملف المياه والحدود والتجارة مع نظيره في جولة ثانية تعقد الشهر المقبل"


def test_a_wire_copy_is_alike_and_another_story_is_not() -> None:
    one = Signature.of(WORDS + " " + WORDS[::-1])
    copy = Signature.of("نقلاً عن الوكالة " + WORDS + " " + WORDS[::-1])
    other = Signature.of(" ".join(reversed(WORDS.split())))
    assert one.similarity(copy) >= THRESHOLD
    assert set(one.bands) & set(copy.bands)
    assert one.similarity(other) < 0.2
    assert Signature.of("نص قصير").bands == ()


def test_spelling_and_vowels_do_not_make_a_text_another() -> None:
    assert Signature.of("أعلنت الحُكومة إلغاء القمة الطارئة أمس") == Signature.of("اعلنت الحكومة الغاء القمه الطارئه امس")


def test_signatures_keep_no_words_of_those_that_the_reading_has_at_hand() -> None:
    before = fold.cache_info().currsize
    Signature.of("كلمات لم يقرأها أحد قبل هذا الاختبار قطعا")
    assert fold.cache_info().currsize == before


@given(st.lists(st.text(st.characters(blacklist_characters="\n\r", blacklist_categories=["Cs"]), max_size=5)), st.integers(1, 4))
def test_sorting_on_disk_is_sorting(lines: list[str], run: int) -> None:
    assert list(sorted_lines(lines, run)) == list(sorted_lines(lines, run, wide=2)) == sorted(set(lines))


def test_few_files_are_open_however_many_lines_are_sorted() -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = opened()
    lines = sorted_lines((f"{number % 70:02}" for number in range(700)), run=10, wide=4)
    assert next(lines) == "00" and opened() - before <= 3 * 4
    assert list(lines)[-1] == "69" and opened() == before
    waiting = sorted_lines(map(str, range(50)), run=10)
    assert next(waiting) == "0" and opened() - before == 4
    waiting.close()
    assert opened() == before


@given(st.text(min_size=1, max_size=12))
def test_any_id_becomes_an_iri(tail: str) -> None:
    node = t.node("person/" + tail)
    assert t.id_of(node.value).startswith("person/")
    ox.parse(f"{node} {node} {node} .", format=ox.RdfFormat.TURTLE)
    assert t.article_node(tail) == t.article_node(tail)
