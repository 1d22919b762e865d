"""When an act happened, whose word it is, and whether it is planned: the possible answers with the numbers that speak for each.

The times that the article names may date it; those who are named or speak there may have said it. What the rules of
`kg.relations.times`, `attribution` and `modality` say, and what the network says of mood and voice, are among the numbers; trees that
were taught by annotated articles weigh them all. Where no answer is likely enough, the text gives no date, or the outlet itself speaks.
Who is cited in so many words («بحسب X») speaks, whatever is likely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.model import EntityType, FactType, Modality, Text, TimeExpression
from kg.partial_date import is_date
from kg.relations.attribution import Attributions, Scope
from kg.relations.clauses import Actor, Clause
from kg.relations.encoding import MOODS
from kg.relations.lexicon import Hit, Particles
from kg.relations.modality import Mood
from kg.relations.model import Trees
from kg.relations.moments import Moments, Option
from kg.relations.morphology import Form
from kg.relations.network import Told
from kg.relations.times import TimeFinder

_TYPE: Mapping[FactType, float] = {t: float(i) for i, t in enumerate(FactType)}
_FORM = {f: float(i) for i, f in enumerate(Form)}
_ENTITY = {k: float(i) for i, k in enumerate(EntityType)}
_MOOD = {m: float(i) for i, m in enumerate(Modality)}
_FAR = 60.0
_EARLIER = 3
"""Who spoke in so many sentences before may speak on."""


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger at its place in an article, with its ends: `clauses`, `hits` and `times` (by sentence) are the article's, `day` its date.

    `told` is what the network says of the trigger, None where it finds nothing stated there.
    """

    clauses: Sequence[Clause]
    hits: Mapping[int, Sequence[Hit]]
    times: Sequence[Sequence[TimeExpression]]
    attributions: Attributions
    clause: Clause
    hit: Hit
    source: str
    target: str
    mood: Mood
    day: str | None
    told: Told | None

    def moods(self) -> list[float]:
        """The numbers that tell whether the act is planned or possible."""
        ruled = [float(self.mood.modality is m) for m in Modality]
        return [*(self.told.moods if self.told else [-1.0] * len(MOODS)), *ruled, *self._told_elsewhere(), *self._common()]

    def _told_elsewhere(self) -> list[float]:
        """Whether verbs of the same type tell of the act as done, and as being done: «وصل إلى الجزائر في زيارة رسمية»."""
        forms = {hit.reading.form for hit in self.hits.get(self.clause.index, ()) if hit.frame.type is self.hit.frame.type}
        return [float(Form.PERFECT in forms), float(Form.IMPERFECT in forms)]

    def _common(self) -> list[float]:
        clause, at = self.clause, self.hit.start
        scope = self.attributions.at(clause.index, at)
        return [
            _TYPE[self.hit.frame.type],
            _FORM[self.hit.reading.form],
            _MOOD[self.mood.modality],
            float(clause.index),
            float(clause.sentence.headline),
            float(clause.depths[at] > 0),
            float(scope is not None),
            float(scope is not None and scope.speaker is not None),
            float(at),
            float(len(clause.norms)),
        ]

    # --- when ---

    def moments(self, finder: TimeFinder) -> Moments:
        """The times of its article."""
        return Moments(self.clauses, self.hits, self.times, self.day, finder)

    def times_of(self, moments: Moments) -> list[Option]:
        """The times that may date the act."""
        return moments.options(self.clause, self.hit, (self.source, self.target), self._common())

    # --- whose word ---

    def cited(self) -> str | None:
        """Who is cited for the act in so many words («بحسب X», but in a headline)."""
        scope = self.attributions.at(self.clause.index, self.hit.start)
        if scope is None or not scope.cited or scope.speaker is None or self.clause.sentence.headline:
            return None
        return scope.speaker.entity.id

    def speakers(self, attribution_words: frozenset[str], editorial: frozenset[str]) -> list[Option]:
        """Those who may have said that the act happened; nobody where the outlet begins («يذكر أن …») and cites none."""
        clause, at = self.clause, self.hit.start
        scope = self.attributions.at(clause.index, at)
        scopes = self.attributions.of(clause.index)
        if clause.norms[0].lstrip("و") in editorial and not any(s.speaker for s in scopes):
            return []
        before = self.attributions.of(clause.index - 1)
        earlier = [s for n in range(1, _EARLIER + 1) for s in self.attributions.of(clause.index - n)]
        people: dict[str, list[Actor]] = {}
        for actor in (*clause.actors, *(s.speaker for s in (*scopes, *earlier) if s.speaker)):
            people.setdefault(actor.entity.id, []).append(actor)
        common = self._common()
        return [
            (entity, [*common, *self._voice(entity), *self._speaker(actors, scope, scopes, before, attribution_words)])
            for entity, actors in people.items()
            if actors[0].type is not EntityType.AGREEMENT
        ]

    def _voice(self, entity: str) -> list[float]:
        """What the network says of a speaker: its chance, the best chance of all, and that of none."""
        if self.told is None:
            return [-1.0, -1.0, -1.0]
        voices = self.told.voices
        return [voices.get(entity, 0.0), max(voices.values()), 1.0 - sum(voices.values())]

    def _speaker(
        self, actors: Sequence[Actor], scope: Scope | None, scopes: Sequence[Scope], before: Sequence[Scope], words: frozenset[str]
    ) -> list[float]:
        clause, at, entity = self.clause, self.hit.start, actors[0].entity
        here = [a for a in actors if any(a is b for b in clause.actors)]
        nearest = min(here, key=lambda a: abs(a.start - at), default=None)
        first = min(here, key=lambda a: a.start, default=None)
        own = [s for s in scopes if s.speaker is not None and s.speaker.entity.id == entity.id]
        return [
            float(scope is not None and scope.speaker is not None and scope.speaker.entity.id == entity.id),
            float(bool(own)),
            float(min((abs(s.start - at) for s in own), default=_FAR)),
            float(any(s.start <= at < s.end for s in own)),
            float(any(s.verb < 0 for s in own)),
            float(bool(before) and before[-1].speaker is not None and before[-1].speaker.entity.id == entity.id),
            float(entity.id == self.source),
            float(entity.id == self.target),
            _ENTITY[entity.type],
            float(nearest.start - at) if nearest else _FAR,
            float(first.start) if first else _FAR,
            float(first is not None and first.end < len(clause.norms) and clause.norms[first.end] == ":"),
            float(any(n in words for a in here for n in clause.norms[max(0, a.start - 3) : a.start])),
            float(bool(nearest and nearest.preposition)),
            float(len(here)),
            *(self._between(name, nearest, at) for name in ("comma", "sub", "rel", "verb")),
            float(clause.between("rel", own[0].start, at)) if own else -1.0,
            float(clause.between("sub", own[0].start, at)) if own else -1.0,
            float(clause.between("verb", own[0].start, at)) if own else -1.0,
        ]

    def _between(self, name: str, actor: Actor | None, at: int) -> float:
        return -1.0 if actor is None else float(self.clause.between(name, min(actor.start, at), max(actor.start, at)))


