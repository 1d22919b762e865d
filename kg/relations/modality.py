"""Whether a text says that something is so: polarity and modality of a trigger, by scope.

A negative particle bears on the finite verb behind it or, through a light verb, on the act that this verb carries; عدم and دون
bear on the masdar behind them, a verb of denying on its complement, a verb of failing or refusing on the act of its own subject.
What is still so («لا تزال») is not denied, and who does not deny affirms nothing less.
The future is a plan, قد before an imperfect a possibility («وقد» and «كان قد» before a perfect are neither), what follows يجب
or a verb of asking a demand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kg.model import FactType, Modality, Polarity
from kg.relations.clauses import Clause
from kg.relations.lexicon import Hit, Particles
from kg.relations.morphology import Form
from kg.text import fold

_FINITE = (Form.PERFECT, Form.IMPERFECT)
_PARTICIPLES = (Form.ACTIVE, Form.PASSIVE)
_REACH = 9
"""How many tokens a governing word reaches to its complement."""
_COMMAS = ("،", ",")
_NEAR = 4
"""How many tokens a phrase like «لا صحة» reaches to the act that is not so."""
_DENIED_AS_TOLD = frozenset({FactType.REJECT, FactType.ACCUSE})
"""Acts of speech: who denies an accusation denies what it says, not that it was made («نفت … اتهامات …»)."""
_REFUSED = frozenset({FactType.MEET, FactType.VISIT, FactType.SIGN, FactType.COOPERATE, FactType.SUPPORT, FactType.AID, FactType.CONCEDE})
"""Acts that, refused, are those of the one who refuses; a refused threat is another's."""
_ANNULLED = frozenset({FactType.MEET, FactType.VISIT})
"""What does not take place where it is cancelled; a cancelled agreement was made."""
_OPPOSING = _DENIED_AS_TOLD | {FactType.THREATEN, FactType.SANCTION, FactType.PROTEST, FactType.HOSTILE_TO}
"""Acts that a negation may make up: «لن تعترف بنتائج …» is a rejection, and said to be one. Where a frame of the lexicon states the act
by itself, the negation denies it.
"""
_REFUSED_BARE = frozenset({FactType.ACCUSE, FactType.SANCTION})
"""Acts of which only the bare masdar is the refuser's: «رفضت إدانة …», but «رفضت الاتهامات», «رفضت عقوبات …»."""


@dataclass(frozen=True, slots=True)
class Mood:
    """Polarity and modality of a trigger with the words that set them."""

    polarity: Polarity
    modality: Modality
    because: str = ""


