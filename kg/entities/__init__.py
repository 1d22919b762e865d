"""Mentions of states, people, organisations, blocs and agreements, linked to the knowledge base or to a new entity."""

from __future__ import annotations

from kg.entities.reader import EntityReader

__all__ = ["EntityReader"]
