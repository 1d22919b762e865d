"""Who speaks: the subject of a verb of saying, and whom a noun in its place takes up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.entities.words import COMMAS
from kg.model import EntityType, MentionForm
from kg.relations.clauses import Actor, Clause
from kg.relations.lexicon import Particles

NAMED = 5
"""So many words at most stand before a name that speaks by them: «قال متحدث عسكري باسم X»."""
PRONOUNS = ("هما", "ها", "هم", "نا", "ه")


class Speakers:
    """Finds who speaks by a verb of saying (`verb` is its place in a clause)."""

    def __init__(self, particles: Particles) -> None:
        self._helping, self._perfected = particles.words("helping"), particles.words("perfected")
        self._media = particles.words("unnamed_media")
        self._unnamed = particles.words("unnamed_sources")
        self._notes, self._official = particles.words("notes"), particles.words("official")
        self._anaphors = particles.words("anaphors")
        self._offices = particles.words("offices")

    def subject(self, clause: Clause, verb: int, limit: int) -> Actor | None:
        """The first actor after the verb that no preposition governs, the person of an office rather than the office's owner («قال
        محرر X، Y، إن …»); behind «نقلت … عن X» the X.
        """
        norms = clause.norms
        first = member = None
        for actor in clause.actors:
            between, free = norms[verb : actor.start], actor.type is EntityType.PERSON and norms[actor.start - 1] in COMMAS
            if actor.start <= verb or actor.start >= limit or self._listens(norms[actor.start - 1]):
                continue
            if "عن" in between and passes_on(norms[verb : actor.start]):
                return actor
            if actor.governed(verb) and not free and not self._in_its_name(between):
                inside = actor.form is MentionForm.ORGAN and len(between) <= NAMED and between[-1] == "في"
                member = member or (actor if inside else None)  # «أعلنت المنطقة العسكرية الثانية في الجيش اليمني»
            elif first is None:
                first = actor
            elif first.type is not EntityType.PERSON and actor.type is EntityType.PERSON:
                office = first.possessed or self._in_its_name(norms[verb : first.start])
                if office and not clause.between("rel", first.end, actor.start):
                    return actor
        return first or member

    def teller(self, clause: Clause, verb: int, limit: int) -> Actor | None:
        """The subject of a verb of saying: behind it, or right before it where none follows at once («ترامب يعلن انسحاب فرنسا من …»)."""
        norms, behind, before = clause.norms, self.subject(clause, verb, limit), self.before(clause, verb)
        if before is None or behind is None or behind.start == verb + 1 or passes_on(norms[verb : behind.start]):
            return behind
        return before if before.end == verb or norms[verb - 1] in self._perfected else behind

    def source(self, clause: Clause, verb: int) -> tuple[Actor | None, bool]:
        """Whom unnamed sources behind the verb stand for, if for anybody, and whether there are any: «مصادر عسكرية أميركية», «وكالة
        "رويترز"», «وسائل إعلام حكومية في X».
        """
        words = [norm.lstrip("و") for norm in clause.norms[verb + 1 : verb + 3]]
        media = any(word in self._media for word in words)
        if not media and not any(word in self._unnamed for word in words):
            return None, False
        official = media and any(norm in self._official for norm in clause.norms[verb + 2 : verb + 5])
        kind = EntityType.ORGANIZATION if media and not official else EntityType.STATE
        near = [a for a in clause.actors if verb < a.start <= verb + (NAMED + 1 if media else NAMED - 1)]
        if kind is EntityType.ORGANIZATION:  # «وكالة الأنباء الفرنسية "رويترز"»
            near = [a for a in near if a.type is kind]
        return (near[0] if near and near[0].type is kind else None), True

    def agent(self, clause: Clause, verb: int) -> Actor | None:
        """The subject of a verb that takes an object: before it, where no و joins it to that, else behind it."""
        norm = clause.norms[verb]
        after = self.subject(clause, verb, min(len(clause.norms), verb + 12))
        before = self.before(clause, verb)
        if norm[0] in "وف" or without_pronoun(norm) != norm:
            return after or before
        return before or after

    def before(self, clause: Clause, verb: int) -> Actor | None:
        """A subject before the verb: «X قال», «X الذي أكد»."""
        nearest = [
            a
            for a in clause.actors
            if a.end <= verb and verb - a.end <= 6 and a.type in (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.STATE)
        ]
        for actor in reversed(nearest):
            helping = sum(norm in self._helping for norm in clause.norms[actor.end : verb])  # «X كان قد قال»
            if not actor.preposition and clause.between("verb", actor.end, verb) <= helping:
                return actor
        return None

    def bearer(self, clause: Clause, speaker: Actor, cited: Iterable[Actor]) -> Actor:
        """Whom an office with its state means: «الوزير القطري» is the person of that state who was cited last, if one was."""
        if speaker.form is not MentionForm.OFFICIAL or clause.norms[speaker.start] not in self._offices:
            return speaker
        state = speaker.entity.iso
        return next((c for c in cited if c.type is EntityType.PERSON and state and c.entity.home == state), speaker)

    def taken_up(self, clause: Clause, verb: int, cited: Iterable[Actor]) -> Actor | None:
        """Whom a noun behind the verb takes up: «وأضاف البيان», «وقالت الصحيفة» is who was cited last and is no person."""
        if not any(norm in self._anaphors for norm in clause.norms[verb : verb + 2]):
            return None
        return next((speaker for speaker in cited if speaker.type is not EntityType.PERSON), None)

    def _in_its_name(self, norms: Sequence[str]) -> bool:
        """Whether who is named next speaks by these words: «متحدث باسم X», «بيان لـX», «مصدر في X»."""
        return len(norms) <= NAMED and any(norm in self._notes for norm in norms[:3])

    def _listens(self, norm: str) -> bool:
        """Whether the word before a name makes it who is spoken to: «لوكالة X»."""
        return norm[0] == "ل" and norm[1:] in self._media


def quoted(norms: Sequence[str], actor: Actor) -> bool:
    """«نقلت X عن Y قوله», «… على لسان Y قوله»."""
    return actor.preposition == "عن" or norms[actor.start - 1] == "لسان"


def passes_on(norms: Sequence[str]) -> bool:
    """«نقلت X عن …», «ذكرت X نقلا عن …»."""
    return norms[0].lstrip("و").startswith(("نقل", "تنقل", "ينقل")) or "نقلا" in norms


def without_pronoun(norm: str) -> str:
    """A verb without the pronoun of its object, where it may have one."""
    return next((norm[: -len(p)] for p in PRONOUNS if norm.endswith(p) and len(norm) - len(p) > 3), norm)