def day_of(text: Text) -> str | None:
    """The date of an article, where it is one («2712-20-16» is none)."""
    day = text.article.date
    return day if day and is_date(day) else None


def times_by_sentence(text: Text) -> list[list[TimeExpression]]:
    """The times of an article, sentence by sentence."""
    return [[t for t in text.times if s.span.contains(t.span)] for s in text.sentences]


@dataclass(frozen=True, slots=True)
class Answer:
    """When an act happened (ISO, or None), whose word it is (the id of an entity, or None), and how it is told of.

    `sureness` is the chance of the likeliest date.
    """

    date: str | None
    speaker: str | None
    modality: Modality
    sureness: float = 0.0


class Circumstances:
    """Answers for acts, by trees and their thresholds (`dates`, `speakers`, and one for each of `MOODS`)."""

    def __init__(self, trees: Mapping[str, Trees], thresholds: Mapping[str, float], particles: Particles) -> None:
        self._trees = trees
        self._thresholds = thresholds
        self._finder = TimeFinder(particles)
        self._speaking = particles.words("attributions"), particles.words("editorial")

    def read(self, acts: Sequence[Act]) -> list[Answer]:
        """The answers for all acts of an article."""
        moments = acts[0].moments(self._finder)
        dates, sureness = zip(*self._best("dates", [act.times_of(moments) for act in acts]), strict=True)
        speakers, _ = zip(*self._best("speakers", [act.speakers(*self._speaking) for act in acts]), strict=True)
        rows = np.array([act.moods() for act in acts], dtype=np.float32)
        chances = np.array([self._trees[m].probability(rows) / self._thresholds[m] for m in MOODS]).T
        moods = [_modality(act, own) for act, own in zip(acts, chances.tolist(), strict=True)]
        voices = [act.cited() or speaker for act, speaker in zip(acts, speakers, strict=True)]
        return [Answer(*parts) for parts in zip(dates, voices, moods, sureness, strict=True)]

    def _best(self, name: str, asked: Sequence[Sequence[Option]]) -> list[tuple[str | None, float]]:
        """The likeliest option of each question, where it is likely enough, and its chance."""
        rows = np.array([numbers for options in asked for _, numbers in options], dtype=np.float32)
        chances = iter(self._trees[name].probability(rows).tolist())
        out: list[tuple[str | None, float]] = []
        for options in asked:
            chance, value = max(((next(chances), value) for value, _ in options), key=lambda o: o[0], default=(0.0, ""))
            out.append((value if chance >= self._thresholds[name] else None, chance))
        return out


def _modality(act: Act, chances: Sequence[float]) -> Modality:
    """The mood that is likeliest beside its threshold (`chances` 1 and above), else that the act is actual."""
    likeliest = max(range(len(MOODS)), key=lambda m: chances[m])
    if chances[likeliest] < 1:
        return Modality.ACTUAL
    found = Modality(MOODS[likeliest])
    return Modality.DEMANDED if found is Modality.POSSIBLE and act.mood.modality is Modality.DEMANDED else found
