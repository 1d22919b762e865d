"""Unknown entities of a graph come out as Turtle that the knowledge base can read."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from knowledge_samples import PREFIXES

from kg.entities import EntityReader
from kg.graph import Store
from kg.knowledge.suggest import literal, suggestions
from kg.model import Article, Extraction
from kg.text import read_text

TEXTS = (
    "قال وزير التعدين السوداني كمال زعترلي إن المشروع بدأ.",
    "أكد كمال زعترلي، وزير التعدين السوداني، أن المشروع بدأ.",
    "أعلن حزب «الزعتر الوطني» مقاطعة الانتخابات في السودان.",
)


def test_frequent_unknown_entities_are_suggested_and_rare_or_known_ones_not(entity_reader: EntityReader, tmp_path: Path) -> None:
    with Store.in_memory() as store:
        for number, body in enumerate(TEXTS):
            article = Article(id=f"a{number}", body=body, date="2018-01-01")
            store.add(Extraction(article, entity_reader.read(read_text(article)), ()))
        store.finish()
        often = list(suggestions(store, 2))
        all_of_them = list(suggestions(store, 1))
    assert len(often) == 1
    assert "2 articles" in often[0]
    assert "person:kamal-zatrli a pol:Person" in often[0]
    assert "pol:home state:SD" in often[0]
    assert all_of_them[0] == often[0]
    assert len(all_of_them) == 2
    turtle = PREFIXES + "\n".join(all_of_them)
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) > 6


def test_a_name_cannot_end_its_literal() -> None:
    assert literal('a "b" \\ \n', "ar") == '"a \\"b\\" \\\\ \\n"@ar'
