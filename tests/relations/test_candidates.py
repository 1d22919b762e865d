"""What the network says of an article, put back into its text."""

from __future__ import annotations

import pytest

from kg.entities import EntityReader
from kg.model import Article, FactType
from kg.relations.candidates import Candidate, candidates
from kg.relations.encoding import TYPES
from kg.relations.model import load_network
from kg.relations.network import Scores
from kg.relations.propose import Proposer
from kg.relations.stated import Stated
from kg.text import read_text


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def proposed(proposer: Proposer, reader: EntityReader, sentence: str, kind: FactType, word: str, source: str, target: str) -> Candidate:
    """What becomes of it where the network states one fact of a sentence by a word."""
    text = read_text(Article("x", f"ثم قيل هنا. {sentence}", date="2018-05-02"))
    (place,) = proposer.propose(text, reader.read(text)).places
    ends = place.code.entities.index(source), place.code.entities.index(target)
    stated = Stated(*ends, TYPES.index(kind), 0.6, place.clause.norms.index(word))
    (found,) = candidates([place], [Scores((stated,), {})], proposer.index)
    return found


@pytest.mark.parametrize("ends", [("state/FR", "state/IR"), ("state/IR", "state/FR")])
def test_a_pronoun_that_takes_up_its_antecedent_tells_who_acts(
    proposer: Proposer, entity_reader: EntityReader, ends: tuple[str, str]
) -> None:
    found = proposed(proposer, entity_reader, "رفضت إيران، التي تتهمها فرنسا بذلك، القرار.", FactType.ACCUSE, "تتهمها", *ends)
    assert found.fact == (FactType.ACCUSE, "state/FR", "state/IR")
    assert found.rules == ("subject-relative-object", "object-pronoun")


@pytest.mark.parametrize("sentence, word", [("رفضت إيران، التي تتهم فرنسا بذلك، القرار.", "تتهم"), ("اتهمت إيران فرنسا بذلك.", "اتهمت")])
def test_elsewhere_the_network_has_its_way(proposer: Proposer, entity_reader: EntityReader, sentence: str, word: str) -> None:
    found = proposed(proposer, entity_reader, sentence, FactType.ACCUSE, word, "state/FR", "state/IR")
    assert found.fact == (FactType.ACCUSE, "state/FR", "state/IR") and found.rules == ("", "")
