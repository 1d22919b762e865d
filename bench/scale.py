"""Time, memory and bytes at several sizes, and what follows for ten million articles.

    python bench/scale.py CORPUS.jsonl.gz [--sizes 300 1000 3000] [--workers 2]

For each size `kg extract` into packed records and `kg build`, each a command with worker processes, and then every named question of
its graph. Seconds are processor seconds of all its processes, so that other work on the machine counts little; memory is the peak
of each process by the kernel (VmHWM).
Ends with an error where a process is past its limit, or grows with the number of articles. The sizes end with 3,000 articles, in some ten
minutes; the corpus of 17,857 is worth the hour when memory was changed: `make bench-scale SIZES="300 3000 17857"`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction import machine, spread
from graph import Took, ask_all, total
from soak import COMMAND

from kg.graph import Store
from kg.graph.questions import load_questions
from kg.model import Article

TEN_MILLION = 10_000_000
WORKER_LIMIT = 600
"""Megabytes that a worker may have, the knowledge base included."""
MAIN_LIMIT = 450
"""Megabytes that the main process of a build may have at any size."""
WORKER_FLAT = 1.5
"""How much more a worker may have at the largest size than at the smallest: its caches of words, which are bounded, fill up."""
MAIN_FLAT = 1.15
"""How much more the main process may have for ten times as many articles: the page fills up, and what RocksDB keeps for a while."""
WORKER = 100
"""Megabytes that tell a worker from the helpers of multiprocessing."""
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command cost: seconds of the clock, processor seconds and megabytes of its main process and of its workers."""

    wall: float
    main_cpu: float
    worker_cpu: float
    main_mb: float
    worker_mb: float

    @property
    def cpu(self) -> float:
        return self.main_cpu + self.worker_cpu


@dataclass(frozen=True, slots=True)
class Size:
    """All that was measured at a size; bytes are those on disk, `asked` all named questions together and the slowest of them."""

    articles: int
    words: int
    extract: Run
    build: Run
    bytes: dict[str, int]
    triples: int
    asked: tuple[Took, Took]


def measure(command: Sequence[str]) -> Run:
    """Run a command in a session of its own and watch all processes of that.

    Raises:
        SystemExit: the command fails.
    """
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    seen: dict[int, tuple[float, float]] = {}
    while process.poll() is None:
        seen |= of_session(process.pid)
        time.sleep(0.1)
    wall = time.monotonic() - start
    if process.returncode:
        raise SystemExit(
            f"{' '.join(command)}\nended with {process.returncode}: {process.stderr.read().decode() if process.stderr else ''}"
        )
    main_cpu, main_mb = seen.pop(process.pid)
    workers = [(cpu, mb) for cpu, mb in seen.values() if mb > WORKER]
    return Run(wall, main_cpu, sum(cpu for cpu, _ in workers), main_mb, max((mb for _, mb in workers), default=0))


