"""What the package promises its users beyond results: licences, no network, nothing run that they hand in."""

from __future__ import annotations

import ast
import re
import socket
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from kg.building import build
from kg.errors import Problems

ROOT = Path(__file__).resolve().parents[2]
COMPATIBLE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|MPL|Mozilla Public|LGPL|Lesser General Public|Unlicense|"
    r"Public Domain|CC0|0BSD|HPND|Zlib|BSL-1\.0|CNRI|W3C|MIT-CMU)\b",
    re.I,
)
COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.I)
BY_HAND = {"camel-kenlm": "LGPL-2.1-or-later: the LICENSE and COPYING.LESSER.3 in its wheel"}
"""Packages whose metadata names no licence, with where it stands."""
FOR_GRAPHICS_CARDS = re.compile(r"(nvidia|cuda)-")
"""What PyTorch's build for graphics cards brings, under NVIDIA's own terms; its other build does all that is asked of it here."""


def closure() -> Iterator[str]:
    """Every distribution that an ordinary installation brings, by the markers of this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = re.sub(r"[-_.]+", "-", wanted.name).lower(), frozenset(wanted.extras)
        if key in seen or FOR_GRAPHICS_CARDS.match(key[0]):
            continue
        seen.add(key)
        try:
            found = distribution(wanted.name)
        except PackageNotFoundError:
            continue
        yield key[0]
        for line in found.requires or ():
            further = Requirement(line)
            extras = [*wanted.extras, ""]
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)


def licence_of(name: str) -> str:
    """What a distribution says of its licence: the expression, the classifiers, or the first line of the field."""
    meta = distribution(name).metadata
    said = [meta.get("License-Expression") or ""]
    said += [c.rsplit(" :: ", 1)[1] for c in meta.get_all("Classifier") or () if c.startswith("License ::")]
    said.append((meta.get("License") or "").strip().split("\n")[0][:100])
    return "; ".join(dict.fromkeys(filter(None, said)))


REQUIRED = sorted(set(closure()))


@pytest.mark.parametrize("name", REQUIRED)
def test_the_licence_of_a_required_package_is_known_and_compatible(name: str) -> None:
    licence = licence_of(name) or BY_HAND.get(name, "")
    free = COMPATIBLE.search(licence)
    assert free, f"{name}: {licence!r}"
    # of several licences that are offered, one that is no copyleft is enough
    assert not COPYLEFT.search(re.sub(r"LGPL|Lesser General Public", "", licence)) or " or " in licence.lower(), f"{name}: {licence!r}"


def test_the_list_of_required_packages_is_not_empty() -> None:
    assert {"camel-tools", "pyoxigraph", "starlette", "numpy"} <= set(REQUIRED)


ARTICLE = "title: لقاء في الجزائر\ndate: 2020-02-02\n\nوصل الرئيس التونسي قيس سعيد إلى الجزائر في زيارة رسمية.\n"
PAGE = "<html><body><article><h1>خبر</h1><p>اتهمت روسيا تركيا بخرق الاتفاق.</p><img src='http://127.0.0.1/x'></article></body></html>"
FEED = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "http://127.0.0.1/e">]><rss version="2.0"><channel><title>وكالة</title>'
    "<item><title>خبر</title><description>هددت إيران تركيا برد قاس.</description></item></channel></rss>"
)


def test_reading_building_and_drawing_ask_nothing_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    for name, content in (("a.txt", ARTICLE), ("b.html", PAGE), ("c.rss", FEED)):
        (tmp_path / "in" / name).write_text(content, "utf-8")

    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError(f"the network was asked for: {arguments}")

    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    problems = Problems()
    done = build([tmp_path / "in"], tmp_path / "out", problems, workers=1)
    assert done.fates["added"] == 3 and not problems.items
    page = (tmp_path / "out" / "graph.html").read_text("utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page.split("<body", 1)[0])


def test_a_worker_cannot_open_a_connection_either(tmp_path: Path) -> None:
    """An audit hook sees the connections of native code's Python callers too; it cannot be taken off, hence a process of its own."""
    import subprocess

    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    code = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'urllib.Request'):\n"
        "        print('NETWORK', event, args, file=sys.stderr)\n"
        "sys.addaudithook(hook)\n"
        "from kg.cli import main\n"
        f"sys.argv = ['kg', 'build', {str(tmp_path / 'a.txt')!r}, '-o', {str(tmp_path / 'out')!r}, '--workers', '1']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr


FORBIDDEN_MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_METHODS = {("yaml", "load"), ("yaml", "unsafe_load"), ("yaml", "full_load"), ("os", "system"), ("torch", "load")}
SOURCES = sorted((ROOT / "kg").rglob("*.py"))


def dangers(source: str) -> list[str]:
    """What in a module would run or unpickle what it is given."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in FORBIDDEN_MODULES:
            found.append(node.module or "")
        elif isinstance(node, ast.Call):
            call = node.func
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            true = [arg for arg, value in named.items() if isinstance(value, ast.Constant) and value.value is True]
            if isinstance(call, ast.Name) and call.id in FORBIDDEN_CALLS:
                found.append(call.id)
            elif isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and (call.value.id, call.attr) in FORBIDDEN_METHODS:
                safe = "Loader" in named and "SafeLoader" in ast.unparse(named["Loader"])
                found += [] if safe else [f"{call.value.id}.{call.attr}"]
            if "shell" in true or "allow_pickle" in true:
                found.append("shell or allow_pickle")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_evaluated_or_unpickled(path: Path) -> None:
    assert dangers(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line", ["import pickle", "from joblib import load", "eval(x)", "yaml.load(x)", "np.load(p, allow_pickle=True)", "run(x, shell=True)"]
)
def test_what_would_be_dangerous_is_seen(line: str) -> None:
    assert dangers(line)


HARMLESS = ["re.compile(x)", "yaml.safe_load(x)", "yaml.load(x, Loader=SafeLoader)", "np.load(p, allow_pickle=False)", "graph.eval(x)"]


@pytest.mark.parametrize("line", HARMLESS)
def test_what_only_looks_dangerous_is_not(line: str) -> None:
    assert not dangers(line)
