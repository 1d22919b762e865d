"""From a text with its entities to what may be stated where: clauses, triggers, speakers, arguments, as the network sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Entity, EntityType, Mention, Text
from kg.relations.arguments import Argument, ArgumentWords
from kg.relations.article import ArticleView, homes_of, view
from kg.relations.attribution import Attributions, SpeechReader
from kg.relations.clauses import Clause, ClauseReader
from kg.relations.discourse import recalled_actors, unnamed_actors
from kg.relations.encoding import NOMINAL, Encoded, Encoder, Sight
from kg.relations.lexicon import Frame, Hit, Particles, TriggerIndex, load_frames
from kg.relations.modality import MoodReader
from kg.relations.picks import NOTHING, Picks


@dataclass(frozen=True, slots=True)
class Place:
    """A clause in which two entities or more may stand in a relation: its triggers, what the rules pick for each, and its arrays."""

    clause: Clause
    hits: Sequence[Hit]
    picks: Sequence[Picks]
    code: Encoded

    def picks_of(self, hit: Hit) -> Picks:
        """What the rules pick for a hit; nothing for one that no frame of the lexicon made."""
        return next((picks for own, picks in zip(self.hits, self.picks, strict=True) if own is hit), NOTHING)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An article taken apart: its clauses, whose word each place is, and where facts may be stated."""

    clauses: Sequence[Clause]
    attributions: Attributions
    article: ArticleView
    places: Sequence[Place]

    @property
    def hits(self) -> dict[int, Sequence[Hit]]:
        """The triggers of each sentence in which facts may be stated."""
        return {place.clause.index: place.hits for place in self.places}

    @property
    def encoded(self) -> list[Encoded]:
        """The places as the network sees them."""
        return [place.code for place in self.places]


class Proposer:
    """Takes articles apart; `encoder` makes what the network reads."""

    def __init__(self, encoder: Encoder, frames: Sequence[Frame] | None = None, particles: Particles | None = None) -> None:
        self.particles = particles = particles or Particles()
        self.index = TriggerIndex(load_frames() if frames is None else frames)
        self.moods = MoodReader(particles)
        self.clauses = ClauseReader(particles, self.index)
        self._encoder = encoder
        self._speakers = SpeechReader(particles)
        self._words = ArgumentWords(particles)
        self._where = particles.words("places_behind")

    def propose(self, text: Text, entities: Sequence[Entity]) -> Proposal:
        """The article taken apart, with those of its clauses in which something may be stated."""
        clauses = self._clauses(text, entities)
        attributions = self._speakers.read(clauses)
        homes = homes_of(entities)
        article = view(entities, clauses, homes, self._where)
        by_id = {e.id: e for e in entities}
        sights: list[Sight] = []
        for i, clause in enumerate(clauses):
            if text.dateline is not None and text.dateline.contains(clause.sentence.span):
                continue
            unnamed = unnamed_actors(clause, clauses[i - 1] if i else None, attributions, by_id, homes, self.clauses)
            extra = [*unnamed, *recalled_actors(clauses, i, unnamed)]
            if not clause.actors or len({a.entity.id for a in (*clause.actors, *extra)}) < 2:
                continue
            hits = self._hits(clause)
            argument = Argument(clause, self._words)
            sight = self._encoder.look(clause, extra, hits, [argument.picks(hit) for hit in hits])
            if sight is not None:
                sights.append(sight)
        codes = self._encoder.encode(sights, attributions, article)
        places = [Place(s.clause, s.hits, s.picks, code) for s, code in zip(sights, codes, strict=True)]
        return Proposal(clauses, attributions, article, places)

    def _hits(self, clause: Clause) -> list[Hit]:
        """The triggers of a clause; a word of a name is none («حزب الله», «مجلس التعاون»), one of an agreement's name is."""
        names = (a for a in clause.actors if a.form not in NOMINAL and a.type is not EntityType.AGREEMENT)
        named = {i for a in names for i in range(a.start, a.end)}
        return [h for h in self.index.hits(clause.norms, {a.end for a in clause.actors}) if h.start not in named]

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
