"""Whom a title serves: the complements that go on from it, and the superior whom it names.

«المستشار الاقتصادي للرئيس شي», «وزير الإعلام في جنوب السودان»: a prepositional phrase says the body, unless its preposition says where
one is sent («المبعوث الخاص إلى سوريا») or what he is in charge of («مستشار … لشؤون …»). «نائب الرئيس الأمريكي» ends in a leader's title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.entities.matching import Match
from kg.entities.rules import Head, TitleRules
from kg.entities.titles import ANY_POST, BODY_TYPES, Title, TitleFinder, names_person
from kg.entities.words import Words, variants
from kg.knowledge import Knowledge, NameKind, bare

LONGEST_COMPLEMENT = 12


class Complement(NamedTuple):
    """What goes on from a title: where it ends, the title with the body that it says, and the unnamed superior in it."""

    end: int
    title: Title
    superior: Head | None


class ComplementFinder:
    """Reads what says whom a title serves: the phrases behind it, or a leader's title at its end."""

    def __init__(self, knowledge: Knowledge, rules: TitleRules, titles: TitleFinder) -> None:
        self._things = knowledge.things
        self._kinds = knowledge.offices
        self._rules = rules
        self._titles = titles

    def inner(self, words: Words, title: Title, matches: Sequence[Match | None]) -> Title | None:
        """The title of a leader that ends another one: «نائب الرئيس الأمريكي»."""
        for k in range(title.first + 1, title.end):
            inner = self._titles.at(words, k, matches) if bare(words.norm(k)) in self._rules.heads else None
            if inner and inner.leads and inner.end == title.end and inner.bodies:
                return inner
        return None

    def only_leads(self, person: str, bodies: Sequence[str]) -> bool:
        """Whether the offices that a known person has in one of the bodies are all such as lead it."""
        held = [self._kinds[t.office].leads for t in self._things[person].tenures if t.body in bodies]
        return bool(held) and all(held)

    def complement(self, words: Words, title: Title, matches: Sequence[Match | None], start: int) -> Complement | None:
        """The prepositional phrases that go on from a title at `start`.

        They go on with definite words, nouns of titles, known bodies and known leaders; nothing where none stands there.
        """
        rules = self._rules
        head = rules.heads.get(bare(words.norm(title.first)[title.cut :]))
        if head is None:
            return None
        end, prepositions, named = start, 0, 0
        preposition = ""
        superior: Head | None = None
        while end < len(words) and end - start < LONGEST_COMPLEMENT and (words.joined(end) or self._titles.quoted(words, end, matches)):
            norm, match = words.norm(end), matches[end]
            if end == named and names_person(match):  # «رئيس حركة حماس في غزة يحيى السنوار»
                break
            attached = self._attached(words, end, match)
            opens = bool(attached) or norm in rules.place_prepositions or norm in rules.prepositions
            if opens:
                preposition = attached or norm
                prepositions += 1
            elif not prepositions and norm not in rules.modifiers and norm not in rules.posted:
                break
            if attached:
                superior = next((rules.heads[bare(w)] for w, _ in variants(norm) if bare(w) in rules.heads), superior)
            served = self._served_by(match) if match else ()
            if match and served:
                person = match.entries[0].thing.startswith("person/")
                superior = None if person else superior
                title = title if title.bodies else self._serving(title, head, preposition, served, person)
                end = match.end
                named = 0 if person else end
            elif opens or self._titles.goes_on(words, end, norm, False):
                end += 1
            elif place := self._place(words, end, match):
                end = named = place
            else:
                break
        return Complement(end, title, superior) if prepositions and end > start else None

    def _place(self, words: Words, at: int, match: Match | None) -> int:
        """The end of the name of a place behind a preposition, where he serves: «في عدن», «في قطاع غزة»; 0 where none stands there."""
        norm, region = words.norm(at), words.norm(at - 1) in self._rules.regions
        if words.norm(at - 1 - region) not in self._rules.place_prepositions:
            return 0
        if norm in self._rules.facilities or bare(norm) in self._rules.heads:  # «في مستشفى عبد العزيز الرنتيسي»
            return 0
        known = match is not None and match.entries[0].kind is not NameKind.CAPITAL
        return 0 if known else match.end if match else at + 1

    def _serving(self, title: Title, head: Head, preposition: str, served: tuple[str, ...], person: bool) -> Title:
        """A title with the body behind a preposition, or as it is where that body is what it is about («المبعوث لدى روسيا»).

        Parameters:
            person: whether the body is what a leader leads who stands there («المستشار السابق لترامب»), whose office it is not.
        """
        state = served[0].startswith("state/")
        to = preposition == "ل"
        if preposition in head.abroad | self._rules.about or (to and state and not person):
            return title
        if to and person:
            return replace(title, bodies=served, office=ANY_POST, leads=False)
        inside = preposition in self._rules.place_prepositions and not state
        return replace(title, bodies=served, leads=title.leads and not inside)

    def _served_by(self, match: Match) -> tuple[str, ...]:
        """The bodies that a known name or nationality says, or those that a known leader leads; a capital is only a place."""
        things = {e.thing for e in match.entries}
        entries = [e for e in match.entries if len(things) == 1 or e.kind is not NameKind.WEAK]
        if len(things) == 1 and entries[0].thing.startswith("person/"):
            return self._titles.led_by(entries[0].thing)
        return tuple(e.thing for e in entries if e.kind is not NameKind.CAPITAL and self._things[e.thing].type in BODY_TYPES)

    def _attached(self, words: Words, at: int, match: Match | None) -> str:
        """The preposition ل or ب at the head of a definite word, a noun of titles or a known body."""
        norm = words.norm(at)
        if norm.startswith(("لل", "بال")):
            return norm[0]
        known = (match is not None and match.cut == 1 and bool(self._served_by(match))) or norm[1:] in self._rules.nouns
        return norm[0] if norm[:1] in ("ل", "ب") and known else ""
