"""The figures of `kg evaluate` are those of the scorer that stands with the annotated articles."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.errors import InputError
from kg.evaluation import evaluate, read_gold, read_records
from kg.evaluation.alignment import align, surfaces


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def disturbed(article: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """A record that is right in most and wrong in some: entities and facts left out, turned around or made up."""
    entities = []
    for entity in article["entities"]:
        if draw.random() < 0.85:
            named = draw.sample(entity["surfaces"], max(1, len(entity["surfaces"]) - 1))
            iso = entity["id"] if entity["type"] == "State" else None
            entities.append({"id": f"x/{entity['id']}", "type": entity["type"], "iso": iso, "mentions": [{"text": s} for s in named]})
    known = {e["id"] for e in entities}
    facts = []
    for fact in article["facts"]:
        ends = [f"x/{fact['source']}", f"x/{fact['target']}"]
        if draw.random() < 0.3:
            ends.reverse()
        if set(ends) <= known and draw.random() < 0.8:
            speaker = f"x/{fact['speaker']}" if fact["speaker"] and draw.random() < 0.7 else None
            said = {"text": fact["evidence"] if draw.random() < 0.8 else "نص آخر"}
            facts.append({**fact, "source": ends[0], "target": ends[1], "speaker": speaker, "evidence": said, "confidence": draw.random()})
            if draw.random() < 0.3:
                facts[-1]["modality"] = "planned"
    return {"id": article["id"], "entities": entities, "facts": facts}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_are_those_of_the_scorer(scorer: ModuleType, shared: Path, seed: int) -> None:
    gold = read_gold(shared / "gold" / "dev")
    draw = random.Random(seed)
    records = {i: disturbed(article, draw) for i, article in gold.items() if i != "dev-002"}
    theirs, ours = scorer.score(gold, records), evaluate(gold, records)
    assert ours.missing == 1
    for name, measure in ours.measures.items():
        expected = theirs[name]
        assert (round(measure.precision, 3), round(measure.recall, 3), round(measure.f1, 3)) == (
            expected["P"],
            expected["R"],
            expected["F1"],
        )
        assert tuple(round(v, 3) for v in measure.interval()) == (expected["low"], expected["high"])
    for name, measure in ours.qualifiers.items():
        assert round(measure.f1, 3) == theirs[f"{name} (where said)"]["F1"]
    for name, measure in ours.by_type.items():
        assert not any(measure.totals()) or round(measure.f1, 3) == theirs["by type (actors)"][name]["F1"]
    assert (round(ours.evidence or 0, 3), round(ours.brier or 0, 3), round(ours.ece or 0, 3)) == (
        theirs["evidence"],
        theirs["Brier"],
        theirs["ECE"],
    )


def test_states_align_by_code_and_people_by_their_strings() -> None:
    gold = [
        {"id": "TN", "type": "State", "surfaces": ["تونس"]},
        {"id": "e1", "type": "Person", "surfaces": ["قيس سعيد", "الرئيس التونسي"]},
        {"id": "e2", "type": "Organization", "surfaces": ["حركة النهضة"]},
    ]
    found = [
        {"id": "a", "type": "State", "iso": "TN", "mentions": [{"text": "البلاد"}]},
        {"id": "b", "type": "Person", "mentions": [{"text": "قيس سعيّد"}]},
        {"id": "c", "type": "Person", "mentions": [{"text": "النهضة"}]},
    ]
    assert align(gold, found) == {"a": "TN", "b": "e1"}


def test_surfaces_are_compared_without_article_marks_and_letter_variants() -> None:
    assert surfaces({"surfaces": ["الأمم المتّحدة"]}) == surfaces({"mentions": [{"text": "للامم المتحده"}]}) == {"امم متحده"}


def test_a_folder_without_articles_and_a_broken_record_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotated article"):
        read_gold(tmp_path)
    (tmp_path / "r.jsonl").write_text('{"id": "a"}\n{broken\n', "utf-8")
    with pytest.raises(InputError, match=r"r\.jsonl:2: not an extraction record"):
        read_records(tmp_path / "r.jsonl")
