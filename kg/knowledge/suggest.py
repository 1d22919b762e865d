"""What a built graph names often and the knowledge base does not have, as Turtle to be reviewed and added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.ontology import ID, NS

if TYPE_CHECKING:
    from kg.graph import Store

QUERY = """
SELECT ?entity ?type ?ar ?en ?home ?articles ?name ?edge ?body ?bodyLabel WHERE {
  { SELECT ?entity (COUNT(DISTINCT ?article) AS ?articles) WHERE { ?article schema:mentions ?entity . ?entity pol:known false }
    GROUP BY ?entity }
  FILTER(?articles >= LEAST)
  ?entity a ?type ; rdfs:label ?ar . FILTER(LANG(?ar) = "ar")
  FILTER(STRSTARTS(STR(?type), STR(pol:)))
  OPTIONAL { ?entity rdfs:label ?en . FILTER(LANG(?en) = "en") }
  OPTIONAL { ?entity pol:home ?home }
  { ?entity rdfs:label ?name . FILTER(LANG(?name) = "ar") } UNION { ?entity skos:altLabel ?name }
  UNION { VALUES ?edge { pol:leads pol:holdsOffice pol:memberOf } ?entity ?edge ?body . ?body rdfs:label ?bodyLabel
          FILTER(LANG(?bodyLabel) = "en") }
}
ORDER BY DESC(?articles) ?entity ?edge ?body ?name
"""


def suggestions(store: Store, least: int) -> Iterator[str]:
    """A Turtle block for each entity that the knowledge base does not have and that at least `least` articles name, frequent ones first.

    The block has the label, the other names and the home as the articles have them, and as comments the number of articles and the
    posts that they state; its id is to be replaced by the usual English name.
    """
    rows = [_values(row) for row in _solutions(store, QUERY.replace("LEAST", str(int(least))))]
    for _, group in groupby(rows, key=lambda row: row["entity"]):
        yield _block(list(group))


def _solutions(store: Store, query: str) -> Iterator[Any]:
    yield from store.query(query)  # type: ignore[misc]  # a SELECT gives solutions


def _values(row: Any) -> dict[str, str]:
    names = ("entity", "type", "ar", "en", "home", "articles", "name", "edge", "body", "bodyLabel")
    return {name: row[name].value for name in names if row[name] is not None}


def _block(rows: list[dict[str, str]]) -> str:
    """The Turtle of one entity from its rows."""
    first = rows[0]
    kind, _, local = first["entity"].removeprefix(ID).partition("/")
    label_en = first.get("en", "")
    posts = dict.fromkeys(f"{r['edge'].removeprefix(NS)} {r['bodyLabel']} ({r['body'].removeprefix(ID)})" for r in rows if "edge" in r)
    names = sorted({r["name"] for r in rows if "name" in r and r["name"] != first["ar"]})
    lines = [f"# {first['articles']} articles; found as {local}", *(f"# the articles state: {post}" for post in posts)]
    lines.append(f"{kind}:{local_name(label_en) or local} a pol:{first['type'].removeprefix(NS)} ;")
    statements = [f"    rdfs:label {literal(first['ar'], 'ar')} , {literal(label_en or first['ar'], 'en')}"]
    if names:
        statements.append("    skos:altLabel " + " , ".join(literal(name, "ar") for name in names))
    if "home" in first:
        statements.append(f"    pol:home {first['home'].removeprefix(ID).replace('/', ':')}")
    return "\n".join([*lines, " ;\n".join(statements) + " ."]) + "\n"


def local_name(label: str) -> str:
    """The local name of an English label: lower case ASCII with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def literal(text: str, lang: str) -> str:
    """A Turtle literal; what would end it is escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"@{lang}'
