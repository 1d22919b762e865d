"""Which extracted entity stands for which annotated one: states by code, others by their strings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.model import Entity, EntityType
from kg.text import fold


def words(quote: str) -> Counter[str]:
    """The folded words of a quote."""
    return Counter(w for w in (fold(m) for m in re.findall(r"\w+", quote)) if w)


def _bare(surface: str) -> str:
    return " ".join(re.sub(r"^(?:ال|لل)(?=\S{2})", "", w) for w in (fold(m) for m in re.findall(r"\w+", surface)) if w)


def _strings(surfaces: Iterable[str]) -> set[str]:
    return {b for s in surfaces if (b := _bare(s))}


def agreement(gold: set[str], found: set[str]) -> float:
    """How well the strings of two entities agree, 0 to 1: what they share, else the best overlap of words."""
    exact = len(gold & found)
    if exact:
        return 0.5 + 0.5 * exact / len(gold | found)
    best = max((len(a & b) / len(a | b) for g in gold for f in found if (a := set(g.split())) and (b := set(f.split()))), default=0.0)
    return 0.4 * best if best >= 0.5 else 0.0


def align_entities(gold: Sequence[Mapping[str, Any]], found: Sequence[Entity]) -> dict[str, str]:
    """Extracted entity id → annotated entity id, one to one except for states."""
    out: dict[str, str] = {}
    codes = {e["id"] for e in gold if e["type"] == "State"}
    pairs: list[tuple[float, str, str]] = []
    for entity in found:
        if entity.type is EntityType.STATE:
            if entity.iso in codes:
                out[entity.id] = str(entity.iso)
            continue
        own = _strings(m.text for m in entity.mentions if m.form.names)
        for other in gold:
            if other["type"] != "State" and (other["type"] == "Person") == (entity.type is EntityType.PERSON):
                score = agreement(_strings(other["surfaces"]), own)
                if score:
                    pairs.append((score, str(other["id"]), entity.id))
    taken: set[str] = set()
    for _, gold_id, found_id in sorted(pairs, reverse=True):
        if gold_id not in taken and found_id not in out:
            out[found_id] = gold_id
            taken.add(gold_id)
    return out
