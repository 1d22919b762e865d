"""Stores for the tests: in memory and on disk, with a small background of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import Background, Store
from kg.knowledge import read_files, things_of

KNOWLEDGE = """
@prefix pol: <https://w3id.org/siyasa/ns#> .
@prefix state: <https://w3id.org/siyasa/id/state/> .
@prefix person: <https://w3id.org/siyasa/id/person/> .
@prefix organization: <https://w3id.org/siyasa/id/organization/> .
@prefix office: <https://w3id.org/siyasa/id/office/> .
@prefix kind: <https://w3id.org/siyasa/id/kind/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

office:president a pol:Office ; rdfs:label "رئيس الدولة"@ar , "President"@en ; pol:edge pol:leads .
state:KE a pol:State ; rdfs:label "كينيا"@ar , "Kenya"@en ; dcterms:identifier "KE" ; owl:sameAs wd:Q114 .
state:SO a pol:State ; rdfs:label "الصومال"@ar , "Somalia"@en ; dcterms:identifier "SO" .
state:NO a pol:State ; rdfs:label "النرويج"@ar , "Norway"@en ; dcterms:identifier "NO" .
person:william-ruto a pol:Person ; rdfs:label "وليام روتو"@ar , "William Ruto"@en ; pol:shortName "روتو"@ar ;
    org:hasMembership [ pol:office office:president ; pol:of state:KE ; pol:from "2022-09-13"^^xsd:date ; pol:basis "two-readings" ] .
organization:east-african-community a pol:Organization ; rdfs:label "مجموعة شرق أفريقيا"@ar , "East African Community"@en ;
    org:classification kind:igo ; pol:membership [ pol:member state:KE ; pol:from "2000-07-07"^^xsd:date ; pol:basis "two-readings" ] .
organization:wire a pol:Organization ; rdfs:label "وكالة"@ar , "Wire"@en ; org:classification kind:media ; pol:sourceName "wire" .
"""


@pytest.fixture(scope="session")
def background(tmp_path_factory: pytest.TempPathFactory) -> Background:
    path = tmp_path_factory.mktemp("knowledge") / "small.ttl"
    path.write_text(KNOWLEDGE, encoding="utf-8")
    return Background.of(*things_of(read_files([path])))


@pytest.fixture
def store(background: Background) -> Store:
    return Store.in_memory(background=background, agent="siyasa-0.0.1")


@pytest.fixture
def disk(background: Background, tmp_path: Path) -> Store:
    return Store.create_or_open(tmp_path / "out", background=background, agent="siyasa-0.0.1")
