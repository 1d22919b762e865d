"""The whole training, on a small corpus made up for it: what it writes can be read, and finds what it was taught."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

from kg.entities import EntityReader
from kg.model import Article, FactType
from kg.relations.candidates import candidates
from kg.relations.chronicle import Chronicle
from kg.relations.model import load, load_network
from kg.relations.propose import Proposer
from kg.text import read_text

pytest.importorskip("torch")

from kg.training import __main__ as training
from kg.training.teacher import SIZE, States

HEAD = "article\tsentence\ttype\tsource\ttarget\ttrigger\tmodality\tpolarity\tspeaker\tdate\tround\n"
NAMES = {"US": "واشنطن", "IR": "طهران", "RU": "موسكو", "FR": "باريس", "DE": "برلين", "EG": "القاهرة"}
ACTS = [
    ("accuse", "اتهمت", "اتهمت {} {} بخرق الاتفاق"),
    ("threaten", "هددت", "هددت {} {} برد قريب"),
    ("support", "دعمت", "دعمت {} {} في قرارها"),
    ("support", "ستدعم", "ستدعم {} {} قريبا"),
    ("allied_with", "حليفة", "{} حليفة {} منذ سنوات"),
]
ARTICLES, ANNOTATED = 140, 20


class RandomTeacher:
    """Stands for the large model, which `test_teacher` tries."""

    def condensed(self, sentences: Sequence[Sequence[str]]) -> States:
        starts = np.cumsum([0, *map(len, sentences)])
        return States(np.random.default_rng(0).normal(size=(starts[-1], SIZE)).astype(np.float16), starts)


def written(folder: Path) -> tuple[Path, Path, Path]:
    """A folder of annotated articles, a corpus, and readings of it."""
    random, lines, rows = Random(1), [], [HEAD]
    gold = folder / "gold"
    gold.mkdir()
    for n in range(ARTICLES):
        kind, trigger, words = random.choice(ACTS)
        source, target, third = random.sample(sorted(NAMES), 3)
        told = words.format(NAMES[source], NAMES[target])
        speaker = third if n % 2 else ""
        sentence = f"قال مسؤول في {NAMES[third]} أمس. {told}." if not speaker else f"قالت {NAMES[third]} أمس إن {told}."
        record = {"text": f"تقرير عن {NAMES[source]}.\n{sentence}", "date": "2018-05-02", "source": "وكالة"}
        modality, day = ("planned", "") if trigger == "ستدعم" else ("actual", "2018-05-01" if speaker else "")
        if n < ANNOTATED:
            entities = [{"id": i, "type": "State", "name_en": i, "surfaces": [NAMES[i]]} for i in (source, target, third)]
            fact = {"type": kind, "source": source, "target": target, "evidence": told}
            (gold / f"{n}.json").write_text(json.dumps({"id": f"g{n}", **record, "entities": entities, "facts": [fact]}), "utf-8")
        else:
            lines.append(json.dumps({"id": f"c{n}", "title": None, **record}))
            ends = f"state/{source}\tstate/{target}"
            voice = speaker and f"state/{speaker}"
            rows.append(f"c{n}\t{1 if speaker else 2}\t{kind}\t{ends}\t{trigger}\t{modality}\tpositive\t{voice}\t{day}\t2\n")
    corpus, readings = folder / "corpus.jsonl.gz", folder / "readings.tsv.gz"
    for path, content in ((corpus, "\n".join(lines)), (readings, "".join(rows))):
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.write(content)
    return gold, corpus, readings


def test_the_whole_training_writes_what_reads_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entity_reader: EntityReader
) -> None:
    gold, corpus, readings = written(tmp_path)
    monkeypatch.setattr(training, "Teacher", RandomTeacher)
    training.main([str(gold), str(corpus), "--readings", str(readings), "--sentences", "100", "--minutes", "0.02", "-o", str(tmp_path)])

    weights, (network, encoder) = load(tmp_path / "weights.npz"), load_network(tmp_path / "network.npz")
    assert set(weights.thresholds) == {"event", "standing", "dates", "speakers", "planned", "possible"}
    with np.load(tmp_path / "chronicle.npz") as told:
        assert Chronicle(dict(told)).features([(FactType.ACCUSE, "state/US", "state/IR")], {}, "2018-05-04").any()
    proposer = Proposer(encoder)
    text = read_text(Article("x", "تقرير عن السياسة.\nاتهمت موسكو باريس بخرق الاتفاق.", date="2018-05-02"))
    proposal = proposer.propose(text, entity_reader.read(text))
    found = {c.fact: c.chance for c in candidates(proposal.places, network.score(proposal.encoded), proposer.index)}
    assert max(found, key=lambda fact: found[fact]) == (FactType.ACCUSE, "state/RU", "state/FR")
