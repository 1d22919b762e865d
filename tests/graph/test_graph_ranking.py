"""Which reports of a fact come first, and that the best ones stand for all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.ranking import best_reports, cut, fitting, ranked_reports, status, strength
from kg.graph.read import FactView, ReportView, Told
from kg.model import Attribution, FactType, Modality, Polarity


def told(number: int = 0, dispatch: str = "a", **changes: object) -> ReportView:
    """A report in an outlet's own voice, unless something else is said."""
    values = {
        **{"id": f"report/{number}", "article": f"article/{number}", "title": None, "url": None, "outlet": None, "speaker": None},
        **{"reported_on": "2024-06-20", "quote": "", "marks": (), "stated_time": None, "ended": False, "confidence": 0.9},
        **{"attribution": Attribution.OUTLET, "polarity": Polarity.POSITIVE, "modality": Modality.ACTUAL},
    }
    return ReportView(**{**values, "dispatch": dispatch, **changes})  # type: ignore[arg-type]


def fact(*reports: ReportView, asserted: bool = True, number: int = 0) -> FactView:
    return FactView(f"fact/{number}", FactType.LEADS, "person/a", "state/KE", None, None, asserted, reports)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, "reported"),
        ({"attribution": Attribution.NAMED}, "claimed"),
        ({"attribution": Attribution.UNNAMED}, "claimed"),
        ({"modality": Modality.PLANNED}, "planned"),
        ({"modality": Modality.POSSIBLE, "attribution": Attribution.NAMED}, "possible"),
        ({"modality": Modality.DEMANDED}, "demanded"),
        ({"polarity": Polarity.NEGATIVE, "modality": Modality.POSSIBLE}, "denied"),
    ],
)
def test_a_report_has_one_status(changes: dict[str, object], wanted: str) -> None:
    assert status(told(**changes)) == wanted  # type: ignore[arg-type]


def test_wire_copies_wait_until_every_dispatch_has_had_its_word() -> None:
    copies = [told(number, "wire", confidence=0.99) for number in range(6)]
    own = told(7, "own", confidence=0.5)
    ranked = ranked_reports([*copies, own])
    assert ranked[1] == own and ranked[0].dispatch == "wire"


def test_among_many_who_say_that_it_is_over_one_who_does_not_is_kept() -> None:
    former = [told(number, f"d{number}", ended=True) for number in range(9)]
    present = told(9, "d9", confidence=0.4)
    assert present not in ranked_reports([*former, present])[:3]
    assert present in best_reports([former, [present]], 3)
    assert best_reports([former], 3) == ranked_reports(former)[:3]


def test_what_is_cut_away_is_counted() -> None:
    reports = [told(1, "a"), told(2, "a"), told(3, "b", polarity=Polarity.NEGATIVE)]
    short = cut(fact(*reports), 1)
    assert len(short.reports) == 1 and short.told == Told(reports=3, dispatches=2, affirming=1) == fact(*reports).told
    assert strength(short) == strength(fact(*reports))


def test_a_denial_makes_a_fact_no_stronger_and_an_asserted_one_goes_before_a_claimed_one() -> None:
    denied = fact(told(1, "a"), told(2, "b", polarity=Polarity.NEGATIVE), told(3, "c", modality=Modality.PLANNED), number=2)
    claimed = fact(told(4, "a", attribution=Attribution.NAMED), asserted=False, number=0)
    twice = fact(told(5, "a"), told(6, "b"), number=9)
    assert sorted([denied, claimed, fact(told(7), number=3), twice], key=strength) == [twice, denied, fact(told(7), number=3), claimed]


@pytest.mark.parametrize("rows, keep", [(18, 9), (17, 9), (16, 8), (15, 7), (13, 5), (12, 4), (11, 3), (10, 3), (9, 2), (7, 2), (0, 2)])
def test_every_fact_keeps_as_many_reports_as_fit(rows: int, keep: int) -> None:
    assert fitting([1, 3, 4, 9], least=2, most=9, rows=rows) == keep


def test_what_fits_is_kept_whole_up_to_the_most_of_a_fact() -> None:
    assert fitting([1, 3], least=2, most=9, rows=4) == 9
    assert fitting([], least=2, most=9, rows=0) == 9
    assert fitting([50], least=5, most=2, rows=1) == 2


reports_drawn = st.lists(
    st.builds(
        lambda **given: given,
        dispatch=st.sampled_from("abc"),
        ended=st.booleans(),
        confidence=st.sampled_from([0.5, 0.9]),
        attribution=st.sampled_from(Attribution),
        polarity=st.sampled_from(Polarity),
        modality=st.sampled_from(Modality),
    ),
    max_size=14,
).map(lambda drawn: [told(number, **given) for number, given in enumerate(drawn)])


@given(reports_drawn, st.integers(1, 5), st.integers(1, 5))
def test_the_best_are_found_piece_by_piece_as_at_once(reports: list[ReportView], size: int, most: int) -> None:
    pieces = [reports[at : at + size] for at in range(0, len(reports), size)]
    best = best_reports(pieces, most)
    assert best == best_reports([reports], most) == best_reports([best], most)
    assert len(best) == min(most, len(reports))


@given(reports_drawn, st.integers(1, 5))
def test_a_fact_holds_by_its_best_reports_if_it_does_by_all(reports: list[ReportView], most: int) -> None:
    def holds(some: list[ReportView]) -> bool:
        return any(status(report) == "reported" and not report.ended for report in some)

    assert holds(best_reports([reports], most)) == holds(reports)
