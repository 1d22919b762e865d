"""Which reports are of one fact: the rule by which reports of many articles join.

An event is (type, source, target) at its time. Reports that give one time, in one precision, are of one fact. A report that
gives none joins the fact whose day lies nearest to its publication day, at most `NEARBY_DAYS` away (the earlier of two as
near); else it stands with the other undated reports of that publication day. A standing relation is one fact, whatever its
dates. The rule looks at the set of reports alone, so their order does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kg.graph.terms import short_hash
from kg.model import FactType

NEARBY_DAYS = 3
DAY = len("2018-07-12")


class Key(NamedTuple):
    """What a fact is about, whenever it is: a type and two entity ids, in order of id for the symmetric types."""

    type: FactType
    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.type.value} {self.source} {self.target}"

    @staticmethod
    def of(kind: FactType, source: str, target: str) -> Key:
        """The key of a triple as an article states it."""
        return Key(kind, target, source) if kind.symmetric and target < source else Key(kind, source, target)

    @staticmethod
    def parse(text: str) -> Key:
        """The key that `str` wrote."""
        kind, source, target = text.split(" ")
        return Key(FactType(kind), source, target)


@dataclass(frozen=True, slots=True, order=True)
class ReportRow:
    """What of a report decides about its fact. `asserts` is whether it lets a direct edge stand."""

    id: str
    time: str | None
    reported_on: str | None
    asserts: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact with the reports that join in it.

    `time` is that of an event; `since` and `until` those of a standing relation, None where no report gives one.
    """

    id: str
    key: Key
    time: str | None
    since: str | None
    until: str | None
    reported_on: str | None
    asserted: bool
    ended: bool
    reports: tuple[str, ...]


def facts_of(key: Key, reports: Iterable[ReportRow]) -> list[FactRow]:
    """The facts of one key, in order of time; none for a thing with itself or without reports."""
    rows = sorted(set(reports))
    if not rows or key.source == key.target:
        return []
    if key.type.standing:
        return [_standing(key, rows)]
    dated: dict[str, list[ReportRow]] = defaultdict(list)
    undated: dict[str, list[ReportRow]] = defaultdict(list)
    for row in rows:
        if row.time:
            dated[row.time].append(row)
    days = [date.fromisoformat(time) for time in sorted(dated) if len(time) == DAY]
    for row in rows:
        if not row.time:
            day = _nearby(row.reported_on, days)
            (dated if day else undated)[day or row.reported_on or ""].append(row)
    facts = [_event(key, time, members, dated=True) for time, members in sorted(dated.items())]
    return facts + [_event(key, day, members, dated=False) for day, members in sorted(undated.items())]


def _nearby(reported_on: str | None, days: list[date]) -> str | None:
    if reported_on is None or len(reported_on) != DAY or not days:
        return None
    published = date.fromisoformat(reported_on)
    nearest = min(days, key=lambda day: (abs((day - published).days), day))
    return nearest.isoformat() if abs((nearest - published).days) <= NEARBY_DAYS else None


def _event(key: Key, when: str, rows: list[ReportRow], *, dated: bool) -> FactRow:
    return _row(key, f"{'at' if dated else 'reported'} {when}", rows, time=when if dated else None)


def _standing(key: Key, rows: list[ReportRow]) -> FactRow:
    starts = sorted(row.time for row in rows if row.time and not row.ended)
    ends = sorted(row.time for row in rows if row.time and row.ended)
    since = starts[0] if starts else None
    ends = [end for end in ends if since is None or end >= since]
    return _row(key, "standing", rows, since=since, until=ends[-1] if ends else None)


def _row(
    key: Key, when: str, rows: list[ReportRow], *, time: str | None = None, since: str | None = None, until: str | None = None
) -> FactRow:
    days = sorted(row.reported_on for row in rows if row.reported_on)
    return FactRow(
        id="fact/" + short_hash(key.type.value, key.source, key.target, when),
        key=key,
        time=time,
        since=since,
        until=until,
        reported_on=days[0] if days else None,
        asserted=any(row.asserts for row in rows),
        ended=key.type.standing and all(row.ended for row in rows),
        reports=tuple(sorted(row.id for row in rows)),
    )
