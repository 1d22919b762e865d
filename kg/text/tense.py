"""Whether a day or month named without a year or direction is still to come, by the words before it.

«سيصل الوزير الثلاثاء» is ahead, «قال الثلاثاء إنه سيصل» is not: the nearest cue on the left decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.model import Token
from kg.text.timewords import read_vocabulary
from kg.text.wordlist import read_words

REACH = 14
"""How many tokens to the left a cue is looked for."""

FREQUENT = 15
"""How often both persons of a verb are seen at least."""

SELDOM = 5
"""How often where the verb has the letter of the future."""


def is_ahead(tokens: Sequence[Token], at: int, imperfects: bool = True) -> bool:
    """Whether the nearest cue left of token `at` looks ahead.

    With `imperfects` a verb that opens the sentence is a cue too: «يلتقي الرئيسان الثلاثاء».
    """
    cues = read_vocabulary().sets
    for distance in range(1, min(REACH, at) + 1):
        norm = tokens[at - distance].norm
        if norm in {".", "؟", "!", "«", "»", '"', ":"}:
            return False
        bare = norm[1:] if norm[:1] in "وف" and len(norm) > 3 else norm
        if norm in cues["future"] or bare in cues["future"] or _is_future_verb(bare):
            return True
        if norm in cues["past"] or bare in cues["past"]:
            return False
        if imperfects and distance == at and _is_imperfect(norm):
            return True
    return False


@lru_cache(maxsize=1 << 14)
def _is_future_verb(norm: str) -> bool:
    return norm[:1] == "س" and (_is_imperfect(norm[1:], SELDOM) or _is_plural(norm[1:]))


def _is_plural(norm: str) -> bool:
    """Whether a word is «يجرون», whose other person «تجرون» news hardly has; a noun that ends so takes the article."""
    words = read_words()
    return norm[:1] == "ي" and norm.endswith("ون") and words.get(norm, 0) >= SELDOM and "ال" + norm not in words


@lru_cache(maxsize=1 << 14)
def _is_imperfect(norm: str, least: int = FREQUENT) -> bool:
    """Whether a word is the imperfect of a verb: its other person is seen too, and no article before it.

    «تبنى», of which «يتبنى» is the imperfect, is a past.
    """
    words = read_words()
    if len(norm) < 3 or norm[0] not in "يتن" or "ي" + norm in words:
        return False
    bare = next((norm[: -len(end)] for end in ("ها", "هم", "ه") if norm.endswith(end) and len(norm) - len(end) > 3), norm)
    other = "ت" if norm[0] == "ي" else "ي"
    return any(min(words.get(w, 0), words.get(other + w[1:], 0)) >= least and "ال" + w not in words for w in (norm, bare))
