"""Graphs for the tests of analysis: a pen that writes small ones by hand, and a large one drawn by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from kg.graph.read import ActorView, FactView, GraphView, MembershipView, ReportView, TenureView
from kg.model import Attribution, EntityType, FactType, Modality, Polarity

KINDS = {
    "state": EntityType.STATE,
    "person": EntityType.PERSON,
    "organization": EntityType.ORGANIZATION,
    "bloc": EntityType.BLOC,
    "agreement": EntityType.AGREEMENT,
}
NAMES = {
    "state/US": ("الولايات المتحدة", "United States"),
    "state/IR": ("إيران", "Iran"),
    "state/RU": ("روسيا", "Russia"),
    "state/SY": ("سوريا", "Syria"),
    "state/SA": ("السعودية", "Saudi Arabia"),
    "state/AE": ("الإمارات", "United Arab Emirates"),
    "state/QA": ("قطر", "Qatar"),
    "state/OM": ("عمان", "Oman"),
    "organization/aljazeera": ("الجزيرة", "Al Jazeera"),
    "organization/reuters": ("رويترز", "Reuters"),
}


@dataclass
class Pen:
    """Writes facts between actors, so that a test reads like what it is about; actors come with their first fact."""

    actors: dict[str, ActorView] = field(default_factory=dict)
    facts: list[FactView] = field(default_factory=list)
    reports: int = 0

    def actor(self, actor_id: str, *, home: str | None = None, tenures: tuple[TenureView, ...] = (), member: tuple[str, ...] = ()) -> str:
        """An actor; `member` lists organisations without dates."""
        kind, _, tail = actor_id.partition("/")
        ar, en = NAMES.get(actor_id, (tail, tail))
        iso = tail if kind == "state" else None
        memberships = tuple(MembershipView(organization, None, None) for organization in member)
        self.actors[actor_id] = ActorView(actor_id, KINDS[kind], ar, en, iso=iso, home=home, tenures=tenures, memberships=memberships)
        return actor_id

    def leader(self, actor_id: str, *tenures: tuple[str, str | None, str | None], home: str | None = None) -> str:
        """A person with tenures (body, since, until)."""
        return self.actor(actor_id, home=home, tenures=tuple(TenureView("الرئيس", "president", *tenure) for tenure in tenures))

    def report(
        self, *, outlet: str | None = "organization/aljazeera", on: str | None = "2018-07-12", quote: str = "جملة.", **given: object
    ) -> ReportView:
        """A report: by default the outlet's own word that it is so."""
        self.reports += 1
        values: dict[str, object] = {
            "id": f"report/{self.reports}",
            "article": f"article/{self.reports}",
            "title": None,
            "url": None,
            "outlet": outlet,
            "reported_on": on,
            "quote": quote,
            "marks": (),
            "speaker": None,
            "attribution": Attribution.NAMED if given.get("speaker") else Attribution.OUTLET,
            "polarity": Polarity.POSITIVE,
            "modality": Modality.ACTUAL,
            "stated_time": None,
            "ended": False,
            "confidence": 0.9,
            "dispatch": f"dispatch/{self.reports}",
        }
        return ReportView(**(values | given))  # type: ignore[arg-type]

    def fact(
        self, source: str, kind: str, target: str, time: str | None = None, *reports: ReportView, on: str | None = "2018-07-12"
    ) -> str:
        """A fact between two actors, states by code or actors by id; without reports it gets one in an outlet's own voice."""
        ends = [end if "/" in end else f"state/{end}" for end in (source, target)]
        for end in ends:
            if end not in self.actors:
                self.actor(end)
        given = reports or (self.report(on=on),)
        own = any(
            r.attribution is Attribution.OUTLET and r.polarity is Polarity.POSITIVE and r.modality is Modality.ACTUAL and not r.ended
            for r in given
        )
        first = min((r.reported_on for r in given if r.reported_on), default=None)
        number = f"fact/{len(self.facts) + 1:05d}"
        self.facts.append(FactView(number, FactType(kind), ends[0], ends[1], time, first, own, tuple(given)))
        return number

    def view(self) -> GraphView:
        return GraphView(tuple(sorted(self.actors.values(), key=lambda a: a.id)), tuple(sorted(self.facts, key=lambda f: f.id)))


def two_blocs(first: str = "ABC", second: str = "XYZ") -> Pen:
    """Two groups of states (a letter each): friends within, foes between."""
    pen = Pen()
    everyone = [*first, *second]
    for i, a in enumerate(everyone):
        for b in everyone[i + 1 :]:
            pen.fact(a, "cooperate" if (a in first) == (b in first) else "threaten", b, "2018-07-12")
    return pen


def large_view(states: int = 200, dyads: int = 4_000, events: int = 20_000, seed: int = 7) -> GraphView:
    """A graph as large as an archive of years gives: states with leaders, in four camps, over ten years, told by eight outlets."""
    rng = random.Random(seed)
    pen = Pen()
    names = [f"state/S{i:03d}" for i in range(states)]
    for i, name in enumerate(names):
        pen.actor(name, member=tuple(f"organization/o{(i + j * j) % 40}" for j in range(5)))
        pen.leader(f"person/p{i:03d}-a", (name, "2010-01-01", "2015-06-30"))
        pen.leader(f"person/p{i:03d}-b", (name, "2015-07-01", None))
    pairs = rng.sample([(a, b) for i, a in enumerate(range(states)) for b in range(i + 1, states)], dyads)
    friendly, hostile = ["meet", "visit", "cooperate", "support", "aid", "allied_with"], ["accuse", "threaten", "sanction", "hostile_to"]
    for number in range(events):
        a, b = pairs[number] if number < dyads else pairs[min(int(rng.paretovariate(0.6)), dyads) - 1]
        friends = (a % 4 == b % 4) != (rng.random() < 0.2)
        kind = rng.choice(friendly if friends else hostile)
        day = f"{rng.randint(2012, 2021)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        ends = [rng.choice((names[i], f"person/p{i:03d}-a" if day < "2015-07" else f"person/p{i:03d}-b")) for i in rng.sample((a, b), 2)]
        reports = [pen.report(outlet=f"organization/outlet{rng.randint(1, 8)}", on=day) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        pen.fact(ends[0], kind, ends[1], day if rng.random() < 0.4 else None, *reports)
    return pen.view()
