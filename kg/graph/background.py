"""What the knowledge base adds to the graph of articles: labels, names, tenures and memberships of whoever occurs in it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.graph import terms as t
from kg.knowledge import load_knowledge
from kg.knowledge.things import Membership, NameKind, OfficeKind, Tenure, Thing
from kg.model import EntityType
from kg.ontology import ontologies

SHOWN_NAMES = {NameKind.NAME: t.ALT_LABEL, NameKind.SHORT: t.pol("shortName")}

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True)
class Background:
    """Things and offices by id, the memberships of each member, and the outlet behind each source string."""

    things: Mapping[str, Thing] = field(default_factory=dict)
    offices: Mapping[str, OfficeKind] = field(default_factory=dict)
    memberships: Mapping[str, Sequence[Membership]] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(things: Mapping[str, Thing], offices: Mapping[str, OfficeKind]) -> Background:
        """The background that things and offices of the knowledge base make (`things_of`)."""
        memberships: dict[str, list[Membership]] = defaultdict(list)
        outlets: dict[str, str] = {}
        for thing in sorted(things.values(), key=lambda thing: thing.id):
            for membership in thing.memberships:
                memberships[membership.member].append(membership)
            for name in thing.source_names:
                outlets.setdefault(name, thing.id)
        return Background(things, offices, memberships, outlets)

    @staticmethod
    def load(extra: Sequence[Path] = ()) -> Background:
        """The background of the shipped Turtle files and of the user's own.

        Raises:
            KnowledgeError: a file is not Turtle or not in the terms of `ontologies/README.md`.
        """
        knowledge = load_knowledge(extra)
        return Background.of(knowledge.things, knowledge.offices)

    @cached_property
    def digest(self) -> str:
        """What tells whether a store was described by this very background."""
        return t.short_hash(*(repr(item) for table in (self.things, self.offices) for _, item in sorted(table.items())))

    def outlet(self, source: str) -> NamedNode:
        """The outlet that an article's source names; one of its own where the knowledge base has none."""
        known = self.outlets.get(source)
        return t.node(known) if known else t.node("organization/x-outlet-" + t.short_hash(source.strip().lower()))


