"""The compiled knowledge base: JSON in the user's cache folder, named by a hash of all that it was made from.

JSON because opening it can run nothing; in columns, a list for all values of a field, because those are opened in half the time of
objects with keys. A cache that cannot be read or written is passed over: it only saves time.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice, starmap
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from kg.knowledge.base import Knowledge, make_knowledge
from kg.knowledge.gazetteer import Entry, Gazetteer
from kg.knowledge.things import Membership, Name, NameKind, OfficeKind, Tenure, Thing
from kg.model import EntityType

CODE = [Path(__file__).with_name(n) for n in ("cache.py", "gazetteer.py", "reader.py", "things.py")] + [
    Path(__file__).parents[1] / "text" / n for n in ("normalize.py", "tokens.py")
]
HELD: dict[str, type] = {"names": Name, "tenures": Tenure, "memberships": Membership, "entries": Entry}
"""What the tuples of a field hold, where it is not strings."""
ENUMS: dict[str, dict[str, Any]] = {"type": {k.value: k for k in EntityType}, "kind": {k.value: k for k in NameKind}}

Row = TypeVar("Row")


def cache_path(files: Sequence[Path]) -> Path:
    """Where the compiled form of these Turtle files belongs; another content or code gives another name."""
    digest = hashlib.sha256()
    for path in [*files, *CODE]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return Path(platformdirs.user_cache_dir("siyasa")) / f"knowledge-{digest.hexdigest()[:24]}.json"


def read_cache(path: Path) -> Knowledge | None:
    """The knowledge base compiled in `path`, or None where there is none that can be read."""
    try:
        with _collector_paused():
            return _from_json(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def write_cache(path: Path, knowledge: Knowledge) -> None:
    """Write the compiled form, whole or not at all; a folder that cannot be written is passed over."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        partial.write_text(json.dumps(_to_json(knowledge), ensure_ascii=False, separators=(",", ":")), "utf-8")
        partial.replace(path)
        for old in path.parent.glob("knowledge-*.json"):
            if old != path and old.stat().st_mtime < path.stat().st_mtime - 30 * 86400:
                old.unlink(missing_ok=True)
    except OSError:
        return


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the collector of cycles, which would go over all that is being made again and again and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _to_json(knowledge: Knowledge) -> dict[str, Any]:
    surfaces = knowledge.gazetteer.entries
    meanings = {entries: number for number, entries in enumerate(dict.fromkeys(surfaces.values()))}  # the forms of a nisba share theirs
    return {
        "things": _table(Thing, knowledge.things.values()),
        "offices": _table(OfficeKind, knowledge.offices.values()),
        "surfaces": list(surfaces),
        "means": [meanings[entries] for entries in surfaces.values()],
        "meanings": _column("entries", list(meanings)),
        "longest": knowledge.gazetteer.longest,
    }


def _table(kind: type, items: Iterable[Any]) -> dict[str, Any]:
    rows = list(items)
    return {name: _column(name, [getattr(row, name) for row in rows]) for name in kind.__annotations__}


def _column(name: str, values: list[Any]) -> Any:
    """The values of a field; of one of tuples how long each is, and all that they hold in one row."""
    if not values or not isinstance(values[0], tuple):
        return values
    held = list(chain.from_iterable(values))
    return {"lengths": [len(value) for value in values], "held": _table(HELD[name], held) if name in HELD else held}


def _from_json(data: dict[str, Any]) -> Knowledge:
    things = {thing.id: thing for thing in _rows(Thing, data["things"])}
    offices = {office.id: office for office in _rows(OfficeKind, data["offices"])}
    meanings = _values("entries", data["meanings"])
    entries = dict(zip(data["surfaces"], (meanings[number] for number in data["means"]), strict=True))
    return make_knowledge(things, offices, Gazetteer(entries, data["longest"]))


def _rows(kind: type[Row], table: dict[str, Any]) -> list[Row]:
    """The things of a table, filled in a column at a time, which takes half the time of calling `kind` for each."""
    columns = {name: _values(name, table[name]) for name in kind.__annotations__}
    if issubclass(kind, tuple):
        return list(starmap(kind, zip(*columns.values(), strict=True)))
    rows = [object.__new__(kind) for _ in next(iter(columns.values()))]
    for name, values in columns.items():
        put = getattr(kind, name).__set__  # the slot, since the class itself is frozen
        deque(starmap(put, zip(rows, values, strict=True)), maxlen=0)
    return rows


def _values(name: str, column: Any) -> list[Any]:
    """The values of a field as they were before `_column`."""
    if isinstance(column, dict):
        held = iter(_rows(HELD[name], column["held"]) if name in HELD else column["held"])
        return [tuple(islice(held, length)) if length else () for length in column["lengths"]]
    return list(map(ENUMS[name].__getitem__, column)) if name in ENUMS else column
