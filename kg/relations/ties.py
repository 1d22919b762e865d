"""Standing ties that the words between two names state: «التحالف بقيادة السعودية», «روسيا، حليفة دمشق»."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import yaml

from kg.entities.words import variants
from kg.knowledge import phrase
from kg.model import Entity, EntityType, Fact, FactType, Mention, MentionForm, Sentence, Span, Statement, Text
from kg.ontology import ontologies
from kg.relations.lexicon import Particles
from kg.relations.times import lone
from kg.text import fold

CONFIDENCE = 0.8
"""How often the annotators of the training articles agree with such a phrase."""
BODIES = (EntityType.ORGANIZATION, EntityType.BLOC)
OWN, TWO, LED, LEADER, PATRON = "own", "two", "led", "leader", "patron"
PARTIES = (EntityType.STATE, EntityType.PERSON, *BODIES)


@dataclass(frozen=True, slots=True)
class Tie:
    """A kind of phrase: the tie, which side a list of members stands on (none for a tie without direction), and how far it may stand."""

    type: FactType
    list: str | None
    between: int


@dataclass(frozen=True, slots=True)
class Place:
    """A mention within a sentence, over tokens `first` to `end`."""

    entity: Entity
    mention: Mention
    first: int
    end: int


Kinds = tuple[FactType | None, FactType | None]
Said = tuple[int, Kinds]
"""A token with what its word says of its pronoun's owner and of the two named last."""


