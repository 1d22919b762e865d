"""From a text with its entities to scored candidates: clauses, triggers, speakers, then numbers for the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention, Text
from kg.relations.arguments import ArgumentWords
from kg.relations.attribution import Attributions, SpeechReader
from kg.relations.candidates import Candidate, CandidateReader
from kg.relations.clauses import Clause, ClauseReader
from kg.relations.discourse import recalled_actors, unnamed_actors
from kg.relations.encoding import Encoded, Encoder
from kg.relations.features import Describer, homes_of, view
from kg.relations.lexicon import Frame, Hit, Particles, TriggerIndex, load_frames
from kg.relations.modality import MoodReader


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an article might state: its clauses, the frames in each, whose word each place is, and all candidates in order of place.

    `encoded` are the clauses with two entities or more as the network sees them.
    """

    clauses: Sequence[Clause]
    hits: Sequence[Sequence[Hit]]
    attributions: Attributions
    candidates: Sequence[Candidate]
    encoded: Sequence[Encoded]


class Proposer:
    """Proposes facts; `priors` is how often each frame stated its fact in training, `encoder` makes what the network reads."""

    def __init__(
        self,
        priors: Mapping[str, float],
        frames: Sequence[Frame] | None = None,
        particles: Particles | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        particles = particles or Particles()
        self.index = TriggerIndex(load_frames() if frames is None else frames)
        self.moods = MoodReader(particles)
        self.clauses = ClauseReader(particles, self.index)
        self._encoder = encoder
        self._speakers = SpeechReader(particles)
        describer = Describer(self.clauses.speech, particles.compounds, self.moods)
        self.candidates = CandidateReader(priors, describer, ArgumentWords(particles))

    def propose(self, text: Text, entities: Sequence[Entity]) -> Proposal:
        clauses = self._clauses(text, entities)
        hits = [self.index.hits(c.norms, {a.end for a in c.actors}) for c in clauses]
        attributions = self._speakers.read(clauses)
        homes = homes_of(entities)
        article = view(entities, clauses, hits, homes)
        by_id = {e.id: e for e in entities}
        found: list[Candidate] = []
        encoded: list[Encoded] = []
        for i, clause in enumerate(clauses):
            if text.dateline is not None and clause.sentence.span.end <= text.dateline.end:
                continue
            extra = unnamed_actors(clause, clauses[i - 1] if i else None, attributions, by_id, homes, self.clauses)
            if hits[i]:
                found += self.candidates.read(clause, hits[i], extra, attributions, article)
            if self._encoder is not None:
                recalled = [*extra, *recalled_actors(clauses, i, extra)]
                code = self._encoder.encode(clause, recalled, hits[i], attributions, article)
                if code is not None:
                    encoded.append(code)
        return Proposal(clauses, hits, attributions, found, encoded)

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
