"""Whose word a clause is: the scopes of direct and indirect speech.

A verb of saying with its subject opens a scope at its complementizer, colon or quotation, to the end of that quotation or of
the sentence; «وأضاف أن …» without a subject goes on with the speaker before. «بحسب X» and a closing «…، قال X» attribute the
clause before them. The innermost scope over a place says who speaks there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from kg.entities.words import COMMAS
from kg.model import EntityType, MentionForm
from kg.relations.clauses import Actor, Clause
from kg.relations.lexicon import Particles
from kg.relations.morphology import Form
from kg.relations.speakers import PRONOUNS, Speakers, quoted, without_pronoun


@dataclass(frozen=True, slots=True)
class Scope:
    """Tokens `start` to `end` of sentence `sentence` are the word of `speaker` (None: of unnamed sources), `cited` by «بحسب», say."""

    sentence: int
    start: int
    end: int
    speaker: Actor | None
    verb: int
    cited: bool = False


class Attributions:
    """The scopes of an article, asked by place."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        self._by_sentence: dict[int, list[Scope]] = {}
        for scope in scopes:
            self._by_sentence.setdefault(scope.sentence, []).append(scope)

    def at(self, sentence: int, token: int) -> Scope | None:
        """The innermost scope over a token, or None where the outlet speaks."""
        scopes = self._by_sentence.get(sentence)
        if scopes is None:
            return None
        return max((s for s in scopes if s.start <= token < s.end), key=lambda s: (s.start, -s.end, s.verb), default=None)

    def along(self, sentence: int, size: int) -> list[Scope | None]:
        """The innermost scope over each of the first tokens of a sentence."""
        found: list[Scope | None] = [None] * size
        for scope in sorted(reversed(self.of(sentence)), key=lambda s: (s.start, -s.end)):
            found[scope.start : scope.end] = [scope] * len(found[scope.start : scope.end])
        return found

    def of(self, sentence: int) -> Sequence[Scope]:
        return self._by_sentence.get(sentence, ())


