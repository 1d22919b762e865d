"""Which reports of a fact tell most, and which facts stand on the most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.graph.read import FactView, ReportView
from kg.model import Attribution, Modality, Polarity


def status(report: ReportView) -> str:
    """How firmly a report states its fact: `denied`, `possible`, `planned`, `demanded`, `claimed` or `reported`."""
    if report.polarity is Polarity.NEGATIVE:
        return "denied"
    if report.modality is not Modality.ACTUAL:
        return report.modality.value
    return "reported" if report.attribution is Attribution.OUTLET else "claimed"


def ranked_reports(reports: Iterable[ReportView]) -> list[ReportView]:
    """The reports with the most telling first: one of each dispatch before a second of any, own voice first, then the surest."""
    by_worth = sorted(reports, key=_worth)
    seen: dict[str, int] = {}
    turns: list[tuple[int, int]] = []
    for place, report in enumerate(by_worth):
        turn = seen[report.dispatch] = seen.get(report.dispatch, -1) + 1
        turns.append((turn, place))
    return [by_worth[place] for _, place in sorted(turns)]


def _worth(report: ReportView) -> tuple[int, float, str, str]:
    return _FIRMNESS[status(report)], -report.confidence, report.reported_on or "", report.id


_FIRMNESS = {"reported": 0, "claimed": 1, "denied": 2, "planned": 3, "possible": 4, "demanded": 5}


def best_reports(batches: Iterable[Iterable[ReportView]], most: int) -> list[ReportView]:
    """The first of the ranked reports, at most so many, found batch by batch: the best of all are among the best of each part.

    Where they all say of something that it is over, but another does not, that one comes in place of the last: whatever is told of a
    fact that holds must show from its best reports alone.
    """
    best: list[ReportView] = []
    holding: list[ReportView] = []
    for batch in batches:
        reports = list(batch)
        best = ranked_reports([*best, *reports])[:most]
        holding = sorted((r for r in [*holding, *reports] if _holds(r)), key=_worth)[:1]
    return best if any(map(_holds, best)) else ranked_reports([*best[: most - len(holding)], *holding])


def _holds(report: ReportView) -> bool:
    """Whether an outlet says in its own voice that it is so and not over."""
    return status(report) == "reported" and not report.ended


def cut(fact: FactView, most: int) -> FactView:
    """The fact with its best reports alone, the best first, at most so many."""
    return replace(fact, reports=tuple(best_reports([fact.reports], most)), all_told=fact.told)


def fitting(told: Iterable[int], *, least: int, most: int, rows: int) -> int:
    """How many reports each fact can keep, the same number for all, where `told` is how many each has.

    `most`, or as many as keep all facts together within so many rows, but no fewer than `least`.
    """
    given = list(told)
    return next((keep for keep in range(most, least, -1) if sum(min(keep, number) for number in given) <= rows), min(least, most))


def strength(fact: FactView) -> tuple[int, bool, str]:
    """By what facts are sorted, the strongest first: the dispatches that affirm it, then whether it is asserted, then its id."""
    return -fact.told.affirming, not fact.asserted, fact.id
