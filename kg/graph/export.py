"""The graph as files: Turtle, TriG and N-Quads (a graph an article), JSON-LD, GraphML and CSV."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import networkx as nx
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions

from kg.errors import StoreError
from kg.graph import terms as t
from kg.graph.lookup import RENEW
from kg.graph.quads import DEFAULT
from kg.graph.read import FactView, GraphView
from kg.graph.sorting import sorted_lines
from kg.graph.turtle import in_order, write_subjects, write_turtle, written_iri
from kg.ontology import ID, ontologies

if TYPE_CHECKING:
    from kg.graph.store import Store

HEADER = """A knowledge graph of political news, made by Siyasa.
Terms: https://w3id.org/siyasa/ns (ontologies/REFERENCE.md explains each)."""


LISTED = 500_000
"""Triples whose subjects are listed at once: a tenth as many names, some 50 MB with what RocksDB keeps."""


def export(store: Store, form: str, path: Path, *, with_derived: bool = False) -> None:
    """Write a graph to a file; it appears under its name only when it is whole.

    Args:
        store: the graph.
        form: a key of `FORMS`.
        path: the file.
        with_derived: also what rules derived as things of their own (dyads of states).

    Raises:
        StoreError: the format is not known, or the file cannot be written.
    """
    writer = FORMS.get(form)
    if writer is None:
        raise StoreError(f"no format {form!r}; there are: {', '.join(FORMS)}")
    try:
        with replacing(path) as out:
            writer(store, out, with_derived)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file that takes the place of `path` when the block ends well, and leaves no trace otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def graph_quads(store: Store, *, with_derived: bool = False) -> Iterator[Quad]:
    """The triples of the graph, without the store's bookkeeping."""
    derived: set[NamedNode | BlankNode] = set()
    if not with_derived:
        derived = {q.subject for q in filter(_by_rule, store.oxigraph.quads_for_pattern(None, t.GENERATED_BY, None, DEFAULT))}  # type: ignore[misc]
    for quad in store.oxigraph.quads_for_pattern(None, None, None, DEFAULT):
        if quad.subject not in derived:
            yield quad


def quads_by_subject(store: Store, *, with_derived: bool = False) -> Iterator[list[Quad]]:
    """What `graph_quads` gives, subject by subject in the order of Turtle.

    A store to write to is opened anew as it is read, as by `Store.renew`: of a look through all at once RocksDB would keep 160 MB.
    """
    for number, name in enumerate(in_order(_subjects(store))):
        if number % RENEW == 0:
            store.renew(always=True)
        subject = BlankNode(name.removeprefix("_:")) if name.startswith("_:") else NamedNode(name)
        quads = list(store.oxigraph.quads_for_pattern(subject, None, None, DEFAULT))
        if with_derived or not any(map(_by_rule, quads)):
            yield quads


def _subjects(store: Store) -> Iterator[str]:
    """The names of the subjects, some twice."""
    for start in count(0, LISTED):
        store.renew(always=True)
        found = _listed(store, start)
        if not found:
            return
        yield from found


def _listed(store: Store, start: int) -> list[str]:
    """The subjects of so many triples from one on, in the order of the index: by SPARQL, which looks up the names of these alone."""
    rows = store.oxigraph.query(f"SELECT DISTINCT ?s {{ SELECT ?s WHERE {{ ?s ?p ?o }} OFFSET {start} LIMIT {LISTED} }}")
    assert isinstance(rows, QuerySolutions)
    return [subject.value if isinstance(subject, NamedNode) else str(subject) for (subject,) in rows]


def _by_rule(quad: Quad) -> bool:
    """Whether it says that a rule derived its subject as a thing of its own."""
    return quad.predicate == t.GENERATED_BY and isinstance(quad.object, NamedNode) and quad.object.value.startswith(ID + "rule/")


def article_graphs(store: Store, *, with_derived: bool = False) -> Iterator[Quad]:
    """The same triples, what an article says in a graph of its own name, what follows from all in the default graph."""
    home: dict[str, NamedNode] = {}
    for link in (t.pol("article"), t.HAS_SOURCE):
        for quad in store.oxigraph.quads_for_pattern(None, link, None, DEFAULT):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                home[quad.subject.value] = quad.object
    articles = f"{ID}article/"
    for quad in graph_quads(store, with_derived=with_derived):
        name = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        graph = home.get(name) or home.get(name.removesuffix("-quote").removesuffix("-position"))
        if name.startswith(articles) and quad.predicate != t.pol("dispatch"):
            graph = NamedNode(name)
        yield Quad(quad.subject, quad.predicate, quad.object, graph) if graph else quad


def _turtle(store: Store, out: TextIO, with_derived: bool) -> None:
    write_subjects(quads_by_subject(store, with_derived=with_derived), out, header=HEADER)


def _trig(store: Store, out: TextIO, with_derived: bool) -> None:
    write_turtle(
        article_graphs(store, with_derived=with_derived), out, header=HEADER + "\nEach article's own triples stand in a graph of its name."
    )


def _nquads(store: Store, out: TextIO, with_derived: bool) -> None:
    def line(quad: Quad) -> str:
        graph = f" {quad.graph_name}" if isinstance(quad.graph_name, NamedNode) else ""
        return f"{quad.subject} {quad.predicate} {quad.object}{graph} ."

    for text in sorted_lines(map(line, article_graphs(store, with_derived=with_derived))):
        out.write(text + "\n")


