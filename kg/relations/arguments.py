"""Which actors a verb or a masdar takes: the rules of clause structure, each with a name.

Arabic puts the verb first in prose (verb, subject, object) and the subject first in headlines and behind أن and إن. A verb
without a subject of its own goes on with the one before («وأضاف», «وطالبت») or takes the antecedent of its relative pronoun. A
masdar has its agent as genitive or adjective, behind «من قبل», in its pronoun, or as subject of the verb that governs it
(«شنت … غارات»); behind a verb of accusing or asking the one accused or asked («اتهم … بقصف»).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.model import EntityType, MentionForm
from kg.relations.clauses import Actor, Clause
from kg.relations.lexicon import Hit, Particles
from kg.relations.morphology import Form
from kg.relations.picks import DISCOURSE, Pick

_FINITE = (Form.PERFECT, Form.IMPERFECT)


@dataclass(slots=True)
class Verb:
    """A finite verb of a sentence with the groups around it; groups are named by the rank of their first actor, -1 for none."""

    at: int
    left: int
    right: int
    subject: int = -1
    object: int = -1
    how: str = ""
    after: list[int] = field(default_factory=list)


class Argument:
    """Resolves the arguments of all verbs of a clause once, then those of each hit."""

    def __init__(self, clause: Clause, words: ArgumentWords) -> None:
        self.clause = clause
        self._words = words
        self._heads = [a for a in clause.actors if a.head == a.rank and not a.virtual]
        self.verbs = self._find_verbs()
        for n, verb in enumerate(self.verbs):
            self._resolve(n, verb)

    # --- verbs ---

    def _find_verbs(self) -> list[Verb]:
        clause, words = self.clause, self._words
        covered = {t for a in clause.actors if not a.virtual for t in range(a.start, a.end)}
        verb_counts, sub_counts, rel_counts = clause.counts["verb"], clause.counts["sub"], clause.counts["rel"]
        edges: list[tuple[int, bool]] = []
        for i, norm in enumerate(clause.norms):
            if i in covered:
                continue
            if sub_counts[i + 1] > sub_counts[i] or rel_counts[i + 1] > rel_counts[i] or norm in (".", "؛", ":"):
                edges.append((i, False))
            elif verb_counts[i + 1] > verb_counts[i] and norm not in words.auxiliaries and norm[1:] not in words.auxiliaries:
                edges.append((i, True))
        out: list[Verb] = []
        for n, (i, is_verb) in enumerate(edges):
            if not is_verb:
                continue
            left = edges[n - 1][0] if n else -1
            right = edges[n + 1][0] if n + 1 < len(edges) else len(clause.norms)
            out.append(Verb(i, left, right))
        return out

    def _resolve(self, n: int, verb: Verb) -> None:
        clause, norms = self.clause, self.clause.norms
        after = [a.rank for a in self._heads if verb.at < a.start < verb.right and self._free(a)]
        nisbas = [a.rank for a in self._heads if verb.at < a.start < verb.right and not a.preposition and a.form is MentionForm.NISBA]
        before = [a.rank for a in self._heads if verb.left < a.start < verb.at and not a.preposition]
        verb.after = after
        edge = norms[verb.left] if verb.left >= 0 else ""
        relative = edge in self._words.relatives or edge[1:] in self._words.relatives
        pronoun_edge = edge.lstrip("وفب") in ("انه", "انها", "انهم", "لانه", "لانها", "لكنه", "لكنها", "بانه", "بانها")
        bare_edge = edge.lstrip("وفب") in ("ان", "بان", "لان", "لكن", "لكنّ")
        previous = self.verbs[n - 1] if n else None
        first_before = before[0] if before else -1
        leading = first_before >= 0 and clause.actors[first_before].start - verb.left <= 4
        if relative and verb.at - verb.left <= 3:
            antecedent = max((a.rank for a in self._heads if a.end <= verb.left and verb.left - a.end <= 4), default=-1)
            if after and self._resumptive(verb.at):
                verb.subject, verb.object, verb.how = after[0], antecedent, "relative-object"
            else:
                verb.subject, verb.how = antecedent, "relative"
                verb.object = after[0] if after else -1
            return
        if norms[verb.at] in self._words.states and previous is not None:
            verb.subject, verb.how = previous.subject, "chain"
            verb.object = after[0] if after else -1
            return
        if leading and (clause.sentence.headline or bare_edge or verb.left < 0 or edge == ":"):
            verb.subject, verb.how = first_before, "before"
            verb.object = after[0] if after else -1
            return
        if pronoun_edge and verb.at - verb.left <= 4 and previous is not None:
            verb.subject, verb.how = previous.subject, "pronoun"
            verb.object = after[0] if after else -1
            return
        if after:
            verb.subject, verb.how = after[0], "after"
            verb.object = after[1] if len(after) > 1 else -1
            if first_before >= 0 and len(after) == 1 and not norms[verb.at].startswith(("و", "ف")):
                verb.subject, verb.object, verb.how = before[-1], after[0], "before"
            return
        if before:
            verb.subject, verb.how = before[-1], "before"
            return
        if nisbas:
            verb.subject, verb.how = nisbas[0], "nisba"
            return
        if previous is not None:
            verb.subject, verb.how = previous.subject, "chain"

    def _free(self, actor: Actor) -> bool:
        """Whether an actor may be subject or object: under no preposition, no adjective, and not inside a title of the one before."""
        if actor.preposition or actor.form is MentionForm.NISBA:
            return False
        before = self.clause.actors[actor.rank - 1] if actor.rank else None
        return not (before is not None and before.type is EntityType.PERSON and 0 < actor.start - before.end <= 2 and actor.possessed)

    def _resumptive(self, at: int) -> bool:
        """Whether a verb ends in a pronoun that takes up what its relative clause is said of: «العقوبات التي فرضتها روسيا»."""
        return self.clause.norms[at].endswith(("ها", "ه", "هم", "هما")) and self.clause.norms[at] not in self._words.ending_in_h

    # --- hits ---

    def picks(self, hit: Hit) -> dict[str, list[Pick]]:
        """The groups that the rules give to each role of a hit, the surest first; `DISCOURSE` names the discourse subject."""
        form = hit.reading.form
        if form in _FINITE:
            found = self._verbal(hit)
        elif form in (Form.ACTIVE, Form.PASSIVE):
            found = self._participle(hit)
        else:
            found = self._nominal(hit)
        both = hit.frame.type.symmetric or "both" in hit.frame.roles.values()
        if both and found["source"] and not found["target"] and self._plural(found["source"][0].group):
            _add(found, "target", found["source"][0].group, "together", 2)
        self._fallback(hit, found)
        return {role: sorted(picks, key=lambda p: -p.weight) for role, picks in found.items()}

    def _plural(self, group: int) -> bool:
        return sum(1 for a in self.clause.actors if a.head == group) > 1

    def _verb_at(self, at: int) -> Verb | None:
        return next((v for v in self.verbs if v.at == at), None)

    def _governor(self, at: int) -> Verb | None:
        """The nearest finite verb before a place without a clause edge between."""
        found = None
        for verb in self.verbs:
            if verb.at < at <= verb.right:
                found = verb
        return found

    def _behind(self, hit: Hit, start: int, end: int) -> Iterable[tuple[str, Actor]]:
        """Groups behind a trigger that the frame's prepositions give a role, in order."""
        roles = hit.frame.roles
        for actor in self._heads:
            if start < actor.start < end and actor.governed(start) in roles:
                yield roles[actor.preposition], actor

    def _verbal(self, hit: Hit) -> dict[str, list[Pick]]:
        verb = self._verb_at(hit.start)
        picks: dict[str, list[Pick]] = {"source": [], "target": []}
        roles = hit.frame.roles
        if verb is None:
            return picks
        subject_role, object_role = roles.get("subject", "source"), roles.get("object", "")
        passive = hit.reading.passive
        if verb.subject >= 0:
            weight = 3 if verb.how in ("after", "before") else 2
            if passive:
                _add(picks, object_role or "target", verb.subject, "passive-subject", 2)
            else:
                _add(picks, subject_role, verb.subject, f"subject-{verb.how}", weight)
        elif not passive:
            _add(picks, subject_role, DISCOURSE, "subject-dropped", 1)
        if object_role and not passive:
            if hit.reading.pronoun:
                antecedent = verb.object if verb.how == "relative-object" else self._antecedent(verb)
                _add(picks, object_role, antecedent, "object-pronoun", 2)
                if verb.how == "after" and verb.after:
                    _add(picks, subject_role, verb.after[0], "subject-after", 3)
            elif verb.object >= 0:
                _add(picks, object_role, verb.object, "object", 3)
            elif verb.after and verb.how != "after":
                _add(picks, object_role, verb.after[0], "object", 2)
        start = hit.companion if hit.companion > hit.start else hit.start
        seen: set[str] = set()
        for role, actor in self._behind(hit, hit.start, max(verb.right, start + 12)):
            if role not in seen and role in ("source", "target", "both"):
                seen.add(role)
                _add(picks, role, actor.rank, f"behind-{actor.preposition}", 3 if actor.depth <= 2 else 2)
        if hit.frame.mutual and verb.subject >= 0 and not picks["target"]:
            _add(picks, "target", verb.subject, "mutual", 2)
        return picks

    def _antecedent(self, verb: Verb) -> int:
        """What an object pronoun stands for: the last group before the verb that is not its subject."""
        before = [a.rank for a in self._heads if a.end <= verb.at and a.rank != verb.subject]
        return before[-1] if before else DISCOURSE

    def _participle(self, hit: Hit) -> dict[str, list[Pick]]:
        picks: dict[str, list[Pick]] = {"source": [], "target": []}
        roles, clause = hit.frame.roles, self.clause
        governor = self._governor(hit.start)
        end = self._edge(hit.start)
        after = [a.rank for a in self._heads if hit.start < a.start < end and not a.governed(hit.start) and a.form is not MentionForm.NISBA]
        before = [a.rank for a in self._heads if a.end <= hit.start]
        subject = governor.subject if governor is not None and governor.subject >= 0 else DISCOURSE
        if hit.reading.form is Form.ACTIVE:
            if hit.reading.clitic == "ال" and before and hit.start - clause.actors[before[-1]].end <= 3:
                subject = before[-1]
            _add(picks, roles.get("subject", "source"), subject, "state", 2)
            if roles.get("object") and after:
                _add(picks, roles["object"], after[0], "object", 3)
        else:
            if before:
                _add(picks, roles.get("object", "target"), before[-1], "modified", 2)
            source = next((a for a in self._heads if hit.start < a.start < end and a.preposition == "من"), None)
            if source is not None:
                _add(picks, roles.get("subject", "source"), source.rank, "agent", 3)
        for role, actor in self._behind(hit, hit.start, end):
            _add(picks, role, actor.rank, f"behind-{actor.preposition}", 3)
        return picks

    def _edge(self, at: int) -> int:
        """The next verb, complementizer or relative pronoun behind a place."""
        counts = self.clause.counts
        base = counts["verb"][at + 1] + counts["sub"][at + 1] + counts["rel"][at + 1]
        for i in range(at + 1, len(self.clause.norms)):
            if counts["verb"][i + 1] + counts["sub"][i + 1] + counts["rel"][i + 1] > base:
                return i
        return len(self.clause.norms)

    def _nominal(self, hit: Hit) -> dict[str, list[Pick]]:
        picks: dict[str, list[Pick]] = {"source": [], "target": []}
        clause, roles = self.clause, hit.frame.roles
        at = max(hit.start, hit.companion if 0 <= hit.companion - hit.start <= 3 else hit.start)
        end = self._edge(at)
        right = [a for a in self._heads if at < a.start < end]
        governor = self._governor(hit.start)
        self._relative_clause(hit, at, picks)
        genitive_role = roles.get("genitive") or ("source" if "object" not in roles else "")
        seen: set[str] = set()
        for actor in right:
            preposition = actor.governed(hit.start)
            role = roles.get(preposition, "") if preposition else ""
            if role in ("source", "target", "both") and role not in seen:
                seen.add(role)
                _add(picks, role, actor.rank, f"behind-{actor.preposition}", 3)
            elif preposition == "ل" and not role:
                given = "target" if picks["source"] else "source"
                _add(picks, given, actor.rank, "behind-ل", 1)
        following = [a for a in right if not a.governed(hit.start)]
        explicit_target = bool(picks["target"])
        if following:
            first = following[0]
            gap = first.start - at - 1
            if first.form is MentionForm.NISBA:
                _add(picks, "source", first.rank, "adjective", 3 if gap <= 2 else 1)
            elif gap <= 2 and not hit.reading.pronoun:
                if genitive_role:
                    _add(picks, genitive_role, first.rank, "genitive", 3 if gap == 0 else 2)
                else:  # a masdar of a transitive verb: agent where the patient is given too, else patient
                    second = following[1] if len(following) > 1 else None
                    if explicit_target or second is not None:
                        _add(picks, "source", first.rank, "genitive-agent", 2)
                        if second is not None and not explicit_target:
                            _add(picks, "target", second.rank, "object", 2)
                    else:
                        _add(picks, "target", first.rank, "genitive-patient", 2)
                        _add(picks, "source", first.rank, "genitive-agent", 1)
        source_given = any(p.weight >= 2 for p in picks["source"])
        if governor is not None and not source_given and governor.at != hit.start:
            word = clause.norms[governor.at].lstrip("وفس")
            if word in self._words.control or clause.norms[governor.at] in self._words.control:
                patient = governor.object if governor.object >= 0 else (self._last_before(hit.start, governor.at))
                _add(picks, "source", patient, "controlled", 2)
                if not picks["target"]:
                    _add(picks, "target", governor.subject, "accuser", 1)
            elif word in self._words.inverse:
                _add(picks, "target", governor.subject, "inverse", 3)
            elif governor.subject >= 0:
                _add(picks, "source", governor.subject, "governor", 2)
            else:
                _add(picks, "source", DISCOURSE, "governor-dropped", 1)
        if hit.reading.pronoun and not source_given:
            before = [v.subject for v in self.verbs if v.at < hit.start and v.subject >= 0]
            owner = (
                governor.subject
                if governor is not None and governor.subject >= 0
                else before[-1]
                if before
                else self._last_before(hit.start, -1)
            )
            _add(picks, "source", owner if owner >= 0 else DISCOURSE, "possessor", 2)
        if not picks["source"]:
            near = self._last_before(hit.start, hit.start - 8)
            _add(picks, "source", near, "near", 1)
        return picks

    def _relative_clause(self, hit: Hit, at: int, picks: dict[str, list[Pick]]) -> None:
        """«العقوبات التي فرضتها X على Y», «الغارات التي استهدفت Y»: what the verb behind the relative pronoun takes."""
        norms, roles = self.clause.norms, hit.frame.roles
        relative = next((i for i in range(at + 1, min(at + 5, len(norms))) if norms[i] in self._words.relatives), -1)
        verb = next((v for v in self.verbs if 0 <= relative < v.at <= relative + 3), None)
        if verb is None:
            self._performed(hit, at, picks)
            return
        if verb.after and self._resumptive(verb.at):
            _add(picks, "source", verb.after[0], "relative-subject", 3)
            for role, actor in self._behind(hit, verb.at, verb.right):
                _add(picks, role, actor.rank, f"behind-{actor.preposition}", 3)
        elif verb.after and roles.get("genitive") != "target":
            _add(picks, "target", verb.after[0], "relative-object", 2)

    def _performed(self, hit: Hit, at: int, picks: dict[str, list[Pick]]) -> None:
        """«زيارة قام بها X ل…», «غارات نفذتها X على …»: a verb behind the noun that takes it up by a pronoun."""
        norms = self.clause.norms
        for i in range(at + 1, min(at + 4, len(norms) - 1)):
            light = norms[i] in self._words.performing
            if light and (norms[i + 1] in ("بها", "به") or norms[i].endswith(("ها", "ه"))):
                actor = next((a for a in self._heads if i < a.start <= i + 3 and self._free(a)), None)
                if actor is not None:
                    _add(picks, "source", actor.rank, "performed", 3)
                    for role, other in self._behind(hit, i, min(len(norms), i + 12)):
                        _add(picks, role, other.rank, f"behind-{other.preposition}", 3)
                return

    def _fallback(self, hit: Hit, picks: dict[str, list[Pick]]) -> None:
        """Where no rule speaks: the target is the first actor behind the trigger, the source the subject or the last one before it."""
        taken = {p.group for role in picks.values() for p in role}
        behind = [a.rank for a in self._heads if a.start > hit.start and a.rank not in taken]
        if not picks["target"]:
            _add(picks, "target", behind[0] if behind else -1, "first-behind", 1)
        if not picks["source"]:
            governor = self._governor(hit.start)
            subject = governor.subject if governor is not None else -1
            before = self._last_before(hit.start, -1)
            chosen = subject if subject >= 0 and subject not in taken else before
            _add(picks, "source", chosen if chosen >= 0 and chosen not in taken else DISCOURSE, "near-before", 1)
        if not picks["target"]:
            before = self._last_before(hit.start, -1)
            _add(picks, "target", before if all(p.group != before for p in picks["source"]) else -1, "last-before", 1)

    def _last_before(self, at: int, floor: int) -> int:
        return max((a.rank for a in self._heads if floor < a.start and a.end <= at), default=-1)


class ArgumentWords:
    """The closed classes that the rules look at."""

    def __init__(self, particles: Particles) -> None:
        self.auxiliaries = particles.words("auxiliaries")
        self.relatives = particles.words("relatives")
        self.inverse = particles.words("inverse_governors")
        self.performing = particles.words("performing")
        self.control = particles.words("control_verbs")
        self.ending_in_h = particles.verbs("ending_in_h", *_FINITE)
        self.states = frozenset(w for w in particles.verbs("speech", Form.ACTIVE) if w.endswith(("ا", "ه")))


def _add(picks: dict[str, list[Pick]], role: str, group: int, rule: str, weight: int) -> None:
    if group == -1:
        return
    for name in ("source", "target") if role == "both" else (role,):
        if name in picks and all(p.group != group for p in picks[name]):
            picks[name].append(Pick(group, rule, weight))
