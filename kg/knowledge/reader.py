"""Reads the Turtle of `ontologies/` (and of a user's own files) into things and offices.

Syntax errors carry their line; whatever else is wrong is said with file, line and subject (`kg knowledge check`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KnowledgeError
from kg.knowledge.things import Membership, Name, NameKind, OfficeKind, Tenure, Thing
from kg.model import EntityType
from kg.ontology import ID, NS

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
WIKIDATA = "http://www.wikidata.org/entity/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
ORG = "http://www.w3.org/ns/org#"
REGION = "https://schema.org/containedInPlace"
ALT_LABEL = SKOS + "altLabel"

NAME_PROPERTIES = {
    ALT_LABEL: NameKind.NAME,
    NS + "shortName": NameKind.SHORT,
    SKOS + "hiddenLabel": NameKind.WEAK,
    NS + "capital": NameKind.CAPITAL,
    NS + "seat": NameKind.SEAT,
    NS + "organ": NameKind.ORGAN,
    NS + "people": NameKind.PEOPLE,
    NS + "nisba": NameKind.NISBA,
    NS + "weakNisba": NameKind.WEAK_NISBA,
}
TYPES = {NS + t.value: t for t in EntityType}
TENURE_STATUS = ("acting", "disputed", "undated")

Values = Mapping[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]


@dataclass(slots=True)
class RawKnowledge:
    """Subjects with their values as they stand in the files, and the file of each subject."""

    subjects: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    files: dict[str, Path] = field(default_factory=dict)

    def where(self, subject: str) -> str:
        """`file:line` of a subject, for messages."""
        path = self.files.get(subject)
        return f"{path}:{line_of(path, subject)}" if path else subject


def line_of(path: Path, subject: str) -> int:
    """The line on which `subject` (an id tail such as `person/x`) opens in a Turtle file; 1 where it is written otherwise."""
    kind, _, local = subject.partition("/")
    opening = re.compile(rf"^\s*(?:<[^>]*{re.escape(subject)}>|{re.escape(kind)}:{re.escape(local)})\s")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if opening.match(line):
            return number
    return 1


def read_files(paths: Iterable[Path]) -> RawKnowledge:
    """Parse Turtle files, in the order given, into one set of subjects.

    Raises:
        KnowledgeError: a file cannot be read or is not Turtle; the message has file and line.
    """
    raw = RawKnowledge()
    for number, path in enumerate(paths):
        try:
            quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise KnowledgeError(f"{path}:{error.lineno or '?'}: not valid Turtle: {error.msg}; mend the line") from error
        except (OSError, ValueError) as error:
            raise KnowledgeError(f"{path}: cannot be read: {error}") from error
        for quad in quads:
            subject = node_id(quad.subject, number)
            value = quad.object
            if isinstance(value, ox.BlankNode):
                value = ox.BlankNode(f"f{number}x{value.value}")
            if not isinstance(value, ox.Triple):
                raw.subjects[subject][quad.predicate.value].append(value)
            raw.files.setdefault(subject, path)
    return raw


def node_id(node: object, number: int) -> str:
    """The id of a node: an IRI's tail, or a blank node's name made unique by the number of its file."""
    if isinstance(node, ox.BlankNode):
        return f"_:f{number}x{node.value}"
    iri = str(getattr(node, "value", ""))
    return iri.removeprefix(ID)


def things_of(raw: RawKnowledge) -> tuple[dict[str, Thing], dict[str, OfficeKind]]:
    """Things and offices of the files, by id, in sorted order.

    Raises:
        KnowledgeError: a thing lacks a label, or a value has the wrong kind; the message has file, line and subject.
    """
    things: dict[str, Thing] = {}
    offices: dict[str, OfficeKind] = {}
    for subject in sorted(raw.subjects):
        values = raw.subjects[subject]
        types = [v.value for v in values.get(RDF_TYPE, []) if isinstance(v, ox.NamedNode)]
        if NS + "Office" in types:
            offices[subject.removeprefix("office/")] = _office(subject, values, raw)
        for iri in types:
            if iri in TYPES:
                things[subject] = _thing(subject, TYPES[iri], values, raw)
    return things, offices


def _strings(values: Values, prop: str) -> list[str]:
    return [v.value for v in values.get(prop, []) if isinstance(v, ox.Literal)]


def _links(values: Values, prop: str) -> tuple[str, ...]:
    return tuple(sorted(v.value.removeprefix(ID) for v in values.get(prop, []) if isinstance(v, ox.NamedNode)))


def _one(values: Values, prop: str) -> str | None:
    found = sorted(_strings(values, prop))
    return found[0] if found else None


def _labels(subject: str, values: Values, raw: RawKnowledge) -> tuple[str, str]:
    by_lang = {v.language: v.value for v in values.get(LABEL, []) if isinstance(v, ox.Literal)}
    missing = [lang for lang in ("ar", "en") if lang not in by_lang]
    if missing:
        raise KnowledgeError(f"{raw.where(subject)}: {subject} has no rdfs:label in {' and '.join(missing)}; add it")
    return by_lang["ar"], by_lang["en"]


def _office(subject: str, values: Values, raw: RawKnowledge) -> OfficeKind:
    label_ar, label_en = _labels(subject, values, raw)
    return OfficeKind(
        id=subject.removeprefix("office/"),
        label_ar=label_ar,
        label_en=label_en,
        titles=tuple(sorted(_strings(values, ALT_LABEL))),
        titles_feminine=tuple(sorted(_strings(values, NS + "titleFeminine"))),
        leads=any(isinstance(v, ox.NamedNode) and v.value == NS + "leads" for v in values.get(NS + "edge", [])),
        single="true" in _strings(values, NS + "singleHolder"),
    )


def _names(values: Values) -> tuple[Name, ...]:
    names = {Name(v.value, v.language or "ar", NameKind.LABEL) for v in values.get(LABEL, []) if isinstance(v, ox.Literal)}
    for prop, kind in NAME_PROPERTIES.items():
        names |= {Name(v.value, v.language or "ar", kind) for v in values.get(prop, []) if isinstance(v, ox.Literal)}
    return tuple(sorted(names, key=lambda n: (list(NameKind).index(n.kind), n.lang, n.text)))


def _interval(values: Values) -> tuple[str | None, str | None]:
    return _one(values, NS + "from"), _one(values, NS + "to")


def _nested(values: Values, prop: str, raw: RawKnowledge) -> Sequence[Values]:
    nodes = values.get(prop, [])
    return [raw.subjects[f"_:{v.value}" if isinstance(v, ox.BlankNode) else v.value.removeprefix(ID)] for v in nodes]


def _tenure(holder: str, values: Values, raw: RawKnowledge) -> Tenure:
    office, body = _links(values, NS + "office"), _links(values, NS + "of")
    if not office or not body:
        raise KnowledgeError(f"{raw.where(holder)}: a tenure of {holder} has no {'pol:of' if office else 'pol:office'}; add it")
    since, until = _interval(values)
    status = _strings(values, NS + "status")
    flags = {flag: flag in status for flag in TENURE_STATUS}
    return Tenure(holder, office[0].removeprefix("office/"), body[0], since, until, _one(values, NS + "basis") or "one-reading", **flags)


def _membership(organization: str, values: Values, raw: RawKnowledge) -> Membership:
    member = _links(values, NS + "member")
    if not member:
        raise KnowledgeError(f"{raw.where(organization)}: a membership of {organization} has no pol:member; add it")
    since, until = _interval(values)
    return Membership(member[0], organization, since, until, _one(values, NS + "basis") or "one-reading")


def _thing(subject: str, kind: EntityType, values: Values, raw: RawKnowledge) -> Thing:
    label_ar, label_en = _labels(subject, values, raw)
    since, until = _interval(values)
    wikidata = sorted(v.value for v in values.get(SAME_AS, []) if isinstance(v, ox.NamedNode) and v.value.startswith(WIKIDATA))
    homes = _links(values, NS + "home")
    code = _one(values, DCTERMS + "identifier")
    return Thing(
        id=subject,
        type=kind,
        label_ar=label_ar,
        label_en=label_en,
        names=_names(values),
        code=code or (subject.removeprefix("state/") if kind is EntityType.STATE else None),
        home=homes[0] if homes else None,
        wikidata=wikidata[0].removeprefix(WIKIDATA) if wikidata else None,
        kinds=tuple(k.removeprefix("kind/") for k in _links(values, ORG + "classification")),
        part_of=_links(values, ORG + "subOrganizationOf"),
        parties=_links(values, NS + "party"),
        neighbours=_links(values, NS + "neighbour"),
        opponents=_links(values, NS + "opponent"),
        source_names=tuple(sorted(_strings(values, NS + "sourceName"))),
        region=_one(values, REGION),
        date=_one(values, DCTERMS + "date"),
        since=since,
        until=until,
        basis=_one(values, NS + "basis"),
        tenures=tuple(
            sorted(
                (_tenure(subject, v, raw) for v in _nested(values, ORG + "hasMembership", raw)),
                key=lambda t: (t.since or "", t.office, t.body, t.until or ""),
            )
        ),
        memberships=tuple(
            sorted(
                (_membership(subject, v, raw) for v in _nested(values, NS + "membership", raw)),
                key=lambda m: (m.member, m.since or ""),
            )
        ),
    )
