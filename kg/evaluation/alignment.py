"""Which extracted entity stands for which annotated one: states by code, all others by how their strings agree, one to one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

UNSHOWN = re.compile("[\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
ONE_LETTER = str.maketrans("أإآٱىةؤئ", "اااايهوي")
PUNCTUATION = re.compile(r"[^\w\s]")
ARTICLE = re.compile(r"(?<!\S)(?:ال|لل)(?=\S{2})")
LEAST_OVERLAP = 0.5


def fold(text: str) -> str:
    """Text without diacritics and punctuation and with letter variants made one, words joined by one space."""
    shown = UNSHOWN.sub("", unicodedata.normalize("NFKC", text)).translate(ONE_LETTER)
    return " ".join(PUNCTUATION.sub(" ", shown).split())


def surfaces(entity: Mapping[str, Any]) -> frozenset[str]:
    """The strings by which an entity is named, folded and without articles; annotated ones list them, extracted ones have mentions."""
    given: Iterable[str] = entity.get("surfaces") or [m["text"] for m in entity.get("mentions", ())]
    return frozenset(folded for s in given if (folded := ARTICLE.sub("", fold(s))))


def agreement(one: frozenset[str], other: frozenset[str]) -> float:
    """How well two sets of strings agree, 0 to 1: above a half where they share one, else by the best overlap of words."""
    shared = len(one & other)
    if shared:
        return 0.5 + 0.5 * shared / len(one | other)
    overlaps = (len(a & b) / len(a | b) for a in (set(s.split()) for s in one) for b in (set(s.split()) for s in other))
    best = max(overlaps, default=0.0)
    return 0.4 * best if best >= LEAST_OVERLAP else 0.0


def align(gold: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Extracted entity id → annotated entity id; what stands for none is left out."""
    aligned: dict[str, str] = {}
    codes = {e["id"] for e in gold if e["type"] == "State"}
    others = {e["id"]: surfaces(e) for e in gold if e["type"] != "State"}
    persons = {e["id"] for e in gold if e["type"] == "Person"}
    scored = []
    for entity in found:
        if entity.get("type") == "State":
            if entity.get("iso") in codes:
                aligned[entity["id"]] = entity["iso"]
            continue
        own = surfaces(entity)
        for gold_id, strings in others.items():
            if (gold_id in persons) == (entity.get("type") == "Person") and (score := agreement(strings, own)):
                scored.append((score, gold_id, entity["id"]))
    taken: set[str] = set()
    for _, gold_id, found_id in sorted(scored, reverse=True):
        if gold_id not in taken and found_id not in aligned:
            aligned[found_id] = gold_id
            taken.add(gold_id)
    return aligned
