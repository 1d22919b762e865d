"""Clauses behind the words of the sentence before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from kg.entities import EntityReader
from kg.model import Article
from kg.relations.context import in_context
from kg.relations.encoding import BEFORE, Encoded
from kg.relations.model import load_network
from kg.relations.propose import Proposer
from kg.text import read_text

VISIT = "التقى الرئيس الفرنسي إيمانويل ماكرون في باريس نظيره الأوكراني فولوديمير زيلينسكي."
PROMISE = "وأكد أن بلاده ستدعم أوكرانيا في وجه روسيا."


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def encode(body: str, proposer: Proposer, reader: EntityReader) -> list[Encoded]:
    text = read_text(Article(id="a", body=body, date="2023-02-09"))
    return proposer.propose(text, reader.read(text)).encoded


@pytest.fixture(scope="module")
def codes(proposer: Proposer, entity_reader: EntityReader) -> list[Encoded]:
    return encode(f"{VISIT} {PROMISE}", proposer, entity_reader)


def test_the_words_before_come_first_and_all_else_moves_along(codes: Sequence[Encoded]) -> None:
    before, clause = codes
    found, size = in_context(codes, 1), len(before.words)
    assert found.words.tolist() == [*before.words.tolist(), *clause.words.tolist()]
    assert (found.triggers - size).tolist() == clause.triggers.tolist()
    assert found.flags[:, -1].tolist() == [1.0] * size + [0.0] * len(clause.words)
    here = clause.spans[:, 0] >= 0
    assert (found.spans[here] - size).tolist() == clause.spans[here].tolist()


def test_who_is_meant_stands_where_the_sentence_before_names_him(codes: Sequence[Encoded]) -> None:
    before = codes[0]
    found = in_context(codes, 1)
    meant = {a.entity.id: span for a, span in zip(found.actors, found.spans.tolist(), strict=True) if a.virtual}
    assert "person/emmanuel-macron" in meant
    spans = {a.entity.id: span for a, span in zip(before.actors, before.spans.tolist(), strict=True)}
    assert meant["person/emmanuel-macron"] == spans["person/emmanuel-macron"]
    assert all(start < len(before.words) for start, _ in meant.values())


def test_a_first_clause_has_nothing_before_it(codes: Sequence[Encoded]) -> None:
    assert in_context(codes, 0) is codes[0]


def test_a_clause_some_sentences_later_is_read_by_itself(codes: Sequence[Encoded]) -> None:
    far = replace(codes[1], index=codes[0].index + 3)
    assert in_context([codes[0], far], 1) is far
    assert in_context([codes[1], codes[0]], 1) is codes[0], "another article begins"


def test_of_a_long_sentence_only_the_end_comes_along(proposer: Proposer, entity_reader: EntityReader) -> None:
    long = VISIT[:-1] + " وبحث معه " + " و".join(["ملفات الطاقة والغذاء والأمن"] * 12) + "."
    before, clause = encode(f"{long} {PROMISE}", proposer, entity_reader)
    found = in_context([before, clause], 1)
    assert len(before.words) > BEFORE and len(found.words) == BEFORE + len(clause.words)
    assert found.words[:BEFORE].tolist() == before.words[-BEFORE:].tolist()
    unnamed = clause.spans[:, 0] < 0
    assert unnamed.any() and (found.spans[unnamed] < 0).all(), "whom the sentence before names too far back stands nowhere"
    assert np.array_equal(found.hits[BEFORE:], clause.hits)
