"""When an act happened: each time that an article names may date it, with the numbers that speak for and against.

A time dates the act beside it, and others of the same event: what the lead says of Tuesday holds for what its later sentences tell
of the meeting. So a time is described as it stands in its own sentence, as it stands to the act, and by what becomes of its value in
the whole article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import TimeExpression, TimeKind
from kg.partial_date import full_day
from kg.relations.clauses import Clause
from kg.relations.lexicon import Hit
from kg.relations.times import TimeFinder, coming, last_verb
from kg.text.dates import FORMS

Option = tuple[str, list[float]]
"""An answer, as an ISO date or the id of a speaker, and its numbers."""

_KIND = {k: float(i) for i, k in enumerate(TimeKind)}
_FORM = {name: float(i) for i, name in enumerate(FORMS)}
_CLITIC = {clitic: float(i) for i, clitic in enumerate(("", "ال", "بال", "كال", "لل", "ب", "ك", "ل", "س"))}
_FAR = 60.0
_LEAD = 2
"""The first day that a sentence up to this one names is that of the news."""
_REACH = 10
"""How many sentences away a time may date an act; those of the lead may from anywhere."""
_COARSE = (4, 7)
"""How long a year and a month are, as ISO writes them."""


@dataclass(frozen=True, slots=True)
class _Time:
    """An expression of time at its place: `index` is its sentence, `at` its first token; `numbers` tell of it without any act."""

    said: TimeExpression
    index: int
    at: int
    numbers: tuple[float, ...]


class Moments:
    """The times of an article, as answers to when its acts happened.

    Parameters:
        clauses: the article's.
        hits: the triggers of those sentences in which something may be stated.
        times: of each sentence.
        day: the article's date.
        finder: the rules for time.
    """

    def __init__(
        self,
        clauses: Sequence[Clause],
        hits: Mapping[int, Sequence[Hit]],
        times: Sequence[Sequence[TimeExpression]],
        day: str | None,
        finder: TimeFinder,
    ) -> None:
        self._clauses, self._hits, self._times, self._day, self._finder = clauses, hits, times, day, finder
        self._placed = [self._place(clauses[i], time) for i, own in enumerate(times) for time in own]
        self._sentences: dict[str, list[int]] = {}
        for time in self._placed:
            self._sentences.setdefault(time.said.value, []).append(time.index)
        days = [t for t in self._placed if t.said.kind is TimeKind.POINT and full_day(t.said.value)]
        self._lead = next((t.said.value for t in days if t.index <= _LEAD), None)
        self._days = Counter(t.said.value for t in days)
        self._most = max(self._days.values(), default=0)
        self._finer = Counter(value[:length] for value in self._sentences for length in _COARSE if length < len(value))
        self._values = {value: self._value(value) for value in {v for t in self._placed for v in self._answers(t)}}

    def options(self, clause: Clause, hit: Hit, ends: tuple[str, str], common: Sequence[float]) -> list[Option]:
        """The times that may date an act between two entities, of which `common` tells."""
        act = [*common, *self._act(clause, hit)]
        ruled = self._finder.date(clause, hit, self._times[clause.index])
        found: list[Option] = []
        for time in self._near(clause.index):
            place = [*act, *time.numbers, *self._pair(clause, hit, time), *self._ends(ends, time)]
            rule = [float(time.said.value == ruled), float(ruled is not None)]
            for value in self._answers(time):
                found.append((value, [*place, *rule, float(value != time.said.value), *self._values[value]]))
        return found

    def _near(self, index: int) -> list[_Time]:
        """The times that may date an act of a sentence."""
        return [t for t in self._placed if t.index <= _LEAD or abs(t.index - index) <= _REACH]

    def _answers(self, time: _Time) -> tuple[str, ...]:
        """What a time may mean: its value, and of a weekday also the next."""
        later = coming(time.said.value, self._day) if self._day else time.said.value
        return (time.said.value,) if later == time.said.value else (time.said.value, later)

    # --- the act, the time, the value: each by itself ---

    def _act(self, clause: Clause, hit: Hit) -> list[float]:
        at, reading, counted = hit.start, hit.reading, len(self._clauses)
        return [
            *(float(clause.between(name, 0, at)) for name in ("verb", "sub", "rel")),
            float(clause.counts["verb"][-1]),
            *(float(len(self._times[i])) if 0 <= i < counted else 0.0 for i in range(clause.index - 1, clause.index + 2)),
            float(counted),
            clause.index / counted,
            _CLITIC.get(reading.clitic, 0.0),
            float(bool(reading.pronoun)),
            float(hit.companion - at) if hit.companion >= 0 else 0.0,
            *(self._finder.beside(clause, at + step) for step in (-2, -1, 1)),
            *_since_verb(clause, at),
        ]

    def _place(self, clause: Clause, said: TimeExpression) -> _Time:
        starts = [t.span.start for t in clause.sentence.tokens]
        at, end = (bisect_left(starts, edge) for edge in (said.span.start, said.span.end))
        at = min(at, len(starts) - 1)
        numbers = (
            float(clause.index),
            float(at),
            float(len(starts) - at),
            float(end - at),
            _KIND[said.kind],
            _FORM.get(said.form, -1.0),
            float(clause.depths[at] > 0),
            float(self._finder.dates_speech(clause, at)),
            float(self._finder.first_since(clause, at)),
            *(float(clause.between(name, 0, at)) for name in ("verb", "sub")),
            *(self._finder.beside(clause, i) for i in (at - 2, at - 1, end)),
            *_since_verb(clause, at),
        )
        return _Time(said, clause.index, at, numbers)

    def _value(self, value: str) -> list[float]:
        """What becomes of an answer in the whole article."""
        named = self._sentences.get(value, [])
        return [
            float(len(named)),
            len(named) / len(self._placed),
            float(named[0]) if named else _FAR,
            float(len(self._sentences)),
            float(self._finer[value]),
            float(sum(value[:length] in self._sentences for length in _COARSE if length < len(value))),
            float(len(self._days)),
            float(self._days[value] == self._most),
            float(value == self._lead),
            float(value == self._day),
            *self._age(value),
        ]

    def _age(self, value: str) -> list[float]:
        """The precision of an answer, and how many days before the article it lies; what is as precise as that is its day."""
        parts = [int(p) for p in value.split("-")]
        if not self._day:
            return [float(len(parts)), -1.0]
        if value == self._day:
            return [3.0, 0.0]
        today = full_day(self._day)
        if today is None or len(parts) < 3:
            return [float(len(parts)), 365.0 * (int(self._day[:4]) - parts[0])]
        return [3.0, float((today - date(*parts)).days)]

    # --- the time as it stands to the act ---

    def _pair(self, clause: Clause, hit: Hit, time: _Time) -> list[float]:
        steps = time.index - clause.index
        return [float(steps), float(abs(steps)), *(self._within if steps == 0 else self._across)(clause, hit, time)]

    def _within(self, clause: Clause, hit: Hit, time: _Time) -> list[float]:
        """A time of the act's own sentence: what stands between, and whether other triggers are nearer."""
        at, here = time.at, hit.start
        low, high = sorted((at, here))
        cost = self._finder.cost(clause, hit, at)
        starts = {h.start for h in self._hits.get(clause.index, ()) if h.start != here}
        alike = (h for h in self._hits.get(clause.index, ()) if h.frame.type is hit.frame.type)
        return [
            float(at - here),
            float(high - low),
            *(float(clause.between(name, low, high)) for name in ("comma", "sub", "rel", "verb")),
            float(clause.between("sub", 0, at) - clause.between("sub", 0, here)),
            float(last_verb(clause, at) - here),
            -1.0 if cost is None else cost,
            float(sum(low < start < high for start in starts)),
            float(sum(abs(start - at) < high - low for start in starts)),
            float(any(low < h.start < high for h in alike)),
            float(sum(low < actor.start < high for actor in clause.actors)),
            -1.0,
            -1.0,
            _FAR,
            0.0,
        ]

    def _across(self, clause: Clause, hit: Hit, time: _Time) -> list[float]:
        """A time of another sentence: whether that tells of such an act too, and how many times stand between."""
        other = self._clauses[time.index]
        alike = [h for h in self._hits.get(time.index, ()) if h.frame.type is hit.frame.type]
        costs = [cost for h in alike if (cost := self._finder.cost(other, h, time.at)) is not None]
        first, last = sorted((clause.index, time.index))
        return [
            _FAR,
            _FAR,
            *[-1.0] * 4,
            -_FAR,
            -_FAR,
            min(costs, default=-1.0),
            *[-1.0] * 4,
            float(len(alike)),
            float(sum(h.frame.lemma == hit.frame.lemma for h in alike)),
            float(min((abs(h.start - time.at) for h in alike), default=_FAR)),
            float(sum(map(len, self._times[first + 1 : last]))),
        ]

    def _ends(self, ends: tuple[str, str], time: _Time) -> list[float]:
        """How near the actors of the act are named to a time, and whether before it."""
        actors = self._clauses[time.index].actors
        numbers = [float(len({a.entity.id for a in actors}))]
        for end in ends:
            starts = [a.start for a in actors if a.entity.id == end]
            numbers += [float(min((abs(s - time.at) for s in starts), default=_FAR)), float(any(s < time.at for s in starts))]
        return numbers


def _since_verb(clause: Clause, at: int) -> tuple[float, float]:
    """How far the last finite verb before a token is, and whether it is a perfect, an imperfect or a future."""
    verb = last_verb(clause, at)
    if verb < 0:
        return -1.0, 0.0
    norm = clause.norms[verb]
    bare = norm[1:] if norm[:1] in "وف" and len(norm) > 3 else norm
    return float(at - verb), 3.0 if bare[:2] in ("سي", "ست") else 2.0 if bare[0] in "يت" else 1.0
