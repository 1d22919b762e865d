"""What the knowledge base says of a name on a day, and why: exact surfaces, titles with a nationality, else the nearest names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from kg.knowledge.base import Knowledge
from kg.knowledge.gazetteer import bare, phrase
from kg.knowledge.segmenter import segmenter
from kg.knowledge.things import NameKind, OfficeKind, Tenure, Thing

NEAREST = 5
LEAST_LIKENESS = 70.0
WEAK = frozenset({NameKind.WEAK, NameKind.WEAK_NISBA})
SAID = {
    NameKind.LABEL: "its usual name",
    NameKind.NAME: "a name of it",
    NameKind.SHORT: "what it is called for short",
    NameKind.WEAK: "a name that counts only beside other evidence",
    NameKind.CAPITAL: "its capital",
    NameKind.SEAT: "a seat that stands for it",
    NameKind.ORGAN: "an organ of it",
    NameKind.PEOPLE: "its people",
    NameKind.NISBA: "its nationality",
    NameKind.WEAK_NISBA: "its nationality, a word that also means something else",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing that a name can mean, why, and whether the name is safe alone."""

    thing: Thing
    because: str
    safe: bool
    tenure: Tenure | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name can mean; `nearest` are known names like it where it means nothing."""

    findings: tuple[Finding, ...]
    nearest: tuple[str, ...] = ()


def find(knowledge: Knowledge, name: str, day: str | None = None) -> Answer:
    """Look up an Arabic or English name, an id (`state/RU`) or a title with a nationality («الرئيس الأميركي»).

    Parameters:
        name: what to look up.
        day: a partial date; tenures are read at it. Without it every holder of an office is given.
    """
    if name in knowledge.things:
        return Answer((Finding(knowledge.things[name], "its id", True),))
    key = phrase(name)
    findings = [*_surfaces(knowledge, key), *_titles(knowledge, key, day), *_english(knowledge, name)]
    unique = {(f.thing.id, f.tenure): f for f in reversed(findings)}
    if unique:
        return Answer(tuple(reversed(unique.values())))
    if (first := segmenter(knowledge).segment(name.split()[0] if name.split() else "")).attached:  # «وبوتين», «لبلينكن»
        bare_name = " ".join([first.word, *key.split(" ")[1:]])
        if (answer := find(knowledge, bare_name, day)).findings:
            without = f", without {' + '.join(first.attached)}"
            return Answer(tuple(replace(f, because=f.because + without) for f in answer.findings))
    close = process.extract(key, list(knowledge.gazetteer.entries), scorer=fuzz.ratio, limit=4 * NEAREST, score_cutoff=LEAST_LIKENESS)
    things = dict.fromkeys(knowledge.gazetteer.entries[form][0].thing for form, _, _ in close)
    return Answer((), tuple(f"{knowledge.things[t].label_ar} ({knowledge.things[t].label_en})" for t in list(things)[:NEAREST]))


def _surfaces(knowledge: Knowledge, key: str) -> Iterator[Finding]:
    entries = knowledge.gazetteer.get(key)
    for entry in entries:
        safe = entry.kind not in WEAK and len({e.thing for e in entries}) == 1
        yield Finding(knowledge.things[entry.thing], SAID[entry.kind], safe)


def _english(knowledge: Knowledge, name: str) -> Iterator[Finding]:
    wanted = name.casefold()
    for thing in knowledge.things.values():
        if any(n.lang == "en" and n.text.casefold() == wanted for n in thing.names):
            yield Finding(thing, "its English name", True)


def _titles(knowledge: Knowledge, key: str, day: str | None) -> Iterator[Finding]:
    """«الرئيس الأميركي», «وزير خارجية قطر»: an office and, behind it, a nationality or the name of a body."""
    words = key.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        bodies = [e.thing for e in knowledge.gazetteer.get(" ".join(words[cut:]))]
        offices = offices_titled(knowledge, tuple(words[:cut]))
        if not bodies or not offices:
            continue
        for body in dict.fromkeys(bodies):
            for tenure in knowledge.holders([o.id for o in offices], body, day):
                office = knowledge.offices[tenure.office]
                since, until = tenure.since or "?", tenure.until or ("?" if tenure.undated else "today")
                because = f"{office.label_en} of {knowledge.things[body].label_en} from {since} to {until} ({tenure.basis})"
                yield Finding(knowledge.things[tenure.holder], because, day is not None, tenure)
        return


def offices_titled(knowledge: Knowledge, title: tuple[str, ...]) -> list[OfficeKind]:
    """The offices that a folded title names, articles disregarded."""
    wanted = tuple(bare(w) for w in title)
    return [
        office
        for office in knowledge.offices.values()
        if any(tuple(bare(w) for w in phrase(t).split(" ")) == wanted for t in (*office.titles, *office.titles_feminine))
    ]
