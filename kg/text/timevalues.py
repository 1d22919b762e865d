"""What an expression of time says, given the article's date: one method for each form of `kg.text.dates.GRAMMAR`.

Every method gives an ISO day, month or year, or None where the words are no date or the article's date does not settle it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.model import Token
from kg.text.anchor import Anchor, Way, day_of, hijri, year_on_weekday
from kg.text.tense import is_ahead
from kg.text.timewords import Placed, read_vocabulary

_BEHIND = frozenset("fik>basu&zUAp(,+")
"""What a month that is also another word has before it: a preposition, a unit, a part, or a mark."""


MOST = 365
"""Of more years, months or days nobody says a date by them."""


@dataclass(frozen=True)
class Phrase:
    """Words `start` to before `end` of a sentence: `codes` and `placed` are the whole sentence's."""

    codes: str
    placed: tuple[Placed, ...]
    start: int
    end: int
    tokens: Sequence[Token]

    @cached_property
    def words(self) -> tuple[Placed, ...]:
        return self.placed[self.start : self.end]

    @cached_property
    def form(self) -> str:
        return self.codes[self.start : self.end]

    def all(self, kinds: str) -> list[Placed]:
        return [p for p in self.words if p.word.kind in kinds]

    def value(self, kinds: str) -> int | None:
        found = self.all(kinds)
        return found[0].word.value if found else None

    @property
    def unit(self) -> str:
        return next(p.word.unit for p in self.words if p.word.unit)

    @property
    def before(self) -> str:
        """The key of the word before the phrase."""
        first = self.words[0].first
        return self.tokens[first - 1].norm if first else ""

    @property
    def behind(self) -> str:
        """The key of the word behind the phrase."""
        last = self.words[-1].last
        return self.tokens[last].norm if last < len(self.tokens) else ""

    def near(self, guard: str) -> bool:
        """Whether a word beside the phrase is of the named set of the vocabulary, by its first key or without a particle."""
        words = read_vocabulary().sets[guard]
        word = self.before if guard.endswith("behind") or guard in ("numbered", "named_after") else self.behind
        return word in words or (word[:1] in "وفبل" and word[1:] in words)


