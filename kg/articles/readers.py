"""Files to articles. A reader takes decoded text and gives records with the place of each, so that messages can name it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

from kg.errors import Problems

Located = tuple[str, Mapping[str, Any]]
HEADER = re.compile(r"(id|title|date|source|url)\s*:\s*(.*)\Z")
csv.field_size_limit(1 << 28)


def read_txt(text: str, where: str, problems: Problems) -> Iterator[Located]:
    """One article; leading `key: value` lines before a blank line are its fields."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    fields: dict[str, str] = {}
    for number, line in enumerate(lines):
        match = HEADER.match(line.strip())
        if match:
            fields[match[1]] = match[2]
        elif fields and not line.strip():
            yield where, {**fields, "text": "".join(lines[number + 1 :]).strip("\n")}
            return
        else:
            break
    yield where, {"text": text.strip("\n")}


def read_json(text: str, where: str, problems: Problems) -> Iterator[Located]:
    """One record, or a list of records."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        problems.add("not JSON", f"{where}:{getattr(error, 'lineno', 1)}", f"not JSON: {_reason(error)}; skipped")
        return
    records = data if isinstance(data, list) else [data]
    for number, record in enumerate(records, 1):
        place = where if len(records) == 1 else f"{where}[{number}]"
        if isinstance(record, dict):
            yield place, record
        else:
            problems.add("not a record", place, "not a JSON object; skipped")


def read_jsonl(lines: Iterator[str], where: str, problems: Problems) -> Iterator[Located]:
    """A record a line; a line that is none is reported and the next goes on."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.add("not JSON", place, f"not JSON: {_reason(error)}; line skipped")
            continue
        if isinstance(record, dict):
            yield place, record
        else:
            problems.add("not a record", place, "not a JSON object; line skipped")


def _reason(error: ValueError | RecursionError) -> str:
    """Why Python's reader of JSON gives up: the syntax, the depth, or a number of thousands of digits."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deep" if isinstance(error, RecursionError) else "a number has too many digits"


def read_table(text: str, where: str, problems: Problems, delimiter: str) -> Iterator[Located]:
    """A record a row, named by the first row."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter, restkey="_more")
    try:
        if "text" not in (reader.fieldnames or ()):
            problems.add("no text column", f"{where}:1", 'the first row names no column "text"; file skipped')
            return
        for row in reader:
            yield f"{where}:{reader.line_num}", row
    except csv.Error as error:
        problems.add("bad table", f"{where}:{reader.line_num}", f"not a table: {error}; the rest of the file skipped")


def read_html(text: str, where: str, problems: Problems) -> Iterator[Located]:
    """The main text of a page with its title, day, site and address, by trafilatura."""
    import trafilatura  # slow to import, and most runs read no page

    extracted = trafilatura.bare_extraction(text, include_comments=False, include_tables=False, with_metadata=True)
    if extracted is None:
        problems.add("no text", where, "the page has no main text; skipped")
        return
    page = extracted if isinstance(extracted, dict) else extracted.as_dict()
    fields = {"text": "text", "title": "title", "date": "date", "source": "sitename", "url": "url"}
    yield where, {field: page.get(key) for field, key in fields.items()}


def read_feed(text: str, where: str, problems: Problems) -> Iterator[Located]:
    """The entries of an RSS or Atom file."""
    import feedparser

    feed = feedparser.parse(text)
    if not feed.entries:
        problems.add("no entries", where, "the feed has no entries; skipped")
    for number, entry in enumerate(feed.entries, 1):
        content = entry.get("content") or [{"value": entry.get("summary", "")}]
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        yield (
            f"{where}[{number}]",
            {
                "id": entry.get("id"),
                "title": strip_tags(entry.get("title", "")),
                "text": strip_tags(content[0].get("value", "")),
                "date": f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}" if moment else None,
                "source": feed.feed.get("title"),
                "url": entry.get("link"),
            },
        )


def strip_tags(markup: str) -> str:
    """The text of a fragment of markup."""
    return str(html.fromstring(f"<div>{markup}</div>").text_content()).strip() if "<" in markup else markup
