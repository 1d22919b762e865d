"""A recogniser as a user might write one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.entities.backends import FoundName, Label
from kg.model import Token


class ListedNames:
    """Finds three words by a list."""

    name = "listed"

    def find(self, tokens: Sequence[Token]) -> Sequence[FoundName]:
        labels = {"زعترلي": Label.PERS, "زعتركو": Label.ORG, "زعترستان": Label.LOC, "موسكو": Label.ORG}
        return [FoundName(i, i + 1, labels[t.norm]) for i, t in enumerate(tokens) if t.norm in labels]


class NoBackend:
    """Lacks what a backend needs."""
