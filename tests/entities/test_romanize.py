"""Names that the knowledge base does not have are written in Latin letters, near enough to be recognised."""

from __future__ import annotations

import pytest

from kg.entities.romanize import load_romanizer


@pytest.mark.parametrize(
    "name, latin",
    [
        ("تشاو تونغ", "Chaw Tung"),
        ("وانغ يانغ", "Wang Yang"),
        ("نغم البغدادي", "Naghm al-Baghdadi"),
        ("محمد الحوثي", "Mohammed al-Huthi"),
        ("ABC", "ABC"),
    ],
)
def test_a_name_is_spelled_by_sounds(name: str, latin: str) -> None:
    assert load_romanizer().label(name) == latin
