"""Random and mutated input against what has to hold for any input: no crash, no hang, offsets that round-trip, pages that run nothing.

    python bench/fuzz.py [TARGET …] [--minutes 10] [--seed 0]

Runs each target for so many minutes with hypothesis, which shrinks what it finds; ends with an error where anything is found.
A found case becomes a test beside the module that it breaks. `TARGETS` maps names to (strategy, check).
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.articles import SUFFIXES, read_articles
from kg.articles.record import to_article
from kg.errors import KnowledgeError, Problems
from kg.extraction import Extractor
from kg.graph.read import ActorView, FactView, GraphView, MembershipView, ReportView, TenureView
from kg.knowledge import make_knowledge
from kg.knowledge.check import faults
from kg.knowledge.reader import read_files, things_of
from kg.model import Article, Attribution, EntityType, FactType, Modality, Polarity, Span, Text
from kg.partial_date import is_date
from kg.record import check_record, from_record, to_record
from kg.render import render
from kg.text import fold, read_text
from kg.text.timewords import read_vocabulary
from kg.timelimit import OutOfTimeError, within

EXAMPLE_SECONDS = 10.0
"""Processor time after which one example counts as a hang."""

# --- strings --------------------------------------------------------------------------------------------------------------

NASTY = [
    "\x00", "\ud800", "\ufeff", "\u200f", "\u202e", "\u2028", "\u2029", "\x0b", "\x85", "\r\n", "ﷲ", "ﷺ", "😀", "ـ", "\u064b",
    "\u0653", "²", "①", "٣", "\u06f3", "\u096f", "𞸀", "İ", "ǅ", "ß", "«", "»", "<<", ">>", "“", "”", '"', "'", "‘", "’", "(", ")",
    "[", "]", "{{", "%}", "</script>", "<!--", "&amp;", "\\u003c", "http://", "www.", "-", "–", "--", "..", "…", "!", "؟", "،",
    ":", "/", "|", ",", "٫", "%", "#", "@", "_", "=1+1", "أ.ف.ب", "د.", "U.S.", "1,200", "24.5", "19/6/2024", "2024-06-19",
    "31/02/2018", "99999999999999999999", "0000-00-00", "1445هـ", "ـ14",
]  # fmt: skip
WORDS = [
    "قال", "أعلن", "اتهمت", "هددت", "زار", "وقع", "التقى", "نفى", "أكد", "إن", "أن", "على", "من", "إلى", "في", "مع", "بين",
    "روسيا", "الصين", "الرئيس", "وزير", "الخارجية", "الروسي", "الأميركي", "فلاديمير", "بوتين", "السعودية", "وإيران", "لكوريا",
    "الشمالية", "بالولايات", "المتحدة", "نظيره", "البلدان", "حليفتها", "الاتفاق", "النووي", "مسؤول", "لم", "لن", "لا", "قد", "سوف",
    "عقوبات", "محمد", "بن", "سلمان", "اقرأ", "أيضا:", "للمزيد", "Ad", "شارك", "مصدر", "الصورة", "رويترز", "وكالة", "عبد", "الله",
    "أبو", "آل", "لل", "و", "ف", "ب", "ك",
]  # fmt: skip
PIECE = st.one_of(st.sampled_from(WORDS), st.sampled_from(NASTY), st.text(max_size=4), st.sampled_from([" ", "\n", ". "]))
PROSE = st.lists(PIECE, max_size=60).flatmap(lambda parts: st.sampled_from([" ", "", "\n"]).map(lambda glue: glue.join(parts)))
REPEATED = st.tuples(st.lists(PIECE, min_size=1, max_size=3), st.integers(1, 3000)).map(lambda drawn: (" ".join(drawn[0]) + " ") * drawn[1])
DATES = st.one_of(
    st.none(),
    st.sampled_from(["2018-07-12", "2018-07", "2018", "0001-01-01", "9999-12-31", "1000", "2999-12", "2020-02-29"]),
    st.dates().map(str),
)
ARTICLES = st.builds(Article, st.just("a"), st.one_of(PROSE, REPEATED), st.one_of(st.none(), PROSE), DATES)


# --- the text step and the whole extraction -------------------------------------------------------------------------------


def check_text(article: Article) -> Text:
    """Every offset of a text round-trips, in order, and times have values."""
    text = read_text(article)
    whole = article.text
    tokens = [token for sentence in text.sentences for token in sentence.tokens]
    assert all(whole[t.span.start : t.span.end] == t.form and t.norm == fold(t.form) for t in tokens), "a token is not its place"
    assert all(a.span.end <= b.span.start for a, b in pairwise(tokens)), "tokens overlap"
    assert all(s.tokens and s.span == Span(s.tokens[0].span.start, s.tokens[-1].span.end) for s in text.sentences), "a sentence's span"
    spans = [*(q.span for q in text.quotations), *(x.span for x in text.times), *([text.dateline] if text.dateline else [])]
    assert all(0 <= span.start < span.end <= len(whole) for span in spans), "a span outside of the text"
    assert all(is_date(x.value) for x in text.times), f"no date: {text.times}"
    return text


@cache
def extractor() -> Extractor:
    return Extractor()


def check_extraction(raw: Article) -> None:
    """The record of an article as readers make it is valid, comes back without loss, and quotes the words at its spans."""
    article = to_article({"id": "a", "text": raw.body, "title": raw.title, "date": raw.date}, "x", Problems())
    if article is None:
        return
    extraction = extractor().extract(article)
    for entity in extraction.entities:
        assert all(article.text[m.span.start : m.span.end] == m.text for m in entity.mentions), "a mention is not its place"
    ids = {e.id for e in extraction.entities}
    assert all({fact.source, fact.target} <= ids for fact in extraction.facts), "a fact of nobody"
    record = json.loads(json.dumps(to_record(extraction)))
    assert not check_record(record), check_record(record)
    assert from_record(record) == extraction, "the record loses something"


# --- readers --------------------------------------------------------------------------------------------------------------

BODY = "استقبل الرئيس التونسي نظيره الجزائري في قصر قرطاج وبحثا التعاون."
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.just(BODY),
    PROSE,
    st.lists(st.integers(), max_size=2),
    DATES,
    st.just(10**4400),
)
RECORDS = st.dictionaries(st.sampled_from(["id", "text", "title", "date", "source", "url", "x"]), VALUES)


def dump(value: object) -> str:
    """JSON, with numbers of any length."""
    sys.set_int_max_str_digits(0)
    try:
        return json.dumps(value)
    finally:
        sys.set_int_max_str_digits(4300)


PAGE = "<html><head><title>{}</title></head><body><article><p>{}</p><p>{}</p></article></body></html>"
DOCUMENTS = st.one_of(
    RECORDS.map(dump),
    st.lists(RECORDS, max_size=3).map(dump),
    st.lists(RECORDS, max_size=4).map(lambda r: "\n".join(map(dump, r))),
    PROSE,
    PROSE.map(lambda t: f"title: {t}\ndate: {t}\n\n{BODY}"),
    st.integers(1, 50_000).map(lambda n: "[" * n),
    st.just('{"text":' * 5000),
    st.lists(PROSE, min_size=2, max_size=5).map(lambda cells: "id,text,date\n" + ",".join(f'"{c}"' for c in cells)),
    st.tuples(PROSE, PROSE).map(lambda t: PAGE.format(t[0], BODY, t[1])),
    st.tuples(PROSE, PROSE, PROSE).map(
        lambda t: (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>{}</title><item><title>{}</title><pubDate>{}</pubDate>'
            "<description>{}</description></item></channel></rss>".format(*t, BODY)
        )
    ),
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256", "iso-8859-6"])


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file name and bytes: a document, perhaps with bytes changed, cut off, or packed."""
    data = draw(st.one_of(st.binary(max_size=200), st.tuples(DOCUMENTS, ENCODINGS).map(lambda d: d[0].encode(d[1], "ignore"))))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=4)) + data[at + draw(st.integers(0, 8)) :]
    suffix = draw(st.sampled_from([*SUFFIXES, ".log"]))
    if draw(st.integers(0, 4)) == 0:
        packed = gzip.compress(data)
        return f"a{suffix}.gz", packed[: draw(st.integers(len(packed) // 2, len(packed)))]
    return f"a{suffix}", data


def check_readers(file: tuple[str, bytes]) -> None:
    """A file gives articles of text that can be written, or problems; standard input likewise."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file[0]
        path.write_bytes(file[1])
        articles = list(read_articles([path], Problems()))
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(file[1]))
    try:
        articles += read_articles(["-"], Problems())
    finally:
        sys.stdin = before
    for article in articles:
        assert article.body.strip() and article.id, "an article without text or id"
        assert article.date is None or is_date(article.date), f"no date: {article.date}"
        for value in (article.id, article.text, article.source, article.url):
            (value or "").encode("utf-8")
        assert to_article({"text": article.body}, "x", Problems()) is not None, "an article that would not be read again"


# --- knowledge ------------------------------------------------------------------------------------------------------------

TURTLE = """@prefix pol: <https://w3id.org/siyasa/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix state: <https://w3id.org/siyasa/id/state/> .
@prefix person: <https://w3id.org/siyasa/id/person/> . @prefix office: <https://w3id.org/siyasa/id/office/> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .

state:XX a pol:State ; rdfs:label "بلد"@ar , "Country"@en ; pol:capital "مدينة"@ar ; pol:nisba "بلدي"@ar ; pol:from "1950"@en .
office:chair a pol:Office ; rdfs:label "رئيس"@ar , "Chair"@en ; skos:altLabel "الرئيس"@ar ; pol:edge pol:leads ; pol:singleHolder true .
person:a-b a pol:Person ; rdfs:label "فلان"@ar , "A B"@en ; pol:home state:XX ;
    org:hasMembership [ pol:office office:chair ; pol:of state:XX ; pol:from "2001-02" ; pol:to "2002" ; pol:basis "one-reading" ] .
"""
SNIPPETS = st.one_of(st.sampled_from([
    "", "org:hasMembership", "pol:of", "[ ]", '"x"@ar', '""', "1", "true", "_:b", "state:XX", "<http://x/>", "<rel>", "a pol:Person ;",
    '"2012-13"', "pol:membership [ pol:member person:none ]", "org:subOrganizationOf state:XX", "(1 2)", "<< a b c >>", ";", ".", "@prefix",
    "\\u0000", '"\\uD800"', "\x00", "org:hasMembership person:a-b", "org:hasMembership _:b", "pol:home 3", "rdfs:label 4 ;",
    "pol:sourceName <http://x/> ;", "owl:sameAs",
]), st.text(max_size=3))  # fmt: skip


@st.composite
def turtle(draw: st.DrawFn) -> bytes:
    """The small knowledge base above with words cut out, doubled or replaced."""
    words = TURTLE.replace("[", " [ ").split(" ")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words)))
        words[at : at + draw(st.integers(0, 3))] = [draw(SNIPPETS)]
    data = " ".join(words).encode("utf-8", "surrogatepass")
    return data if draw(st.booleans()) else data[: draw(st.integers(0, len(data)))]


def check_knowledge(data: bytes) -> None:
    """A file gives a knowledge base whose faults can be told, or one `KnowledgeError` that names it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.ttl"
        path.write_bytes(data)
        try:
            raw = read_files([path])
            things, offices = things_of(raw)
            list(faults(raw, things, offices))
            knowledge = make_knowledge(things, offices)
        except KnowledgeError as error:
            assert str(path) in str(error) or "own.ttl" in str(error), f"the message names no file: {error}"
            return
        assert set(knowledge.things) == set(things)


# --- dates ----------------------------------------------------------------------------------------------------------------


@cache
def time_words() -> list[str]:
    return sorted({" ".join(phrase) for phrase in read_vocabulary().words})


NUMBERS = st.one_of(
    st.integers(0, 40).map(str), st.integers(0, 3000).map(str), st.sampled_from(["٢٠١٨", "1445هـ", "19/6/2018", "31/4/2018", "0"])
)
DATE_PIECE = st.one_of(
    st.deferred(lambda: st.sampled_from(time_words())), NUMBERS, st.sampled_from(["و", "من", "في", "/", "-", "(", ")", "،", "الـ"])
)
TIMES = st.tuples(st.lists(DATE_PIECE, max_size=14).map(" ".join), DATES | st.text(max_size=12))


def check_dates(drawn: tuple[str, str | None]) -> None:
    """Any row of words of time, under any date, gives dates that exist, or nothing."""
    check_text(Article("a", drawn[0], date=drawn[1]))


# --- the page -------------------------------------------------------------------------------------------------------------

SAID = st.one_of(
    st.sampled_from(["</script><script>x()</script>", "<img src=x onerror=x()>", "<!--<script>", "{{7*7}}", "javascript:x()"]), PROSE
)
MAYBE = st.one_of(st.none(), SAID, DATES)
REPORT = st.builds(
    ReportView,
    SAID,
    SAID,
    MAYBE,
    MAYBE,
    MAYBE,
    MAYBE,
    SAID,
    st.lists(st.tuples(st.integers(-5, 99), st.integers(-5, 99), st.sampled_from(["source", "target", "trigger", "x"])), max_size=3).map(
        tuple
    ),
    MAYBE,
    st.sampled_from(Attribution),
    st.sampled_from(Polarity),
    st.sampled_from(Modality),
    MAYBE,
    st.booleans(),
    st.floats(0, 1),
    SAID,
)


@st.composite
def views(draw: st.DrawFn) -> GraphView:
    """A small graph in which every string that a file can bring in is anything."""
    ids = draw(st.lists(SAID.map(lambda t: f"person/{t}"), min_size=1, max_size=4, unique=True))
    actors = [
        ActorView(
            one,
            draw(st.sampled_from(EntityType)),
            draw(SAID),
            draw(SAID),
            tuple(draw(st.lists(SAID, max_size=2))),
            draw(MAYBE),
            draw(MAYBE),
            draw(st.booleans()),
            draw(MAYBE),
            (TenureView(draw(SAID), draw(SAID), draw(SAID), draw(MAYBE), draw(MAYBE)),),
            (MembershipView(draw(SAID), None, draw(MAYBE)),),
        )
        for one in sorted(ids)
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(FactType)), max_size=3))
    facts = [
        FactView(f"fact/{n}", kind, a, b, draw(DATES.filter(lambda d: d is None or is_date(d))), None, draw(st.booleans()), (draw(REPORT),))
        for n, (a, b, kind) in enumerate(pairs)
    ]
    return GraphView(tuple(actors), tuple(facts))


class Tags(HTMLParser):
    """The elements of a page with their attributes' names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def tags_of(view: GraphView, title: str) -> list[tuple[str, tuple[str, ...]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.html"
        render(view, path, title=title)
        tags = Tags()
        tags.feed(path.read_text("utf-8"))
    return tags.found


@cache
def plain_tags() -> list[tuple[str, tuple[str, ...]]]:
    return tags_of(GraphView((), ()), "x")


def check_page(drawn: tuple[GraphView, str]) -> None:
    """Whatever stands in a graph, the page has the elements of an empty one: nothing of it became markup."""
    assert tags_of(*drawn) == plain_tags(), "a string became markup"


TARGETS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], object]]] = {
    "text": (ARTICLES, check_text),
    "readers": (files(), check_readers),
    "knowledge": (turtle(), check_knowledge),
    "dates": (TIMES, check_dates),
    "page": (st.tuples(views(), SAID), check_page),
    "extraction": (ARTICLES, check_extraction),
}


def fuzz(name: str, seconds: float, seed: int = 0) -> int:
    """Run one target for so long; how many examples. What breaks it is raised, shrunk."""
    strategy, check = TARGETS[name]
    if check is check_extraction:
        extractor()  # before any clock starts: on a new machine the knowledge is compiled first, which is no hang
    until = time.monotonic() + seconds
    count = 0
    while time.monotonic() < until:

        @hypothesis.seed(seed + count)
        @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)
        @given(strategy)
        def once(example: Any) -> None:
            nonlocal count
            if time.monotonic() > until:
                return
            count += 1
            try:
                with within(EXAMPLE_SECONDS):
                    check(example)
            except OutOfTimeError:
                raise AssertionError(f"takes more than {EXAMPLE_SECONDS:g} s") from None

        once()
    return count


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a target."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of: {', '.join(TARGETS)}; all by default")
    parser.add_argument("--minutes", type=float, default=10, help="for each target")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.targets) - set(TARGETS)):
        parser.error(f"no such target: {', '.join(unknown)}")
    for name in options.targets or TARGETS:
        count = fuzz(name, options.minutes * 60, options.seed)
        print(f"{name}: {count:,} examples in {options.minutes:g} minutes (seed {options.seed}), nothing found", flush=True)


if __name__ == "__main__":
    main()
