"""Precision, recall and F1 of extraction records against annotated articles.

An extracted entity stands for an annotated one by `align`. Facts are compared as sets of (type, source, target) an article; symmetric
types disregard direction. `events (states)` replaces each person by the state that the annotation has him lead or serve. Qualifiers are
scored on facts found right in which either side says other than the default, so that saying nothing earns nothing. The interval is a
bootstrap over articles.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.evaluation.alignment import align, fold, surfaces
from kg.model import STANDING, SYMMETRIC, FactType

__all__ = ["Evaluation", "Measure", "align", "evaluate", "fact_key", "read_gold", "read_records"]

Key = tuple[str, str, str]
STANDING_NAMES = frozenset(t.value for t in STANDING)
SYMMETRIC_NAMES = frozenset(t.value for t in SYMMETRIC)
DEFAULTS: Mapping[str, Any] = {"speaker": None, "polarity": "positive", "modality": "actual", "date": None}
DRAWS = 400


@dataclass(slots=True)
class Measure:
    """Right, spurious and missed counts of one measure, kept for each article so that they can be resampled."""

    cells: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, gold: Collection[Hashable], found: Collection[Hashable]) -> None:
        gold, found = set(gold), set(found)
        self.cells.append((len(gold & found), len(found - gold), len(gold - found)))

    def add_counts(self, right: int, spurious: int, missed: int) -> None:
        self.cells.append((right, spurious, missed))

    def totals(self) -> tuple[int, int, int]:
        right, spurious, missed = (sum(cell[i] for cell in self.cells) for i in range(3))
        return right, spurious, missed

    @property
    def precision(self) -> float:
        right, spurious, _ = self.totals()
        return right / (right + spurious) if right + spurious else 0.0

    @property
    def recall(self) -> float:
        right, _, missed = self.totals()
        return right / (right + missed) if right + missed else 0.0

    @property
    def f1(self) -> float:
        return f1_of(self.totals())

    def interval(self) -> tuple[float, float]:
        """The middle 95 % of F1 over resampled articles."""
        draw = random.Random(0)
        drawn = (draw.choices(self.cells, k=len(self.cells)) for _ in range(DRAWS))
        values = sorted(f1_of(tuple(sum(c[i] for c in cells) for i in range(3))) for cells in drawn)
        return values[round(0.025 * DRAWS) - 1], values[round(0.975 * DRAWS) - 1]


def f1_of(counts: Sequence[int]) -> float:
    right, spurious, missed = counts
    return 2 * right / (2 * right + spurious + missed) if right else 0.0


@dataclass(slots=True)
class Evaluation:
    """All measures over a set of articles, by name; calibration where the records carry confidence."""

    articles: int
    missing: int
    measures: dict[str, Measure]
    qualifiers: dict[str, Measure]
    by_type: dict[str, Measure]
    evidence: float | None = None
    brier: float | None = None
    ece: float | None = None


def read_gold(folder: Path) -> dict[str, dict[str, Any]]:
    """The annotated articles of a folder by id.

    Raises:
        InputError: the folder has none.
    """
    gold = {}
    for path in sorted(folder.glob("*.json")):
        try:
            article = json.loads(path.read_text("utf-8"))
            gold[article["id"]] = article
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: not an annotated article: {error}; mend or remove it") from error
    if not gold:
        raise InputError(f"{folder}: no annotated article (.json) in this folder")
    return gold


def read_records(path: Path) -> dict[str, dict[str, Any]]:
    """Extraction records, one JSON object a line, by id.

    Raises:
        InputError: a line is not a record.
    """
    records = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
                records[record["id"]] = record
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"{path}:{number}: not an extraction record: {error}; write it anew with kg extract") from error
    return records


def evaluate(gold: Mapping[str, Mapping[str, Any]], records: Mapping[str, Mapping[str, Any]]) -> Evaluation:
    """Compare records with annotated articles; an article without a record counts as one in which nothing was found."""
    names = (
        "entities",
        "entities, typed",
        "states",
        "persons",
        "surfaces",
        "standing (actors)",
        "events (actors)",
        "events (states)",
        "dyads (states, any event)",
        "facts (actors)",
    )
    result = Evaluation(
        articles=len(gold),
        missing=len(gold.keys() - records.keys()),
        measures={name: Measure() for name in names},
        qualifiers={name: Measure() for name in DEFAULTS},
        by_type={t.value: Measure() for t in FactType},
    )
    forecasts: list[tuple[float, bool]] = []
    evidence: list[bool] = []
    for article_id in sorted(gold):
        record = records.get(article_id, {})
        target = _targets(gold[article_id], record)
        _count_entities(result, gold[article_id]["entities"], record.get("entities", []), target)
        _count_facts(result, gold[article_id], record, target, forecasts, evidence)
    result.evidence = sum(evidence) / len(evidence) if evidence else None
    if forecasts:
        result.brier = sum((p - right) ** 2 for p, right in forecasts) / len(forecasts)
        result.ece = calibration_error(forecasts)
    return result


def calibration_error(forecasts: Iterable[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equal bins (Guo et al. 2017, On Calibration of Modern Neural Networks)."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, right in forecasts:
        bins.setdefault(min(9, int(p * 10)), []).append((p, right))
    total = sum(len(b) for b in bins.values())
    return sum(abs(sum(p for p, _ in b) - sum(right for _, right in b)) for b in bins.values()) / total


def _targets(gold: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, str]:
    """Extracted id → annotated id, or a name of its own for what stands for none."""
    aligned = align(gold["entities"], record.get("entities", []))
    return {e["id"]: aligned.get(e["id"], "?" + e["id"]) for e in record.get("entities", [])}


def _count_entities(result: Evaluation, gold: list[dict[str, Any]], found: list[dict[str, Any]], target: Mapping[str, str]) -> None:
    add = result.measures
    add["entities"].add([e["id"] for e in gold], target.values())
    add["entities, typed"].add([(e["id"], e["type"]) for e in gold], [(target[e["id"]], e.get("type")) for e in found])
    for name, kind in (("states", "State"), ("persons", "Person")):
        add[name].add([e["id"] for e in gold if e["type"] == kind], [target[e["id"]] for e in found if e.get("type") == kind])
    add["surfaces"].add([(e["id"], s) for e in gold for s in surfaces(e)], [(target[e["id"]], s) for e in found for s in surfaces(e)])


def fact_key(kind: str, source: str, target: str) -> Key:
    return (kind, target, source) if kind in SYMMETRIC_NAMES and target < source else (kind, source, target)


def _roll_up(keys: Iterable[Key], home: Mapping[str, str]) -> set[Key]:
    rolled = {fact_key(kind, home.get(a, a), home.get(b, b)) for kind, a, b in keys if kind not in STANDING_NAMES}
    return {key for key in rolled if key[1] != key[2]}


def _count_facts(
    result: Evaluation,
    gold: Mapping[str, Any],
    record: Mapping[str, Any],
    target: Mapping[str, str],
    forecasts: list[tuple[float, bool]],
    evidence: list[bool],
) -> None:
    wanted = {fact_key(f["type"], f["source"], f["target"]): f for f in gold["facts"]}
    found: dict[Key, dict[str, Any]] = {}
    for fact in record.get("facts", []):
        ends = (target.get(fact[end], "?" + fact[end]) for end in ("source", "target"))
        speaker = target.get(fact["speaker"], "?" + fact["speaker"]) if fact.get("speaker") else None
        found.setdefault(fact_key(fact["type"], *ends), {**fact, "speaker": speaker})
    add = result.measures
    add["facts (actors)"].add(wanted, found)
    add["standing (actors)"].add([k for k in wanted if k[0] in STANDING_NAMES], [k for k in found if k[0] in STANDING_NAMES])
    add["events (actors)"].add([k for k in wanted if k[0] not in STANDING_NAMES], [k for k in found if k[0] not in STANDING_NAMES])
    for kind, measure in result.by_type.items():
        measure.add([k for k in wanted if k[0] == kind], [k for k in found if k[0] == kind])
    kinds = {e["id"]: e["type"] for e in gold["entities"]}
    home: dict[str, str] = {}
    for fact in gold["facts"]:
        if fact["type"] in ("leads", "holds_office") and kinds.get(fact["target"]) == "State":
            home.setdefault(fact["source"], fact["target"])
    wanted_states, found_states = _roll_up(wanted, home), _roll_up(found, home)
    add["events (states)"].add(wanted_states, found_states)
    dyads = [{tuple(sorted(k[1:])) for k in keys} for keys in (wanted_states, found_states)]
    add["dyads (states, any event)"].add(*dyads)
    forecasts += [(float(f["confidence"]), k in wanted) for k, f in found.items() if f.get("confidence") is not None]
    for key in wanted.keys() & found.keys():
        _count_qualifiers(result, wanted[key], found[key])
        evidence.append(_same_words(_said(wanted[key]), _said(found[key])))


def _count_qualifiers(result: Evaluation, gold: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    for name, default in DEFAULTS.items():
        a, b = gold.get(name, default), found.get(name, default)
        result.qualifiers[name].add_counts(int(a == b != default), int(b != default and a != b), int(a != default and a != b))


def _said(fact: Mapping[str, Any]) -> str:
    given = fact.get("evidence") or ""
    return str(given.get("text", "")) if isinstance(given, Mapping) else str(given)


def _same_words(one: str, other: str) -> bool:
    """Whether at least half of the words of each stand in the other."""
    a, b = Counter(fold(one).split()), Counter(fold(other).split())
    shared = (a & b).total()
    return bool(shared) and 2 * shared >= a.total() and 2 * shared >= b.total()
