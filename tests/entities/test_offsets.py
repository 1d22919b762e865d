"""What holds for any text: offsets quote it, nothing crashes, and time grows with length."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import read

from kg.entities import EntityReader

PIECES = st.sampled_from(
    [
        *("الرئيس", "الروسي", "وزير", "الخارجية", "محمد", "بن", "سلمان", "كيم", "جونغ", "أون", "ودونالد", "ترامب"),
        *("موسكو", "بـموسكو", "لِلصين", "عُمان", "عمّان", "اتفاق", "النووي", "مع", "إيران", "الكوريتان", "البلدان"),
        *("حزب", "«النور»", "صحيفة", "#سيرغي_لافروف", "نظيره", "التركي", "القوات", "الجيش", "النظام", "الدول", "الأربع"),
        *("آل", "عبد", "الله", "و", "ابنته", ".", "،", "\n", ":", "(", ")", "\u200f", "\u0640", "2018"),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80)))
def test_every_mention_quotes_the_text(entity_reader: EntityReader, body: str) -> None:
    for entity in read(entity_reader, body, title="قال الرئيس الروسي"):
        assert entity.mentions == tuple(sorted(entity.mentions, key=lambda m: (m.span, m.form)))
        text = f"قال الرئيس الروسي\n{body}"
        for mention in entity.mentions:
            assert text[mention.span.start : mention.span.end] == mention.text != ""


@pytest.mark.parametrize(
    "unit",
    [
        "محمد ",
        "الرئيس الروسي ",
        "نظيره التركي ",
        "البلدان ",
        "الصحيفة ",
        "اتفاق النووي ",
        "حزب «",
        "بن عبد ",
        "الجيش ",
        "وزير الخارجية الروسي محمد زعتر، ",
        "قال محمد بن {n} علي. ",
        "قال الوزير زعتر{n} بن خالد{n} أمس. ",
    ],
)
def test_time_is_linear_on_hostile_input(entity_reader: EntityReader, unit: str) -> None:
    def seconds(repeats: int) -> float:
        body = "".join(unit.replace("{n}", chr(0x0628 + n % 20) * (1 + n % 7)) for n in range(repeats))
        start = time.process_time()
        read(entity_reader, body)
        return time.process_time() - start

    seconds(20)
    small, large = (min(seconds(n) for _ in range(3)) for n in (300, 3000))
    assert large < 40 * small + 0.5
