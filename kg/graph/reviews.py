"""An analyst's corrections: reports written to a CSV, decisions read back and kept across rebuilds and new extractions.

A decision is on a report (`accept`, `reject`, `relabel`), brings one that is missing (`add`), or says that two entities are
one (`same-as`). The store keeps it with reviewer and date as PROV, apart from what was extracted, so that it can be applied
again whenever the article is read anew: to the report of the same id, else to those of the same article, triple and sentence.
A rejected report stays, marked by `prov:wasInvalidatedBy`, and counts for no fact.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.errors import InputError, Problems
from kg.graph import terms as t
from kg.graph.export import cell, replacing
from kg.graph.facts import Key
from kg.graph.quads import DEFAULT, replace, touches
from kg.graph.read import GraphView
from kg.model import Attribution, FactType, Modality, Polarity
from kg.partial_date import is_date


class Verdict(StrEnum):
    """What a reviewer decides."""

    ACCEPT = "accept"
    REJECT = "reject"
    RELABEL = "relabel"
    ADD = "add"
    SAME_AS = "same-as"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of a reviews file. What it says of the report identifies it; the `new_…` fields are what a relabelled one becomes.

    For `add` the first fields are the report that is missing; for `same-as`, `source` is the alias and `target` who it is.
    """

    decision: Verdict
    report: str = ""
    article: str = ""
    type: str = ""
    source: str = ""
    target: str = ""
    polarity: str = ""
    modality: str = ""
    speaker: str = ""
    date: str = ""
    sentence: str = ""
    new_type: str = ""
    new_source: str = ""
    new_target: str = ""
    new_polarity: str = ""
    new_modality: str = ""
    new_speaker: str = ""
    new_date: str = ""
    reviewer: str = ""
    decided_on: str = ""
    note: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """What two decisions must share for the later to replace the earlier."""
        if self.decision is Verdict.SAME_AS:
            return ("same-as", self.source)
        if self.decision is Verdict.ADD:
            return ("add", self.article, self.type, self.source, self.target, self.sentence, self.date)
        return ("report", self.report, self.article, self.type, self.source, self.target, self.sentence)

    @property
    def node(self) -> NamedNode:
        return t.node("review/" + t.short_hash(*self.about))


COLUMNS = [field.name for field in fields(Decision)]


def write_reviews(view: GraphView, oxigraph: Oxigraph, path: Path) -> int:
    """Write every report as a row to decide on, with the decisions so far; gives how many rows.

    Raises:
        InputError: the file cannot be written.
    """
    decided = {d.report: d for d in kept(oxigraph) if d.report}
    others = [d for d in kept(oxigraph) if not d.report]
    ids = {q.subject: q.object for q in oxigraph.quads_for_pattern(None, t.IDENTIFIER, None, DEFAULT)}
    rows: list[dict[str, str]] = []
    for fact in view.facts:
        for r in fact.reports:
            known = decided.pop(r.id, None)
            article = ids.get(t.node(r.article))
            about = {"type": fact.type.value, "source": fact.source, "target": fact.target, "speaker": r.speaker or ""}
            about |= {"article": article.value if isinstance(article, Literal) else r.article, "sentence": r.quote}
            about |= {"polarity": r.polarity.value, "modality": r.modality.value, "date": r.stated_time or "", "report": r.id}
            rows.append({**about, **(asdict(known) if known else {})})
    rows += [asdict(decision) for decision in (*decided.values(), *others)]
    try:
        with replacing(path) as out:
            out.write("\ufeff")
            writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
    return len(rows)


