"""Decides among the candidates of a draft by what else the article names: the evidence of its sure mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.entities.drafts import Draft
from kg.model import MentionForm

ADJECTIVE, NAME = 1, 2
OWN_WEIGHT = {MentionForm.NISBA: ADJECTIVE, MentionForm.OFFICIAL: ADJECTIVE}


def evidence(drafts: Iterable[Draft]) -> Counter[str]:
    """How often each thing is surely named; a name counts more than an adjective."""
    counts: Counter[str] = Counter()
    for draft in drafts:
        if draft.sure:
            counts[draft.candidates[0]] += OWN_WEIGHT.get(draft.form, NAME)
    return counts


def link(drafts: Sequence[Draft], counts: Counter[str]) -> list[Draft]:
    """Keep sure drafts; give each other one to its candidate with most evidence in `counts`, or drop it without any, unless likely."""
    linked = []
    for draft in drafts:
        if draft.sure:
            linked.append(draft)
            continue
        best = max(draft.candidates, key=lambda c: counts[c])
        if counts[best] or draft.likely:
            linked.append(replace(draft, candidates=(best,)))
    return linked
