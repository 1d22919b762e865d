"""Words of time, read from `ontologies/lexicon/times.yaml`, and a sentence as a string of their classes.

Each word or phrase has one class, a letter, and a value; other words a full stop. The grammar in `kg.text.dates` is then a
regular expression over such strings, one letter a word or phrase: «19 من يونيو 2018» is `dkmy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import yaml

from kg.model import Span, Token
from kg.ontology import ontologies
from kg.text.normalize import fold

UNITS = ("day", "week", "month", "year", "decade")

_ARTICLE = "ال"
_PARTICLES = frozenset("وفبلك")
_MARKS = {"/": "/", "-": "-", "–": "-", "—": "-", "ـ": "-", "(": "(", ")": ")", "،": ",", ",": ",", "و": "+"}
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})\Z")
_YEARS = re.compile(r"(\d{4})/(\d{4}|\d{2})\Z")


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A word or phrase of time: its class, what it counts or names, where it stands, and how a month may stand."""

    kind: str
    value: int = 0
    unit: str = ""
    iso: str = ""
    stands: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A time word at its place in a sentence, from token `first` to before `last`."""

    word: TimeWord
    span: Span
    first: int
    last: int


_OTHER = Placed(TimeWord("."), Span(0, 0), 0, 0)
_AND = TimeWord("+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The compiled words: by folded phrase, with the words that begin a longer phrase, and the sets that guard or cue."""

    words: Mapping[tuple[str, ...], TimeWord]
    openers: frozenset[str]
    sets: Mapping[str, frozenset[str]]


_CLASSES = {  # key of the data → letter
    "last": "L", "recent": "L", "next": "N", "current": "C", "same": "S", "following": "F", "this": "z", "that": "T",
    "before": "a", "since": "i", "until": ">", "behind": "b", "in": "f", "from": "k", "between": "&", "half": "Q", "about": "q",
    "parts": "s", "dayparts": "j", "hijri_marks": "H", "gregorian_marks": "G", "dated": "e", "tonight": "r", "first": "A", "now": "Z",
    "this_daypart": "J", "upon": "W", "before_it": "B", "behind_it": "V", "morrow": "Y",
}  # fmt: skip
_UNIT_CLASSES = {"the": "U", "one": "u", "two": "v", "many": "p", "the_many": "P", "pair": "x"}
_SETS = (
    "numbered", "counted", "named_after", "not_today_behind", "not_today_before",
    "not_weekday_before", "not_weekday_behind", "not_year_behind", "shares_behind", "future", "past",
)  # fmt: skip
TRIGGERS = frozenset("mMwUuvpPxrtEJY")


@cache
def read_vocabulary() -> Vocabulary:
    """Read the shipped words of time."""
    data = yaml.safe_load((ontologies() / "lexicon" / "times.yaml").read_text(encoding="utf-8"))
    words: dict[tuple[str, ...], TimeWord] = {}
    for phrase, word in _entries(data):
        words.setdefault(tuple(map(fold, str(phrase).split())), word)
    return Vocabulary(
        words=words,
        openers=frozenset(phrase[0] for phrase in words if len(phrase) > 1),
        sets={name: frozenset(map(fold, data[name])) for name in _SETS},
    )


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, TimeWord]]:
    """Every phrase with its class; of a phrase that stands twice the first counts."""
    for number, ways in data["months"].items():
        for stands, phrases in ways.items():
            yield from ((p, TimeWord("m", number, stands=stands)) for p in phrases)
    yield from ((p, TimeWord("M", number)) for number, phrases in data["hijri_months"].items() for p in phrases)
    yield from ((p, TimeWord("w", number)) for number, phrases in data["weekdays"].items() for p in phrases)
    yield from ((p, TimeWord("r" if number else "t", number)) for number, phrases in data["days"].items() for p in phrases)
    for unit, ways in data["units"].items():
        for way, letter in _UNIT_CLASSES.items():
            yield from ((p, TimeWord(letter, unit=unit)) for p in ways[way])
        yield from ((p, TimeWord("u", unit=unit)) for p in data["extra_singulars"][unit])
    yield from ((p, TimeWord("E", month)) for p, month in data["seasons"].items())
    for key, letter in _CLASSES.items():
        yield from ((p, TimeWord(letter)) for p in data[key])
    yield from ((p, TimeWord("o", number)) for p, number in data["ordinals"].items())
    yield from ((p, TimeWord("c", number)) for p, number in data["cardinals"].items())
    yield from (("ال" + p, TimeWord("c", number)) for p, number in data["cardinals"].items())


