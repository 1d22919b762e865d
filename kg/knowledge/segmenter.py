"""A segmenter that keeps the names of the knowledge base whole."""

from __future__ import annotations

from kg.knowledge.base import Knowledge
from kg.model import EntityType
from kg.text import Segmenter

_CLITICS = ("و", "ب", "ل")


def segmenter(knowledge: Knowledge) -> Segmenter:
    """A segmenter that never breaks a name of `knowledge`: surfaces of one word, and each word of a person's names."""
    surfaces = [(thing.type, name.text) for thing in knowledge.things.values() for name in thing.names if name.lang == "ar"]
    names = {text for _, text in surfaces if " " not in text}
    names |= {key for key in knowledge.gazetteer.entries if " " not in key}  # the forms of the nationality adjectives
    for kind, text in surfaces:
        if kind is EntityType.PERSON:
            words = (word for word in text.split() if len(word) > 3)
            names |= {word for word in words if not (word.startswith(_CLITICS) and word[1:] in names)}
    return Segmenter(names)
