"""A clause behind the end of the one before it, so that who is meant by it, and what its words speak of, can be read there.

Only the words come along: what may state a fact, and who acts, stays the clause's own. An actor whom the clause does not name
stands where the sentence before names him.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kg.relations.encoding import BEFORE, Encoded
from kg.relations.grids import Ints

_NEAR = 2
"""A clause so many sentences back is the one before; those between have no two actors."""


def in_context(clauses: Sequence[Encoded], at: int) -> Encoded:
    """The clause at a place of its article's clauses, behind the last words of the one before; as it is where none is near."""
    clause = clauses[at]
    if at == 0 or not 0 < clause.index - clauses[at - 1].index <= _NEAR:
        return clause
    before = clauses[at - 1]
    cut = max(0, len(before.words) - BEFORE)
    size = len(before.words) - cut
    foreign = before.flags[cut:].copy()
    foreign[:, -1] = 1
    return replace(
        clause,
        words=np.concatenate([before.words[cut:], clause.words]),
        prefixes=np.concatenate([before.prefixes[cut:], clause.prefixes]),
        suffixes=np.concatenate([before.suffixes[cut:], clause.suffixes]),
        grams=np.concatenate([before.grams[cut:], clause.grams]),
        labels=np.concatenate([before.labels[cut:], clause.labels]),
        named=np.concatenate([before.named[cut:], clause.named]),
        hits=np.concatenate([before.hits[cut:], clause.hits]),
        flags=np.concatenate([foreign, clause.flags]),
        triggers=clause.triggers + size,
        spans=_spans(clause, before, cut, size),
    )


def _spans(clause: Encoded, before: Encoded, cut: int, size: int) -> Ints:
    """Where the actors stand: in the clause, else where they are named last before it, else nowhere (-1)."""
    last = {
        before.actors[i].entity.id: before.spans[i] - cut
        for i in sorted(range(len(before.actors)), key=lambda i: int(before.spans[i, 0]))
        if before.spans[i, 0] >= cut
    }
    spans = clause.spans + np.where(clause.spans[:, :1] >= 0, size, 0)
    for i in np.flatnonzero(clause.spans[:, 0] < 0).tolist():
        spans[i] = last.get(clause.actors[i].entity.id, spans[i])
    return spans
