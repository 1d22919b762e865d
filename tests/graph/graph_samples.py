"""Extractions written by hand, as the extractor would give them."""

from __future__ import annotations

from pathlib import Path

from kg.graph import Store
from kg.model import (
    Article,
    Attribution,
    Entity,
    EntityType,
    Extraction,
    Fact,
    FactType,
    Mention,
    MentionForm,
    Modality,
    Polarity,
    Span,
    Statement,
)

TYPES = {
    "state": EntityType.STATE,
    "person": EntityType.PERSON,
    "organization": EntityType.ORGANIZATION,
    "bloc": EntityType.BLOC,
    "agreement": EntityType.AGREEMENT,
}


def entity(entity_id: str, text: str = "", surface: str = "", *, home: str | None = None) -> Entity:
    """An entity with one mention where its surface stands in the text."""
    kind, _, tail = entity_id.partition("/")
    start = text.find(surface) if surface else -1
    mentions = (Mention(Span(start, start + len(surface)), surface, MentionForm.NAME),) if start >= 0 else ()
    iso = tail if kind == "state" else None
    return Entity(entity_id, TYPES[kind], surface or tail, tail, mentions, iso=iso, home=home, known=kind == "state")


def statement(
    text: str,
    evidence: str,
    trigger: str,
    *,
    date: str | None = None,
    speaker: str | None = None,
    polarity: Polarity = Polarity.POSITIVE,
    modality: Modality = Modality.ACTUAL,
    ended: bool = False,
    confidence: float = 0.9,
) -> Statement:
    """A statement whose evidence and trigger are found in the text."""
    start = text.index(evidence)
    verb = text.index(trigger, start)
    return Statement(
        evidence=Span(start, start + len(evidence)),
        trigger=Span(verb, verb + len(trigger)),
        speaker=speaker,
        attribution=Attribution.NAMED if speaker else Attribution.OUTLET,
        polarity=polarity,
        modality=modality,
        date=date,
        ended=ended,
        confidence=confidence,
        because="test",
    )


def report(
    article_id: str,
    kind: FactType,
    source: str,
    target: str,
    *,
    published: str | None = "2024-06-20",
    outlet: str | None = None,
    body: str | None = None,
    title: str | None = None,
    **qualifiers: object,
) -> Extraction:
    """An article of one sentence with one fact; its body differs from article to article unless one is given."""
    body = body or f"هذا نص الخبر رقم {article_id} الذي كتب للاختبار وحده ولا يشبه غيره {article_id} من الأخبار."
    article = Article(article_id, body, title, published, outlet, f"https://news.example/{article_id}")
    said = statement(article.text, body, body.split()[0], **qualifiers)  # type: ignore[arg-type]
    ends = dict.fromkeys([source, target, *([said.speaker] if said.speaker else [])])
    return Extraction(article, tuple(entity(e) for e in ends), (Fact(kind, source, target, (said,), said.confidence),))


VISIT_TEXT = (
    "زار الرئيس النرويجي يوناس غار ستوره كينيا الثلاثاء، ووقع مع نظيره الكيني وليام روتو اتفاقاً للطاقة. "
    "واتهم روتو الصومال بإغلاق المعابر، لكن مقديشو نفت ذلك."
)


def visit() -> Extraction:
    """An article with a dated visit, a signature, an accusation and its denial."""
    article = Article("kenya-1", VISIT_TEXT, "زيارة نرويجية إلى كينيا", "2023-05-10", "wire", "https://news.example/kenya-1")
    text = article.text
    first = VISIT_TEXT.split(". ")[0] + "."
    second = "واتهم روتو الصومال بإغلاق المعابر، لكن مقديشو نفت ذلك."
    store, ruto = "person/jonas-gahr-store", "person/william-ruto"
    entities = (
        entity(store, text, "يوناس غار ستوره", home="NO"),
        entity(ruto, text, "وليام روتو", home="KE"),
        entity("state/KE", text, "كينيا"),
        entity("state/SO", text, "الصومال"),
    )
    accuse = (
        statement(text, second, "اتهم"),
        statement(text, second, "نفت", speaker="state/SO", polarity=Polarity.NEGATIVE),
    )
    facts = (
        Fact(FactType.VISIT, store, "state/KE", (statement(text, first, "زار", date="2023-05-09"),), 0.95),
        Fact(FactType.SIGN, store, ruto, (statement(text, first, "وقع", date="2023-05-09"),), 0.9),
        Fact(FactType.ACCUSE, ruto, "state/SO", accuse, 0.8),
    )
    return Extraction(article, entities, facts)


def turtle(store: Store, path: Path) -> str:
    """A store, finished, as Turtle with all that was derived."""
    store.finish()
    store.export("turtle", path / "graph.ttl", with_derived=True)
    return (path / "graph.ttl").read_text("utf-8")


WIRE = (
    "أعلنت الحكومة في نيروبي مساء الأربعاء أن الوفدين اتفقا على فتح المعبر الحدودي أمام الشاحنات "
    "ابتداء من مطلع الشهر المقبل بعد أسابيع من التوتر."
)

NEWS = [
    visit(),
    report("a1", FactType.THREATEN, "state/NO", "state/KE", outlet="wire"),
    report("a2", FactType.THREATEN, "state/NO", "state/KE", date="2024-06-19", published="2024-06-21", outlet="other"),
    report("a3", FactType.THREATEN, "state/NO", "state/SO", speaker="state/KE"),
    report("a4", FactType.MEET, "state/SO", "state/KE"),
    report("a5", FactType.LEADS, "person/william-ruto", "state/KE", ended=True),
    report("a6", FactType.VISIT, "person/x-unknown", "state/SO", modality=Modality.PLANNED, published=None),
    report("a7", FactType.MEET, "state/KE", "state/SO", polarity=Polarity.NEGATIVE, published="2024"),
]
