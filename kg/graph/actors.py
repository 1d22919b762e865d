"""Entities of a store as plain values, one at a time, and whether a graph's facts or articles speak of them."""

from __future__ import annotations

from functools import lru_cache, partial

from kg.graph import terms as t
from kg.graph.lookup import Lookup, iri, last
from kg.graph.read import ActorView, MembershipView, TenureView
from kg.model import EntityType
from kg.ontology import NS

_TYPES = {NS + kind.value: kind for kind in EntityType}
FACT = "fact/"
"""How ids of facts begin: pairs of states have a source and a target as well."""


def merged(lookup: Lookup) -> dict[str, str]:
    """Each entity that a reviewer has made one with another, and that other."""
    return {alias: other for alias, other in lookup.pairs(t.SAME_AS) if not other.startswith(t.WIKIDATA)}


def tells(lookup: Lookup, article: str) -> bool:
    """Whether some fact rests on a report of an article."""
    return any(_counts(lookup, report) for report in lookup.subjects(t.pol("article"), iri(article)))


def _counts(lookup: Lookup, report: str) -> bool:
    """Whether a report is of a fact; one that a reviewer rejected is of none."""
    return any(True for _ in lookup.subjects(t.pol("report"), iri(report)))


class Actors:
    """Reads actors."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._offices = lru_cache(1024)(partial(_labels, lookup))  # not of a method, which would be a cycle

    def type(self, entity: str) -> EntityType | None:
        """What an entity is; None for what is none."""
        return next((_TYPES[kind] for kind in self._lookup.values(entity, t.RDF_TYPE) if kind in _TYPES), None)

    def view(self, entity: str) -> ActorView | None:
        """An entity; None for what is none, and for one that a reviewer has made one with another."""
        kind, same = self.type(entity), self._lookup.values(entity, t.SAME_AS)
        if kind is None or any(not other.startswith(t.WIKIDATA) for other in same):
            return None
        label_ar, label_en = _labels(self._lookup, entity)
        return ActorView(
            id=entity,
            type=kind,
            label_ar=label_ar,
            label_en=label_en,
            names=tuple(sorted({*self._lookup.values(entity, t.ALT_LABEL), *self._lookup.values(entity, t.pol("shortName"))})),
            iso=self._lookup.one(entity, t.IDENTIFIER) if kind is EntityType.STATE else None,
            home=self._lookup.one(entity, t.pol("home")),
            known=self._lookup.one(entity, t.pol("known")) != "false",
            wikidata=same[0].removeprefix(t.WIKIDATA) if same else None,
            tenures=self._tenures(entity),
            memberships=self._memberships(entity),
        )

    def occurs(self, entity: str) -> bool:
        """Whether an article mentions an entity, or a fact joins it, or a report of one has it as speaker or outlet."""
        find, here = self._lookup.subjects, iri(entity)
        return (
            any(True for _ in find(t.MENTIONS, here))
            or any(subject.startswith(FACT) for end in ("source", "target") for subject in find(t.pol(end), here))
            or any(_counts(self._lookup, x) for who in (entity, *find(t.SAME_AS, here)) for x in find(t.pol("speaker"), iri(who)))
            or any(tells(self._lookup, article) for article in find(t.PUBLISHER, here))
        )

    def _tenures(self, holder: str) -> tuple[TenureView, ...]:
        views = []
        for said in map(self._lookup.of, self._lookup.subjects(t.pol("holder"), iri(holder))):
            office = self._offices(last(said, "office") or "")
            views.append(TenureView(*office, last(said, "of") or "", last(said, "from"), last(said, "to")))
        return tuple(sorted(views, key=lambda x: (x.since or "", x.office_en, x.body, x.until or "")))

    def _memberships(self, member: str) -> tuple[MembershipView, ...]:
        found = map(self._lookup.of, self._lookup.subjects(t.pol("member"), iri(member)))
        views = [MembershipView(last(said, "organization") or "", last(said, "from"), last(said, "to")) for said in found]
        return tuple(sorted(views, key=lambda x: (x.organization, x.since or "")))


def _labels(lookup: Lookup, thing: str) -> tuple[str, str]:
    """The Arabic and the English label, the one for the other where one is missing, the id where both are."""
    arabic, english = lookup.labels(thing, "ar", "en")
    return arabic or english or thing, english or arabic or thing
