"""The lexicon of titles, organs and heads (`ontologies/lexicon/`), compiled for the finders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.entities.words import bare
from kg.errors import KnowledgeError
from kg.knowledge import phrase
from kg.ontology import ontologies


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that opens a title; see titles.yaml for what the flags mean."""

    word: str
    leads: bool
    single: bool
    alone: bool
    places: bool


@dataclass(frozen=True, slots=True)
class TitleRules:
    """What builds a title, in folded words; heads and nouns without their article."""

    heads: Mapping[str, Head]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    nouns: frozenset[str]
    modifiers: frozenset[str]
    ended: frozenset[str]
    counterparts: frozenset[str]
    officials: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrganRules:
    """Organ nouns with what may follow them before the nationality: None any words, else the phrases listed."""

    organs: Mapping[str, tuple[tuple[str, ...], ...] | None]
    peoples: frozenset[str]
    places: frozenset[str]
    led: frozenset[str]
    not_state: frozenset[str]


@dataclass(frozen=True, slots=True)
class HeadRules:
    """Generic heads of organisations and agreements: folded head → class; and what a class is taken up by."""

    organizations: Mapping[str, str]
    agreements: Mapping[str, str]
    agreement_topics: frozenset[str]
    known_only: frozenset[str]
    anaphors: Mapping[str, frozenset[str]]
    pairs: frozenset[str]
    stops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    titles: TitleRules
    organs: OrganRules
    heads: HeadRules
    stops: frozenset[str]


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase(w) for w in words)


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}") from error


def _heads(entries: list[dict[str, Any]]) -> dict[str, Head]:
    heads = {}
    for entry in entries:
        word = phrase(entry["word"])
        forms = [word, word + "ه"] if entry.get("feminine") else [word]
        for form in forms:
            heads[form] = Head(form, entry["leads"], entry["single"], entry["alone"], entry.get("places", False))
    return heads


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read the rules of `ontologies/lexicon/`.

    Raises:
        KnowledgeError: a file is missing or not YAML.
    """
    folder = ontologies() / "lexicon"
    titles, organs, heads = (_yaml(folder / f"{n}.yaml") for n in ("titles", "organs", "heads"))
    return Rules(
        titles=TitleRules(
            heads=_heads(titles["heads"]),
            honorifics=_folded(titles["honorifics"]),
            ranks=_folded(titles["ranks"]),
            prepositions=_folded(titles["prepositions"]),
            place_prepositions=_folded(titles["place_prepositions"]),
            nouns=_folded(titles["nouns"]),
            modifiers=_folded([*titles["modifiers"]["plain"], *titles["modifiers"]["acting"]]),
            ended=_folded(titles["modifiers"]["ended"]),
            counterparts=_folded(titles["counterpart"]),
            officials=_folded(titles["officials"]),
        ),
        organs=OrganRules(
            organs=_organs(organs["organs"]),
            peoples=_folded(e["word"] for e in organs["organs"] if e.get("people")),
            places=_folded(e["word"] for e in organs["organs"] if e.get("place")),
            led=_folded(e["word"] for e in organs["organs"] if e.get("led")),
            not_state=_folded(organs["not_state"]),
        ),
        heads=HeadRules(
            organizations={bare(phrase(w)): kind for kind, words in heads["organizations"].items() for w in words},
            agreements={bare(phrase(w)): w for w in heads["agreements"]},
            agreement_topics=_folded(heads["agreement_topics"]),
            known_only=_folded(heads["known_only"]),
            anaphors={phrase(w): frozenset(kinds) for w, kinds in heads["anaphors"].items()},
            pairs=_folded(heads["pairs"]),
            stops=_folded(heads["stops"]),
        ),
        stops=_folded(heads["function_words"]),
    )


def _organs(entries: list[dict[str, Any]]) -> dict[str, tuple[tuple[str, ...], ...] | None]:
    organs: dict[str, tuple[tuple[str, ...], ...] | None] = {}
    for entry in entries:
        takes = entry.get("takes", [])
        if takes == "never":
            continue
        word = phrase(entry["word"])
        if takes == "any":
            organs[word] = None
        else:
            known = organs.get(word, ()) or ()
            organs[word] = (*known, *(tuple(phrase(t).split(" ")) for t in takes))
    return organs