def read_number(norm: str) -> TimeWord | None:
    """A number, or a date in numbers: 19, 2018, 19/6/2018, 2018-06-19, 6/2018, 2017/2018."""
    if norm.isdigit():
        value = int(norm) if len(norm) < 6 else 0
        kind = "d" if 1 <= value <= 31 else "y" if 1800 <= value <= 2150 else "h" if 1300 <= value <= 1500 else "n"
        return TimeWord(kind, value)
    if match := _ISO.match(norm):
        return _numeric(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(norm):
        return _numeric(int(match[3]), int(match[2]), int(match[1]))
    if (match := _MONTH_YEAR.match(norm)) and 1 <= int(match[1]) <= 12 and 1900 <= int(match[2]) <= 2150:
        return TimeWord("D", iso=f"{match[2]}-{int(match[1]):02d}")
    if (match := _YEARS.match(norm)) and 1900 <= int(match[1]) <= 2150 and int(match[2][-2:]) == (int(match[1]) + 1) % 100:
        return TimeWord("D", iso=match[1])
    return None


def _numeric(year: int, month: int, day: int) -> TimeWord | None:
    if month > 12 >= day:  # an American date
        month, day = day, month
    valid = 1 <= month <= 12 and 1 <= day <= 31 and 1800 <= year <= 2150
    return TimeWord("D", iso=f"{year:04d}-{month:02d}-{day:02d}") if valid else None


@lru_cache(maxsize=1 << 17)
def _single(norm: str) -> tuple[TimeWord | None, int, bool]:
    """A word alone: its time word, how many attached letters stand before it, and whether a longer phrase can open with it."""
    if norm in _MARKS:
        return TimeWord(_MARKS[norm]), 0, False
    if norm[:1].isdigit():
        return read_number(norm), 0, False
    if norm == _ARTICLE:
        return None, 0, True
    vocabulary = read_vocabulary()
    for cut in range(3):
        if (cut and norm[cut - 1] not in _PARTICLES) or len(norm) == cut:
            break
        core = "ا" + norm[cut:] if norm[cut - 1 : cut + 1] == "لل" else norm[cut:]
        word = vocabulary.words.get((core,))
        if word and cut and (word.kind in "HGA" or (word.kind == "c" and len(core) < 4)):  # «بم», «وست» are other words
            word = None
        if word or core in vocabulary.openers:
            return word, cut, core in vocabulary.openers
    return None, 0, False


def has_trigger(tokens: Sequence[Token]) -> bool:
    """Whether a sentence has a word of time or a number at all."""
    return any(_triggers(token.norm) for token in tokens)


@lru_cache(maxsize=1 << 17)
def _triggers(norm: str) -> bool:
    word, _, opens = _single(norm)
    return norm[:1].isdigit() or (opens and norm != _ARTICLE) or (word is not None and word.kind in TRIGGERS)


def place_words(tokens: Sequence[Token]) -> list[Placed]:
    """The sentence as a row of time words; an attached و has a place of its own, and of other words in a row two at most stand for all."""
    placed: list[Placed] = []
    i = others = 0
    while i < len(tokens):
        norm = tokens[i].norm
        word, cut, opens = _single(norm)
        last = i + 1
        if opens:
            word, last = _phrase_at(tokens, i, cut, word)
        if word is None:
            others += 1
            if others < 3:
                placed.append(_OTHER)
        else:
            others = 0
            start = tokens[i].span.start
            if cut and norm[0] == "و":
                placed.append(Placed(_AND, Span(start, start + 1), i, i))
            placed.append(Placed(word, Span(start + cut, tokens[last - 1].span.end), i, last))
        i = last
    return placed


def _phrase_at(tokens: Sequence[Token], i: int, cut: int, word: TimeWord | None) -> tuple[TimeWord | None, int]:
    """The longest phrase at token `i` and the token behind it, else the word alone; «ال» takes the number behind it."""
    norm = tokens[i].norm
    if norm == _ARTICLE:
        number = read_number(tokens[i + 1].norm) if i + 1 < len(tokens) else None
        return number, i + 1 + (number is not None)
    words = read_vocabulary().words
    for length in (4, 3, 2):
        phrase = (norm[cut:], *(t.norm for t in tokens[i + 1 : i + length]))
        if len(phrase) == length and phrase in words:
            return words[phrase], i + length
    return word, i + 1
