"""A store read back as plain values (`kg.graph.read`).

Facts and reports, which are many, are read one at a time; what there is less of, one scan a property, joined in Python.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode
from pyoxigraph import Store as Oxigraph

from kg.graph import terms as t
from kg.graph.facts import DAY
from kg.graph.read import ActorView, FactView, GraphView, MembershipView, ReportView, TenureView
from kg.graph.write import parse_range
from kg.model import Attribution, EntityType, Modality, Polarity, Span
from kg.ontology import ID, NS

if TYPE_CHECKING:
    from kg.graph.store import Store

_DEFAULT = DefaultGraph()
_ENTITY_TYPES = {NS + kind.value: kind for kind in EntityType}
Column = dict[str, str]


class Columns:
    """The values of properties by subject, each property scanned once when it is first asked for; IRIs of ours as id tails."""

    def __init__(self, oxigraph: Oxigraph) -> None:
        self._store = oxigraph
        self._one: dict[str, Column] = {}
        self._shared: dict[str, str] = {}
        """Each id and each day once: thousands of reports are of one actor, or of one day."""

    def one(self, predicate: NamedNode) -> Column:
        """Subject → value; the greatest where there are several."""
        if predicate.value not in self._one:
            column: Column = {}
            for subject, value in self.pairs(predicate):
                if value > column.get(subject, ""):
                    column[subject] = value
            self._one[predicate.value] = column
        return self._one[predicate.value]

    def many(self, predicate: NamedNode) -> dict[str, list[str]]:
        """Subject → values, sorted."""
        column: dict[str, list[str]] = defaultdict(list)
        for subject, value in self.pairs(predicate):
            column[subject].append(value)
        for values in column.values():
            values.sort()
        return column

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[str, str]]:
        """All subjects of a property with its values, in no order."""
        quads = self._store.quads_for_pattern(None, predicate, None, _DEFAULT)
        return ((self._text(q.subject), self._text(q.object)) for q in quads if isinstance(q.subject, NamedNode))

    def of(self, subject: str, predicate: NamedNode | None = None) -> dict[str, list[str]]:
        """Property → values, sorted, of one subject, without a scan of all; properties of ours as local names."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(NamedNode(ID + subject), predicate, None, _DEFAULT):
            found[quad.predicate.value.removeprefix(NS)].append(self._text(quad.object))
        for values in found.values():
            values.sort()
        return found

    def _text(self, term: object) -> str:
        value = _value(term)
        return self._shared.setdefault(value, value) if isinstance(term, NamedNode) or len(value) <= DAY else value

    def labels(self, lang: str) -> Column:
        """Subject → its label in a language, or the untagged one."""
        found: dict[str, tuple[bool, str]] = {}
        for quad in self._store.quads_for_pattern(None, t.LABEL, None, _DEFAULT):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.language in {lang, None}:
                subject, label = t.id_of(quad.subject.value), (quad.object.language == lang, quad.object.value)
                found[subject] = max(label, found.get(subject, (False, "")))
        return {subject: label for subject, (_, label) in found.items()}


def _value(term: object) -> str:
    if isinstance(term, NamedNode):
        return t.id_of(term.value)
    return term.value if isinstance(term, Literal) else ""


def read_graph(store: Store) -> GraphView:
    """Everything that analysis and views need, in one order whatever the store's history.

    Actors are the entities that articles mention or facts join; facts come with their reports, the first published first.
    """
    columns = Columns(store.oxigraph)
    facts = _facts(columns)
    wanted = {end for fact in facts for end in (fact.source, fact.target)}
    wanted |= {report.speaker for fact in facts for report in fact.reports if report.speaker}
    wanted |= {report.outlet for fact in facts for report in fact.reports if report.outlet}
    wanted |= {entity for _, entity in columns.pairs(t.MENTIONS)}
    return GraphView(actors=_actors(columns, wanted), facts=facts)


def _facts(columns: Columns) -> tuple[FactView, ...]:
    views = []
    read = _Reports(columns)
    for fact in sorted({fact for fact, _ in columns.pairs(t.pol("report"))}):
        said = columns.of(fact)
        source = said["source"][-1]
        members = sorted((read.view(report, source) for report in said["report"]), key=lambda r: (r.reported_on or "", r.article, r.id))
        views.append(
            FactView(
                id=fact,
                type=t.TYPE_OF_EVENT[t.node(said["type"][-1]).value],
                source=source,
                target=said["target"][-1],
                time=last(said, "time") or last(said, "from"),
                reported_on=last(said, "reportedOn"),
                asserted=last(said, "asserted") == "true",
                reports=tuple(members),
            )
        )
    return tuple(views)


def last(said: dict[str, list[str]], name: str) -> str | None:
    """The greatest value of a property, None where there is none."""
    return said[name][-1] if name in said else None


_OF_REPORT = (
    *("article", "evidence", "trigger", "sourceMention", "targetMention", "speaker", "attribution", "polarity", "modality"),
    *("time", "ended", "confidence", "reportedOn"),
)