def of_session(session: int) -> dict[int, tuple[float, float]]:
    """Process id → processor seconds so far and peak of memory in megabytes."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                peak = next(line.split()[1] for line in (folder / "status").read_text().splitlines() if line.startswith("VmHWM"))
                found[int(folder.name)] = ((int(fields[11]) + int(fields[12])) * TICK, int(peak) / 1024)
        except (OSError, StopIteration):  # it has ended meanwhile
            continue
    return found


def at_size(place: Path, articles: Sequence[Article], workers: int) -> Size:
    """Extract and build so many articles in a folder."""
    place.mkdir()
    given = place / "articles.jsonl"
    with given.open("w", encoding="utf-8") as out:
        for a in articles:
            record = {"id": a.id, "title": a.title, "date": a.date, "source": a.source, "url": a.url, "text": a.body}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    records, graph = place / "records.jsonl.gz", place / "graph"
    extracted = measure([*COMMAND, "extract", str(given), "-o", str(records), "--workers", str(workers)])
    built = measure([*COMMAND, "build", str(given), "-o", str(graph), "--workers", str(workers)])
    sizes = {"articles": given.stat().st_size, "records, packed": records.stat().st_size}
    sizes["store"] = sum(path.stat().st_size for path in (graph / "store").rglob("*") if path.is_file())
    sizes["graph.ttl"] = (graph / "graph.ttl").stat().st_size
    with Store.read_only(graph) as store:
        triples, took = len(store), ask_all(store.query, load_questions())
    return Size(
        len(articles), sum(len(a.text.split()) for a in articles), extracted, built, sizes, triples, (total(took), max(took.values()))
    )


def table(sizes: Sequence[Size]) -> str:
    """The measurements, a column a size."""
    rows = {
        "words": lambda s: f"{s.words:,}",
        "extraction: articles an hour and core": lambda s: f"{3600 * s.articles / s.extract.cpu:,.0f}",
        "build, store and outputs included: articles an hour and core": lambda s: f"{3600 * s.articles / s.build.cpu:,.0f}",
        "build: seconds of the clock": lambda s: f"{s.build.wall:,.0f}",
        "build: CPU ms an article, workers": lambda s: f"{1000 * s.build.worker_cpu / s.articles:,.1f}",
        "build: CPU ms an article, main process (store)": lambda s: f"{1000 * s.build.main_cpu / s.articles:,.1f}",
        "peak memory of a worker": lambda s: f"{max(s.extract.worker_mb, s.build.worker_mb):,.0f} MB",
        "peak memory of the main process, extract": lambda s: f"{s.extract.main_mb:,.0f} MB",
        "peak memory of the main process, build": lambda s: f"{s.build.main_mb:,.0f} MB",
        "triples": lambda s: f"{s.triples:,}",
        "all named questions, the slowest of them": lambda s: f"{s.asked[0].cpu:,.2f} s, {s.asked[1].cpu:,.2f} s",
        **{f"bytes an article: {name}": lambda s, n=name: f"{s.bytes[n] / s.articles:,.0f}" for name in sizes[0].bytes},
    }
    head = "| articles | " + " | ".join(f"{s.articles:,}" for s in sizes) + " |\n" + "|---" * (len(sizes) + 1) + "|"
    return "\n".join([head, *(f"| {name} | {' | '.join(map(row, sizes))} |" for name, row in rows.items())])


def extrapolated(small: Size, large: Size) -> str:
    """What ten million articles would take, if each costs what those between the two largest sizes cost: fixed costs are left out."""
    more = large.articles - small.articles
    hours = TEN_MILLION / 3600 / more
    gigabytes = TEN_MILLION / 1e9 / more
    rows = {
        "extraction": f"{hours * (large.extract.cpu - small.extract.cpu):,.0f} core hours",
        "store and outputs, one process": f"{hours * (large.build.main_cpu - small.build.main_cpu):,.0f} core hours",
        **{name: f"{gigabytes * (large.bytes[name] - small.bytes[name]):,.1f} GB" for name in large.bytes},
    }
    return "\n".join(
        [f"| extrapolated to {TEN_MILLION:,} articles | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    )


def faults(sizes: Sequence[Size]) -> list[str]:
    """What does not hold of the promises about memory."""
    workers, mains = [max(s.extract.worker_mb, s.build.worker_mb) for s in sizes], [s.build.main_mb for s in sizes]
    tenfold = math.log10(sizes[-1].articles / sizes[0].articles)
    watched = (("a worker", workers, WORKER_LIMIT, WORKER_FLAT), ("the main process", mains, MAIN_LIMIT, MAIN_FLAT**tenfold))
    too_much = [f"{whose} has {peak:,.0f} MB, more than {most}" for whose, peaks, most, _ in watched for peak in peaks if peak > most]
    grown = [
        f"{whose} grows: {peaks[0]:,.0f} MB at {sizes[0].articles}, {peaks[-1]:,.0f} MB at {sizes[-1].articles} articles"
        for whose, peaks, _, flat in watched
        if peaks[-1] > flat * peaks[0]
    ]
    return [*too_much, *grown]


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1000, 3000])
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    sizes = []
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        for count in sorted(options.sizes):
            sizes.append(at_size(Path(folder) / str(count), spread(options.corpus, count), options.workers))
            print(f"{count:,} articles: {sizes[-1].extract.wall + sizes[-1].build.wall:,.0f} s", file=sys.stderr)
    print(f"{machine()}; {options.workers} workers.\n\n{table(sizes)}\n")
    if len(sizes) > 1:
        print(extrapolated(sizes[-2], sizes[-1]))
    if wrong := faults(sizes):
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
