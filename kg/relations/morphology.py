"""Forms of Arabic verbs out of root and form number, as they stand in unvowelled text.

Short vowels are not written, so a table of letter patterns for each of the ten forms and each weak class is all that a
conjugation needs. A pattern names radicals by number: `1ا2` with ق-و-د is قاد. Hamza keeps its sign `ء` until its
seat is chosen by place, and the whole is folded as tokens are. Attached و ف ب ك ل س ال and object pronouns are not
made here; the look-up cuts them (`kg.relations.lexicon`).

Source of the tables: the paradigms of any grammar of Arabic (for example W. Wright, *A Grammar of the Arabic Language*,
volume I, part second), reduced to what stands in news: third persons, first persons, participles and verbal nouns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.text import fold


class Form(StrEnum):
    """What a word form does in a clause."""

    PERFECT = "perfect"
    IMPERFECT = "imperfect"
    MASDAR = "masdar"
    ACTIVE = "active"  # participle: «متهما», «الداعم»
    PASSIVE = "passive"  # participle: «المدعومة», «متهم»
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Inflected:
    """A folded word form; `passive` where the letters themselves say that the verb is passive («يقال»)."""

    word: str
    form: Form
    passive: bool = False


# stem patterns of a class: perfect before a vowel-like ending, before a consonant ending, third feminine; imperfect, before
# a vowel-like ending, jussive; active and passive participle; verbal nouns. Radicals are 1, 2, 3 (4).
_KEYS = ("perfect", "perfect_c", "perfect_f", "imperfect", "imperfect_v", "jussive", "active", "passive", "masdar")

_SOUND = {
    1: "123 123 123 123 123 123 1ا23 م12و3 -",
    2: "123 123 123 123 123 123 م123 م123 ت12ي3",
    3: "1ا23 1ا23 1ا23 1ا23 1ا23 1ا23 م1ا23 م1ا23 م1ا23ة",
    4: "ا123 ا123 ا123 123 123 123 م123 م123 ا12ا3",
    5: "ت123 ت123 ت123 ت123 ت123 ت123 مت123 مت123 ت123",
    6: "ت1ا23 ت1ا23 ت1ا23 ت1ا23 ت1ا23 ت1ا23 مت1ا23 مت1ا23 ت1ا23",
    7: "ان123 ان123 ان123 ن123 ن123 ن123 من123 من123 ان12ا3",
    8: "اT23 اT23 اT23 T23 T23 T23 مT23 مT23 اT2ا3",
    10: "است123 است123 است123 ست123 ست123 ست123 مست123 مست123 است12ا3",
    11: "1234 1234 1234 1234 1234 1234 م1234 م1234 1234ة",
    12: "ت1234 ت1234 ت1234 ت1234 ت1234 ت1234 مت1234 مت1234 ت1234",
}
_DOUBLED = {
    1: "12 122 12 12 12 12 1ا2 م12و2 -",
    3: "1ا2 1ا22 1ا2 1ا2 1ا2 1ا2 م1ا2 م1ا2 م1ا2ة",
    4: "ا12 ا122 ا12 12 12 12 م12 م12 ا12ا2",
    6: "ت1ا2 ت1ا22 ت1ا2 ت1ا2 ت1ا2 ت1ا2 مت1ا2 مت1ا2 ت1ا2",
    7: "ان12 ان122 ان12 ن12 ن12 ن12 من12 من12 ان12ا2",
    8: "اT2 اT22 اT2 T2 T2 T2 مT2 مT2 اT2ا2",
    10: "است12 است122 است12 ست12 ست12 ست12 مست12 مست12 است12ا2",
}
_HOLLOW = {
    1: "1ا3 13 1ا3 1H3 1H3 13 1اي3 م1H3 -",
    4: "ا1ا3 ا13 ا1ا3 1ي3 1ي3 13 م1ي3 م1ا3 ا1ا3ة",
    7: "ان1ا3 ان13 ان1ا3 ن1ا3 ن1ا3 ن13 من1ا3 من1ا3 ان1يا3",
    8: "اTا3 اT3 اTا3 Tا3 Tا3 T3 مTا3 مTا3 اTيا3",
    10: "است1ا3 است13 است1ا3 ست1ي3 ست1ي3 ست13 مست1ي3 مست1ا3 است1ا3ة",
}
_DEFECTIVE = {
    1: "12ا 12D 12 12Y 12 12 1ا2ي م12D -",
    2: "12ي 12ي 12 12ي 12 12 م12ي م12ي ت12ية",
    3: "1ا2ي 1ا2ي 1ا2 1ا2ي 1ا2 1ا2 م1ا2ي م1ا2ي م1ا2اة",
    4: "ا12ي ا12ي ا12 12ي 12 12 م12ي م12ي ا12اء",
    5: "ت12ي ت12ي ت12 ت12ي ت12 ت12 مت12ي مت12ي ت12ي",
    6: "ت1ا2ي ت1ا2ي ت1ا2 ت1ا2ي ت1ا2 ت1ا2 مت1ا2ي مت1ا2ي ت1ا2ي",
    7: "ان12ي ان12ي ان12 ن12ي ن12 ن12 من12ي من12ي ان12اء",
    8: "اT2ي اT2ي اT2 T2ي T2 T2 مT2ي مT2ي اT2اء",
    10: "است12ي است12ي است12 ست12ي ست12 ست12 مست12ي مست12ي است12اء",
}
# first radical و or ي: only where it differs from the sound pattern (the و falls in the imperfect of form I)
_ASSIMILATED = {
    1: "123 123 123 23 23 23 1ا23 م12و3 -",
    4: "او23 او23 او23 و23 و23 و23 مو23 مو23 اي2ا3",
    10: "استو23 استو23 استو23 ستو23 ستو23 ستو23 مستو23 مستو23 استي2ا3",
}
_EIGHTH = {"ز": "زد", "ص": "صط", "ض": "ضط", "ط": "ط", "د": "د", "ذ": "د", "و": "ت", "ي": "ت", "ت": "ت"}
_WEAK = "وي"


def weak_class(root: tuple[str, ...], form: int) -> dict[int, str]:
    """The table that conjugates `root` in `form`."""
    if len(root) == 4:
        return _SOUND
    first, second, third = root
    if third in _WEAK and form in _DEFECTIVE:
        return _DEFECTIVE
    if second == third and form in _DOUBLED:
        return _DOUBLED
    if second in _WEAK and form in _HOLLOW:
        return _HOLLOW
    if first in _WEAK and form in _ASSIMILATED:
        return _ASSIMILATED
    return _SOUND


def _fill(pattern: str, root: tuple[str, ...], imperfect_vowel: str) -> str:
    """`pattern` with the radicals put in; `imperfect_vowel` is the long vowel of a weak imperfect in form I."""
    first = root[0]
    eighth = _EIGHTH.get(first, first + "ت")
    weak = {"T": eighth, "H": imperfect_vowel, "Y": imperfect_vowel, "D": root[-1]}
    digits = {str(i): letter for i, letter in enumerate(root, 1)}
    return "".join(weak.get(c) or digits.get(c, c) for c in pattern)


def _seat(word: str, raising: bool = False) -> str:
    """`word` with each hamza on the seat that its place asks for, then folded.

    `raising` says that the letter before has an u («يؤيد», «مؤيد»).
    """
    out: list[str] = []
    for i, letter in enumerate(word):
        if letter != "ء":
            out.append(letter)
        elif i == 0:
            out.append("ا")
        elif i == len(word) - 1:
            out.append("ء" if word[i - 1] in "اوي" else "ا")
        elif i == 1 and raising:
            out.append("و")
        elif word[i - 1] == "ا":
            out.append("ي" if i + 1 < len(word) and word[i + 1] not in "اةت" else "ء")
        elif word[i - 1] == "ي":
            out.append("ي")
        else:
            out.append("ا")
    return fold("".join(out).replace("اا", "ا"))


def _perfect(stems: dict[str, str], seat: str, dual: bool) -> Iterator[str]:
    whole, before_consonant, feminine = stems["perfect"], stems["perfect_c"], stems["perfect_f"]
    yield whole
    yield feminine + "ت"
    yield feminine + "وا"
    yield feminine + "و"  # before an object pronoun: «اتهموه»
    yield feminine + "تا"
    if dual:  # not where it would be written like the accusative of a noun («دعما»)
        yield (before_consonant if seat == "defective" else whole) + "ا"
    yield before_consonant + "ت"
    yield before_consonant + "نا"


def _imperfect(stems: dict[str, str]) -> Iterator[str]:
    whole, before_vowel, jussive = stems["imperfect"], stems["imperfect_v"], stems["jussive"]
    for prefix in "يتنا":
        for stem in dict.fromkeys((whole, jussive)):
            yield prefix + stem
    for prefix in "يت":
        dual = before_vowel if before_vowel == whole else whole
        for ending in ("ون", "وا", "و"):
            yield prefix + before_vowel + ending
        for ending in ("ان", "ا"):
            yield prefix + dual + ending


def nominal(word: str) -> Iterator[str]:
    """Number and state of a noun or participle: sound endings, dual, the ت of a construct, the ا of an accusative."""
    yield word
    if word.endswith("ة") or word.endswith("اه"):
        stem = word[:-1]
        yield stem + "ت"  # before a pronoun: «زيارته»
        for ending in ("ات", "تان", "تين", "تا", "تي"):
            yield stem + ending
        return
    for ending in ("ا", "ان", "ين", "ي", "ات", "ون", "و", "ة", "ت", "تين", "تان"):
        yield word + ending


def conjugate(root: str, form: int, *, vowel: str | None = None, masdar: tuple[str, ...] = ()) -> Iterator[Inflected]:
    """All forms of the verb with `root` (radicals parted by spaces, hamza as ء) in `form` (1–10; 11 and 12: four radicals).

    `vowel` is the long vowel of the imperfect in form I where the root does not give it («خاف يخاف»: ا, «سعى يسعى»: ي);
    `masdar` are verbal nouns that the tables do not give, as they are written. Words may come twice.

    Raises ValueError where no table conjugates such a root in that form.
    """
    letters = tuple(root.split())
    patterns = weak_class(letters, form).get(form)
    if patterns is None or len(letters) not in (3, 4) or (form > 10) != (len(letters) == 4):
        raise ValueError(f"no table for the root {root!r} in form {form}")
    weak = next((r for r in reversed(letters) if r in _WEAK), "و")
    stems = {k: _fill(p, letters, vowel or weak) for k, p in zip(_KEYS, patterns.split(), strict=True)}
    if form == 1 and letters[-1] in _WEAK and letters[-1] == "ي":
        stems["perfect"] = stems["perfect"][:-1] + "ي"  # رمى, نفى; لقي
    kind = "defective" if letters[-1] in _WEAK else ""
    raising = form in (2, 3, 4)
    if letters[0] == "ء" and form == 4:  # آمن, يؤمن, إيمان
        stems["perfect"] = stems["perfect_c"] = stems["perfect_f"] = stems["perfect"][1:]
    for word in _perfect(stems, kind, form > 4):
        yield Inflected(_seat(word), Form.PERFECT)
    if letters[-1] == "ء":  # «هنأ» but «يهنئ», «المهنئ»
        stems["imperfect"] = stems["imperfect_v"] = stems["jussive"] = stems["imperfect"][:-1] + ("ي" if form not in (1, 5, 6) else "ا")
        stems["active"] = stems["active"][:-1] + "ي"
    for word in _imperfect(stems):
        yield Inflected(_seat(word, raising), Form.IMPERFECT)
    yield from _passives(letters, form, stems)
    for key, value in (("active", Form.ACTIVE), ("passive", Form.PASSIVE)):
        for word in nominal(stems[key]):
            yield Inflected(_seat(word, raising), value)
        if stems[key].endswith("ي") and kind:
            for word in (stems[key][:-1], stems[key][:-1] + "ون", stems[key][:-1] + "ين"):
                yield Inflected(_seat(word, raising), value)
    if stems["masdar"] != "-":
        own_masdar = stems["masdar"]
        if form == 4 and letters[0] == "ء":
            own_masdar = "اي" + own_masdar[2:]
        elif letters[-1] == "ء" and form == 2:
            own_masdar = own_masdar[:-2] + "ية"
        masdar = (own_masdar, *masdar)
    for noun in masdar:
        for word in nominal(noun):
            yield Inflected(_seat(word), Form.MASDAR)
        if noun.endswith("اء"):  # «إلغائه», «إلغاؤه»
            yield from (Inflected(fold(noun[:-1] + seat), Form.MASDAR) for seat in "ئؤ")


def _passives(root: tuple[str, ...], form: int, stems: dict[str, str]) -> Iterator[Inflected]:
    """Passive forms that are written otherwise than the active ones."""
    perfect, imperfect = "", ""
    if form in (3, 6):
        perfect = stems["perfect"].replace("ا", "و", 1)
    elif len(root) == 3 and root[1] in _WEAK and root[2] not in _WEAK and form in (1, 4, 8, 10):
        imperfect = stems["passive"][1:] if form != 1 else root[0] + "ا" + root[2]
        perfect = {1: root[0] + "ي" + root[2], 4: "ا" + root[0] + "ي" + root[2], 8: "", 10: "است" + root[0] + "ي" + root[2]}[form]
    elif form == 1 and root[0] in _WEAK:
        imperfect = "".join(root)  # «يوقف», «توصف»
    elif form == 1 and root[2] in _WEAK:
        perfect, imperfect = root[0] + root[1] + "ي", root[0] + root[1] + "ي"
    if perfect:
        for ending in ("", "ت", "وا"):
            yield Inflected(_seat(perfect + ending), Form.PERFECT, passive=True)
    if imperfect:
        for word in ("ي" + imperfect, "ت" + imperfect, "ي" + imperfect + "ون"):
            yield Inflected(_seat(word), Form.IMPERFECT, passive=True)