def _jsonld(store: Store, out: TextIO, with_derived: bool) -> None:
    """One node object a subject, in order, under the context of `ontologies/context.jsonld`."""
    context = json.loads((ontologies() / "context.jsonld").read_text("utf-8"))["@context"]
    short = {v["@id"] if isinstance(v, dict) else v: k for k, v in context.items() if k[:1] != "@"}

    def line(quad: Quad) -> str:
        prop = written_iri(quad.predicate.value)
        name = short.get(prop, prop)
        value = _json_value(quad.object, linked=isinstance(context.get(name), dict) and context[name].get("@type") == "@id")
        if quad.predicate == t.RDF_TYPE:
            name, value = "@type", written_iri(getattr(quad.object, "value", ""))
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        return json.dumps([_compact(subject), name, json.dumps(value, ensure_ascii=False, sort_keys=True)], ensure_ascii=False)

    out.write('{"@context": ' + json.dumps(context, ensure_ascii=False, indent=1) + ',\n"@graph": [')
    rows = map(json.loads, sorted_lines(map(line, graph_quads(store, with_derived=with_derived))))
    for number, (subject, triples) in enumerate(groupby(rows, key=lambda row: row[0])):
        node: dict[str, Any] = {"@id": subject}
        for name, group in groupby(triples, key=lambda row: row[1]):
            values = [json.loads(row[2]) for row in group]
            node[name] = values[0] if len(values) == 1 else values
        out.write((",\n" if number else "\n") + json.dumps(node, ensure_ascii=False))
    out.write("\n]}\n")


def _compact(iri: str) -> str:
    return written_iri(iri).removeprefix("<").removesuffix(">")


def _json_value(term: object, *, linked: bool) -> Any:
    if isinstance(term, NamedNode):
        return _compact(term.value) if linked else {"@id": _compact(term.value)}
    if not isinstance(term, Literal):
        return {"@id": str(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == t.XSD_BOOLEAN:
        return term.value == "true"
    if term.datatype == t.XSD_INTEGER:
        return int(term.value)
    return term.value if term.datatype.value == t.XSD_NS + "string" else {"@value": term.value, "@type": _compact(term.datatype.value)}


def _graphml(store: Store, out: TextIO, with_derived: bool) -> None:
    """Actors and one edge a (type, source, target) that is asserted, with weights and dates, as Gephi and yEd read them."""
    for line in nx.generate_graphml(network_of(store.read())):
        out.write(line + "\n")


def network_of(view: GraphView) -> nx.MultiDiGraph:
    """Actors with what joins them: an edge a (type, source, target) that some outlet asserts."""
    network = nx.MultiDiGraph()
    facts = [fact for fact in view.facts if fact.asserted]
    wanted = {end for fact in facts for end in (fact.source, fact.target)}
    for actor in view.actors:
        if actor.id in wanted:
            attributes = {"type": actor.type.value, "label_ar": actor.label_ar, "label_en": actor.label_en, "home": actor.home or ""}
            network.add_node(actor.id, label=f"{actor.label_en}", **{k: xml_safe(v) for k, v in attributes.items()})
    edges: dict[tuple[str, str, str], list[FactView]] = {}
    for fact in facts:
        edges.setdefault((fact.source, fact.target, fact.type.value), []).append(fact)
    for (source, target, kind), members in sorted(edges.items()):
        days = sorted(fact.time or fact.reported_on or "" for fact in members)
        dispatches = {report.dispatch for fact in members for report in fact.reports}
        network.add_edge(
            source, target, key=kind, label=kind, type=kind, weight=len(members), dispatches=len(dispatches), first=days[0], last=days[-1]
        )
    return network


def xml_safe(text: str) -> str:
    """Text without the control characters that XML cannot carry."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


COLUMNS = (
    *("fact", "type", "source", "source_ar", "source_en", "target", "target_ar", "target_en", "time", "reported_on", "asserted"),
    *("report", "article", "title", "outlet", "dispatch", "url", "stated_time", "attribution", "speaker", "polarity", "modality"),
    *("ended", "confidence", "sentence"),
)


def _csv(store: Store, out: TextIO, with_derived: bool) -> None:
    """A row a report, with its sentence."""
    view = store.read()
    labels = {actor.id: (actor.label_ar, actor.label_en) for actor in view.actors}
    out.write("\ufeff")  # so that spreadsheets read the Arabic as UTF-8
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for fact in view.facts:
        source, target = labels.get(fact.source, ("", "")), labels.get(fact.target, ("", ""))
        ends = (fact.source, *source, fact.target, *target)
        for r in fact.reports:
            about = (r.id, r.article, r.title, r.outlet, r.dispatch, r.url, r.stated_time, r.attribution, r.speaker, r.polarity, r.modality)
            row = (fact.id, fact.type, *ends, fact.time, fact.reported_on, fact.asserted, *about, r.ended, r.confidence, r.quote)
            rows.writerow([cell(value) for value in row])


def cell(value: object) -> str:
    """A value for a spreadsheet: what would be read as a formula gets an apostrophe before it (CSV injection, CWE-1236)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


FORMS: dict[str, Callable[[Store, TextIO, bool], None]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "graphml": _graphml,
    "csv": _csv,
}
