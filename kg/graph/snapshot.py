"""A store read while a build writes to it: a consistent copy that costs links, not bytes.

Opening a RocksDB database to read beside its writer is undefined. Its data files never change once they are written, so they
are linked; the manifest (which files there are) and the write-ahead log (what is not yet in a file, appended to only) are
copied. If the manifest has not moved meanwhile, the copy is a state that the store was in.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import IO

from pyoxigraph import Store as Oxigraph

from kg.errors import StoreError

ATTEMPTS = 20
WRITER = "WRITER"
"""The file by which a writer holds a store."""
WRITERS: set[Path] = set()
"""Stores that this very process writes to."""


def lock_to_write(place: Path) -> IO[bytes] | None:
    """Lock a store for a writer, for as long as it keeps the file open; RocksDB's own lock goes with each store opened anew.

    None where there are no such locks: RocksDB itself refuses a second writer.

    Raises:
        StoreError: another writer has it, or nothing can be written there.
    """
    try:
        import fcntl
    except ImportError:
        return None
    try:
        file = (place / WRITER).open("ab")
    except OSError as error:
        raise StoreError(f"{place}: cannot be opened: {error}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreError(f"{place}: in use by another build; wait for it or give another folder") from error
    return file


def unlock(lock: IO[bytes] | None) -> None:
    """Let go of what `lock_to_write` gave."""
    if lock is not None:
        lock.close()


def has_writer(place: Path) -> bool:
    """Whether a build writes to a store."""
    if place.resolve() in WRITERS:
        return True
    if not (place / WRITER).exists() or not os.access(place / WRITER, os.W_OK):
        return False
    try:
        unlock(lock_to_write(place))
    except StoreError:
        return True
    return False


def state_of(place: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells that a store has changed: its manifest and logs with their sizes and times."""
    rows = []
    for path in sorted(place.iterdir()):
        if path.name.startswith(("MANIFEST", "CURRENT")) or path.suffix == ".log":
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            rows.append((path.name, stat.st_size, stat.st_mtime_ns))
    return tuple(rows)


def snapshot(place: Path, parent: Path | None = None) -> Path:
    """Copy a store to a new folder and give the folder; the caller deletes it.

    Args:
        place: the store.
        parent: where to make the folder; beside the store without it, so that files can be linked.

    Raises:
        StoreError: no consistent copy could be had in many attempts, or the folder cannot be written.
    """
    last: Exception | None = None
    for attempt in range(ATTEMPTS):
        target = Path(tempfile.mkdtemp(prefix=".snapshot-", dir=parent or place.parent))
        try:
            if _copy(place, target):
                Oxigraph.read_only(str(target))
                return target
        except OSError as error:
            last = error
        shutil.rmtree(target, ignore_errors=True)
        time.sleep(0.05 * (attempt + 1))
    raise StoreError(f"{place}: no consistent copy while a build writes to it{f' ({last})' if last else ''}; try again when it is done")


def _copy(place: Path, target: Path) -> bool:
    before = _manifest(place)
    for path in sorted(place.iterdir()):
        if path.suffix == ".sst":
            _link(path, target / path.name)
    for path in sorted(place.iterdir()):
        if path.suffix != ".sst" and path.is_file() and path.name not in ("LOCK", WRITER) and not path.name.startswith("LOG"):
            shutil.copyfile(path, target / path.name)
    return _manifest(place) == before


def _manifest(place: Path) -> tuple[str, int]:
    name = (place / "CURRENT").read_text().strip()
    return name, (place / name).stat().st_size


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
