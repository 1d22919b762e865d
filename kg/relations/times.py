"""Which of a sentence's time expressions dates the act that a trigger states.

A time dates the verb or masdar that it stands beside. One that stands beside a verb of saying dates the saying («قالت الثلاثاء»),
and no act that is told of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from kg.model import TimeExpression, TimeKind
from kg.relations.clauses import Clause
from kg.relations.lexicon import Hit, Particles
from kg.relations.morphology import Form

_BEHIND = 26
_BEFORE = 14


class TimeFinder:
    """Attaches times to triggers."""

    def __init__(self, particles: Particles) -> None:
        self._speech = particles.verbs("speech", Form.PERFECT, Form.IMPERFECT)
        self._firsts = particles.words("firsts")
        self._neighbours = {word: float(n) for n, words in enumerate(particles.groups("neighbours"), 1) for word in words}

    def date(self, clause: Clause, hit: Hit, times: Sequence[TimeExpression]) -> str | None:
        """The ISO value of the time that dates the hit by the rules, or None."""
        best: tuple[float, str] | None = None
        starts = [t.span.start for t in clause.sentence.tokens]
        for time in times:
            at = bisect_left(starts, time.span.start)
            if time.kind is TimeKind.UNTIL or (time.kind is TimeKind.SINCE and self.first_since(clause, at)):
                continue
            cost = self.cost(clause, hit, at)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, time.value
        return best[1] if best else None

    def first_since(self, clause: Clause, at: int) -> bool:
        """Whether a time tells since when this is the first («أول زيارة منذ 24 عاما»), and so dates nothing."""
        return any(n.lstrip("و") in self._firsts for n in clause.norms[max(0, at - 8) : at])

    def cost(self, clause: Clause, hit: Hit, at: int) -> float | None:
        """How far a time at token `at` is from dating a hit: tokens, and more for each verb and clause edge between; None for never."""
        low, high = (hit.start + 1, at) if at > hit.start else (at + 1, hit.start)
        distance = high - low
        if distance > (_BEHIND if at > hit.start else _BEFORE):
            return None
        between = clause.between("verb", low, high)
        edges = clause.between("sub", low, high) + clause.between("rel", low, high)
        if at > hit.start:
            if between and self.is_speech(clause, low, high):
                return None
            return distance + 8.0 * between + 5.0 * edges if between <= 1 else None
        if self.dates_speech(clause, at) or self.is_speech(clause, low, high):
            return None
        return distance + 4.0 + 8.0 * between + 5.0 * edges if between == 0 or at <= 3 else None

    def dates_speech(self, clause: Clause, at: int) -> bool:
        """Whether the last finite verb before a time is one of saying: «أعلن الوزير، الأربعاء، …»."""
        last = last_verb(clause, at)
        return last >= 0 and self._says(clause.norms[last])

    def beside(self, clause: Clause, at: int) -> float:
        """The group of `neighbours` that a token is of, as it stands or behind و and ف: 0 for none, below 0 off the sentence's ends."""
        if not 0 <= at < len(clause.norms):
            return -1.0 if at < 0 else -2.0
        norm = clause.norms[at]
        return self._neighbours.get(norm) or self._neighbours.get(norm[1:] if norm[0] in "وف" else norm, 0.0)

    def _says(self, norm: str) -> bool:
        return norm in self._speech or (norm[:1] in ("و", "ف") and norm[1:] in self._speech)

    def is_speech(self, clause: Clause, low: int, high: int) -> bool:
        """Whether a verb of saying stands between two tokens."""
        return any(self._says(n) for n in clause.norms[low:high])


def last_verb(clause: Clause, at: int) -> int:
    """The last finite verb before a token, or -1."""
    return bisect_left(clause.counts["verb"], clause.counts["verb"][at]) - 1


def lone(times: Sequence[TimeExpression]) -> str | None:
    """The one point in time that a sentence names, or None where it names none or several."""
    points = {t.value for t in times if t.kind is TimeKind.POINT}
    return points.pop() if len(points) == 1 else None


def coming(value: str, day: str) -> str:
    """The same weekday a week later where `value` is one of the six days before `day`; else `value`."""
    try:
        found, today = date.fromisoformat(value), date.fromisoformat(day)
    except ValueError:  # a month or a year
        return value
    return (found + timedelta(days=7)).isoformat() if timedelta(0) < today - found < timedelta(days=7) else value
