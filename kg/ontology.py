"""Where the data files are: inside the installed package, or beside it in the source tree."""

from __future__ import annotations

from pathlib import Path

NS = "https://w3id.org/siyasa/ns#"
ID = "https://w3id.org/siyasa/id/"


def ontologies() -> Path:
    """The folder `ontologies/`."""
    packaged = Path(__file__).parent / "ontologies"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "ontologies"
