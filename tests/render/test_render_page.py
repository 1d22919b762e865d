"""The file as such: put together from readable sources, the same every time, and honest about mistakes."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from explorer_views import large, small
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SiyasaError
from kg.graph.read import GraphView
from kg.model import EntityType, FactType
from kg.render import render
from kg.render.assemble import TEMPLATE, join_modules, script_data, words
from kg.text import fold

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@settings(max_examples=50)
@given(json_values)
def test_data_in_a_script_element_reads_back_and_never_opens_a_tag(value: Any) -> None:
    text = "".join(script_data(value))
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029]", text)


def test_the_policy_names_every_inline_script_and_style_by_its_hash(tmp_path: Path) -> None:
    render(small(), tmp_path / "graph.html")
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    policy = html.unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    inline = re.findall(r"<(?:script|script type=\"module\"|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline}
    assert len(inline) == 4 and all(each in policy for each in hashes)
    assert "unsafe" not in policy and "default-src 'none'" in policy and "connect-src" not in policy


def test_the_same_graph_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    view = large(80, 150)
    render(view, tmp_path / "a.html")
    render(GraphView(view.actors[::-1], view.facts[::-1]), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_an_empty_graph_is_a_page_too(tmp_path: Path) -> None:
    render(GraphView((), ()), tmp_path / "graph.html")
    assert "<title>سياسة</title>" in (tmp_path / "graph.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"since": "2712-20-16"}, "not a day, month or year"),
        ({"until": "soon"}, "not a day"),
        ({"around": "أطلنطس"}, "no actor of the graph"),
    ],
)
def test_a_mistake_is_said_in_one_line(tmp_path: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(SiyasaError, match=message) as caught:
        render(small(), tmp_path / "graph.html", **options)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "graph.html").exists()


def test_a_file_that_cannot_be_written_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SiyasaError, match="cannot be written"):
        render(small(), tmp_path / "file" / "graph.html")


def embedded(path: Path, name: str) -> Any:
    """The data of a script element of the page."""
    return json.loads(re.search(rf'id="{name}">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)[1])  # type: ignore[index]


def test_given_camps_are_taken_instead_of_detected_ones(tmp_path: Path) -> None:
    render(small(), tmp_path / "graph.html", camps={"state/RU": 2, "state/ATLANTIS": 1})
    nodes = [node["id"] for node in embedded(tmp_path / "graph.html", "nodes")]
    for level in embedded(tmp_path / "graph.html", "overlays").values():
        assert [(nodes[place], camp) for place, camp in level["camps"]] == [("state/RU", 2)]


def test_what_is_out_of_balance_is_told_at_the_level_where_it_is(tmp_path: Path) -> None:
    render(small(), tmp_path / "graph.html")
    nodes = [node["id"] for node in embedded(tmp_path / "graph.html", "nodes")]
    found = embedded(tmp_path / "graph.html", "overlays")
    assert found["actors"]["counts"] == {"+++": 0, "++-": 0, "+--": 3, "---": 0} and found["actors"]["triads"] == []
    assert found["states"]["counts"]["++-"] == 2
    first = found["states"]["triads"][0]
    assert ([nodes[place] for place in first[:3]], first[3:6]) == (["state/QA", "state/SA", "state/TR"], [-1, 1, 1])
    strained = {(nodes[a], nodes[b]): count for a, b, count in found["states"]["strained"]}
    assert strained["state/QA", "state/TR"] == 2, "Qatar and Turkey are of both triads"
    assert ("state/RU", "state/UA") not in strained


def test_overlays_list_fifty_at_most_and_stay_small(tmp_path: Path) -> None:
    render(large(500, 2000), tmp_path / "graph.html")
    found = embedded(tmp_path / "graph.html", "overlays")["actors"]
    assert len(found["triads"]) == 50 and len(found["brokers"]) == 50
    assert len(json.dumps(found, separators=(",", ":"))) < 30 * 2000


def test_every_type_and_kind_has_words_in_both_languages() -> None:
    known = words()
    assert set(known["types"]) == {kind.value for kind in FactType} and set(known["kinds"]) == {kind.value for kind in EntityType}
    assert all(kind["ar"] and kind["en"] and kind["family"] in known["families"] for kind in known["types"].values())
    assert all(len(pair) == 2 and all(pair) for pair in known["ui"].values())


def test_every_word_of_the_interface_is_used_and_no_other() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATE.rglob("*.*") if path.suffix in (".js", ".j2"))
    asked = set(re.findall(r'\bt\("(\w+)"', sources)) | set(re.findall(r'data-(?:word|label)="(\w+)"', sources))
    indirect = {word for word in words()["ui"] if re.search(rf'["\s{{]{word}["\s:]', sources)}
    assert asked <= set(words()["ui"])
    assert set(words()["ui"]) <= asked | indirect


def test_modules_are_joined_each_after_what_it_imports() -> None:
    joined = join_modules({"a.js": 'import { b } from "./b.js";\nexport const a = b;\n', "b.js": "export const b = 1;\n"})
    assert joined.index("const b = 1;") < joined.index("const a = b;")
    assert "import" not in joined and "export" not in joined


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}, "imports it back"),
        ({"a.js": 'import { b } from "./c.js";\n'}, "does not exist"),
        ({"a.js": 'import { b as c } from "./b.js";\n', "b.js": "export const b = 1;\n"}, "keep the name"),
        ({"a.js": "const x = 1;\n", "b.js": "function x() {}\n"}, "x is declared in a.js and in b.js"),
    ],
)
def test_modules_that_cannot_be_joined_are_named(sources: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        join_modules(sources)


def test_names_fold_in_the_page_as_in_the_text_room(driver: Any) -> None:
    words_ = [word for actor in small().actors for name in (actor.label_ar, actor.label_en, *actor.names) for word in name.split()]
    words_ += [
        "أُمَّة",
        "ؤئء",
        "کیم",
        "ڤلاديمير",
        "١٢٣٤۵",
        "مـــصر",
        "الرَّئيس",
        "ﷲ",
        "ﻻ",
        "لآ",
        "A\u0301",
        "İ",
        "ى",
        "\u200fروسيا\u200e",
        "إلى",
        "آسيا",
        "ٱلله",
        "مؤتمر",
        "هيئة",
    ]
    script = (TEMPLATE / "js" / "fold.js").read_text(encoding="utf-8").replace("export ", "")
    driver.get("about:blank")
    assert dict(zip(words_, driver.execute_script(f"{script}\nreturn arguments[0].map(fold)", words_), strict=True)) == {
        word: fold(word) for word in words_
    }
