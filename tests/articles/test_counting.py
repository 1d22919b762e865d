"""How many articles an input will give, before it is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.articles import count_articles, counting
from kg.errors import InputError


def test_lines_count_and_every_other_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}\n" * 5)
    (tmp_path / "b.ndjson").write_bytes(b"{}\n{}")  # no end of line behind the last
    (tmp_path / "c.txt").write_bytes(b"one\ntwo\n")
    with gzip.open(tmp_path / "d.jsonl.gz", "wb") as out:
        out.write(b"{}\n" * 7)
    (tmp_path / "e.jsonl").write_bytes(b"")
    assert count_articles([tmp_path]) == 5 + 2 + 1 + 7
    assert count_articles([str(tmp_path / "*.jsonl*"), tmp_path / "c.txt"]) == 5 + 7 + 1


def test_standard_input_cannot_be_foreseen(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}\n")
    assert count_articles([tmp_path, "-"]) is None


def test_what_is_missing_is_an_error_and_what_is_broken_is_left_to_the_reader(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        count_articles([tmp_path / "none.jsonl"])
    (tmp_path / "a.jsonl.gz").write_bytes(b"not packed")
    assert count_articles([tmp_path]) == 0


@pytest.mark.parametrize("packed", [False, True])
def test_a_large_file_is_estimated_from_its_beginning(tmp_path: Path, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "BLOCK", 1 << 18)  # large beside the 128 kB that gzip reads ahead from Python 3.12 on
    monkeypatch.setattr(counting, "BLOCKS", 8)
    lines = b"".join(b'{"text": "%d"}\n' % (n * n * 7919) for n in range(200_000))
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(lines) if packed else lines)
    assert count_articles([path]) == pytest.approx(200_000, rel=0.5)
