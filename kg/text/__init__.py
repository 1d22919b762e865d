"""Articles taken apart: tokens with offsets, clitics, sentences, quotations and times.

`read_text` is the step; `fold` gives the look-up key of a word, as every `Token.norm` holds it.
"""

from __future__ import annotations

from kg.model import Article, Text
from kg.text.clitics import Segmentation, segmentations
from kg.text.dates import read_times
from kg.text.normalize import fold
from kg.text.quotations import read_quotations
from kg.text.segmenter import Segmenter
from kg.text.sentences import read_dateline, read_sentences
from kg.text.tokens import read_tokens

__all__ = [
    "Segmentation",
    "Segmenter",
    "fold",
    "read_quotations",
    "read_sentences",
    "read_text",
    "read_times",
    "read_tokens",
    "segmentations",
]


def read_text(article: Article) -> Text:
    """Take an article apart; every offset counts in `article.text`."""
    sentences = read_sentences(article)
    quotations = read_quotations(article.text)
    return Text(
        article=article,
        sentences=sentences,
        quotations=quotations,
        times=read_times(sentences, article.date, quotations),
        dateline=read_dateline(article.text, sentences),
    )
