"""The knowledge base in memory: things by id, tenures by office, and the gazetteer of Arabic surfaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.knowledge.gazetteer import Gazetteer, build_gazetteer
from kg.knowledge.things import Membership, OfficeKind, Tenure, Thing
from kg.model import EntityType
from kg.partial_date import earliest


@dataclass(frozen=True)
class Knowledge:
    """All that `ontologies/` (and a user's files) say of states, people, organisations, agreements and offices."""

    things: Mapping[str, Thing]
    offices: Mapping[str, OfficeKind]
    gazetteer: Gazetteer
    tenures_by_body: Mapping[str, tuple[Tenure, ...]] = field(repr=False)
    memberships_by_member: Mapping[str, tuple[Membership, ...]] = field(repr=False)

    def thing(self, entity_id: str) -> Thing | None:
        """The thing with this id (`state/RU`), or None where the knowledge base has none."""
        return self.things.get(entity_id)

    def state(self, code: str) -> Thing | None:
        return self.things.get(f"state/{code}")

    def leads(self, office: str) -> bool:
        """Whether who holds an office leads its body."""
        return office in self.offices and self.offices[office].leads

    def of_type(self, kind: EntityType) -> tuple[Thing, ...]:
        return tuple(t for t in self.things.values() if t.type is kind)

    def memberships(self, entity_id: str) -> tuple[Membership, ...]:
        """The organisations that an entity is or was a member of."""
        return self.memberships_by_member.get(entity_id, ())

    def holders(self, offices: Iterable[str], body: str, day: str | None = None) -> tuple[Tenure, ...]:
        """Who held one of `offices` of `body` (entity id) on `day` (partial date), the latest to enter first; all without a day."""
        wanted = frozenset(offices)
        tenures = [t for t in self.tenures_by_body.get(body, ()) if t.office in wanted and (day is None or t.covers(day))]
        return tuple(sorted(tenures, key=lambda t: (earliest(t.since) if t.since else "", t.holder), reverse=True))


def make_knowledge(things: Mapping[str, Thing], offices: Mapping[str, OfficeKind], gazetteer: Gazetteer | None = None) -> Knowledge:
    """Index things and offices; the gazetteer is built from them unless a compiled one is given."""
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    memberships: dict[str, list[Membership]] = defaultdict(list)
    for thing in things.values():
        for tenure in thing.tenures:
            tenures[tenure.body].append(tenure)
        for membership in thing.memberships:
            memberships[membership.member].append(membership)
    return Knowledge(
        things=things,
        offices=offices,
        gazetteer=gazetteer or build_gazetteer(things.values()),
        tenures_by_body={k: tuple(v) for k, v in tenures.items()},
        memberships_by_member={k: tuple(v) for k, v in memberships.items()},
    )
