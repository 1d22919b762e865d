"""Analysis: networks out of the graph and what they show; every number names its facts."""

from __future__ import annotations

from kg.analysis.network import fact_network, network, signed_network
from kg.analysis.report import Analysis, analyze
from kg.analysis.selection import Selection, Tie, select
from kg.analysis.weights import Scale, load_scale

__all__ = ["Analysis", "Scale", "Selection", "Tie", "analyze", "fact_network", "load_scale", "network", "select", "signed_network"]
