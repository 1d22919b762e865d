"""Organisations, blocs and agreements: known ones with their generic head («صحيفة لوموند الفرنسية»), unknown ones by it («حزب «النور»»)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.entities.drafts import Draft
from kg.entities.matching import Match
from kg.entities.rules import HeadRules
from kg.entities.words import QUOTES, Words, variants
from kg.knowledge import Knowledge, NameKind, bare
from kg.model import EntityType, MentionForm, Span

NISBAS = frozenset({NameKind.NISBA, NameKind.WEAK_NISBA})
TYPES = frozenset({EntityType.ORGANIZATION, EntityType.BLOC, EntityType.AGREEMENT})
MARKS = QUOTES | frozenset("()")
LONGEST_QUOTED = 6
LONGEST_OPEN = 6
LONGEST_AGREEMENT = 5
LONGEST_BLOC = 4


def word_finder(known: Container[str]) -> Callable[[str], tuple[str, int] | None]:
    """A look-up, remembered by word, of which known word stands in a folded one: it without article, and the letters before it."""

    @lru_cache(maxsize=1 << 15)
    def find(norm: str) -> tuple[str, int] | None:
        return next(((bare(word), cut) for word, cut in variants(norm) if bare(word) in known), None)

    return find


def adjective_of(match: Match | None) -> str | None:
    """The state whose adjective a match is, or can be («السعودية»)."""
    return next((e.thing for e in match.entries if e.kind in NISBAS), None) if match else None


@dataclass(frozen=True, slots=True)
class NewName:
    """A name of something: its whole span, the name without its head, and what it is.

    `known` is its id where the knowledge base has it under a name that the text writes otherwise («صحيفة "الحياة"»).
    """

    span: Span
    inner: Span
    key: str
    type: EntityType
    head: str
    home: str | None
    known: str | None = None


class OrganizationFinder:
    """Finds known and unknown organisations, blocs and agreements in a sentence."""

    def __init__(self, knowledge: Knowledge, rules: HeadRules) -> None:
        self._things = knowledge.things
        self._entries = knowledge.gazetteer.entries
        self._rules = rules
        self._generic = frozenset(rules.organizations)
        self._heads = word_finder(rules.organizations)
        self._of_two = word_finder(rules.heads_of_two)
        self._agreement_heads = word_finder(rules.agreements)
        self._bloc_heads = word_finder(rules.blocs)

    def head_at(self, words: Words, i: int) -> tuple[str, int] | None:
        """The generic head of an organisation at word i, without its article, and the letters cut before it."""
        return self._heads(words.norm(i))

    def known(self, words: Words, matches: Sequence[Match | None], taken: Sequence[bool]) -> Iterator[tuple[Draft, int, int]]:
        """Drafts of known things with the words they take; a head before the name makes a weak name sure, and one for two both of them
        («تنظيمي داعش والقاعدة»).
        """
        done, second = 0, -1
        for i, match in enumerate(matches):
            if match is None or i < done or taken[i]:
                continue
            entries = [e for e in match.entries if self._things[e.thing].type in TYPES]
            if not entries or (match.entries[0].thing.startswith("state/") and entries[0].kind is not NameKind.LABEL):
                continue
            if entries[0].kind is NameKind.WEAK and self._goes_on(words, match.end, entries[0].thing):
                continue
            first, cut = i, match.cut
            opened = bool(i and self._reaches(words, i) and not match.cut and not taken[i - 1])
            head = self.head_at(words, i - 1) if opened else None
            of_two = opened and self._of_two(words.norm(i - 1)) is not None
            joined = i == second and match.cut == 1 and words.norm(i)[0] == "و" and self._reaches(words, i)
            second = match.end if of_two else -1
            sure = of_two or joined or any(e.kind is not NameKind.WEAK for e in entries)
            if head and self._fits(head[0], entries[0].thing) and self.may_head(head[0], entries[0].thing):
                first, cut, sure = i - 1, head[1], True
            quoted = bool(MARKS & set(words.gaps[i])) and bool(MARKS & set(words.gaps[match.end]))
            candidates = tuple(dict.fromkeys(e.thing for e in entries))
            sure = (sure or quoted) and len(candidates) == 1
            because = f"name {match.key}"
            inner = words.span(i, match.end, match.cut)
            heads = frozenset({bare(match.key.split(" ", 1)[0])}) & self._generic
            yield Draft(inner, candidates, MentionForm.NAME, because, sure, heads=heads), i, match.end
            if first < i and head:
                span = Span(words.span(first, i, cut).start, self._whole_end(words, match.end, matches))
                yield Draft(span, candidates, MentionForm.NAME, f"head + {because}", sure, heads=frozenset({head[0]})), first, match.end
            yield from ((draft, i, i) for draft in self._inside(words, matches, match, entries[0].thing))
            done = match.end

    def _goes_on(self, words: Words, end: int, thing: str) -> bool:
        """«اتفاقية الشراكة الشاملة», «التحالف الوطني»: behind the short name of an agreement or an alliance an adjective makes another
        of it, and a partner («التحالف مع إيران») an act.
        """
        if end >= len(words) or not words.joined(end):
            return False
        named, follows = self._things[thing], words.norm(end)
        if "alliance" in named.kinds:
            return follows in self._rules.partners or (follows.startswith("ال") and follows.endswith("ي"))
        return named.type is EntityType.AGREEMENT and follows.startswith("ال")

    def _inside(self, words: Words, matches: Sequence[Match | None], match: Match, thing: str) -> Iterator[Draft]:
        """The states that a known name names: whose agreement it is, whose an armed group is beside its own («المليشيات الإيرانية» for
        the Houthis), and behind «بقيادة», «مع» whom the name has beside it.
        """
        named = self._things[thing]
        by_adjective = named.type is EntityType.AGREEMENT or "armed-group" in named.kinds
        for k in range(match.first + 1, match.end):
            inner = matches[k]
            if inner is None or inner.end > match.end or not inner.entries[0].thing.startswith("state/"):
                continue
            nisba = inner.entries[0].kind in NISBAS
            foreign = by_adjective and inner.entries[0].thing != named.home
            beside = words.norms[k - 1] in self._rules.companions
            if foreign if nisba else beside:
                states = tuple(dict.fromkeys(e.thing for e in inner.entries))
                form = MentionForm.NISBA if nisba else MentionForm.NAME
                yield Draft(words.span(k, inner.end, inner.cut), states, form, f"inside {match.key}", len(states) == 1)

    def _reaches(self, words: Words, i: int) -> bool:
        return words.joined(i) or set(words.gaps[i]) <= QUOTES | {"#"}

    def _whole_end(self, words: Words, end: int, matches: Sequence[Match | None]) -> int:
        """Where a name that a head opens ends in the text: behind its closing quotation mark and its nationality."""
        gap = words.gaps[end]
        close = 1 if gap and gap[0] in QUOTES else 0
        match = matches[end] if end < len(words) and (not gap.strip("#") or (close and len(gap) == 1)) else None
        if match and not match.cut and match.key.startswith("ال") and adjective_of(match):
            return words.span(end, match.end).end
        return words.span(end - 1, end).end + close

    def may_head(self, head: str, thing_id: str) -> bool:
        """Whether a noun before a weak name can make it sure: «حركة الشباب», but not «حزب المعارضة» where the name is that of fighters."""
        united = self._rules.organizations[head] in ("party", "coalition")
        return not united or not {"party", "alliance"}.isdisjoint(self._things[thing_id].kinds)

    def _fits(self, head: str, thing_id: str) -> bool:
        """Whether a noun before a name is of the same kind as what it names: «صحيفة النهار»."""
        thing, kind = self._things[thing_id], self._rules.organizations[head]
        if thing.type is not EntityType.ORGANIZATION:
            return False
        return ("media" in thing.kinds) == (kind in ("newspaper", "agency", "channel"))

    def unknown(self, words: Words, matches: Sequence[Match | None], taken: Sequence[bool]) -> Iterator[tuple[NewName, int, int]]:
        """New organisations: a head with a quoted name, or with definite words behind it."""
        done = 0
        for i, head in enumerate(map(self._heads, words.norms[:-1])):
            match = matches[i]
            if head is None or i < done or taken[i] or (match and match.end > i + 1):
                continue
            found = self._quoted(words, i, head, taken, matches) or self._open(words, i, head, taken, matches)
            if found:
                done = self._end_word(words, found, i)
                yield found, i, done

    def _end_word(self, words: Words, name: NewName, start: int) -> int:
        return next((k for k in range(start, len(words)) if words.tokens[k].span.start >= name.span.end), len(words))

    def _quoted(
        self, words: Words, i: int, head: tuple[str, int], taken: Sequence[bool], matches: Sequence[Match | None]
    ) -> NewName | None:
        if not (QUOTES & set(words.gaps[i + 1])):
            return None
        end = i + 2
        while end < len(words) and end - i <= LONGEST_QUOTED and not words.gaps[end].strip("-_#"):
            end += 1
        if not (QUOTES & set(words.gaps[end])) or any(taken[i + 1 : end]):
            return None
        inner = words.span(i + 1, end)
        span = Span(words.span(i, i + 1, head[1]).start, inner.end + 1)
        key = " ".join(words.norm(k) for k in range(i + 1, end))
        listed = self._entries.get(f"{head[0]} {key}") or self._entries.get(key, ())
        known = next((e.thing for e in listed if e.thing in self._things and self._fits(head[0], e.thing)), None)
        return NewName(span, inner, key, EntityType.ORGANIZATION, head[0], self._home(words, end, matches), known)

    def _open(self, words: Words, i: int, head: tuple[str, int], taken: Sequence[bool], matches: Sequence[Match | None]) -> NewName | None:
        definite = words.norm(i).startswith(("ال", "وال", "بال", "لل", "فال", "كال"))
        party = self._rules.organizations[head[0]] == "party" and words.norm(i + 1) in self._rules.party_names
        if head[0] in self._rules.known_only or (definite and not party):
            return None
        end, home = i + 1, None
        while end < len(words) and end - i <= LONGEST_OPEN and words.joined(end) and not taken[end]:
            norm = words.norm(end)
            match = matches[end]
            if match and any(e.kind in NISBAS for e in match.entries):
                home = home or match.entries[0].thing
                end = match.end
                break
            if norm in self._rules.stops or not norm.startswith(("ال", "وال", "لل", "بال")):
                break
            if definite and norm not in self._rules.party_names:
                break
            end += 1
        if end - i < 2 or (home and end - i == 2):
            return None
        span = words.span(i, end, head[1])
        key = " ".join(words.norm(k) for k in range(i + 1, end))
        return NewName(span, span, f"{head[0]} {key}", EntityType.ORGANIZATION, head[0], home)

    def _home(self, words: Words, end: int, matches: Sequence[Match | None]) -> str | None:
        match = matches[end] if end < len(words) else None
        return adjective_of(match)

    def agreements(self, words: Words, matches: Sequence[Match | None], taken: Sequence[bool]) -> Iterator[tuple[NewName, int, int]]:
        """«معاهدة السلام», «اتفاق شراكة استراتيجية»: a head whose topic makes it a name; of one topic there is one in an article."""
        for i, norm in enumerate(words.norms[:-1]):
            head = self._agreement_heads(norm)
            if head is None or taken[i] or not words.joined(i + 1):
                continue
            topic = bare(words.norm(i + 1))
            if topic not in self._rules.agreement_topics:
                continue
            end, limit = i + 2, min(len(words), i + LONGEST_AGREEMENT)
            while end < limit and words.joined(end) and not taken[end] and self._adjective(words, end, i + 1):
                end += 1
            last = self._party(words, end, matches)
            if last == i + 2 and not words.norm(i + 1).startswith("ال"):  # «اتفاق سلام» is any, «اتفاق السلام» a certain one
                continue
            span = words.span(i, last, head[1])
            yield NewName(span, span, topic, EntityType.AGREEMENT, head[0], None), i, i + 2

    def _party(self, words: Words, end: int, matches: Sequence[Match | None]) -> int:
        """The end of «… مع إيران» behind an agreement; `end` where none stands there."""
        if end + 1 < len(words) and words.norm(end) == self._rules.party_preposition and words.joined(end) and words.joined(end + 1):
            match = matches[end + 1]
            if match and not match.cut and match.entries[0].thing.startswith("state/"):
                return match.end
        return end

    def _adjective(self, words: Words, at: int, first: int) -> bool:
        """Whether a word agrees with the topic before it in its article."""
        norm = words.norm(at)
        if norm in self._rules.stops:
            return False
        if words.norm(first).startswith("ال"):
            return norm.startswith("ال")
        return len(norm) > 2 and norm.endswith(("يه", "ي", "له", "شامل")) and not norm.startswith(("ال", "ب", "ل", "و"))

    def blocs(self, words: Words, matches: Sequence[Match | None], taken: Sequence[bool]) -> Iterator[tuple[NewName, int, int]]:
        """«الدول الأربع», «القوى الكبرى», «دول عربية»: states taken together by what they share."""
        for i, norm in enumerate(words.norms[:-1]):
            head = self._bloc_heads(norm)
            if head is None or taken[i] or taken[i + 1] or not words.joined(i + 1) or words.norms[i + 1] not in self._rules.bloc_topics:
                continue
            end = i + 2
            while end < len(words) and end - i < LONGEST_BLOC and words.joined(end) and words.norm(end) in self._rules.bloc_topics:
                end += 1
            span = words.span(i, end, head[1])
            yield NewName(span, span, " ".join(bare(words.norm(k)) for k in range(i + 1, end)), EntityType.BLOC, head[0], None), i, end
