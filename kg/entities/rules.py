"""The lexicon of titles, organs, heads and name words (`ontologies/lexicon/`), compiled for the finders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KnowledgeError
from kg.knowledge import bare, phrase
from kg.ontology import ontologies


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that opens a title; see titles.yaml for what the flags mean."""

    word: str
    leads: bool
    single: bool
    alone: bool
    places: bool
    profession: bool
    private: bool
    trade: bool
    born: bool
    post: bool
    abroad: frozenset[str]


@dataclass(frozen=True, slots=True)
class Holding:
    """The words between a name and the post that he is said to have; see titles.yaml."""

    verbs: frozenset[str]
    past: frozenset[str]
    posts: frozenset[str]
    links: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """All of them."""
        return self.verbs | self.posts | self.links


@dataclass(frozen=True, slots=True)
class TitleRules:
    """What builds a title, in folded words; heads and nouns without their article."""

    heads: Mapping[str, Head]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    verbs: frozenset[str]
    prepositions: frozenset[str]
    about: frozenset[str]
    place_prepositions: frozenset[str]
    regions: frozenset[str]
    facilities: frozenset[str]
    sole: Mapping[tuple[str, ...], tuple[str]]
    posted: frozenset[str]
    adjectives: Mapping[str, str]
    owners: tuple[str, ...]
    owned_heads: frozenset[str]
    deputies: frozenset[str]
    assistants: frozenset[str]
    principal: frozenset[str]
    copulas: frozenset[str]
    holding: Holding
    reigns: frozenset[str]
    own_reigns: frozenset[str]
    plurals: Mapping[str, str]
    generic: frozenset[str]
    nouns: frozenset[str]
    modifiers: frozenset[str]
    ended: frozenset[str]
    counterparts: frozenset[str]
    officials: frozenset[str]
    equivalents: Mapping[str, tuple[str, ...]]
    peers: tuple[str, ...]
    two_states: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrganRules:
    """Organ nouns with what may follow them before the nationality: None any words, else the phrases listed."""

    organs: Mapping[str, tuple[tuple[str, ...], ...] | None]
    peoples: frozenset[str]
    places: frozenset[str]
    led: frozenset[str]
    adjectives: frozenset[str]
    not_state: frozenset[str]
    other_places: frozenset[str]
    vowelled: Mapping[str, str]
    not_alone: frozenset[str]
    place_prepositions: frozenset[str]
    seated: frozenset[str]
    main: frozenset[str]
    both: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class HeadRules:
    """Generic heads of organisations and agreements: folded head → class; and what a class is taken up by."""

    organizations: Mapping[str, str]
    party_names: frozenset[str]
    heads_of_two: frozenset[str]
    agreements: Mapping[str, str]
    agreement_topics: frozenset[str]
    party_preposition: str
    companions: frozenset[str]
    partners: frozenset[str]
    of_one_state: frozenset[str]
    blocs: frozenset[str]
    bloc_topics: frozenset[str]
    known_only: frozenset[str]
    anaphors: Mapping[str, frozenset[str]]
    epithets: frozenset[str]
    nationals: frozenset[str]
    pairs: frozenset[str]
    stops: frozenset[str]
    relatives: frozenset[str]
    not_at_home: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameRules:
    """The small words of people's names; see names.yaml."""

    particles: frozenset[str]
    tails: frozenset[str]
    family: frozenset[str]
    pronouns: tuple[str, ...]
    verb_particles: frozenset[str]
    kin: frozenset[str]
    sounds: Mapping[int, str | None]
    distinct: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    titles: TitleRules
    organs: OrganRules
    heads: HeadRules
    names: NameRules
    stops: frozenset[str]

    @property
    def closers(self) -> frozenset[str]:
        """Words that no name holds: function words, nouns of kin, what titles go on by, and their heads («رئيس», «الرئيس», «رئيسا»)."""
        titles = self.titles
        heads = {form for word in titles.heads for form in (word, f"ال{word}", f"{word}ا")}
        return self.stops | self.names.kin | titles.counterparts | titles.prepositions | heads


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase(w) for w in words)


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}") from error


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read the rules of `ontologies/lexicon/`.

    Raises:
        KnowledgeError: a file is missing or not YAML.
    """
    folder = ontologies() / "lexicon"
    titles, organs, heads, names = (_yaml(folder / f"{n}.yaml") for n in ("titles", "organs", "heads", "names"))
    return Rules(
        _title_rules(titles, organs["both"]), _organ_rules(organs), _head_rules(heads), _name_rules(names), _folded(heads["function_words"])
    )


def _title_rules(data: Mapping[str, Any], two_states: Iterable[str]) -> TitleRules:
    modifiers = data["modifiers"]
    return TitleRules(
        heads=_heads(data["heads"]),
        honorifics=_folded(data["honorifics"]),
        ranks=_folded(data["ranks"]),
        verbs=_folded(data["verbs"]),
        prepositions=_folded([*data["prepositions"]["of"], *data["prepositions"]["about"]]),
        about=_folded(data["prepositions"]["about"]),
        place_prepositions=_folded(data["place_prepositions"]),
        regions=_folded(data["regions"]),
        facilities=_folded(data["facilities"]),
        sole={tuple(bare(w) for w in phrase(title).split(" ")): (body,) for title, body in data["sole"].items()},
        posted=_folded(data["posted"]),
        adjectives={phrase(word): body for word, body in data["adjectives"].items()},
        owners=tuple(map(phrase, data["owners"]["pronouns"])),
        owned_heads=_folded(data["owners"]["heads"]),
        deputies=_folded(data["owners"]["deputies"]),
        assistants=frozenset(bare(phrase(w)) for w in data["assistants"]),
        principal=_folded(data["principal"]),
        copulas=_folded(data["copulas"]),
        reigns=_folded(data["reigns"]["of"]),
        own_reigns=_folded(data["reigns"]["own"]),
        holding=Holding(**{name: _folded(words) for name, words in data["holding"].items()}),
        plurals={phrase(form): phrase(head) for head, forms in data["plurals"].items() for form in forms},
        generic=_folded(data["generic"]),
        nouns=_folded(data["nouns"]),
        modifiers=_folded([*modifiers["plain"], *modifiers["acting"]]),
        ended=_folded(modifiers["ended"]),
        counterparts=_folded(data["counterpart"]),
        officials=_folded(data["officials"]),
        equivalents={office: tuple(others) for office, others in data["equivalents"].items()},
        peers=tuple(data["peers"]),
        two_states=_folded(two_states),
    )


def _heads(entries: list[dict[str, Any]]) -> dict[str, Head]:
    heads = {}
    for entry in entries:
        word = phrase(entry["word"])
        forms = [word, word + "ه"] if entry.get("feminine") else [word]
        for form in forms:
            heads[form] = Head(
                form,
                leads=entry["leads"],
                single=entry["single"],
                alone=entry["alone"],
                places=entry.get("places", False),
                profession=entry.get("profession", False),
                private=entry.get("private", False),
                trade=entry.get("trade", False),
                born=entry.get("born", False),
                post=entry.get("post", True),
                abroad=_folded(entry.get("abroad", ())),
            )
    return heads


def _organ_rules(data: Mapping[str, Any]) -> OrganRules:
    entries = data["organs"]
    return OrganRules(
        organs=_organs(entries),
        peoples=_folded(e["word"] for e in entries if e.get("people")),
        places=_folded(e["word"] for e in entries if e.get("place")),
        led=_folded(e["word"] for e in entries if e.get("led")),
        adjectives=_folded(e["word"] for e in entries if e.get("adjective")),
        not_state=_folded(data["not_state"]),
        other_places=_folded(data["other_places"]),
        vowelled=dict(data["vowelled"]),
        not_alone=_folded(data["not_alone"]),
        place_prepositions=_folded(data["place_prepositions"]),
        seated=_folded(data["seated"]),
        main=_folded(data["main"]),
        both={phrase(word): tuple(states) for word, states in data["both"].items()},
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


def _head_rules(data: Mapping[str, Any]) -> HeadRules:
    return HeadRules(
        organizations={bare(phrase(w)): kind for kind, words in data["organizations"].items() for w in words},
        party_names=_folded(data["party_names"]),
        heads_of_two=_folded(data["heads_of_two"]),
        agreements={bare(phrase(w)): w for w in data["agreements"]},
        agreement_topics=frozenset(bare(t) for t in _folded(data["agreement_topics"])),
        party_preposition=phrase(data["party_preposition"]),
        companions=_folded(data["companions"]),
        partners=_folded(data["partners"]),
        of_one_state=_folded(data["of_one_state"]),
        blocs=frozenset(bare(w) for w in _folded(data["blocs"])),
        bloc_topics=_folded(data["bloc_topics"]),
        known_only=_folded(data["known_only"]),
        anaphors={phrase(w): frozenset(kinds) for w, kinds in data["anaphors"].items()},
        epithets=_folded(data["epithets"]),
        nationals=frozenset(data["nationals"]),
        pairs=_folded(data["pairs"]),
        stops=_folded(data["stops"]),
        relatives=_folded(data["relatives"]),
        not_at_home=frozenset(data["not_at_home"]),
    )


def _name_rules(data: Mapping[str, Any]) -> NameRules:
    return NameRules(
        particles=_folded(data["particles"]),
        tails=_folded(data["tails"]),
        family=_folded(data["family_particles"]),
        pronouns=tuple(data["pronouns"]),
        verb_particles=_folded(data["verb_particles"]),
        kin=_folded(data["kin"]),
        sounds=str.maketrans({**data["one_sound"], **dict.fromkeys(data["vowels"])}),
        distinct=_folded(data["distinct"]),
    )
