"""What stands in articles is text; nothing leaves the page; nothing in it runs but our own scripts."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import Page
from explorer_views import Pen, small

from kg.graph.read import ActorView, GraphView, TenureView
from kg.model import EntityType, FactType
from kg.render import render
from kg.render.rows import web_address

HOSTILE = [
    "</script><script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 2'>",
    '"><svg onload=window.broken=3>',
    "<!--<script>",
    "]]>{{ 7 * 7 }}{% raw %}${7*7}`",
    "\u2028\u2029\u0000\u202e‮قلب",
    "javascript:window.broken=4",
    "'\\\"\\u003c</title><base href=https://evil.example/>",
    '=HYPERLINK("https://evil.example")',
]


def hostile() -> GraphView:
    """A graph in which every string that an article or a file can bring in is hostile."""
    pen = Pen()
    bad = "".join(HOSTILE)
    actors = [
        ActorView(
            f"person/{text}",
            EntityType.PERSON,
            f"{text}أ",
            f"{text}b",
            tuple(HOSTILE),
            text,
            None,
            False,
            f"Q1{text}",
            (TenureView(bad, bad, "state/x", bad, bad),),
        )
        for text in HOSTILE
    ]
    for number, actor in enumerate(actors):
        other = actors[(number + 1) % len(actors)]
        text = HOSTILE[number]
        report = pen.report(f"{bad} {text}", {}, "2020-01-01", text, speaker=text, url=text, title=text, dispatch=text)
        report = dataclasses.replace(
            report, id=f"report/{text}", article=text, stated_time=text, marks=((-5, 3, text), (2, 10**6, "source"), (7, 2, "target"))
        )
        web = dataclasses.replace(
            report, id=f"report/web{number}", article=f"w{number}", url="https://news.example/\"onmouseover='window.broken=5'"
        )
        pen.fact(FactType.MEET, actor.id, other.id, None, report, web, on="2020-01-01", asserted=True)
    return GraphView(tuple(sorted(actors, key=lambda a: a.id)), tuple(pen.facts[key] for key in sorted(pen.facts)))


def test_hostile_strings_execute_nothing_wherever_they_are_shown(explore: Callable[..., Page]) -> None:
    page = explore(hostile(), title="".join(HOSTILE))
    assert len(page.shown()) == len(HOSTILE)
    before = page.run("return document.querySelectorAll('script, base, img, iframe, svg [onload]').length")
    assert page.run("return document.getElementById('heading').textContent").startswith("</script><script>")
    for actor in sorted(page.shown()):
        page.run("location.hash = new URLSearchParams({select: arguments[0]})", actor)
        page.wait("return !document.getElementById('panel').hidden")
    tie = page.run("const t = siyasa.scene().ties[0]; return [t.a, t.b]")
    page.run("location.hash = arguments[0].map((id) => 'tie=' + encodeURIComponent(id)).join('&')", tie)
    page.wait("return document.querySelectorAll('#panel .report').length > 0")
    page.run("location.hash = 'view=table'")
    page.wait("return document.querySelectorAll('#table tbody tr').length === arguments[0]", len(HOSTILE))
    page.find("#main-search-input").send_keys("window")
    page.click("#language")
    assert page.run("return window.broken") is None
    assert page.run("return document.querySelectorAll('script, base, img, iframe, svg [onload]').length") == before
    assert page.run("return [...document.querySelectorAll('*')].every((e) => [...e.attributes].every((a) => !a.name.startsWith('on')))")
    links = page.run("return [...document.querySelectorAll('a[href]')].map((a) => a.href)")
    assert all(re.match(r"https?://|file:///", link) for link in links)
    assert page.requests() == []
    assert not [line for line in page.complaints() if "favicon" not in line]


def test_hostile_strings_leave_the_downloads_whole(explore: Callable[..., Page]) -> None:
    from rdflib import Graph

    page = explore(hostile())
    page.run(
        """window.made = [];
        const make = URL.createObjectURL.bind(URL);
        URL.createObjectURL = (blob) => { blob.text().then((text) => window.made.push(text)); return make(blob); };
        HTMLAnchorElement.prototype.click = () => {};
        document.getElementById('download-csv').click(); document.getElementById('download-turtle').click();"""
    )
    page.wait("return window.made.length === 2")
    table, turtle = sorted(page.run("return window.made"), key=lambda text: "@prefix" in text)
    assert len(Graph().parse(data=turtle, format="turtle")) > 50
    assert not re.search(r'(^|,)"?=HYPERLINK', table, re.MULTILINE), "a spreadsheet would run it"


def test_no_request_leaves_the_page_whatever_is_clicked(explore: Callable[..., Page]) -> None:
    page = explore(small())
    for button in (
        "#language",
        "#theme",
        "#views [data-value=table]",
        "#views [data-value=picture]",
        "#fit",
        "#family-clash",
        "#reset",
        "#copy-link",
    ):
        page.click(button)
    page.find("#main-search-input").send_keys("بوتين\n")
    page.click("#around-2")
    assert page.requests() == []
    assert page.complaints() == []


def test_the_policy_refuses_scripts_and_requests_that_are_not_ours(explore: Callable[..., Page]) -> None:
    page = explore(small())
    page.run(
        """const script = document.createElement('script');
        try { script.textContent = 'window.broken = 1'; } catch { script.append('window.broken = 1'); }
        document.head.append(script)"""
    )
    page.run("fetch('https://evil.example/').catch(() => { window.refused = true })")
    assert page.wait("return window.refused")
    assert page.run("return window.broken") is None
    assert [entry for entry in page.complaints() if "Content Security Policy" in entry]


class _Shell(HTMLParser):
    """Elements and attributes as a parser of HTML finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_data_cannot_close_its_element(tmp_path: Path) -> None:
    render(hostile(), tmp_path / "graph.html", title=HOSTILE[0])
    shell = _Shell()
    shell.feed((tmp_path / "graph.html").read_text(encoding="utf-8"))
    assert [attributes.get("type") for tag, attributes in shell.tags if tag == "script"] == ["application/json"] * 7 + [None, "module"]
    assert not [attributes for tag, attributes in shell.tags if "src" in attributes or "style" in attributes]


def test_a_lone_surrogate_of_a_broken_input_does_not_cost_the_file(tmp_path: Path) -> None:
    view = small()
    broken = dataclasses.replace(view.actors[0], label_ar="\ud800 عنوان")
    render(GraphView((broken, *view.actors[1:]), view.facts), tmp_path / "graph.html")
    assert "عنوان" in (tmp_path / "graph.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=1", True),
        (" http://news.example/خبر ", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//news.example/a", False),
        ("https:///nowhere", False),
        ("http://[broken", False),
        ("/etc/passwd", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:
    assert (web_address(url) is not None) is kept


def data_of(path: Path, name: str) -> Any:
    """One of the data blocks of a rendered page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])


def test_text_is_embedded_unchanged(tmp_path: Path) -> None:
    render(hostile(), tmp_path / "graph.html", title=HOSTILE[0])
    assert data_of(tmp_path / "graph.html", "meta")["title"] == HOSTILE[0]
    names = {tuple(node["names"]) for node in data_of(tmp_path / "graph.html", "nodes")}
    assert names == {tuple(HOSTILE)}
