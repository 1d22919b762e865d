"""A sentence seen as actors among words: what governs each actor, what it is coordinated with, what stands between.

There is no parser. What an argument finder needs of one is read off the surface: prepositions, coordination, complementizers,
relative pronouns, punctuation, quotation depth and finite verbs, kept as running counts so that any two places compare at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from kg.model import Entity, EntityType, Mention, MentionForm, Quotation, Sentence
from kg.relations.lexicon import Particles, TriggerIndex, verb_stands
from kg.relations.morphology import Form
from kg.text import fold

_REACH = 6
"""How many words of a noun phrase may stand between a preposition and the actor that it governs («على مواقع للحوثيين»)."""
_QUOTES = ('"', "«", "“", "'")
_NO_VERB = frozenset(fold(w) for w in ("يوم", "يومين", "يوما", "يونيو", "يوليو", "يناير", "يمين", "يسار", "يد", "يدي"))


@dataclass(slots=True)
class Actor:
    """An entity as a possible argument in a sentence, at tokens `start` to `end`.

    `preposition` governs it across `depth` words of its noun phrase; `head` is the first actor of its coordination (itself
    where there is none). `virtual` says how an actor that is not named here got in: `speaker`, `previous`, `own` («بلاده»),
    `mutual` («البلدان»); one of another sentence has the form and the preposition that it had there.
    """

    entity: Entity
    mention: Mention | None
    start: int
    end: int
    form: MentionForm
    preposition: str = ""
    depth: int = 0
    head: int = -1
    rank: int = 0
    virtual: str = ""
    possessed: bool = False  # genitive of a noun: «وزير خارجية X», «قوات X»
    governed_at: int = -1  # the token of the preposition

    def governed(self, trigger: int) -> str:
        """The preposition over the actor as a trigger sees it: none where it governs the trigger itself («بعد زيارة X»)."""
        return "" if self.governed_at <= trigger < self.start else self.preposition

    @property
    def type(self) -> EntityType:
        return self.entity.type


@dataclass
class Clause:
    """A sentence with its actors and running counts over its tokens (`between` compares two places)."""

    sentence: Sentence
    index: int
    norms: list[str]
    actors: list[Actor]
    depths: list[int]
    counts: dict[str, list[int]] = field(repr=False, default_factory=dict)

    def between(self, name: str, a: int, b: int) -> int:
        """How many tokens of kind `name` stand in `a` to `b` (half-open, either order)."""
        totals = self.counts[name]
        return totals[b] - totals[a] if a <= b else totals[a] - totals[b]


class ClauseReader:
    """Turns sentences with their mentions into clauses."""

    def __init__(self, particles: Particles, index: TriggerIndex) -> None:
        self._particles = particles
        self._index = index
        self._prepositions = particles.words("prepositions")
        self._subordinators = particles.words("subordinators")
        self._relatives = particles.words("relatives")
        self._negations = particles.words("negations")
        self._stating = particles.verbs("speech", Form.PERFECT, Form.IMPERFECT) | {
            w for w in particles.verbs("speech", Form.ACTIVE) if w.endswith(("ا", "ه")) and w.startswith(("م", "قا"))
        }
        self._kinds: dict[str, tuple[bool, ...]] = {}

    @cached_property
    def own(self) -> frozenset[str]:
        return self._particles.words("pronoun_states")

    @cached_property
    def mutual(self) -> frozenset[str]:
        return self._particles.words("mutual_pronouns")

    KINDS = ("comma", "sub", "rel", "verb", "neg")

    def _kind(self, norm: str) -> tuple[bool, ...]:
        """Of which kinds a folded word is, in the order of `KINDS`."""
        found = self._kinds.get(norm)
        if found is None:
            bare = norm[1:] if len(norm) > 3 and norm[0] in "وف" else norm
            readings = self._index.readings(norm)
            finite = any(r.form in (Form.PERFECT, Form.IMPERFECT) for r in readings)
            looks = (
                (len(bare) > 3 and bare[0] == "ي" and bare not in _NO_VERB)
                or (len(bare) > 4 and bare[:2] in ("سي", "ست"))
                or norm in self._stating
                or bare in self._stating
            )
            found = (
                norm in "،,؛:.…" or norm.startswith("..") or norm in ("-", "–", "—", "(", ")"),
                norm in self._subordinators or bare in self._subordinators,
                norm in self._relatives or bare in self._relatives,
                finite or looks,
                norm in self._negations or bare in self._negations,
            )
            self._kinds[norm] = found
        return found

    def read(self, sentence: Sentence, index: int, placed: Sequence[tuple[Entity, Mention]], quotations: Sequence[Quotation]) -> Clause:
        """The clause view of a sentence; `placed` are the mentions in it, in order of place, longest first."""
        norms = [t.norm or "-" for t in sentence.tokens]  # a lone tatweel has no letters left
        starts = [t.span.start for t in sentence.tokens]
        ends = {bisect_left(starts, m.span.end) for _, m in placed}
        kinds = [self._kind(n) for n in norms]
        for i, kind in enumerate(kinds):
            if kind[3] and self._index.ambiguous(norms[i]) and not verb_stands(norms, i, ends):
                kinds[i] = (*kind[:3], False, kind[4])
        columns = zip(*kinds, strict=True) if kinds else ((),) * len(self.KINDS)
        counts = {name: list(accumulate(column, initial=0)) for name, column in zip(self.KINDS, columns, strict=True)}
        depths = [0] * len(norms)
        for quotation in quotations:
            first = bisect_left(starts, quotation.span.start)
            last = bisect_left(starts, quotation.span.end)
            for i in range(first, last):
                depths[i] += 1
        actors = self._actors(sentence, starts, norms, placed, kinds)
        return Clause(sentence, index, norms, actors, depths, counts)

    def _actors(
        self,
        sentence: Sentence,
        starts: list[int],
        norms: list[str],
        placed: Sequence[tuple[Entity, Mention]],
        kinds: list[tuple[bool, ...]],
    ) -> list[Actor]:
        actors: list[Actor] = []
        last_end = -1
        for entity, mention in placed:
            first = bisect_left(starts, mention.span.start + 1) - 1
            last = bisect_left(starts, mention.span.end)
            if first < 0 or last <= first:
                continue
            if actors and actors[-1].mention is not None and actors[-1].mention.span == mention.span:
                pair = Actor(
                    entity, mention, first, last, mention.form, actors[-1].preposition, actors[-1].depth, actors[-1].head, len(actors)
                )
                pair.governed_at = actors[-1].governed_at
                actors.append(pair)  # «البلدان», «الكوريتان»: two actors in one place
                continue
            if first < last_end:
                if _holds(actors[-1], entity, mention):
                    inner = Actor(entity, mention, first, last, mention.form)
                    self._govern(inner, sentence, norms, kinds, [])
                    inner.rank = inner.head = len(actors)
                    actors.append(inner)
                continue
            last_end = last
            if actors and actors[-1].entity.id == entity.id and self._appositive(norms, actors[-1].end, first):
                actors[-1].end = last  # «وزير الخارجية الأميركي، مايك بومبيو»
                if actors[-1].form is MentionForm.TITLE:
                    actors[-1].form = MentionForm.TITLED_NAME
                continue
            actor = Actor(entity, mention, first, last, mention.form)
            self._govern(actor, sentence, norms, kinds, actors)
            actor.rank = len(actors)
            actors.append(actor)
        return actors

    @staticmethod
    def _appositive(norms: list[str], end: int, start: int) -> bool:
        """Whether two mentions of one entity stand side by side: nothing, or one mark, between them."""
        return start <= end or (start - end <= 2 and all(not n[0].isalnum() for n in norms[end:start]))

    def _govern(self, actor: Actor, sentence: Sentence, norms: list[str], kinds: list[tuple[bool, ...]], before: list[Actor]) -> None:
        """Find the preposition over an actor, and the actor that it is coordinated with."""
        position = len(before)
        token = sentence.tokens[actor.start]
        assert actor.mention is not None
        attached = fold(token.form[: max(0, actor.mention.span.start - token.span.start)])
        joined = attached[:1] in ("و", "ف") and bool(attached)
        attached = attached.lstrip("وف")
        if (not attached and norms[actor.start].startswith(("لل", "ولل")) and not fold(actor.mention.text).startswith("لل")) or (
            not attached and norms[actor.start].startswith("لل")
        ):
            attached = "ل"
        actor.head = position
        i = actor.start - 1
        if attached:
            actor.preposition, actor.governed_at = attached[-1], actor.start
            if joined and before:
                self._coordinate(actor, before, norms, kinds)
            return
        floor = before[-1].end if before else 0
        if joined or (i >= 0 and norms[i] in ("و", "او", "ثم")):
            if before and self._coordinate(actor, before, norms, kinds):
                return
        elif before:
            goes_on = i >= 0 and norms[i] in ("،", ",") and floor == i and before[-1].head != before[-1].rank
            if goes_on or (floor == actor.start and actor.form is before[-1].form is MentionForm.NISBA):  # «المبادرة المصرية الجزائرية»
                self._coordinate(actor, before, norms, kinds)
                return
        depth = 0
        if i >= floor and norms[i] in _QUOTES:  # «لقناة "العربية"»
            i -= 1
        while i >= floor and depth <= _REACH:
            norm = norms[i]
            if norm in self._prepositions:
                actor.preposition, actor.depth, actor.governed_at = norm, depth, i
                return
            if depth and norm[0] in "بلك" and len(norm) > 3 and norm[1:3] != "ل":
                rest = norm[1:]
                if rest in self._known_nouns or rest.startswith("ال") or norm.startswith("لل"):
                    actor.preposition, actor.depth, actor.governed_at = norm[0], depth, i
                    return
            if not norm[0].isalpha() or kinds[i][1] or kinds[i][2] or (kinds[i][3] and norm not in self._masdars):
                break
            clitic = norm[1:] if norm[0] in "وف" and len(norm) > 3 else norm
            if clitic[:1] in "بلك" and len(clitic) > 4 and (clitic[1:] in self._known_nouns or clitic[1:3] == "ال" or clitic[:2] == "لل"):
                actor.preposition, actor.depth, actor.governed_at = clitic[0], depth + 1, i
                return
            depth += 1
            i -= 1
        actor.depth = depth
        actor.possessed = depth > 0 and actor.form is not MentionForm.NISBA

    @cached_property
    def _known_nouns(self) -> frozenset[str]:
        """Nominal forms of the lexicon, before which a single letter is a preposition («بقصف»)."""
        return frozenset(w.word for f in self._index.frames for w in f.words if w.form in (Form.MASDAR, Form.NOUN) and len(w.word) > 2)

    @property
    def _masdars(self) -> frozenset[str]:
        return self._known_nouns

    def _coordinate(self, actor: Actor, before: list[Actor], norms: list[str], kinds: list[tuple[bool, ...]]) -> bool:
        """Join an actor with و to the one before where only its modifiers stand between."""
        previous = before[-1]
        gap = range(previous.end, actor.start)
        if len(gap) > 4 or any(kinds[j][3] or kinds[j][1] or kinds[j][2] for j in gap):
            return False
        if any(norms[j] in self._prepositions for j in gap):
            return False
        nisbas = (previous.form is MentionForm.NISBA, actor.form is MentionForm.NISBA)
        if nisbas[0] != nisbas[1]:
            return False
        actor.head = previous.head
        head = before[previous.head]
        if not actor.preposition:
            actor.preposition, actor.governed_at = head.preposition, head.governed_at
        actor.depth = head.depth
        return True


def _holds(outer: Actor, entity: Entity, mention: Mention) -> bool:
    """Whether a name has an actor of its own within it: a party («الاتفاق النووي مع إيران»), or who leads («التحالف بقيادة السعودية»)."""
    if entity.id == outer.entity.id or outer.type in (EntityType.STATE, EntityType.PERSON):
        return False
    return outer.type is EntityType.AGREEMENT or mention.form is not MentionForm.NISBA