class SpeechReader:
    """Finds the scopes of speech, sentence after sentence."""

    def __init__(self, particles: Particles) -> None:
        self._speakers = Speakers(particles)
        self._speech = particles.verbs("speech")
        self._accusing = particles.verbs("accusing")
        self._blaming = particles.verbs("blaming", Form.PERFECT, Form.IMPERFECT)
        self._blame = particles.words("blame")
        self._no_charge = particles.words("no_charge")
        self._denying = particles.verbs("denials", Form.PERFECT, Form.IMPERFECT)
        self._contrasts = particles.words("contrasts")
        self._asides = particles.words("asides")
        self._states = frozenset(w for w in particles.verbs("speech", Form.ACTIVE) if w.endswith(("ا", "ه")))
        self._reports = particles.verbs("speech", Form.MASDAR)
        self._sayings = frozenset(report + pronoun for report in self._reports for pronoun in PRONOUNS)
        self._editorial = particles.words("editorial")
        self._notes = particles.words("notes")
        self._anaphors = particles.words("anaphors")
        self._appearing = particles.words("appearing")
        self._same = particles.words("same")
        self._announcing = particles.verbs("announcing")
        self._affirming = particles.verbs("affirming", Form.PERFECT, Form.IMPERFECT, Form.MASDAR)
        self._negations = particles.words("negations")
        self._told_behind = particles.words("told_behind")
        self._relatives, self._adjuncts = particles.words("relatives"), particles.words("adjuncts")
        self._adverbial = particles.words("prepositions") | particles.words("reported")
        self._as_told = particles.words("as_told")
        self._reported = particles.words("reported")
        self._attributions = particles.words("attributions")
        openers = self._appearing | self._attributions | self._accusing | self._blaming | self._denying | self._speech
        self._opens = lru_cache(maxsize=1 << 15)(partial(self._is, openers))

    def read(self, clauses: Sequence[Clause]) -> Attributions:
        scopes: list[Scope] = []
        last: Actor | None = None
        open_depth = False
        for clause in clauses:
            found, last_here, carried = self._sentence(clause, last, scopes)
            if not found and open_depth and last is not None and clause.depths and clause.depths[0] > 0:
                found = [Scope(clause.index, 0, _quote_end(clause, 0), last, -1)]  # a quotation that goes on
            scopes += found
            if last_here is not None or not carried:
                last = last_here if last_here is not None else last
            open_depth = bool(clause.depths) and clause.depths[-1] > 0
        return Attributions(scopes)

    def _sentence(self, clause: Clause, last: Actor | None, told: Sequence[Scope]) -> tuple[list[Scope], Actor | None, bool]:
        norms, size = clause.norms, len(clause.norms)
        scopes: list[Scope] = []
        latest: Actor | None = None
        headline = self._headline(clause)
        if headline is not None:
            scopes.append(headline)
            latest = headline.speaker
        for i, norm in enumerate(norms):
            if not self._opens(norm) or f"{norms[i - 1]} {norm}" in self._asides:  # «في إشارة إلى …»
                continue
            if norm in self._appearing or norm[1:] in self._appearing:
                opened = self._opened(clause, i + 2, latest or last, told) if self._appears(norms[i:]) else None
                if opened is not None:
                    scopes.append(opened)
                    latest = opened.speaker
                continue
            bare = norm[1:] if len(norm) > 3 and norm[0] in "وف" else norm
            if norm in self._attributions or bare in self._attributions:
                source, end = self._source(clause, i, told)
                if source is not None:
                    start = _clause_start(clause, i)
                    scopes.append(Scope(clause.index, start, i, source, i, cited=True))
                    if start == i or _parenthetic(clause, i, end):  # «وبحسب X، …», «…، بحسب X، …»
                        scopes.append(Scope(clause.index, end, size, source, i, cited=True))
            elif self._is(self._accusing, norm) or self._is(self._blaming, norm):
                charged = self._charge(clause, i)
                if charged is not None:
                    scopes.append(charged)
            elif (norm in self._speech or bare in self._speech or self._is(self._denying, norm)) and bare not in self._editorial:
                opened = self._opened(clause, i, latest or last, told)
                if opened is None and self._is(self._denying, norm):
                    opened = self._denied(clause, i)
                if opened is not None:
                    scopes.append(opened)
                    latest = latest if bare in self._reports else opened.speaker or latest
        return scopes, latest, bool(scopes)

    def _appears(self, norms: Sequence[str]) -> bool:
        """«جاء في بيان …»."""
        return len(norms) > 2 and norms[1] == "في" and (norms[2] in self._notes or norms[2] in self._anaphors)

    def _source(self, clause: Clause, at: int, told: Sequence[Scope]) -> tuple[Actor | None, int]:
        """Whom a word of attribution cites, and where his name ends; «بحسب المصدر نفسه» is who was cited before."""
        norms = clause.norms
        if any(n in self._same or n in COMMAS for n in norms[at + 2 : at + 3]):
            cited = self._speakers.taken_up(clause, at, _cited(told))
            if cited is not None:
                return cited, at + 2 + (norms[at + 2] in self._same)
        source = _after(clause, at, 6)
        return source, source.end if source is not None else at

    def _headline(self, clause: Clause) -> Scope | None:
        """«لافروف: …» at the start of a sentence."""
        for actor, heard in zip(clause.actors[:1], (*clause.actors[1:2], None), strict=False):
            colon = actor.end < len(clause.norms) and clause.norms[actor.end] == ":"
            if not colon or actor.start > 3 or actor.form is MentionForm.NISBA:
                continue
            place = actor.type is EntityType.STATE and actor.form is MentionForm.NAME  # «فرنسا: ماكرون يدعو إلى …»
            if not (place and heard is not None and heard.type is EntityType.PERSON and heard.start == actor.end + 1):
                return Scope(clause.index, actor.end + 1, len(clause.norms), actor, actor.end)
        return None

    def _opened(self, clause: Clause, verb: int, last: Actor | None, told: Sequence[Scope]) -> Scope | None:
        """The scope that the verb of saying at `verb` opens, if it does; `last` spoke before, `told` is whose word came before."""
        norms, size = clause.norms, len(clause.norms)
        limit = min(size, verb + 28)
        opening = -1
        for j in range(verb + 1, limit):
            if norms[j] in self._reported or (norms[j][:1] in "وف" and norms[j][1:] in self._reported):
                opening = j
                break
            if clause.depths[j] > clause.depths[j - 1] and not _quotes_name(clause, j):
                opening = j
                break
            if norms[j] == ":":
                opening = j + 1
                break
            if norms[j] in (".", "؛"):
                break
        subject = self._speakers.teller(clause, verb, opening if opening >= 0 else min(size, verb + 12))
        before = self._speakers.before(clause, verb)
        named, noun = subject or before, -1
        if named is not None or norms[verb][0] == "و":  # «وأشار أيضا إلى تواصل …»: who spoke before
            noun = self._noun_told(clause, verb, max(verb + 1, named.end if named else 0), opening)
            opening = noun if noun >= 0 else opening
        source, sourced = self._speakers.source(clause, verb)
        subject, unnamed = source or subject, sourced and source is None
        if opening < 0:
            if subject is not None and verb > 0 and clause.depths[verb - 1] != clause.depths[verb] and not unnamed:
                return Scope(clause.index, 0, verb, subject, verb)
            link = verb - (norms[verb - 1] in self._as_told)
            comma = link > 3 and norms[link - 1] in _BREAKS
            if comma and subject is not None and verb > size * 0.5 and (link == verb or size - subject.end <= _ASIDE):
                return Scope(clause.index, 0, verb, subject, verb)
            return None
        if unnamed and (subject is None or subject.start > verb + 1):
            return Scope(clause.index, opening, self._scope_end(clause, opening), None, verb)
        if norms[verb] in self._states:  # «…، قائلا إن»: who is subject of the sentence speaks on
            subject = next((a for a in clause.actors if a.start < verb and not a.preposition and a.form is not MentionForm.NISBA), None)
        if norms[verb] in self._sayings:
            subject = next((a for a in reversed(clause.actors) if quoted(norms, a) and 0 <= verb - a.end <= 1), subject)
        speaker = subject or before or self._speakers.taken_up(clause, verb, _cited(told)) or last
        if speaker is None:
            return None
        speaker = self._speakers.bearer(clause, speaker, _cited(told)) if speaker is subject else speaker
        end = self._phrase_end(clause, opening) if noun >= 0 else self._scope_end(clause, opening)
        return Scope(clause.index, opening, end, speaker, verb)

    def _phrase_end(self, clause: Clause, start: int) -> int:
        """Where a noun that is told ends with what belongs to it: before a comma, a relative clause, or a time («بعد …»)."""
        norms, size = clause.norms, len(clause.norms)
        ends = self._relatives | self._adjuncts | COMMAS
        return next((j for j in range(start + 1, size) if norms[j] in ends), size)

    def _noun_told(self, clause: Clause, verb: int, start: int, opening: int) -> int:
        """Where a noun stands that is told, -1 for nowhere: «كشف X عن …», «أشار X إلى …», «أكد X، اليوم، انسحاب …»; `start` is behind X."""
        norms, size = clause.norms, len(clause.norms)
        if start < size and norms[start] in COMMAS:
            start = next((j + 1 for j in range(start + 1, min(size, start + _ASIDE)) if norms[j] in COMMAS), size)
        affirming = self._is(self._affirming, norms[verb])
        if self._is(self._announcing, norms[verb]) and norms[max(0, verb - 1)] not in self._negations:
            limit = min(size - 1, start + (1 if affirming else 4), opening if opening >= 0 else size)
            at = next((j for j in range(start, limit) if norms[j] in self._told_behind), -1)
            if at < 0:  # «أعلنت مجموعة X الروسية، أمس، عن …»
                at = next((j for j in range(start, min(size - 1, start + _ASIDE)) if norms[j] == "عن" and norms[j - 1] in COMMAS), -1)
            if at >= 0 and norms[at + 1] not in self._reported:
                return at
        if not affirming or start >= size or not norms[start][0].isalpha():
            return -1
        own = opening >= 0 and not clause.between("verb", start, opening)  # «أعلن X، اليوم، أن …»
        inside = norms[start] in self._adverbial or any(a.start <= start < a.end for a in clause.actors)
        return -1 if own or (opening >= 0 and inside) else start

    @staticmethod
    def _is(verbs: frozenset[str], norm: str) -> bool:
        """Whether a word is one of the verbs, also with و before it or a pronoun behind it («اتهمتها»)."""
        bare = norm[1:] if len(norm) > 3 and norm[0] in "وف" else norm
        return norm in verbs or bare in verbs or without_pronoun(bare) in verbs

    def _charge(self, clause: Clause, verb: int) -> Scope | None:
        """What somebody is accused of is the accuser's word: «اتهمت X Y بقصف …», «حمّلت X Y مسؤولية قصف …»."""
        subject = self._speakers.agent(clause, verb)
        if subject is None:
            return None
        norms, size = clause.norms, len(clause.norms)
        blaming = self._is(self._blaming, norms[verb])
        accused_before = without_pronoun(norms[verb]) != norms[verb]  # «التي تتهمها X بقصف …»
        behind = max(verb + 1, subject.end)
        if not blaming and not accused_before:
            behind = next((a.end for a in clause.actors if a.start > max(verb, subject.start)), verb + 1)
        opens = self._blame.__contains__ if blaming else self._names_charge
        charge = next((j for j in range(behind, min(size, behind + 8)) if opens(norms[j])), None)
        if charge is None:
            return None
        end = next((n for n in range(charge + 1, size) if norms[n] in ("،", ",", "؛")), size)
        return Scope(clause.index, charge, end, subject, verb)

    def _names_charge(self, norm: str) -> bool:
        """Whether a word stands behind ب, or is it: «بقصف», «بـ«قصف»»."""
        return norm == "ب" or (norm[0] == "ب" and len(norm) > 2 and norm not in self._no_charge)

    def _denied(self, clause: Clause, verb: int) -> Scope | None:
        """What somebody denies without a complementizer is told by him: «نفت X قصف …»."""
        subject = self._speakers.agent(clause, verb)
        if subject is None or subject.start > verb + 4:
            return None
        start = max(verb + 1, subject.end)
        return Scope(clause.index, start, self._scope_end(clause, start), subject, verb) if start < len(clause.norms) else None

    def _scope_end(self, clause: Clause, start: int) -> int:
        """A scope that opens inside a quotation ends with it; any other at a contrast («…، في حين»), else with the sentence."""
        norms = clause.norms
        if start < len(clause.depths) and clause.depths[start] > 0:
            end = _quote_end(clause, start)
            return end if len(norms) - end > 3 else len(norms)
        for j in range(start + 1, len(norms) - 1):
            contrast = norms[j] in self._contrasts or f"{norms[j]} {norms[j + 1]}" in self._asides
            if contrast and norms[j - 1] in _BREAKS and clause.depths[j] == 0:
                return j
        return len(norms)


