"""Lines that a page left in an article's text: «اقرأ أيضا: …», «Ad», labels of buttons and pictures.

The words are `ontologies/lexicon/leftovers.yaml`. Such a line stays in the text, in which offsets count, and gives no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import yaml

from kg.model import Token
from kg.ontology import ontologies
from kg.text.tokens import read_tokens

Norms = tuple[str, ...]

MARKS = frozenset(":|/-–—…")
"""What parts the words of a link from the title that follows; so do two or more full stops."""

TITLE_WORDS = 20
"""Tokens that a title in a list of links has at most."""

TITLES = 8
"""Titles that such a list has at most."""


@cache
def read_leftovers() -> dict[str, frozenset[Norms]]:
    """The lists of the vocabulary by name, each entry as the keys of its words."""
    data = yaml.safe_load((ontologies() / "lexicon" / "leftovers.yaml").read_text(encoding="utf-8"))
    return {kind: frozenset(tuple(token.norm for token in read_tokens(entry)) for entry in entries) for kind, entries in data.items()}


@cache
def _longest() -> int:
    return max(len(entry) for entries in read_leftovers().values() for entry in entries)


class Leftovers:
    """Tells the leftovers among the lines of one article, which it is shown in order."""

    def __init__(self) -> None:
        self._titles = 0

    def takes(self, line: Sequence[Token]) -> bool:
        """Whether the tokens of the next line are none of the article's own."""
        kind = kind_of(line)
        if kind is not None:
            self._titles = TITLES if kind == "header" else 0
            return True
        self._titles -= 1
        if self._titles < 0 or len(line) > TITLE_WORDS or line[-1].form == ".":
            self._titles = 0
            return False
        return True


def kind_of(line: Sequence[Token]) -> str | None:
    """The list of the vocabulary that makes a line a leftover by itself, or None."""
    lists = read_leftovers()
    start = next((i for i, token in enumerate(line) if _says(token)), len(line))
    norms = tuple(token.norm for token in line[start : start + _longest() + 1])
    for length in range(1, len(norms) + 1):
        head = norms[:length]
        if head in lists["opening"]:
            return "opening"
        behind = line[start + length :]
        if head in lists["link"] and behind and _parts(behind[0].norm) and any(map(_says, behind)):
            return "link"
        if (head in lists["header"] or head in lists["whole"]) and not any(map(_says, behind)):
            return "header" if head in lists["header"] else "whole"
    return None


def _says(token: Token) -> bool:
    return token.form[0].isalnum()


def _parts(norm: str) -> bool:
    return norm[:1] in MARKS or norm.startswith("..")
