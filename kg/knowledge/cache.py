"""The compiled knowledge base: JSON in the user's cache folder, named by a hash of all that it was made from.

JSON because opening it can run nothing. A cache that cannot be read or written is passed over: it only saves time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

from kg.knowledge.base import Knowledge, make_knowledge
from kg.knowledge.gazetteer import Entry, Gazetteer, longest_of
from kg.knowledge.things import Membership, Name, NameKind, OfficeKind, Tenure, Thing
from kg.model import EntityType

CODE = [Path(__file__).with_name(n) for n in ("cache.py", "gazetteer.py", "reader.py", "things.py")] + [
    Path(__file__).parents[1] / "text" / n for n in ("normalize.py", "tokens.py")
]


def cache_path(files: Sequence[Path]) -> Path:
    """Where the compiled form of these Turtle files belongs; another content or code gives another name."""
    digest = hashlib.sha256()
    for path in [*files, *CODE]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return Path(platformdirs.user_cache_dir("siyasa")) / f"knowledge-{digest.hexdigest()[:24]}.json"


def read_cache(path: Path) -> Knowledge | None:
    """The knowledge base compiled in `path`, or None where there is none that can be read."""
    try:
        data = json.loads(path.read_bytes())
        return _from_json(data)
    except (OSError, ValueError, KeyError, TypeError):
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


def _to_json(knowledge: Knowledge) -> dict[str, Any]:
    return {
        "things": [_compact(asdict(t)) for t in knowledge.things.values()],
        "offices": [asdict(o) for o in knowledge.offices.values()],
        "surfaces": {form: [list(e) for e in entries] for form, entries in knowledge.gazetteer.entries.items()},
    }


def _compact(value: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in value.items() if v not in (None, (), [])}


def _from_json(data: dict[str, Any]) -> Knowledge:
    things = {t["id"]: _thing(t) for t in data["things"]}
    offices = {
        o["id"]: OfficeKind(**{**o, "titles": tuple(o["titles"]), "titles_feminine": tuple(o["titles_feminine"])}) for o in data["offices"]
    }
    kinds = {k.value: k for k in NameKind}
    entries = {form: tuple(Entry(thing, kinds[kind]) for thing, kind in found) for form, found in data["surfaces"].items()}
    return make_knowledge(things, offices, Gazetteer(entries, longest_of(entries)))


_NAME_KINDS = {k.value: k for k in NameKind}


def _thing(raw: dict[str, Any]) -> Thing:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    values["type"] = EntityType(raw["type"])
    values["names"] = tuple(Name(n["text"], n["lang"], _NAME_KINDS[n["kind"]]) for n in raw.get("names", ()))
    values["tenures"] = tuple(Tenure(**t) for t in raw.get("tenures", ()))
    values["memberships"] = tuple(Membership(**m) for m in raw.get("memberships", ()))
    return Thing(**values)
