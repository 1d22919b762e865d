"""Whether the knowledge base is consistent: references, dates, offices held twice, names that mean two things, stray characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.knowledge.gazetteer import build_gazetteer
from kg.knowledge.reader import RawKnowledge, read_files, things_of
from kg.knowledge.things import NameKind, OfficeKind, Tenure, Thing
from kg.partial_date import earliest, is_date, latest

STRONG = frozenset(NameKind) - {NameKind.WEAK, NameKind.WEAK_NISBA}
ARABIC_NAME = re.compile("[\u0621-\u063a\u0640-\u0652\u0670\u0671\u067e\u0686\u0698\u06a4\u06a9\u06af0-9A-Za-z «»\"'().+/،-]+\\Z")
WIKIDATA = re.compile(r"Q[1-9]\d*\Z")
BASES = re.compile(r"(one-reading|two-readings|organisation-memberships-2020|leaders-1945-2021:.+|world-leaders-wikidata:Q\d+)\Z")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something inconsistent: where it stands (`file:line`), of which thing, and what."""

    where: str
    subject: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.subject}: {self.what}"


def check(extra: Sequence[Path] = ()) -> list[Fault]:
    """All faults of the shipped knowledge base with the user's own files merged in, in order.

    Raises:
        KnowledgeError: a file cannot be read at all.
    """
    from kg.knowledge import knowledge_files

    raw = read_files([*knowledge_files(), *extra])
    things, offices = things_of(raw)
    return sorted(set(faults(raw, things, offices)))


def faults(raw: RawKnowledge, things: Mapping[str, Thing], offices: Mapping[str, OfficeKind]) -> Iterator[Fault]:
    """The faults of things and offices that were read from `raw`."""
    for subject, what in [
        *_references(things, offices),
        *_dates(things),
        *_held_twice(things, offices),
        *_shared_names(things),
        *_characters(things),
        *_wikidata(things),
    ]:
        yield Fault(raw.where(subject), subject, what)


Said = tuple[str, str]


def _references(things: Mapping[str, Thing], offices: Mapping[str, OfficeKind]) -> Iterator[Said]:
    for thing in things.values():
        named = [*thing.part_of, *thing.parties, *thing.neighbours, *thing.opponents, *([thing.home] if thing.home else [])]
        named += [t.body for t in thing.tenures] + [m.member for m in thing.memberships]
        for missing in sorted({n for n in named if n not in things}):
            yield thing.id, f"names {missing}, which stands in no file; add it or mend the name"
        for office in sorted({t.office for t in thing.tenures if t.office not in offices}):
            yield thing.id, f"has a tenure in office:{office}, which offices.ttl does not have"
        for neighbour in thing.neighbours:
            if neighbour in things and thing.id not in things[neighbour].neighbours:
                yield thing.id, f"has the neighbour {neighbour}, which does not have it"


def _dates(things: Mapping[str, Thing]) -> Iterator[Said]:
    for thing in things.values():
        spans = [("its own dates", thing.since, thing.until)]
        spans += [(f"tenure as {t.office} of {t.body}", t.since, t.until) for t in thing.tenures]
        spans += [(f"membership of {m.member}", m.since, m.until) for m in thing.memberships]
        for what, since, until in spans:
            for date in (since, until):
                if date is not None and not is_date(date):
                    yield thing.id, f"{what}: {date} is no day, month or year"
            if since and until and is_date(since) and is_date(until) and earliest(since) > latest(until):
                yield thing.id, f"{what}: ends ({until}) before it begins ({since})"
        for tenure in thing.tenures:
            if tenure.since is None and tenure.until is None and not tenure.undated:
                yield thing.id, f'tenure as {tenure.office} of {tenure.body}: has no date; add one, or pol:status "undated"'
        bases = {t.basis for t in thing.tenures} | {m.basis for m in thing.memberships}
        for basis in sorted(b for b in bases if not BASES.match(b)):
            yield thing.id, f'the basis "{basis}" is none of those of README.md'


def _held_twice(things: Mapping[str, Thing], offices: Mapping[str, OfficeKind]) -> Iterator[Said]:
    """Two people surely at once in an office that one holds; a day of handover, acting and disputed holders are no fault."""
    held: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for thing in things.values():
        for tenure in thing.tenures:
            single = tenure.office in offices and offices[tenure.office].single
            if single and not (tenure.acting or tenure.disputed or tenure.undated):
                held[tenure.office, tenure.body].append(tenure)
    for (office, body), tenures in held.items():
        for one, other in combinations(tenures, 2):
            if one.holder != other.holder and surely_overlap(one, other):
                mine, his = f"{one.since} to {one.until}", f"{other.since} to {other.until}"
                yield one.holder, f"is {office} of {body} ({mine}) while {other.holder} is ({his})"


def surely_overlap(one: Tenure, other: Tenure) -> bool:
    """Whether two tenures share a day whatever day their partial dates mean, the day of a handover left out."""
    if one.since is None or other.since is None:
        return False
    first, second = sorted((one, other), key=lambda t: latest(t.since or ""))
    starts = latest(second.since or "")
    if second.until is not None and earliest(second.until) < starts:
        return False
    return first.until is None or earliest(first.until) > starts


def _shared_names(things: Mapping[str, Thing]) -> Iterator[Said]:
    gazetteer = build_gazetteer(things.values())
    for form, entries in gazetteer.entries.items():
        owners = sorted({e.thing for e in entries if e.kind in STRONG})
        if len(owners) > 1:
            yield owners[0], f"«{form}» also names {', '.join(owners[1:])}; make it a skos:hiddenLabel of each, or of all but one"


def _characters(things: Mapping[str, Thing]) -> Iterator[Said]:
    for thing in things.values():
        for name in thing.names:
            if name.text != " ".join(name.text.split()) or not name.text:
                yield thing.id, f"the name «{name.text}» has white space to spare"
            elif name.lang == "ar" and not ARABIC_NAME.match(name.text):
                stray = sorted({c for c in name.text if not ARABIC_NAME.match(c)})
                yield thing.id, f"the name «{name.text}» has stray characters: {', '.join(f'U+{ord(c):04X}' for c in stray)}"


def _wikidata(things: Mapping[str, Thing]) -> Iterator[Said]:
    owners: dict[str, list[str]] = defaultdict(list)
    for thing in things.values():
        if thing.wikidata:
            owners[thing.wikidata].append(thing.id)
            if not WIKIDATA.match(thing.wikidata):
                yield thing.id, f"{thing.wikidata} is no Wikidata id"
    for wikidata, ids in owners.items():
        if len(ids) > 1:
            yield ids[0], f"{wikidata} is also the Wikidata id of {', '.join(ids[1:])}"
