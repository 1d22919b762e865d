"""Train the relation model: `python -m kg.training GOLD_DIR CORPUS`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray

from kg.entities import EntityReader
from kg.knowledge import load_knowledge
from kg.model import Article, FactType, Token
from kg.relations.chronicle import CHRONICLE, Chronicle
from kg.relations.encoding import LONGEST, Encoder
from kg.relations.model import NETWORK, WEIGHTS, Weights, load_network, save, save_networks
from kg.relations.propose import Proposer
from kg.relations.vocabulary import Vocabulary
from kg.text import read_text
from kg.training.annotated import Annotated, read_gold, read_reading
from kg.training.circumstances import fit_circumstances, time_questions, told_questions
from kg.training.encoder import TrainableEncoder, pretrain
from kg.training.judge import LEAST_PRECISION, Judged, best_threshold, chances, chronicle_by, fit_facts, judged
from kg.training.readings import READINGS, read_articles, read_corpus
from kg.training.scorer import arrays, fit, fit_in_context, lessons_in_context
from kg.training.teacher import Teacher
from kg.training.vectors import Vectors, learn_vectors

MEMBERS = 2
"""How many networks are heard together: a second one adds 0.02 to 0.03 to the average precision on articles that taught neither."""
SHORTEST = 4
"""Sentences with no more tokens teach the encoder nothing."""


def sentences_of(corpus: Path) -> list[Sequence[Token]]:
    """The tokens of all sentences of a corpus, in random order."""
    texts = (read_text(Article(a.id, a.text, None, a.date, a.source)) for a in read_corpus(corpus))
    found: list[Sequence[Token]] = [s.tokens[:LONGEST] for text in texts for s in text.sentences if len(s.tokens) > SHORTEST]
    Random(0).shuffle(found)
    return found


def annotated(gold: Path, corpus: Path, readings: Path, vectors: Vectors) -> tuple[list[Annotated], Proposer]:
    """All annotated articles: those of the gold folder, and those of the corpus that were read."""
    proposer, reader = Proposer(Encoder(Vocabulary(vectors.words), vectors.stops)), EntityReader(load_knowledge())
    articles = [read_gold(path, proposer, reader) for path in sorted(gold.glob("*.json"))]
    return articles + [read_reading(article, proposer, reader) for article in read_articles(corpus, readings)], proposer


def teach(
    articles: Sequence[Annotated],
    encoder: TrainableEncoder,
    vectors: Vectors,
    proposer: Proposer,
    chronicle: Chronicle,
    network: Path = NETWORK,
    say: Callable[[str], None] = print,
) -> Weights:
    """Teach the networks and the trees; writes the networks to a file and gives the rest.

    One half of the articles teaches first networks, and what they say of the other half teaches the trees. The networks that go out
    are taught by all.
    """
    first = [a for a in articles if crc32(a.id.encode()) % 2]
    second = [a for a in articles if not crc32(a.id.encode()) % 2]
    say(f"{len(first)} articles teach first networks, what they say of {len(second)} others teaches the judge")
    save_networks(members(first, encoder, say), vectors.words, vectors.stops, network)
    halved = load_network(network)[0]
    seen = judged(second, halved, proposer.index, chronicle)
    facts = fit_facts(seen)
    thresholds = choose_thresholds(second, seen, say)
    asked = {"dates": time_questions(articles, proposer)} | told_questions(second, proposer, halved)
    circumstances, answering = fit_circumstances(asked, say)
    save_networks(members(articles, encoder, say), vectors.words, vectors.stops, network)
    return Weights(facts, circumstances, thresholds | answering)


def members(articles: Sequence[Annotated], encoder: TrainableEncoder, say: Callable[[str], None]) -> list[dict[str, NDArray[np.float32]]]:
    """The networks of an ensemble, each taught by all of the articles from another beginning; all but the first read in context."""
    lessons = [lesson for a in articles for lesson in a.lessons]
    first, *others = (fit(deepcopy(encoder), lessons, say, seed=seed) for seed in range(MEMBERS))
    behind = [lesson for a in articles for lesson in lessons_in_context(a.lessons)]
    return [arrays(model) for model in (first, *(fit_in_context(other, behind, say) for other in others))]


def choose_thresholds(articles: Sequence[Annotated], seen: Judged, say: Callable[[str], None] = print) -> dict[str, float]:
    """For events and for standing relations, the chance from which facts go out: the best cross-validated F1 that keeps precision."""
    likely = chances(seen)
    found: dict[str, float] = {}
    for name, mask in (("event", ~seen.standing), ("standing", seen.standing)):
        kinds = [FactType(key[0]) for a in articles for key in a.stated]
        stated = sum(k.standing == (name == "standing") for k in kinds if k not in (FactType.LEADS, FactType.HOLDS_OFFICE))
        found[name], f1, precision, recall = best_threshold(likely[mask], seen.right[mask], stated, LEAST_PRECISION[name])
        say(f"{name}: cross-validated F1 {f1:.3f} (P {precision:.3f}, R {recall:.3f}) from a chance of {found[name]:.3f}")
    return found


def main(given: Sequence[str] | None = None) -> None:
    """Train as the command line says (`given`, by default the process's own)."""
    parser = argparse.ArgumentParser(description="Train the relation model; the weights go into kg/relations.")
    parser.add_argument("gold", type=Path, help="a folder of annotated articles")
    parser.add_argument("corpus", type=Path, help="the corpus of the readings, .jsonl.gz")
    parser.add_argument("--readings", type=Path, default=READINGS, help="what readers found in articles of the corpus")
    parser.add_argument("--sentences", type=int, default=200_000, help="how many sentences the teacher reads, 60 to 130 a second")
    parser.add_argument("--minutes", type=float, default=35.0, help="how long the encoder learns from the corpus")
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS.parent, help="the folder for what it writes")
    arguments = parser.parse_args(given)
    sentences = sentences_of(arguments.corpus)
    vectors = learn_vectors([[t.norm for t in s if t.norm] for s in sentences])
    shown = sentences[: arguments.sentences]
    states = Teacher().condensed([[t.form for t in s] for s in shown])
    encoder = pretrain(vectors, [[t.norm or "-" for t in s] for s in shown], states, 60 * arguments.minutes)
    torch.set_num_threads(1)  # the lessons are small matrices: a second thread waits more than it works
    articles, proposer = annotated(arguments.gold, arguments.corpus, arguments.readings, vectors)
    weights, network, chronicle = (arguments.output / path.name for path in (WEIGHTS, NETWORK, CHRONICLE))
    told = chronicle_by(articles)
    np.savez_compressed(chronicle, allow_pickle=False, **told)
    save(teach(articles, encoder, vectors, proposer, Chronicle(told), network), weights)
    for path in (weights, network, chronicle):
        print(f"wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")


if __name__ == "__main__":
    main()
