"""The explorer: one self-contained HTML file in which an analyst reads the graph and its evidence."""

from kg.render.page import render

__all__ = ["render"]
