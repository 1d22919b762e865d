"""The endpoint: the SPARQL protocol, its limits and its refusals."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
import uvicorn
from graph_samples import report, visit
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.errors import QueryError, StoreError
from kg.graph import Background, Store
from kg.graph.remote import ask_endpoint
from kg.graph.serve import Limits, accepted_types, make_app
from kg.graph.worker import choose
from kg.model import FactType

RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("serve") / "out"
    with Store.create_or_open(out, background=Background()) as store:
        store.add(visit())
        store.add(report("a1", FactType.THREATEN, "state/NO", "state/KE"))
        store.finish()
    return out


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = make_app(place, limits=Limits(seconds=2, answer=200_000, workers=1, refresh=0))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


EDGES = "SELECT ?a ?b WHERE { ?a pol:threaten ?b }"


@pytest.mark.parametrize(
    "accept, kind",
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_select_is_answered_in_the_type_that_the_client_wants(server: str, accept: str, kind: str) -> None:
    answer = httpx.get(f"{server}/sparql", params={"query": EDGES}, headers={"Accept": accept}, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert "state/NO" in answer.text


def test_construct_is_answered_as_turtle_or_what_is_wanted(server: str) -> None:
    query = "CONSTRUCT WHERE { ?a pol:threaten ?b }"
    for accept, form in (("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld")):
        answer = httpx.get(f"{server}/sparql", params={"query": query}, headers={"Accept": accept}, timeout=30)
        assert len(rdflib.Graph().parse(data=answer.text, format=form)) == 1
    refused = httpx.get(f"{server}/sparql", params={"query": query}, headers={"Accept": "text/csv"}, timeout=30)
    assert refused.status_code == 406


def test_the_three_ways_of_the_protocol_give_the_same(server: str) -> None:
    answers = [
        httpx.get(f"{server}/sparql", params={"query": EDGES}, timeout=30),
        httpx.post(f"{server}/sparql", data={"query": EDGES}, timeout=30),
        httpx.post(f"{server}/sparql", content=EDGES, headers={"Content-Type": "application/sparql-query"}, timeout=30),
    ]
    assert len({a.text for a in answers}) == 1
    assert answers[0].json()["results"]["bindings"][0]["b"]["value"].endswith("state/KE")


def test_rdflib_can_be_the_client(server: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    rows = list(graph.query("PREFIX pol: <https://w3id.org/siyasa/ns#> SELECT ?a WHERE { ?a a pol:Article }"))
    assert len(rows) == 2


def test_our_own_client_can_ask_it(server: str) -> None:
    rows = list(ask_endpoint(f"{server}/sparql", EDGES))
    assert len(rows) == 1
    with pytest.raises(QueryError, match="400"):
        ask_endpoint(f"{server}/sparql", "SELECT nonsense")


@pytest.mark.parametrize(
    "request_of",
    [
        lambda s: httpx.post(f"{s}/update", content="CLEAR ALL"),
        lambda s: httpx.post(f"{s}/sparql", data={"update": "CLEAR ALL"}),
        lambda s: httpx.post(f"{s}/sparql", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"}),
        lambda s: httpx.get(f"{s}/sparql", params={"update": "CLEAR ALL"}),
    ],
)
def test_updates_are_refused(server: str, request_of: object) -> None:
    assert request_of(server).status_code == 403  # type: ignore[operator]
    assert httpx.get(f"{server}/sparql", params={"query": "CLEAR ALL"}, timeout=30).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { { ?s ?p '#' }SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\"" SERVICE ?x { ?s ?p ?o } . ?s ?p "\\"" }',
        "SELECT * { ?s <http://x/#> ?o . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . FILTER(?s < ?o) SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } FILTER(?s > ?o) }",
    ],
)
def test_service_is_refused_however_it_is_written(server: str, query: str) -> None:
    answer = httpx.get(f"{server}/sparql", params={"query": query}, timeout=30)
    assert answer.status_code == 400
    assert "SERVICE" in answer.text


@pytest.mark.parametrize("query", ["SELECT ?service { ?service a pol:State }", 'SELECT * { ?s rdfs:label "service" } # SERVICE <x> {'])
def test_the_word_service_elsewhere_is_no_service(server: str, query: str) -> None:
    assert httpx.get(f"{server}/sparql", params={"query": query}, timeout=30).status_code == 200


def test_a_runaway_query_is_cut_off_and_the_next_is_answered(server: str) -> None:
    started = time.monotonic()
    answer = httpx.get(f"{server}/sparql", params={"query": RUNAWAY}, timeout=30)
    assert (answer.status_code, time.monotonic() - started < 15) == (503, True)
    assert httpx.get(f"{server}/sparql", params={"query": EDGES}, timeout=30).status_code == 200


def test_an_answer_that_is_too_large_is_refused(server: str) -> None:
    answer = httpx.get(f"{server}/sparql", params={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}, timeout=30)
    assert answer.status_code == 413
    assert httpx.get(f"{server}/sparql", params={"query": EDGES}, timeout=30).status_code == 200


def test_another_host_name_is_refused(server: str) -> None:
    assert httpx.get(server, headers={"Host": "evil.example"}).status_code == 421
    assert httpx.get(server, headers={"Host": "localhost:1"}).status_code == 200


def test_errors_point_at_their_place(server: str) -> None:
    answer = httpx.get(f"{server}/sparql", params={"query": "SELECT * WHERE {\n ?a pol:threaten }"}, timeout=30)
    assert answer.status_code == 400
    assert answer.text.startswith("line 2, column")


def test_a_query_without_bounds_is_not_read(server: str) -> None:
    answer = httpx.post(f"{server}/sparql", content="#" * 300_000, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413


def test_the_page_asks_nothing_of_the_network(server: str) -> None:
    page = httpx.get(server)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert 'dir="rtl"' in page.text
    for path in ("/", "/page.js", "/page.css"):
        text = httpx.get(server + path).text
        assert "http://" not in text
        assert "https://" not in text
    questions = json.loads(httpx.get(f"{server}/questions.json").text)["questions"]
    assert len(questions) >= 20
    assert all(q["ar"] and q["en"] and "SELECT" in q["sparql"] for q in questions)


def test_a_running_build_is_seen_and_not_disturbed(server: str, place: Path) -> None:
    with Store.create_or_open(place, background=Background()) as store:
        for number in range(30):
            store.add(report(f"new-{number}", FactType.AID, "state/NO", "state/SO"))
            if number % 10 == 0:
                answer = httpx.get(f"{server}/sparql", params={"query": "SELECT ?a { ?a a pol:Article }"}, timeout=30)
                assert len(answer.json()["results"]["bindings"]) >= 2
        store.finish()
        with Store.read_only(place) as beside:
            assert len(list(beside.articles())) == 32
    answer = httpx.get(f"{server}/sparql", params={"query": "SELECT ?a { ?a pol:aid ?b }"}, timeout=30)
    assert len(answer.json()["results"]["bindings"]) == 1
    assert len(list(place.glob(".snapshot-*"))) <= 2


def test_no_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        make_app(tmp_path)


def test_accept_headers_are_read_by_preference() -> None:
    assert accepted_types("text/html, application/xml;q=0.9, */*;q=0.8") == ["text/html", "application/xml", "*/*"]
    assert accepted_types("text/csv;q=0, text/turtle;q=x") == []
    assert choose(["text/*"], ["application/json", "text/csv"]) == "text/csv"
    assert choose(["image/png"], ["application/json"]) is None
