"""Attached particles and pronouns: what the grammar of «ولكوريا» (و + ل + كوريا) and «حليفتها» (حليفة + ها) admits.

The grammar is `ontologies/lexicon/clitics.yaml`. Which of the analyses is right is decided in `kg.text.segmenter`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import yaml

from kg.ontology import ontologies
from kg.text.normalize import fold

ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A word taken apart: particles in order, the stem as it is looked up, and an attached pronoun.

    `written` is the stem as it stands in the folded word: «حليفتها» has the stem حليفه and is written حليفت.
    """

    proclitics: tuple[str, ...]
    stem: str
    enclitic: str = ""
    written: str = ""

    @property
    def word(self) -> str:
        """The stem with its article, as names and lexicon entries have it: «بالصين» gives الصين."""
        return ARTICLE + self.stem if ARTICLE in self.proclitics else self.stem

    @property
    def attached(self) -> tuple[str, ...]:
        """The particles without the article: what stands before a name."""
        return tuple(p for p in self.proclitics if p != ARTICLE)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Particles, stem and pronoun, empty ones left out."""
        return (*self.proclitics, self.stem, *((self.enclitic,) if self.enclitic else ()))


@dataclass(frozen=True, slots=True)
class Grammar:
    """`ontologies/lexicon/clitics.yaml`, folded."""

    conjunctions: Mapping[str, float]
    prepositions: Mapping[str, float]
    article: Mapping[str, float]
    future: Mapping[str, float]
    imperfect: tuple[str, ...]
    enclitics: Mapping[str, float]
    hosts: frozenset[str]
    whole: frozenset[str]
    split: Mapping[str, tuple[str, ...]]


@cache
def read_grammar() -> Grammar:
    """Read the shipped grammar of clitics."""
    data = yaml.safe_load((ontologies() / "lexicon" / "clitics.yaml").read_text(encoding="utf-8"))
    split = {written: tuple(pieces.split("+")) for written, pieces in data["split"].items()}
    whole = frozenset(word for line in data["whole"] for word in line.split())
    return Grammar(
        conjunctions=data["conjunctions"],
        prepositions=data["prepositions"],
        article=data["article"],
        future=data["future"],
        imperfect=tuple(data["imperfect"]),
        enclitics=data["enclitics"],
        hosts=frozenset(map(fold, data["hosts"])),
        whole=whole | frozenset(map(fold, whole)),
        split={key: tuple(map(fold, pieces)) for written, pieces in split.items() for key in (written, fold(written))},
    )


def proclitic_cuts(norm: str, grammar: Grammar) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every way to take particles off, the uncut word among them; a stem keeps two letters at least."""
    for conjunction in ("", *grammar.conjunctions):
        if not norm.startswith(conjunction):
            continue
        first = (conjunction,) if conjunction else ()
        rest = norm[len(conjunction) :]
        for inner, stem in _behind_conjunction(rest, grammar):
            if len(stem) >= 2 or not (first or inner):
                yield (*first, *inner), stem


def _behind_conjunction(rest: str, grammar: Grammar) -> Iterator[tuple[tuple[str, ...], str]]:
    yield (), rest
    if rest.startswith(ARTICLE):
        yield (ARTICLE,), rest[2:]
    for future in grammar.future:
        if rest.startswith(future) and rest[1:].startswith((*grammar.imperfect, "ا")):
            yield (future,), rest[1:]
    for preposition in grammar.prepositions:
        if not rest.startswith(preposition):
            continue
        yield (preposition,), rest[1:]
        if rest[1:].startswith(ARTICLE):
            yield (preposition, ARTICLE), rest[3:]
        if preposition == "ل" and rest.startswith("لل"):
            yield (preposition, ARTICLE), rest[2:]  # لـ + الصين is written للصين
            yield (preposition, ARTICLE), rest[1:]  # لـ + اللجنة is written للجنة


def enclitic_cuts(stem: str, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Every way to take a pronoun off: (the stem as written, the pronoun), the uncut stem first."""
    yield stem, ""
    for enclitic in grammar.enclitics:
        if stem.endswith(enclitic) and len(stem) - len(enclitic) >= 1:
            yield stem[: -len(enclitic)], enclitic


def look_ups(written: str, enclitic: str) -> tuple[str, ...]:
    """What a stem before a pronoun can be without it: حليفت is حليفه, مستوا is مستوي, زعماو is زعماء, اتهمو is اتهموا."""
    if not enclitic:
        return (written,)
    restored = {"ت": written[:-1] + "ه", "و": written + "ا"}
    if len(written) > 3:
        restored["ا"] = written[:-1] + "ي"
    forms = [written, restored.get(written[-1:], written)]
    if written[-2:] in ("او", "اي"):
        forms.append(written[:-1] + "ء")
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=1 << 16)
def segmentations(norm: str) -> tuple[Segmentation, ...]:
    """All analyses of a folded word that the grammar admits, the uncut word first."""
    grammar = read_grammar()
    return tuple(
        Segmentation(proclitics, stem, enclitic, written)
        for proclitics, rest in proclitic_cuts(norm, grammar)
        for written, enclitic in enclitic_cuts(rest, grammar)
        if not enclitic or (ARTICLE not in proclitics and (len(written) >= 2 or written in grammar.hosts))
        for stem in look_ups(written, enclitic)
    )
