"""Decides among the candidates of a draft by what else the article names: the evidence of its sure mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.entities.drafts import Draft
from kg.model import MentionForm

OWN_WEIGHT = {MentionForm.NISBA: 1, MentionForm.OFFICIAL: 1}


def evidence(drafts: Iterable[Draft]) -> Counter[str]:
    """How often each thing is surely named; a name counts more than an adjective."""
    counts: Counter[str] = Counter()
    for draft in drafts:
        if draft.sure:
            counts[draft.candidates[0]] += OWN_WEIGHT.get(draft.form, 2)
    return counts


def link(drafts: Sequence[Draft], extra: Counter[str]) -> list[Draft]:
    """Keep sure drafts; give each other one to its candidate with most evidence, or drop it where there is none.

    `extra` is evidence from elsewhere: the states of the titles and people of the article.
    """
    counts = evidence(drafts) + extra
    linked = []
    for draft in drafts:
        if draft.sure:
            linked.append(draft)
            continue
        best = max(draft.candidates, key=lambda c: counts[c])
        if counts[best]:
            linked.append(replace(draft, candidates=(best,)))
    return linked
