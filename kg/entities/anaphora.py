"""Takes up what was named before: «الصحيفة», «الحركة», «الاتفاق», «الجيش», «البلدان»."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.entities.drafts import Draft
from kg.entities.rules import Rules
from kg.entities.words import Words, variants
from kg.knowledge import bare
from kg.model import EntityType, MentionForm


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Something named before: where it ends, what it is, and the classes and nouns by which it can be taken up."""

    end: int
    entity: str
    type: EntityType
    classes: frozenset[str]
    form: MentionForm
    heads: frozenset[str] = frozenset()


@dataclass(slots=True)
class Recent:
    """What was named last, by class and noun, up to a place that only moves forward: time is linear in the article."""

    coming: list[Antecedent]
    by_class: dict[str, tuple[int, str]] = field(default_factory=dict)
    by_head: dict[str, str] = field(default_factory=dict)
    states: dict[str, None] = field(default_factory=dict)

    def advance(self, start: int) -> None:
        """Take in all that ends before `start`."""
        while self.coming and self.coming[-1].end <= start:
            last = self.coming.pop()
            self.by_class.update(dict.fromkeys(last.classes, (last.end, last.entity)))
            self.by_head.update(dict.fromkeys(last.heads, last.entity))
            if last.type is EntityType.STATE and last.form is not MentionForm.PLACE:
                self.states.pop(last.entity, None)
                self.states[last.entity] = None


NounFinder = Callable[[str], Sequence[tuple[str, int]]]


def noun_finder(rules: Rules) -> NounFinder:
    """A look-up, remembered by word, of the nouns that a folded word can be by which something is taken up, and the letters before."""

    @lru_cache(maxsize=1 << 15)
    def find(norm: str) -> Sequence[tuple[str, int]]:
        known = (rules.heads.anaphors, rules.heads.pairs, rules.organs.organs, rules.organs.both)
        heads = rules.heads.organizations
        return [(w, c) for w, c in variants(norm) if any(w in table for table in known) or (w.startswith("ال") and bare(w) in heads)]

    return find


class TakeUp:
    """Reads the definite nouns of one article in order.

    Parameters:
        nouns: what `noun_finder` gives.
        before: all that can be taken up, in order of place.
        main: the state that organs without an owner are taken to be of, or None.
    """

    def __init__(self, rules: Rules, nouns: NounFinder, before: Sequence[Antecedent], main: str | None) -> None:
        self._heads = rules.heads
        self._organs = rules.organs
        self._nouns = nouns
        self._relatives = rules.heads.relatives
        self._stops = rules.heads.stops | rules.heads.relatives | rules.stops
        self._recent = Recent(list(reversed(before)))
        self._main = main

    def drafts(self, words: Words, taken: Sequence[bool], nationalities: Collection[int]) -> Iterator[Draft]:
        """The drafts of the next sentence; `taken` words are in mentions, those at `nationalities` are of a state."""
        for i, norm in enumerate(words.norms):
            nouns = self._nouns(norm)
            if not nouns or taken[i]:
                continue
            self._recent.advance(words.tokens[i].span.start)
            for word, cut in nouns:
                found = list(self._at(words, i, word, cut, taken, nationalities))
                if found:
                    yield from found
                    break

    def _at(self, words: Words, i: int, word: str, cut: int, taken: Sequence[bool], nationalities: Collection[int]) -> Iterator[Draft]:
        recent = self._recent
        if word in self._organs.both:
            for entity in self._organs.both[word]:
                form = MentionForm.DUAL if entity in recent.states else MentionForm.NAME
                yield Draft(words.span(i, i + 1, cut), (entity,), form, "names two states")
        elif word in self._heads.anaphors:
            last = max((recent.by_class[c] for c in self._heads.anaphors[word] if c in recent.by_class), default=None)
            taken_up = last[1] if last else recent.by_head.get(bare(word))
            national = not self._heads.nationals.isdisjoint(self._heads.anaphors[word])
            yield from self._noun(words, i, word, cut, taken_up, nationalities if national else ())
        elif word in self._heads.pairs and len(recent.states) >= 2:
            for entity in list(recent.states)[-2:]:
                yield Draft(words.span(i, i + 1, cut), (entity,), MentionForm.DUAL, "takes up two states")
        elif word not in self._organs.organs:
            yield from self._noun(words, i, word, cut, recent.by_head.get(bare(word)), ())
        else:
            end = self._organ_end(words, i, word, taken)
            if not end or not self._stands_alone(words, i, end, word):
                return
            owner = recent.by_head.get(bare(word)) or (self._main if phrase_of(words, i, end, cut) in self._organs.main else None)
            if owner:
                form = MentionForm.ORGAN if owner.startswith("state/") else MentionForm.ANAPHOR
                yield Draft(words.span(i, end, cut), (owner,), form, f"takes up {owner}")

    def _noun(self, words: Words, i: int, word: str, cut: int, entity: str | None, nationalities: Collection[int]) -> Iterator[Draft]:
        end = self._noun_end(words, i, word, nationalities)
        if entity and end:
            yield Draft(words.span(i, end, cut), (entity,), MentionForm.ANAPHOR, f"takes up {entity}")

    def _noun_end(self, words: Words, i: int, word: str, nationalities: Collection[int]) -> int:
        """The end of a definite noun with an adjective that only describes it: «الصحيفة», «الصحيفة البريطانية»; 0 where the adjective
        makes it something else («الحركة التجارية»). What does not agree is no adjective: «تتلقى المجموعة التمويل».
        """
        end = i + 1
        adjective = words.norms[end] if end < len(words) and words.joined(end) else ""
        if not adjective.startswith("ال") or adjective in self._stops or _feminine(adjective) != _feminine(word):
            return end
        return end + 1 if adjective in self._heads.epithets or end in nationalities else 0

    def _stands_alone(self, words: Words, i: int, end: int, word: str) -> bool:
        """Whether no word before or behind says whose organ it is, or that it is an adjective: «هذا النظام», «القوات الموالية»."""
        before = words.norm(i - 1) if words.joined(i) else ""
        follows = words.norm(end) if end < len(words) and words.joined(end) else ""
        if before in self._organs.not_alone or (word in self._organs.adjectives and before.startswith("ال")):
            return False
        return not follows.startswith("ال") or follows in self._relatives

    def _organ_end(self, words: Words, i: int, word: str, taken: Sequence[bool]) -> int:
        """The end of a definite organ without an owner: «الجيش», «القوات الحكومية», «قوات الأمن»; 0 where none stands here."""
        takes = self._organs.organs.get(word)
        if takes is None or word in self._organs.places:
            return 0
        for phrase in sorted(takes, key=len, reverse=True):
            end = i + 1 + len(phrase)
            if end <= len(words) and all(words.norm(i + 1 + k) == w and not taken[i + 1 + k] for k, w in enumerate(phrase)):
                return end
        return i + 1 if word.startswith("ال") else 0


def _feminine(norm: str) -> bool:
    return norm.endswith(("ه", "ات", "ا"))


def phrase_of(words: Words, first: int, end: int, cut: int) -> str:
    """The folded words from first to end, without the clitics before them."""
    return " ".join([words.norm(first)[cut:], *(words.norm(k) for k in range(first + 1, end))])
