"""What other recognisers find, where nothing of ours stands: new people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from kg.entities.backends import FoundName, Label, NerBackend
from kg.entities.chains import Chains, Description
from kg.entities.drafts import Draft
from kg.entities.people import Sentence
from kg.entities.words import Words, variants
from kg.model import EntityType, MentionForm

TYPES = {Label.PERS: (EntityType.PERSON, "person"), Label.ORG: (EntityType.ORGANIZATION, "organization")}


def add_found(backends: Sequence[NerBackend], sentences: Sequence[Sentence], chains: Chains) -> None:
    """Add the names that backends find and no mention covers; places are left out, since they do not act."""
    for backend in backends:
        covered = chains.covered()
        for sentence in sentences:
            words = sentence.words
            for found in backend.find(words.tokens):
                span = words.span(found.first, found.end, cut_of(words, found))
                if found.label in TYPES and not any(covered[span.start : span.end]):
                    kind, folder = TYPES[found.label]
                    key = "-".join([words.norm(k) for k in range(found.first, found.end)])[cut_of(words, found) :]
                    entity = f"{folder}/x-{key}"
                    chains.describe(entity, Description(kind, chains.text[span.start : span.end], None))
                    chains.add(Draft(span, (entity,), MentionForm.NAME, f"found by {backend.name}"))


def cut_of(words: Words, found: FoundName) -> int:
    """The clitic letters that the backend counts into a name: «و» of «وسميث»; only a lone و, since others open names too often."""
    norm = words.norm(found.first)
    return next((cut for word, cut in variants(norm) if cut == 1 and norm[0] == "و" and found.end - found.first > 1 and len(word) > 3), 0)
