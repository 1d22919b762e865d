"""Count the words of a corpus for the segmenter: `python -m kg.text.wordlist CORPUS [-o FILE]`.

Writes `ontologies/lexicon/words.tsv.gz`: a folded word and its count a line, frequent ones first. Only counts of single words
leave the corpus, never its texts. The same corpus gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kg.ontology import ontologies
from kg.text.normalize import fold
from kg.text.tokens import TOKEN

WORDS = ontologies() / "lexicon" / "words.tsv.gz"
LEAST = 5
"""A rarer word is more often a slip of the keyboard than evidence."""


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the folded Arabic words of some texts."""
    forms = Counter(m.group() for text in texts for m in TOKEN.finditer(text))
    words: Counter[str] = Counter()
    for form, count in forms.items():
        if "\u0620" <= form[0] <= "\ufefc" and form.isalpha() | (len(form) > 1 and not form[-1].isdigit() and "." not in form):
            words[fold(form)] += count
    return words


def write_words(words: Counter[str], path: Path, least: int = LEAST) -> None:
    """Write the words counted at least `least` times."""
    kept = sorted(((count, word) for word, count in words.items() if count >= least and word), key=lambda cw: (-cw[0], cw[1]))
    lines = "".join(f"{word}\t{count}\n" for count, word in kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(lines.encode(), compresslevel=9, mtime=0))


@cache
def read_words(path: Path = WORDS) -> dict[str, int]:
    """The shipped counts, folded word → count."""
    pairs = (line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines())
    return {word: int(count) for word, count in pairs}


def _texts(corpus: Path) -> Iterator[str]:
    with gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else corpus.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield f"{record.get('title') or ''}\n{record['text']}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="JSON lines with a text and perhaps a title, .gz or not")
    parser.add_argument("-o", "--output", type=Path, default=WORDS)
    arguments = parser.parse_args()
    write_words(count_words(_texts(arguments.corpus)), arguments.output)