def read_reviews(path: Path, problems: Problems) -> list[Decision]:
    """The decisions of a reviews file; rows without one are passed over, bad ones told to `problems` with their line.

    Raises:
        InputError: the file cannot be read or has no column `decision`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "decision" not in (reader.fieldnames or []):
                raise InputError(f"{path}: no column named decision; begin with: kg review DIR -o {path.name}")
            rows = [(reader.line_num, {k: _bare(v) for k, v in row.items() if k in COLUMNS}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    decisions = []
    for line, row in rows:
        if row["decision"]:
            fault = _fault(row)
            if fault:
                problems.add("bad-review", f"{path}:{line}", f"{fault}; row left out")
            else:
                decisions.append(Decision(**{**row, "decision": Verdict(row["decision"])}))  # type: ignore[arg-type]
    return decisions


def _bare(value: str | None) -> str:
    """A cell without the apostrophe that guards it from being read as a formula."""
    text = (value or "").strip()
    return text[1:] if text[:1] == "'" and cell(text[1:]) == text else text


def _fault(row: dict[str, str]) -> str | None:
    """What is wrong with a row, or None."""
    if row["decision"] not in set(Verdict):
        return f"decision is {row['decision']!r} (want {', '.join(Verdict)})"
    allowed: dict[str, list[str]] = {"type": list(FactType), "polarity": list(Polarity), "modality": list(Modality)}
    for name, values in allowed.items():
        for column in (name, f"new_{name}"):
            if row.get(column) and row[column] not in values:
                return f"{column} is {row[column]!r} (want {', '.join(values)})"
    for column in ("source", "target", "speaker", "new_source", "new_target", "new_speaker"):
        if row.get(column) and row[column].partition("/")[0] not in t.ENTITY_KINDS:
            return f"{column} is {row[column]!r}, not an entity id such as state/RU"
    for column in ("date", "new_date", "decided_on"):
        if row.get(column) and not is_date(row[column]):
            return f"{column} is {row[column]!r}, not a day, month or year"
    needed = {"add": ("article", "type", "source", "target", "sentence"), "same-as": ("source", "target")}
    missing = [c for c in needed.get(row["decision"], ()) if not row.get(c)]
    if missing:
        return f"{row['decision']} needs {missing[0]}"
    if row["decision"] in {"accept", "reject", "relabel"} and not (row.get("report") or row.get("article")):
        return f"{row['decision']} needs report"
    return None


def keep(oxigraph: Oxigraph, decisions: Sequence[Decision]) -> None:
    """Store decisions, each in place of an earlier one on the same matter, and mark what they touch; `finish` applies them."""
    latest = {decision.about: decision for decision in decisions}
    old: list[Quad] = []
    new: list[Quad] = []
    for decision in latest.values():
        here = decision.node
        before = set(oxigraph.quads_for_pattern(here, None, None, None))
        quads = set(_review_quads(decision))
        if before == quads:
            continue
        old += before - quads
        new += quads - before
        if decision.decision is Verdict.SAME_AS:
            source = t.node(decision.source)
            old += [*oxigraph.quads_for_pattern(source, t.books("sameAs"), None, t.BOOKS), *_merges(oxigraph, source)]
            new += touches(entities=[source.value, t.node(decision.target).value], keys=_keys_with(oxigraph, source))
            if decision.source != decision.target:
                target = t.node(decision.target)
                new += [Quad(source, t.books("sameAs"), target, t.BOOKS), Quad(source, t.SAME_AS, target)]
        else:
            new += touches(articles=_articles_of(oxigraph, decision))
    fresh = set(new)
    replace(oxigraph, [quad for quad in old if quad not in fresh], fresh)


def _merges(oxigraph: Oxigraph, source: NamedNode) -> Iterator[Quad]:
    for quad in oxigraph.quads_for_pattern(source, t.SAME_AS, None, DEFAULT):
        if isinstance(quad.object, NamedNode) and not quad.object.value.startswith(t.WIKIDATA):
            yield quad


def _keys_with(oxigraph: Oxigraph, entity: NamedNode) -> set[str]:
    """The keys of facts that name an entity, before and after it is made another."""
    keys: set[str] = set()
    for end in (t.SUBJECT, t.OBJECT):
        for quad in oxigraph.quads_for_pattern(None, end, entity, DEFAULT):
            for key in oxigraph.quads_for_pattern(quad.subject, t.KEY, None, t.BOOKS):
                keys.add(key.object.value)  # type: ignore[union-attr]
            for link in oxigraph.quads_for_pattern(None, t.pol("report"), quad.subject, DEFAULT):
                for mark in oxigraph.quads_for_pattern(link.subject, t.books("factKey"), None, t.BOOKS):
                    keys.add(mark.object.value)  # type: ignore[union-attr]
    return keys


def _articles_of(oxigraph: Oxigraph, decision: Decision) -> list[NamedNode]:
    articles = [t.article_node(decision.article)] if decision.article else []
    if decision.report:
        links = oxigraph.quads_for_pattern(t.node(decision.report), t.pol("article"), None, DEFAULT)
        articles += [quad.object for quad in links if isinstance(quad.object, NamedNode)]
    return articles


def _review_quads(decision: Decision) -> Iterator[Quad]:
    here = decision.node
    prov = t.PROV_NS
    yield Quad(here, t.RDF_TYPE, t.pol("Review"))
    yield Quad(here, t.pol("decision"), Literal(decision.decision.value))
    reviewer = t.node("agent/reviewer-" + t.short_hash(decision.reviewer))
    yield Quad(here, NamedNode(prov + "wasAssociatedWith"), reviewer)
    yield Quad(reviewer, t.LABEL, t.worded(decision.reviewer or "unnamed reviewer"))
    if decision.decided_on:
        yield Quad(here, t.DATE, t.date_literal(decision.decided_on))
    if decision.note:
        yield Quad(here, t.COMMENT, t.worded(decision.note))
    if decision.report:
        yield Quad(here, NamedNode(prov + "used"), t.node(decision.report))
    if decision.decision is Verdict.SAME_AS:
        for entity in (decision.source, decision.target):
            yield Quad(here, NamedNode(prov + "used"), t.node(entity))
    yield Quad(here, t.books("decision"), Literal(json.dumps(asdict(decision), ensure_ascii=True, sort_keys=True)), t.BOOKS)


def kept(oxigraph: Oxigraph) -> list[Decision]:
    """All decisions that the store keeps, in one order."""
    quads = oxigraph.quads_for_pattern(None, t.books("decision"), None, t.BOOKS)
    rows = sorted(str(getattr(quad.object, "value", "")) for quad in quads)
    return [Decision(**{**json.loads(row), "decision": Verdict(json.loads(row)["decision"])}) for row in rows]


def reapply(oxigraph: Oxigraph, articles: Iterable[NamedNode]) -> None:
    """Apply the kept decisions to the reports of articles that were read anew or decided on."""
    wanted, decisions = set(articles), kept(oxigraph)
    if not wanted or not decisions:
        return
    old: set[Quad] = set()
    new: set[Quad] = set()
    for article in wanted:
        for quad in oxigraph.quads_for_pattern(None, t.pol("article"), article, DEFAULT):
            old |= set(oxigraph.quads_for_pattern(quad.subject, t.INVALIDATED_BY, None, DEFAULT))
            if any(True for _ in oxigraph.quads_for_pattern(quad.subject, t.GENERATED_BY, None, DEFAULT)):
                old |= set(oxigraph.quads_for_pattern(quad.subject, None, None, None))
                new |= set(touches(keys=_keys_of(oxigraph, quad.subject)))
    for decision in decisions:
        if decision.decision is Verdict.ADD:
            article = t.article_node(decision.article)
            if article in wanted and any(True for _ in oxigraph.quads_for_pattern(article, t.RDF_TYPE, None, DEFAULT)):
                new |= set(_added(oxigraph, decision, article))
        elif decision.decision in {Verdict.REJECT, Verdict.RELABEL}:
            for report in _found(oxigraph, decision, wanted):
                new.add(Quad(report, t.INVALIDATED_BY, decision.node))
                if decision.decision is Verdict.RELABEL:
                    new |= set(_relabelled(oxigraph, decision, report))
    replace(oxigraph, old - new, new)


def _keys_of(oxigraph: Oxigraph, report: NamedNode | object) -> list[str]:
    quads = oxigraph.quads_for_pattern(report, t.KEY, None, t.BOOKS)  # type: ignore[arg-type]
    return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]


def _found(oxigraph: Oxigraph, decision: Decision, articles: set[NamedNode]) -> list[NamedNode]:
    """The reports that a decision is on: the one it names, else those of its article with its triple and sentence."""
    find = oxigraph.quads_for_pattern
    if decision.report:
        named = [q for q in find(t.node(decision.report), t.pol("article"), None, DEFAULT)]
        if named:
            return [t.node(decision.report)] if named[0].object in articles else []
    article = t.article_node(decision.article)
    if not decision.article or article not in articles:
        return []
    key = str(Key.of(FactType(decision.type), decision.source, decision.target)) if decision.type else ""
    found = []
    for quad in find(None, t.pol("article"), article, DEFAULT):
        generated = any(True for _ in find(quad.subject, t.GENERATED_BY, None, DEFAULT))
        if not generated and isinstance(quad.subject, NamedNode) and key in _keys_of(oxigraph, quad.subject):
            evidence = _one(oxigraph, quad.subject, t.pol("evidence"))
            quote = _one(oxigraph, NamedNode(f"{evidence.value}-quote"), t.EXACT) if isinstance(evidence, NamedNode) else None
            if isinstance(quote, Literal) and quote.value == decision.sentence:
                found.append(quad.subject)
    return found


def _one(oxigraph: Oxigraph, subject: NamedNode, predicate: NamedNode) -> object:
    return next((quad.object for quad in oxigraph.quads_for_pattern(subject, predicate, None, DEFAULT)), None)


def _relabelled(oxigraph: Oxigraph, decision: Decision, report: NamedNode) -> Iterator[Quad]:
    """The reviewer's report in place of a rejected one: its triples with the new values."""
    here = t.node("report/" + t.short_hash(report.value, decision.node.value))
    values = {q.predicate: q.object for q in oxigraph.quads_for_pattern(report, None, None, DEFAULT)}
    values.pop(t.INVALIDATED_BY, None)
    changes = {
        t.PREDICATE: t.EDGES[FactType(decision.new_type)] if decision.new_type else None,
        t.SUBJECT: t.node(decision.new_source) if decision.new_source else None,
        t.OBJECT: t.node(decision.new_target) if decision.new_target else None,
        t.pol("polarity"): Literal(decision.new_polarity) if decision.new_polarity else None,
        t.pol("modality"): Literal(decision.new_modality) if decision.new_modality else None,
        t.pol("speaker"): t.node(decision.new_speaker) if decision.new_speaker else None,
        t.pol("attribution"): Literal(Attribution.NAMED.value) if decision.new_speaker else None,
        t.pol("time"): t.date_literal(decision.new_date) if decision.new_date else None,
    }
    values |= {predicate: value for predicate, value in changes.items() if value is not None}
    values[t.ATTRIBUTED_TO] = t.node("agent/reviewer-" + t.short_hash(decision.reviewer))
    values[t.GENERATED_BY] = decision.node
    values[t.DERIVED_FROM] = report
    for predicate, value in values.items():
        yield Quad(here, predicate, value)
    yield from _keyed(here, values)


