"""Takes up what was named before: «الصحيفة», «الحركة», «الاتفاق», «البلدان»."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.entities.drafts import Draft
from kg.entities.words import Words, variants
from kg.model import EntityType, MentionForm


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Something named before: where it ends, what it is, and the classes by which a noun can take it up."""

    end: int
    entity: str
    type: EntityType
    classes: frozenset[str]


def take_up(
    words: Words, taken: Sequence[bool], before: Sequence[Antecedent], nouns: Mapping[str, frozenset[str]], pairs: frozenset[str]
) -> Iterator[Draft]:
    """Drafts for the definite nouns of a sentence that take up an organisation or agreement, and for «البلدان» the two states named last."""
    for i in range(len(words)):
        if taken[i]:
            continue
        start = words.tokens[i].span.start
        for word, cut in variants(words.norm(i)):
            if word in nouns:
                found = next((a for a in reversed(before) if a.end <= start and a.classes & nouns[word]), None)
                if found:
                    yield Draft(words.span(i, i + 1, cut), (found.entity,), MentionForm.ANAPHOR, f"takes up {found.entity}")
                break
            if word in pairs:
                states = dict.fromkeys(a.entity for a in reversed(before) if a.end <= start and a.type is EntityType.STATE)
                if len(states) >= 2:
                    for entity in list(states)[:2]:
                        yield Draft(words.span(i, i + 1, cut), (entity,), MentionForm.DUAL, "takes up two states")
                break
