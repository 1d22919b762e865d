"""Latin letters for Arabic names that have no English label yet: a reading aid, by the table `ontologies/lexicon/romanization.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from kg.ontology import ontologies
from kg.text.normalize import drop_unshown

ARTICLE = "ال"


class Romanizer:
    """Writes a name in Latin letters, word by word."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._letters: Mapping[str, str] = table["letters"] | table["pairs"] | table["endings"]
        pairs, endings = ("|".join(map(re.escape, table[kind])) for kind in ("pairs", "endings"))
        self._sounds = re.compile(f"{pairs}|(?:{endings})$|.", re.S)
        self._long: Mapping[str, str] = table["long"]
        self._between: str = table["between"]
        self._article: str = table["article"]
        self._words: Mapping[str, str] = table["words"]

    def label(self, name: str) -> str:
        """The name in Latin letters; what is in Latin letters already stays."""
        return " ".join(self._word(drop_unshown(w)) for w in name.replace("_", " ").split())

    def _word(self, word: str) -> str:
        if word in self._words:
            return self._words[word]
        if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1:
            return self._article + self._word(word[len(ARTICLE) :])
        latin = self._spell(word)
        return latin[:1].upper() + latin[1:]

    def _spell(self, word: str) -> str:
        """Letter by letter: و and ي are vowels behind a consonant unless a vowel follows; two consonants get a vowel between."""
        out = ""
        sounds: list[str] = self._sounds.findall(word)
        for i, letter in enumerate(sounds):
            follows = sounds[i + 1] if i + 1 < len(sounds) else ""
            if letter in self._long and i and not _ends_in_vowel(out) and not (follows and self._letters.get(follows, "") == "a"):
                out += self._long[letter]
                continue
            latin = self._letters.get(letter, letter)
            if i == 1 and latin and not _ends_in_vowel(out) and latin[0] not in "aiu" and out.isalpha() and letter in self._letters:
                out += self._between
            out += latin
        return out


def _ends_in_vowel(latin: str) -> bool:
    return latin[-1:] in ("a", "i", "u", "")


def load_romanizer() -> Romanizer:
    """The romanizer of the shipped table."""
    return Romanizer(yaml.safe_load((ontologies() / "lexicon" / "romanization.yaml").read_text("utf-8")))
