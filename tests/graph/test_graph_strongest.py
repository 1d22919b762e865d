"""What a page holds, read without the rest, and what there is, counted without being read: as if all had been read."""

from __future__ import annotations

import gc
import random
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from graph_samples import WIRE, report, visit

from kg.errors import StoreError
from kg.graph import Background, FactView, GraphView, Store, export, lookup, quads
from kg.graph.ranking import cut, strength
from kg.graph.read import Size
from kg.graph.readback import Facts
from kg.graph.reviews import Decision, Verdict, keep
from kg.model import EntityType, FactType, Modality, Polarity
from kg.render import choose, render, rows

ACTORS = ("state/KE", "state/SO", "state/NO", "person/william-ruto", "person/x-spokesman", "organization/x-front")
TYPES = (FactType.THREATEN, FactType.MEET, FactType.LEADS)


def drawn(background: Background, seed: int, folder: Path | None = None) -> Store:
    """A store of articles drawn at random, wire copies, denials and what is over among them, with an analyst's decisions."""
    draw = random.Random(seed)
    store = Store.create_or_open(folder, background=background) if folder else Store.in_memory(background=background)
    store.add(visit())
    for number in range(50):
        source, target = draw.sample(ACTORS[: draw.choice((3, 6))], 2)  # some are often in the news
        store.add(
            report(
                f"a{number}",
                draw.choice(TYPES),
                source,
                target,
                outlet=draw.choice((None, "wire", "other")),
                body=WIRE if draw.random() < 0.1 else None,
                speaker=draw.choice((None, None, "state/NO")),
                polarity=draw.choice((*[Polarity.POSITIVE] * 3, Polarity.NEGATIVE)),
                modality=draw.choice((*[Modality.ACTUAL] * 3, Modality.PLANNED)),
                ended=draw.random() < 0.3,
                confidence=draw.choice((0.5, 0.7, 0.9)),
            )
        )
    store.finish()
    rejected = next(r.id for fact in store.read().facts for r in fact.reports)
    same = Decision(Verdict.SAME_AS, source="person/x-spokesman", target="person/william-ruto")
    keep(store.oxigraph, [Decision(Verdict.REJECT, report=rejected), same])
    store.finish()
    return store


@pytest.fixture(params=range(4), name="many")
def of_a_seed(request: pytest.FixtureRequest, background: Background) -> Store:
    return drawn(background, request.param)


