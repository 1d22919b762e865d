"""The tutor: scorers above the large model, which reads the words as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.entities import EntityReader
from kg.relations.encoding import TYPES, Encoder
from kg.relations.propose import Proposer
from kg.relations.vocabulary import Vocabulary
from kg.training.annotated import Annotated, read_reading
from kg.training.readings import ReadArticle, Reading

pytest.importorskip("torch")
pytest.importorskip("tokenizers")


@pytest.fixture(scope="module")
def read(entity_reader: EntityReader) -> Annotated:
    """An article of one visit, in words that the model has pieces of."""
    text = "زيارة جديدة\nزار الرئيس الروسي فلاديمير بوتين بكين أمس. وزار الرئيس الصيني شي جين بينغ موسكو."
    facts = (Reading("a", 1, "visit", "person/vladimir-putin", "state/CN", "زار", "actual", "", ""),)
    return read_reading(
        ReadArticle("a", text, "2018-03-01", None, facts), Proposer(Encoder(Vocabulary(("زار",)), frozenset())), entity_reader
    )


def test_the_tutor_learns_its_lessons_and_says_them_as_the_network_does(read: Annotated, model_file: Path) -> None:
    import torch

    from kg.training.scorer import fit
    from kg.training.tutor import LargeEncoder, Tutor

    forms = {id(p.code): [t.form for t in p.clause.sentence.tokens] for p in read.proposal.places}
    torch.manual_seed(0)
    tutor = Tutor(LargeEncoder(model_file, layers=2), lambda code: forms[id(code)][: len(code.words)])
    before = tutor.enc.emb.weight.detach().clone()
    fit(tutor, read.lessons * 60, say=lambda _: None, epochs=4, encoder_share=0.12)
    assert torch.equal(tutor.enc.emb.weight, before), "the vectors of pieces stay as they are"
    visit = TYPES.index(next(t for t in TYPES if t == "visit"))
    for lesson, scores in zip(read.lessons, tutor.score([lesson.clause for lesson in read.lessons]), strict=True):
        entities = lesson.clause.entities
        likely = {(entities[f.source], entities[f.target]) for f in scores.stated if f.kind == visit and f.chance > 0.5}
        stated = {(entities[i], entities[j]) for i, j, t in zip(*lesson.stated.nonzero(), strict=True) if t == visit}
        assert likely == stated


def test_a_word_is_the_mean_of_its_pieces(model_file: Path) -> None:
    import torch

    from kg.training.tutor import LargeEncoder

    encoder = LargeEncoder(model_file, layers=2).eval()
    encoder.show([["زار", "موسكو"], ["زار"]])
    ids = torch.tensor([[5, 6], [5, 0]])
    seen = encoder.embed(ids, ids[..., None], ids, ids)
    pieces = [encoder._tokenizer.encode([word], is_pretokenized=True).ids for word in ("زار", "موسكو")]
    assert len(pieces[1]) > 1
    for at, own in enumerate(pieces):
        assert torch.allclose(seen[0, at], encoder.emb.weight[own].mean(0), atol=1e-6)
    mixed = encoder.mix(seen, torch.tensor([[True, True], [True, False]]))
    assert mixed.shape == seen.shape and not torch.allclose(mixed[0, 0], mixed[1, 0], atol=1e-3), "its sentence bears on a word"
