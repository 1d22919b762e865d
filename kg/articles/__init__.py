"""Articles from files, folders, globs and standard input, in every format that archives of news come in.

What cannot be read is reported in `Problems` with file and line, and the next goes on.
"""

from __future__ import annotations

import glob
import gzip
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.articles.counting import about
from kg.articles.decoding import decode
from kg.articles.readers import Located, read_feed, read_html, read_json, read_jsonl, read_table, read_txt
from kg.articles.record import to_article
from kg.errors import InputError, Problems
from kg.model import Article

__all__ = ["SUFFIXES", "count_articles", "find_files", "read_articles"]

Reader = Callable[[str, str, Problems], Iterator[Located]]
SUFFIXES: dict[str, Reader] = {
    ".txt": read_txt,
    ".md": read_txt,
    ".json": read_json,
    ".jsonl": lambda text, where, problems: read_jsonl(iter(text.splitlines()), where, problems),
    ".ndjson": lambda text, where, problems: read_jsonl(iter(text.splitlines()), where, problems),
    ".csv": lambda text, where, problems: read_table(text, where, problems, ","),
    ".tsv": lambda text, where, problems: read_table(text, where, problems, "\t"),
    ".html": read_html,
    ".htm": read_html,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
}
LINES = (".jsonl", ".ndjson")
"""Suffixes of files that hold an article a line, and are read so."""


def read_articles(inputs: Sequence[Path | str], problems: Problems) -> Iterator[Article]:
    """The articles of files, folders and globs, in the order given and sorted within a folder; `-` is standard input.

    Raises:
        InputError: an input does not exist, or nothing of a folder can be read.
    """
    for given in inputs:
        if str(given) == "-":
            yield from _read_stdin(problems)
            continue
        for path in find_files(given):
            yield from _read_file(path, problems)


def count_articles(inputs: Sequence[Path | str]) -> int | None:
    """About how many articles `read_articles` will give: tables and feeds count as one; None where standard input is among them.

    Raises:
        InputError: an input does not exist, or nothing of a folder can be read.
    """
    if any(str(given) == "-" for given in inputs):
        return None
    return sum(about(find_files(given), LINES) for given in inputs)


def find_files(given: Path | str) -> list[Path]:
    """The files that an input stands for: itself, those of a folder that some reader takes, or those of a glob.

    Raises:
        InputError: there is no such file, or none in the folder that can be read.
    """
    path = Path(given)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and suffix_of(p) in SUFFIXES and not p.name.startswith("."))
        if not files:
            raise InputError(f"{path}: the folder has no file to read (want {', '.join(sorted(SUFFIXES))}, also .gz)")
        return files
    if path.is_file():
        return [path]
    files = sorted(p for name in glob.glob(str(given), recursive=True) if (p := Path(name)).is_file())
    if not files:
        raise InputError(f"{given}: no such file or folder; check the path")
    return files


def suffix_of(path: Path) -> str:
    """The suffix that says what is in a file: that before `.gz`, if it is packed."""
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def _read_file(path: Path, problems: Problems) -> Iterator[Article]:
    reader = SUFFIXES.get(suffix_of(path), read_txt)
    if suffix_of(path) in LINES:
        yield from _read_lines(path, problems)
        return
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix.lower() == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        problems.add("unreadable", str(path), f"cannot be read: {error}; skipped")
        return
    yield from _read_bytes(data, str(path), reader, problems)


def _read_bytes(data: bytes, where: str, reader: Reader, problems: Problems) -> Iterator[Article]:
    if not data.strip():
        problems.add("empty file", where, "the file is empty; skipped")
        return
    decoded = decode(data)
    if decoded is None:
        problems.add("unknown encoding", where, "neither UTF-8, UTF-16, Windows-1256 nor ISO-8859-6 text; skipped")
        return
    if decoded.encoding != "utf-8":
        problems.add("other encoding", where, f"read as {decoded.encoding}, not UTF-8")
    for place, record in reader(decoded.text, where, problems):
        article = to_article(record, place, problems)
        if article:
            yield article


def _read_lines(path: Path, problems: Problems) -> Iterator[Article]:
    """JSON lines one at a time, so that memory does not grow with the file."""
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as raw:
            lines = (_decode_line(line, number, path, problems) for number, line in enumerate(raw, 1))
            empty = True
            for place, record in read_jsonl(lines, str(path), problems):
                empty = False
                article = to_article(record, place, problems)
                if article:
                    yield article
            if empty and raw.tell() == 0:
                problems.add("empty file", str(path), "the file is empty; skipped")
    except (OSError, EOFError, zlib.error) as error:
        problems.add("unreadable", str(path), f"cannot be read to its end: {error}; the rest skipped")


def _decode_line(line: bytes, number: int, path: Path, problems: Problems) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        decoded = decode(line)
        if decoded is None:
            problems.add("unknown encoding", f"{path}:{number}", "the line is in no known encoding; skipped")
            return ""
        problems.add("other encoding", f"{path}:{number}", f"read as {decoded.encoding}, not UTF-8")
        return decoded.text


def _read_stdin(problems: Problems) -> Iterator[Article]:
    data = sys.stdin.buffer.read()
    opens_record = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    yield from _read_bytes(data, "<stdin>", SUFFIXES[".jsonl"] if opens_record else read_txt, problems)