class TimeValues:
    """Values of the expressions of one article, read in order.

    `last` is the value before, for «العام نفسه», and `here` the same within the sentence, for «الثلاثاء، بعد يوم من …».
    """

    def __init__(self, anchor: Anchor | None) -> None:
        self.anchor = anchor
        self.last: str | None = None
        self.here: str | None = None

    # Dates by the calendar

    def numeric(self, phrase: Phrase) -> str | None:
        value = phrase.all("D")[0].word.iso
        year, *rest = map(int, value.split("-"))
        return day_of(year, *rest) if len(rest) == 2 else value

    def day(self, phrase: Phrase) -> str | None:
        day, month = _day_number(phrase), phrase.value("m")
        if not day or not month:
            return None
        if phrase.form[0] == "o" and phrase.near("shares_behind"):  # «الأسبوع الثاني من شباط»
            return self.month(phrase)
        year = self._year_of(phrase)
        if year is None and phrase.near("named_after"):
            return None
        if year is not None:
            return day_of(year, month, day)
        if self.anchor is None:
            return None
        weekday = phrase.value("w")
        if weekday is not None and phrase.form[-1] == "m":
            year = year_on_weekday(month, day, weekday, self.anchor.year)
        return day_of(year, month, day) if year else self.anchor.month_of(month, day, self._way(phrase))

    def days(self, phrase: Phrase) -> str | None:
        return self.day(phrase)

    def daythis(self, phrase: Phrase) -> str | None:
        """«في 19 من الشهر الجاري», «في 19 الجاري»."""
        day = _day_number(phrase)
        named = phrase.all("U")
        if named and phrase.unit != "month":
            return None
        month = Anchor.of(self.unit(phrase)) if named else self.anchor
        return day_of(month.year, month.month, day) if month and month.month else None

    def month(self, phrase: Phrase) -> str | None:
        word = phrase.all("m")[0].word
        dated = any(k in phrase.form for k in "yLNCSUzT") or phrase.form.count("m") > 1 or "u" in phrase.form
        behind = phrase.codes[phrase.start - 1 : phrase.start] in _BEHIND or phrase.form[0] in "sAk"
        if not dated and (word.stands == "beside" or (word.stands == "after" and not behind) or phrase.near("named_after")):
            return None
        year = self._year_of(phrase)
        if year is not None:
            return day_of(year, word.value, None)
        return self.anchor.month_of(word.value, None, self._way(phrase)) if self.anchor else None

    def months(self, phrase: Phrase) -> str | None:
        return self.month(phrase)

    def year(self, phrase: Phrase) -> str | None:
        number = phrase.value("yhn")
        if number is None:
            number = sum(p.word.value for p in phrase.all("c"))
        named = any(p.word.unit == "year" for p in phrase.words)
        if not 1000 <= number <= 2200 or (not named and (phrase.near("numbered") or phrase.near("counted") or phrase.all("uU"))):
            return None
        if 1300 <= number <= 1500 and self.anchor and abs(self.anchor.year - 579 - number) <= 40 and self.anchor.year > 1900:
            return hijri(number, None, None)
        return f"{number:04d}"

    def years(self, phrase: Phrase) -> str | None:
        if phrase.near("numbered") or phrase.near("counted"):
            return None
        return f"{phrase.value('y'):04d}"

    def hijri(self, phrase: Phrase) -> str | None:
        year, month = phrase.value("hyn"), phrase.value("M")
        day = _day_number(phrase) if any(k in phrase.form for k in "do") else None
        if year is not None:
            return hijri(year, month, day)
        if month is None or self.anchor is None:
            return None
        return self.anchor.hijri_month_of(month, day, self._way(phrase))

    # Dates by distance

    def ago(self, phrase: Phrase) -> str | None:
        return self._away(phrase, self.anchor, -1)

    def since(self, phrase: Phrase) -> str | None:
        return self._away(phrase, self.anchor, -1)

    def hence(self, phrase: Phrase) -> str | None:
        return self._away(phrase, self.anchor, 1)

    def span(self, phrase: Phrase) -> str | None:
        return self._away(phrase, self.anchor, -1)

    def apart(self, phrase: Phrase) -> str | None:
        """«السبت، قبل يومين من سفره»: when what stands behind happened, counted from the day told of.

        What comes «بعد يوم من …» without a day of its own is the news; «قبل يومين من …» needs one.
        """
        before = phrase.form[0] == "a"
        return self._away(phrase, Anchor.of(self.here) if before else self._told_of, 1 if before else -1)

    def chained(self, phrase: Phrase) -> str | None:
        """«وقبلها بيوم», «بعد ذلك بأسبوع»: counted from what was named before."""
        return self._away(phrase, Anchor.of(self.last), -1 if phrase.form[0] == "B" else 1)

    def morrow(self, phrase: Phrase) -> str | None:
        """«غداة مقتله»: what stands behind happened the day before."""
        return self._told_of.shifted("day", -1) if self._told_of else None

    @property
    def _told_of(self) -> Anchor | None:
        """The time that the sentence named last, else the article's day."""
        return Anchor.of(self.here) or self.anchor

    def _away(self, phrase: Phrase, base: Anchor | None, sign: int) -> str | None:
        """A count of units from `base`: days to the day, where the count is not rounded, weeks and months to the month."""
        count = _count(phrase)
        if base is None or count > MOST or (phrase.unit == "day" and base.date is None and base is not self.anchor):
            return None
        if phrase.unit == "week":
            return base.weeks_away(sign * count)
        if phrase.unit == "day" and "q" in phrase.form:
            value = base.shifted("day", sign * count)
            return value[:7] if value else None
        if "Q" in phrase.form and phrase.unit == "year":
            return base.halves_away(sign * (2 * count + 1))
        return base.shifted(phrase.unit, sign * count)

    def unit(self, phrase: Phrase) -> str | None:
        """«الشهر الماضي», «هذا العام», «مطلع العام»."""
        unit = phrase.unit
        if unit == "day" or (unit == "year" and phrase.form[0] == "U" and phrase.near("not_year_behind")):
            return None
        if "S" in phrase.form or "T" in phrase.form:
            return self._same(unit)
        return self.anchor.shifted(unit, _steps(phrase)) if self.anchor else None

    def season(self, phrase: Phrase) -> str | None:
        """The year of the last, next or this summer, spring or autumn."""
        if self.anchor is None or self.anchor.month is None:
            return None
        ends = phrase.value("E") or 0
        year = self.anchor.year
        if "L" in phrase.form:
            year -= self.anchor.month <= ends
        elif "N" in phrase.form:
            year += self.anchor.month > ends - 3
        return f"{year:04d}"

    # Days by name

    def weekday(self, phrase: Phrase) -> str | None:
        if self.anchor is None or phrase.near("not_weekday_before") or phrase.near("not_weekday_behind"):
            return None
        weekday = phrase.value("w") or 0
        if "k" in phrase.form:
            return self.anchor.weekday_of_week(weekday, _steps(phrase)) if phrase.unit == "week" else None
        near = next((p.word.value for p in phrase.words if p.word.kind in "rt"), None)
        if near is not None:  # «أمس الثلاثاء», «اليوم الخميس»: the name decides, news is often dated a day later
            named = self.anchor.weekday(weekday, Way.AHEAD if near > 0 else Way.FREE)
            return named or (self.anchor.value if near == 0 else None)
        day = Anchor.of(self.anchor.weekday(weekday, self._way(phrase)))
        further = 7 * (("bN" in phrase.form) - ("aL" in phrase.form))  # «الأحد بعد المقبل»
        return day.shifted("day", further) if day else None

    def weekdays(self, phrase: Phrase) -> str | None:
        return self.weekday(phrase)

    def night(self, phrase: Phrase) -> str | None:
        """«ليل الثلاثاء الأربعاء»: the later day, as readers date it (2 of 2 in the annotated articles)."""
        return self.anchor.weekday(phrase.all("w")[-1].word.value, Way.FREE) if self.anchor else None

    def relative(self, phrase: Phrase) -> str | None:
        """«أمس», «أول من أمس», «بعد غد», «اليوم», «الليلة الماضية»."""
        if self.anchor is None:
            return None
        if phrase.form == "zJ":
            return self.anchor.value
        word = phrase.all("rt")[0].word
        if phrase.form in ("t", "zt") and (phrase.near("not_today_behind") or phrase.near("not_today_before")):
            return None
        days = word.value
        if days < 0 and any(k in phrase.form for k in "Ao"):
            days -= 1
        if days > 0 and "b" in phrase.form:
            days += 1
        if word.kind == "r" and days == 0 and "L" in phrase.form:
            days = -1
        return self.anchor.shifted("day", days) if days else self.anchor.value

    def following(self, phrase: Phrase) -> str | None:
        """«في اليوم التالي», «في اليوم نفسه»: counted from the day named before."""
        day = Anchor.of(self.last)
        return day.shifted("day", int(phrase.form[-1] == "F")) if day else None

    # Shared

    def _same(self, unit: str) -> str | None:
        length = {"month": 7, "year": 4}.get(unit)
        return self.last[:length] if self.last and length and len(self.last) >= length else None

    def _year_of(self, phrase: Phrase) -> int | None:
        """The year that a phrase names, in figures or as «العام الماضي», «العام نفسه»."""
        year = phrase.value("y")
        if year is not None:
            return year
        if not any(p.word.kind == "U" and p.word.unit == "year" for p in phrase.words):
            return None
        if "S" in phrase.form or "T" in phrase.form:
            return int(self.last[:4]) if self.last else None
        if self.anchor is None:
            return None
        return self.anchor.year + _steps(phrase)

    def _way(self, phrase: Phrase) -> Way:
        for letter, way in (("L", Way.LAST), ("N", Way.NEXT), ("C", Way.CURRENT)):
            if letter in phrase.form:
                return way
        weekday = "w" in phrase.form and "m" not in phrase.form
        return Way.AHEAD if is_ahead(phrase.tokens, phrase.words[0].first, imperfects=weekday) else Way.FREE