@pytest.fixture
def small_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of much less than there is."""
    monkeypatch.setattr(choose, "MAX_FACTS", 9)
    monkeypatch.setattr(choose, "MAX_ROWS", 3)
    monkeypatch.setattr(choose, "MAX_ROWS_IN_ALL", 20)
    for module in (choose, rows):
        monkeypatch.setattr(module, "MAX_SENTENCES", 2)


def pages(store: Store, folder: Path) -> Iterator[bytes]:
    """The page of the whole graph and that of what it holds."""
    render(store.read(), folder / "whole.html")
    render(store, folder / "strongest.html")
    for name in ("whole.html", "strongest.html"):
        yield (folder / name).read_bytes()


def test_a_page_of_the_strongest_is_that_of_the_whole_to_the_byte(many: Store, small_page: None, tmp_path: Path) -> None:
    whole, strongest = pages(many, tmp_path)
    assert whole == strongest


def test_a_page_that_holds_everything_is_the_same_too(many: Store, tmp_path: Path) -> None:
    whole, strongest = pages(many, tmp_path)
    assert whole == strongest


def test_an_empty_store_has_a_page_and_a_tally(store: Store, tmp_path: Path) -> None:
    whole, strongest = pages(store, tmp_path)
    assert whole == strongest
    found = store.tally(pairs=3)
    assert (found.articles, found.reports, found.facts, found.pairs) == (0, 0, {}, ())


def test_only_what_is_asked_for_is_read_and_the_rest_is_counted(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, read = many.read(), Counter[str]()
    bare = Facts.bare

    def counted(self: Facts, fact: str) -> tuple[FactView, list[str]]:
        read[fact] += 1
        return bare(self, fact)

    monkeypatch.setattr(Facts, "bare", counted)
    view = many.read_strongest(facts=9, reports=2, rows=1000, sentences=1)
    assert len(view.facts) == 9 and read == Counter(fact.id for fact in view.facts)
    assert view.whole == Size.of(whole.facts) and view.whole.facts > 20
    all_of = {fact.id: fact for fact in whole.facts}
    assert any(fact.told.reports > 2 for fact in view.facts)
    for fact in view.facts:
        best = cut(all_of[fact.id], 2).reports
        assert fact.told == all_of[fact.id].told
        assert fact.reports[0] == best[0], "with its sentence, title and address"
        assert [report.id for report in fact.reports] == [report.id for report in best]
        assert not any(report.quote or report.marks or report.url for report in fact.reports[1:])


def test_reports_of_all_facts_together_are_bounded_but_sentences_stay(many: Store) -> None:
    whole = {fact.id: fact for fact in many.read().facts}
    told = sorted(fact.told.reports for fact in many.read_strongest(facts=9, reports=9, rows=1000, sentences=1).facts)
    rows = sum(told) - 1
    view = many.read_strongest(facts=9, reports=9, rows=rows, sentences=1)
    most = max(len(fact.reports) for fact in view.facts)
    assert sum(min(most, number) for number in told) == sum(len(fact.reports) for fact in view.facts) <= rows
    assert sum(min(most + 1, number) for number in told) > rows, "no more would fit"
    assert all(fact.reports == cut(fact, most).reports and fact.told == whole[fact.id].told for fact in view.facts)
    scarce = many.read_strongest(facts=9, reports=9, rows=0, sentences=2)
    assert [len(fact.reports) for fact in scarce.facts] == [min(2, fact.told.reports) for fact in scarce.facts]


def test_a_store_opened_anew_again_and_again_is_read_as_one_that_is_not(
    many: Store, request: pytest.FixtureRequest, background: Background, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seed = request.node.callspec.params["many"]
    opened = Counter[str]()
    anew = Store.renew

    def counted(self: Store, *, always: bool = False) -> None:
        opened["anew"] += 1
        anew(self, always=always)

    with drawn(background, seed, tmp_path / "out") as disk:
        for module, name, few in ((lookup, "RENEW", 3), (lookup, "LISTED", 4), (export, "RENEW", 5), (export, "LISTED", 50)):
            monkeypatch.setattr(module, name, few)
        monkeypatch.setattr(Store, "renew", counted)
        limits = {"facts": 9, "reports": 3, "rows": 20, "sentences": 2}
        assert disk.read_strongest(**limits) == many.read_strongest(**limits)
        assert disk.tally(pairs=4) == many.tally(pairs=4)
        for with_derived in (False, True):
            found = list(export.quads_by_subject(disk, with_derived=with_derived))
            assert Counter(chain.from_iterable(found)) == Counter(export.graph_quads(many, with_derived=with_derived))
            assert all(len({quad.subject for quad in quads}) == 1 for quads in found)
        assert opened["anew"] > 100


def test_a_store_of_which_results_are_held_is_not_read_in_pieces(disk: Store) -> None:
    disk.add(visit())
    disk.finish()
    held = disk.oxigraph.quads_for_pattern(None, None, None, None)
    with pytest.raises(StoreError, match="let go of it"):
        disk.tally(pairs=1)
    del held
    assert disk.tally(pairs=1).articles == 1


def test_what_was_read_does_not_keep_a_store_open(disk: Store, background: Background, tmp_path: Path) -> None:
    disk.add(visit())
    disk.finish()
    gc.disable()
    try:
        disk.read()
        disk.read_strongest(facts=1, reports=1, rows=1000, sentences=1)
        disk.tally(pairs=1)
        disk.close()
        Store.create_or_open(tmp_path / "out", background=background).close()
    finally:
        gc.enable()


@pytest.mark.parametrize("most", [0, 1, 2, 5, 12, 1000])
def test_the_strongest_are_those_of_the_whole_order(background: Background, most: int) -> None:
    store = drawn(background, 5)
    expected = sorted(store.read().facts, key=strength)[:most]
    found = store.read_strongest(facts=most, reports=3, rows=1000, sentences=1).facts
    assert [fact.id for fact in found] == sorted(fact.id for fact in expected)


def test_ties_go_by_what_is_asserted_and_then_by_id(store: Store) -> None:
    for number, kind in enumerate((FactType.THREATEN, FactType.AID, FactType.ACCUSE, FactType.VISIT)):
        store.add(report(f"own{number}", kind, "state/NO", "state/KE"))
        store.add(report(f"said{number}", kind, "state/SO", "state/KE", speaker="state/NO"))
    store.finish()
    ids = {asserted: sorted(fact.id for fact in store.read().facts if fact.asserted is asserted) for asserted in (True, False)}
    ranked = ids[True] + ids[False]
    assert len(ids[True]) == len(ids[False]) == 4
    for most in range(9):
        found = store.read_strongest(facts=most, reports=1, rows=1000, sentences=1).facts
        assert {fact.id for fact in found} == set(ranked[:most])


def test_reports_are_gone_through_in_batches(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = many.read_strongest(facts=9, reports=3, rows=1000, sentences=1)
    monkeypatch.setattr(quads.batched, "__defaults__", (2,))
    assert many.read_strongest(facts=9, reports=3, rows=1000, sentences=1) == at_once


def test_nobody_comes_along_who_is_not_needed(store: Store) -> None:
    store.add(visit())
    store.add(report("other", FactType.THREATEN, "organization/x-front", "person/x-unknown"))
    for number in range(2):
        store.add(report(f"a{number}", FactType.MEET, "person/william-ruto", "state/SO", outlet="wire"))
    store.finish()
    view = store.read_strongest(facts=1, reports=1, rows=1000, sentences=1)
    assert [actor.id for actor in view.actors] == ["organization/wire", "person/william-ruto", "state/KE", "state/SO"]
    assert view.whole == Size.of(store.read().facts)


def test_facts_are_not_chosen_from_a_part(many: Store, tmp_path: Path) -> None:
    view = many.read_strongest(facts=3, reports=1, rows=1000, sentences=1)
    with pytest.raises(ValueError, match="whole graph"):
        render(view, tmp_path / "a.html", since="2024")
    render(many, tmp_path / "b.html", around="state/SO", since="2024", types=[FactType.MEET])
    render(many.read(), tmp_path / "c.html", around="state/SO", since="2024", types=[FactType.MEET])
    assert (tmp_path / "b.html").read_bytes() == (tmp_path / "c.html").read_bytes()


def strongest_pairs(view: GraphView, most: int) -> list[tuple[str, str, int]]:
    """The pairs that most events join, persons and organisations counted for their home."""
    homes = {actor.id: actor.id if actor.type is EntityType.STATE else actor.home or actor.id for actor in view.actors}
    events = [fact for fact in view.facts if not fact.type.standing]
    ends = [sorted({homes[fact.source], homes[fact.target]}) for fact in events]
    pairs = Counter((pair[0], pair[1]) for pair in ends if len(pair) == 2)
    return [(a, b, number) for (a, b), number in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:most]]


def test_what_is_counted_is_what_would_have_been_read(many: Store) -> None:
    whole, found = many.read(), many.tally(pairs=4)
    assert found.articles == len({r.article for fact in whole.facts for r in fact.reports})
    assert found.entities == dict(sorted(Counter(actor.type for actor in whole.actors).items()))
    assert list(found.facts.items()) == Counter(fact.type for fact in whole.facts).most_common()
    assert found.asserted == sum(fact.asserted for fact in whole.facts)
    assert found.reports == sum(len(fact.reports) for fact in whole.facts)
    assert [(pair.a.id, pair.b.id, pair.events) for pair in found.pairs] == strongest_pairs(whole, 4)
    labels = {actor.id: (actor.label_ar, actor.label_en) for actor in whole.actors}
    assert all((end.ar, end.en) == labels[end.id] for pair in found.pairs for end in (pair.a, pair.b))
