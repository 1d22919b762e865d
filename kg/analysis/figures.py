"""Figures of an analysis, with Arabic names.

matplotlib joins Arabic letters and sets them from right to left by itself from 3.11 on; what earlier releases need to draw them (letters
replaced by their joined forms, in the order of drawing) it would turn round again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.analysis.change import month_name, month_number
from kg.analysis.report import Analysis
from kg.errors import SiyasaError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FRIENDLY, HOSTILE, NEUTRAL = "#2166ac", "#b2182b", "#777777"  # told apart by all kinds of sight
BLOCS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")
PAIRS = 15
TIES = 120
LINES = 4
OLDEST = (3, 11)
INSTALL = "install it with: pip install 'siyasa[report]'"


def draw(analysis: Analysis, folder: Path) -> dict[str, Path]:
    """Draw the figures of an analysis as PNG files.

    Parameters
    ----------
    analysis : Analysis
        From `analyze`.
    folder : Path
        Where to write; made where it is not there.

    Returns
    -------
    dict
        The path of each figure by its title; what there is nothing to draw of is left out.

    Raises
    ------
    SiyasaError
        matplotlib, of the extra `report`, is missing or too old for Arabic, or the folder cannot be written.
    """
    made = (
        ("The strongest pairs", "pairs.png", strongest_pairs(analysis)),
        ("Blocs (hostile ties dashed)", "blocs.png", bloc_map(analysis)),
        ("By month (the paler, the more is placed by its report; dotted: turning points)", "months.png", months(analysis)),
    )
    paths: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for title, name, figure in made:
            if figure is not None:
                paths[title] = folder / name
                figure.savefig(paths[title], dpi=110, metadata={"Software": None})
    except OSError as error:
        raise SiyasaError(f"{folder}: cannot be written: {error.strerror}") from error
    return paths


def strongest_pairs(analysis: Analysis) -> Figure | None:
    """Bars of cooperation and conflict for the pairs with the most weight."""
    dyads = analysis.dyads[:PAIRS][::-1]
    if not dyads:
        return None
    figure, (axes,) = _page(9, 0.6 + 0.4 * len(dyads))
    places = range(len(dyads))
    axes.barh(places, [d.cooperation for d in dyads], color=FRIENDLY, label="تعاون / cooperation")
    axes.barh(places, [-d.conflict for d in dyads], color=HOSTILE, label="صراع / conflict")
    axes.set_yticks(places, [f"{analysis.name(d.a)[0]} – {analysis.name(d.b)[0]}" for d in dyads])
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlabel("sum of weights (Goldstein scale)")
    axes.legend(loc="lower right", frameon=False)
    return figure


def bloc_map(analysis: Analysis) -> Figure | None:
    """The strongest ties as a map, nodes coloured by bloc; hostile ties are dashed."""
    dyads = sorted((d for d in analysis.dyads if d.sign), key=lambda d: (-abs(d.balance), d.a, d.b))[:TIES]
    if not dyads:
        return None
    graph = nx.Graph()
    for d in dyads:
        # friends attract, foes only lightly, so that blocs stand together
        graph.add_edge(d.a, d.b, pull=1.0 if d.sign > 0 else 0.15, sign=d.sign)
    places = nx.spring_layout(graph, weight="pull", seed=7, k=1.6 / max(len(graph), 1) ** 0.5, iterations=80)
    figure, (axes,) = _page(9, 7)
    for sign, colour, style in ((1, FRIENDLY, "solid"), (-1, HOSTILE, "dashed")):
        ties = [(a, b) for a, b, s in graph.edges(data="sign") if s == sign]
        nx.draw_networkx_edges(graph, places, ties, edge_color=colour, style=style, alpha=0.5, ax=axes)
    colours = [_colour(analysis.blocs.number[node]) for node in graph]
    nx.draw_networkx_nodes(graph, places, node_color=colours, node_size=160, ax=axes)
    labels = {node: analysis.name(node)[0] for node in graph}
    above = {node: (x, y + 0.03) for node, (x, y) in places.items()}
    nx.draw_networkx_labels(graph, above, labels, font_size=9, font_family="DejaVu Sans", verticalalignment="bottom", ax=axes)
    axes.set_axis_off()
    return figure


def _colour(number: int) -> str:
    return BLOCS[number - 1] if number <= len(BLOCS) else NEUTRAL


def months(analysis: Analysis) -> Figure | None:
    """The balance of the pairs with the most events, month by month, with turning points.

    The paler a bar, the more of its events are placed by their report and not by a time of their own.
    """
    shown = [s for s in analysis.series[:LINES] if len(s.months) > 1]
    if not shown:
        return None
    first = min(month_number(s.months[0].month) for s in shown)
    last = max(month_number(s.months[-1].month) for s in shown)
    figure, rows = _page(9, 1.8 * len(shown), rows=len(shown))
    for axes, series in zip(rows, shown, strict=True):
        for month in series.months:
            dated = month.dated / (month.dated + month.reported)
            colour = FRIENDLY if month.balance >= 0 else HOSTILE
            axes.bar(month_number(month.month), month.balance, width=1.0, color=colour, alpha=0.35 + 0.65 * dated)
        for turn in analysis.turns:
            if (turn.a, turn.b) == (series.a, series.b):
                axes.axvline(month_number(turn.month) - 0.5, color="black", linestyle=":", linewidth=1)
        axes.set_title(f"{analysis.name(series.a)[0]} – {analysis.name(series.b)[0]}", fontsize=10)
        axes.axhline(0, color="black", linewidth=0.6)
        axes.set_xlim(first - 1, last + 1)
        step = max(1, (last - first) // 6)
        axes.set_xticks(range(first, last + 1, step), [month_name(n) for n in range(first, last + 1, step)], fontsize=8)
    return figure


def _page(width: float, height: float, rows: int = 1) -> tuple[Figure, list[Any]]:
    """A figure that belongs to no window, and its axes from top to bottom."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise SiyasaError(f"figures need {error.name}; {INSTALL}") from error
    if matplotlib.__version_info__ < OLDEST:
        raise SiyasaError(f"matplotlib {matplotlib.__version__} cannot set Arabic; {INSTALL}")
    figure = Figure(figsize=(width, max(height, 2.2)), layout="constrained")
    return figure, list(figure.subplots(rows, 1, squeeze=False)[:, 0])
