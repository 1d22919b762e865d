"""`kg query`, `export`, `view`, `serve`, `push`, `validate`, `review`: the graph out."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kg.cli import show
from kg.cli.reading import Folder
from kg.errors import QueryError

PAGE = 50
PIPED_WIDTH = 160  # columns of a table that no terminal shows


class Form(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


class Export(StrEnum):
    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    CSV = "csv"


def query(
    folder: Annotated[Path | None, typer.Argument(help="a folder that kg build has written", metavar="DIR")] = None,
    sparql: Annotated[str | None, typer.Argument(help="a SPARQL 1.1 query; the prefixes are known", metavar="QUERY")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="read the query from a file")] = None,
    named: Annotated[str | None, typer.Option("--named", help="one of the shipped questions; `list` lists them")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help="a value for a named question: name=value")] = None,
    form: Annotated[Form, typer.Option("--format", help="how to print the answer")] = Form.TABLE,
    rows: Annotated[int | None, typer.Option("--rows", min=1, help="rows of a table to show; 50 in a terminal, else all")] = None,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="ask this SPARQL server instead of DIR")] = None,
) -> None:
    """Ask the graph: SPARQL 1.1, or a named question."""
    from kg.graph import Store
    from kg.graph.answers import write_answer
    from kg.graph.questions import load_questions
    from kg.graph.remote import ask_endpoint

    if named == "list":
        questions = load_questions().values()
        show.table("questions", ("name", "", "", "--param"), [(q.name, q.title_en, q.title_ar, _parameters(q.name)) for q in questions])
        return
    asked = _query_text(sparql or (str(folder) if endpoint and folder else None), file, named, param or [])
    limit = rows or (PAGE if form is Form.TABLE and show.is_terminal() else None)
    width = None if show.is_terminal() else PIPED_WIDTH
    if endpoint:
        write_answer(ask_endpoint(endpoint, asked), form.value, sys.stdout, limit=limit, width=width)
        return
    if folder is None:
        raise QueryError("no folder to ask; name one that kg build has written, or give --endpoint")
    with Store.read_only(folder) as store:
        write_answer(store.query(asked), form.value, sys.stdout, limit=limit, width=width)


def _parameters(name: str) -> str:
    from kg.graph.questions import find_question

    return ", ".join(f"{p.name}={p.default}" for p in find_question(name).parameters)


def _query_text(sparql: str | None, file: Path | None, named: str | None, params: list[str]) -> str:
    """The query that the user means.

    Raises:
        QueryError: none or more than one was given, or a file cannot be read.
    """
    from kg.graph.questions import find_question

    if sum(given is not None for given in (sparql, file, named)) != 1:
        raise QueryError("give one of: a query, --file FILE, --named NAME (kg query --named list shows them)")
    if named is not None:
        pairs = [p.partition("=") for p in params]
        bad = next((name for name, equals, _ in pairs if not equals), None)
        if bad is not None:
            raise QueryError(f'--param "{bad}" has no value; write --param {bad}=VALUE')
        return find_question(named).with_values({name: value for name, _, value in pairs})
    if file is not None:
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read: {error}") from error
    return sparql or ""


def export(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="the file to write")],
    form: Annotated[Export, typer.Option("--format", help="the format")] = Export.TURTLE,
    with_derived: Annotated[bool, typer.Option("--with-derived", help="also what rules derive: state-level pairs and counts")] = False,
) -> None:
    """Write the graph to a file."""
    from kg.graph import Store

    with Store.read_only(folder) as store:
        store.export(form.value, output, with_derived=with_derived)
    show.out.print(escape(str(output)))


def view(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="the HTML file to write")],
    around: Annotated[str | None, typer.Option("--around", help="open on the neighbours of an actor: a code, an id or a name")] = None,
    since: Annotated[str | None, typer.Option("--since", help="facts from this day, month or year on")] = None,
    until: Annotated[str | None, typer.Option("--until", help="facts up to this day, month or year")] = None,
    types: Annotated[list[str] | None, typer.Option("--type", help="only facts of this type; may be repeated")] = None,
) -> None:
    """Write the explorer: one HTML file that needs nothing else."""
    from kg.graph import Store
    from kg.model import FactType
    from kg.render import render

    known = {t.value for t in FactType}
    unknown = next((t for t in types or () if t not in known), None)
    if unknown:
        raise QueryError(f"no type of fact is named {unknown!r}; there are: {', '.join(sorted(known))}")
    with Store.read_only(folder) as store:
        render(store, output, around=around, since=since, until=until, types=[FactType(t) for t in types or ()])
    show.out.print(escape(str(output)))


def serve(
    folder: Folder,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="the port to listen at")] = 7878,
    host: Annotated[str, typer.Option("--host", help="the address to listen at; this machine only by default")] = "127.0.0.1",
    name: Annotated[list[str] | None, typer.Option("--name", help="a further name by which clients may call this server")] = None,
) -> None:
    """Serve a SPARQL 1.1 endpoint with a query page, read only."""
    from kg.graph.serve import serve as run

    show.err.print(f"http://{host}:{port}/  (query page), http://{host}:{port}/sparql  (SPARQL 1.1 protocol); Ctrl-C ends it")
    run(folder, host=host, port=port, hosts=tuple(name or ()))


def push(
    folder: Folder,
    endpoint: Annotated[str, typer.Option("--endpoint", help="the update address of a SPARQL 1.1 server")],
    graph: Annotated[str | None, typer.Option("--graph", help="the IRI of a named graph to write to")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="empty that graph first")] = False,
    with_derived: Annotated[bool, typer.Option("--with-derived", help="also what rules derive")] = False,
) -> None:
    """Write the graph to a SPARQL server; credentials come from KG_ENDPOINT_TOKEN, or KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD."""
    from kg.graph import Store
    from kg.graph.remote import push as run

    with Store.read_only(folder) as store:
        count = run(store, endpoint, graph=graph, with_derived=with_derived, replace=replace)
    show.out.print(f"{count:,} triples written")


Validated = Annotated[Path, typer.Argument(help="a folder that kg build has written, or a Turtle file", metavar="DIR|FILE.ttl")]


def validate(graph: Validated) -> None:
    """Check a graph against the shapes of the ontology."""
    from kg.graph import Store
    from kg.graph.validate import validate_file, validate_store

    if graph.is_dir():
        with Store.read_only(graph) as store:
            found = validate_store(store)
    else:
        found = validate_file(graph)
    for violation in found:
        show.out.print(escape(str(violation)))
    if found:
        show.fail(f"{len(found)} violations")
        raise typer.Exit(1)
    show.out.print("the graph is valid")


def review(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", help="the CSV to write")],
) -> None:
    """Write every report to a CSV for an analyst to accept, reject or relabel; kg build --reviews takes it back."""
    from kg.graph import Store
    from kg.graph.reviews import write_reviews

    with Store.read_only(folder) as store:
        count = write_reviews(store.read(), store.oxigraph, output)
    show.out.print(escape(f"{output}: {count:,} reports; fill the column decision, then: kg build … -o {folder} --reviews {output}"))
