"""What the finders hand to the linker: a place, what it may stand for, and by which form."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import MentionForm, Office, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A place that names one of `candidates` (entity ids, the most trusted first).

    `sure` is false where the surface counts only beside other evidence in the article, unless it is `likely` enough to stand for its
    first candidate without any. `heads` are nouns without their article by
    which the same thing may be taken up later («الجيش» after «الجيش السوري»).
    """

    span: Span
    candidates: tuple[str, ...]
    form: MentionForm
    because: str
    sure: bool = True
    office: Office | None = None
    heads: frozenset[str] = frozenset()
    likely: bool = False
