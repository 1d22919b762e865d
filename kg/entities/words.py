"""The words of a sentence as the finders read them: without marks, with what stands between, and with clitics cut off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.model import Sentence, Span, Token
from kg.text.normalize import drop_unshown

PROCLITICS = ("", "و", "ف", "ب", "ك", "ل", "وب", "وك", "ول", "فب", "فل", "فك", "س", "وس")
JOINING = frozenset({"", "_", "#", "_#", "-", "–", "'", "’"})
COMMAS = frozenset({"،", ","})
_LONGEST_ASIDE = 4
QUOTES = frozenset("«»\"“”‘’'")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence. `gaps[i]` holds the marks between word i-1 and word i, without spaces; `gaps[n]` those after the last."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    gaps: tuple[str, ...]
    norms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.norms)

    def norm(self, i: int) -> str:
        """The folded word at i, "" past either end."""
        return self.norms[i] if 0 <= i < len(self.norms) else ""

    def span(self, first: int, end: int, cut: int = 0) -> Span:
        """The span of words first to end (exclusive), without the first `cut` letters of the first word."""
        start = self.tokens[first].span.start
        return Span(start + letters_offset(self.tokens[first].form, cut), self.tokens[end - 1].span.end)

    def joined(self, i: int) -> bool:
        """Whether word i follows word i-1 with nothing between them but space (or a hashtag's marks)."""
        return self.gaps[i] in JOINING


def words_of(sentence: Sentence) -> Words:
    """The words of a sentence; numbers count as words, marks go into the gaps."""
    tokens: list[Token] = []
    gaps: list[str] = []
    marks: list[str] = []
    for token in sentence.tokens:
        if token.norm[:1].isalnum():
            tokens.append(token)
            gaps.append("".join(marks) if marks else "")
            marks.clear()
        else:
            marks.append(token.form)
    gaps.append("".join(marks))
    return Words(sentence, tuple(tokens), tuple(gaps), tuple(t.norm for t in tokens))


def behind_aside(words: Words, i: int) -> int:
    """The word behind an aside in brackets that opens at a word, else 0: «وزارة الدفاع الأميركية (البنتاغون) آدم ستامب»."""
    if i >= len(words) or "(" not in words.gaps[i]:
        return 0
    return next((k for k in range(i + 1, min(i + _LONGEST_ASIDE, len(words) - 1) + 1) if ")" in words.gaps[k]), 0)


def letters_offset(form: str, letters: int) -> int:
    """How many code points of `form` the first `letters` shown letters take, with the diacritics that follow them."""
    offset = 0
    while offset < len(form) and (letters > 0 or not drop_unshown(form[offset])):
        if drop_unshown(form[offset]):
            letters -= 1
        offset += 1
    return offset if letters == 0 else 0


@lru_cache(maxsize=1 << 16)
def variants(norm: str) -> tuple[tuple[str, int], ...]:
    """The readings of a folded word without attached و ف ب ك ل, the whole word first: pairs of (word, letters cut).

    «للصين» is read as «الصين» with nothing cut, since the fused article cannot be parted from the preposition.
    """
    found = [(norm, 0)]
    for proclitic in PROCLITICS[1:]:
        if norm.startswith(proclitic) and len(norm) - len(proclitic) >= 2:
            found.append((norm[len(proclitic) :], len(proclitic)))
    for opening in ("لل", "ولل", "فلل"):
        if norm.startswith(opening) and len(norm) > len(opening) + 1:
            found.append(("ال" + norm[len(opening) :], len(opening) - 2))
    return tuple(found)
