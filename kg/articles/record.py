"""One record of input to one `Article`: which fields count, what is wrong with them, and what an article without an id is called."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from kg.errors import Problems
from kg.model import Article
from kg.partial_date import is_date

DATE_HEAD = re.compile(r"(\d{4}(?:[-/]\d{1,2}(?:[-/]\d{1,2})?)?)(?:[T ].*)?\Z")
ARABIC = re.compile("[\u0621-\u064a]")
LETTER = re.compile(r"[^\W\d_]")
LEAST_ARABIC = 0.3


def to_article(record: Mapping[str, Any], where: str, problems: Problems) -> Article | None:
    """Make an article of a record, or None (and a problem) where it has no Arabic text.

    Fields beyond id, text, title, date, source and url are not read. A date that is none is reported and left out.
    """
    body = _string(record.get("text"))
    if not body or not body.strip():
        problems.add("no text", where, 'the record has no "text"; skipped')
        return None
    if not is_arabic(body):
        problems.add("not Arabic", where, "the text is not in Arabic; skipped")
        return None
    title, source, url = (_string(record.get(f)) or None for f in ("title", "source", "url"))
    if title:
        title = " ".join(title.split()) or None
    date = _date(record.get("date"), where, problems)
    article_id = _string(record.get("id")).strip() or derived_id(source, date, title, body)
    return Article(id=article_id, body=body, title=title, date=date, source=source, url=url)


def derived_id(source: str | None, date: str | None, title: str | None, body: str) -> str:
    """The id of an article that brings none: a hash of its source, date and text, so that the same article is the same."""
    content = "\0".join((source or "", date or "", title or "", body))
    return "sha-" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_arabic(text: str) -> bool:
    """Whether at least three in ten letters are Arabic."""
    letters = len(LETTER.findall(text[:20000]))
    return letters > 0 and len(ARABIC.findall(text[:20000])) >= LEAST_ARABIC * letters


def _string(value: object) -> str:
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _date(value: object, where: str, problems: Problems) -> str | None:
    given = _string(value).strip()
    if not given:
        return None
    match = DATE_HEAD.match(given)
    date = "-".join(part.zfill(2) for part in re.split("[-/]", match[1])) if match else ""
    if is_date(date):
        return date
    wanted = "not a day, month or year (want 2018, 2018-07 or 2018-07-12); article read without a date"
    problems.add("bad date", where, f'"date" is "{given[:40]}": {wanted}')
    return None
