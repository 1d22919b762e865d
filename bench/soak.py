"""Builds under faults: killed at random moments, on a full disk, on a read-only one, beside another writer, over an older store.

    python bench/soak.py [--kills 20] [--articles 150] [--seed 1] [--seconds 20]

Each check prints a line and ends the run with an error where it does not hold. The articles are made up. Kills hit the whole group
of processes (SIGKILL) at moments drawn over the time of an undisturbed build; every other one has two worker processes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.graph import Store
from kg.graph import terms as t
from kg.knowledge import load_knowledge

STATES = ("روسيا", "الصين", "فرنسا", "تركيا", "إيران", "مصر", "قطر", "الهند", "اليابان", "السودان", "المغرب", "الجزائر")
SENTENCES = (
    "زار وزير الخارجية في {0} {1} والتقى مسؤولين فيها.",
    "اتهمت {0} {1} بدعم جماعات مسلحة على الحدود.",
    "هددت {0} {1} بعقوبات اقتصادية جديدة، لكن {2} رفضت ذلك.",
    "وقعت {0} اتفاقا مع {1} في مجال الطاقة.",
    "قالت {2} إن {0} هاجمت {1} في وقت سابق من هذا العام.",
    "فرضت {0} عقوبات على {1}، وأدانت {2} الخطوة.",
)
FOLLOWING = (t.pol("dispatch"), t.books("near"))
"""What `Store.finish` notes of an article."""


class Broken(Exception):
    """A promise that does not hold."""


def demand(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


def write_articles(path: Path, count: int, seed: int = 1) -> None:
    """A file of made-up articles, some of them copies of one dispatch."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        body = ""
        for number in range(count):
            if number % 5 or not body:
                picked = [draw.choice(SENTENCES).format(*draw.sample(STATES, 3)) for _ in range(draw.randint(4, 12))]
                body = "\n".join(picked)
            day = f"2021-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
            record = {"id": f"a{number}", "source": draw.choice(["وكالة أولى", "صحيفة ثانية"]), "date": day, "text": body}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'kg'; from kg.cli import main; main()"]