def load_event_types() -> dict[str, list[Triple]]:
    """The triples of each event type of `events.ttl` by its IRI."""
    triples: dict[str, list[Triple]] = defaultdict(list)
    for quad in parse(path=str(ontologies() / "events.ttl"), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            triples[quad.subject.value].append((quad.subject, quad.predicate, quad.object))
    return triples


def described_triples(entity: NamedNode, descriptions: Counter[str], outlet: str | None) -> Iterator[Triple]:
    """An entity as the articles describe it, for one that the knowledge base does not have: the usual label, every name.

    Args:
        entity: its IRI.
        descriptions: what articles say (`kg.graph.write.described`), and how many say so.
        outlet: the string by which articles name it as their source.
    """
    read = [(json.loads(text), count) for text, count in sorted(descriptions.items())]
    if not read:
        if outlet:
            yield entity, t.RDF_TYPE, t.pol("Organization")
            yield entity, t.CLASSIFICATION, t.node("kind/media")
        yield entity, t.LABEL, t.worded(outlet or t.id_of(entity.value).partition("/")[2])
        return
    (_, kind, label_ar, label_en, _, iso, home), _ = max(read, key=lambda item: item[1])
    yield entity, t.RDF_TYPE, t.pol(kind)
    yield entity, t.pol("known"), t.FALSE
    yield entity, t.LABEL, Literal(t.worded(label_ar).value, language="ar")
    if label_en:
        yield entity, t.LABEL, Literal(t.worded(label_en).value, language="en")
    for (_, _, other, _, names, _, _), _ in read:
        for name in {other, *names} - {label_ar}:
            yield entity, t.ALT_LABEL, t.worded(name)
    if iso:
        yield entity, t.IDENTIFIER, Literal(iso)
    if home and kind != EntityType.STATE:
        yield entity, t.pol("home"), t.node("state/" + home.removeprefix("state/"))


def thing_triples(thing: Thing, memberships: Sequence[Membership]) -> Iterator[Triple]:
    """A thing of the knowledge base: its labels, names and codes, and its tenures and memberships as nodes of their own."""
    here = t.node(thing.id)
    yield from label_triples(thing)
    for name in thing.names:
        if name.kind in SHOWN_NAMES:
            yield here, SHOWN_NAMES[name.kind], Literal(name.text, language=name.lang)
    if thing.region:
        yield here, t.IN_PLACE, Literal(thing.region)
    home = home_of(thing)
    if home:
        yield here, t.pol("home"), t.node(home)
    if thing.wikidata:
        yield here, t.SAME_AS, NamedNode(t.WIKIDATA + thing.wikidata)
    kinds = [f"kind/{kind}" for kind in thing.kinds]
    for prop, ids in ((t.CLASSIFICATION, kinds), (t.PART_OF, thing.part_of), (t.pol("party"), thing.parties)):
        for other in ids:
            yield here, prop, t.node(other)
    yield from _interval(here, thing.since, thing.until)
    if thing.date:
        yield here, t.DATE, t.date_literal(thing.date)
    for tenure in thing.tenures:
        yield from _tenure(here, tenure)
    for membership in memberships:
        yield from _membership(here, membership)


def label_triples(thing: Thing | OfficeKind) -> Iterator[Triple]:
    """What it takes to show a thing or an office that is only referred to."""
    office = isinstance(thing, OfficeKind)
    here = t.node(f"office/{thing.id}") if office else t.node(thing.id)
    yield here, t.RDF_TYPE, t.pol("Office" if isinstance(thing, OfficeKind) else thing.type.value)
    yield here, t.LABEL, Literal(thing.label_ar, language="ar")
    yield here, t.LABEL, Literal(thing.label_en, language="en")
    if isinstance(thing, Thing) and thing.code:
        yield here, t.IDENTIFIER, Literal(thing.code)


def home_of(thing: Thing) -> str | None:
    """The state that a thing belongs to: as said, else that of its latest tenure in one."""
    if thing.home or thing.type is EntityType.STATE:
        return thing.home
    posts = [tenure for tenure in thing.tenures if tenure.body.startswith("state/")]
    latest = max(posts, key=lambda tenure: (tenure.until or "9999", tenure.since or "", tenure.body), default=None)
    return latest.body if latest else None


def _interval(here: NamedNode, since: str | None, until: str | None) -> Iterator[Triple]:
    if since:
        yield here, t.pol("from"), t.date_literal(since)
    if until:
        yield here, t.pol("to"), t.date_literal(until)


def _stable(kind: str, *parts: str | None) -> NamedNode:
    return t.node(f"{kind}/" + "--".join((part or "unknown").partition("/")[2] or part or "unknown" for part in parts))


def _tenure(holder: NamedNode, tenure: Tenure) -> Iterator[Triple]:
    here = _stable("tenure", tenure.holder, tenure.office, tenure.body, tenure.since)
    yield holder, t.HAS_MEMBERSHIP, here
    yield here, t.RDF_TYPE, t.pol("Tenure")
    yield here, t.pol("holder"), holder
    yield here, t.pol("office"), t.node("office/" + tenure.office)
    yield here, t.pol("of"), t.node(tenure.body)
    yield here, t.pol("basis"), Literal(tenure.basis)
    yield from _interval(here, tenure.since, tenure.until)
    for status in ("acting", "disputed", "undated"):
        if getattr(tenure, status):
            yield here, t.pol("status"), Literal(status)


def _membership(member: NamedNode, membership: Membership) -> Iterator[Triple]:
    here = _stable("membership", membership.member, membership.organization, membership.since)
    yield t.node(membership.organization), t.pol("membership"), here
    yield here, t.RDF_TYPE, t.pol("Membership")
    yield here, t.pol("member"), member
    yield here, t.pol("organization"), t.node(membership.organization)
    yield here, t.pol("basis"), Literal(membership.basis)
    yield from _interval(here, membership.since, membership.until)
