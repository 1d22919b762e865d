"""Turtle and TriG for people: one order, grouped by subject, prefixes for what is used, the same bytes for the same graph.

Terms are written by pyoxigraph's own serialiser; here only IRIs are shortened and lines put in order: subject by subject, or all of
them with runs on disk, so that a graph of any size can be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import TextIO

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import terms as t
from kg.graph.sorting import sorted_lines
from kg.ontology import ID

_LOCAL = re.compile(r"(?:[A-Za-z0-9_\u0621-\u064a]|%[0-9A-F]{2})(?:\.?(?:[A-Za-z0-9_\u0621-\u064a-]|%[0-9A-F]{2}))*")
_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_SPLIT = re.compile(r"(.*[/#])([^/#]+)")
_NAMES = {iri: name for name, iri in t.PREFIXES.items()}
_SECTIONS = {
    kind: number
    for number, kind in enumerate(
        (*t.ENTITY_KINDS, "office", "tenure", "membership", "event", "dyad", "fact", "article", "dispatch", "report", "evidence", "review")
    )
}
_FIRST = {
    prop.value: number
    for number, prop in enumerate(
        (
            *(t.RDF_TYPE, t.LABEL, t.IDENTIFIER, t.TITLE, t.DATE, t.ALT_LABEL, t.pol("shortName"), t.pol("type"), t.pol("source")),
            *(t.SUBJECT, t.PREDICATE, t.pol("target"), t.OBJECT, t.pol("time"), t.pol("from"), t.pol("to"), t.pol("reportedOn")),
        )
    )
}
_AT_HAND = 1 << 12
"""Names that are kept at hand: quads come sorted by subject, and more would help little."""
_SEPARATOR = "\x01"  # below every character that a term is written with, so that sorting lines sorts fields


@lru_cache(maxsize=_AT_HAND)
def written_iri(iri: str) -> str:
    """An IRI with a prefix where one is known and its local name is plain, else in angle brackets."""
    split = _SPLIT.fullmatch(iri)
    if split and split[1] in _NAMES and _LOCAL.fullmatch(split[2]):
        return f"{_NAMES[split[1]]}:{split[2]}"
    return str(NamedNode(iri))


def written(term: object) -> str:
    """A term in Turtle."""
    if isinstance(term, NamedNode):
        return written_iri(term.value)
    if isinstance(term, Literal) and term.language is None and term.datatype.value != t.XSD_NS + "string":
        plain = {t.XSD_INTEGER: _INTEGER, t.XSD_DECIMAL: _DECIMAL}.get(term.datatype)
        if (plain and plain.fullmatch(term.value)) or (term.datatype == t.XSD_BOOLEAN and term.value in {"true", "false"}):
            return term.value
        return f"{Literal(term.value)}^^{written_iri(term.datatype.value)}"
    return str(term)


@lru_cache(maxsize=_AT_HAND)
def _subject_key(iri: str) -> str:
    kind = t.id_of(iri).partition("/")[0] if iri.startswith(ID) else ""
    return f"{_SECTIONS.get(kind, 99):02d}{iri}"


@lru_cache(maxsize=1 << 10)
def _predicate_key(iri: str) -> str:
    return f"{_FIRST.get(iri, 99):02d}{iri}"


def _fields(quad: Quad) -> tuple[str, ...]:
    """What a quad is sorted and written by: graph, subject and predicate each with what orders it, object."""
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    subject, predicate = quad.subject, quad.predicate
    name = subject.value if isinstance(subject, NamedNode) else str(subject)
    verb = "a" if predicate == t.RDF_TYPE else written_iri(predicate.value)
    return graph, _subject_key(name), written(subject), _predicate_key(predicate.value), verb, written(quad.object)


def write_turtle(quads: Iterable[Quad], out: TextIO, *, header: str = "") -> None:
    """Write quads as Turtle, or as TriG where they name graphs.

    Args:
        quads: in any order; each once or more often.
        out: a text file in UTF-8.
        header: comment lines for the top, without `#`.
    """
    lines = sorted_lines(_SEPARATOR.join(_fields(quad)) for quad in quads)
    _write((line.split(_SEPARATOR) for line in lines), out, header)


def write_subjects(subjects: Iterable[Iterable[Quad]], out: TextIO, *, header: str = "") -> None:
    """Write the quads of one subject after the other as Turtle, the subjects in the order of `in_order`; else as `write_turtle`."""
    _write(chain.from_iterable(sorted(set(map(_fields, quads))) for quads in subjects), out, header)


def in_order(subjects: Iterable[str]) -> Iterator[str]:
    """The distinct names of subjects, IRIs or `_:name`, in the order in which they are written."""
    return (key[2:] for key in sorted_lines(map(_subject_key, subjects)))


def _write(rows: Iterable[Sequence[str]], out: TextIO, header: str) -> None:
    for line in header.splitlines():
        out.write(f"# {line}".rstrip() + "\n")
    for name, iri in t.PREFIXES.items():
        out.write(f"@prefix {name}: {NamedNode(iri)} .\n")
    for graph, members in groupby(rows, key=lambda row: row[0]):
        if graph:
            out.write(f"\n{written_iri(graph)} {{\n")
        for _, triples in groupby(members, key=lambda row: row[1]):
            out.write("\n" + "".join(_block(triples)))
        if graph:
            out.write("}\n")


def _block(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The triples of one subject: a line a property, values side by side while they are short."""
    subject = ""
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row[3])):
        values = list(group)
        subject = subject or values[0][2]
        opening = f"{subject} " if number == 0 else " ;\n    "
        objects = [row[5] for row in values]
        short = sum(map(len, objects)) < 100
        yield opening + f"{values[0][4]} " + (" , " if short else " ,\n        ").join(objects)
    yield " .\n"