def _keyed(here: NamedNode, values: Mapping[NamedNode, object]) -> Iterator[Quad]:
    ends = [values[p] for p in (t.SUBJECT, t.OBJECT)]
    source, target = (end.value for end in ends if isinstance(end, NamedNode))
    edge = values[t.PREDICATE]
    assert isinstance(edge, NamedNode)
    key = str(Key.of(t.TYPE_OF_EDGE[edge.value], t.id_of(source), t.id_of(target)))
    yield Quad(here, t.KEY, Literal(key), t.BOOKS)
    yield from touches(keys=[key], entities=[source, target])


def _added(oxigraph: Oxigraph, decision: Decision, article: NamedNode) -> Iterator[Quad]:
    """The report that a reviewer found missing, with its sentence as evidence."""
    here = t.node("report/" + t.short_hash(decision.node.value))
    evidence = t.node("evidence/" + t.short_hash(article.value, decision.sentence))
    quote = NamedNode(evidence.value + "-quote")
    speaker = t.node(decision.speaker) if decision.speaker else None
    values: dict[NamedNode, object] = {
        t.RDF_TYPE: t.pol("Report"),
        t.SUBJECT: t.node(decision.source),
        t.PREDICATE: t.EDGES[FactType(decision.type)],
        t.OBJECT: t.node(decision.target),
        t.pol("article"): article,
        t.pol("evidence"): evidence,
        t.pol("attribution"): Literal((Attribution.NAMED if speaker else Attribution.OUTLET).value),
        t.pol("polarity"): Literal(decision.polarity or Polarity.POSITIVE.value),
        t.pol("modality"): Literal(decision.modality or Modality.ACTUAL.value),
        t.pol("confidence"): t.decimal(1.0),
        t.pol("speaker"): speaker,
        t.pol("time"): t.date_literal(decision.date) if decision.date else None,
        t.pol("reportedOn"): _one(oxigraph, article, t.DATE),
        t.ATTRIBUTED_TO: t.node("agent/reviewer-" + t.short_hash(decision.reviewer)),
        t.GENERATED_BY: decision.node,
    }
    for predicate, value in values.items():
        if isinstance(value, NamedNode | Literal):
            yield Quad(here, predicate, value)
    yield Quad(evidence, t.RDF_TYPE, t.pol("Evidence"))
    yield Quad(evidence, t.HAS_SOURCE, article)
    yield Quad(evidence, t.HAS_SELECTOR, quote)
    yield Quad(quote, t.RDF_TYPE, t.TEXT_QUOTE)
    yield Quad(quote, t.EXACT, t.worded(decision.sentence))
    yield from _keyed(here, values)
