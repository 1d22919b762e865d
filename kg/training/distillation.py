"""The second round of lessons: what networks say of articles that they were not taught by goes into what the next one learns.

A lesson is one reader's word, now and then wrong and often incomplete, and a network that learns it by heart does no better on other
articles. Where half of the readings taught a network, its chances on the other half are free of that; beside the readings, and alone
for articles that nobody read, they teach more than 0 and 1 do (Hinton et al. 2015, https://arxiv.org/abs/1503.02531).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kg.relations.encoding import SYMMETRIC, TYPES, Encoded, allowed
from kg.relations.network import Scores
from kg.training.scorer import Lesson

EPOCHS, RATE = 3, 7e-4
"""Of the second round, which goes on with the networks of the first."""
READERS_SHARE = 0.5
"""What the reader's word counts beside the chances of a network."""
LEFT_OUT = 0.3
"""From this chance on a fact that the reader has not may be one that he left out: which words state nothing is then not taught."""
_LEAST = 0.05
_ELSEWHERE = np.float32(0.5)
"""What the chance counts of a fact that the article states elsewhere, of which the reader says nothing here."""


class Judging(Protocol):
    """A network, or the tutor: what it says of each clause."""

    def score(self, clauses: Sequence[Encoded]) -> list[Scores]: ...


def chances(codes: Sequence[Encoded], networks: Sequence[Judging]) -> list[NDArray[np.float32]]:
    """The mean chance, over the networks, of each pair and type in the clauses of an article, 0 where the kinds of the two do not admit it:
    (N, N, T) each.
    """
    found = [np.zeros((len(c.entities), len(c.entities), len(TYPES)), dtype=np.float32) for c in codes]
    for network in networks:
        for own, scores in zip(found, network.score(codes), strict=True):
            for fact in scores.stated:
                own[fact.source, fact.target, fact.kind] += fact.chance / len(networks)
                if SYMMETRIC[fact.kind]:
                    own[fact.target, fact.source, fact.kind] += fact.chance / len(networks)
    return [np.where(own < _LEAST, 0, own) * _admitted(code) for code, own in zip(codes, found, strict=True)]


def _admitted(code: Encoded) -> NDArray[np.float32]:
    kinds = {a.entity.id: a.type for a in code.actors}
    return allowed([kinds[entity] for entity in code.entities]).astype(np.float32)


def tempered(lessons: Sequence[Lesson], networks: Sequence[Judging]) -> Iterator[Lesson]:
    """The lessons of an article that was read, tempered by what networks say of it that were not taught by it."""
    for lesson, likely in zip(lessons, chances([lesson.clause for lesson in lessons], networks), strict=True):
        told = lesson.taught > 0
        stated = np.where(told, READERS_SHARE * lesson.stated + (1 - READERS_SHARE) * likely, likely).astype(np.float32)
        left_out = ((likely > LEFT_OUT) & (lesson.stated == 0)).any()
        triggers = None if left_out else lesson.triggers
        yield replace(lesson, stated=stated, taught=np.where(told, 1, _ELSEWHERE * _admitted(lesson.clause)), triggers=triggers)


def foretold(articles: Iterable[Sequence[Encoded]], networks: Sequence[Judging]) -> Iterator[Lesson]:
    """Lessons out of articles that nobody read for the networks."""
    for codes in articles:
        for code, likely in zip(codes, chances(codes, networks), strict=True):
            yield Lesson(code, likely, _admitted(code), None)
