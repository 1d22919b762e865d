"""The surfaces by which Arabic text names known things, folded, with the adjectives and plurals derived from each nisba."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.knowledge.things import NameKind, Thing
from kg.text import read_tokens


class Entry(NamedTuple):
    """What a surface can stand for: the id of a thing, and how the surface names it."""

    thing: str
    kind: NameKind


@dataclass(frozen=True)
class Gazetteer:
    """Look-up of folded phrases (words joined by one space).

    `longest` gives for a first word the number of words of the longest phrase that it opens.
    """

    entries: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int] = field(repr=False)

    def get(self, phrase: str) -> tuple[Entry, ...]:
        return self.entries.get(phrase, ())


def phrase(text: str) -> str:
    """`text` as the gazetteer spells it: the norms of its words, joined by one space; «عبدالله» is two words."""
    return " ".join(parted(token.norm) for token in read_tokens(text) if token.is_word)


def parted(norm: str) -> str:
    """A folded word as the gazetteer joins it: compounds with عبد are two words, however they are written."""
    return f"عبد {norm[3:]}" if norm.startswith("عبدال") and len(norm) > 6 else norm


def bare(norm: str) -> str:
    """A folded word without its article."""
    return norm[2:] if norm.startswith("ال") and len(norm) > 3 else norm


def build_gazetteer(things: Iterable[Thing]) -> Gazetteer:
    """All surfaces of `things`; a phrase that several things share has an entry for each, the most trusted kind first."""
    collected: dict[str, set[Entry]] = defaultdict(set)
    for thing in things:
        weak = {phrase(n.text) for n in thing.names if n.kind is NameKind.WEAK}
        for name in thing.names:
            if name.lang == "en" and not _is_acronym(name.text):
                continue
            for form in _forms(name.text, name.kind):
                kind = NameKind.WEAK if form in weak and name.kind not in (NameKind.CAPITAL, NameKind.NISBA) else name.kind
                collected[form].add(Entry(thing.id, kind))
    order = list(NameKind)
    entries = {form: tuple(sorted(found, key=lambda e: (order.index(e.kind), e.thing))) for form, found in collected.items() if form}
    return Gazetteer(entries, longest_of(entries))


def longest_of(entries: Iterable[str]) -> dict[str, int]:
    """First word → number of words of the longest phrase with it."""
    longest: dict[str, int] = {}
    for form in entries:
        first, words = form.split(" ", 1)[0], form.count(" ") + 1
        longest[first] = max(longest.get(first, 0), words)
    return longest


def _is_acronym(text: str) -> bool:
    return text.isupper() and text.isalnum() and len(text) > 1


def _forms(text: str, kind: NameKind) -> Iterator[str]:
    if kind in (NameKind.NISBA, NameKind.WEAK_NISBA):
        yield from nisba_forms(text)
    elif kind is NameKind.PEOPLE:
        yield from (phrase(text), phrase(f"ال{text}"))
    else:
        yield phrase(text)


def nisba_forms(nisba: str) -> Iterator[str]:
    """All folded forms of a nationality adjective: «كوري شمالي» gives كوريه شماليه, الكوريين الشماليين and so on."""
    words = phrase(nisba).split(" ")
    yield f"{' '.join(words)}ا"  # «إسرائيليا», the accusative
    for suffix in ("", "ه", "ون", "ين", "ان", "تان", "تين", "ات"):
        for article in ("", "ال"):
            yield " ".join(f"{article}{word}{suffix}" for word in words)
    if len(words) > 1:  # «كوري شمالية» does not occur, but «جنوب أفريقي» inflects its last word only
        for suffix in ("", "ه", "ون", "ين"):
            yield " ".join([*words[:-1], words[-1] + suffix])
            yield " ".join([words[0], *words[1:-1], f"ال{words[-1]}{suffix}"])
            yield " ".join([f"ال{words[0]}", *words[1:-1], words[-1] + suffix])