class MoodReader:
    """Reads the mood of triggers."""

    def __init__(self, particles: Particles) -> None:
        self._before_masdar = particles.words("masdar_negations")
        self._before_verb = particles.words("negations") - self._before_masdar
        self._no_longer = particles.words("no_longer")
        self._still = particles.words("still")
        self._besides, self._adjuncts, self._resumptions = (particles.words(name) for name in ("besides", "adjuncts", "resumptions"))
        self._absences = frozenset(tuple(phrase.split()) for phrase in particles.words("absences"))
        self._lacks = frozenset(tuple(phrase.split()) for phrase in particles.words("lacks"))
        self._that = particles.words("reported")
        self._denials = particles.verbs("denials", *_FINITE, Form.MASDAR, Form.ACTIVE)  # not «منفى»
        self._refusals = particles.verbs("refusals", *_FINITE)
        self._annulments = particles.verbs("annulments", *_FINITE)
        self._intents = particles.verbs("intents", *_FINITE)
        self._amounts = particles.words("amounts")
        self._annulling = particles.verbs("annulments", Form.MASDAR)
        self._governed = (  # preposition, verbs, whether they deny where they are denied themselves
            (fold("في"), particles.verbs("failures"), False),
            (fold("عن"), particles.verbs("abstentions"), False),
            (fold("في"), particles.verbs("successes"), True),
            (fold("من"), particles.verbs("abilities"), True),
        )
        self._light = particles.verbs("light_verbs", *_FINITE)
        self._auxiliaries = particles.words("auxiliaries")
        self._light_masdars = particles.verbs("light_verbs", Form.MASDAR)
        self._plans = particles.verbs("plans") - particles.words("no_plans")
        self._plan_words = particles.words("plan_words")
        self._possible = particles.verbs("possible", *_FINITE) - particles.words("no_possibility")
        self._possible_words = particles.words("possible_words")
        self._demands = particles.words("demand_words") | particles.words("asking")
        self._no_future = tuple(particles.words("no_future"))
        self._conditions = frozenset({"اذا", "لو", "حال"})
        verbs = frozenset[str]().union(*(words for _, words, where_denied in self._governed if not where_denied))
        self._closing = self._still | {"ان"}
        words = self._before_verb | self._before_masdar | self._annulling
        self._all_deniers = words | self._denials | self._refusals | self._annulments | verbs
        self._deniers: dict[str, bool] = {}
        self._doubles: dict[tuple[str, str], tuple[bool, bool]] = {}

    def read(self, clause: Clause, hit: Hit) -> Mood:
        left = [_bare(n) for n in clause.norms[max(0, hit.start - _REACH) : hit.start]]
        reason = self._denied_by(clause, hit)
        modality, why = self._modality(clause, hit, left)
        polarity = Polarity.NEGATIVE if reason else Polarity.POSITIVE
        return Mood(polarity, modality, " ".join(r for r in (reason, why) if r))

    # --- polarity ---

    def _denied_by(self, clause: Clause, hit: Hit) -> str:
        """The word by which a trigger is denied, or ""; «ما لم» is "unless", «إذا لم» a condition."""
        if not hit.frame.words and hit.frame.type in _OPPOSING:
            return ""
        if not any(map(self._may_deny, clause.norms[max(0, hit.start - 2 * _REACH - _NEAR) : hit.start])):
            return ""
        words = [_bare(n) for n in clause.norms[: hit.start]]
        if self._unless(words):
            return ""
        verb, noun = self._uses(clause, hit)
        found = self._particle(clause, hit, words) if verb and hit.frame.lemma != "لا" else ""
        if found:
            return "" if self._excepted(clause, hit) else found
        at = hit.start
        if noun and at > 1 and _is_one(clause.norms[at - 1], self._light_masdars):
            at -= 1  # «فرض عقوبات»: what bears on the light masdar bears on the act
        if not noun:
            return self._complement(clause, hit, words[:at], noun)
        near = self._before_noun(clause, hit, words[:at]) or self._complement(clause, hit, words[:at], noun)
        return near or self._parted(clause, hit, words[:at])

    def _excepted(self, clause: Clause, hit: Hit) -> bool:
        """«لا تسيطر سوى على …»: what is denied of all but one thing is so of that."""
        behind = range(hit.start + 1, min(len(clause.norms), hit.start + _REACH))
        last = next((i for i in behind if clause.between("comma", i, i + 1)), len(clause.norms))
        return any(clause.norms[i] in self._besides for i in behind if i < last)

    def _may_deny(self, norm: str) -> bool:
        """Whether a word can take part in a denial; most sentences hold none."""
        found = self._deniers.get(norm)
        if found is None:
            found = self._deniers[norm] = _is_one(norm, self._all_deniers)
        return found

    def _uses(self, clause: Clause, hit: Hit) -> tuple[bool, bool]:
        """Whether the written trigger can be a finite verb of its frame, and whether a noun («قصف» is both)."""
        reading = hit.reading
        finite = reading.form in _FINITE
        if (finite and reading.form is Form.IMPERFECT) or reading.joined:
            return finite, not finite
        key = (hit.frame.name, clause.norms[hit.start])
        found = self._doubles.get(key)
        if found is None:
            forms = {w.form for w in hit.frame.words if w.word == key[1]}
            found = self._doubles[key] = (Form.PERFECT in forms, Form.MASDAR in forms)
        return finite or found[0], not finite or found[1]

    def _particle(self, clause: Clause, hit: Hit, words: list[str]) -> str:
        """The particle that denies a finite verb: «لم يزر», «لم يعد … يزور»."""
        finite = hit.reading.form in _FINITE
        before = words[-1]
        if before in self._before_verb and not self._relative_ma(clause, hit, words):
            return before
        at = hit.start
        if finite and words[-2:-1] and words[-2] in self._before_verb and words[-2] != "ما" and before not in self._still:
            auxiliary = before in ("يكن", "تكن", "قد") or before in self._no_longer
            if auxiliary or not clause.between("verb", at - 1, at):
                return words[-2]
        if hit.reading.form is Form.IMPERFECT:
            for i in range(at - 1, max(0, at - _REACH), -1):
                if words[i] in self._no_longer and words[i - 1] in ("لم", "ما"):
                    return f"{words[i - 1]} {words[i]}"
                if clause.between("comma", i, i + 1) or clause.between("sub", i, i + 1) or clause.between("verb", i, i + 1):
                    break
        return ""

    @staticmethod
    def _relative_ma(clause: Clause, hit: Hit, words: list[str]) -> bool:
        """Whether ما before a verb is "what" and no negation: «ما قصفته …», «وهو ما دعمه …»."""
        if words[-1] != "ما":
            return False
        first = len(words) < 2 or not clause.norms[hit.start - 2][0].isalnum() or clause.norms[hit.start - 1] != "ما"
        in_that = len(words) > 1 and words[-2] in ("ان", "انه", "انها", "انهم")
        actor = any(a.end == hit.start - 1 for a in clause.actors)
        return bool(hit.reading.pronoun) or not (first or in_that or actor)

    def _before_noun(self, clause: Clause, hit: Hit, words: list[str]) -> str:
        """The word that denies a masdar or noun: «عدم توقيع», «لا اتفاق», «لم تجر محادثات», «ليس هناك تعاون»."""
        at = len(words)
        for i in range(at - 1, max(-1, at - 3), -1):
            if clause.between("comma", i, i + 1):
                break
            if words[i] in self._before_masdar and (i + 1 >= at or words[i + 1] not in self._closing):
                return words[i]
        at_light = self._led(words)
        if at_light < at and at_light and words[at_light - 1] in self._before_masdar:  # «عدم التوصل إلى اتفاق»
            return words[at_light - 1]
        if hit.frame.type in _ANNULLED and words[-1] in self._annulling:
            return words[-1]
        if words[-1] == "لا" and hit.reading.clitic == "" and hit.frame.lemma != "لا" and clause.norms[hit.start] not in self._still:
            return "لا"
        for i in range(at - 1, max(0, at - _NEAR - 2), -1):
            pair = (words[i - 1], words[i])
            if pair in self._absences and words[i] != "علاقه" and words[i + 1 : i + 2] and words[i + 1] in self._resumptions:
                break  # «اتهامات لا أساس لها»
            if pair in self._absences or (pair in self._lacks and at - i <= 2):
                return " ".join(pair)
            if self._barrier(clause, i) or clause.between("verb", i, i + 1):
                break
        if hit.reading.form in _PARTICIPLES:  # «لم تطلق سراح القس المحتجز»
            return ""
        for i in range(at - 1, max(0, at - _NEAR - 3), -1):
            light = _is_one(clause.norms[i], self._light)
            if light and words[i - 1] in self._before_verb and (i == 1 or words[i - 1] != "ما"):
                return f"{words[i - 1]} {words[i]}"
            if light or self._barrier(clause, i) or clause.between("verb", i, i + 1):
                break
        return ""

    def _complement(self, clause: Clause, hit: Hit, words: list[str], noun: bool) -> str:
        """The verb of denying, failing or refusing of whose complement a trigger is part."""
        at = len(words)
        that = next((i for i in range(at - 1, max(-1, at - _REACH), -1) if words[i] in self._that or self._barrier(clause, i)), -1)
        if that >= 0 and words[that] in self._that:
            other = any(clause.between("verb", i, i + 1) and not self._carries(words[i]) for i in range(that + 1, at))
            return "" if other else self._behind_that(clause, words, that)
        if not noun:
            return ""
        told = hit.frame.type in _DENIED_AS_TOLD
        for i in range(at - 1, max(-1, at - _REACH), -1):
            word = clause.norms[i]
            if clause.between("comma", i, i + 1) or words[i] in self._adjuncts:
                break
            negated = i > 0 and words[i - 1] in self._before_verb
            if _is_one(word, self._denials):
                return "" if negated or told else word
            if negated and _is_one(word, self._intents) and self._only_subject(clause, i + 1, self._led(words)):
                return f"{words[i - 1]} {words[i]}"
            for verbs, kinds in ((self._refusals, _REFUSED), (self._annulments, _ANNULLED)):
                if _is_one(word, verbs) and not negated and self._own_act(clause, hit, kinds, i, at):
                    return word
            for preposition, verbs, wanted in self._governed:
                if negated is wanted and _is_one(word, verbs) and self._behind(words[i + 1 :], preposition):
                    return word
            if clause.between("verb", i, i + 1):
                break
        return ""

    def _parted(self, clause: Clause, hit: Hit, words: list[str]) -> str:
        """The verb of denying from whose complement what stands between commas parts a masdar: «نفت X، في بيان لها، قصف …»."""
        if hit.frame.type in _DENIED_AS_TOLD:
            return ""
        commas = [i for i in range(max(0, len(words) - 2 * _REACH), len(words)) if clause.norms[i] in _COMMAS]
        if len(commas) != 2:
            return ""
        opened, closed = commas
        outside = [*range(max(0, opened - _REACH), opened), *range(closed + 1, len(words))]
        verbs = [i for i in outside if clause.between("verb", i, i + 1) or _is_one(words[i], self._denials)]
        if len(verbs) != 1 or verbs[0] > opened or any(clause.between("sub", i, i + 1) for i in outside):
            return ""
        at = verbs[0]
        negated = at > 0 and words[at - 1] in self._before_verb
        return words[at] if _is_one(clause.norms[at], self._denials) and not negated else ""

    def _led(self, words: list[str]) -> int:
        """Where the light masdars and amounts begin that lead to what stands behind `words`: «شن مزيد من …», «التوصل إلى …»."""
        at = len(words)
        while at and (words[at - 1] in self._amounts or words[at - 1].removeprefix("ال") in self._light_masdars):
            at -= 1
        return at

    def _carries(self, word: str) -> bool:
        """Whether a verb carries the act of another word: «أن تكون … قصفت», «أن … شنت هجوما»."""
        return word in self._auxiliaries or _is_one(word, self._light)

    def _behind_that(self, clause: Clause, words: list[str], that: int) -> str:
        """What denies a clause that أن opens: «نفى … أن», «دون أن», «لا صحة … أن»."""
        if that and words[that - 1] in ("دون", "بدون"):
            return words[that - 1]
        for i in range(that - 1, max(-1, that - _REACH - 4), -1):
            word = clause.norms[i]
            negated = i > 0 and words[i - 1] in self._before_verb
            if i and (words[i - 1], words[i]) in self._absences:
                return f"{words[i - 1]} {words[i]}"
            refused = _is_one(word, self._refusals) and not clause.between("comma", i, that)
            if refused or _is_one(word, self._denials):
                return "" if negated else word
            if clause.between("verb", i, i + 1) or clause.between("sub", i, i + 1):
                break
        return ""

    def _behind(self, words: list[str], preposition: str) -> bool:
        """Whether the trigger behind `words` is governed by `preposition`, at once or through a light masdar («في التوصل إلى»)."""
        at = next((i for i in range(len(words) - 1, -1, -1) if words[i] == preposition), -1)
        return at >= 0 and (at + 1 == len(words) or words[at + 1].removeprefix("ال") in self._light_masdars)

    @staticmethod
    def _only_subject(clause: Clause, start: int, end: int) -> bool:
        """Whether nothing but a verb's subject stands at tokens `start` to `end`."""
        actors = {t for a in clause.actors if not a.virtual for t in range(a.start, a.end)}
        return all(t in actors or clause.norms[t].startswith("ال") for t in range(start, end))

    @staticmethod
    def _own_act(clause: Clause, hit: Hit, kinds: frozenset[FactType], governor: int, at: int) -> bool:
        """Whether what is refused at once behind a verb and its subject is an act of that subject."""
        kind, word = hit.frame.type, clause.norms[at]
        bare = not word.startswith("ال") and not word.endswith("ات")
        own = kind in kinds or (kind in _REFUSED_BARE and kinds is _REFUSED and bare)
        return own and MoodReader._only_subject(clause, governor + 1, at)

    @staticmethod
    def _unless(words: list[str]) -> bool:
        return any(pair in _UNLESS for pair in pairwise(words[-_NEAR:]))

    @staticmethod
    def _barrier(clause: Clause, i: int) -> bool:
        return any(clause.between(kind, i, i + 1) for kind in ("comma", "sub", "rel"))

    # --- modality ---

    def _modality(self, clause: Clause, hit: Hit, left: list[str]) -> tuple[Modality, str]:
        reading, norms = hit.reading, clause.norms
        imperfect = reading.form is Form.IMPERFECT
        if reading.clitic == "س" or (imperfect and left[-1:] in (["سوف"], ["لن"])):
            return Modality.PLANNED, "future"
        if imperfect and (left[-1:] == ["قد"] or "ربما" in left[-3:]):
            return Modality.POSSIBLE, left[-1]
        if self._unless(left):
            return Modality.POSSIBLE, "condition"
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
                if word in self._plan_words:
                    return Modality.PLANNED, word
            named = {t for a in clause.actors if not a.virtual for t in range(a.start, a.end)}
            before = (norms[i] for i in range(max(0, hit.start - 4), hit.start) if i not in named)
            behind = next((n for n in before if n[:2] in ("سي", "ست") and len(n) > 4 and not n.startswith(self._no_future)), "")
            if behind:
                return Modality.PLANNED, behind
        return Modality.ACTUAL, ""


_UNLESS = {(condition, "لم") for condition in ("ما", "اذا", "لو", "ان")}
_JOINED = {joint + particle: particle for joint in "وف" for particle in ("لم", "لن", "لا")}


def _bare(norm: str) -> str:
    """A word without an attached و or ف; of short ones only particles have it («ولم», but «وقد» is no «قد»)."""
    return norm[1:] if len(norm) > 3 and norm[0] in "وف" else _JOINED.get(norm, norm)


def _is_one(norm: str, words: frozenset[str]) -> bool:
    """Whether a word is one of `words`, as it stands («فشلت») or without an attached و or ف."""
    return norm in words or _bare(norm) in words
