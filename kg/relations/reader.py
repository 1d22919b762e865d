"""The step from entities to facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kg.knowledge import Knowledge
from kg.model import Attribution, Entity, Fact, Span, Statement, Text, TimeExpression
from kg.relations.aggregate import Group, group
from kg.relations.attribution import Scope
from kg.relations.candidates import Candidate, candidates
from kg.relations.choice import alone, chosen
from kg.relations.chronicle import CHRONICLE_FEATURES, load_chronicle
from kg.relations.circumstances import Act, Answer, Circumstances, day_of, times_by_sentence
from kg.relations.lexicon import Hit
from kg.relations.model import Weights, load, load_network
from kg.relations.network import Told
from kg.relations.plausibility import Plausibility
from kg.relations.propose import Proposal, Proposer
from kg.relations.standing import candidacies, offices, reigns
from kg.relations.ties import TieReader

_STATED_THESE_WEEKS = CHRONICLE_FEATURES.index("near_stated_of")
_SHARE = 0.5
"""A further place states a fact too where it scores at least this share of the best one."""


@dataclass(frozen=True)
class _Article:
    """An article on its way to facts; `told` is what the network says of each trigger, by sentence and token."""

    text: Text
    proposal: Proposal
    told: Mapping[tuple[int, int], Told]

    @cached_property
    def hits(self) -> Mapping[int, Sequence[Hit]]:
        return self.proposal.hits

    @cached_property
    def times(self) -> Sequence[Sequence[TimeExpression]]:
        return times_by_sentence(self.text)


class RelationReader:
    """Reads who did what to whom out of a text with its entities.

    Parameters:
        knowledge: what is known of states and people; it rules out what cannot be meant, and adds nothing.
        weights: what training left; the shipped ones by default.
    """

    def __init__(self, knowledge: Knowledge, weights: Weights | None = None) -> None:
        self._weights = weights or load()
        self._knowledge = knowledge
        self._plausibility = Plausibility(knowledge)
        self._network, encoder = load_network()
        self._chronicle = load_chronicle()
        self._proposer = Proposer(encoder)
        self._ties = TieReader(self._proposer.particles, {t.id for t in knowledge.things.values() if "armed-group" in t.kinds})
        self._circumstances = Circumstances(self._weights.circumstances, self._weights.thresholds, self._proposer.particles)

    def read(self, text: Text, entities: Sequence[Entity]) -> tuple[Fact, ...]:
        """The facts of an article in order of the place that states them first; each (type, source, target) once."""
        facts = {(f.type, f.source, f.target): f for f in offices(text, entities, self._knowledge)}
        posts = {(f.source, f.target) for f in facts.values()}
        facts |= {(f.type, f.source, f.target): f for f in reigns(text, entities, self._knowledge, posts)}
        facts |= {(f.type, f.source, f.target): f for f in candidacies(text, entities)}
        posts = {(f.source, f.target) for f in facts.values()}
        facts |= {(f.type, f.source, f.target): f for f in self._ties.read(text, entities, posts)}
        day = day_of(text)
        proposal = self._proposer.propose(text, entities)
        scores = self._network.score(proposal.encoded)
        groups = group(candidates(proposal.places, scores, self._proposer.index), proposal.article)
        if groups:
            rows = np.array([g.features for g in groups], dtype=np.float32)
            known = self._chronicle.features([g.key for g in groups], proposal.article.homes, day)
            chances = self._weights.facts.probability(np.hstack([rows, known])).tolist()
            these_weeks = np.rint(np.expm1(known[:, _STATED_THESE_WEEKS])).astype(int).tolist()
            possible = [
                (found, chance, stated)
                for found, chance, stated in zip(groups, chances, these_weeks, strict=True)
                if found.key not in facts and self._plausibility.allows(*found.key, posts, day)
            ]
            keys, own = [found.key for found, _, _ in possible], [chance for _, chance, _ in possible]
            likely = [possible[i] for i in chosen(keys, own, self._weights.thresholds)]
            told = {(p.code.index, at): told for p, s in zip(proposal.places, scores, strict=True) for at, told in s.told.items()}
            facts |= {(f.type, f.source, f.target): f for f in self._facts(_Article(text, proposal, told), likely)}
        return tuple(
            sorted(
                facts.values(), key=lambda f: (f.statements[0].evidence.start, f.statements[0].trigger.start, f.type, f.source, f.target)
            )
        )

    def _facts(self, article: _Article, likely: Sequence[tuple[Group, float, int]]) -> Iterator[Fact]:
        """The facts of an article with their statements, in order of `likely`, which has the chance of each and how many articles of
        the same weeks state it.
        """
        stating = [_stating(found) for found, _, _ in likely]
        acts = [self._act(article, candidate) for own in stating for candidate in own]
        answers = iter(zip(acts, self._circumstances.read(acts), strict=True)) if acts else iter(())
        for (found, chance, told), own in zip(likely, stating, strict=True):
            told_of = [(candidate, *next(answers)) for candidate in own]
            ordered = [_statement(article.proposal, candidate, told, act, answer) for candidate, act, answer in told_of]
            surest = max((answer for _, _, answer in told_of), key=lambda a: a.sureness)  # an act that is told of twice happened once
            ordered[0] = replace(ordered[0], date=surest.date)
            if not alone(found.key, chance, self._weights.thresholds):
                ordered = [replace(s, because=f"{s.because}; the likeliest of what may have happened between the two") for s in ordered]
            yield Fact(*found.key, tuple(ordered), round(chance, 4))

    def _act(self, article: _Article, candidate: Candidate) -> Act:
        clause, hit, proposal = candidate.clause, candidate.hit, article.proposal
        ends = candidate.source.entity.id, candidate.target.entity.id
        mood = self._proposer.moods.read(clause, hit)
        told = article.told.get((clause.index, hit.start))
        day = day_of(article.text)
        return Act(proposal.clauses, article.hits, article.times, proposal.attributions, clause, hit, *ends, mood, day, told)


def _stating(found: Group) -> list[Candidate]:
    """The places that state a fact, in order of the text: the best of each sentence that is likely enough beside the best of all."""
    least = _SHARE * found.candidates[0].chance
    places: dict[int, Candidate] = {}
    for candidate in found.candidates:
        if candidate.chance >= least:
            places.setdefault(candidate.clause.index, candidate)
    return [places[i] for i in sorted(places)]


def _statement(proposal: Proposal, candidate: Candidate, told: int, act: Act, answer: Answer) -> Statement:
    clause, hit = candidate.clause, candidate.hit
    tokens = clause.sentence.tokens
    trigger = tokens[hit.start].span
    if hit.companion >= 0:
        other = tokens[hit.companion].span
        trigger = Span(min(trigger.start, other.start), max(trigger.end, other.end))
    return Statement(
        evidence=clause.sentence.span,
        trigger=trigger,
        source_span=candidate.source.mention.span if candidate.source.mention else None,
        target_span=candidate.target.mention.span if candidate.target.mention else None,
        speaker=answer.speaker,
        attribution=Attribution.NAMED if answer.speaker else _unattributed(proposal.attributions.at(clause.index, hit.start)),
        polarity=act.mood.polarity,
        modality=answer.modality,
        date=answer.date,
        confidence=round(candidate.chance, 4),
        because=_because(candidate, act.mood.because, told),
    )


def _unattributed(scope: Scope | None) -> Attribution:
    """Whose word it is where nobody is named: that of unnamed sources, or the outlet's own."""
    return Attribution.UNNAMED if scope is not None and scope.speaker is None else Attribution.OUTLET


def _because(candidate: Candidate, mood: str, told: int) -> str:
    """Frame, form and the rule behind each argument, for `--explain`; the word where no frame of the lexicon has it. `told` is how many
    articles of the chronicle's same weeks state the fact.
    """
    hit = candidate.hit
    frame = f"frame {hit.frame.name} ({hit.reading.form}{', CAMEO ' if hit.frame.cameo else ''}{hit.frame.cameo})"
    words = [frame if hit.frame.words else f"{hit.frame.lemma}, which the network takes for {hit.frame.type}"]
    for role, actor, rule in zip(("source", "target"), (candidate.source, candidate.target), candidate.rules, strict=True):
        named = actor.mention.text if actor.mention else f"unnamed, {actor.virtual}"
        words.append(f"{role} {named} by the network{f' and {rule}' if rule else ''}")
    if mood:
        words.append(f"mood from {mood}")
    if told:
        words.append(f"stated by {told} article{'s' if told > 1 else ''} of those weeks")
    return "; ".join(words)
