"""What `make bench-scale` makes of its measurements."""

from __future__ import annotations

import sys

import pytest
import scale


def size(articles: int, *, worker_mb: float = 300, main_mb: float = 200) -> scale.Size:
    """A size at which everything costs 10 s or 1,000 bytes once, and 0.1 s or 50 bytes an article."""
    run = scale.Run(wall=1, main_cpu=10 + 0.1 * articles, worker_cpu=5 + 0.2 * articles, main_mb=main_mb, worker_mb=worker_mb)
    return scale.Size(
        articles,
        250 * articles,
        run,
        run,
        {"store": 1000 + 50 * articles, "records, packed": 20 * articles},
        40 * articles,
        (scale.Took(2, 1), scale.Took(1, 0.5)),
    )


def test_what_costs_once_is_not_multiplied_by_ten_million() -> None:
    told = scale.extrapolated(size(1000), size(3000))
    assert "| store | 0.5 GB |" in told
    assert "| store and outputs, one process | 278 core hours |" in told and "| extraction | 833 core hours |" in told


def test_a_worker_that_is_too_large_and_a_process_that_grows_are_faults() -> None:
    assert scale.faults([size(300), size(3000)]) == []
    assert "more than 600" in scale.faults([size(300, worker_mb=601)])[0]
    assert "a worker grows" in scale.faults([size(300, worker_mb=300), size(3000, worker_mb=540)])[0]
    assert scale.faults([size(300, main_mb=300), size(3000, main_mb=340)]) == []
    assert "the main process grows" in scale.faults([size(300, main_mb=300), size(3000, main_mb=350)])[0]
    assert scale.faults([size(300, main_mb=300), size(30000, main_mb=390)]) == [], "as much for each tenfold"
    assert "the main process grows" in scale.faults([size(1000, main_mb=300), size(3000, main_mb=340)])[0]
    assert scale.faults([size(300, main_mb=451)]) == ["the main process has 451 MB, more than 450"]


def test_the_table_has_a_column_a_size() -> None:
    lines = scale.table([size(300), size(3000)]).splitlines()
    assert lines[0] == "| articles | 300 | 3,000 |" and all(line.count("|") == 4 for line in lines)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_memory_and_time_of_a_command_are_those_of_all_its_processes() -> None:
    made = "import subprocess, sys, time; x = bytearray(160 << 20); subprocess.run([sys.executable, '-c', sys.argv[1]])"
    child = "import time; x = bytearray(120 << 20); end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    run = scale.measure([sys.executable, "-c", made, child])
    assert run.main_mb > 160 and 120 < run.worker_mb < 160 and run.worker_cpu > 0.3
