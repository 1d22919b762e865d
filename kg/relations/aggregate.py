"""From candidates to the facts of an article: how the places that propose a fact, and its rivals, bear on it.

A fact is likelier where several places propose it and where the rules choose the same arguments, and less likely where the same word
or the same two actors have a better reading. These numbers go to the judge, whose probability is the fact's confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import EntityType, FactType, MentionForm
from kg.relations.article import ArticleView
from kg.relations.candidates import Candidate, Key
from kg.relations.clauses import Actor
from kg.relations.encoding import VIRTUAL
from kg.relations.morphology import Form

_TYPE = {t: float(i) for i, t in enumerate(FactType)}
_FORM = {f: float(i) for i, f in enumerate(Form)}
_ENTITY = {t: float(i) for i, t in enumerate(EntityType)}
_MENTION = {f: float(i) for i, f in enumerate(MentionForm)}
_SUMMED = 5
_UNNAMED = 99.0
FACT_FEATURES = (
    "best", "second", "sum", "count", "sentences", "sentence", "headline", "facts",
    "share_of_source", "share_of_target", "share_of_word", "other_type", "other_type_reversed", "reversed",
    "type", "listed", "companion", "form", "word_mentions", "negated", "same_group", "home", "same_home",
    *(f"{end}_{name}" for end in ("source", "target") for name in (
        "entity", "form", "unnamed", "distance", "picked", "mentions", "in_headline", "is_place", "preposition")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """All candidates of one fact, the likeliest first, with the numbers for the judge."""

    key: Key
    candidates: tuple[Candidate, ...]
    features: list[float]


def group(candidates: Iterable[Candidate], article: ArticleView) -> list[Group]:
    """The facts that candidates propose, in order of first proposal."""
    rivals = _Rivals()
    for candidate in candidates:
        rivals.add(candidate)
    groups: list[Group] = []
    for key, found in rivals.by_fact.items():
        members = tuple(sorted(found, key=lambda c: -c.chance))
        groups.append(Group(key, members, [*rivals.features(key, members), *_described(members[0], article)]))
    return groups


class _Rivals:
    """The candidates of an article by fact, and the best chance at each word, in each role, and of each pair."""

    def __init__(self) -> None:
        self.by_fact: dict[Key, list[Candidate]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], dict[FactType, float]] = defaultdict(dict)
        self._words: dict[tuple[int, int], float] = defaultdict(float)
        self._ends: dict[tuple[int, FactType, int, str], float] = defaultdict(float)

    def add(self, candidate: Candidate) -> None:
        chance, key = candidate.chance, candidate.fact
        kind, source, target = key
        self.by_fact[key].append(candidate)
        for a, b in {(source, target), (target, source) if kind.symmetric else (source, target)}:
            self._pairs[a, b][kind] = max(self._pairs[a, b].get(kind, 0.0), chance)
        at = candidate.clause.index
        word = at, candidate.hit.start
        self._words[word] = max(self._words[word], chance)
        for role, entity in enumerate((source, target)):
            self._ends[at, kind, role, entity] = max(self._ends[at, kind, role, entity], chance)

    def features(self, key: Key, members: tuple[Candidate, ...]) -> list[float]:
        kind, source, target = key
        best = members[0]
        at = best.clause.index
        straight, reverse = self._pairs[source, target], self._pairs.get((target, source), {})
        return [
            best.chance,
            members[1].chance if len(members) > 1 else 0.0,
            sum(c.chance for c in members[:_SUMMED]),
            float(len(members)),
            float(len({c.clause.index for c in members})),
            float(at),
            float(best.clause.sentence.headline),
            float(len(self.by_fact)),
            best.chance / self._ends[at, kind, 0, source],
            best.chance / self._ends[at, kind, 1, target],
            best.chance / self._words[at, best.hit.start],
            max((p for k, p in straight.items() if k is not kind), default=0.0),
            max((p for k, p in reverse.items() if k is not kind), default=0.0),
            0.0 if kind.symmetric else reverse.get(kind, 0.0),
        ]


def _described(best: Candidate, article: ArticleView) -> list[float]:
    """What the likeliest place of a fact looks like."""
    hit, source, target = best.hit, best.source, best.target
    homes = [article.homes.get(a.entity.id, a.entity.id) for a in (source, target)]
    return [
        _TYPE[best.type],
        float(bool(hit.frame.words)),
        float(hit.companion >= 0),
        _FORM[hit.reading.form],
        float(sum(1 for a in best.clause.actors if a.start <= hit.start < a.end)),
        float(best.clause.between("neg", max(0, hit.start - 4), hit.start)),
        float(source.head == target.head and source.head >= 0),
        float(homes[0] == target.entity.id or homes[1] == source.entity.id),
        float(homes[0] == homes[1]),
        *_end(best, 0, source, article),
        *_end(best, 1, target, article),
    ]


def _end(best: Candidate, role: int, actor: Actor, article: ArticleView) -> list[float]:
    entity = actor.entity
    return [
        _ENTITY[entity.type],
        _MENTION[actor.form],
        float(VIRTUAL[actor.virtual]),
        _UNNAMED if actor.start < 0 else float(actor.start - best.hit.start),
        float(best.picked[role]),
        float(article.mentions.get(entity.id, 0)),
        float(entity.id in article.headline),
        float(entity.id in article.places),
        float(bool(actor.preposition)),
    ]
