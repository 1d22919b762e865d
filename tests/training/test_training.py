"""Training, on a scale of seconds: readings, vectors, lessons, and a network that learns what it is taught."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from kg.entities import EntityReader
from kg.relations.encoding import SYMMETRIC, TYPES, Encoder
from kg.relations.model import load_network
from kg.relations.network import Network
from kg.relations.propose import Proposer
from kg.relations.stated import LEAST
from kg.relations.vocabulary import Vocabulary
from kg.training.annotated import read_gold, read_reading
from kg.training.circumstances import Question, best_chance, fit_answers, told_questions
from kg.training.judge import Judged, best_threshold, chronicle_by, fit_facts, fit_trees
from kg.training.readings import ReadArticle, Reading, read_articles, read_readings

pytest.importorskip("torch")
pytest.importorskip("sklearn")

HEAD = "article\tsentence\ttype\tsource\ttarget\ttrigger\tmodality\tpolarity\tspeaker\tdate\tround\n"
TEXT = "واشنطن تتهم طهران\nاتهمت الولايات المتحدة إيران بدعم جماعات مسلحة، ونفت طهران ذلك."


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(Encoder(Vocabulary(("اتهمت", "دعم")), frozenset({"في"})))


def packed(path: Path, content: str) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(content)
    return path


def test_readings_come_with_their_articles(tmp_path: Path) -> None:
    rows = 'a\t1\taccuse\tstate/US\tstate/IR\t"اتهمت\tactual\tpositive\t\t\t1\nb' + "\t" * 10 + "2\n"
    readings = packed(tmp_path / "r.tsv.gz", HEAD + rows)
    assert read_readings(readings) == {"a": (Reading("a", 1, "accuse", "state/US", "state/IR", '"اتهمت', "actual", "", ""),), "b": ()}
    lines = [json.dumps({"id": i, "title": "عنوان", "text": "نص", "date": None, "source": "س"}) for i in "abc"]
    found = list(read_articles(packed(tmp_path / "c.jsonl.gz", "\n".join(lines)), readings))
    assert [(a.id, a.text, len(a.facts), a.clear) for a in found] == [("a", "عنوان\nنص", 1, False), ("b", "عنوان\nنص", 0, True)]


def test_the_shipped_readings_are_of_known_types_and_have_no_sentences() -> None:
    readings = read_readings()
    facts = [fact for found in readings.values() for fact in found]
    assert len(readings) > 1000 and len(facts) > 8000
    assert {f.type for f in facts} <= {str(t) for t in TYPES}
    assert max(len(f.trigger.split()) for f in facts) == 1


def test_a_reading_becomes_a_lesson_with_its_trigger(proposer: Proposer, entity_reader: EntityReader) -> None:
    facts = (Reading("a", 1, "accuse", "state/US", "state/IR", "اتهمت", "actual", "", ""),)
    read = read_reading(ReadArticle("a", TEXT, "2018-03-01", None, facts), proposer, entity_reader)
    headline, body = read.lessons
    accuse = TYPES.index(next(t for t in TYPES if t == "accuse"))
    us, iran = body.clause.entities.index("state/US"), body.clause.entities.index("state/IR")
    assert body.stated[us, iran, accuse] == 1 and body.stated.sum() == 1
    assert body.triggers is not None
    assert [body.clause.triggers[word] for word, _ in body.triggers] == [0]
    i, j = headline.clause.entities.index("state/US"), headline.clause.entities.index("state/IR")
    assert headline.taught[i, j, accuse] == 0, "the fact is stated elsewhere: the headline teaches nothing of it"
    assert headline.taught[j, i, accuse] == 1


def test_a_reading_tells_when_and_by_whose_word_and_whether_planned(proposer: Proposer, entity_reader: EntityReader) -> None:
    facts = (Reading("a", 1, "accuse", "state/US", "state/IR", "اتهمت", "planned", "state/US", "2018-02-27"),)
    read = read_reading(ReadArticle("a", TEXT, "2018-03-01", None, facts), proposer, entity_reader)
    (told,) = read.acts
    assert (told.speaker, told.date, told.mood) == ("state/US", "2018-02-27", (True, False))
    assert [mood for _, mood in read.lessons[1].moods] == [(True, False)] and not read.lessons[0].moods
    assert [read.lessons[1].clause.entities[entity] for _, entity in read.lessons[1].voices] == ["state/US"]


@pytest.mark.parametrize("clear", [True, False])
def test_who_speaks_is_learned_only_where_the_reader_told_it_clearly(clear: bool, proposer: Proposer, entity_reader: EntityReader) -> None:
    facts = (Reading("a", 1, "accuse", "state/US", "state/IR", "اتهمت", "actual", "?", ""),)
    read = read_reading(ReadArticle("a", TEXT, "2018-03-01", None, facts, clear), proposer, entity_reader)
    asked = told_questions([read], proposer, load_network()[0])
    assert [q.answer for q in asked["speakers"]] == ["?"] * clear
    assert len(asked["planned"]) == 1
    assert not any(lesson.voices for lesson in read.lessons), "the speaker is nobody whom the network sees"


def test_answers_are_learned_and_none_is_given_where_none_is_likely() -> None:
    rng = np.random.default_rng(2)
    asked = []
    for n in range(300):
        near = float(rng.integers(0, 2))
        options = [("2018-03-01", [near, 0.0]), ("2017", [0.0, 1.0])]
        asked.append(Question(str(n), options, "2018-03-01" if near else ""))
    trees, held = fit_answers(asked)
    threshold, f1 = best_chance([held])
    assert f1 > 0.9
    chances = trees.probability(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]], dtype=np.float32))
    assert chances[0] >= threshold > max(chances[1:])


def test_a_gold_article_is_labelled_by_sentence_and_leaves_triggers_open(
    tmp_path: Path, proposer: Proposer, entity_reader: EntityReader
) -> None:
    record = {
        "id": "g",
        "date": "2018-03-01",
        "text": TEXT,
        "entities": [
            {"id": "US", "type": "State", "surfaces": ["واشنطن", "الولايات المتحدة"]},
            {"id": "IR", "type": "State", "surfaces": ["طهران", "إيران"]},
        ],
        "facts": [{"type": "accuse", "source": "US", "target": "IR", "evidence": "واشنطن تتهم طهران"}],
    }
    path = tmp_path / "g.json"
    path.write_text(json.dumps(record), "utf-8")
    read = read_gold(path, proposer, entity_reader)
    assert read.stated == {("accuse", "US", "IR")}
    assert all(lesson.triggers is None for lesson in read.lessons)


def test_the_network_learns_its_lessons_and_scores_as_it_was_trained(proposer: Proposer, entity_reader: EntityReader) -> None:
    import torch

    from kg.training.encoder import TrainableEncoder, pretrain
    from kg.training.scorer import arrays, fit, fit_in_context, lessons_in_context
    from kg.training.teacher import SIZE, States
    from kg.training.vectors import Vectors

    rng = np.random.default_rng(0)
    vectors = Vectors(("اتهمت", "دعم"), rng.normal(size=(2, 100)).astype(np.float32), frozenset())
    states = States(rng.normal(size=(15, SIZE)).astype(np.float16), np.arange(0, 18, 3))
    assert isinstance(pretrain(vectors, [["اتهمت", "دعم", "حرب"]] * 5, states, 0.5, say=lambda _: None), TrainableEncoder)
    facts = (Reading("a", 1, "accuse", "state/US", "state/IR", "اتهمت", "actual", "", ""),)
    read = read_reading(ReadArticle("a", TEXT, "2018-03-01", None, facts), proposer, entity_reader)
    encoder = TrainableEncoder(vectors, 0.0)
    words = encoder.emb.weight.detach().numpy().copy()
    model = fit(encoder, read.lessons * 120, say=lambda _: None, epochs=5)
    assert np.allclose(arrays(model)["enc.emb.weight"], words), "networks of an ensemble are stored with one table of words"
    behind = lessons_in_context(read.lessons)
    assert len(behind[1].clause.words) > len(read.lessons[1].clause.words)
    model = fit_in_context(model, behind * 20, say=lambda _: None)
    network = Network(arrays(model))
    codes = [lesson.clause for lesson in (*read.lessons, *behind)]
    with torch.no_grad():
        trained = torch.sigmoid(model(codes)[0]).numpy()
    for n, scores in enumerate(network.score(codes)):
        likely = {(f.source, f.target, f.kind): f.chance for f in scores.stated}
        for at, chance in likely.items():
            assert abs(chance - trained[n][at]) < 0.02
        size = len(codes[n].entities)
        missed = [at for at in np.argwhere(trained[n, :size, :size] > LEAST + 0.02).tolist() if tuple(at) not in likely]
        assert all(i == j or SYMMETRIC[t] for i, j, t in missed)
    us, iran = codes[1].entities.index("state/US"), codes[1].entities.index("state/IR")
    accuse = [str(t) for t in TYPES].index("accuse")
    likely = {(f.source, f.target, f.kind): f.chance for f in network.score(codes)[1].stated}
    assert likely[us, iran, accuse] > 0.5 > likely.get((iran, us, accuse), 0.0)


def test_trees_as_arrays_say_what_the_library_says() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(400, 3)).astype(np.float32)
    labels = (rows[:, 0] + rows[:, 1] > 0).astype(np.int8)
    chances = fit_trees(rows, labels, max_iter=20).probability(rows)
    assert ((chances > 0.5) == labels).mean() > 0.9


def test_the_judge_hears_the_chronicle_and_does_without_it() -> None:
    rng = np.random.default_rng(2)
    chance, told = rng.random(1200), rng.random(1200)
    right = (0.3 * chance + 0.7 * told) > 0.5
    aided = np.stack([chance, told], axis=1).astype(np.float32)
    unaided = np.stack([chance, np.full(1200, -1.0)], axis=1).astype(np.float32)
    nothing = np.zeros(1200, dtype=np.int64)
    trees = fit_facts(Judged(aided, unaided, right, nothing.astype(bool), nothing))
    heard, deaf = trees.probability(aided), trees.probability(unaided)
    assert ((heard > 0.5) == right).mean() > 0.9
    assert deaf[chance > 0.8].mean() > deaf[chance < 0.2].mean()
    assert abs(deaf.mean() - right.mean()) < 0.1


def test_articles_make_the_chronicle_with_the_homes_of_their_people(proposer: Proposer, entity_reader: EntityReader) -> None:
    text = "ترامب يتهم طهران\nاتهم الرئيس الأميركي دونالد ترامب إيران بدعم جماعات مسلحة."
    facts = (Reading("a", 1, "accuse", "person/donald-trump", "state/IR", "اتهم", "actual", "", ""),)
    dated = read_reading(ReadArticle("a", text, "2018-03-01", None, facts), proposer, entity_reader)
    undated = read_reading(ReadArticle("b", text, "2712-20-16", None, facts), proposer, entity_reader)
    assert undated.told is None
    made = chronicle_by([dated, undated])
    ids, homes = made["ids"].tolist(), made["homes"].tolist()
    assert len(made["days"]) == len(made["kind"]) == 1
    assert ids[homes[ids.index("person/donald-trump")]] == "state/US"


def test_the_threshold_keeps_the_precision_that_is_asked_for() -> None:
    chances = np.array([0.9, 0.8, 0.7, 0.6])
    right = np.array([True, True, False, True])
    assert best_threshold(chances, right, 3, 0.0)[0] == 0.6
    assert best_threshold(chances, right, 3, 0.9)[0] == 0.8
