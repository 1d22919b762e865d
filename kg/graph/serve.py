"""A SPARQL 1.1 Protocol endpoint, read only, with a page to ask from that needs no network.

Queries run in processes of their own over a snapshot, so that a runaway one is cut off and a running build is not disturbed.
`SERVICE` and updates are refused, unknown Host headers too (against DNS rebinding), and every page says by its
Content-Security-Policy that it loads nothing from elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.errors import StoreError
from kg.graph.questions import load_questions
from kg.graph.snapshot import snapshot, state_of
from kg.graph.terms import PREFIXES
from kg.graph.worker import Reply, serve_queries

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PAGE = Path(__file__).parent / "page"
_PAGE_FILES = {"/": ("index.html", "text/html"), "/page.js": ("page.js", "text/javascript"), "/page.css": ("page.css", "text/css")}
START = 60.0
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src data:; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of answer, bytes of memory, bytes of query; and how many run side by side."""

    seconds: float = 20.0
    answer: int = 50_000_000
    memory: int = 4_000_000_000
    query: int = 200_000
    workers: int = 2
    refresh: float = 10.0
    """Seconds after which a changed store is looked at anew."""


class Worker:
    """A process that answers queries over a snapshot; made when it is ready to."""

    def __init__(self, place: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.place = place
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve_queries, args=(str(place), theirs, limits.answer, limits.memory), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(START):
            self.end()
            raise StoreError("a query process did not start")
        self._pipe.recv()  # it is ready, so that the time it took does not count for the query

    async def ask(self, sparql: str, accepted: list[str], seconds: float) -> Reply | None:
        """The reply, or None where it does not come in time; raises EOFError where the process dies of it."""
        self._pipe.send((sparql, accepted))
        return await asyncio.to_thread(_receive, self._pipe, seconds)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _receive(pipe: Connection, seconds: float) -> Reply | None:
    return pipe.recv() if pipe.poll(seconds) else None


class Desk:
    """Hands queries to workers and keeps them on a fresh snapshot."""

    def __init__(self, place: Path, limits: Limits) -> None:
        self._place = place
        self._limits = limits
        self._free: asyncio.Queue[Worker | None] = asyncio.Queue()
        self._lock = asyncio.Lock()
        self._snapshot = snapshot(place)
        self._state = state_of(place)
        self._looked = time.monotonic()
        self._old: list[Path] = []
        for _ in range(limits.workers):
            self._free.put_nowait(None)

    async def ask(self, sparql: str, accepted: list[str]) -> Reply:
        """Answer a query, within the limits."""
        await self._refresh()
        worker = await self._free.get()
        try:
            if worker is not None and worker.place != self._snapshot:
                worker.end()
                worker = None
            if worker is None:
                worker = await asyncio.to_thread(Worker, self._snapshot, self._limits)
            reply = await worker.ask(sparql, accepted, self._limits.seconds)
        except (EOFError, OSError):
            reply = 500, "text/plain", b"the query took more memory than allowed; make it narrower"
            _end(worker)
            worker = None
        except asyncio.CancelledError:
            _end(worker)
            self._free.put_nowait(None)
            raise
        if reply is None:
            _end(worker)
            worker = None
            reply = 503, "text/plain", f"the query ran longer than {self._limits.seconds:g} s and was cut off; make it narrower".encode()
        self._free.put_nowait(worker)
        return reply

    async def _refresh(self) -> None:
        async with self._lock:
            if time.monotonic() - self._looked < self._limits.refresh:
                return
            self._looked = time.monotonic()
            state = state_of(self._place)
            if state == self._state:
                return
            try:
                fresh = await asyncio.to_thread(snapshot, self._place)
            except StoreError:
                return  # the former one still answers
            self._old.append(self._snapshot)
            self._snapshot, self._state = fresh, state
            for path in self._old[:-1]:
                shutil.rmtree(path, ignore_errors=True)
            del self._old[:-1]

    def close(self) -> None:
        """End all workers and delete the snapshots."""
        while not self._free.empty():
            _end(self._free.get_nowait())
        for path in (*self._old, self._snapshot):
            shutil.rmtree(path, ignore_errors=True)


def _end(worker: Worker | None) -> None:
    if worker is not None:
        worker.end()


class HostCheck:
    """Refuses requests whose Host header is not one of ours, and sets the security headers."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        name = given if given.endswith("]") else given.rsplit(":", 1)[0]
        if name.lower() not in self._hosts:
            await PlainTextResponse("this host name is not served here", 421, HEADERS)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def make_app(place: Path, *, hosts: tuple[str, ...] = LOOPBACK, limits: Limits | None = None) -> ASGIApp:
    """The application over the store of an output folder (`DIR`).

    Raises:
        StoreError: there is no store.
    """
    limits = limits or Limits()
    store = place / "store"
    if not (store / "CURRENT").is_file():
        raise StoreError(f"{place}: no store here; make one with: kg build ARTICLES -o {place}")
    desk = Desk(store, limits)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    async def sparql(request: Request) -> Response:
        return await _sparql(request, desk, limits)

    routes = [Route(path, _file(*file)) for path, file in _PAGE_FILES.items()]
    routes.append(Route("/questions.json", _questions))
    routes += [Route(path, sparql, methods=["GET", "POST"]) for path in ("/sparql", "/query")]
    routes.append(Route("/update", _no_update, methods=["GET", "POST"]))
    return HostCheck(Starlette(routes=routes, lifespan=lifespan), frozenset(h.lower() for h in hosts))


def serve(place: Path, *, host: str = "127.0.0.1", port: int = 7878, hosts: tuple[str, ...] = (), limits: Limits | None = None) -> None:
    """Serve a store until interrupted.

    Args:
        place: the output folder.
        host: the address to listen at; the loopback one by default.
        port: the port.
        hosts: further names by which clients may call this server.
        limits: what a query may take.
    """
    import uvicorn

    app = make_app(place, hosts=(*LOOPBACK, *hosts), limits=limits)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = (PAGE / name).read_bytes()

    async def endpoint(request: Request) -> Response:
        return Response(content, media_type=kind, headers=HEADERS)

    return endpoint


async def _questions(request: Request) -> Response:
    questions = [
        {"name": q.name, "ar": q.title_ar, "en": q.title_en, "sparql": "\n".join(_shown(q.sparql))} for q in load_questions().values()
    ]
    body = json.dumps({"questions": questions, "prefixes": PREFIXES}, ensure_ascii=False)
    return Response(body, media_type="application/json", headers=HEADERS)


def _shown(sparql: str) -> list[str]:
    return [line for line in sparql.splitlines() if not line.startswith("PREFIX ")]


async def _no_update(request: Request) -> Response:
    return PlainTextResponse("this endpoint is read only", 403, HEADERS)


async def _sparql(request: Request, desk: Desk, limits: Limits) -> Response:
    """The query operation of the SPARQL 1.1 Protocol: by GET, by a form, or as the body."""
    if int(request.headers.get("content-length") or 0) > limits.query:
        return PlainTextResponse(f"the query has more than {limits.query} bytes", 413, HEADERS)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    parameters = dict(request.query_params)
    if request.method == "POST":
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > limits.query:
                return PlainTextResponse(f"the query has more than {limits.query} bytes", 413, HEADERS)
        if kind == "application/sparql-query":
            parameters["query"] = body.decode("utf-8", "replace")
        elif kind == "application/x-www-form-urlencoded":
            parameters |= dict(_form(body))
        elif kind == "application/sparql-update":
            return await _no_update(request)
        else:
            return PlainTextResponse("send application/sparql-query or application/x-www-form-urlencoded", 415, HEADERS)
    if "update" in parameters:
        return await _no_update(request)
    if {"default-graph-uri", "named-graph-uri", "using-graph-uri"} & parameters.keys():
        return PlainTextResponse("the endpoint has one graph; leave out default-graph-uri and named-graph-uri", 400, HEADERS)
    if not parameters.get("query"):
        return PlainTextResponse("no query given; the page to ask from is at /", 400, HEADERS)
    status, content_type, content = await desk.ask(parameters["query"], accepted_types(request.headers.get("accept", "*/*")))
    charset = "; charset=utf-8" if content_type.startswith("text/") else ""
    return Response(content, status, {**HEADERS, "Content-Type": content_type + charset, "Vary": "Accept"})


def _form(body: bytes | bytearray) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def accepted_types(header: str) -> list[str]:
    """The media types of an Accept header, the preferred first (RFC 9110, section 12.5.1)."""
    types = []
    for number, item in enumerate(header.split(",")):
        kind, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            weight = float(quality)
        except ValueError:
            weight = 0.0
        if weight > 0 and kind:
            types.append((-weight, kind.endswith("*"), number, kind))
    return [kind for *_, kind in sorted(types)]
