"""Puts the page together from its sources in `template/`: no bundler, no network, and a hash of every script and style for its policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATE = Path(__file__).parent / "template"
VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)


def join_modules(sources: Mapping[str, str]) -> str:
    """One module from ES modules that import each other by `import { a, b } from "./x.js";`: each after those it imports.

    Raises `ValueError` where that cannot be done: an import of an unknown module or in a circle or with `as`, or one name
    declared at the top of two modules.
    """
    done: dict[str, str] = {}
    owner: dict[str, str] = {}

    def add(name: str, path: tuple[str, ...]) -> None:
        if name in done:
            return
        if name in path or name not in sources:
            raise ValueError(
                f"{path[-1] if path else name} imports {name}, which {'imports it back' if name in path else 'does not exist'}"
            )
        for names, imported in _IMPORT.findall(sources[name]):
            if re.search(r"\bas\b", names):
                raise ValueError(f"{name} renames what it imports from {imported}: keep the name")
            add(imported, (*path, name))
        body = re.sub(r"^export ", "", _IMPORT.sub("", sources[name]), flags=re.MULTILINE)
        for declared in _DECLARED.findall(body):
            if owner.setdefault(declared, name) != name:
                raise ValueError(f"{declared} is declared in {owner[declared]} and in {name}: rename one")
        done[name] = f"// {name}\n{body.strip()}\n"

    for name in sorted(sources):
        add(name, ())
    return "\n".join(done.values())


def environment(globals_: Mapping[str, Any]) -> Environment:
    """The Jinja environment of the page: everything is escaped, and a name that is missing is an error."""
    env = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters["data"] = script_data
    env.filters["parsed"] = json.loads  # pyvis hands the options over as JSON
    vis_js, vis_css = _text(VIS / "vis-network.min.js"), _text(VIS / "vis-network.css")
    script = join_modules({path.name: _text(path) for path in sorted((TEMPLATE / "js").glob("*.js"))})
    style = _text(TEMPLATE / "style.css")
    env.globals.update(
        vis_script=_inline(vis_js, "script"),
        vis_style=_inline(vis_css, "style"),
        script=_inline(script, "script"),
        style=_inline(style, "style"),
        policy=policy(scripts=(vis_js, script), styles=(vis_css, style)),
        words=words(),
        **globals_,
    )
    return env


def words() -> dict[str, Any]:
    """The interface's words in both languages, and how types of fact are named and grouped."""
    loaded: dict[str, Any] = json.loads(_text(TEMPLATE / "words.json"))
    return loaded


def policy(*, scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A Content-Security-Policy that runs these very scripts and styles, and lets nothing be fetched or sent."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(_hash(script) for script in scripts),
        "style-src": " ".join(_hash(style) for style in styles),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def script_data(value: Any) -> Iterator[Markup]:
    """JSON that can stand in a script element, piece by piece, items of an iterator as a list.

    Nothing in it opens or closes a tag or a comment.
    """
    if isinstance(value, dict) and value:
        for number, (key, held) in enumerate(value.items()):
            yield _script_json(key, "," if number else "{", ":")
            yield from script_data(held)
        yield Markup("}")
    elif isinstance(value, list | Iterator):
        yield Markup("[")
        for number, item in enumerate(value):
            yield _script_json(item, "," if number else "")
        yield Markup("]")
    else:
        yield _script_json(value)


def _script_json(value: Any, before: str = "", after: str = "") -> Markup:
    text = before + json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + after
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _inline(text: str, tag: str) -> Markup:
    """Source that stands in an element as it is: it must not close it."""
    if re.search(rf"</{tag}|<!--", text, re.IGNORECASE):
        raise ValueError(f"a {tag} of the page holds a closing tag or a comment opener")
    return Markup(text)


def _text(path: Path) -> str:
    """The file with the line ends that an HTML parser leaves, so that the hash fits what the browser sees."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
