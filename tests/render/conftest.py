"""A real Chromium for the explorer, headless; one for all tests."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.graph.read import GraphView
from kg.render import render

SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,800",
)


@dataclass
class Page:
    """The browser with the explorer open in it."""

    driver: Any
    path: Path

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def find(self, css: str) -> Any:
        return self.driver.find_element("css selector", css)

    def all(self, css: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", css))

    def text(self, css: str) -> str:
        return str(self.run("return document.querySelector(arguments[0]).textContent.replace(/\\s+/g, ' ').trim()", css))

    def click(self, css: str) -> None:
        element = self.find(css)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def shown(self) -> set[str]:
        """The actors in the picture."""
        return set(self.run("return [...siyasa.scene().nodes.keys()]"))

    def facts(self) -> set[str]:
        """The facts in the picture."""
        return set(self.run("return siyasa.scene().items.map((item) => item.fact.id)"))

    def fragment(self) -> str:
        return str(self.run("return decodeURIComponent(location.hash.slice(1))"))

    def click_at(self, x: float, y: float) -> None:
        """A press of the mouse at a point of the window."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            event = {"type": kind, "x": x, "y": y, "button": "none" if kind == "mouseMoved" else "left", "clickCount": 1}
            self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)
        self.wait("return true")

    def point_of(self, actor: str, other: str | None = None) -> tuple[float, float]:
        """Where an actor stands in the window, or the middle between two."""
        x, y = self.run(
            """const [a, b] = arguments.length > 1 && arguments[1] ? [...arguments] : [arguments[0], arguments[0]];
            const [p, q] = [a, b].map((id) => siyasa.network.canvasToDOM(siyasa.network.getPosition(id)));
            const box = document.getElementById('network').getBoundingClientRect();
            return [box.x + (p.x + q.x) / 2, box.y + (p.y + q.y) / 2]""",
            actor,
            other,
        )
        return x, y

    def wait(self, script: str, *arguments: object, seconds: float = 3.0) -> Any:
        """What a script gives as soon as it gives something."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, seconds, poll_frequency=0.03).until(lambda driver: driver.execute_script(script, *arguments))

    def resize(self, width: int, height: int, *, mobile: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def go(self, fragment: str = "") -> None:
        """Opens the file anew."""
        self.driver.get("about:blank")
        for log in ("performance", "browser"):
            self.driver.get_log(log)
        self.driver.get(f"{self.path.as_uri()}{'#' if fragment else ''}{fragment}")
        self.wait("return document.body.dataset.ready")

    def requests(self) -> list[str]:
        """Every address asked for since the file was opened, but for the file itself."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in asked if not url.startswith((self.path.as_uri(), "data:", "blob:", "about:"))]

    def complaints(self) -> list[str]:
        """What the console says of errors and violations."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def start_browser(profile: Path) -> Any:
    """A headless Chromium of its own, without a request of its own making."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for switch in (*SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    options.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        if os.environ.get("CI"):
            pytest.fail("chromium and chromedriver are not installed (apt-get install chromium chromium-driver)")
        pytest.skip("chromium and chromedriver are not installed: the explorer is not tested in a browser")
    browser = start_browser(tmp_path_factory.mktemp("chromium"))
    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    yield browser
    browser.quit()


@pytest.fixture
def explore(driver: Any, tmp_path: Path) -> Callable[..., Page]:
    """Renders a view and opens it: `explore(view, fragment, **options of render)`."""

    def opened(view: GraphView, fragment: str = "", **options: Any) -> Page:
        path = tmp_path / "graph.html"
        render(view, path, **options)
        page = Page(driver, path)
        page.resize(1280, 800)
        page.go(fragment)
        return page

    return opened
