"""The explorer by keyboard, by screen reader, and on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from conftest import Page
from explorer_views import small
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from kg.render import render


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "graph.html"
    render(small(), path)
    return path


@pytest.fixture
def page(driver: Any, built: Path) -> Page:
    page = Page(driver, built)
    page.resize(1280, 800)
    page.go()
    return page


@pytest.mark.parametrize(
    "view",
    [
        "select=person/vladimir-putin&theme=light&colour=camp",
        "tie=state/KP&tie=state/RU&view=table&lang=en&theme=light",
        "tie=state/KP&tie=state/RU&theme=dark&around=state/RU",
        "colour=balance&list=open&level=states&theme=light",
        "colour=broker&list=open&lang=en&theme=dark",
    ],
)
def test_axe_finds_no_serious_violation(page: Page, view: str) -> None:
    page.go(view)
    page.run("document.querySelectorAll('.rail details').forEach((d) => { d.open = true })")
    page.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.driver.execute_async_script(
        """axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})
        .then((result) => arguments[0](result.violations))"""
    )
    serious = [(v["id"], v["nodes"][0]["html"], v["nodes"][0]["failureSummary"]) for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []


def test_one_can_search_walk_read_and_close_by_keyboard(page: Page) -> None:
    keys = lambda *pressed: ActionChains(page.driver).send_keys(*pressed).perform()  # noqa: E731
    keys("/")
    assert page.run("return document.activeElement.id") == "main-search-input"
    keys("روسيا", Keys.ENTER)
    assert page.text("#panel-title") == "روسيا"
    page.run("document.getElementById('network').focus()")
    keys(Keys.ARROW_LEFT)
    first = page.text("#panel-title")
    assert first == "أوكرانيا", "the strongest neighbour comes first"
    keys(Keys.ARROW_LEFT)
    assert page.text("#panel-title") not in (first, "روسيا")
    keys(Keys.ARROW_RIGHT)
    assert page.text("#panel-title") == first
    keys(Keys.ENTER)
    assert page.text("#panel-title") == "روسيا وأوكرانيا" or page.text("#panel-title") == "أوكرانيا وروسيا"
    assert page.run("return document.activeElement.id") == "panel"
    keys(Keys.ESCAPE)
    assert not page.find("#panel").is_displayed()
    assert page.run("return document.activeElement.id") == "network"
    keys("t")
    assert page.find("#table").is_displayed()
    keys("?")
    assert page.find("#help").is_displayed()
    keys(Keys.ESCAPE)
    assert not page.find("#help").is_displayed()


def test_the_focus_is_seen(page: Page) -> None:
    ActionChains(page.driver).send_keys(Keys.TAB, Keys.TAB, Keys.TAB).perform()
    assert page.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_skip_link_leads_to_the_table(page: Page) -> None:
    ActionChains(page.driver).send_keys(Keys.TAB, Keys.ENTER).perform()
    assert page.find("#table").is_displayed()
    assert page.run("return document.activeElement.id") == "table"


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "select=state/RU",
        "tie=state/KP&tie=state/RU&lang=en",
        "view=table",
        "around=state/RU&depth=2&lang=en",
        "colour=balance&list=open&level=states",
        "colour=broker&list=open&lang=en",
    ],
)
def test_nothing_is_wider_than_a_narrow_screen(page: Page, fragment: str) -> None:
    page.resize(390, 844, mobile=True)
    page.go(fragment)
    assert page.run("return document.documentElement.scrollWidth") <= 390
    wide = """return [...document.querySelectorAll('button, input, summary, .panel, .report')].filter((e) => {
        const { left, right } = e.getBoundingClientRect();
        return e.offsetParent && (right > 391 || left < -1);
    }).map((e) => e.outerHTML)"""
    assert page.run(wide) == []


def test_on_a_narrow_screen_the_filters_open_and_close(page: Page) -> None:
    page.resize(390, 844, mobile=True)
    page.go()
    assert not page.find("#filters").is_displayed()
    page.click("#filters-toggle")
    page.click("#family-clash")
    page.click("#filters-toggle")
    assert not page.find("#filters").is_displayed() and len(page.facts()) == 27


def test_high_zoom_of_names_keeps_the_two_scripts_apart(explore: Callable[..., Page]) -> None:
    page = explore(small(), "tie=state/KP&tie=state/RU&lang=en")
    quote = page.find("#panel blockquote")
    assert (quote.get_attribute("lang"), quote.get_attribute("dir")) == ("ar", "auto")
    assert page.run("return getComputedStyle(document.querySelector('#panel blockquote')).direction") == "rtl"
