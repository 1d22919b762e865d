"""Small knowledge bases in Turtle."""

from __future__ import annotations

from pathlib import Path

PREFIXES = """\
@prefix pol: <https://w3id.org/siyasa/ns#> .
@prefix state: <https://w3id.org/siyasa/id/state/> .
@prefix person: <https://w3id.org/siyasa/id/person/> .
@prefix organization: <https://w3id.org/siyasa/id/organization/> .
@prefix office: <https://w3id.org/siyasa/id/office/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""

ZATARSTAN = """\
state:x-zatarstan a pol:State ;
    rdfs:label "زعترستان"@ar , "Zatarstan"@en ;
    pol:nisba "زعترستاني"@ar ;
    pol:capital "زعترآباد"@ar .
"""

RULER = """\
person:x-ruler a pol:Person ;
    rdfs:label "زعترلي الأول"@ar , "Zatarli the First"@en ;
    org:hasMembership [ pol:office office:president ; pol:of state:x-zatarstan ; pol:from "2010"^^xsd:gYear ; pol:basis "two-readings" ] .
"""


def write(path: Path, *blocks: str) -> Path:
    """Write a Turtle file of blocks."""
    path.write_text(PREFIXES + "\n".join(blocks), "utf-8")
    return path


def line_of(path: Path, start: str) -> int:
    """The number of the line that begins so."""
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.startswith(start))
