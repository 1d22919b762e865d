"""The reference of the vocabulary in Markdown, made from `vocabulary.ttl` and `events.ttl`: `python -m kg.graph.reference`."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import jinja2
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.graph import terms as t
from kg.graph.questions import load_questions
from kg.graph.validate import short
from kg.ontology import NS, ontologies

_SEE = ("subClassOf", "subPropertyOf", "closeMatch", "inverseOf", "seeAlso")
_GROUPS = {"Class": "Classes", "DatatypeProperty": "Properties with values", "ObjectProperty": "Properties between things"}

Values = dict[str, dict[str, list[NamedNode | Literal]]]


def reference() -> str:
    """The Markdown text."""
    terms, events = _load("vocabulary.ttl"), _load("events.ttl")
    edges = {_first(values, NS + "edge") for values in events.values()}
    sections: dict[str, list[dict[str, str]]] = {title: [] for title in (*_GROUPS.values(), "Direct edges")}
    for iri, values in terms.items():
        kinds = [short(v.value).removeprefix("owl:") for v in values[t.RDF_TYPE.value]]
        group = next((title for kind, title in _GROUPS.items() if kind in kinds), None)
        if group:
            sections["Direct edges" if short(iri) in edges else group].append(_term(iri, values))
    environment = jinja2.Environment(autoescape=False, keep_trailing_newline=True)  # Markdown, and only our own files
    template = environment.from_string((Path(__file__).parent / "reference.md.j2").read_text("utf-8"))
    shown = [_event(iri, values) for iri, values in events.items() if NS + "edge" in values]
    return template.render(
        sections=[(title, rows) for title, rows in sections.items()],
        events=shown,
        questions=load_questions().values(),
        with_ends=lambda rows: any(row["ends"] for row in rows),
    )


def _load(name: str) -> Values:
    """Subjects in the order of the file, with their values by property."""
    found: Values = {}
    for quad in parse(path=str(ontologies() / name), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject.value, defaultdict(list))[quad.predicate.value].append(quad.object)
    return found


def _first(values: dict[str, list[NamedNode | Literal]], prop: str, lang: str | None = None) -> str:
    for value in values.get(prop, []):
        if isinstance(value, NamedNode):
            return short(value.value)
        if lang is None or value.language == lang:
            return value.value
    return ""


def _term(iri: str, values: dict[str, list[NamedNode | Literal]]) -> dict[str, str]:
    start, end = _first(values, t.RDFS_NS + "domain"), _first(values, t.RDFS_NS + "range")
    see = [short(v.value) for prop, found in values.items() if prop.split("#")[-1] in _SEE for v in found]
    return {
        "name": short(iri),
        "ar": _first(values, t.LABEL.value, "ar"),
        "comment": _first(values, t.RDFS_NS + "comment", "en"),
        "ends": f"{start or 'any'} → {end or 'date'}" if start or end else "",
        "see": "; ".join(f"`{other}`" for other in see),
        "example": _first(values, t.SKOS_NS + "example").replace("|", "\\|"),
    }


def _event(iri: str, values: dict[str, list[NamedNode | Literal]]) -> dict[str, str]:
    def value(name: str) -> str:
        return ", ".join(short(v.value) for v in values.get(NS + name, []))

    def codes(scheme: str) -> str:
        found = [v for v in values.get(t.NOTATION.value, []) if isinstance(v, Literal)]
        return ", ".join(v.value for v in found if v.datatype == t.pol(scheme))

    return {
        "name": short(iri),
        "symmetric": "yes" if value("symmetric") == "true" else "",
        "family": ", ".join(v.value.removeprefix(t.PREFIXES["event"]).replace("-", " ") for v in values.get(t.BROADER.value, [])),
        **{name: value(name) for name in ("edge", "weight")},
        **{name: codes(name) for name in ("plover", "cameo")},
        "definition": _first(values, t.SKOS_NS + "definition", "en"),
        "ar": _first(values, t.SKOS_NS + "prefLabel", "ar"),
    }


def main(path: Path | None = None) -> None:
    """Write the reference beside the vocabulary."""
    (path or ontologies() / "REFERENCE.md").write_text(reference(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
