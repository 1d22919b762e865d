"""A choice of the graph as the page reads it: one dict a node and a fact, with repeated strings in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kg.graph.ranking import status
from kg.graph.read import ActorView, FactView, ReportView
from kg.render.choose import MAX_SENTENCES


@dataclass(slots=True)
class Table:
    """Values that many rows share, each stored once; a row keeps its number, -1 for none."""

    values: list[Any] = field(default_factory=list)
    _number: dict[Any, int] = field(default_factory=dict)

    def number(self, key: Any, value: Any = None) -> int:
        """The number of `key`, new ones at the end; `value` is what is stored, the key itself by default."""
        if key is None:
            return -1
        if key not in self._number:
            self._number[key] = len(self.values)
            self.values.append(key if value is None else value)
        return self._number[key]


@dataclass(slots=True)
class Tables:
    """The shared values of a page."""

    articles: Table = field(default_factory=Table)
    quotes: Table = field(default_factory=Table)
    outlets: Table = field(default_factory=Table)
    speakers: Table = field(default_factory=Table)
    dispatches: Table = field(default_factory=Table)

    def as_data(self) -> dict[str, Any]:
        return {name: getattr(self, name).values for name in ("articles", "quotes", "outlets", "speakers", "dispatches")}


def web_address(url: str | None) -> str | None:
    """The URL where it is an absolute http or https one, else None: what stands in an article may be anything."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def node_row(actor: ActorView, *, home: str | None) -> dict[str, Any]:
    """An actor's own part of its node."""
    return {
        "en": actor.label_en,
        "kind": actor.type.value,
        "iso": actor.iso,
        "home": home,
        "known": int(actor.known),
        "names": list(actor.names),
        "wikidata": actor.wikidata,
        "tenures": [[t.office_ar, t.office_en, t.body, t.since, t.until] for t in actor.tenures],
        "memberships": [[m.organization, m.since, m.until] for m in actor.memberships],
    }


def fact_row(fact: FactView, tables: Tables) -> dict[str, Any]:
    """A fact with its reports as chosen; `d` counts the independent dispatches and `n` the reports, all of them, embedded or not."""
    return {
        "id": fact.id,
        "type": fact.type.value,
        "t": fact.time,
        "on": fact.reported_on,
        "ok": int(fact.asserted),
        "d": fact.told.dispatches,
        "n": fact.told.reports,
        "rows": [report_row(report, tables, sentence=place < MAX_SENTENCES) for place, report in enumerate(fact.reports)],
    }


def report_row(report: ReportView, tables: Tables, *, sentence: bool) -> list[Any]:
    """[outlet, dispatch, status, confidence in %, ended, date], then with its sentence
    [article, quote, marks, speaker, attribution, time as said, id].
    """
    outlet = tables.outlets.number(report.outlet)
    dispatch = tables.dispatches.number(report.dispatch)
    row: list[Any] = [outlet, dispatch, status(report), round(report.confidence * 100), int(report.ended), report.reported_on]
    if sentence:
        article = tables.articles.number(report.article, [report.article, report.title, web_address(report.url)])
        quote, speaker = tables.quotes.number(report.quote), tables.speakers.number(report.speaker)
        marks = [list(mark) for mark in sorted(report.marks)]
        row += [article, quote, marks, speaker, report.attribution.value, report.stated_time, report.id]
    return row


def pair_weights(facts: Iterable[FactView], factor: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """The weight of each pair of actors, alphabetical: dispatches times the factor of the type (none where it is 0)."""
    weights: dict[tuple[str, str], float] = {}
    for fact in facts:
        worth = factor[fact.type.value] * fact.told.dispatches
        if worth and fact.source != fact.target:
            pair = (min(fact.source, fact.target), max(fact.source, fact.target))
            weights[pair] = weights.get(pair, 0.0) + worth
    return weights
