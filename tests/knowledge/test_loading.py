"""The compiled knowledge base: its cache, a user's own files, and the surfaces derived from a nationality."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from knowledge_samples import RULER, ZATARSTAN, write

from kg.knowledge import NameKind, knowledge_files, load_knowledge, make_knowledge, phrase
from kg.knowledge.cache import cache_path, read_cache, write_cache
from kg.knowledge.gazetteer import nisba_forms
from kg.knowledge.reader import read_files, things_of


def test_a_file_of_ones_own_is_merged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.knowledge.knowledge_files", lambda: [knowledge_files()[0]])
    path = write(tmp_path / "mine.ttl", ZATARSTAN, RULER)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name: str(tmp_path / "cache"))
    found = load_knowledge([path])
    assert found.things["state/x-zatarstan"].label_en == "Zatarstan"
    assert [t.holder for t in found.holders(["president"], "state/x-zatarstan", "2012-01-01")] == ["person/x-ruler"]
    assert [e.kind for e in found.gazetteer.get("الزعترستانيين")] == [NameKind.NISBA]
    assert load_knowledge([path]) == found


def test_another_content_has_another_cache(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.ttl", ZATARSTAN)
    before = cache_path([path])
    assert cache_path([path]) == before
    write(tmp_path / "mine.ttl", ZATARSTAN, RULER)
    assert cache_path([path]) != before


def test_the_cache_gives_back_what_was_written(tmp_path: Path) -> None:
    made = make_knowledge(*things_of(read_files([knowledge_files()[0], write(tmp_path / "mine.ttl", ZATARSTAN, RULER)])))
    write_cache(tmp_path / "cache" / "knowledge.json", made)
    assert read_cache(tmp_path / "cache" / "knowledge.json") == made


def test_the_shipped_knowledge_base_comes_back_from_its_cache_in_order_and_in_a_fifth_of_the_time(tmp_path: Path) -> None:
    start = time.process_time()
    made = make_knowledge(*things_of(read_files(knowledge_files())))
    making = time.process_time() - start
    write_cache(tmp_path / "knowledge.json", made)
    start = time.process_time()
    found = read_cache(tmp_path / "knowledge.json")
    assert time.process_time() - start < making / 5
    assert found is not None and found == made
    assert list(found.things) == list(made.things) and list(found.gazetteer.entries) == list(made.gazetteer.entries)


@pytest.mark.parametrize("content", ["{}", None])
def test_the_collector_of_cycles_runs_on_behind_a_cache_good_or_bad(tmp_path: Path, content: str | None) -> None:
    write_cache(tmp_path / "knowledge.json", make_knowledge({}, {}))
    if content is not None:
        (tmp_path / "knowledge.json").write_text(content, "utf-8")
    assert (read_cache(tmp_path / "knowledge.json") is None) == (content is not None)
    assert gc.isenabled()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data["things"]["label_en"].pop(),
        lambda data: data["means"].append(10**6),
        lambda data: data["means"].__setitem__(0, 10**6),
    ],
)
def test_a_cache_whose_columns_do_not_fit_each_other_is_passed_over(tmp_path: Path, damage: Callable[[dict[str, Any]], object]) -> None:
    path = tmp_path / "knowledge.json"
    write_cache(path, make_knowledge(*things_of(read_files([write(tmp_path / "mine.ttl", ZATARSTAN, RULER)]))))
    data = json.loads(path.read_bytes())
    damage(data)
    path.write_text(json.dumps(data), "utf-8")
    assert read_cache(path) is None


@pytest.mark.parametrize("content", ["", "{}", "[1]", "not JSON"])
def test_a_damaged_cache_is_passed_over(tmp_path: Path, content: str) -> None:
    path = tmp_path / "knowledge.json"
    path.write_text(content, "utf-8")
    assert read_cache(path) is None


def test_a_folder_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    write_cache(tmp_path / "file" / "knowledge.json", make_knowledge({}, {}))


def test_a_nationality_inflects_in_both_its_words() -> None:
    forms = set(nisba_forms("كوري شمالي"))
    assert {phrase(w) for w in ("الكورية الشمالية", "كوريين شماليين", "الكوريون الشماليون", "كوري شمالي")} <= forms
    assert phrase("الكورية شمالي") not in forms


def test_a_compound_of_abd_is_one_name_however_written() -> None:
    assert phrase("عبدالله") == phrase("عبد الله")
    assert phrase("عبدو") != phrase("عبد و")