class TieReader:
    """Reads the phrases of `ties.yaml` between two names of a sentence, and what an adjective says of an armed group's patron.

    Parameters:
        armed: the ids of armed groups.
    """

    def __init__(self, particles: Particles, armed: Collection[str]) -> None:
        self._armed = armed
        data = yaml.safe_load((ontologies() / "lexicon" / "ties.yaml").read_text("utf-8"))
        ties = [(phrase(w), Tie(FactType(d["type"]), d.get("list"), d["between"])) for d in data for w in d["words"]]
        self._phrases: dict[str, list[Tie]] = defaultdict(list)
        for words, tie in ties:
            if tie.list not in (OWN, TWO, PATRON):
                self._phrases[words].append(tie)
        self._twos = {words: tie.type for words, tie in ties if tie.list == TWO}
        self._owned = {words: tie.type for words, tie in ties if tie.list == OWN}
        self._armed_heads = {words: tie.type for words, tie in ties if tie.list == PATRON}
        self._longest = max(p.count(" ") + 1 for p in self._phrases)
        self._governments = tuple(particles.words("governments"))
        self._first_words = {p.split(" ")[0] for p in self._phrases}
        self._kinds = lru_cache(maxsize=1 << 16)(self._kinds_of)

    def read(self, text: Text, entities: Sequence[Entity], posts: Collection[tuple[str, str]] = ()) -> Iterator[Fact]:
        """A fact for each pair that some phrase joins, stated where it first stands; `posts` are the (person, body) pairs stated."""
        known = {e.id: e for e in entities}
        led = {person: known[body] for person, body in posts if body in known and known[body].type is EntityType.STATE}
        seen: set[tuple[FactType, str, str]] = set()
        for sentence, named in zip(text.sentences, by_sentence(text.sentences, entities), strict=True):
            if len(named) < 2:
                continue
            found = places(sentence, named)
            said = [(at, kinds) for at, token in enumerate(sentence.tokens) if any(kinds := self._kinds(token.norm))]
            stated = [*self._pairs(sentence, found), *self._owned_pairs(sentence, found, said)]
            stated += [*self._pairs_of_two(sentence, found, said, led), *self._patrons(sentence, found)]
            for kind, one, other, trigger in stated:
                if kind.symmetric and other.entity.id < one.entity.id:
                    one, other = other, one
                key = kind, one.entity.id, other.entity.id
                if key in seen or key[1] == key[2]:
                    continue
                seen.add(key)
                statement = Statement(
                    evidence=sentence.span,
                    trigger=trigger,
                    source_span=one.mention.span,
                    target_span=other.mention.span,
                    date=None if kind.standing else lone([t for t in text.times if sentence.span.contains(t.span)]),
                    confidence=CONFIDENCE,
                    because=f"words that tie the names: {text.article.text[trigger.start : trigger.end]}",
                )
                yield Fact(*key, (statement,), CONFIDENCE)

    def _kinds_of(self, norm: str) -> Kinds:
        """What a word says of the owner of its pronoun and those behind it, and what of the two named last."""
        words = [w for w, _ in variants(norm)]
        return next((self._owned[w] for w in words if w in self._owned), None), next(
            (self._twos[w] for w in words if w in self._twos), None
        )

    def _patrons(self, sentence: Sentence, found: Sequence[Place]) -> Iterator[tuple[FactType, Place, Place, Span]]:
        """«ميليشيات الحوثي الإيرانية»: an adjective of another state than its own, which agrees with the noun that an armed group's name
        begins with («قصف الحوثيون الإماراتيين» is another thing), names its patron.
        """
        for group, state in pairwise(found):
            if state.first != group.end or state.mention.form is not MentionForm.NISBA or group.entity.id not in self._armed:
                continue
            head, adjective = sentence.tokens[group.first].norm, sentence.tokens[state.first].norm
            kind = next((self._armed_heads[w] for w, _ in variants(head) if w in self._armed_heads), None)
            if kind and adjective.endswith("ه") and group.entity.home not in (None, state.entity.iso):
                yield kind, group, state, state.mention.span

    def _owned_pairs(
        self, sentence: Sentence, found: Sequence[Place], said: Sequence[Said]
    ) -> Iterator[tuple[FactType, Place, Place, Span]]:
        """«وحليفتاها اليابان وكوريا الجنوبية»: whom the pronoun means, with each of those named behind."""
        starts = {p.first: p for p in reversed(found)}
        norms = [t.norm for t in sentence.tokens]
        for at, (kind, _) in said:
            if kind is None:
                continue
            owner = next((p for p in reversed(found) if p.end <= at and p.entity.type in PARTIES), None)
            if owner is None:
                continue
            behind = next((starts[k] for k in range(at + 1, min(at + 4, len(norms))) if k in starts), None)
            if behind and any(n.isalnum() and not n.startswith("ال") for n in norms[at + 1 : behind.first]):
                continue  # «وحلفاؤها في مجلس الأمن» names none of them
            for place in listed(behind, starts, norms) if behind else ():
                if place.entity.type in PARTIES:
                    yield kind, owner, place, sentence.tokens[at].span

    def _pairs_of_two(
        self, sentence: Sentence, found: Sequence[Place], said: Sequence[Said], led: Mapping[str, Entity]
    ) -> Iterator[tuple[FactType, Place, Place, Span]]:
        """«مع توقيعهما»: the two actors named last before; a standing tie is between the states that they lead."""
        for at, (_, kind) in said:
            if kind is None:
                continue
            two: dict[str, Place] = {}
            for place in reversed(found):
                if place.end <= at and place.entity.type in PARTIES:
                    party = replace(place, entity=led.get(place.entity.id, place.entity)) if kind.standing else place
                    two.setdefault(party.entity.id, party)
                if len(two) == 2:
                    other, one = two.values()
                    yield kind, one, other, sentence.tokens[at].span
                    break

    def _pairs(self, sentence: Sentence, found: Sequence[Place]) -> Iterator[tuple[FactType, Place, Place, Span]]:
        starts = {p.first: p for p in reversed(found)}
        norms = [t.norm for t in sentence.tokens]
        for place in found:
            for at in range(place.end, min(place.end + 4, len(norms))):
                if norms[at] not in self._first_words:
                    continue
                for length in range(self._longest, 0, -1):
                    behind = starts.get(at + length)
                    if behind is None:
                        continue
                    trigger = Span(sentence.tokens[at].span.start, sentence.tokens[at + length - 1].span.end)
                    for tie in self._phrases.get(" ".join(norms[at : at + length]), ()):
                        if at - place.end <= tie.between:
                            yield from ((tie.type, *pair, trigger) for pair in self._joined(tie, place, listed(behind, starts, norms)))

    def _joined(self, tie: Tie, before: Place, after: Iterator[Place]) -> Iterator[tuple[Place, Place]]:
        """The pairs that a phrase joins: member and body, leader and body, or the two parties of a tie without direction."""
        if tie.list in (LED, LEADER):
            leader, body = (next(after), before) if tie.list == LED else (before, next(after))
            if leader.entity.type is EntityType.PERSON and self._may_be_led(body):
                yield leader, body
            return
        if tie.list == "before":
            body = next(after)
            if body.entity.type in BODIES:
                yield before, body
            return
        for n, place in enumerate(after):
            if tie.list == "after":
                if n and place.mention.form is MentionForm.ORGAN:  # «التحالف الذي تقوده السعودية، والقوات الحكومية والحوثيون»
                    return
                if before.entity.type in BODIES and place.entity.type is EntityType.STATE:
                    yield place, before
            elif before.entity.type in PARTIES and place.entity.type in PARTIES:
                yield before, place

    def _may_be_led(self, body: Place) -> bool:
        """Whether who leads what is named leads a body: an organisation, or a state that its government stands for."""
        return body.entity.type is EntityType.ORGANIZATION or fold(body.mention.text).startswith(self._governments)


