"""Recognisers from outside: camel-tools' with a tiny model made here, and a user's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from backend_samples import ListedNames
from reading import surfaces

from kg.entities import EntityReader
from kg.entities.backends import CamelBackend, FoundName, Label, load_backend, read_labels
from kg.errors import SiyasaError
from kg.knowledge import Knowledge
from kg.text import read_tokens

HERE = Path(__file__).parent
LABELS = ["B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O"]


def test_what_a_backend_finds_is_added_where_nothing_else_stands(knowledge: Knowledge) -> None:
    found = surfaces(EntityReader(knowledge, [ListedNames()]), "زار زعترلي مقر زعتركو في زعترستان قرب موسكو.")
    assert found["person/x-زعترلي"] == {"زعترلي"}
    assert found["organization/x-زعتركو"] == {"زعتركو"}
    assert found["state/RU"] == {"موسكو"}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["O", "B-PERS", "I-PERS", "O"], [(1, 3, "PERS")]),
        (["B-PERS", "B-PERS", "B-ORG"], [(0, 1, "PERS"), (1, 2, "PERS"), (2, 3, "ORG")]),
        (["I-LOC", "I-LOC"], [(0, 2, "LOC")]),
        (["B-PERS", "", "I-PERS", ""], [(0, 3, "PERS")]),
        (["B-MISC", "I-MISC"], []),
        ([], []),
    ],
)
def test_labels_make_names(labels: list[str], found: list[tuple[int, int, str]]) -> None:
    assert list(read_labels(labels)) == [FoundName(first, end, Label(label)) for first, end, label in found]


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer that was never trained, on disk as camel-tools has its own."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("camel") / "data" / "ner" / "arabert"
    folder.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "قال", "بوتين", "أحمد", "##ين", "بوت", "."]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=512,
        id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
    )
    model = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([1.0 if label == "B-PERS" else 0.0 for label in LABELS]))
    model.save_pretrained(folder)
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_the_camel_backend_labels_by_token_and_skips_what_has_no_subword(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tiny_model.parents[2]))
    backend = CamelBackend()
    tokens = list(read_tokens("قال بوتين \u200f أحمد"))
    assert [(f.first, f.end, f.label) for f in backend.find(tokens)] == [(0, 1, "PERS"), (1, 2, "PERS"), (2, 3, "PERS")]
    assert backend.find([]) == []
    assert backend.name == "camel"


def test_a_missing_model_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    with pytest.raises(SiyasaError, match="camel_data -i ner-arabert"):
        load_backend("camel")


def test_a_users_catalogue_is_left_as_it_is(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tiny_model.parents[2]
    (root / "catalogue.json").write_text(json.dumps({"version": "1.6.0", "packages": {}, "components": {}}), "utf-8")
    monkeypatch.setenv("CAMELTOOLS_DATA", str(root))
    assert CamelBackend().name == "camel"
    assert sys.modules["camel_tools.ner"]


def test_a_users_own_class_is_named_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    assert load_backend("backend_samples:ListedNames").name == "listed"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("stanza", 'want "camel" or "module:Class"'),
        ("no_such_module:Class", "cannot be imported"),
        ("backend_samples:Missing", "Missing"),
        ("backend_samples:NoBackend", "NerBackend"),
    ],
)
def test_a_name_that_is_no_backend_is_said_clearly(name: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    with pytest.raises(SiyasaError, match=says):
        load_backend(name)
