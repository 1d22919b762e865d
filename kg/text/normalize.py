"""Fold a word to the key by which names and lexicon entries are looked up.

Folding is for comparing only: a folded word is never shown, and offsets always count in the unmodified article.
Each step is one tiny function, after the manner of `camel_tools.utils.normalize`, whose functions are used where they fit.
"""

from __future__ import annotations

from functools import lru_cache

from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar, normalize_unicode

INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff"
"""Characters that show nothing and stand inside words: soft hyphen, zero-width (non-)joiners, bidi controls, byte-order mark."""

TATWEEL = "\u0640"

_KORANIC_RANGES = ((0x0610, 0x061B), (0x0653, 0x0660), (0x06D6, 0x06DD), (0x06DF, 0x06E5), (0x06E7, 0x06E9), (0x06EA, 0x06EE))
KORANIC_MARKS = "".join(chr(c) for first, end in _KORANIC_RANGES for c in range(first, end))
"""Combining marks beyond those that camel-tools calls diacritics, among them a madda or hamza written as a mark of its own."""

_DROPPED = str.maketrans("", "", INVISIBLE + TATWEEL + KORANIC_MARKS)
_HAMZA_SEATS = str.maketrans("ؤئ", "وي")
_FOREIGN_LETTERS = str.maketrans("کگڭیێېہھۀەپچژڤڥڨ", "كككيييههههبجزففق")
_SEPARATORS = str.maketrans("٫٬", ".,")


def drop_unshown(word: str) -> str:
    """Take out diacritics, tatweel, and characters that show nothing."""
    plain: str = dediac_ar(word)
    return plain.translate(_DROPPED)


def open_hamza_seats(word: str) -> str:
    """Write ؤ as و and ئ as ي; a hamza that stands alone stays."""
    return word.translate(_HAMZA_SEATS)


def arabic_letters(word: str) -> str:
    """Write the Persian, Urdu and Maghrebi letters of borrowed names as the Arabic letters nearest to them (ڤ as ف, گ as ك)."""
    return word.translate(_FOREIGN_LETTERS)


def ascii_digits(word: str) -> str:
    """Write digits of any script, and the Arabic decimal and thousands signs, in ASCII."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in word.translate(_SEPARATORS))


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """The look-up key of a word: أإآٱ as ا, ى as ي, ة as ه, hamza seats opened, diacritics and tatweel dropped, small Latin letters.

    Gives "" for what consists of dropped characters alone. Idempotent, except that it is meant for one word at a time.
    """
    if word.isascii():
        return word.lower()
    folded = normalize_unicode(drop_unshown(word))  # composed after the marks are gone, so that ا + madda is ا like آ
    folded = arabic_letters(normalize_alef_ar(drop_unshown(folded)))
    folded = open_hamza_seats(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(folded)))
    return ascii_digits(folded).lower()
