"""How ties change: month by month, at turning points, and before and after a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, log

import numpy as np
import ruptures

from kg.analysis.selection import Tie, by_pair
from kg.analysis.weights import Scale, load_scale
from kg.partial_date import earliest, latest

MONTH = len("2018-07")
SHORTEST = 3
"""Months with events that a stretch between turning points has at least."""


@dataclass(frozen=True, slots=True)
class Month:
    """The events of a pair in a month. `dated` counts those whose own time a text gives, `reported` those placed by their first report."""

    month: str
    dated: int
    reported: int
    cooperation: float
    conflict: float
    facts: tuple[str, ...]

    @property
    def balance(self) -> float:
        return self.cooperation - self.conflict


@dataclass(frozen=True, slots=True)
class Series:
    """The months of a pair that have events, in order; `unplaced` events are known by year only, or not at all."""

    a: str
    b: str
    months: tuple[Month, ...]
    unplaced: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(month.dated + month.reported for month in self.months)


@dataclass(frozen=True, slots=True)
class Turn:
    """A month from which a pair's balance has another mean; `facts` are those of the first months of the new stretch."""

    a: str
    b: str
    month: str
    before: float
    after: float
    facts: tuple[str, ...]

    @property
    def change(self) -> float:
        return self.after - self.before


def month_series(ties: Iterable[Tie], scale: Scale | None = None) -> tuple[Series, ...]:
    """The events of each pair by month, the pair with the most events first.

    Parameters
    ----------
    ties : iterable of Tie
        The facts; standing relations are passed over, for they do not happen in a month.
    scale : Scale, optional
        The weights; by default those of `ontologies/events.ttl`.

    Returns
    -------
    tuple of Series
        An event known by its year only is in no month: it is listed as unplaced.
    """
    scale = scale or load_scale()
    found = []
    for (a, b), members in by_pair(tie for tie in ties if not tie.type.standing).items():
        months: dict[str, list[Tie]] = {}
        unplaced = []
        for tie in members:
            if tie.day is not None and len(tie.day) >= MONTH:
                months.setdefault(tie.day[:MONTH], []).append(tie)
            else:
                unplaced.append(tie.fact)
        found.append(Series(a, b, tuple(_month(month, months[month], scale) for month in sorted(months)), tuple(unplaced)))
    return tuple(sorted(found, key=lambda s: (-s.count, s.a, s.b)))


def _month(month: str, ties: Sequence[Tie], scale: Scale) -> Month:
    weights = [scale.weight(tie.type) for tie in ties]
    return Month(
        month=month,
        dated=sum(tie.dated for tie in ties),
        reported=sum(not tie.dated for tie in ties),
        cooperation=fsum(w for w in weights if w > 0),
        conflict=fsum(-w for w in weights if w < 0),
        facts=tuple(tie.fact for tie in ties),
    )


def month_number(month: str) -> int:
    """Months since the year 0, to count with."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_name(number: int) -> str:
    """The month that `month_number` numbered."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def turning_points(series: Series, *, shortest: int = SHORTEST) -> tuple[Turn, ...]:
    """The months at which a pair's balance changes its mean.

    Parameters
    ----------
    series : Series
        The months of the pair. Those without events are left out: that the news is silent is neither peace nor a turn.
    shortest : int
        The least number of months with events between two turning points; with fewer than twice as many nothing is said.

    Returns
    -------
    tuple of Turn

    Notes
    -----
    PELT with a quadratic cost (`ruptures.KernelCPD`), which is exact. A turning point must pay 2 s² log n, as the Bayesian information
    criterion asks; s is the noise of the series, by the median absolute difference of neighbouring months, or their mean square
    where most months are alike.

    References
    ----------
    R. Killick, P. Fearnhead, I. A. Eckley, "Optimal Detection of Changepoints with a Linear Computational Cost", Journal of
    the American Statistical Association 107 (2012), 1590-1598.
    C. Truong, L. Oudre, N. Vayatis, "Selective Review of Offline Change Point Detection Methods", Signal Processing 167 (2020).
    """
    signal = np.array([month.balance for month in series.months])
    if len(signal) < 2 * shortest or not (noise := _variance(signal)):
        return ()
    penalty = 2 * noise * log(len(signal))
    ends = ruptures.KernelCPD(kernel="linear", min_size=shortest).fit(signal.reshape(-1, 1)).predict(pen=penalty)
    starts = [0, *ends]
    turns = []
    for before, here, after in zip(starts, starts[1:], starts[2:], strict=False):
        facts = tuple(fact for month in series.months[here : here + shortest] for fact in month.facts)
        means = float(signal[before:here].mean()), float(signal[here:after].mean())
        turns.append(Turn(series.a, series.b, series.months[here].month, *means, facts))
    return tuple(turns)


