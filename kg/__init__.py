"""Siyasa: Arabic political news into a knowledge graph in which every fact carries its sentence, its speaker and its date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Graph", "build", "extract", "read_articles"]

if TYPE_CHECKING:
    from kg.api import Graph, build, extract, read_articles


def __getattr__(name: str) -> Any:
    if name in __all__:  # opened on first use, so that one room can be imported without all others
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
