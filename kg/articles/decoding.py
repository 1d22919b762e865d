"""Bytes to text: UTF-8 and UTF-16 by their marks, else the Arabic single-byte encodings, chosen by what reads as Arabic."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SINGLE_BYTE = ("windows-1256", "iso-8859-6")
ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
COMMON = re.compile(r"(?<!\w)(?:في|من|على|إلى|أن|إن|عن|التي|الذي|مع|هذا|قال|بعد)(?!\w)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read by."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """Read bytes as text, or None where no encoding gives text.

    UTF-8 is tried first, since other Arabic text is hardly ever valid UTF-8; of the single-byte encodings the one in which more of
    the commonest Arabic words stand is taken, and none where none do.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
            except UnicodeDecodeError:
                return None
    try:
        text = data.decode("utf-8")
        return None if "\0" in text else Decoded(text, "utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        return _decode_utf16(data)
    readings = [Decoded(reading, encoding) for encoding in SINGLE_BYTE if (reading := _try(data, encoding)) is not None]
    best = max(readings, key=lambda d: len(COMMON.findall(d.text)), default=None)
    return best if best and COMMON.search(best.text) else None


def _decode_utf16(data: bytes) -> Decoded | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        reading = _try(data, encoding)
        if reading and len(ARABIC_LETTER.findall(reading)) > len(reading) / 4:
            return Decoded(reading, encoding)
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
