"""What analysis lays over the picture: camps, ties out of balance, brokers; in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Page
from explorer_views import large, small
from selenium.webdriver.common.keys import Keys

from kg.render import render

OPACITY = "return siyasa.network.body.edges[JSON.stringify(arguments[0])].options.color.opacity"

# How much ink there is in a ring of some width around an actor, from 0 to 1.
RING = """
const [id, colour] = arguments;
const canvas = siyasa.network.canvas.frame.canvas;
const at = siyasa.network.canvasToDOM(siyasa.network.getPosition(id));
const r = siyasa.network.body.nodes[id].options.size * siyasa.network.getScale();
const ctx = canvas.getContext('2d');
let most = 0;
for (let far = r; far < 2 * r + 10; far += 0.5) {
  let hits = 0;
  for (let turn = 0; turn < 40; turn += 1) {
    const angle = turn * Math.PI / 20;
    const [red, green, blue] = ctx.getImageData(at.x + far * Math.cos(angle), at.y + far * Math.sin(angle), 1, 1).data;
    if (Math.abs(red - colour[0]) + Math.abs(green - colour[1]) + Math.abs(blue - colour[2]) < 40) hits += 1;
  }
  most = Math.max(most, hits / 40);
}
return most;
"""
INK = [0x1E, 0x1C, 0x19]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "graph.html"
    render(small(), path)
    return path


@pytest.fixture
def page(driver: Any, built: Path) -> Page:
    page = Page(driver, built)
    page.resize(1280, 800)
    page.go("theme=light")
    return page


def test_ties_of_an_unbalanced_triad_stand_out_and_the_list_names_it(page: Page) -> None:
    page.click("#level [data-value=states]")
    page.click("#colour [data-value=balance]")
    assert page.text("#panel-title") == "ثلاثيات مختلّة التوازن"
    assert "2 مختلّة من 4 ثلاثيات (50%)" in page.text("#panel") and "2 مختلّة من 4 ثلاثيات (50%)" in page.text("#overlay-key")
    triads = [page.run("return arguments[0].textContent", button) for button in page.all("#panel .triad")]
    assert triads == ["قطر، السعودية، تركيا", "مصر، قطر، تركيا"]
    assert page.run(OPACITY, ["state/QA", "state/SA", "clash"]) > 0.5, "the friends of Turkey are foes"
    assert page.run(OPACITY, ["state/RU", "state/UA", "clash"]) < 0.2, "that triad is balanced"


def test_a_triad_of_the_list_is_shown_and_its_ties_lead_to_the_sentences(page: Page) -> None:
    page.go("theme=light&lang=en&level=states&colour=balance&list=open")
    page.click("#panel .finding:nth-child(2) .triad")
    assert page.find("#panel .finding:nth-child(2) .triad").get_attribute("aria-pressed") == "true"
    assert page.fragment().count("triad=") == 3
    assert page.run(OPACITY, ["state/EG", "state/QA", "clash"]) > 0.5
    assert page.run(OPACITY, ["state/QA", "state/SA", "clash"]) < 0.2, "that tie is of the other one"
    page.click("#panel .finding:nth-child(2) li:nth-child(1) .who-link")
    assert page.text("#panel-title") == "Egypt and Qatar"
    assert page.all("#panel .report blockquote mark")
    page.click("#panel-close")
    assert page.text("#panel-title") == "Triads out of balance", "back to the list"
    page.find("body").send_keys(Keys.ESCAPE)
    assert not page.find("#panel").is_displayed()
    assert "colour=balance" in page.fragment() and "triad=" not in page.fragment()
    page.click("#list")
    assert page.text("#panel-title") == "Triads out of balance"


def test_where_all_is_balanced_nothing_stands_out(page: Page) -> None:
    page.click("#colour [data-value=balance]")
    assert "0 مختلّة من 3 ثلاثيات (0%)" in page.text("#panel") and page.all("#panel .triad") == []
    assert page.run(OPACITY, ["state/RU", "state/UA", "clash"]) < 0.2


def test_a_broker_wears_a_ring_and_the_list_tells_what_it_joins(page: Page) -> None:
    assert page.run(RING, "state/SA", INK) < 0.9
    page.click("#colour [data-value=broker]")
    assert page.text("#panel-title") == "وسطاء بين المعسكرات"
    brokers = [page.run("return arguments[0].textContent", item) for item in page.all("#panel .broker .who-link")]
    assert brokers[:3] == ["فلاديمير بوتين", "السعودية", "إيران"]
    assert "3 أزواج" in page.text("#panel .broker:first-child")
    assert page.run(RING, "state/SA", INK) > 0.9
    assert page.run(RING, "state/LB", INK) < 0.9, "who joins no pair has none"
    assert "الحلقة" in page.text("#overlay-key") and "معسكر 1" in page.text("#overlay-key")
    page.click("#panel .broker:nth-child(2) .who-link")
    assert page.text("#panel-title") == "السعودية"


def test_brokers_are_those_of_the_level(page: Page) -> None:
    page.go("lang=en&colour=broker&list=open")
    page.click("#level [data-value=states]")
    names = [page.run("return arguments[0].textContent", item) for item in page.all("#panel .broker .who-link")]
    assert names[0] == "Turkey" and "Vladimir Putin" not in names


def test_the_overlay_goes_with_its_list(page: Page) -> None:
    page.click("#colour [data-value=broker]")
    page.click("#colour [data-value=kind]")
    assert not page.find("#panel").is_displayed() and not page.find("#overlay-key").is_displayed()
    assert page.run(RING, "state/SA", INK) < 0.9
    assert page.fragment() == "theme=light"


def test_a_triad_that_is_none_changes_nothing(page: Page) -> None:
    for triad in ("triad=state/RU&triad=state/LB", "triad=a&triad=b&triad=c", "triad=state/RU&triad=state/LB&triad=state/EG"):
        page.go(f"level=states&colour=balance&{triad}")
        assert len(page.shown()) == 18 and page.complaints() == []
        assert not page.find("#panel").is_displayed()


def test_a_listed_triad_is_drawn_though_the_picture_is_limited(explore: Callable[..., Page]) -> None:
    page = explore(large(300, 900), "lang=en&colour=balance&list=open&limit=10")
    few = page.shown()
    buttons = page.all("#panel .triad")
    assert len(buttons) == 50
    page.click("#panel .finding:nth-child(50) .triad")
    members = set(page.run("return new URLSearchParams(location.hash.slice(1)).getAll('triad')"))
    assert len(members) == 3 and not members <= few and members <= page.shown()
