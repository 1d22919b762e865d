"""The step from entities to facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kg.knowledge import Knowledge
from kg.model import Attribution, Entity, Fact, FactType, Modality, Span, Statement, Text
from kg.partial_date import is_date
from kg.relations.aggregate import Group, group
from kg.relations.attribution import Scope
from kg.relations.candidates import Candidate
from kg.relations.latent import latent_candidates
from kg.relations.model import Weights, load, load_network
from kg.relations.morphology import Form
from kg.relations.plausibility import Plausibility
from kg.relations.propose import Proposal, Proposer
from kg.relations.standing import offices
from kg.relations.ties import TieReader
from kg.relations.times import TimeFinder, lone

_SHARE = 0.5
"""A further place states a fact too where it scores at least this share of the best one."""


_TENSELESS = (Form.MASDAR, Form.NOUN)
_SPOKEN = frozenset(
    {FactType.ACCUSE, FactType.REQUEST, FactType.REJECT, FactType.THREATEN, FactType.SUPPORT, FactType.AGREE, FactType.PROTEST}
)
"""Acts that are done by speaking: who does one in his own words is reported by the outlet."""


class RelationReader:
    """Reads who did what to whom out of a text with its entities.

    Parameters:
        knowledge: what is known of states and people; it rules out what cannot be meant, and adds nothing.
        weights: what training left; the shipped ones by default.
    """

    def __init__(self, knowledge: Knowledge, weights: Weights | None = None) -> None:
        self._weights = weights or load()
        self._plausibility = Plausibility(knowledge)
        self._ties = TieReader()
        self._network, encoder = load_network()
        self._proposer = Proposer(self._weights.priors, encoder=encoder)
        self._times = TimeFinder(self._proposer.clauses.speech, self._proposer.clauses.firsts)

    def read(self, text: Text, entities: Sequence[Entity]) -> tuple[Fact, ...]:
        """The facts of an article in order of the place that states them first; each (type, source, target) once."""
        facts = {(f.type, f.source, f.target): f for f in offices(text, entities)}
        posts = {(f.source, f.target) for f in facts.values()}
        facts |= {(f.type, f.source, f.target): f for f in self._ties.read(text, entities, posts)}
        day = text.article.date if text.article.date and is_date(text.article.date) else None
        proposal = self._proposer.propose(text, entities)
        groups = self._groups(proposal)
        if groups:
            chances = self._weights.facts.probability(np.array([g.features for g in groups], dtype=np.float32)).tolist()
            for found, chance in zip(groups, chances, strict=True):
                likely = chance >= self._threshold(found.key[0]) and found.key not in facts
                if likely and self._plausibility.allows(*found.key, posts, day):
                    facts[found.key] = self._fact(text, proposal, found, chance)
        return tuple(
            sorted(
                facts.values(), key=lambda f: (f.statements[0].evidence.start, f.statements[0].trigger.start, f.type, f.source, f.target)
            )
        )

    def _groups(self, proposal: Proposal) -> list[Group]:
        """The facts that frames and network propose, each with the numbers that bear on it."""
        rows = np.array([c.features for c in proposal.candidates], dtype=np.float32)
        drawn = self._network.score(proposal.encoded)
        latent = latent_candidates(proposal.clauses, proposal.hits, proposal.encoded, drawn, self._proposer.index)
        return group(proposal.candidates, self._weights.candidates.probability(rows), list(latent))

    def _threshold(self, kind: FactType) -> float:
        return self._weights.thresholds.get(kind, self._weights.thresholds["standing" if kind.standing else "event"])

    def _fact(self, text: Text, proposal: Proposal, found: Group, chance: float) -> Fact:
        best = found.candidates[0][0]
        statements: dict[int, Statement] = {}
        for score, candidate in found.candidates:
            if score >= _SHARE * best and candidate.clause.index not in statements:
                statements[candidate.clause.index] = self._statement(text, proposal, candidate, score)
        ordered = [statements[i] for i in sorted(statements)]
        first = found.first_form(ordered[0].evidence.start)
        if (
            first in _TENSELESS and ordered[0].modality is Modality.ACTUAL
        ):  # a noun has no tense: «زيارة» may be told of as planned elsewhere
            told = next((s.modality for s in ordered[1:] if s.modality is Modality.PLANNED), Modality.ACTUAL)
            ordered[0] = replace(ordered[0], modality=told)
        if ordered[0].date is None and first in _TENSELESS:  # «في أول زيارة …، نقل الرئيس، أمس، …»: a noun shares the day of its sentence
            here = [t for t in text.times if ordered[0].evidence.contains(t.span)]
            ordered[0] = replace(ordered[0], date=lone(here))
        if ordered[0].date is None:  # an undated first mention is dated where the article dates the same act
            ordered[0] = replace(ordered[0], date=next((s.date for s in ordered if s.date), None))
        return Fact(*found.key, tuple(ordered), round(chance, 4))

    def _statement(self, text: Text, proposal: Proposal, candidate: Candidate, score: float) -> Statement:
        clause, hit = candidate.clause, candidate.hit
        tokens = clause.sentence.tokens
        mood = self._proposer.moods.read(clause, hit)
        scope = proposal.attributions.at(clause.index, hit.start)
        speaker, attribution = _attribution(scope, candidate)
        times = [t for t in text.times if clause.sentence.span.contains(t.span)]
        trigger = tokens[hit.start].span
        if hit.companion >= 0:
            other = tokens[hit.companion].span
            trigger = Span(min(trigger.start, other.start), max(trigger.end, other.end))
        return Statement(
            evidence=clause.sentence.span,
            trigger=trigger,
            source_span=candidate.source.mention.span if candidate.source.mention else None,
            target_span=candidate.target.mention.span if candidate.target.mention else None,
            speaker=speaker,
            attribution=attribution,
            polarity=mood.polarity,
            modality=mood.modality,
            date=self._times.date(clause, hit, times, ahead=mood.modality is Modality.PLANNED, day=text.article.date),
            confidence=round(score, 4),
            because=_because(candidate, mood.because),
        )


def _attribution(scope: Scope | None, candidate: Candidate) -> tuple[str | None, Attribution]:
    """Whose word a statement is; who himself is an end of a speech act speaks in no scope of another."""
    if scope is None:
        return None, Attribution.OUTLET
    if scope.speaker is None:
        return None, Attribution.UNNAMED
    clause, at = candidate.clause, candidate.hit.start
    presupposed = clause.between("rel", scope.start, at) > 0 and clause.depths[at] == 0  # «… أن الاتفاق الذي أبرمه X»
    if presupposed or candidate.type.standing or _own_word(scope, candidate):
        return None, Attribution.OUTLET
    return scope.speaker.entity.id, Attribution.NAMED


def _own_word(scope: Scope, candidate: Candidate) -> bool:
    """Whether a speaker does by speaking what he says («وتعتبر واشنطن أن إيران …», «"نطالب …"»): then the outlet reports his act."""
    return scope.speaker is not None and scope.speaker.entity.id == candidate.source.entity.id and candidate.type in _SPOKEN


def _because(candidate: Candidate, mood: str) -> str:
    """Frame, form and the rule behind each argument, for `--explain`."""
    hit = candidate.hit
    words = [f"frame {hit.frame.name} ({hit.reading.form}{', CAMEO ' if hit.frame.cameo else ''}{hit.frame.cameo})"]
    for role, actor, rule in (("source", candidate.source, candidate.source_rule), ("target", candidate.target, candidate.target_rule)):
        named = actor.mention.text if actor.mention else f"unnamed, {actor.virtual}"
        words.append(f"{role} {named} by {rule or 'its place'}")
    if mood:
        words.append(f"mood from {mood}")
    return "; ".join(words)
