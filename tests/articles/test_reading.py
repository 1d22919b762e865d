"""Articles from every kind of file, and what is said of those that cannot be read."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from kg.articles import read_articles
from kg.errors import InputError, Problems

BODY = "استقبل الرئيس التونسي نظيره الجزائري في قصر قرطاج وبحثا التعاون بين البلدين."


def read(*inputs: Path | str) -> tuple[list, Problems]:
    problems = Problems()
    return list(read_articles(inputs, problems)), problems


def test_a_text_file_gives_one_article_with_its_leading_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"title: لقاء في قرطاج\ndate: 2021-12-15\nsource: وات\n\n{BODY}\n", "utf-8")
    (article,), problems = read(path)
    assert (article.title, article.date, article.source, article.body) == ("لقاء في قرطاج", "2021-12-15", "وات", BODY)
    assert article.text == f"لقاء في قرطاج\n{BODY}"
    assert not problems.items


def test_a_text_without_fields_is_all_body(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY, "utf-8")
    (article,), _ = read(path)
    assert article.text == BODY and article.title is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_arabic_encodings_are_recognised_and_said(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BODY.encode(encoding))
    (article,), problems = read(path)
    assert article.body == BODY
    assert bool(problems.items) == (not encoding.startswith("utf-8"))


def test_an_article_without_id_is_named_by_its_source_date_and_text(tmp_path: Path) -> None:
    rows = [
        {"text": BODY, "date": "2021-12-15"},
        {"text": BODY, "date": "2021-12-15", "annotations": [1]},
        {"text": BODY, "date": "2021-12-16"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    articles, _ = read(path)
    assert articles[0].id == articles[1].id != articles[2].id


def test_bad_lines_are_reported_with_their_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        "{not json",
        json.dumps({"title": "بلا نص"}),
        json.dumps({"text": BODY, "date": "2712-20-16"}),
        "[1]",
        json.dumps({"text": "In English only."}),
    ]
    path.write_text("\n".join(lines), "utf-8")
    articles, problems = read(path)
    assert [a.date for a in articles] == [None]
    assert problems.counts() == {"bad date": 1, "no text": 1, "not Arabic": 1, "not JSON": 1, "not a record": 1}
    assert str(problems.items[2]).startswith(f'{path}:3: "date" is "2712-20-16": not a day, month or year')


@pytest.mark.parametrize(
    "given, kept", [("2018", "2018"), ("2018-07", "2018-07"), ("2018-7-2", "2018-07-02"), ("2018-07-12T10:00:00Z", "2018-07-12")]
)
def test_years_months_days_and_timestamps_are_dates(tmp_path: Path, given: str, kept: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": BODY, "date": given}), "utf-8")
    (article,), problems = read(path)
    assert article.date == kept and not problems.items


def test_tables_feeds_pages_and_packed_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f'id,text,date\nرقم1,"{BODY}",2021\n', "utf-8")
    with gzip.open(tmp_path / "p.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.write(json.dumps({"id": "رقم2", "text": BODY}))
    item = f"<item><title>خبر</title><link>http://example.org/1</link><guid>رقم3</guid><description>&lt;p&gt;{BODY}&lt;/p&gt;</description>"
    item += "<pubDate>Wed, 15 Dec 2021 10:00:00 GMT</pubDate></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>وكالة</title>{item}</channel></rss>'
    (tmp_path / "f.rss").write_text(feed, "utf-8")
    body = f"<nav>الرئيسية</nav><article><h1>خبر</h1><p>{BODY}</p><p>{BODY} وأضاف البيان ذلك.</p></article>"
    page = f"<html><head><title>خبر</title></head><body>{body}</body></html>"
    (tmp_path / "h.html").write_text(page, "utf-8")
    articles, problems = read(tmp_path)
    by_id = {a.id: a for a in articles}
    assert {"رقم1", "رقم2", "رقم3"} < set(by_id) and len(articles) == 4
    assert by_id["رقم3"].date == "2021-12-15" and by_id["رقم3"].body == BODY
    assert all(BODY in a.body for a in articles) and not problems.items


def test_empty_and_binary_files_are_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 4)
    articles, problems = read(tmp_path)
    assert not articles and problems.counts() == {"empty file": 1, "unknown encoding": 1}


def test_a_missing_path_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="no file to read"):
        read(tmp_path)


def test_standard_input_is_a_text_or_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (BODY, json.dumps({"text": BODY})):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
        (article,), _ = read("-")
        assert article.body == BODY
