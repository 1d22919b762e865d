"""Month by month, turning points, before and after, standing ties that began or ended."""

from __future__ import annotations

import pytest
from analysis_views import Pen
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import select
from kg.analysis.change import before_and_after, middle, month_name, month_number, month_series, turning_points
from kg.analysis.standing import standing_changes


def test_event_time_and_reporting_time_are_told_apart() -> None:
    pen = Pen()
    dated = pen.fact("US", "threaten", "IR", "2018-05-08", on="2018-07-01")
    told = pen.fact("US", "meet", "IR", None, on="2018-05-30")
    year = pen.fact("US", "sanction", "IR", "2018")
    never = pen.fact("US", "sanction", "IR", None, pen.report(on=None))
    pen.fact("US", "hostile_to", "IR", "2018-05")  # holds, and does not happen
    (series,) = month_series(select(pen.view()).ties)
    (month,) = series.months
    assert (month.month, month.dated, month.reported, month.facts) == ("2018-05", 1, 1, (dated, told))
    assert (month.cooperation, month.conflict, month.balance) == (1.0, 6.0, -5.0)
    assert series.unplaced == (year, never)


@given(st.dates())
def test_months_are_numbered_and_named_back(day) -> None:  # type: ignore[no-untyped-def]
    assert month_name(month_number(day.isoformat())) == day.isoformat()[:7]


def turn_of(kinds: list[str]) -> list[str]:
    pen = Pen()
    for number, kind in enumerate(kinds):
        pen.fact("SA", kind, "QA", f"{month_name(month_number('2016-01') + number)}-10")
    (series,) = month_series(select(pen.view()).ties)
    return [turn.month for turn in turning_points(series)]


def test_a_rupture_is_a_turning_point_where_it_is() -> None:
    assert turn_of(["cooperate", "meet", "sign"] * 6 + ["sanction", "threaten", "accuse"] * 6) == ["2017-07"]


def test_a_turn_and_a_turn_back_are_two() -> None:
    assert turn_of(["cooperate", "sign"] * 6 + ["sanction", "threaten"] * 6 + ["cooperate", "sign"] * 6) == ["2017-01", "2018-01"]


@pytest.mark.parametrize("kinds", [["meet"] * 24, ["meet", "visit"] * 12, ["threaten"] * 4])
def test_what_goes_on_as_before_has_no_turning_point(kinds: list[str]) -> None:
    assert turn_of(kinds) == []


def test_a_turning_point_names_its_means_and_facts() -> None:
    pen = Pen()
    for number in range(12):
        pen.fact("SA", ("cooperate", "sign")[number % 2], "QA", f"2016-{number + 1:02d}-10")
    after = [pen.fact("SA", ("sanction", "threaten")[number % 2], "QA", f"2017-{number + 1:02d}-10") for number in range(12)]
    (series,) = month_series(select(pen.view()).ties)
    (turn,) = turning_points(series)
    assert (turn.before, turn.after, turn.change) == (7.0, -5.0, -12.0)
    assert turn.facts == tuple(after[:3])


def test_before_and_after_tells_who_moved_who_is_new_and_who_fell_silent() -> None:
    pen = Pen()
    for year, kind in ((2016, "cooperate"), (2016, "meet"), (2018, "sanction"), (2018, "accuse")):
        pen.fact("SA", kind, "QA", f"{year}-03-01")
    for year, kind in ((2016, "threaten"), (2016, "accuse"), (2018, "meet"), (2018, "sign")):
        pen.fact("US", kind, "KP", f"{year}-03-01")
    for day in ("2018-03-01", "2018-04-01"):
        pen.fact("AE", "aid", "YE", day)
    for day in ("2016-03-01", "2016-04-01"):
        pen.fact("RU", "aid", "SY", day)
    pen.fact("RU", "aid", "SY", "2017")  # before or after: cannot be told
    pen.fact("FR", "aid", "ML", "2018-03-01")  # once is too little
    change = before_and_after(select(pen.view()).ties, "2017-06-05")
    assert [(s.a, s.b, s.change) for s in change.moved] == [("state/KP", "state/US", 2.0), ("state/QA", "state/SA", -2.0)]
    assert [(s.a, s.b, s.after.count) for s in change.new] == [("state/AE", "state/YE", 2)]
    assert [(s.a, s.b, s.before.count) for s in change.silent] == [("state/RU", "state/SY", 2)]
    assert change.unplaced == 1
    assert len(change.moved[0].facts) == 4


def test_the_middle_halves_the_events() -> None:
    pen = Pen()
    for month in range(1, 11):
        pen.fact("RU", "aid", "SY", f"2016-{month:02d}")
    assert middle(select(pen.view()).ties) == "2016-06"
    assert middle(select(pen.view(), until="2016-01").ties) is None
    assert middle(()) is None


def test_standing_ties_begin_and_end_where_a_text_says_so() -> None:
    pen = Pen()
    pen.fact("SA", "allied_with", "QA", None, pen.report(on="2017-06-06", ended=True))
    pen.fact("RU", "allied_with", "SY", "1980", pen.report(on="2018-01-01", stated_time="1980"))
    pen.fact("US", "allied_with", "SA", None, pen.report(on="2018-01-01"))  # since when is not said
    pen.fact("GB", "member_of", "organization/eu", "1973", pen.report(on="2020-02-01", ended=True, stated_time="2020-01-31"))
    claim = pen.report(on="2018-01-01", ended=True, speaker="person/x")
    pen.fact("IR", "hostile_to", "US", None, claim)
    found = [(c.what.value, c.source, c.day, c.dated) for c in standing_changes(pen.view())]
    assert found == [
        ("began", "state/RU", "1980", True),
        ("ended", "state/SA", "2017-06-06", False),
        ("ended", "state/GB", "2020-01-31", True),
    ]
    assert [c.day for c in standing_changes(pen.view(), since="2017", until="2018")] == ["2017-06-06"]


def test_an_alliance_of_leaders_is_one_of_their_states() -> None:
    pen = Pen()
    pen.leader("person/putin", ("state/RU", "2012", None))
    pen.fact("person/putin", "allied_with", "SY", None, pen.report(stated_time="2015-09"))
    (change,) = standing_changes(pen.view(), level="states")
    assert (change.source, change.target, change.day) == ("state/RU", "state/SY", "2015-09")
