"""Who says what: voices, claims of one side, contradictions, corroboration."""

from __future__ import annotations

import pytest
from analysis_views import Pen

from kg.analysis.sources import sources
from kg.model import Attribution, Modality, Polarity

AJ, REUTERS, TASS = "organization/aljazeera", "organization/reuters", "organization/tass"


def test_an_outlet_is_counted_by_facts_and_voices() -> None:
    pen = Pen()
    both = (pen.report(outlet=AJ), pen.report(outlet=AJ, speaker="state/RU"), pen.report(outlet=REUTERS))
    pen.fact("RU", "aid", "SY", None, *both)
    mine = pen.fact("US", "accuse", "RU", None, pen.report(outlet=AJ, attribution=Attribution.UNNAMED))
    denied = pen.fact("RU", "assault", "SY", None, pen.report(outlet=AJ, speaker="state/RU", polarity=Polarity.NEGATIVE))
    planned = pen.fact("RU", "meet", "SY", None, pen.report(outlet=AJ, modality=Modality.PLANNED))
    first, second = sources(pen.view()).outlets
    assert (first.id, first.articles, first.reports, first.facts) == (AJ, 5, 5, 4)
    assert (first.own, first.named, first.unnamed, first.denied, first.unreal) == (1, 1, 1, 1, 1)
    assert first.alone == tuple(sorted((mine, denied, planned)))
    assert (second.id, second.facts, second.alone) == (REUTERS, 1, ())


def test_a_claim_of_one_side_is_told_with_its_side() -> None:
    pen = Pen()
    pen.leader("person/zarif", ("state/IR", "2013", "2021"))
    claim = pen.fact(
        "US", "coerce", "IR", "2018", pen.report(outlet=AJ, speaker="person/zarif"), pen.report(outlet=TASS, speaker="state/IR")
    )
    (found,) = sources(pen.view()).claims
    assert (found.fact, found.side, found.speakers, found.outlets) == (claim, "state/IR", ("person/zarif", "state/IR"), (AJ, TASS))


@pytest.mark.parametrize(
    "others",
    [
        [{"outlet": REUTERS}],  # an outlet says so itself
        [{"speaker": "state/US"}],  # the other side says so too
        [{"speaker": "organization/un"}],  # a third one does
        [{"attribution": Attribution.UNNAMED}],  # nobody knows who
    ],
)
def test_what_others_affirm_is_no_claim_of_one_side(others: list[dict[str, object]]) -> None:
    pen = Pen()
    pen.fact("US", "coerce", "IR", "2018", pen.report(speaker="state/IR"), *(pen.report(**given) for given in others))  # type: ignore[arg-type]
    assert not sources(pen.view()).claims


def test_what_a_third_one_says_of_two_is_no_claim_of_a_side() -> None:
    pen = Pen()
    pen.fact("US", "coerce", "IR", "2018", pen.report(speaker="state/RU"))
    assert not sources(pen.view()).claims


def test_a_contradiction_names_who_affirms_and_who_denies() -> None:
    pen = Pen()
    affirmed = (pen.report(outlet=REUTERS), pen.report(attribution=Attribution.UNNAMED))
    fact = pen.fact("RU", "assault", "SY", None, *affirmed, pen.report(speaker="state/RU", polarity=Polarity.NEGATIVE))
    pen.fact("RU", "aid", "SY", None, pen.report(), pen.report(polarity=Polarity.NEGATIVE, modality=Modality.POSSIBLE))
    (found,) = sources(pen.view()).contradictions
    assert (found.fact, found.affirmed_by, found.denied_by) == (fact, (REUTERS, "unnamed"), ("state/RU",))


def test_outlets_confirm_each_other_only_by_dispatches_of_their_own() -> None:
    pen = Pen()
    own = pen.fact("RU", "aid", "SY", None, pen.report(outlet=AJ), pen.report(outlet=REUTERS))
    pen.fact("RU", "meet", "SY", None, pen.report(outlet=AJ, dispatch="one"), pen.report(outlet=REUTERS, dispatch="one"))
    pen.fact("RU", "visit", "SY", None, pen.report(outlet=REUTERS))
    (found,) = sources(pen.view()).corroborations
    assert (found.a, found.b, found.facts) == (AJ, REUTERS, (own,))
    assert found.jaccard == pytest.approx(1 / 4)


def test_a_period_cuts_the_facts() -> None:
    pen = Pen()
    pen.fact("RU", "aid", "SY", "2015-09-30")
    pen.fact("RU", "aid", "SY", None, on="2018-07-12")
    assert [o.facts for o in sources(pen.view(), since="2018").outlets] == [1]
