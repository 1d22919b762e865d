"""The endpoint under many clients: ordinary questions without an error, runaway ones cut off, updates refused, memory bounded."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kg.graph.questions import load_questions

CLIENTS = 8
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
UPDATE = "DELETE WHERE { ?a ?b ?c }"
WANTED = {"question": 200, "runaway": 503, "update": 403}
SERVER = "import sys; from pathlib import Path; from kg.graph.serve import Limits, serve; " \
         "serve(Path(sys.argv[1]), port=int(sys.argv[2]), limits=Limits(seconds=float(sys.argv[3])))"  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What the clients saw: answers by (kind, status), the slowest question, the largest memory in MB."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: list[float] = field(default_factory=list)


def soak_endpoint(out: Path, *, seconds: float, clients: int = CLIENTS, cut_off: float = 2.0) -> str:
    """Serve a graph to clients for so long; raises AssertionError where a promise does not hold."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(out), str(port), str(cut_off)])
    try:
        tally = ask_for(f"http://127.0.0.1:{port}", server.pid, seconds, clients)
        count = httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": "SELECT ?a { ?a a pol:Article }"}, timeout=60)
    finally:
        server.terminate()
        server.wait(20)
    wrong = {(kind, status): n for (kind, status), n in tally.answers.items() if WANTED[kind] != status}
    assert not tally.faults and not wrong, f"answers that should not be: {wrong}; {tally.faults[:3]}"
    assert count.json()["results"]["bindings"], "the graph is empty after refused updates"
    assert {kind for kind, _ in tally.answers} == set(WANTED), f"not every kind was asked: {tally.answers}"
    early, late = max(tally.memory[: len(tally.memory) // 2]), max(tally.memory)
    assert late < 1.5 * early + 100, f"memory grows: {early:.0f} MB, then {late:.0f} MB"
    seen = ", ".join(f"{n} {kind}s {status}" for (kind, status), n in sorted(tally.answers.items()))
    return f"endpoint: {clients} clients for {seconds:g} s: {seen}; no error, slowest {tally.slowest:.1f} s, memory at most {late:.0f} MB"


def ask_for(address: str, pid: int, seconds: float, clients: int) -> Tally:
    """Ask from so many threads: the first runaway queries, the second updates, all others the named questions in turn."""
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(address, timeout=5)
            break
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the endpoint did not start"
            time.sleep(0.1)
    tally = Tally()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=_client, args=(address, number, until, tally)) for number in range(clients)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        tally.memory.append(memory_of(pid))
        time.sleep(0.25)
    return tally


def _client(address: str, number: int, until: float, tally: Tally) -> None:
    questions = [q.sparql for q in load_questions().values()]
    asked = number
    with httpx.Client(timeout=120) as client:
        while time.monotonic() < until:
            kind = ("runaway", "update")[number] if number < 2 else "question"
            query = RUNAWAY if kind == "runaway" else questions[asked % len(questions)]
            body = {"update": UPDATE} if kind == "update" else {"query": query}
            started = time.monotonic()
            try:
                answer = client.post(f"{address}/sparql", data=body)
            except httpx.HTTPError as error:
                tally.faults.append(repr(error))
                continue
            tally.answers[kind, answer.status_code] += 1
            if kind == "question":
                tally.slowest = max(tally.slowest, time.monotonic() - started)
            asked += 1
            time.sleep(0.2 if kind == "update" else 0)


def memory_of(pid: int) -> float:
    """Resident memory of a process and its children, in MB (Linux; 0 elsewhere)."""
    children: dict[int, list[int]] = {}
    sizes: dict[int, float] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        one = int(fields["Pid"])
        children.setdefault(int(fields["PPid"]), []).append(one)
        sizes[one] = int(fields.get("VmRSS", "0 kB").split()[0]) / 1024
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        total += sizes.get(one, 0.0)
        waiting += children.get(one, [])
    return total
