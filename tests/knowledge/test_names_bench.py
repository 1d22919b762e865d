"""What `make bench-names` compares, on a knowledge base and articles small enough for the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.articles import read_articles
from kg.errors import Problems
from kg.knowledge import Knowledge, Thing, make_knowledge

ROOT = Path(__file__).parents[2]


@pytest.fixture
def few(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    """Every fiftieth thing of the knowledge base; the scripts of bench/ can be imported."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return make_knowledge({thing.id: thing for thing in list(knowledge.things.values())[::50]}, knowledge.offices)


def arabic(thing: Thing) -> list[str]:
    return [name.text for name in thing.names if name.lang == "ar"]


def test_copies_have_names_of_as_many_words_and_the_same_ones_in_each_run(few: Knowledge) -> None:
    from names import grown  # type: ignore[import-not-found]

    things = grown(few.things, 3)
    assert len(things) == 3 * len(few.things) and things == grown(few.things, 3) != grown(few.things, 3, seed=2)
    for thing in few.things.values():
        copy = things[f"{thing.id}-3"]
        assert things[thing.id] == thing
        assert [text.count(" ") for text in arabic(copy)] == [text.count(" ") for text in arabic(thing)]
        assert all(tenure.holder == copy.id for tenure in copy.tenures)


def test_twice_the_names_are_compared_with_the_names(few: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import names

    monkeypatch.setattr(names, "load_knowledge", lambda: few)
    articles = list(read_articles([ROOT / "notebooks" / "articles"], Problems()))[:2]
    own, more = names.compare(tmp_path, articles, times=2, rounds=1)
    assert more.names == 2 * own.names and more.surfaces > 1.5 * own.surfaces and more.file_mb > 1.5 * own.file_mb
    assert min(own[3:]) >= 0 and own.look_up > 0 and more.entities > 0
    assert names.table(own, more).splitlines()[2].endswith("| 2.00 |")
