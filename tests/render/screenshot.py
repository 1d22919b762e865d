"""Takes the README's picture of the explorer: `python tests/render/screenshot.py out/graph.html docs/explorer.png [fragment]`.

The fragment is that of a view's link, such as `tie=state/KP&tie=state/RU`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from conftest import Page, start_browser


def main(graph: Path, picture: Path, fragment: str = "") -> None:
    """Opens a rendered graph in Chromium and writes what it shows."""
    with tempfile.TemporaryDirectory() as profile:
        browser = start_browser(Path(profile))
        try:
            page = Page(browser, graph.resolve())
            page.resize(1280, 800)
            page.go(fragment)
            picture.parent.mkdir(parents=True, exist_ok=True)
            browser.save_screenshot(str(picture))
        finally:
            browser.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
