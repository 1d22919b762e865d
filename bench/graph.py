"""How the graph scales: a synthetic graph loaded in parts, every named question, exports, and the same through plain rdflib.

    python bench/graph.py [--triples 1000000] [--parts 4] [--rdflib 100000] [--keep DIR]

Prints one JSON object of seconds, and says on stderr how far it is. Times are of one process on this machine as it is: by the
clock, and the process's own ("cpu", the engine's background threads included), with the machine's load beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from synthetic import articles

from kg.graph import Background, Store
from kg.graph.questions import Question, load_questions
from kg.model import Extraction
from kg.timelimit import OutOfTimeError, within

CHUNK = 20
"""Articles that are made before they are loaded, so that making them is not counted as loading."""

GIVEN = {"alliances-at-date": {"day": "2018"}, "threats-in-period": {"since": "2018", "until": "2019"}, "well-supported": {"least": "2"}}
"""Values for questions whose defaults would ask for little or for all; the others are asked as they stand."""

LIMIT = 60
"""Seconds of processor time after which a question is broken off, as some are in rdflib."""


class Took(NamedTuple):
    """How long a piece of work took, in seconds."""

    wall: float
    cpu: float

    def plus(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.cpu + other.cpu)

    def rounded(self, digits: int = 2) -> Took:
        return Took(round(self.wall, digits), round(self.cpu, digits))


def timed(work: Callable[[], object]) -> Took:
    """How long a piece of work takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def grow(store: Store, source: Iterator[Extraction], triples: int) -> dict[str, Any]:
    """Load articles until the graph has about so many triples, those of `finish` foreseen; gives times and sizes."""
    before, quads = len(store), len(store.oxigraph)
    share = 0.66  # of the triples of a whole graph, how many come with the articles alone
    adding = Took(0, 0)
    count, wanted = 0, CHUNK
    while count < wanted:
        chunk = list(islice(source, CHUNK))
        adding = adding.plus(timed(lambda chunk=chunk: [store.add(one) for one in chunk]))  # type: ignore[misc]
        if not count:  # how many articles it takes is told by the first ones: to count triples means to read them all
            wanted = round(share * (triples - before) / (len(store) - before) * CHUNK)
        count += len(chunk)
    own, loaded = len(store) - before, len(store.oxigraph) - quads
    finishing = timed(store.finish)
    return {
        "articles": count,
        "triples": len(store),
        "load_s": adding.rounded(),
        "loaded_triples_per_s": [round(own / part) for part in adding],
        "loaded_quads_per_s": [round(loaded / part) for part in adding],
        "finish_s": finishing.rounded(),
        "finish_ms_per_article": [round(1000 * part / count, 1) for part in finishing],
        "triples_per_s_with_finish": [round((len(store) - before) / part) for part in adding.plus(finishing)],
        "load_of_machine": round(os.getloadavg()[0], 1),
    }


def ask_all(ask: Callable[[str], object], questions: Mapping[str, Question], repeat: int = 3) -> dict[str, Took]:
    """The best of several times of each named question; one that is broken off at `LIMIT` counts with the time that it had."""

    def rows(sparql: str) -> None:
        with suppress(OutOfTimeError), within(LIMIT):
            list(ask(sparql))  # type: ignore[call-overload]

    times: dict[str, Took] = {}
    for name, question in questions.items():
        sparql = question.with_values(GIVEN.get(name, {}))
        times[name] = min(timed(partial(rows, sparql)) for _ in range(repeat)).rounded(4)
        print(f"  {name}: {times[name].wall} s ({times[name].cpu} cpu)", file=sys.stderr)
    return times


def total(times: Mapping[str, Took]) -> Took:
    """All questions together."""
    return Took(sum(took.wall for took in times.values()), sum(took.cpu for took in times.values()))


def against_rdflib(folder: Path, triples: int, background: Background, questions: Mapping[str, Question]) -> dict[str, Any]:
    """The questions put to a small store and to rdflib's own engine over the same triples."""
    import rdflib

    with Store.create_or_open(folder, background=background, agent="bench") as store:
        grow(store, articles(background.things), triples)
        size = len(store)
        ours = ask_all(store.query, questions)
        store.export("turtle", folder / "graph.ttl", with_derived=True)
    graph = rdflib.Graph()
    parsing = timed(lambda: graph.parse(folder / "graph.ttl")).rounded(1)
    theirs = ask_all(graph.query, questions, repeat=1)
    ratios = {name: round(theirs[name].cpu / max(ours[name].cpu, 0.0001), 1) for name in questions}
    whole = round(total(theirs).cpu / total(ours).cpu, 1)
    return {"triples": size, "parse_s": parsing, "ours_s": ours, "rdflib_s": theirs, "cpu_ratio": ratios, "cpu_ratio_of_sums": whole}


def exports(store: Store, folder: Path) -> dict[str, Took]:
    """The seconds of each export that streams."""
    files = {"turtle": folder / "graph.ttl", "nquads": folder / "graph.nq"}
    return {form: timed(lambda f=form, p=path: store.export(f, p, with_derived=True)).rounded(1) for form, path in files.items()}  # type: ignore[misc]


def peak_mb() -> int:
    """The most memory that the process has had so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def run(folder: Path, triples: int, parts: int, rdflib_triples: int) -> dict[str, Any]:
    """The whole benchmark in a folder."""
    background = Background.load()
    questions = load_questions()
    source = articles(background.things)
    result: dict[str, Any] = {"python": platform.python_version(), "growth": []}
    with Store.create_or_open(folder / "large", background=background, agent="bench") as store:
        for part in range(1, parts + 1):
            grown = grow(store, source, triples * part // parts)
            times = ask_all(store.query, questions)
            result["growth"].append({**grown, "all_questions_s": total(times).rounded(), "slowest_s": max(times.values())})
            print(json.dumps(result["growth"][-1]), file=sys.stderr)
        result["questions_s"] = times
        one_more = timed(partial(store.add, next(source))).plus(timed(store.finish))
        result["one_more_article_s"] = one_more.rounded()
        result["peak_mb_before_export"] = peak_mb()
        result["export_s"] = exports(store, folder)
        result["peak_mb"] = peak_mb()
    if rdflib_triples:
        result["rdflib"] = against_rdflib(folder / "small", rdflib_triples, background, questions)
    return result


def main() -> None:
    """Read the options and run the benchmark."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--triples", type=int, default=1_000_000)
    options.add_argument("--parts", type=int, default=4)
    options.add_argument("--rdflib", type=int, default=50_000, metavar="TRIPLES", help="size at which rdflib is asked too; 0: never")
    options.add_argument("--keep", type=Path, help="a folder for the store, which stays")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(given.keep or Path(folder), given.triples, given.parts, given.rdflib), indent=1))


if __name__ == "__main__":
    main()
