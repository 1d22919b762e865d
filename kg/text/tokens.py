"""Words, numbers and marks with their exact places.

One pass of one regular expression whose parts are possessive, so that time is linear on any input. Diacritics, joiners and bidi
controls inside a word belong to it. A number keeps its separators (24.5, 1,200, 19/6/2024); what is attached to it does
not (و | 19). Letters with full stops (أ.ف.ب, «د.») are one token, as are web addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span, Token
from kg.text.normalize import INVISIBLE, KORANIC_MARKS, fold

_LETTERS = "ؠ-ؿف-يٮٯٱ-ۓەۥۦۮۯۺ-ۼۿݐ-ݿࢠ-ࣉﭐ-ﮱﯓ-ﴽﵐ-ﷻﹰ-ﻼ"
_MARKS = "\u064b-\u0652\u0670\u0640" + KORANIC_MARKS
_INSIDE = _MARKS + INVISIBLE
_ALONE = rf"(?<![{_LETTERS}\d{_MARKS}])"  # a letter that does not go on from a word
_NUMBER_BEFORE = r"(?<!\d )(?<!\d\u0640 )"

TOKEN = re.compile(
    rf"""
      [{_LETTERS}](?:[{_INSIDE}]*+[{_LETTERS}])++[{_MARKS}]*+                              # an Arabic word, first since most are
    | https?://[^\s«»"<>]++ | www\.[^\s«»"<>]++
    | {_ALONE}[{_LETTERS}](?:\.[{_LETTERS}])++(?![{_LETTERS}{_MARKS}])                     # أ.ف.ب
    | {_ALONE}{_NUMBER_BEFORE}[اأدم]\.(?=[ \u00a0]?[{_LETTERS}])                           # «د. محمد»
    | [{_LETTERS}][{_MARKS}]*+                                                             # a word of one letter
    | \d++(?:[.,٫٬/:]\d++)*+(?:-\d{{1,2}}-\d{{1,4}}(?!\d))?+                               # 24.5, 19/6/2024, 2024-06-19
    | (?:[A-Za-z]\.){{2,}}                                                                  # U.S.
    | [^\W\d_{_LETTERS}](?:[.’'&-]?[^\W_{_LETTERS}])*+                                      # Latin and other scripts
    | \.++ | [-–—ـ]++ | [!?؟]++                                                             # runs of one mark
    | [^\s{INVISIBLE}]                                                                      # any other mark
    """,
    re.VERBOSE,
)


def read_tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of `text[start:end]` in order, with offsets into `text`; white space and stray invisible characters give none."""
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        form = match[0]
        yield Token(Span(match.start(), match.end()), form, fold(form))
