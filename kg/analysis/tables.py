"""An analysis as tables, the one form from which every output is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.analysis.report import TOP, Analysis, Dyad


@dataclass(frozen=True, slots=True)
class Name:
    """An actor as a cell: its id and its Arabic and English name."""

    id: str
    ar: str
    en: str


Cell = str | int | float | None | Name | tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column, and the ids of the facts that they rest on."""

    cells: Mapping[str, Cell]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title; `name` is what a user asks for it by, `of` how many rows there were before the cut, `note` how to read it."""

    name: str
    title: str
    rows: tuple[Row, ...]
    of: int
    note: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.rows[0].cells) if self.rows else ()


def tables(analysis: Analysis, *, top: int = TOP) -> tuple[Table, ...]:
    """All tables of an analysis, those without rows left out.

    Parameters
    ----------
    analysis : Analysis
        From `analyze`.
    top : int
        How many rows a table has at most; the measures are all shown.
    """
    made = (build(analysis) for build in _TABLES)
    cut = (Table(t.name, t.title, t.rows if t.name == "measures" else t.rows[:top], len(t.rows), t.note) for t in made)
    return tuple(table for table in cut if table.rows)


def _table(name: str, title: str, rows: Iterable[Row], note: str = "") -> Table:
    kept = tuple(rows)
    return Table(name, title, kept, len(kept), note)


def _measures(a: Analysis) -> Table:
    b, f, p = a.balance, a.frustration, a.polarization
    values: list[tuple[str, float | int | str | None]] = [
        *a.counts.items(),
        *((f"triads {kind}", count) for kind, count in b.counts.items()),
        ("balanced triads (share)", b.degree),
        ("the same by strength", b.weighted),
        ("the same, three foes counted as balanced", b.weak),
        ("frustration: ties that do not fit two camps", f.count),
        ("its lower bound", f.bound),
        ("frustration over half of the ties", f.share),
        ("blocs", len(a.blocs.members)),
        ("modularity of the blocs", a.blocs.modularity),
        ("their resolution", a.blocs.resolution),
        ("their stability over seeds", a.blocs.stability),
        ("polarisation: weight that fits the blocs (share)", p.fit),
        ("E-I index of friendly weight", p.friendly),
        ("E-I index of hostile weight", p.hostile),
        ("cooperation that is returned (share)", a.reciprocity.cooperation),
        ("conflict that is returned (share)", a.reciprocity.conflict),
        ("before and after", a.change.date if a.change else None),
    ]
    return _table("measures", "measures", (Row({"measure": name, "value": value}) for name, value in values if value is not None))


def _dyad_rows(a: Analysis, dyads: Iterable[Dyad]) -> Iterable[Row]:
    for d in dyads:
        cells: dict[str, Cell] = {"a": _name(a, d.a), "b": _name(a, d.b), "facts": d.count}
        yield Row(cells | {"cooperation": d.cooperation, "conflict": d.conflict, "balance": d.balance}, d.facts)


def _friends(a: Analysis) -> Table:
    found = sorted((d for d in a.dyads if d.sign > 0), key=lambda d: (-d.balance, d.a, d.b))
    return _table("friends", "the friendliest pairs", _dyad_rows(a, found), "Sums of weights on the Goldstein scale.")


def _rivals(a: Analysis) -> Table:
    found = sorted((d for d in a.dyads if d.sign < 0), key=lambda d: (d.balance, d.a, d.b))
    return _table("rivals", "the most hostile pairs", _dyad_rows(a, found), "Sums of weights on the Goldstein scale.")


def _pairs(a: Analysis) -> Table:
    return _table("pairs", "the pairs with the most weight, cooperation and conflict together", _dyad_rows(a, a.dyads))


def _central(a: Analysis) -> Table:
    rows = (
        Row(
            {
                "actor": _name(a, c.node),
                "facts": c.count,
                "acts": c.acts,
                "suffers": c.suffers,
                "partners": c.partners,
                "given": c.given,
                "received": c.received,
                "pagerank": c.pagerank,
                "betweenness": c.betweenness,
            },
            c.facts,
        )
        for c in a.centralities
    )
    return _table("central", "who is central", rows, "Given and received: cooperation less conflict. Betweenness: on friendly paths.")


def _blocs(a: Analysis) -> Table:
    facts: dict[int, list[str]] = {}
    for d in a.dyads:
        if a.blocs.number[d.a] == a.blocs.number[d.b]:
            facts.setdefault(a.blocs.number[d.a], []).extend(d.facts)
    rows = []
    for number, members in enumerate(a.blocs.members, start=1):
        if len(members) > 1:
            sure = sum(a.blocs.sureness[m] for m in members) / len(members)
            cells: dict[str, Cell] = {"bloc": number, "size": len(members), "sureness": sure, "members": _names(a, members)}
            rows.append(Row(cells, tuple(facts.get(number, ()))))
    return _table("blocs", "blocs", rows, "Sureness: how often, over seeds, the members stand together. Blocs of one are left out.")


def _brokers(a: Analysis) -> Table:
    rows = (
        Row(
            {"actor": _name(a, b.node), "bloc": b.bloc, "bridged": b.bridged, "participation": b.participation, "across": b.across}, b.facts
        )
        for b in a.brokers
    )
    return _table("brokers", "brokers between blocs", rows, "Bridged: pairs of friends in two blocs that are not friends themselves.")


def _triads(a: Analysis) -> Table:
    rows = (
        Row({"signs": t.kind, "balanced": "yes" if t.balanced else "no", "strength": t.strength, "members": _names(a, t.nodes)}, t.facts)
        for t in a.balance.strongest
    )
    return _table("triads", "the strongest triads", rows, "Strength: the weight of the weakest of the three ties.")


def _misfits(a: Analysis) -> Table:
    edges = {(d.a, d.b): d for d in a.dyads}
    found = sorted((edges[pair] for pair in a.frustration.misfits), key=lambda d: (-abs(d.balance), d.a, d.b))
    return _table("misfits", "ties that do not fit two camps", _dyad_rows(a, found))


def _returned(a: Analysis) -> Table:
    rows = []
    for kind, exchanges in (("cooperation", a.reciprocity.exchanges_of_cooperation), ("conflict", a.reciprocity.exchanges_of_conflict)):
        for x in exchanges:
            cells: dict[str, Cell] = {"side": kind, "a": _name(a, x.a), "b": _name(a, x.b), "a to b": x.there, "b to a": x.back}
            rows.append(Row(cells | {"returned": x.returned}, x.facts))
    rows.sort(key=lambda row: -len(row.facts))
    return _table("returned", "what is returned", rows, "One-way facts only; returned: twice the lesser over the sum.")


def _allies(a: Analysis) -> Table:
    rows = (Row({"size": len(c.nodes), "members": _names(a, c.nodes)}, c.facts) for c in a.alliances.cliques)
    return _table(
        "allies", "groups of whom each is called an ally of each", rows, "" if a.alliances.complete else "Not all were looked at."
    )


def _alike(a: Analysis) -> Table:
    rows = (
        Row(
            {"a": _name(a, x.a), "b": _name(a, x.b), "likeness": x.cosine, "shared": len(x.shared), "towards": _names(a, x.shared)}, x.facts
        )
        for x in sorted(a.likenesses, key=lambda x: (-abs(x.cosine), -len(x.shared), x.a, x.b))
    )
    return _table("alike", "who treats the others alike (near 1) or contrarily (near -1)", rows)


def _memberships(a: Analysis) -> Table:
    rows = (
        Row({"a": _name(a, o.a), "b": _name(a, o.b), "overlap": o.jaccard, "both": len(o.together), "in": _names(a, o.together)})
        for o in a.overlaps
    )
    return _table("memberships", "who is in the same organisations", rows, "From the knowledge base; overlap: both over either.")


def _turns(a: Analysis) -> Table:
    rows = (
        Row(
            {"a": _name(a, t.a), "b": _name(a, t.b), "month": t.month, "before": t.before, "after": t.after, "change": t.change},
            t.facts,
        )
        for t in a.turns
    )
    return _table("turns", "turning points", rows, "Before and after: the mean balance of the months that have events.")


def _moved(a: Analysis) -> Table:
    moved = a.change.moved if a.change else ()
    rows = (
        Row(
            {
                "a": _name(a, s.a),
                "b": _name(a, s.b),
                "change": s.change,
                "tone before": s.before.tone,
                "tone after": s.after.tone,
                "facts before": s.before.count,
                "facts after": s.after.count,
            },
            s.facts,
        )
        for s in sorted((s for s in moved if s.change), key=lambda s: (-abs(s.change or 0.0), s.a, s.b))
    )
    when = a.change.date if a.change else ""
    return _table("moved", f"who moved nearer or apart after {when}", rows, "Tone: cooperation less conflict over both, from -1 to 1.")


def _new(a: Analysis) -> Table:
    rows = []
    if a.change:
        for what, shifts in (("new", a.change.new), ("silent", a.change.silent)):
            for s in shifts:
                side = s.after if what == "new" else s.before
                rows.append(Row({"what": what, "a": _name(a, s.a), "b": _name(a, s.b), "facts": side.count, "tone": side.tone}, s.facts))
    rows.sort(key=lambda row: -len(row.facts))
    return _table("new", f"pairs with events only after (new) or only before (silent) {a.change.date if a.change else ''}", rows)


def _standing(a: Analysis) -> Table:
    rows = (
        Row(
            {
                "day": c.day,
                "what": c.what.value,
                "type": c.type.value,
                "source": _name(a, c.source),
                "target": _name(a, c.target),
                "dated": "by the text" if c.dated else "by its report",
            },
            (c.fact,),
        )
        for c in reversed(a.standing)
    )
    return _table("standing", "alliances, hostilities and memberships that began or ended", rows)


def _months(a: Analysis) -> Table:
    rows = []
    for s in islice(a.series, 10):
        for m in s.months:
            cells: dict[str, Cell] = {"a": _name(a, s.a), "b": _name(a, s.b), "month": m.month, "dated": m.dated, "reported": m.reported}
            rows.append(Row(cells | {"cooperation": m.cooperation, "conflict": m.conflict, "balance": m.balance}, m.facts))
    note = "Dated: by the event's own time; reported: placed by the first report. The ten pairs with the most events."
    return _table("months", "month by month", rows, note)


def _outlets(a: Analysis) -> Table:
    rows = (
        Row(
            {
                "outlet": _name(a, o.id),
                "articles": o.articles,
                "facts": o.facts,
                "own voice": o.own,
                "named": o.named,
                "unnamed": o.unnamed,
                "denied": o.denied,
                "not actual": o.unreal,
                "alone": len(o.alone),
            },
            o.alone,
        )
        for o in a.sources.outlets
    )
    return _table("outlets", "outlets and their voices", rows, "Alone: facts that no other outlet reports; these are the facts listed.")


def _fact_cells(a: Analysis, fact: str) -> dict[str, Cell]:
    e = a.evidence[fact]
    return {"source": _name(a, e.source), "type": e.type.value, "target": _name(a, e.target), "day": e.day}


def _claims(a: Analysis) -> Table:
    rows = (
        Row(
            _fact_cells(a, c.fact) | {"side": _name(a, c.side), "speakers": _names(a, c.speakers), "outlets": _names(a, c.outlets)},
            (c.fact,),
        )
        for c in a.sources.claims
    )
    return _table("claims", "what only one side says", rows)


def _contradictions(a: Analysis) -> Table:
    rows = (
        Row(
            _fact_cells(a, c.fact) | {"affirmed by": _names(a, c.affirmed_by), "denied by": _names(a, c.denied_by)},
            (c.fact,),
        )
        for c in a.sources.contradictions
    )
    return _table("contradictions", "what some affirm and some deny", rows)


def _corroborations(a: Analysis) -> Table:
    rows = (
        Row({"a": _name(a, c.a), "b": _name(a, c.b), "shared facts": len(c.facts), "overlap": c.jaccard}, c.facts)
        for c in a.sources.corroborations
    )
    return _table("corroborations", "which outlets confirm each other", rows, "Copies of one dispatch confirm nothing.")


def _name(a: Analysis, actor: str) -> Name:
    return Name(actor, *a.name(actor))


def _names(a: Analysis, actors: Sequence[str]) -> tuple[Name, ...]:
    return tuple(_name(a, actor) for actor in actors)


_TABLES: tuple[Callable[[Analysis], Table], ...] = (
    *(_measures, _central, _friends, _rivals, _pairs, _blocs, _brokers, _triads, _misfits, _returned, _allies, _alike, _memberships),
    *(_turns, _moved, _new, _standing, _months, _outlets, _claims, _contradictions, _corroborations),
)

NAMES = tuple(build.__name__.removeprefix("_") for build in _TABLES)
"""What the tables are called."""
