"""What else finds names in Arabic text, made ready to be timed: camel-tools' recogniser and spaCy's rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kg.entities.backends import CamelBackend
from kg.knowledge import Knowledge

ARABERT = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
}
VOCABULARY = 64_000
LABELS = ("B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O")
STRETCH = 150
"""Words that fill the 256 pieces to which the recogniser pads every sentence."""

Reading = Callable[[Sequence[str]], object]


def write_bert(folder: Path, texts: Iterable[str]) -> None:
    """A BERT of the size of AraBERT base that was never trained, as camel-tools has its own on disk; its words are the texts' commonest.

    What a word costs depends on the size and on how many pieces it falls into, not on what was learned.
    """
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder.mkdir(parents=True, exist_ok=True)
    counts = Counter(word for text in texts for word in text.split())
    letters = sorted({letter for word in counts for letter in word})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    common = [word for word, _ in counts.most_common(VOCABULARY) if len(word) > 1][: VOCABULARY - len(pieces)]
    words = [*pieces, *common]
    words += [f"[unused{n}]" for n in range(VOCABULARY - len(words))]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(1)
    labels = dict(enumerate(LABELS))
    config = BertConfig(vocab_size=VOCABULARY, id2label=labels, label2id={name: n for n, name in labels.items()}, **ARABERT)
    BertForTokenClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)


def camel_readers(folder: Path) -> tuple[Reading, Reading]:
    """camel-tools' tokenizer and recogniser over sentences, as it is meant, and over stretches of text, where it is quickest."""
    import torch
    from camel_tools.tokenizers.word import simple_word_tokenize

    torch.set_num_threads(1)
    recognizer = CamelBackend(folder)._recognizer

    def by_sentence(sentences: Sequence[str]) -> object:
        return recognizer.predict([simple_word_tokenize(sentence) for sentence in sentences])

    def by_stretch(sentences: Sequence[str]) -> object:
        words = [word for sentence in sentences for word in simple_word_tokenize(sentence)]
        return recognizer.predict([words[at : at + STRETCH] for at in range(0, len(words), STRETCH)])

    return by_sentence, by_stretch


def spacy_reader(knowledge: Knowledge) -> tuple[Reading, int]:
    """spaCy's blank Arabic with an EntityRuler of the Arabic names and surfaces of the knowledge base, and how many these are."""
    import spacy

    nlp = spacy.blank("ar")
    named = {name.text: str(thing.type) for thing in knowledge.things.values() for name in thing.names if name.lang == "ar"}
    surfaces = {surface: str(knowledge.things[entries[0].thing].type) for surface, entries in knowledge.gazetteer.entries.items()}
    patterns = [{"label": label, "pattern": text} for text, label in (surfaces | named).items()]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)

    def read(texts: Sequence[str]) -> object:
        return [len(doc.ents) for doc in nlp.pipe(texts)]

    return read, len(patterns)
