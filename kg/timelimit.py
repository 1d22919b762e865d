"""A limit to what one article may cost: processor time, so that a loaded machine fails nothing that an idle one reads."""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 1.0
"""Seconds after which a limit is told again, where the first telling was lost (in a destructor, say)."""


class OutOfTimeError(BaseException):
    """The limit is reached. No `Exception`, so that nothing on its way takes it for a fault of its own."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Break the block off after so many seconds of this process's time; outside the main thread, of the thread's.

    Without effect for 0 seconds, and on systems without such timers (Windows).

    Raises:
        OutOfTimeError: the block took longer.
    """
    if seconds <= 0 or not hasattr(signal, "setitimer"):
        yield
        return
    if threading.current_thread() is not threading.main_thread():
        with _watched(seconds):
            yield
        return

    def tell(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, tell)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """The same in a thread, where signals do not arrive: a second thread looks at its clock."""
    thread, raising, over = threading.get_ident(), threading.Lock(), threading.Event()
    clock = time.pthread_getcpuclockid(thread)
    end = time.clock_gettime(clock) + seconds

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            wait = end - time.clock_gettime(clock)
            if wait <= 0:
                wait = AGAIN
                with raising:
                    if not over.is_set():
                        _raise_in(thread, OutOfTimeError)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        try:
            with raising:
                over.set()
        finally:
            over.set()
            _raise_in(thread, None)  # one that was told and has not arrived is not for what comes next


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Let a thread raise an error at its next step, or take that back."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)