_ASIDE = 8
"""So many words at most stand between commas behind a subject: «أكد X، في بيان اليوم، انسحاب …»."""
_BREAKS = COMMAS | {"»", '"', "”"}


def _cited(told: Sequence[Scope]) -> Iterator[Actor]:
    """Who was cited, the last first."""
    return (scope.speaker for scope in reversed(told) if scope.speaker is not None)


def _after(clause: Clause, at: int, reach: int) -> Actor | None:
    """The actor behind a word of attribution; an agreement says nothing («وفقا للاتفاقية»)."""
    return next((a for a in clause.actors if at < a.start <= at + reach and a.type is not EntityType.AGREEMENT), None)


def _parenthetic(clause: Clause, at: int, end: int) -> bool:
    """Whether an attribution stands first, or between commas within what it attributes: «وجاء التقدم، بحسب X، بعد …»."""
    closed = any(norm in COMMAS for norm in clause.norms[end : end + 6])
    return at < 2 or (clause.norms[at - 1] in COMMAS and closed)


def _quotes_name(clause: Clause, start: int) -> bool:
    """Whether a quotation holds nothing but a name: «صحيفة "…"»."""
    end = _quote_end(clause, start)
    return any(a.start <= start and end <= a.end + 1 for a in clause.actors)


def _clause_start(clause: Clause, at: int) -> int:
    return 0 if at > 2 else at


def _quote_end(clause: Clause, start: int) -> int:
    depth = clause.depths[start]
    for j in range(start, len(clause.norms)):
        if clause.depths[j] < depth:
            return j
    return len(clause.norms)
