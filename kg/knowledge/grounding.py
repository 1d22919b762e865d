"""How far the tenures of the knowledge base agree with a table of effective rulers, by the month in which each came to power.

    python -m kg.knowledge.grounding FACTS_DIR [--since YEAR]

reads FACTS_DIR/leaders-1945-2021.csv and prints the share of its rows that agree, each row that does not, and how many rows name
somebody whom the knowledge base does not know. What the table calls a state is learnt from the tenures that cite its rows. The
disagreements that stand on purpose are told in ontologies/DISAGREEMENTS.md.
"""

from __future__ import annotations

import argparse
import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.fuzz import ratio

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, Tenure, Thing, load_knowledge
from kg.partial_date import days_between, possibly_within

TABLE = "leaders-1945-2021"
ALIKE = 80.0
"""From how many hundredths two tokens of a romanised name pass for one."""
SLACK = 2
"""How many days apart two entries agree across the end of a month."""
INTERIM = 100
"""How many days another may have stood in for a ruler whose term goes on."""
NEAR = 31
"""How many days off a namesake may have come to power and still be taken for the ruler of a state that no tenure helps to tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A ruler of the table: the row's id, the table's code of the state, the name as it stands, the day of entry, the month of exit."""

    id: str
    state: str
    name: str
    day: str
    until: str = ""

    @property
    def month(self) -> str:
        """The month of entry."""
        return self.day[:7]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row, and the tenure of the same person in the lead of the same state that comes nearest to it."""

    row: Row
    tenure: Tenure

    def __str__(self) -> str:
        had = f"{self.tenure.holder} {self.tenure.office} of {self.tenure.body} from {self.tenure.since}"
        return f"{self.row.state} {self.row.id} {self.row.name}: {self.row.day} in the table, {had}"


@dataclass(slots=True)
class Grounding:
    """What a comparison found."""

    agreeing: int = 0
    disagreeing: list[Disagreement] = field(default_factory=list)
    unknown: list[Row] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of agreement among the rows whose person the knowledge base has in the lead of that state."""
        compared = self.agreeing + len(self.disagreeing)
        return self.agreeing / compared if compared else 1.0


def read_rows(folder: Path) -> list[Row]:
    """The rows of the table in `folder` that have a month of entry.

    Raises:
        KnowledgeError: the table cannot be read.
    """
    path = folder / f"{TABLE}.csv"
    try:
        with path.open(encoding="cp1252", errors="replace", newline="") as file:
            read = list(csv.DictReader(file))
        return [
            Row(
                r["leadid"],
                r["stateabb"],
                r["leader"],
                f"{int(r['syear']):04d}-{int(r['smonth']):02d}-{int(r['sdate']):02d}",
                f"{int(r['eyear']):04d}-{int(r['emonth']):02d}" if r["eyear"] and r["emonth"] else "",
            )
            for r in read
            if r["syear"] and r["smonth"] and r["sdate"]
        ]
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(f"{path}: cannot be read as a table of leaders: {error}; name the folder that has it") from error


def ground(knowledge: Knowledge, rows: Sequence[Row], since: int) -> Grounding:
    """Compare the rows of the years from `since` on with the tenures of those who lead a state, or who are cited to rule it.

    A row agrees too where it only goes on with a term: after a stand-in, or when the state itself begins.
    """
    leading = _leading(knowledge)
    everywhere = [t for body in sorted(leading) for t in leading[body]]
    states = _states(rows, everywhere)
    cited = {own: t for thing in knowledge.things.values() for t in thing.tenures if t.since and (own := _cited(t))}
    first = {row.state: row.id for row in sorted(rows, key=lambda r: r.day, reverse=True)}
    found = Grounding()
    for row in rows:
        if int(row.day[:4]) < since:
            continue
        dated = [t for body in sorted(states.get(row.state, ())) for t in leading[body] if _same(row, t, knowledge)]
        dated = dated or [t for t in everywhere if days_between(row.day, t.since or "") <= NEAR and _same(row, t, knowledge)]
        dated += [cited[row.id]] if row.id in cited else []
        goes_on = row.id == first[row.state] or any(_interrupted(one, row) for one in rows)
        if any(_agree(row, t) or (goes_on and _covers(t, row)) for t in dated):
            found.agreeing += 1
        elif dated:
            found.disagreeing.append(Disagreement(row, min(dated, key=lambda t: days_between(row.day, t.since or ""))))
        else:
            found.unknown.append(row)
    return found


def _leading(knowledge: Knowledge) -> Mapping[str, list[Tenure]]:
    """The dated tenures of those who lead a state, by state."""
    leading: dict[str, list[Tenure]] = defaultdict(list)
    for thing in knowledge.things.values():
        for tenure in thing.tenures:
            if tenure.since and tenure.body.startswith("state/") and knowledge.offices[tenure.office].leads:
                leading[tenure.body].append(tenure)
    return leading


def _states(rows: Iterable[Row], tenures: Iterable[Tenure]) -> dict[str, frozenset[str]]:
    """The states that each of the table's codes means (a code may pass to a successor): those whose tenures cite its rows."""
    codes = {row.id: row.state for row in rows}
    states: dict[str, set[str]] = defaultdict(set)
    for tenure in tenures:
        cited = _cited(tenure)
        if cited in codes:
            states[codes[cited]].add(tenure.body)
    return {code: frozenset(bodies) for code, bodies in states.items()}


def _cited(tenure: Tenure) -> str | None:
    table, _, row = tenure.basis.partition(":")
    return row if table == TABLE else None


def _agree(row: Row, tenure: Tenure) -> bool:
    """Whether both begin in one month, or so near its end that only the custom of counting the day differs."""
    since = tenure.since or ""
    return possibly_within(row.month, since, since) or days_between(row.day, since) <= SLACK


def _interrupted(one: Row, row: Row) -> bool:
    """Whether a row goes on with an earlier one of the same name, with another standing in between."""
    same = (one.state, one.name) == (row.state, row.name) and one.day < row.day
    return same and bool(one.until) and days_between(one.until, row.day) <= INTERIM


def _covers(tenure: Tenure, row: Row) -> bool:
    """Whether somebody was in office before a row's day and on it."""
    return (tenure.since or "") < row.day and (not tenure.until or row.day < tenure.until)


def _same(row: Row, tenure: Tenure, knowledge: Knowledge) -> bool:
    if _cited(tenure) == row.id:
        return True
    wanted = _tokens(row.name.partition("(")[0])
    had = list(_name_tokens(knowledge.things[tenure.holder]))
    return 2 * sum(any(ratio(one, other) >= ALIKE for other in had) for one in wanted) > len(wanted)


def _name_tokens(thing: Thing) -> Iterator[str]:
    for name in thing.names:
        if name.lang == "en":
            yield from _tokens(name.text)


def _tokens(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return [token for token in re.findall(r"[a-z]+", plain.lower()) if len(token) > 2]


def main() -> None:
    """Print the agreement and each disagreement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("facts", type=Path, metavar="FACTS_DIR")
    parser.add_argument("--since", type=int, default=2000, metavar="YEAR")
    parser.add_argument("--unknown", action="store_true", help="also print the rows whose person is not known")
    options = parser.parse_args()
    found = ground(load_knowledge(), read_rows(options.facts), options.since)
    for disagreement in found.disagreeing:
        print(disagreement)
    if options.unknown:
        for row in found.unknown:
            print(f"{row.state} {row.id} {row.name} {row.day}: not known")
    print(f"{found.agreeing} agree, {len(found.disagreeing)} differ, {len(found.unknown)} are not known: {found.share:.1%}")


if __name__ == "__main__":
    main()
