"""Candidates: a trigger with two actors that may be its ends, each with the numbers that describe it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import EntityType, FactType, MentionForm
from kg.relations.attribution import Attributions
from kg.relations.clauses import Actor, Clause
from kg.relations.features import NAMES, ArticleView, Describer, ranks_of
from kg.relations.lexicon import Hit
from kg.relations.picks import Picks, rule_of, weight_of

REACH = 45
"""Actors further than this many tokens from a trigger are no candidates."""


Key = tuple[FactType, str, str]


def fact_of(kind: FactType, source: str, target: str) -> Key:
    """The fact of a type between two entities; the ends of a symmetric one in order of id."""
    return (kind, target, source) if kind.symmetric and target < source else (kind, source, target)


@dataclass(slots=True)
class Candidate:
    """A fact that might be stated: hit, source and target, with its features."""

    type: FactType
    hit: Hit
    clause: Clause
    source: Actor
    target: Actor
    features: list[float]
    source_rule: str = ""
    target_rule: str = ""

    @property
    def fact(self) -> Key:
        """The fact that is proposed."""
        return fact_of(self.type, self.source.entity.id, self.target.entity.id)


class CandidateReader:
    """Makes the candidates of a clause.

    `priors` is what training counted (see `prior_keys`); empty while training counts.
    """

    def __init__(self, priors: Mapping[str, float], describer: Describer) -> None:
        self.priors = priors
        self._describer = describer

    def read(
        self,
        clause: Clause,
        hits: Sequence[Hit],
        picked: Sequence[Picks],
        extra: Sequence[Actor],
        attributions: Attributions,
        article: ArticleView,
        wanted: Collection[Key] | None = None,
    ) -> Iterator[Candidate]:
        """The candidates of each hit, in order of source and target.

        `picked` is what the rules pick for each hit, `extra` are actors that the clause does not name; with `wanted`, only candidates
        of these facts are made.
        """
        types = {kind for kind, _, _ in wanted or ()}
        for hit, picks in zip(hits, picked, strict=True):
            if any(a.start <= hit.start < a.end and a.type is not EntityType.AGREEMENT for a in clause.actors):
                continue
            if wanted is not None and hit.frame.type not in types:
                continue
            actors = _eligible(clause, hit, extra)
            if len(actors) < 2:
                continue
            as_source = [weight_of(picks["source"], a) for a in actors]
            as_target = [weight_of(picks["target"], a) for a in actors]
            ranks = ranks_of(hit, actors)
            scope = attributions.at(clause.index, hit.start)
            speaker = scope.speaker.entity.id if scope and scope.speaker else ""
            shared: list[float] | None = None
            described: dict[int, list[float]] = {}
            for i, j in _pairs(hit, actors, as_source, as_target, article.homes):
                if wanted is not None and fact_of(hit.frame.type, actors[i].entity.id, actors[j].entity.id) not in wanted:
                    continue
                shared = shared or self._describer.hit(clause, hit, actors, attributions, article)
                for n in (i, j):
                    if n not in described:
                        weights = as_source[n], as_target[n]
                        described[n] = self._describer.role(clause, hit, actors[n], ranks[n], speaker, article, weights)
                source, target = actors[i], actors[j]
                pair = self._describer.pair(clause, hit, source, target, described[i], described[j], article)
                rules = rule_of(picks["source"], source), rule_of(picks["target"], target)
                candidate = Candidate(hit.frame.type, hit, clause, source, target, [*shared, *described[i], *described[j], *pair], *rules)
                if self.priors:
                    fill_priors(candidate, self.priors)
                yield candidate


def _eligible(clause: Clause, hit: Hit, extra: Sequence[Actor]) -> list[Actor]:
    """The actors near a hit, and those of `extra` that are not among them."""
    at = hit.start
    near = [a for a in clause.actors if at - REACH <= a.start and a.end <= at + REACH and not a.start <= at < a.end]
    inside = [a for a in clause.actors if a.start <= at < a.end and a.form is not MentionForm.TITLED_NAME]
    here = {a.entity.id for a in near if not a.virtual}
    return near + inside + [e for e in extra if e.entity.id not in here]


def _pairs(
    hit: Hit, actors: Sequence[Actor], as_source: Sequence[int], as_target: Sequence[int], homes: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Pairs of actors that can be the ends, at least one of them by a rule."""
    symmetric, targets = hit.frame.type.symmetric, hit.frame.targets
    for i, source in enumerate(actors):
        for j, target in enumerate(actors):
            likely = as_source[i] or as_target[j] or (symmetric and (as_target[i] or as_source[j]))
            if not likely or i == j or (symmetric and j < i) or source.entity.id == target.entity.id:
                continue
            if (targets and target.type not in targets) or _together(hit, source, target):
                continue
            if _admissible(hit.frame.type, source, target, homes):
                yield i, j


def _together(hit: Hit, source: Actor, target: Actor) -> bool:
    """Whether two actors are coordinated, and so on one side of a directed act."""
    if hit.frame.type.symmetric or hit.frame.mutual or "both" in hit.frame.roles.values() or source.virtual or target.virtual:
        return False
    return source.head == target.head and source.form is not MentionForm.DUAL


PRIORS = ("h_prior", "p_pattern", "p_kinds", "p_word")
"""The features that say how often the like was right in training."""
_PRIOR_AT = tuple(NAMES.index(n) for n in PRIORS)


def prior_keys(candidate: Candidate) -> tuple[str, str, str, str]:
    """Under what each of `PRIORS` is counted: frame; rules behind the arguments; kinds of the arguments; written trigger."""
    hit, name = candidate.hit, candidate.hit.frame.name
    return (
        name,
        f"{candidate.type}|{hit.reading.form}|{candidate.source_rule}|{candidate.target_rule}",
        f"{name}|{candidate.source.type}|{candidate.target.type}",
        f"{candidate.type}|{candidate.clause.norms[hit.start]}",
    )


def fill_priors(candidate: Candidate, priors: Mapping[str, float]) -> None:
    """Write what training counted into a candidate's features; what it never saw takes the rate of its type."""
    rate = priors.get(candidate.type, 0.1)
    for at, key in zip(_PRIOR_AT, prior_keys(candidate), strict=True):
        candidate.features[at] = priors.get(key, rate)


def _admissible(kind: FactType, source: Actor, target: Actor, homes: Mapping[str, str]) -> bool:
    """Whether the kinds of two entities can be the ends of a fact of this type."""
    s, t = source.type, target.type
    if s is EntityType.AGREEMENT:
        return kind.symmetric and t is not EntityType.AGREEMENT
    if kind in (FactType.LEADS, FactType.HOLDS_OFFICE):
        return s is EntityType.PERSON and t in (EntityType.STATE, EntityType.ORGANIZATION)
    if kind is FactType.MEMBER_OF:
        return t in (EntityType.ORGANIZATION, EntityType.BLOC)
    if kind is FactType.VISIT:
        return t is EntityType.STATE and homes.get(source.entity.id) != target.entity.id
    if t is EntityType.AGREEMENT:
        return kind in (FactType.SIGN, FactType.SUPPORT, FactType.REJECT, FactType.CONCEDE)
    return True