def _variance(signal: np.ndarray) -> float:
    steps = np.diff(signal)
    robust = float(np.median(np.abs(steps))) / 0.6745
    return robust**2 / 2 if robust else float((steps**2).mean()) / 2


@dataclass(frozen=True, slots=True)
class Side:
    """A pair's events on one side of a day; `tone` is cooperation less conflict over both, None without either."""

    count: int
    cooperation: float
    conflict: float
    facts: tuple[str, ...]

    @property
    def tone(self) -> float | None:
        both = self.cooperation + self.conflict
        return (self.cooperation - self.conflict) / both if both else None


@dataclass(frozen=True, slots=True)
class Shift:
    """A pair before and after a day."""

    a: str
    b: str
    before: Side
    after: Side

    @property
    def change(self) -> float | None:
        """How much nearer (above 0) or further apart the two came, from -2 to 2; None where a side has no tone."""
        before, after = self.before.tone, self.after.tone
        return None if before is None or after is None else after - before

    @property
    def facts(self) -> tuple[str, ...]:
        return self.before.facts + self.after.facts


@dataclass(frozen=True, slots=True)
class Change:
    """What a day divides: `moved` are pairs with a tone on both sides, who came nearest first; `new` and `silent` have events on one.

    `unplaced` counts facts of which cannot be told on which side they fall.
    """

    date: str
    moved: tuple[Shift, ...]
    new: tuple[Shift, ...]
    silent: tuple[Shift, ...]
    unplaced: int


def before_and_after(ties: Iterable[Tie], date: str, *, least: int = 2, scale: Scale | None = None) -> Change:
    """Compare pairs before a day and from it on.

    Parameters
    ----------
    ties : iterable of Tie
        The facts; standing relations are passed over.
    date : str
        An ISO day, month or year; what happens in it is after.
    least : int
        The least number of events on a side for a pair to count as having that side.
    scale : Scale, optional
        The weights; by default those of `ontologies/events.ttl`.

    Returns
    -------
    Change
        Silence is the news' as much as the pair's: that nothing is reported any more is not that nothing is.
    """
    scale = scale or load_scale()
    start = earliest(date)
    moved, new, silent = [], [], []
    unplaced = 0
    for (a, b), members in by_pair(tie for tie in ties if not tie.type.standing).items():
        earlier = [tie for tie in members if tie.day is not None and latest(tie.day) < start]
        later = [tie for tie in members if tie.day is not None and earliest(tie.day) >= start]
        unplaced += len(members) - len(earlier) - len(later)
        shift = Shift(a, b, _side(earlier, scale), _side(later, scale))
        if len(earlier) >= least and len(later) >= least:
            moved.append(shift)
        elif not earlier and len(later) >= least:
            new.append(shift)
        elif not later and len(earlier) >= least:
            silent.append(shift)
    return Change(
        date=date,
        moved=tuple(sorted((s for s in moved if s.change is not None), key=lambda s: (-(s.change or 0.0), s.a, s.b))),
        new=tuple(sorted(new, key=lambda s: (-s.after.count, s.a, s.b))),
        silent=tuple(sorted(silent, key=lambda s: (-s.before.count, s.a, s.b))),
        unplaced=unplaced,
    )


def _side(ties: Sequence[Tie], scale: Scale) -> Side:
    weights = [scale.weight(tie.type) for tie in ties]
    cooperation, conflict = fsum(w for w in weights if w > 0), fsum(-w for w in weights if w < 0)
    return Side(len(ties), cooperation, conflict, tuple(tie.fact for tie in ties))


def middle(ties: Iterable[Tie]) -> str | None:
    """The month that divides the dated events in half, None where fewer than two months have any."""
    months = sorted(tie.day[:MONTH] for tie in ties if not tie.type.standing and tie.day is not None and len(tie.day) >= MONTH)
    if not months or months[0] == months[-1]:
        return None
    found = months[len(months) // 2]
    return found if found > months[0] else next(month for month in months if month > found)
