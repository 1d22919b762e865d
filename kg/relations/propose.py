"""From a text with its entities to what may be stated where: clauses, triggers, speakers, arguments, then candidates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention, Text
from kg.relations.arguments import Argument, ArgumentWords
from kg.relations.attribution import Attributions, SpeechReader
from kg.relations.candidates import Candidate, CandidateReader, Key
from kg.relations.clauses import Actor, Clause, ClauseReader
from kg.relations.discourse import recalled_actors, unnamed_actors
from kg.relations.encoding import Encoded, Encoder
from kg.relations.features import ArticleView, Describer, homes_of, view
from kg.relations.lexicon import Frame, Hit, Particles, TriggerIndex, load_frames
from kg.relations.modality import MoodReader
from kg.relations.picks import Picks


@dataclass(frozen=True, slots=True)
class Place:
    """A clause with its triggers, what the rules pick for each, and the actors that it means without naming them."""

    clause: Clause
    hits: Sequence[Hit]
    picks: Sequence[Picks]
    unnamed: Sequence[Actor]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An article taken apart: its clauses, the frames in each, whose word each place is, and where facts may be stated.

    `encoded` are the clauses with two entities or more as the network sees them.
    """

    clauses: Sequence[Clause]
    hits: Sequence[Sequence[Hit]]
    attributions: Attributions
    article: ArticleView
    places: Sequence[Place]
    encoded: Sequence[Encoded]


class Proposer:
    """Proposes facts; `priors` is how often each frame stated its fact in training, `encoder` makes what the network reads."""

    def __init__(
        self,
        priors: Mapping[str, float],
        encoder: Encoder,
        frames: Sequence[Frame] | None = None,
        particles: Particles | None = None,
    ) -> None:
        particles = particles or Particles()
        self.index = TriggerIndex(load_frames() if frames is None else frames)
        self.moods = MoodReader(particles)
        self.clauses = ClauseReader(particles, self.index)
        self._encoder = encoder
        self._speakers = SpeechReader(particles)
        self._words = ArgumentWords(particles)
        self._candidates = CandidateReader(priors, Describer(self.clauses.speech, particles.compounds, self.moods))

    def propose(self, text: Text, entities: Sequence[Entity]) -> Proposal:
        """The article taken apart, and its clauses as the network sees them."""
        clauses = self._clauses(text, entities)
        hits = [self.index.hits(c.norms, {a.end for a in c.actors}) for c in clauses]
        attributions = self._speakers.read(clauses)
        homes = homes_of(entities)
        article = view(entities, clauses, hits, homes)
        by_id = {e.id: e for e in entities}
        places: list[Place] = []
        encoded: list[Encoded] = []
        for i, clause in enumerate(clauses):
            if text.dateline is not None and clause.sentence.span.end <= text.dateline.end:
                continue
            unnamed = unnamed_actors(clause, clauses[i - 1] if i else None, attributions, by_id, homes, self.clauses)
            argument = Argument(clause, self._words)
            picks = [argument.picks(hit) for hit in hits[i]]
            places.append(Place(clause, hits[i], picks, unnamed))
            recalled = [*unnamed, *recalled_actors(clauses, i, unnamed)]
            code = self._encoder.encode(clause, recalled, hits[i], picks, attributions, article)
            if code is not None:
                encoded.append(code)
        return Proposal(clauses, hits, attributions, article, places, encoded)

    def candidates(self, proposal: Proposal, wanted: Collection[Key] | None = None) -> list[Candidate]:
        """What the frames propose, in order of place; with `wanted`, of these facts only."""
        return [
            candidate
            for place in proposal.places
            for candidate in self._candidates.read(
                place.clause, place.hits, place.picks, place.unnamed, proposal.attributions, proposal.article, wanted
            )
        ]

    def _clauses(self, text: Text, entities: Sequence[Entity]) -> list[Clause]:
        placed = sorted(((e, m) for e in entities for m in e.mentions), key=lambda p: (p[1].span.start, -p[1].span.end))
        dateline = text.dateline.end if text.dateline is not None else 0
        first = text.dateline.start if text.dateline is not None else 0
        clauses: list[Clause] = []
        at = 0
        for n, sentence in enumerate(text.sentences):
            here: list[tuple[Entity, Mention]] = []
            while at < len(placed) and placed[at][1].span.start < sentence.span.end:
                if not first <= placed[at][1].span.start < dateline:
                    here.append(placed[at])
                at += 1
            quotations = [q for q in text.quotations if q.span.overlaps(sentence.span)]
            clauses.append(self.clauses.read(sentence, n, here, quotations))
        return clauses
