"""The names of the graph: namespaces, terms, prefixes, and the way from ids and dates to RDF terms and back."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.model import FactType
from kg.ontology import ID, NS

RDF_NS: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS_NS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD_NS: Final = "http://www.w3.org/2001/XMLSchema#"
OA_NS: Final = "http://www.w3.org/ns/oa#"
PROV_NS: Final = "http://www.w3.org/ns/prov#"
DCTERMS_NS: Final = "http://purl.org/dc/terms/"
SCHEMA_NS: Final = "https://schema.org/"
SKOS_NS: Final = "http://www.w3.org/2004/02/skos/core#"
ORG_NS: Final = "http://www.w3.org/ns/org#"
OWL_NS: Final = "http://www.w3.org/2002/07/owl#"
WIKIDATA: Final = "http://www.wikidata.org/entity/"
STORE_NS: Final = "urn:siyasa:store#"

ENTITY_KINDS: Final = ("state", "person", "organization", "bloc", "agreement")
_KINDS: Final = (
    *ENTITY_KINDS,
    *("office", "kind", "event", "tenure", "membership", "dyad", "fact", "report", "evidence", "article", "dispatch"),
    *("review", "agent", "rule"),
)

PREFIXES: Final[dict[str, str]] = {
    "pol": NS,
    **{kind: f"{ID}{kind}/" for kind in _KINDS},
    "rdf": RDF_NS,
    "rdfs": RDFS_NS,
    "xsd": XSD_NS,
    "oa": OA_NS,
    "prov": PROV_NS,
    "dcterms": DCTERMS_NS,
    "schema": SCHEMA_NS,
    "skos": SKOS_NS,
    "org": ORG_NS,
    "owl": OWL_NS,
    "wd": WIKIDATA,
}
"""Prefixes that every query and every Turtle file of the project may use."""


@lru_cache(maxsize=1024)
def pol(name: str) -> NamedNode:
    """The term `pol:name` of the vocabulary."""
    return NamedNode(NS + name)


RDF_TYPE: Final = NamedNode(RDF_NS + "type")
SUBJECT: Final = NamedNode(RDF_NS + "subject")
PREDICATE: Final = NamedNode(RDF_NS + "predicate")
OBJECT: Final = NamedNode(RDF_NS + "object")
LABEL: Final = NamedNode(RDFS_NS + "label")
COMMENT: Final = NamedNode(RDFS_NS + "comment")
ALT_LABEL: Final = NamedNode(SKOS_NS + "altLabel")
BROADER: Final = NamedNode(SKOS_NS + "broader")
NOTATION: Final = NamedNode(SKOS_NS + "notation")
SAME_AS: Final = NamedNode(OWL_NS + "sameAs")
IDENTIFIER: Final = NamedNode(DCTERMS_NS + "identifier")
TITLE: Final = NamedNode(DCTERMS_NS + "title")
DATE: Final = NamedNode(DCTERMS_NS + "date")
PUBLISHER: Final = NamedNode(DCTERMS_NS + "publisher")
SOURCE: Final = NamedNode(DCTERMS_NS + "source")
URL: Final = NamedNode(SCHEMA_NS + "url")
MENTIONS: Final = NamedNode(SCHEMA_NS + "mentions")
IN_PLACE: Final = NamedNode(SCHEMA_NS + "containedInPlace")
CLASSIFICATION: Final = NamedNode(ORG_NS + "classification")
PART_OF: Final = NamedNode(ORG_NS + "subOrganizationOf")
HAS_MEMBERSHIP: Final = NamedNode(ORG_NS + "hasMembership")
HAS_SOURCE: Final = NamedNode(OA_NS + "hasSource")
HAS_SELECTOR: Final = NamedNode(OA_NS + "hasSelector")
TEXT_QUOTE: Final = NamedNode(OA_NS + "TextQuoteSelector")
TEXT_POSITION: Final = NamedNode(OA_NS + "TextPositionSelector")
EXACT: Final = NamedNode(OA_NS + "exact")
PREFIX: Final = NamedNode(OA_NS + "prefix")
SUFFIX: Final = NamedNode(OA_NS + "suffix")
START: Final = NamedNode(OA_NS + "start")
END: Final = NamedNode(OA_NS + "end")
ATTRIBUTED_TO: Final = NamedNode(PROV_NS + "wasAttributedTo")
GENERATED_BY: Final = NamedNode(PROV_NS + "wasGeneratedBy")
DERIVED_FROM: Final = NamedNode(PROV_NS + "wasDerivedFrom")
INVALIDATED_BY: Final = NamedNode(PROV_NS + "wasInvalidatedBy")

XSD_INTEGER: Final = NamedNode(XSD_NS + "integer")
XSD_DECIMAL: Final = NamedNode(XSD_NS + "decimal")
XSD_BOOLEAN: Final = NamedNode(XSD_NS + "boolean")
XSD_ANY_URI: Final = NamedNode(XSD_NS + "anyURI")
_DATE_TYPES: Final = {4: NamedNode(XSD_NS + "gYear"), 7: NamedNode(XSD_NS + "gYearMonth"), 10: NamedNode(XSD_NS + "date")}

TRUE: Final = Literal("true", datatype=XSD_BOOLEAN)
FALSE: Final = Literal("false", datatype=XSD_BOOLEAN)

BOOKS: Final = NamedNode(STORE_NS + "books")
"""The named graph in which the store keeps what is not part of the knowledge graph: digests, signatures, marks of work to do."""

SAID: Final = NamedNode(STORE_NS + "said")
"""The named graph of what articles say of entities: the article, the entity as predicate, and the description as JSON."""


@lru_cache(maxsize=1024)
def books(name: str) -> NamedNode:
    """A term of the store's own bookkeeping."""
    return NamedNode(STORE_NS + name)


