"""One article's own triples: what the article is, what it mentions, and each statement as a report with its evidence.

Nothing here looks beyond the article, so that articles can be stored in any order, replaced and taken out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import starmap

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.graph import terms as t
from kg.graph.facts import Key
from kg.graph.signature import Signature
from kg.model import Article, Entity, Extraction, Fact, MentionForm, Span, Statement

CONTEXT = 32
"""How many characters before and after a quote help to find it again."""

_NAMES = {MentionForm.NAME}


@dataclass(frozen=True, slots=True)
class Written:
    """An article's quads, some perhaps twice, and a hash of them, by which a changed article is known."""

    quads: list[Quad]
    hash: str


def digest_of(article: Article, agent: str) -> str:
    """What tells whether an article is already there: its content and who read it."""
    fields = (article.id, article.title, article.body, article.date, article.source, article.url, agent)
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def article_quads(extraction: Extraction, agent: str) -> Written:
    """The quads of one article.

    Args:
        extraction: what was read out of it.
        agent: the name and version of the extractor (`siyasa-0.1.0`), as PROV's agent.
    """
    article = extraction.article
    here = t.article_node(article.id)
    quads = list(starmap(Quad, _article(article, here, extraction.entities)))
    evidence: dict[Span, NamedNode] = {}
    for fact in extraction.facts:
        key = Literal(str(_key(fact)))
        for statement in fact.statements:
            where = evidence.get(statement.evidence)
            if where is None:
                where = evidence[statement.evidence] = _evidence_node(here, statement.evidence)
                quads += starmap(Quad, _evidence(article.text, here, where, statement.evidence))
            report = report_node(here, fact, statement)
            quads += starmap(Quad, _report(article, here, report, where, fact, statement, agent))
            quads.append(Quad(report, t.KEY, key, t.BOOKS))
    quads += _bookkeeping(extraction, here, agent)
    said = hashlib.sha256(serialize(quads, format=RdfFormat.N_QUADS) or b"").hexdigest()
    quads.append(Quad(here, t.books("record"), Literal(said), t.BOOKS))
    return Written(quads, said)


def _key(fact: Fact) -> Key:
    return Key.of(fact.type, t.id_of(t.node(fact.source).value), t.id_of(t.node(fact.target).value))


def report_node(here: NamedNode, fact: Fact, statement: Statement) -> NamedNode:
    """The IRI of a report: a hash of the article, the triple, the place and the qualifiers."""
    spans = (statement.evidence.start, statement.evidence.end, statement.trigger.start, statement.trigger.end)
    qualifiers = (statement.speaker, statement.attribution, statement.polarity, statement.modality, statement.date, str(statement.ended))
    return t.node("report/" + t.short_hash(here.value, fact.type, fact.source, fact.target, *spans, *qualifiers))


Triples = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]


def _article(article: Article, here: NamedNode, entities: tuple[Entity, ...]) -> Triples:
    yield here, t.RDF_TYPE, t.pol("Article")
    yield here, t.IDENTIFIER, t.worded(article.id)
    if article.title:
        yield here, t.TITLE, t.worded(article.title)
    if article.date:
        yield here, t.DATE, t.date_literal(article.date)
    if article.source:
        yield here, t.pol("sourceName"), t.worded(article.source)
    if article.url:
        yield here, t.URL, Literal(t.worded(article.url).value, datatype=t.XSD_ANY_URI)
    for entity in entities:
        yield here, t.MENTIONS, t.node(entity.id)


def _evidence_node(here: NamedNode, span: Span) -> NamedNode:
    return t.node("evidence/" + t.short_hash(here.value, span.start, span.end))


def _evidence(text: str, here: NamedNode, where: NamedNode, span: Span) -> Triples:
    quote, position = NamedNode(where.value + "-quote"), NamedNode(where.value + "-position")
    yield where, t.RDF_TYPE, t.pol("Evidence")
    yield where, t.HAS_SOURCE, here
    yield where, t.HAS_SELECTOR, quote
    yield where, t.HAS_SELECTOR, position
    yield quote, t.RDF_TYPE, t.TEXT_QUOTE
    yield quote, t.EXACT, t.worded(text[span.start : span.end])
    yield quote, t.PREFIX, t.worded(text[max(0, span.start - CONTEXT) : span.start])
    yield quote, t.SUFFIX, t.worded(text[span.end : span.end + CONTEXT])
    yield position, t.RDF_TYPE, t.TEXT_POSITION
    yield position, t.START, t.integer(span.start)
    yield position, t.END, t.integer(span.end)


def _report(
    article: Article, here: NamedNode, report: NamedNode, where: NamedNode, fact: Fact, statement: Statement, agent: str
) -> Triples:
    yield report, t.RDF_TYPE, t.pol("Report")
    yield report, t.SUBJECT, t.node(fact.source)
    yield report, t.PREDICATE, t.EDGES[fact.type]
    yield report, t.OBJECT, t.node(fact.target)
    yield report, t.pol("article"), here
    yield report, t.pol("evidence"), where
    yield report, t.pol("attribution"), Literal(statement.attribution.value)
    yield report, t.pol("polarity"), Literal(statement.polarity.value)
    yield report, t.pol("modality"), Literal(statement.modality.value)
    yield report, t.pol("confidence"), t.decimal(statement.confidence)
    yield report, t.pol("trigger"), char_range(statement.trigger)
    yield report, t.ATTRIBUTED_TO, t.node("agent/" + agent)
    if statement.source_span:
        yield report, t.pol("sourceMention"), char_range(statement.source_span)
    if statement.target_span:
        yield report, t.pol("targetMention"), char_range(statement.target_span)
    if statement.speaker:
        yield report, t.pol("speaker"), t.node(statement.speaker)
    if statement.date:
        yield report, t.pol("time"), t.date_literal(statement.date)
    if article.date:
        yield report, t.pol("reportedOn"), t.date_literal(article.date)
    if statement.ended:
        yield report, t.pol("ended"), t.TRUE
    if statement.because:
        yield report, t.COMMENT, t.worded(statement.because)


def char_range(span: Span) -> Literal:
    """A place in the article as an RFC 5147 fragment: `char=12,20`."""
    return Literal(f"char={span.start},{span.end}")


def parse_range(value: str) -> Span:
    """The span that `char_range` wrote."""
    start, end = value.removeprefix("char=").split(",")
    return Span(int(start), int(end))


def _bookkeeping(extraction: Extraction, here: NamedNode, agent: str) -> Iterator[Quad]:
    signature = Signature.of(extraction.article.text)

    def note(name: str, value: str) -> Quad:
        return Quad(here, t.books(name), Literal(value), t.BOOKS)

    yield note("digest", digest_of(extraction.article, agent))
    yield note("signature", base64.b64encode(signature.values).decode())
    for band in signature.bands:
        yield note("band", band)
    for entity in extraction.entities:
        yield Quad(here, t.node(entity.id), Literal(described(entity)), t.SAID)


def described(entity: Entity) -> str:
    """What an article says of an entity that the knowledge base may not have, as JSON in one form."""
    names = sorted({m.text for m in entity.mentions if m.form in _NAMES} - {entity.label_ar, entity.label_en})
    fields = [t.id_of(t.node(entity.id).value), entity.type.value, entity.label_ar, entity.label_en, names, entity.iso, entity.home]
    return json.dumps(fields, ensure_ascii=True)
