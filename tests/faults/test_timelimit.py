"""The limit to what one article may cost, where signals arrive and where they do not."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from kg.timelimit import OutOfTimeError, within


def spin(seconds: float, limit: float) -> bool:
    """Whether work for so many seconds of processor time is broken off by a limit."""
    try:
        with within(limit):
            end = time.thread_time() + seconds
            while time.thread_time() < end:
                pass
    except OutOfTimeError:
        return True
    return False


@pytest.mark.parametrize(("limit", "broken"), [(0.1, True), (5, False), (0, False)])
def test_only_what_takes_longer_is_broken_off(limit: float, broken: bool) -> None:
    assert spin(0.4, limit) is broken
    with ThreadPoolExecutor(1) as other:
        assert other.submit(spin, 0.4, limit).result() is broken


def test_in_a_thread_the_work_of_others_does_not_count() -> None:
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(spin, 0.05, 0.3)
        spin(0.6, 0)
        assert waiting.result() is False


def test_a_limit_that_was_kept_to_is_forgotten() -> None:
    reached = []

    def work() -> None:
        with within(0.1):
            pass
        spin(0.4, 0)
        reached.append(True)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert reached
