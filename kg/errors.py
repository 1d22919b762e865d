"""What can go wrong, and how it is said: what, where, and what to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


class SiyasaError(Exception):
    """A mistake that stops the command; its text is one clear line for the user."""


class InputError(SiyasaError):
    """Nothing of the input can be read."""


class KnowledgeError(SiyasaError):
    """The knowledge base, or a file given with `--knowledge`, is not consistent."""


class StoreError(SiyasaError):
    """A store cannot be opened, read or written."""


class QueryError(SiyasaError):
    """A SPARQL query is not valid, or went past a limit."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was skipped or mended: `kind` is a fixed short name to count by."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Problems:
    """Collects problems while a run goes on."""

    items: list[Problem] = field(default_factory=list)

    def add(self, kind: str, where: str, what: str) -> None:
        self.items.append(Problem(kind, where, what))

    def counts(self) -> dict[str, int]:
        return dict(sorted(Counter(p.kind for p in self.items).items()))