def kg(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


def build(articles: Path, out: Path, workers: int = 1) -> None:
    done = kg("build", articles, "-o", out, "--workers", workers)
    demand(done.returncode == 0, f"the build ended with {done.returncode}: {done.stderr[-2000:]}")


def refused(done: subprocess.CompletedProcess[str], *words: str) -> str:
    """The one line in which a command says what is wrong; anything else is a broken promise."""
    demand(done.returncode == 1, f"ended with {done.returncode}: {done.stderr[-2000:]}")
    demand("Traceback" not in done.stderr, f"a traceback: {done.stderr[-2000:]}")
    message = " ".join(done.stderr.split())
    demand(all(word in message for word in words), f"not the message expected ({', '.join(words)}): {message[-500:]}")
    return message


@dataclass(frozen=True, slots=True)
class Reference:
    """An undisturbed build: its files, the quads of each article, and how long it took."""

    turtle: bytes
    page: bytes
    articles: dict[str, frozenset[str]]
    seconds: float


def reference(articles: Path, out: Path) -> Reference:
    load_knowledge()  # compiled once, so that the time measured is that of any other build
    started = time.monotonic()
    build(articles, out)
    seconds = time.monotonic() - started
    return Reference((out / "graph.ttl").read_bytes(), (out / "graph.html").read_bytes(), articles_of(out), seconds)


def articles_of(out: Path) -> dict[str, frozenset[str]]:
    """What the store of a folder holds of each article, without what follows from articles together."""
    with Store.read_only(out) as store:
        return {name: frozenset(map(str, own_quads(store, name))) for name in store.articles()}


def anything_in(place: Path) -> bool:
    """Whether anything was written to a store; one that was killed while it was being made cannot be read, only begun anew."""
    return any(place.glob("*.sst")) or any(log.stat().st_size for log in place.glob("*.log"))


def own_quads(store: Store, name: str) -> Iterator[Quad]:
    """The quads that an article brought: its own, its sentences' and its reports'."""
    find = store.oxigraph.quads_for_pattern
    here = t.article_node(name)
    subjects = {here} | {q.subject for link in (t.pol("article"), t.HAS_SOURCE) for q in find(None, link, here, None)}
    for subject in list(subjects):
        subjects |= {q.object for q in find(subject, t.HAS_SELECTOR, None, None) if isinstance(q.object, NamedNode)}
    yield from (q for s in subjects for q in find(s, None, None, None) if q.predicate not in FOLLOWING)


def compare(out: Path, articles: Path, whole: Reference) -> int:
    """Demand that a disturbed folder holds whole articles alone, and becomes the undisturbed one; how many it held."""
    found = articles_of(out) if anything_in(out / "store") else {}
    for name, quads in found.items():
        demand(quads == whole.articles.get(name), f"article {name} is not whole: {len(quads)} of {len(whole.articles.get(name, ()))} quads")
    for name, content in (("graph.ttl", whole.turtle), ("graph.html", whole.page)):
        demand(not (out / name).exists() or (out / name).read_bytes() == content, f"{name} is cut off")
    build(articles, out)
    demand((out / "graph.ttl").read_bytes() == whole.turtle, "the resumed build gives another graph.ttl")
    demand((out / "graph.html").read_bytes() == whole.page, "the resumed build gives another graph.html")
    left = sorted(p.name for p in out.iterdir() if p.name.endswith(".part"))
    demand(not left, f"files of the killed run are left: {left}")
    return len(found)


def kill(articles: Path, out: Path, after: float, workers: int) -> None:
    """Begin a build and kill it with all its processes after so many seconds."""
    command = [*COMMAND, "build", str(articles), "-o", str(out), "--workers", str(workers)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def soak_kills(place: Path, articles: Path, whole: Reference, kills: int, draw: random.Random) -> str:
    held = []
    for number in range(kills):
        out = place / "killed"
        after = draw.uniform(0.3, 1.05) * whole.seconds
        kill(articles, out, after, workers=1 + number % 2)
        held.append(compare(out, articles, whole))
        print(f"  killed after {after:5.2f} s with {held[-1]:4} articles held; resumed to the same bytes", flush=True)
        shutil.rmtree(out)
    among = sum(0 < n < len(whole.articles) for n in held)
    return f"{kills} kills, {among} of them among the articles, {sum(n == len(whole.articles) for n in held)} behind them; all resumed"


def orphans(articles: Path, out: Path, after: float) -> str:
    """Kill the main process alone: its workers have to end by themselves."""
    command = [*COMMAND, "build", str(articles), "-o", str(out), "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(after)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while group_lives(process.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    if group_lives(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
        raise Broken("worker processes outlive a killed build")
    return "no worker outlives a killed build"


def group_lives(group: int) -> bool:
    """Whether a process of the group runs still; one that has ended and waits to be collected does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgrp = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state != "Z":
            return True
    return False


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path | None]:
    """A file system of its own, or None where this user may mount none."""
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def full_disk(place: Path, articles: Path, whole: Reference) -> str:
    """A disk that fills up at several moments; with more room the build goes on."""
    need = sum(p.stat().st_size for p in (place / "whole").rglob("*") if p.is_file())
    held = []
    for number, share in enumerate((0.2, 0.5, 0.8, 0.95)):
        with small_disk(place / f"disk{number}", f"{max(64, int(need * share / 1024))}k") as disk:
            if disk is None:
                return limited_files(place, articles, whole)
            refused(kg("build", articles, "-o", disk / "out"), "cannot be")
            remount(disk, "size=1g")
            held.append(compare(disk / "out", articles, whole))
    return f"a disk filled at {len(held)} moments ({', '.join(map(str, held))} articles held): said, and resumed with more room"


def limited_files(place: Path, articles: Path, whole: Reference) -> str:
    """Where no disk can be mounted: files that may not grow (RLIMIT_FSIZE)."""
    import resource

    size = len(whole.turtle) // 2
    out = place / "limited"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    refused(kg("build", articles, "-o", out, preexec_fn=limit), "cannot be")
    held = compare(out, articles, whole)
    return f"files that may not grow ({held} articles held): said, and resumed (no disk could be mounted here)"


def read_only(place: Path, articles: Path, whole: Reference) -> str:
    """An output that cannot be written, new or with a graph in it; what is there can still be asked."""
    with small_disk(place / "frozen", "1g") as disk:
        if disk is None:
            return "read-only output: not tried (no disk could be mounted here)"
        shutil.copytree(place / "whole", disk / "out")
        remount(disk, "ro")
        message = refused(kg("build", articles, "-o", disk / "new"), "cannot be")
        refused(kg("build", articles, "-o", disk / "out"), "cannot be")
        asked = kg("query", disk / "out", "SELECT ?a { ?a a pol:Article }", "--format", "csv")
        demand(asked.returncode == 0, f"a read-only graph cannot be asked: {asked.stderr[-500:]}")
        demand(len(asked.stdout.splitlines()) == len(whole.articles) + 1, "a read-only graph answers less")
        demand((disk / "out" / "graph.ttl").read_bytes() == whole.turtle, "graph.ttl has changed")
    return f"read-only output: said ({message[:90]}…), and the graph there can be asked"


def second_writer(place: Path, articles: Path, whole: Reference) -> str:
    out = place / "shared"
    with Store.create_or_open(out, agent="soak"):
        refused(kg("build", articles, "-o", out), "in use by another build")
    compare(out, articles, whole)
    return "a second writer: refused, and let in when the first is done"


def other_format(place: Path, articles: Path, whole: Reference) -> str:
    out = place / "older"
    shutil.copytree(place / "whole", out)
    store = Oxigraph(str(out / "store"))
    mark = next(iter(store.quads_for_pattern(t.STORE, t.books("format"), None, t.BOOKS)))
    store.remove(mark)
    store.add(Quad(mark.subject, mark.predicate, Literal("0"), mark.graph_name))
    before = len(store)
    store.flush()
    del store
    refused(kg("build", articles, "-o", out), "format 0", "build it anew")
    refused(kg("query", out, "ASK {}"), "format 0", "build it anew")
    demand(len(Oxigraph.read_only(str(out / "store"))) == before, "the older store was changed")
    demand((out / "graph.ttl").read_bytes() == whole.turtle, "graph.ttl was changed")
    return "a store of an older format: refused in one line, nothing of it changed"


def soak(place: Path, *, kills: int, articles: int, seed: int = 1) -> Iterator[str]:
    """Run all checks in a folder; a line for each."""
    given = place / "articles.jsonl"
    write_articles(given, articles, seed)
    whole = reference(given, place / "whole")
    yield f"undisturbed: {articles} articles in {whole.seconds:.1f} s, {len(whole.turtle):,} bytes of Turtle"
    yield soak_kills(place, given, whole, kills, random.Random(seed))
    yield orphans(given, place / "orphaned", 0.7 * whole.seconds)
    yield full_disk(place, given, whole)
    yield read_only(place, given, whole)
    yield second_writer(place, given, whole)
    yield other_format(place, given, whole)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a check."""
    from soak_endpoint import soak_endpoint

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20, help="how long the endpoint is asked")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        place = Path(folder)
        for line in soak(place, kills=options.kills, articles=options.articles, seed=options.seed):
            print(line, flush=True)
        print(soak_endpoint(place / "whole", seconds=options.seconds), flush=True)


if __name__ == "__main__":
    main()
