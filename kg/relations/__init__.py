"""Relations: frames, arguments, attribution, modality and time; who did what to whom, said by whom, and whether it happened."""

from __future__ import annotations

from kg.relations.reader import RelationReader

__all__ = ["RelationReader"]
