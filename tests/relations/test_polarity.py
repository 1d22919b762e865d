"""Polarity as minimal pairs: a fact stated beside the same fact denied, over all event types and ways to deny.

`polarity.tsv` holds the pairs. The mood of the trigger is read off the proposer, so no trained weight takes part.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from by_rule import read_by_rule

from kg.entities import EntityReader
from kg.model import FactType, Polarity
from kg.relations.modality import Mood
from kg.relations.model import load_network
from kg.relations.propose import Proposer

with (Path(__file__).parent / "polarity.tsv").open(encoding="utf-8", newline="") as file:
    PAIRS = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]

KNOWN_LIMITS = {
    "نفت الوزارة أن تكون تركيا دخلت العراق وقصفت سوريا.": "a denial is not carried on to a verb that و joins",
    "لم يعد بوسع فرنسا دعم أوكرانيا.": "not being able is read only from verbs, not from nouns like بوسع",
    "ليست روسيا هي التي قصفت أوكرانيا.": "a denied cleft sentence: the relative pronoun closes the scope",
    "حضر وزير الهند بدل لقاء باكستان.": "بدل denies only in some contexts",
}


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def mood(proposer: Proposer, reader: EntityReader, sentence: str, kind: FactType, ends: set[str]) -> Mood:
    """The mood of the first trigger that proposes the fact, one whose ends both have a rule before others."""
    found = [c for c in read_by_rule(proposer, reader, f"خبر من العواصم\n{sentence}") if c.type is kind]
    found = [c for c in found if {c.source.entity.id, c.target.entity.id} == ends]
    assert found, f"no {kind} between {ends} is proposed for: {sentence}"
    best = max(found, key=lambda c: (c.ruled, -c.hit.start))
    return proposer.moods.read(best.clause, best.hit)


def marked(pair: tuple[str, ...]) -> object:
    reason = KNOWN_LIMITS.get(pair[1])
    return pytest.param(*pair, marks=pytest.mark.xfail(reason=reason, strict=True)) if reason else pytest.param(*pair)


@pytest.mark.parametrize(("stated", "denied", "kind", "source", "target"), [marked(p) for p in PAIRS])
def test_a_fact_and_its_denial_are_told_apart(
    stated: str, denied: str, kind: str, source: str, target: str, proposer: Proposer, entity_reader: EntityReader
) -> None:
    ends = {source, target}
    assert mood(proposer, entity_reader, stated, FactType(kind), ends).polarity is Polarity.POSITIVE
    assert mood(proposer, entity_reader, denied, FactType(kind), ends).polarity is Polarity.NEGATIVE


def test_the_pairs_cover_all_event_types_and_few_are_known_limits() -> None:
    assert len(PAIRS) >= 150
    assert {FactType(p[2]) for p in PAIRS} == {kind for kind in FactType if not kind.standing}
    assert set(KNOWN_LIMITS) <= {p[1] for p in PAIRS} and len(KNOWN_LIMITS) <= 7
