"""The network: clauses as arrays, pairs with their triggers, and what goes through its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities import EntityReader
from kg.model import Article, EntityType, FactType
from kg.relations.aggregate import FACT_FEATURES, group
from kg.relations.candidates import candidates
from kg.relations.encoding import TYPES, Encoded, Encoder, allowed
from kg.relations.ensemble import Ensemble
from kg.relations.model import load_network, read_networks, save_networks
from kg.relations.network import Scores
from kg.relations.propose import Proposal, Proposer
from kg.relations.transformer import relative
from kg.relations.vocabulary import Vocabulary
from kg.text import read_text


@pytest.fixture(scope="module")
def loaded() -> tuple[Ensemble, Encoder]:
    return load_network()


@pytest.fixture(scope="module")
def proposer(loaded: tuple[Ensemble, Encoder]) -> Proposer:
    return Proposer(loaded[1])


def propose(body: str, proposer: Proposer, reader: EntityReader) -> Proposal:
    text = read_text(Article(id="a", body=body, date="2018-03-01"))
    return proposer.propose(text, reader.read(text))


def score_of(codes: list[Encoded], scores: list[Scores], kind: FactType, source: str, target: str) -> float:
    ends = {source, target} if kind.symmetric else None
    found = [
        fact.chance
        for c, s in zip(codes, scores, strict=True)
        for fact in s.stated
        if TYPES[fact.kind] is kind
        and (
            (c.entities[fact.source], c.entities[fact.target]) == (source, target)
            or {c.entities[fact.source], c.entities[fact.target]} == ends
        )
    ]
    return max(found, default=0.0)


@pytest.mark.parametrize(
    ("body", "kind", "source", "target"),
    [
        ("اتهمت واشنطن طهران بدعم جماعات مسلحة في المنطقة.", FactType.ACCUSE, "state/US", "state/IR"),
        ("فرضت الولايات المتحدة عقوبات جديدة على روسيا.", FactType.SANCTION, "state/US", "state/RU"),
        ("قصفت الطائرات الإسرائيلية مواقع في سوريا.", FactType.ASSAULT, "state/IL", "state/SY"),
    ],
)
def test_a_plain_act_scores_higher_in_its_direction(
    body: str, kind: FactType, source: str, target: str, loaded: tuple[Ensemble, Encoder], proposer: Proposer, entity_reader: EntityReader
) -> None:
    codes = list(propose(body, proposer, entity_reader).encoded)
    scores = loaded[0].score(codes)
    straight = score_of(codes, scores, kind, source, target)
    assert straight > 0.2
    assert straight > 2 * score_of(codes, scores, kind, target, source)


def test_the_trigger_is_the_word_that_states_the_act(
    loaded: tuple[Ensemble, Encoder], proposer: Proposer, entity_reader: EntityReader
) -> None:
    found = propose("اتهمت واشنطن طهران بدعم جماعات مسلحة.", proposer, entity_reader)
    proposed = candidates(found.places, loaded[0].score(found.encoded), proposer.index)
    best = max((c for c in proposed if c.type is FactType.ACCUSE), key=lambda c: c.chance)
    assert best.clause.norms[best.hit.start] == "اتهمت"
    assert (best.source.entity.id, best.target.entity.id) == ("state/US", "state/IR")


def test_the_candidates_of_a_fact_make_one_row_for_the_judge(
    loaded: tuple[Ensemble, Encoder], proposer: Proposer, entity_reader: EntityReader
) -> None:
    found = propose("واشنطن تتهم طهران\nاتهمت واشنطن طهران بدعم جماعات مسلحة.", proposer, entity_reader)
    groups = group(candidates(found.places, loaded[0].score(found.encoded), proposer.index), found.article)
    assert len({g.key for g in groups}) == len(groups)
    accusation = next(g for g in groups if g.key == (FactType.ACCUSE, "state/US", "state/IR"))
    row = dict(zip(FACT_FEATURES, accusation.features, strict=True))
    assert row["count"] == row["sentences"] == 2 and row["headline"] + row["sentence"] == 1
    assert row["best"] == accusation.candidates[0].chance >= row["second"] == accusation.candidates[1].chance
    assert row["source_picked"] > 0 and row["target_picked"] > 0 and row["source_unnamed"] == 0


def test_clauses_score_alike_alone_and_together(loaded: tuple[Ensemble, Encoder], proposer: Proposer, entity_reader: EntityReader) -> None:
    codes = list(propose("اتهمت واشنطن طهران.\nوزار بوتين سوريا.\nوهددت تركيا اليونان.", proposer, entity_reader).encoded)
    assert len(codes) > 1
    for together, code in zip(loaded[0].score(codes), codes, strict=True):
        alone = loaded[0].score([code])[0]
        assert [(f.source, f.target, f.kind, f.token) for f in together.stated] == [
            (f.source, f.target, f.kind, f.token) for f in alone.stated
        ]
        assert np.allclose([f.chance for f in together.stated], [f.chance for f in alone.stated], atol=1e-3)
        assert together.told.keys() == alone.told.keys() == {f.token for f in alone.stated}
        for at, told in together.told.items():
            assert np.allclose(told.moods, alone.told[at].moods, atol=1e-3)
            assert told.voices == pytest.approx(alone.told[at].voices, abs=1e-3)


def test_a_fact_of_a_symmetric_type_is_stated_once(
    loaded: tuple[Ensemble, Encoder], proposer: Proposer, entity_reader: EntityReader
) -> None:
    (code,) = propose("التقى وزير الخارجية الروسي نظيره التركي في أنقرة.", proposer, entity_reader).encoded
    met = [f for f in loaded[0].score([code])[0].stated if TYPES[f.kind] is FactType.MEET]
    assert met and all(f.source < f.target for f in met)


def test_a_clause_with_one_entity_is_not_encoded(proposer: Proposer, entity_reader: EntityReader) -> None:
    assert not propose("أعلنت روسيا الحداد.", proposer, entity_reader).encoded


def test_nothing_comes_of_nothing(loaded: tuple[Ensemble, Encoder]) -> None:
    assert loaded[0].score([]) == []


def test_only_states_are_visited_and_agreements_do_nothing() -> None:
    kinds = (EntityType.STATE, EntityType.PERSON, EntityType.AGREEMENT)
    may = allowed(kinds)
    visit, accuse, sign = (TYPES.index(t) for t in (FactType.VISIT, FactType.ACCUSE, FactType.SIGN))
    assert may[1, 0, visit] and not may[0, 1, visit]
    assert not may[2, 0, accuse] and not may[0, 2, accuse]
    assert may[0, 2, sign] and may[2, 0, sign]
    assert not may[0, 0].any()


def test_a_network_comes_back_from_its_file_nearly_as_it_was(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    scales = np.array([[1e-3], [1.0], [50.0], [0.0]]).repeat(100, axis=0)
    words = (rng.normal(size=(400, 32)) * scales).astype(np.float32)
    members = [
        {
            "enc.emb.weight": words,
            "enc.inp.weight": rng.normal(size=(192, 224)).astype(np.float32),
            "enc.blocks.0.rel": rng.normal(size=(4, 33)).astype(np.float32),
        }
        for _ in range(2)
    ]
    save_networks(members, ("دوله", "حرب"), {"من"}, tmp_path / "n.npz")
    back, known, stops = read_networks(tmp_path / "n.npz")
    assert known == ["دوله", "حرب"] and stops == {"من"}
    for read, written in zip(back, members, strict=True):
        assert read.keys() == written.keys()
        for (name, values), steps in zip(written.items(), (10, 31, 200), strict=True):
            assert (np.abs(read[name] - values) <= 0.51 / steps * np.abs(values).max(1, keepdims=True)).all(), name


@given(st.text("وفبكلسالهمنيت", min_size=1, max_size=14))
def test_any_word_can_be_looked_up(norm: str) -> None:
    word, prefix, suffix, grams = Vocabulary(("كتاب",)).look_up(norm)
    assert word in (0, 2)
    assert prefix >= 0 and suffix >= 0 and 1 <= len(grams) <= 8


def test_an_unlisted_word_with_a_joined_particle_has_the_vector_of_the_word() -> None:
    vocabulary = Vocabulary(("اتهم",))
    assert vocabulary.look_up("واتهم")[0] == vocabulary.look_up("اتهم")[0] == 2


def test_relative_places_are_exact_near_by_and_coarse_far_off() -> None:
    places = relative(60)
    assert places[10, 10] == 8 and places[10, 12] == 10 and places[12, 10] == 6
    assert places[0, 30] == places[0, 31] != places[30, 0]
    assert places.min() >= 0 and places.max() <= 32
