"""Pictures of the explorer for people to look at, in `out/screens/`: both languages, both themes, two widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import Page
from explorer_views import small

SCREENS = Path(__file__).parents[2] / "out" / "screens"

VIEWS = {
    "opening": "",
    "evidence": "tie=state/KP&tie=state/RU",
    "actor": "select=person/vladimir-putin",
    "around": "around=state/RU",
    "table": "view=table",
    "balance": "colour=balance&list=open&level=states&triad=state/QA&triad=state/SA&triad=state/TR",
    "brokers": "colour=broker&list=open",
}


def test_pictures_are_taken_in_both_languages_both_themes_and_two_widths(explore: Callable[..., Page]) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page = explore(small(), title="روسيا والشرق الأوسط، 2015–2024")
    taken = []
    for width, height in ((1280, 800), (390, 844)):
        page.resize(width, height, mobile=width < 500)
        for language in ("ar", "en"):
            for theme in ("light", "dark"):
                for name in VIEWS if (language, theme) == ("ar", "light") else ("opening", "evidence", "balance"):
                    page.go(f"lang={language}&theme={theme}&{VIEWS[name]}")
                    taken.append(SCREENS / f"{name}-{language}-{theme}-{width}.png")
                    page.driver.save_screenshot(str(taken[-1]))
    assert len({path.read_bytes() for path in taken}) == len(taken), "no two pictures are the same"
    assert all(path.stat().st_size > 15_000 for path in taken)
