"""Networks that were taught alike, each from another beginning, heard together: their mean errs less than any of them.

After deep ensembles (Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474). The first reads all clauses, each by itself; the
others only those of which it is in doubt, and with the words before them. That keeps nearly all of the gain for less work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.relations.context import in_context
from kg.relations.encoding import Encoded
from kg.relations.network import Network, Scores, Told
from kg.relations.stated import LEAST, Stated

DOUBT = (0.2, 0.75)
"""The first network is in doubt of a clause where it gives a fact a chance between these."""


class Ensemble:
    """Several networks as one; `members` are asked in order, of the clauses of one article at a time."""

    def __init__(self, members: Sequence[Network]) -> None:
        self._first, *self._others = members

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]:
        """The probability of each pair and type, for each clause, in the mean of those who read it."""
        found = self._first.score(clauses)
        doubtful = [i for i, scores in enumerate(found) if _in_doubt(scores)]
        if self._others and doubtful:
            asked = [in_context(clauses, i) for i in doubtful]
            second = zip(*(other.score(asked) for other in self._others), strict=True)
            for i, behind, others in zip(doubtful, asked, second, strict=True):
                before = len(behind.words) - len(clauses[i].words)
                found[i] = mean([found[i], *(_without(scores, before) for scores in others)])
        return found


def _without(scores: Scores, before: int) -> Scores:
    """What is said of a clause in context, its words counted from its own first."""
    stated = tuple(replace(fact, token=fact.token - before) for fact in scores.stated)
    return Scores(stated, {token - before: told for token, told in scores.told.items()})


def _in_doubt(scores: Scores) -> bool:
    low, high = DOUBT
    return any(low <= fact.chance <= high for fact in scores.stated)


def mean(said: Sequence[Scores]) -> Scores:
    """What several say of one clause: the mean chance of each fact, 0 where one has none, by the word of who is surest of it."""
    by_fact: dict[tuple[int, int, int], list[Stated]] = defaultdict(list)
    for scores in said:
        for fact in scores.stated:
            by_fact[fact.source, fact.target, fact.kind].append(fact)
    stated = []
    for key, facts in by_fact.items():
        chance = sum(fact.chance for fact in facts) / len(said)
        if chance >= LEAST:
            stated.append(Stated(*key, chance, max(facts, key=lambda fact: fact.chance).token))
    tokens = dict.fromkeys(fact.token for fact in stated)
    return Scores(tuple(stated), {token: _told([s.told[token] for s in said if token in s.told]) for token in tokens})


def _told(said: Sequence[Told]) -> Told:
    """How several tell of one trigger."""
    moods = tuple(_mean(own) for own in zip(*(told.moods for told in said), strict=True))
    return Told(moods, {entity: _mean([told.voices[entity] for told in said]) for entity in said[0].voices})


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
