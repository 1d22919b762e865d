"""`kg knowledge find`, `check`, `suggest` and `kg evaluate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from kg.cli import show
from kg.cli.reading import KnowledgeFiles

app = typer.Typer(help="What the knowledge base says, and whether it is consistent.", no_args_is_help=True)


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="a name in Arabic or English, a title with a nationality, or an id")],
    date: Annotated[str | None, typer.Option("--date", help="a day, month or year at which tenures are read")] = None,
    knowledge: KnowledgeFiles = None,
) -> None:
    """Say what a name can mean on a day, and why."""
    from kg.knowledge import load_knowledge
    from kg.knowledge.find import find as look_up
    from kg.partial_date import is_date

    if date is not None and not is_date(date):
        show.fail(f'--date is "{date}": not a day, month or year (want 2018, 2018-07 or 2018-07-12)')
        raise typer.Exit(2)
    answer = look_up(load_knowledge(knowledge or ()), name, date)
    if not answer.findings:
        show.fail(f"{name}: not known" + (f"; the nearest names: {'، '.join(answer.nearest)}" if answer.nearest else ""))
        raise typer.Exit(1)
    if not all(f.safe for f in answer.findings) and not any(f.tenure for f in answer.findings):
        show.out.print(f"{escape(name)} is ambiguous alone; it may mean:")
    for found in answer.findings:
        thing = found.thing
        show.out.print(f"{escape(thing.label_ar)}  {escape(thing.label_en)}  [dim]{escape(thing.id)}[/dim]  ({escape(found.because)})")


@app.command()
def check(knowledge: KnowledgeFiles = None) -> None:
    """Prove that the knowledge base is consistent; say what is not, with file and line."""
    from kg.knowledge.check import check as run

    faults = run(knowledge or ())
    for fault in faults:
        show.out.print(escape(str(fault)))
    if faults:
        show.fail(f"{len(faults)} faults")
        raise typer.Exit(1)
    show.out.print("the knowledge base is consistent")


@app.command()
def suggest(
    folder: Annotated[Path, typer.Argument(help="a folder that kg build has written", metavar="DIR")],
    least: Annotated[int, typer.Option("--least", min=1, help="articles that must name it")] = 2,
) -> None:
    """List entities that the knowledge base does not have, most frequent first, as Turtle to be reviewed and added."""
    from kg.graph import Store
    from kg.knowledge.suggest import suggestions

    with Store.read_only(folder) as store:
        for block in suggestions(store, least):
            typer.echo(block)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="a folder of annotated articles", metavar="GOLD")],
    records: Annotated[Path, typer.Argument(help="extraction records of the same articles", metavar="RECORDS")],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    by_type: Annotated[bool, typer.Option("--by-type", help="a row for each type of fact")] = False,
) -> None:
    """Precision, recall and F1 of records against annotated articles."""
    from kg.evaluation import Measure, read_gold, read_records
    from kg.evaluation import evaluate as run

    result = run(read_gold(gold), read_records(records))
    groups = {"measures": result.measures, "qualifiers": result.qualifiers, "by type": result.by_type if by_type or as_json else {}}

    def figures(measure: Measure) -> dict[str, Any]:
        right, spurious, missed = measure.totals()
        return {
            "P": round(measure.precision, 3),
            "R": round(measure.recall, 3),
            "F1": round(measure.f1, 3),
            "gold": right + missed,
            "found": right + spurious,
        }

    if as_json:
        data: dict[str, Any] = {"articles": result.articles, "missing": result.missing}
        data |= {group: {name: figures(m) for name, m in found.items() if any(m.totals())} for group, found in groups.items()}
        data |= {"evidence": result.evidence, "Brier": result.brier, "ECE": result.ece}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for group, found in groups.items():
        rows = []
        for name, measure in found.items():
            if not any(measure.totals()):
                continue
            low, high = measure.interval()
            interval = f"{low:.3f}–{high:.3f}" if group == "measures" else ""
            rows.append((name, *(f"{v:.3f}" if isinstance(v, float) else v for v in figures(measure).values()), interval))
        if rows:
            show.table(group, ("", "P", "R", "F1", "gold", "found", "95 %"), rows)
    for name, value in (("evidence", result.evidence), ("Brier", result.brier), ("ECE", result.ece)):
        if value is not None:
            show.out.print(f"{name} {value:.3f}")
    if result.missing:
        show.err.print(f"no record for {result.missing} of {result.articles} articles")
