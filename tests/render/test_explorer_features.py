"""Every feature of the explorer once, in a real browser, by clicking and typing."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyshacl
import pytest
from conftest import Page
from explorer_views import large, small
from rdflib import RDF, Graph, Namespace, URIRef
from selenium.webdriver.common.keys import Keys

from kg.graph.read import GraphView
from kg.ontology import ontologies
from kg.render import render

POL = Namespace("https://w3id.org/siyasa/ns#")
ID = Namespace("https://w3id.org/siyasa/id/")


@pytest.fixture(scope="module")
def view() -> GraphView:
    return small()


@pytest.fixture(scope="module")
def built(view: GraphView, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "graph.html"
    render(view, path, title="الشرق الأوسط وروسيا")
    return path


@pytest.fixture
def page(driver: Any, built: Path) -> Page:
    page = Page(driver, built)
    page.resize(1280, 800)
    page.go()
    return page


@pytest.fixture
def downloads(driver: Any, tmp_path: Path) -> Iterator[Callable[[str], bytes]]:
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})

    def wait_for(name: str) -> bytes:
        for _ in range(100):
            if (tmp_path / name).exists() and not list(tmp_path.glob("*.crdownload")):
                return (tmp_path / name).read_bytes()
            time.sleep(0.05)
        raise AssertionError(f"{name} was not downloaded; there is {[p.name for p in tmp_path.iterdir()]}")

    yield wait_for
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "default"})


def test_it_opens_in_arabic_from_right_to_left_without_a_complaint(page: Page) -> None:
    root = page.find("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
    assert page.text("h1") == "سياسة الشرق الأوسط وروسيا"
    assert "24 جهة" in page.text("#count") and "35 واقعة" in page.text("#count")
    assert page.complaints() == []


def test_the_language_switches_to_english_and_back(page: Page) -> None:
    page.click("#language")
    root = page.find("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("en", "ltr")
    assert "24 actors" in page.text("#count")
    assert page.fragment() == "lang=en"
    page.click("#language")
    assert root.get_attribute("dir") == "rtl"
    assert page.fragment() == ""


def test_the_theme_switches_and_the_picture_with_it(page: Page) -> None:
    pixel = "const c = siyasa.network.canvas.frame.canvas; return getComputedStyle(document.body).backgroundColor"
    before = page.run(pixel)
    first = page.find("html").get_attribute("data-theme")
    page.click("#theme")
    assert page.find("html").get_attribute("data-theme") != first
    assert page.run(pixel) != before


def test_a_click_on_a_tie_shows_every_report_with_its_marked_sentence(page: Page) -> None:
    page.click_at(*page.point_of("state/KP", "state/RU"))
    assert page.text("#panel-title") == "كوريا الشمالية وروسيا"
    reports = page.all("#panel .report")
    assert len(reports) == 2
    claim = page.text("#panel .report:nth-child(1)")
    assert "قول منسوب" in claim and "على لسان الولايات المتحدة" in claim and "BBC" in claim and "23 أكتوبر 2024" in claim and "74%" in claim
    assert "منفيّ" in page.text("#panel .report:nth-child(2)")
    marks = page.run("return [...document.querySelectorAll('#panel .report:first-child mark')].map((m) => [m.className, m.textContent])")
    assert marks == [["source", "كوريا الشمالية"], ["trigger", "أرسلت جنودا"], ["target", "روسيا"]]
    link = page.find("#panel .report a")
    assert link.get_attribute("href").startswith("https://news.example/") and "noopener" in link.get_attribute("rel")


def test_an_only_claimed_tie_is_dashed_otherwise_than_an_asserted_one(page: Page) -> None:
    dashes = "return siyasa.network.body.edges[JSON.stringify([arguments[0], arguments[1], 'aid'])].options.dashes"
    assert page.run(dashes, "state/KP", "state/RU") == [4, 5]
    assert page.run(dashes, "state/RU", "state/SY") is False


def test_a_tie_is_as_wide_as_its_independent_dispatches(page: Page) -> None:
    width = "return siyasa.network.body.edges[JSON.stringify([arguments[0], arguments[1], arguments[2]])].options.width"
    assert page.run(width, "state/RU", "state/UA", "clash") > 2 * page.run(width, "state/UA", "state/US", "aid")


def test_arrows_point_at_the_target_and_symmetric_ties_have_none(page: Page) -> None:
    arrows = "const e = siyasa.network.body.edges[JSON.stringify(arguments[0])].options.arrows; return [e.from.enabled, e.to.enabled]"
    assert page.run(arrows, ["state/RU", "state/UA", "clash"]) == [False, True]
    assert page.run(arrows, ["state/IL", "state/IR", "clash"]) == [False, False]


def test_a_click_on_an_actor_tells_who_it_is(page: Page) -> None:
    page.click_at(*page.point_of("person/vladimir-putin"))
    panel = page.text("#panel")
    assert page.text("#panel-title") == "فلاديمير بوتين"
    assert "رئيس الوزراء، روسيا 8 مايو 2008 – 7 مايو 2012" in panel
    assert "رئيس الدولة، روسيا 7 مايو 2012 – الآن" in panel
    assert page.text("#panel .ties li .who-link") == "كوريا الشمالية"
    assert "زيارة: فلاديمير بوتين ← كوريا الشمالية" in page.text("#panel .timeline")
    page.click("#panel .who-is .who-link")
    assert page.text("#panel-title") == "روسيا"
    assert page.find("#panel .who-is a").get_attribute("href") == "https://www.wikidata.org/wiki/Q159"
    page.click("#panel-close")
    assert not page.find("#panel").is_displayed()


def test_memberships_are_told_from_both_ends(page: Page) -> None:
    page.go("select=state/TR")
    assert "حلف شمال الأطلسي 18 فبراير 1952" in page.text("#panel")
    page.go("select=organization/nato&lang=en")
    assert "Turkey 18 February 1952" in page.text("#panel")


COMPLETIONS = {
    "بوتين": "person/vladimir-putin",
    "putin": "person/vladimir-putin",
    "erdogan": "person/recep-tayyip-erdogan",
    "اردوغان": "person/recep-tayyip-erdogan",
    "ايران": "state/IR",
    "سعوديه": "state/SA",
    "الناتو": "organization/nato",
    "kp": "state/KP",
    "خطه العمل": "agreement/jcpoa",
}


def test_search_completes_names_in_both_languages_and_any_spelling(page: Page) -> None:
    box = page.find("#main-search-input")
    for typed, first in COMPLETIONS.items():
        box.send_keys(typed)
        assert page.all("#main-search-list [role=option]"), typed
        box.send_keys(Keys.ENTER)
        assert f"select={first}" in page.fragment(), typed


def test_search_says_that_nothing_matches(page: Page) -> None:
    page.find("#main-search-input").send_keys("أطلنطس")
    assert page.text("#main-search-list") == "لا اسم يطابق"


def test_families_and_types_are_filtered_from_the_legend(page: Page) -> None:
    page.click("#family-clash")
    assert not any(fact.startswith(("fact/assault", "fact/sanction")) for fact in page.facts())
    page.click("#family-clash")
    page.click(".family-key:has(#family-clash) details > summary")
    page.click("#type-assault")
    facts = page.facts()
    assert not any(fact.startswith("fact/assault") for fact in facts) and any(fact.startswith("fact/sanction") for fact in facts)
    assert page.run("return document.getElementById('family-clash').indeterminate")


def test_kinds_are_filtered_from_the_legend(page: Page) -> None:
    page.click("#kind-Person")
    assert not any(actor.startswith("person/") for actor in page.shown())


def test_dates_filter_with_partial_dates_and_refuse_what_is_none(page: Page) -> None:
    page.find("#since").send_keys("2022", Keys.TAB)
    page.find("#until").send_keys("2022-06", Keys.TAB)
    days = page.run("return siyasa.scene().items.map((item) => item.fact.day)")
    assert days and all("2022-01" <= day[:7] <= "2022-06" for day in days)
    assert "fact/sanction-state-US-state-IR-2018-11-05" not in page.facts()
    since = page.find("#since")
    since.clear()
    since.send_keys("2712-20-16", Keys.TAB)
    assert page.find("#since-wrong").is_displayed()
    assert "2712" not in page.fragment()


def test_a_bar_of_the_histogram_sets_the_dates(page: Page) -> None:
    page.click(".histogram .hit:last-of-type")
    assert "since=2024" in page.fragment() and "until=2024" in page.fragment()
    assert all(day.startswith("2024") for day in page.run("return siyasa.scene().items.map((item) => item.fact.day)"))


def test_outlets_status_sources_and_confidence_filter(page: Page) -> None:
    everything = page.facts()
    page.click("#status-claimed")
    assert everything - page.facts() == {
        "fact/hostile_to-state-IL-state-IR-None",
        "fact/aid-state-IR-organization-hezbollah-None",
    }
    page.click("#status-claimed")
    set_range = "const i = document.getElementById(arguments[0]); i.value = arguments[1]; i.dispatchEvent(new Event('change'))"
    page.run(set_range, "sources", 2)
    assert "fact/assault-state-RU-state-UA-2022-02-24" in page.facts() and len(page.facts()) < 10
    page.run(set_range, "sources", 1)
    page.run(set_range, "confidence", 85)
    assert "fact/aid-state-KP-state-RU-2024-10" not in page.facts()
    page.run(set_range, "confidence", 0)
    page.run("document.querySelector('details.block:has(.scroll)').open = true")
    boxes = page.run(
        """return [...document.querySelectorAll('[id^=outlet-]')]
            .filter((box) => box.closest('label').textContent.includes('BBC')).map((box) => box.id)"""
    )
    for box in page.run("return [...document.querySelectorAll('[id^=outlet-]')].map((b) => b.id)"):
        if box not in boxes:
            page.click(f"#{box}")
    outlets = page.run("return siyasa.scene().items.flatMap((item) => item.rows.map((row) => row.outlet))")
    assert len(set(outlets)) == 1 and len(page.facts()) == 8


def test_people_are_rolled_up_to_their_states(page: Page) -> None:
    page.click("#level [data-value=states]")
    assert not any(actor.startswith("person/") for actor in page.shown())
    assert page.run("return siyasa.scene().ties.some((tie) => tie.a === 'state/KP' && tie.b === 'state/RU' && tie.family === 'rapport')")
    assert "state/FR" in page.shown()


def test_neighbours_to_depth_one_and_two(page: Page) -> None:
    page.go("select=person/emmanuel-macron")
    page.click("#around-1")
    assert page.shown() == {"person/emmanuel-macron", "person/vladimir-putin", "state/LB"}
    page.click("#around-2")
    assert {"person/kim-jong-un", "bloc/the-west", "person/xi-jinping", "state/KP"} < page.shown()
    page.click("#whole")
    assert len(page.shown()) == 24


def test_the_shortest_path_between_two(page: Page) -> None:
    for box, name in (("#path-from-input", "مصر"), ("#path-to-input", "إسرائيل")):
        page.find(box).send_keys(name, Keys.ENTER)
    assert page.run("return siyasa.scene().path") == ["state/EG", "state/QA", "state/SA", "state/IR", "state/IL"]
    assert "أقصر طريق بين مصر وإسرائيل" in page.text("#crumbs") and "4 خطوات" in page.text("#crumbs")


def test_no_path_is_said_to_be_none(page: Page) -> None:
    page.go(urlencode({"from": "state/EG", "to": "state/IL", "since": "2024-09"}))
    assert "لا طريق بين مصر وإسرائيل" in page.text("#crumbs")


def test_reset_brings_everything_back_but_the_language(page: Page) -> None:
    page.go("lang=en&around=state/RU&sources=2&off=visit&level=states")
    page.click("#reset")
    assert page.fragment() == "lang=en"
    assert len(page.shown()) == 24


def test_a_view_is_linked_by_the_fragment_of_its_url(page: Page) -> None:
    page.click("#family-bond")
    page.click("#level [data-value=states]")
    page.click("#copy-link")
    page.wait("return document.getElementById('copy-link').textContent === 'نُسخ'")
    copied = page.run("return location.href").split("#")[1]
    facts = page.facts()
    page.go(copied)
    assert page.facts() == facts


def test_a_mistyped_fragment_changes_nothing(page: Page) -> None:
    page.go("lang=xx&limit=999999&depth=7&select=state/ATLANTIS&tie=1&tie=2&around=nobody&outlets=&theme=%3Cscript%3E&nonsense=1")
    assert len(page.shown()) == 24
    assert page.find("html").get_attribute("lang") == "ar"
    assert page.complaints() == []


def test_a_citation_is_copied(page: Page) -> None:
    page.go("tie=state/KP&tie=state/RU")
    page.click("#panel .cite")
    page.wait("return document.querySelector('#panel .cite').textContent === 'نُسخ'")
    page.run("window.held = null; navigator.clipboard.readText().then((text) => { window.held = text })")
    held = page.wait("return window.held")
    assert held.startswith("«قالت الخارجية الأميركية إن كوريا الشمالية أرسلت جنودا إلى روسيا.» — BBC، ")
    assert "23 أكتوبر 2024" in held and "على لسان الولايات المتحدة" in held and "https://news.example/" in held


def test_what_is_shown_downloads_as_csv(page: Page, downloads: Callable[[str], bytes]) -> None:
    page.go("lang=en&around=bloc/the-west")
    page.click("#download summary")
    page.click("#download-csv")
    content = downloads("siyasa.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["type"], row["source_label"], row["target_label"], row["status"]) for row in rows] == [
        ("threaten", "Vladimir Putin", "The West", "reported")
    ]
    assert rows[0]["quote"] == "هدّد بوتين الغرب بتسليح خصومه في أنحاء العالم."


def test_what_is_shown_downloads_as_turtle_in_the_vocabulary_of_the_graph(page: Page, downloads: Callable[[str], bytes]) -> None:
    page.go("around=state/KP")
    page.click("#download summary")
    page.click("#download-turtle")
    graph = Graph().parse(data=downloads("siyasa.ttl").decode(), format="turtle")
    assert (ID["person/vladimir-putin"], POL.visit, ID["state/KP"]) in graph
    assert (ID["state/KP"], POL.aid, ID["state/RU"]) not in graph, "what is only claimed has no direct edge"
    assert len(set(graph.subjects(RDF.type, POL.Fact))) == len(page.facts())
    conforms, _, report = pyshacl.validate(graph, shacl_graph=str(ontologies() / "shapes.ttl"))
    assert conforms, report
    assert (ID["state/RU"], URIRef("http://www.w3.org/2002/07/owl#sameAs"), URIRef("http://www.wikidata.org/entity/Q159")) in graph


def test_the_picture_downloads_as_png(page: Page, downloads: Callable[[str], bytes]) -> None:
    page.click("#download summary")
    page.click("#download-png")
    assert downloads("siyasa.png").startswith(b"\x89PNG")


def test_the_table_shows_the_same_facts_under_the_same_filters(page: Page) -> None:
    page.click("#views [data-value=table]")
    assert len(page.all("#table tbody tr")) == 35
    assert page.text("#table tbody tr:first-child").startswith("روسياهجومأوكرانيا24 فبراير 2022خبر7")
    page.click("#family-clash")
    assert len(page.all("#table tbody tr")) == len(page.facts()) == 27
    page.click("#table [data-column=date]")
    dates = page.run("return [...document.querySelectorAll('#table tbody time')].map((t) => t.dateTime)")
    assert dates == sorted(dates, reverse=True)
    page.click("#table tbody tr:first-child button")
    assert page.find("#panel .report").is_displayed()


def test_colour_by_camp_shows_a_key_that_says_where_it_comes_from(page: Page) -> None:
    page.click("#colour [data-value=camp]")
    assert "مستخلصة آليا" in page.text(".camps") and page.find(".camps").is_displayed()


def test_leaders_stand_beside_their_states(page: Page) -> None:
    far = page.run(
        """const p = (id) => siyasa.network.getPosition(id);
        const d = (a, b) => Math.hypot(p(a).x - p(b).x, p(a).y - p(b).y);
        const states = [...siyasa.scene().nodes.keys()].filter((id) => id.startsWith('state/'));
        const leaders = [['person/kim-jong-un', 'state/KP'], ['person/bashar-al-assad', 'state/SY'], ['person/vladimir-putin', 'state/RU']];
        return leaders.map(([who, home]) =>
            [who, home, states.sort((a, b) => d(who, a) - d(who, b))[0]])"""
    )
    assert all(home == nearest for _, home, nearest in far), far


def test_a_large_graph_opens_on_its_strongest_part_and_says_what_it_leaves_out(explore: Callable[..., Page]) -> None:
    page = explore(large(500, 900), "lang=en")
    assert len(page.shown()) == 300
    assert "300 actors of" in page.text("#count") and "search, filter or raise the number" in page.text("#count")
    weak = page.run("const s = siyasa.scene(); return [...s.strength.keys()].filter((id) => !s.nodes.has(id)).sort()[0]")
    page.run("location.hash = 'select=' + arguments[0]", weak)
    page.wait("return siyasa.scene().nodes.has(arguments[0])", weak)
    page.run("location.hash = 'around=' + arguments[0]", weak)
    assert page.wait("return siyasa.scene().kind === 'around' && siyasa.scene().nodes.has(arguments[0])", weak)


def test_it_opens_around_an_actor_within_dates_and_says_so(explore: Callable[..., Page], view: GraphView) -> None:
    page = explore(view, "lang=en", around="RU", since="2022", until="2022-12")
    assert page.run("return siyasa.scene().kind") == "around" and "Around Russia" in page.text("#crumbs")
    assert "From 2022, To December 2022" in page.text("#about")
    page.click("#whole")
    assert all(day.startswith("2022") for day in page.run("return siyasa.scene().items.map((item) => item.fact.day)"))
