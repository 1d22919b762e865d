"""Sentences, the headline, and the dateline.

A sentence ends at . ؟ ? ! … and at the end of a line. A full stop inside a number, an abbreviation or an address is no token of its
own (`kg.text.tokens`), so it ends nothing; neither do two dots, which Arabic news writes for a dash. Closing quotation marks and
brackets stay with the sentence that they close. What a page left in the text (`kg.text.leftovers`) is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import yaml

from kg.model import Article, Sentence, Span, Token
from kg.ontology import ontologies
from kg.text.leftovers import Leftovers
from kg.text.tokens import read_tokens

HEADLINE_WORDS = 30
"""A first line that is longer is taken for a paragraph, when the article has no title of its own."""

LONGEST = 250
"""Tokens after which a sentence is cut, so that what looks at pairs of words stays linear; news has hardly any of half that length."""

_LINE = re.compile(r"[^\n\r\u2029\x0b\x0c\x85\u2028]+")
_CLOSING = frozenset("»\"”’)]}›'")
_PLACE = r"[^\W\d_]++(?:[ ،-]{1,2}[^\W\d_]++){0,6}"
_WORDS = r"[^\W\d_]++(?:\ [^\W\d_]++)?"


@cache
def _dateline() -> re.Pattern[str]:
    data = yaml.safe_load((ontologies() / "lexicon" / "agencies.yaml").read_text(encoding="utf-8"))
    agencies = "|".join(re.escape(agency) for agency in sorted(data["agencies"], key=len, reverse=True))
    return re.compile(
        rf"""\s*(?:
            (?:{_PLACE}\s?)?\([^()\n]{{2,40}}\)\s?(?:[-–—ـ]+|:)        # موسكو (رويترز) –
          | {_WORDS}\s?[-–—ـ/]\s?(?:{agencies})\s?[-–—:]+            # القاهرة - رويترز -
          | {_WORDS}\ ?[-–—]+\ (?![^\n]{{0,80}}\ [-–—])               # القاهرة - (no second dash after it)
        )""",
        re.VERBOSE,
    )


def read_sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article in order; each line of the title, or a first line that looks like one, is a headline."""
    text = article.text
    body = _body_start(article)
    leftovers = Leftovers()
    sentences: list[Sentence] = []
    for line in _LINE.finditer(text):
        tokens = tuple(read_tokens(text, *line.span()))
        if not tokens or (line.start() >= body and leftovers.takes(tokens)):
            continue
        headline = line.start() < body or (body == 0 and not sentences and _looks_like_headline(tokens, text, line.end()))
        for whole in (tokens,) if headline else _split(tokens):
            for part in (whole[at : at + LONGEST] for at in range(0, len(whole), LONGEST)):
                sentences.append(Sentence(Span(part[0].span.start, part[-1].span.end), part, headline))
    return tuple(sentences)


def read_dateline(text: str, sentences: Sequence[Sentence]) -> Span | None:
    """Where the body of a text opens with place and agency, «موسكو (رويترز) –», the span of that, else None."""
    start = max((s.span.end for s in sentences if s.headline), default=0)
    match = _dateline().match(text, start)
    if match is None:
        return None
    quote = match.group()
    return Span(match.start() + len(quote) - len(quote.lstrip()), match.end() - (len(quote) - len(quote.rstrip())))


def _body_start(article: Article) -> int:
    return len(article.title) + 1 if article.title else 0


def _looks_like_headline(tokens: tuple[Token, ...], text: str, end: int) -> bool:
    """Short, without a full stop at its end, and followed by more."""
    return len(tokens) <= HEADLINE_WORDS and tokens[-1].form not in {".", "،", ":"} and bool(text[end:].strip())


def _split(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Cut a line's tokens behind each end of a sentence, with the closing marks after it."""
    start = i = 0
    while i < len(tokens):
        i += 1
        if not _ends(tokens[i - 1]):
            continue
        while i < len(tokens) and (tokens[i].form in _CLOSING or _ends(tokens[i])) and tokens[i].span.start == tokens[i - 1].span.end:
            i += 1
        yield tokens[start:i]
        start = i
    if start < len(tokens):
        yield tokens[start:]


def _ends(token: Token) -> bool:
    form = token.form
    return form == "." or form == "…" or form[0] in "؟?!" or (form[0] == "." and len(form) > 2)
