"""Whether a graph is valid: by SHACL for graphs of ordinary size, by the essentials as SPARQL for large stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from kg.errors import StoreError
from kg.graph import terms as t
from kg.graph.export import graph_quads
from kg.graph.store import Store
from kg.ontology import ontologies

SHACL_LIMIT = 300_000
"""Triples beyond which `validate_store` runs the essentials only: pyshacl takes 13 s for 100,000 and grows faster than they do."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something wrong with a graph: at which node, along which property, what, and the value that is wrong if there is one."""

    node: str
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        where = f"{self.node} {self.path}".strip()
        return f"{where}: {self.message}" + (f" (it has {self.value})" if self.value else "")


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontologies() / "shapes.ttl", format="turtle")


def validate_file(path: Path) -> list[Violation]:
    """The violations of a Turtle file, in order.

    Raises:
        StoreError: it cannot be read, or is not Turtle; the message has the line.
    """
    try:
        quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise StoreError(f"{path}:{error.lineno or '?'}: not valid Turtle: {error.msg}") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    store = ox.Store()
    store.extend(quads)
    return sorted({*shacl(quads), *check_essentials(store)})


def validate_store(store: Store, *, essentials: bool | None = None) -> list[Violation]:
    """The violations of a store: by SHACL and the essential patterns, or by the latter alone where it is large or `essentials` is set."""
    if essentials is None:
        essentials = len(store) > SHACL_LIMIT
    found = set(check_essentials(store.oxigraph))
    return sorted(found if essentials else found | set(shacl(graph_quads(store, with_derived=True))))


def shacl(quads: Iterable[ox.Quad]) -> list[Violation]:
    """What pyshacl finds wrong under `ontologies/shapes.ttl`."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)))
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inference="none", advanced=False, meta_shacl=False)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted({_violation(report, result) for result in results})


def _to_rdflib(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == t.XSD_NS + "string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value))


def _violation(report: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    def shown(predicate: rdflib.URIRef) -> str:
        value = report.value(result, predicate)
        return "" if value is None or isinstance(value, rdflib.BNode) else short(str(value))

    value = shown(SH.value)
    node = shown(SH.focusNode)
    return Violation(node, shown(SH.resultPath), shown(SH.resultMessage), "" if value == node else value)


def short(iri: str) -> str:
    """An IRI of a known namespace by its prefix, anything else as it is."""
    for name, start in t.PREFIXES.items():
        if iri.startswith(start):
            return f"{name}:{iri.removeprefix(start)}"
    return iri


_ACTORS = "VALUES ?class { pol:State pol:Person pol:Organization pol:Bloc pol:Agreement } ?node a ?class ."
ESSENTIALS: dict[str, str] = {
    "a fact stands on at least one pol:Report": "?node a pol:Fact . MINUS { ?node pol:report ?report }",
    "a fact has one pol:type out of the event types": ("?node a pol:Fact . MINUS { ?node pol:type ?type . ?type pol:edge ?edge }"),
    "a fact has one pol:source": "?node a pol:Fact . MINUS { ?node pol:source ?source }",
    "a fact has one pol:target": "?node a pol:Fact . MINUS { ?node pol:target ?target }",
    "source and target are one and the same: no fact joins a thing to itself": "?node a pol:Fact ; pol:source ?end ; pol:target ?end",
    "the fact is asserted, but there is no direct edge between its ends": (
        "?node pol:asserted true ; pol:type ?type ; pol:source ?a ; pol:target ?b . ?type pol:edge ?edge . MINUS { ?a ?edge ?b }"
    ),
    "a report stands in one pol:Article": ("?node a pol:Report . MINUS { ?node pol:article ?article . ?article dcterms:identifier ?id }"),
    "a report carries the sentence that states it: one pol:Evidence": (
        "?node a pol:Report . MINUS { ?node pol:evidence ?evidence . ?evidence oa:hasSelector ?selector }"
    ),
    "a report says its source, type and target by rdf:subject, rdf:predicate and rdf:object": (
        "?node a pol:Report . MINUS { ?node rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    ),
    "the report is attributed to a named speaker, but has no pol:speaker": (
        '?node pol:attribution "named" . MINUS { ?node pol:speaker ?speaker }'
    ),
    "the place of the evidence ends before it begins": "?node oa:start ?start ; oa:end ?end . FILTER(?end <= ?start)",
    "an article belongs to one pol:Dispatch": "?node a pol:Article . MINUS { ?node pol:dispatch ?dispatch }",
    "the actor has no rdfs:label; give it one in Arabic": _ACTORS + " MINUS { ?node rdfs:label ?label }",
    "the quote is not as long as its place in the article says": (
        "?node oa:hasSelector ?p , ?q . ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?quote . FILTER(STRLEN(?quote) != ?end - ?start)"
    ),
    "the tenure ends before it begins": (
        "?node a pol:Tenure ; pol:from ?from ; pol:to ?to . BIND(STRLEN(STR(?from)) AS ?n) BIND(STRLEN(STR(?to)) AS ?m) "
        "FILTER(SUBSTR(STR(?to), 1, ?n) < SUBSTR(STR(?from), 1, ?m))"
    ),
}
"""The shapes without which questions give wrong answers, as patterns that find the node at fault.

MINUS rather than NOT EXISTS: oxigraph evaluates it once, not once a node.
"""


def check_essentials(oxigraph: ox.Store) -> Iterator[Violation]:
    """What the essential checks find, at most 100 nodes a check."""
    for message, pattern in ESSENTIALS.items():
        solutions = oxigraph.query(f"SELECT DISTINCT ?node WHERE {{ {pattern} }} ORDER BY ?node LIMIT 100", prefixes=t.PREFIXES)
        assert isinstance(solutions, ox.QuerySolutions)
        for row in solutions:
            node = row["node"]
            yield Violation(short(node.value) if isinstance(node, ox.NamedNode) else str(node), "", message)
