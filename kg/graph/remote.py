"""Any SPARQL 1.1 server: a graph pushed to it in batches, and questions asked of it."""

from __future__ import annotations

import base64
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from itertools import islice

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.errors import QueryError, StoreError
from kg.graph.export import graph_quads
from kg.graph.query import refuse_service
from kg.graph.store import Store
from kg.graph.terms import PREFIXES

BATCH = 5_000
TOKEN, USER, PASSWORD = "KG_ENDPOINT_TOKEN", "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD"
"""The environment variables that authentication comes from; their values are never shown."""


def push(
    store: Store,
    endpoint: str,
    *,
    graph: str | None = None,
    with_derived: bool = False,
    replace: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write a graph to a server's update address by SPARQL Update, a batch a request; gives how many triples.

    Args:
        store: the graph.
        endpoint: the update address (`http://localhost:7878/update`).
        graph: the IRI of a named graph to write to; the default graph without it.
        with_derived: also what rules derived as things of their own.
        replace: empty that graph first.
        progress: told the number of triples after each batch.

    Raises:
        StoreError: the server does not answer or refuses; the message has its answer and no credentials.
    """
    check_address(endpoint)
    target = NamedNode(graph) if graph else None
    if replace:
        post(endpoint, f"CLEAR SILENT {f'GRAPH {target}' if target else 'DEFAULT'}", "application/sparql-update")
    count = 0
    quads = graph_quads(store, with_derived=with_derived)
    while batch := list(islice(quads, BATCH)):
        data = "".join(_lines(batch))
        body = f"GRAPH {target} {{\n{data}}}" if target else data
        post(endpoint, f"INSERT DATA {{\n{body}}}", "application/sparql-update")
        count += len(batch)
        if progress:
            progress(count)
    return count


def _lines(quads: list[Quad]) -> Iterator[str]:
    for quad in quads:
        yield f"{quad.subject} {quad.predicate} {quad.object} .\n"


def ask_endpoint(endpoint: str, sparql: str) -> QuerySolutions:
    """Put a SELECT query to a server's query address, with the project's prefixes known.

    Raises:
        QueryError: the server does not answer, refuses the query, or gives no rows.
    """
    check_address(endpoint)
    refuse_service(sparql)
    prologue = "".join(f"PREFIX {name}: {NamedNode(iri)}\n" for name, iri in PREFIXES.items())
    try:
        answer = post(endpoint, prologue + sparql, "application/sparql-query", accept="application/sparql-results+json")
        results = parse_query_results(answer, format=QueryResultsFormat.JSON)
    except (StoreError, SyntaxError, ValueError) as error:
        raise QueryError(str(error)) from error
    if not isinstance(results, QuerySolutions):
        raise QueryError("the server gave a yes or no; ask a SELECT query")
    return results


def check_address(endpoint: str) -> None:
    """Refuse what is no web address, or carries a password in it.

    Raises:
        StoreError: it is not http or https, or has credentials.
    """
    parts = urllib.parse.urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StoreError(f"{_without_credentials(endpoint)}: not an http or https address")
    if parts.username or parts.password:
        raise StoreError(f"give credentials by {USER} and {PASSWORD} or {TOKEN} in the environment, not in the address")


def _without_credentials(endpoint: str) -> str:
    return endpoint.rpartition("@")[2]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Credentials must not follow a redirect to another place."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def post(endpoint: str, text: str, content_type: str, *, accept: str = "*/*") -> bytes:
    """Post a text; gives the answer's body.

    Raises:
        StoreError: the server does not answer or refuses.
    """
    headers = {"Content-Type": f"{content_type}; charset=utf-8", "Accept": accept, **_authorization()}
    request = urllib.request.Request(endpoint, data=text.encode("utf-8"), headers=headers, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=60) as response:
            return bytes(response.read())
    except urllib.error.HTTPError as error:
        said = error.read(500).decode("utf-8", "replace").strip()
        hint = f"; set {TOKEN}, or {USER} and {PASSWORD}" if error.code in {401, 403} else ""
        raise StoreError(f"{endpoint} answered {error.code} {error.reason}{hint}{': ' + said if said else ''}") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{endpoint} does not answer: {getattr(error, 'reason', error)}") from error


def _authorization() -> dict[str, str]:
    token, user, password = (os.environ.get(name) for name in (TOKEN, USER, PASSWORD))
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user:
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password or ''}".encode()).decode()}
    return {}