def by_sentence(sentences: Sequence[Sentence], entities: Sequence[Entity]) -> list[list[tuple[Entity, Mention]]]:
    """The naming mentions within each sentence; gone through once, since an article may have thousands of both."""
    starts = [sentence.span.start for sentence in sentences]
    named: list[list[tuple[Entity, Mention]]] = [[] for _ in sentences]
    for entity in entities:
        for mention in entity.mentions:
            at = bisect_right(starts, mention.span.start) - 1
            if mention.form.names and at >= 0 and sentences[at].span.contains(mention.span):
                named[at].append((entity, mention))
    return named


def places(sentence: Sentence, named: Sequence[tuple[Entity, Mention]]) -> list[Place]:
    """The naming mentions of a sentence that lie in no longer one, states in names of bodies, and bodies that titles end in, in order."""
    index = {t.span.start: n for n, t in enumerate(sentence.tokens)}
    ends = {t.span.end: n + 1 for n, t in enumerate(sentence.tokens)}
    found: list[Place] = []
    nested: list[tuple[Place, Place]] = []
    for entity, mention in sorted(named, key=lambda pair: (pair[1].span.start, -pair[1].span.end)):
        first = next((index[s] for s in range(mention.span.start, mention.span.start - 3, -1) if s in index), None)
        end = ends.get(mention.span.end)
        if first is None or end is None:
            continue
        around = next((p for p in found if p.first <= first and end <= p.end), None)
        if around is None:
            found.append(Place(entity, mention, first, end))
            continue
        in_name = entity.type is EntityType.STATE and around.entity.type in BODIES
        if in_name or (entity.type in BODIES and around.entity.type is EntityType.PERSON and end == around.end):
            nested.append((around, Place(entity, mention, first, end)))
    # «التحالف العربي بقيادة السعودية» is one name, «الناطق باسم التحالف» one title; the state or body in it is named as well.
    led = {around.first for around, _ in nested}
    cut = [replace(p, end=p.first + 1) if p.first in led else p for p in found]
    return sorted([*cut, *(inner for _, inner in nested)], key=lambda p: p.first)


def listed(first: Place, starts: dict[int, Place], norms: Sequence[str]) -> Iterator[Place]:
    """A name and those coordinated with it: «السعودية والإمارات، والبحرين»."""
    place: Place | None = first
    while place is not None:
        yield place
        at = place.end
        while at < len(norms) and norms[at] in ("،", ","):
            at += 1
        following = starts.get(at)
        joined = following is not None and (fold(norms[at]).startswith("و") or at > place.end)
        place = following if joined else None