STORE: Final = books("store")
KEY: Final = books("key")
"""The key of a report (`kg.graph.facts.Key`)."""


def edge_name(kind: FactType) -> str:
    """The local name of the direct edge of a fact type: `holds_office` is `holdsOffice`."""
    first, *rest = kind.value.split("_")
    return first + "".join(part.capitalize() for part in rest)


EDGES: Final = {kind: pol(edge_name(kind)) for kind in FactType}
EVENTS: Final = {kind: NamedNode(f"{ID}event/{kind.value}") for kind in FactType}
TYPE_OF_EDGE: Final = {node.value: kind for kind, node in EDGES.items()}
TYPE_OF_EVENT: Final = {node.value: kind for kind, node in EVENTS.items()}

_UNSAFE = re.compile(r"[^\w/.~-]")
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def node(entity_id: str) -> NamedNode:
    """The IRI of an id tail (`state/RU`); characters that an IRI or a prefixed name could not bear are percent-encoded."""
    return NamedNode(ID + _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode("utf-8", "surrogatepass")), entity_id))


def id_of(iri: str) -> str:
    """The id tail of an IRI of the project; any other IRI as it is."""
    return iri.removeprefix(ID)


def article_node(article_id: str) -> NamedNode:
    """The IRI of an article: its id where that is a plain name, else a hash of it."""
    plain = _SAFE_NAME.fullmatch(article_id) and not article_id.startswith("x-")
    return node("article/" + (article_id if plain else "x-" + short_hash(article_id)))


def short_hash(*parts: str | int | None) -> str:
    """16 hexadecimal digits that stand for the parts; stable across runs and machines."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def date_literal(value: str) -> Literal:
    """An ISO day, month or year as a literal whose datatype is its precision."""
    return Literal(value, datatype=_DATE_TYPES[len(value)])


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=XSD_INTEGER)


def decimal(value: float) -> Literal:
    """A decimal of at most four places, in one form for one value."""
    text = f"{value:.4f}".rstrip("0")
    return Literal(text + "0" if text.endswith(".") else text, datatype=XSD_DECIMAL)


def boolean(value: bool) -> Literal:
    return TRUE if value else FALSE


_SURROGATE = re.compile("[\ud800-\udfff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


def worded(text: str) -> Literal:
    """A text as a literal: tagged `ar` where it has Arabic letters, else without a tag. Lone surrogates become U+FFFD."""
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATE.search(text) else text
    return Literal(clean, language="ar") if _ARABIC.search(clean) else Literal(clean)
