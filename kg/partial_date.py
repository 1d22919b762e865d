"""Dates in the precision that a text or table gives: ISO days, months or years, compared without inventing a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def is_date(value: str) -> bool:
    """Whether `value` is an ISO day, month or year that exists (`2018`, `2018-07`, `2018-07-12`)."""
    match = _SHAPE.match(value)
    if not match:
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def full_day(value: str | None) -> date | None:
    """The day, where `value` is one; None for a month, a year or nothing."""
    return date.fromisoformat(value) if value is not None and len(value) == len("2018-07-12") else None


def earliest(value: str) -> str:
    """The first day that `value` can mean."""
    return value + "-01-01"[len(value) - 10 :] if len(value) < 10 else value


def latest(value: str) -> str:
    """The last day that `value` can mean."""
    if len(value) == 4:
        return f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-{monthrange(int(value[:4]), int(value[5:7]))[1]:02d}"
    return value


def possibly_within(day: str, since: str | None, until: str | None) -> bool:
    """Whether `day` can fall into the interval, ends included; an open end is unbounded."""
    return (since is None or earliest(since) <= latest(day)) and (until is None or earliest(day) <= latest(until))


def days_between(first: str, second: str) -> int:
    """How many days at least lie between two partial dates; 0 where they can be the same day."""
    if earliest(first) > latest(second):
        first, second = second, first
    gap = date.fromisoformat(earliest(second)) - date.fromisoformat(latest(first))
    return max(0, gap.days)
