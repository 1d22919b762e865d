"""The day that an article's words of time count from, and arithmetic that never invents precision.

Values are ISO days, months or years. Where the article's date is too coarse to say, the answer is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hijridate import Gregorian, Hijri

from kg.partial_date import is_date

NEAR_FUTURE = 75
FAR_PAST = 270
EARLY = 5
"""Up to this month «مارس الماضي» is of the article's own year, where its date has no month: 483 of 507 times in the corpus."""
"""Without a cue a month is the last such one, unless that is more than `FAR_PAST` days ago and the next within `NEAR_FUTURE`."""


class Way(Enum):
    """Where a text says to look: «الماضي», «المقبل», «الجاري»; or by the tense around it, or not at all."""

    LAST = "L"
    NEXT = "N"
    CURRENT = "C"
    AHEAD = "ahead"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Anchor:
    """An article's date in its precision."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, value: str | None) -> Anchor | None:
        """Read an ISO day, month or year; None for anything else, and for years that no news is of."""
        if value is None or not is_date(value) or not 1000 <= int(value[:4]) <= 2999:
            return None
        return cls(*map(int, value.split("-")))

    @property
    def date(self) -> date | None:
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def value(self) -> str:
        """ISO in its precision: what «اليوم» is."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])

    def shifted(self, unit: str, count: int) -> str | None:
        """The value `count` units from here, in the precision of the unit; a week gives the month, where it lies in one."""
        if unit == "day":
            return (self.date + timedelta(days=count)).isoformat() if self.date else self.about if abs(count) < 7 else None
        if unit == "week":
            return self._week(count)
        if unit == "month":
            return _month(self.year, self.month + count) if self.month else None
        return _year(self.year + count * (10 if unit == "decade" else 1))

    @property
    def about(self) -> str | None:
        """A day within a week from here, where only the year is known: nearly always of that year."""
        return self.value if self.month is None else None

    def _week(self, count: int) -> str | None:
        """The month of the week, or its year; weeks begin on Saturday, Sunday or Monday, so that all nine days have to agree."""
        if not self.date:
            return str(self.year) if self.month and 1 < self.month < 12 else None
        monday = self.date - timedelta(days=self.date.weekday()) + timedelta(weeks=count)
        return _common(monday - timedelta(days=2), monday + timedelta(days=6))

    def weeks_away(self, count: int) -> str | None:
        """The month of the day `count` weeks from here, negative for before."""
        return (self.date + timedelta(weeks=count)).isoformat()[:7] if self.date else None

    def halves_away(self, halves: int) -> str | None:
        """The year of the month `halves` half years from here, negative for before."""
        return _month(self.year, self.month + 6 * halves)[:4] if self.month else None

    def weekday(self, weekday: int, way: Way) -> str | None:
        """The day of that name: the last up to today, or the next, before or behind today for «الماضي» and «المقبل»."""
        if self.date is None:
            return self.about
        back = (self.date.weekday() - weekday) % 7
        if way is Way.NEXT:
            days = 7 - back
        elif way is Way.AHEAD:
            days = (7 - back) % 7
        else:
            days = -(back or (7 if way is Way.LAST else 0))
        return (self.date + timedelta(days=days)).isoformat()

    def weekday_of_week(self, weekday: int, weeks: int) -> str | None:
        """«الثلاثاء من الأسبوع الماضي»; weeks begin on Sunday."""
        if self.date is None:
            return None
        sunday = self.date - timedelta(days=(self.date.weekday() + 1) % 7)
        return (sunday + timedelta(weeks=weeks, days=(weekday + 1) % 7)).isoformat()

    def month_of(self, month: int, day: int | None, way: Way) -> str | None:
        """A month without a year, or a day of it."""
        if self.month is None:
            settled = way in (Way.FREE, Way.CURRENT) or (way is Way.LAST and month <= EARLY)
            return day_of(self.year, month, day) if settled else None
        here = (self.month, self.day if day and self.day else 0)
        there = (month, day if day and self.day else 0)
        if way is Way.CURRENT:
            year = self.year
        elif way is Way.LAST:
            year = self.year - (there >= here)
        elif way is Way.NEXT:
            year = self.year + (there <= here)
        elif way is Way.AHEAD:
            year = self.year + (there < here)
        else:
            year = self.year - (there > here and not self._rather_ahead(month, day or 15))
        return day_of(year, month, day)

    def _rather_ahead(self, month: int, day: int) -> bool:
        """Whether a day that is still to come this year is meant sooner than last year's."""
        here = date(self.year, self.month or 1, self.day or 15)
        last, next_ = (day_of(year, month, day) for year in (self.year - 1, self.year))
        if last is None or next_ is None:  # 29 February
            return False
        return (here - date.fromisoformat(last)).days > FAR_PAST and (date.fromisoformat(next_) - here).days <= NEAR_FUTURE

    def hijri_month_of(self, month: int, day: int | None, way: Way) -> str | None:
        """A day of a Hijri month without a year, or the Gregorian month in which that begins; None out of the calendar's range."""
        if self.date is None:
            return None
        try:
            here = Gregorian(self.date.year, self.date.month, self.date.day).to_hijri()
        except OverflowError:  # the table has the years 1343 to 1500
            return None
        year = here.year
        if way is Way.NEXT or way is Way.AHEAD:
            year += month <= here.month
        elif way is not Way.CURRENT:
            year -= month >= here.month if way is Way.LAST else month > here.month
        return hijri(year, month, day)


def day_of(year: int, month: int, day: int | None) -> str | None:
    """ISO for a day or month; None for a day that does not exist."""
    value = _month(year, month) if day is None else f"{year:04d}-{month:02d}-{day:02d}"
    return value if is_date(value) else None


def hijri(year: int, month: int | None, day: int | None) -> str | None:
    """The Gregorian day, or the month or year in which a Hijri month or year begins (Umm al-Qura); None out of its range."""
    try:
        start = Hijri(year, month or 1, day or 1).to_gregorian().isoformat()
    except (ValueError, OverflowError):
        return None
    return start if day else start[:7] if month else start[:4]


def year_on_weekday(month: int, day: int, weekday: int, near: int) -> int | None:
    """The year nearest to `near` in which that day falls on that weekday."""
    for shift in (0, -1, 1):
        value = day_of(near + shift, month, day)
        if value and date.fromisoformat(value).weekday() == weekday:
            return near + shift
    return None


def _common(first: date, last: date) -> str | None:
    """The month that two days share, else their year, else None."""
    if first.isoformat()[:7] == last.isoformat()[:7]:
        return first.isoformat()[:7]
    return str(first.year) if first.year == last.year else None


def _month(year: int, month: int) -> str:
    """ISO month; months count on past the ends of a year."""
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"


def _year(year: int) -> str:
    return f"{year:04d}"
