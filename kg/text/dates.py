"""Arabic expressions of time and their values: «أمس», «الثلاثاء الماضي», «19 يونيو/حزيران 2018», «منذ 24 عاماً», «1445هـ».

A sentence is a string of word classes (`kg.text.timewords`) and the grammar one regular expression over it; each named group is a form
of expression, and `kg.text.timevalues` gives its value. Precision is kept: a text that names a month gives a month, and what the
article's own date does not settle is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.model import Quotation, Sentence, Span, TimeExpression, TimeKind
from kg.text.anchor import Anchor
from kg.text.timevalues import Phrase, TimeValues
from kg.text.timewords import Placed, has_trigger, place_words

_MONTH = r"m(?:[/(-]?m\)?)?"
_NUMBER = r"(?:c(?:\+?c){0,3}|[dnyh])"
_ORDINAL = r"o(?:c|\+o)?"
_DAY = rf"(?:d|{_ORDINAL})"
_YEAR = r"[k,]?[uU]?[,(]?y\)?G?"
_WHICH = r"(?:k?U[LNCS]|k?[zT]U|k?UaL|[LNC])"
_TIME = rf"(?:{_YEAR}|{_WHICH})"
_WEEKDAY = r"(?:j?(?:[utr],?\(?)?w[LN]?[,(-]{0,2})"
_COUNT = rf"q{{0,2}}(?:v|u(?![kU]?[ymMhnc])|{_NUMBER}[pu])(?:\+Q)?"

GRAMMAR = re.compile(
    rf"""
      (?P<numeric>{_WEEKDAY}?D)
    | (?P<hijri>{_WEEKDAY}?{_DAY}k?[uU]?M(?:[k,]?[uU]?[hyn]H?)? | s?[uU]?M[k,]?[uU]?hH? | [uU]?hH | u?M[LNC])
    | (?P<days>{_WEEKDAY}?x?{_DAY}(?:k?u?{_MONTH})?(?:[>-]{_DAY}|\+d)+k?u?{_MONTH}{_TIME}?)
    | (?P<day>{_WEEKDAY}?{_DAY}k?u?{_MONTH}{_TIME}?)
    | (?P<daythis>{_WEEKDAY}?{_DAY}k?(?:U[LNC]|zU|C))
    | (?P<months>{_MONTH}[>+-]u?{_MONTH}{_TIME}?)
    | (?P<month>(?:[sA]k?)?[uU]?{_MONTH}{_TIME}?)
    | (?P<years>xyG?(?:[+>-]yG?)* | [uU]?yG?[-/>][uU]?yG? | (?<=[&fi])[uU]?y\+[uU]?y)
    | (?P<year>(?:sk?)?[uU]k?[yhn]G? | sk?U?yG? | uk?c(?:\+?c)+ | (?<=[fi>kbase&])yG? | (?<=e\.)yG? | (?<=\()yG?(?=\)))
    | (?P<apart>[ab]{_COUNT}(?:k(?![ZtUuwmdyDrMoE])|W))
    | (?P<chained>[BV]{_COUNT})
    | (?P<morrow>Y(?!w))
    | (?P<ago>a{_COUNT}(?!k[^Zt]|[\w+]?k[uU]))
    | (?P<since>i{_COUNT})
    | (?P<hence>b{_COUNT}kZ)
    | (?P<span>P{_NUMBER}L | (?:{_NUMBER}|o)[pu]L)
    | (?P<unit>s?U(?:aL|bN|[LNCS]) | s?[zT]U(?![LNCSymn]|aL|bN) | sU(?![LNCSy]))
    | (?P<season>E[LN] | zE)
    | (?P<weekdays>(?<=[k&])u?w[>+]u?w) | (?P<night>j+w[-+/]?w)
    | (?P<weekday>j{{0,2}}(?:[utr],?\(?)?w(?:[LNC]|aL|bN|k(?:U[LNC]|zU))?)
    | (?P<relative>j{{0,2}}(?:Ak?|b|u)?r[oL]? | j{{0,2}}z?t(?![FS]) | zJ)
    | (?P<following>t[FS])
    """,
    re.VERBOSE,
)

FORMS = tuple(GRAMMAR.groupindex)
"""The forms of expression."""

RECENT = 3
"""A speech that an article quotes was held at most so many days before."""
_BOUNDS = {"i": TimeKind.SINCE, "b": TimeKind.SINCE, ">": TimeKind.UNTIL, "a": TimeKind.UNTIL}
_CURRENT_MONTH = re.compile(rf"{_MONTH}C")
_PERIODS = frozenset({"days", "months", "years", "span", "weekdays"})


def read_times(sentences: Sequence[Sentence], date: str | None, quotations: Sequence[Quotation] = ()) -> tuple[TimeExpression, ...]:
    """The expressions of time in order of place.

    Args:
        sentences: of one article.
        date: the article's ISO day, month or year, or None: then only what needs no anchor has a value.
        quotations: of the article; «اليوم» in one is the day of the speech.
    """
    rows = [(sentence, tuple(place_words(sentence.tokens))) for sentence in sentences if has_trigger(sentence.tokens)]
    coded = [(sentence, placed, "".join([p.word.kind for p in placed])) for sentence, placed in rows]
    anchor = _with_current_month(Anchor.of(date), coded)
    values = TimeValues(anchor)
    found = (expression for sentence, placed, codes in coded for expression in _read_sentence(sentence, placed, codes, values))
    return tuple(_of_speeches(found, quotations, anchor))


def _of_speeches(found: Iterable[TimeExpression], quotations: Sequence[Quotation], anchor: Anchor | None) -> Iterator[TimeExpression]:
    """«اليوم» in a quotation: the day that the article named last outside of any, where that is one of the days before its own."""
    recent = {anchor.shifted("day", -days) for days in range(RECENT + 1)} if anchor and anchor.date else set()
    speech: str | None = None
    for expression in found:
        quoted = any(q.span.contains(expression.span) for q in quotations)
        if not quoted and expression.value in recent and expression.kind is TimeKind.POINT:
            speech = expression.value
        today = quoted and speech and anchor and expression.value == anchor.value and expression.kind is TimeKind.POINT
        yield replace(expression, value=speech) if speech and today else expression


def _with_current_month(anchor: Anchor | None, coded: Sequence[tuple[Sentence, tuple[Placed, ...], str]]) -> Anchor | None:
    """An article dated by its year alone tells its month where it says «مايو الجاري»."""
    if anchor is None or anchor.month is not None:
        return anchor
    months = {placed[match.start()].word.value for _, placed, codes in coded for match in _CURRENT_MONTH.finditer(codes)}
    return Anchor(anchor.year, months.pop()) if len(months) == 1 else anchor


def _read_sentence(sentence: Sentence, placed: tuple[Placed, ...], codes: str, values: TimeValues) -> Iterator[TimeExpression]:
    at = 0
    values.here = None
    while match := GRAMMAR.search(codes, at):
        form = match.lastgroup or ""
        phrase = Phrase(codes, placed, match.start(), match.end(), sentence.tokens)
        value = getattr(values, form)(phrase)
        at = match.end()
        if value:
            values.last = values.here = value
            span = Span(phrase.words[0].span.start, phrase.words[-1].span.end)
            before = codes[match.start() - 1 : match.start()]
            kind = TimeKind.SINCE if form == "since" else TimeKind.PERIOD if form in _PERIODS else _BOUNDS.get(before, TimeKind.POINT)
            yield TimeExpression(span, value, kind, form)