def _day_number(phrase: Phrase) -> int | None:
    """The day of a month: 19, الرابع, الحادي عشر, الخامس والعشرين."""
    return next((sum(numbers) for numbers in _day_runs(phrase)), None)


def _day_runs(phrase: Phrase) -> list[list[int]]:
    """Runs of ordinals that make one number: a ten joins the ordinal before it, another day does not."""
    runs: list[list[int]] = []
    joined = False
    for placed in phrase.words:
        kind, value = placed.word.kind, placed.word.value
        if kind == "d":
            runs.append([value])
        elif kind in "oc":
            if runs and (kind == "c" or (joined and value >= 20 > runs[-1][-1])):
                runs[-1].append(value)
            else:
                runs.append([value])
        joined = kind == "+"
    return runs


def _steps(phrase: Phrase) -> int:
    """How many units from the article's «الماضي», «قبل الماضي», «المقبل», «بعد المقبل» are."""
    if "L" in phrase.form:
        return -2 if "aL" in phrase.form else -1
    if "N" in phrase.form:
        return 2 if "bN" in phrase.form else 1
    return 0


def _count(phrase: Phrase) -> int:
    """How many units: 24, «ثلاثة», «خمسة عشر», «عامين», «عام»."""
    if "v" in phrase.form:
        return 2
    numbers = phrase.all("cdnyho")
    return sum(p.word.value for p in numbers) if numbers else 1
