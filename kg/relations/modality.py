"""Whether a text says that something is so: polarity and modality of a trigger, by scope.

A negative particle bears on the finite verb behind it, عدم and دون on the masdar behind them, a verb of denying on its complement.
The future is a plan, قد before an imperfect a possibility («وقد» and «كان قد» before a perfect are neither), what follows يجب
or a verb of asking a demand.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import FactType, Modality, Polarity
from kg.relations.clauses import Clause
from kg.relations.lexicon import Hit, Particles
from kg.relations.morphology import Form

_FINITE = (Form.PERFECT, Form.IMPERFECT)
_REACH = 9
"""How many tokens a governing word reaches to its complement."""


@dataclass(frozen=True, slots=True)
class Mood:
    """Polarity and modality of a trigger with the words that set them."""

    polarity: Polarity
    modality: Modality
    because: str = ""


class MoodReader:
    """Reads the mood of triggers."""

    def __init__(self, particles: Particles) -> None:
        self._negations = particles.words("negations")
        self._denials = particles.verbs("denials")
        self._plans = particles.verbs("plans")
        self._plan_words = particles.words("plan_words")
        self._possible = particles.verbs("possible", Form.PERFECT, Form.IMPERFECT)
        self._possible_words = particles.words("possible_words")
        self._demands = particles.words("demand_words") | particles.words("control_verbs")
        self._before_masdar = frozenset({"عدم", "دون", "بدون", "بلا", "بعدم", "لعدم", "غير"})
        self._before_verb = self._negations - self._before_masdar
        self._conditions = frozenset({"اذا", "لو", "حال"})

    def read(self, clause: Clause, hit: Hit) -> Mood:
        norms, at = clause.norms, hit.start
        left = [_bare(n) for n in norms[max(0, at - _REACH) : at]]
        polarity, reason = self._polarity(clause, hit, left)
        modality, why = self._modality(clause, hit, left)
        return Mood(polarity, modality, " ".join(r for r in (reason, why) if r))

    def _polarity(self, clause: Clause, hit: Hit, left: list[str]) -> tuple[Polarity, str]:
        finite = hit.reading.form in _FINITE
        if finite and hit.frame.lemma != "لا":
            for word in left[-2:]:
                if word in self._before_verb:
                    return Polarity.NEGATIVE, word
        elif left and any(w in self._before_masdar for w in left[-2:]):
            return Polarity.NEGATIVE, left[-1]
        if hit.frame.type is not FactType.REJECT:
            for distance, word in enumerate(reversed(left)):
                if word in self._denials and (not finite or any(w in ("ان", "بان") for w in left[len(left) - distance :])):
                    return Polarity.NEGATIVE, word
                if distance >= 6:
                    break
        return Polarity.POSITIVE, ""

    def _modality(self, clause: Clause, hit: Hit, left: list[str]) -> tuple[Modality, str]:
        reading, norms = hit.reading, clause.norms
        imperfect = reading.form is Form.IMPERFECT
        if reading.clitic == "س" or (imperfect and left[-1:] in (["سوف"], ["لن"])):
            return Modality.PLANNED, "future"
        if imperfect and (left[-1:] == ["قد"] or "ربما" in left[-3:]):
            return Modality.POSSIBLE, left[-1]
        near = left[-5:]
        for distance, word in enumerate(reversed(near)):
            if word in self._demands and distance < 3:
                return Modality.DEMANDED, word
            if word in self._plans or word in self._plan_words:
                return Modality.PLANNED, word
            if word in self._conditions and (distance < 2 or reading.form is not Form.PERFECT):
                return Modality.POSSIBLE, word
            if word in self._possible or (word in self._possible_words and word not in ("قد", "اذا", "لو", "حال")):
                return Modality.POSSIBLE, word
        if reading.form in (Form.MASDAR, Form.NOUN):
            following = [_bare(n) for n in norms[hit.start + 1 : hit.start + 7]]
            for word in following:
                if word in self._plan_words and word not in ("محاوله", "محاولات"):
                    return Modality.PLANNED, word
            behind = next((n for n in norms[max(0, hit.start - 4) : hit.start] if n[:2] in ("سي", "ست") and len(n) > 4), "")
            if behind:
                return Modality.PLANNED, behind
        return Modality.ACTUAL, ""


def _bare(norm: str) -> str:
    return norm[1:] if len(norm) > 3 and norm[0] in "وف" else norm