class _Reports:
    """Makes report views."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._title, self._url = columns.one(t.TITLE), columns.one(t.URL)
        self._dispatch, self._outlet = columns.one(t.pol("dispatch")), columns.one(t.PUBLISHER)
        self._evidence: dict[str, tuple[str, int | None]] = {}
        self._same = {alias: other for alias, other in columns.pairs(t.SAME_AS) if not other.startswith(t.WIKIDATA)}

    def view(self, report: str, source: str) -> ReportView:
        """A report as part of a fact whose source is `source` (the ends of a symmetric one may be turned round)."""
        said = self._columns.of(report)
        value = {name: last(said, name) for name in _OF_REPORT}
        article, evidence = value["article"] or "", value["evidence"] or ""
        if evidence not in self._evidence:  # two reports have one, as a rule
            self._evidence[evidence] = self._place(evidence)
        quote, start = self._evidence[evidence]
        subject = last(said, t.SUBJECT.value) or source
        turned = self._same.get(subject, subject) != source
        places = {
            "trigger": value["trigger"],
            "source": value["targetMention" if turned else "sourceMention"],
            "target": value["sourceMention" if turned else "targetMention"],
        }
        return ReportView(
            id=report,
            article=article,
            title=self._title.get(article),
            url=self._url.get(article),
            outlet=self._outlet.get(article),
            reported_on=value["reportedOn"],
            quote=quote,
            marks=_marks(places, start, len(quote)) if start is not None else (),
            speaker=self._same.get(value["speaker"] or "", value["speaker"]),
            attribution=Attribution(value["attribution"] or "outlet"),
            polarity=Polarity(value["polarity"] or "positive"),
            modality=Modality(value["modality"] or "actual"),
            stated_time=value["time"],
            ended=value["ended"] == "true",
            confidence=float(value["confidence"] or 1.0),
            dispatch=self._dispatch.get(article, article),
        )

    def _place(self, evidence: str) -> tuple[str, int | None]:
        """The quote of an evidence, and where it begins in the article."""
        quote = last(self._columns.of(evidence + "-quote", t.EXACT), t.EXACT.value)
        start = last(self._columns.of(evidence + "-position", t.START), t.START.value)
        return quote or "", int(start) if start is not None else None


def _marks(places: dict[str, str | None], start: int, length: int) -> tuple[tuple[int, int, str], ...]:
    """Places within the quote, in order; what lies outside it is left out."""
    spans = {role: parse_range(place) for role, place in places.items() if place}
    inside = {role: Span(s.start - start, s.end - start) for role, s in spans.items() if start <= s.start < s.end <= start + length}
    return tuple(sorted((span.start, span.end, role) for role, span in inside.items()))


def _actors(columns: Columns, wanted: set[str]) -> tuple[ActorView, ...]:
    kinds: dict[str, EntityType] = {}
    for subject, kind in columns.pairs(t.RDF_TYPE):
        if kind in _ENTITY_TYPES:
            kinds[subject] = _ENTITY_TYPES[kind]
    arabic, english = columns.labels("ar"), columns.labels("en")
    code, home, known = columns.one(t.IDENTIFIER), columns.one(t.pol("home")), columns.one(t.pol("known"))
    names, short = columns.many(t.ALT_LABEL), columns.many(t.pol("shortName"))
    same = columns.many(t.SAME_AS)
    tenures, memberships = _tenures(columns, arabic, english), _memberships(columns)
    actors = []
    for entity in sorted(wanted & kinds.keys()):
        merged = [other for other in same.get(entity, []) if not other.startswith(t.WIKIDATA)]
        if merged:
            continue
        wikidata = [other.removeprefix(t.WIKIDATA) for other in same.get(entity, []) if other.startswith(t.WIKIDATA)]
        actors.append(
            ActorView(
                id=entity,
                type=kinds[entity],
                label_ar=arabic.get(entity) or english.get(entity) or entity,
                label_en=english.get(entity) or arabic.get(entity) or entity,
                names=tuple(sorted({*names.get(entity, []), *short.get(entity, [])})),
                iso=code.get(entity) if kinds[entity] is EntityType.STATE else None,
                home=home.get(entity),
                known=known.get(entity) != "false",
                wikidata=wikidata[0] if wikidata else None,
                tenures=tuple(tenures.get(entity, [])),
                memberships=tuple(memberships.get(entity, [])),
            )
        )
    return tuple(actors)


def _tenures(columns: Columns, arabic: Column, english: Column) -> dict[str, list[TenureView]]:
    office, body = columns.one(t.pol("office")), columns.one(t.pol("of"))
    since, until = columns.one(t.pol("from")), columns.one(t.pol("to"))
    views: dict[str, list[TenureView]] = defaultdict(list)
    for tenure, holder in columns.one(t.pol("holder")).items():
        held = office.get(tenure, "")
        dates = since.get(tenure), until.get(tenure)
        views[holder].append(TenureView(arabic.get(held, held), english.get(held, held), body.get(tenure, ""), *dates))
    return {holder: sorted(v, key=lambda x: (x.since or "", x.office_en, x.body, x.until or "")) for holder, v in views.items()}


def _memberships(columns: Columns) -> dict[str, list[MembershipView]]:
    organization, since, until = columns.one(t.pol("organization")), columns.one(t.pol("from")), columns.one(t.pol("to"))
    views: dict[str, list[MembershipView]] = defaultdict(list)
    for membership, member in columns.one(t.pol("member")).items():
        views[member].append(MembershipView(organization.get(membership, ""), since.get(membership), until.get(membership)))
    return {member: sorted(v, key=lambda x: (x.organization, x.since or "")) for member, v in views.items()}
