"""SPARQL asked of a store: the project's prefixes known, errors that point at their place, `SERVICE` refused."""

from __future__ import annotations

import re

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError
from kg.graph.terms import PREFIXES

Answer = QuerySolutions | QueryBoolean | QueryTriples

_PLACE = re.compile(r"error at (\d+):(\d+): ?")
_IRIS = r"<[^<>\"{}|^`\\\s]*>"
_STRINGS = r"'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_SKIPPED = re.compile(f"{_IRIS}|{_STRINGS}|#[^\n]*", re.S)
_SERVICE = re.compile(r"(?<![\w:?$@-])service(?![\w:-])", re.I)


def refuse_service(sparql: str) -> None:
    """Stop a query that would ask another server: a local question must not leave the machine.

    Raises:
        QueryError: it has a `SERVICE` clause (outside strings, IRIs and comments).
    """
    bare = _SKIPPED.sub(lambda match: re.sub(r"\S", " ", match[0]), sparql)
    found = _SERVICE.search(bare)
    if found:
        line, column = bare.count("\n", 0, found.start()) + 1, found.start() - bare.rfind("\n", 0, found.start())
        raise QueryError(f"line {line}, column {column}: SERVICE is refused, since it asks another server; leave the clause out")


def ask(oxigraph: Oxigraph, sparql: str) -> Answer:
    """Run a query over the graph.

    Raises:
        QueryError: it is not SPARQL 1.1 (with line and column), or has a `SERVICE` clause.
    """
    refuse_service(sparql)
    try:
        return oxigraph.query(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(explain(sparql, str(error.msg))) from error


def explain(sparql: str, message: str) -> str:
    """A parser's message with the line of the query that it means and a mark under the place."""
    found = _PLACE.search(message)
    if not found:
        return f"the query is not valid: {message}"
    line, column = int(found[1]), int(found[2])
    lines = sparql.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    said = message[found.end() :]
    if "\\u{" in said:  # the parser lists the characters of whole alphabets
        said = "a name, variable or value was expected here"
    return f"line {line}, column {column}: {said}\n  {shown}\n  {' ' * (column - 1)}^"
