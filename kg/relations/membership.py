"""Membership that the words between two names state: «التحالف بقيادة السعودية», «محكمة العدل الدولية التابعة للأمم المتحدة»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from kg.knowledge import phrase
from kg.model import Entity, EntityType, Fact, FactType, Mention, Sentence, Span, Statement, Text
from kg.ontology import ontologies
from kg.text import fold

CONFIDENCE = 0.8
"""How often the annotators of the training articles agree with such a phrase."""
BODIES = (EntityType.ORGANIZATION, EntityType.BLOC)
BETWEEN = 4
"""Words that may stand between a name and the phrase: «التحالف العسكري في اليمن بقيادة …»."""


@dataclass(frozen=True, slots=True)
class Place:
    """A mention within a sentence, over tokens `first` to `end`."""

    entity: Entity
    mention: Mention
    first: int
    end: int


class MembershipReader:
    """Reads the phrases of `membership.yaml` between two names of a sentence."""

    def __init__(self) -> None:
        data = yaml.safe_load((ontologies() / "lexicon" / "membership.yaml").read_text("utf-8"))
        self._after = {phrase(p) for p in data["after"]}
        self._before = {phrase(p) for p in data["before"]}
        self._longest = max(p.count(" ") + 1 for p in self._after | self._before)

    def read(self, text: Text, entities: Sequence[Entity]) -> Iterator[Fact]:
        """A fact for each pair that some phrase joins, stated where it first stands."""
        seen: set[tuple[str, str]] = set()
        for sentence in text.sentences:
            for member, body, trigger in self._pairs(sentence, places(sentence, entities)):
                key = member.entity.id, body.entity.id
                if key in seen or key[0] == key[1]:
                    continue
                seen.add(key)
                said = Statement(
                    evidence=sentence.span,
                    trigger=trigger,
                    source_span=member.mention.span,
                    target_span=body.mention.span,
                    confidence=CONFIDENCE,
                    because=f"phrase between the names: {text.article.text[trigger.start : trigger.end]}",
                )
                yield Fact(FactType.MEMBER_OF, *key, (said,), CONFIDENCE)

    def _pairs(self, sentence: Sentence, found: Sequence[Place]) -> Iterator[tuple[Place, Place, Span]]:
        starts = {p.first: p for p in reversed(found)}
        norms = [t.norm for t in sentence.tokens]
        for place in found:
            for at in range(place.end, min(place.end + BETWEEN, len(norms))):
                for length in range(self._longest, 0, -1):
                    words = " ".join(norms[at : at + length])
                    behind = starts.get(at + length)
                    if behind is None:
                        continue
                    trigger = Span(sentence.tokens[at].span.start, sentence.tokens[at + length - 1].span.end)
                    if words in self._after and place.entity.type in BODIES:
                        for member in listed(behind, starts, norms):
                            if member.entity.type is EntityType.STATE:
                                yield member, place, trigger
                    elif words in self._before and behind.entity.type in BODIES and at - place.end <= 1:
                        yield place, behind, trigger


def places(sentence: Sentence, entities: Sequence[Entity]) -> list[Place]:
    """The naming mentions of a sentence that lie in no longer one, in order."""
    index = {t.span.start: n for n, t in enumerate(sentence.tokens)}
    ends = {t.span.end: n + 1 for n, t in enumerate(sentence.tokens)}
    named = [(e, m) for e in entities for m in e.mentions if m.form.names and sentence.span.contains(m.span)]
    found: list[Place] = []
    for entity, mention in sorted(named, key=lambda pair: (pair[1].span.start, -pair[1].span.end)):
        first = next((index[s] for s in range(mention.span.start, mention.span.start - 3, -1) if s in index), None)
        end = ends.get(mention.span.end)
        if first is not None and end is not None and not any(p.first <= first and end <= p.end for p in found):
            found.append(Place(entity, mention, first, end))
    return found


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
