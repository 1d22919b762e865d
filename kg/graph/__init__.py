"""The graph: a store that grows article by article, its vocabulary, SPARQL, exports and checks."""

from __future__ import annotations

from kg.graph.background import Background
from kg.graph.read import ActorView, FactView, GraphView, MembershipView, ReportView, TenureView
from kg.graph.store import Added, Store

__all__ = ["ActorView", "Added", "Background", "FactView", "GraphView", "MembershipView", "ReportView", "Store", "TenureView"]
