"""What stands between quotation marks: «», “”, ‘’, "" and ", nested or not.

One pass with a stack, so that time is linear in any input. A mark closes the nearest opening of its own kind; what was opened inside
and never closed ends there too. At the end of a paragraph everything open ends: a quotation left unclosed runs to there.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.model import Quotation, Span

DEEPEST = 16
"""Quotations within quotations that are followed; a mark that would open a deeper one counts for nothing."""

_MARK = re.compile(r"""[«»“”„‟‹›‘’‚"＂'\n\u2029]|<<|>>""")
_PARAGRAPH = {"\n", "\u2029"}

_KINDS = (("«", "»"), ("‹", "›"), ("<<", ">>"), ("“", "”", "„", "‟"), ("‘", "’", "‚"), ('"', "＂"), ("'",))
_KIND = {mark: marks[0] for marks in _KINDS for mark in marks}
_OPENS_ONLY = {"«", "‹", "„", "‟", "‚", "<<"}
_CLOSES_ONLY = {"»", "›", ">>"}
_APOSTROPHES = {"'", "’"}


class _Open:
    """The quotations open at a place: a stack of (kind, start), with a count of each kind so that a stray closer costs nothing."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, int]] = []
        self.count: Counter[str] = Counter()

    def push(self, kind: str, start: int) -> None:
        self.stack.append((kind, start))
        self.count[kind] += 1

    def pop(self) -> tuple[str, int]:
        kind, start = self.stack.pop()
        self.count[kind] -= 1
        return kind, start


def read_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text in order of place, without their marks; empty ones are left out."""
    found: list[Quotation] = []
    opened = _Open()
    for match in _MARK.finditer(text):
        mark, (start, end) = match.group(), match.span()
        if mark in _PARAGRAPH:
            while opened.stack:
                _close(found, text, opened, start)
            continue
        kind = _KIND[mark]
        if mark in _APOSTROPHES and _inside_word(text, start, end):
            continue
        if _opens(mark, kind, text, start, end, opened):
            if len(opened.stack) < DEEPEST:
                opened.push(kind, end)
        elif opened.count[kind]:
            while _close(found, text, opened, start) != kind:
                pass
    while opened.stack:
        _close(found, text, opened, len(text))
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def _opens(mark: str, kind: str, text: str, start: int, end: int, opened: _Open) -> bool:
    """Whether a mark opens: by its shape where that decides, else by what is open, else by the white space beside it."""
    if mark in _OPENS_ONLY or mark in _CLOSES_ONLY:
        return mark in _OPENS_ONLY
    if kind in ('"', "'"):  # straight marks pair up
        return not opened.count[kind] and (kind == '"' or _looks_opening(text, start, end))
    if opened.count[kind]:  # “ “ nested, or used on both sides
        return mark in "“‘" and _looks_opening(text, start, end)
    return mark in "“‘" or _looks_opening(text, start, end)


def _looks_opening(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not before.isalnum() and bool(after) and not after.isspace() and after not in ".,،؛:؟!)"


def _inside_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


def _close(found: list[Quotation], text: str, opened: _Open, end: int) -> str:
    """Close the innermost open quotation at `end`; gives its kind."""
    depth = len(opened.stack)
    kind, start = opened.pop()
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Quotation(Span(start, end), depth))
    return kind
