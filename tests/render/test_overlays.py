"""What the findings of analysis become in the page."""

from __future__ import annotations

from kg.analysis.balance import Balance, Triad
from kg.analysis.brokers import Broker
from kg.render.overlays import Overlay


def test_whoever_is_not_drawn_is_left_out_of_the_findings() -> None:
    triad = Triad(("a", "b", "c"), (1, 1, -1), 2.0, ())
    balance = Balance({}, None, None, None, (), (triad,), {("a", "b"): 1, ("a", "c"): 1})
    overlay = Overlay({"a": 1, "c": 2}, (Broker("c", 1, 3, 0.5, 1.0, ()), Broker("a", 1, 2, 0.5, 1.0, ())), balance)
    row = overlay.row({"a": 0, "b": 1})
    assert row["camps"] == [[0, 1]]
    assert [broker[0] for broker in row["brokers"]] == [0]
    assert row["strained"] == [[0, 1, 1]]
    assert row["triads"] == []
    assert overlay.row({"a": 0, "b": 1, "c": 2})["triads"] == [[0, 1, 2, 1, 1, -1, 2.0]]
