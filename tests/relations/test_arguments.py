"""Who does it and to whom: the rules of clause structure, each with the wording that it is for."""

from __future__ import annotations

import pytest
from by_rule import ByRule, read_by_rule

from kg.entities import EntityReader
from kg.model import FactType
from kg.relations.model import load_network
from kg.relations.propose import Proposer


@pytest.fixture(scope="module")
def proposer() -> Proposer:
    return Proposer(load_network()[1])


def by_rule(proposer: Proposer, reader: EntityReader, sentence: str) -> list[ByRule]:
    return read_by_rule(proposer, reader, f"خبر من العواصم\n{sentence}")


def picked(proposer: Proposer, reader: EntityReader, sentence: str, kind: FactType) -> set[tuple[str, str]]:
    """The pairs that the rules give both roles of the type."""
    found = [c for c in by_rule(proposer, reader, sentence) if c.type is kind]
    best = max((c.sure for c in found), default=0)
    return {(c.source.entity.id, c.target.entity.id) for c in found if best and c.sure == best}


@pytest.mark.parametrize(
    ("sentence", "kind", "source", "target"),
    [
        ("اتهمت فرنسا إيطاليا بخرق القانون.", "accuse", "FR", "IT"),
        ("وأكدت الوزارة أن فرنسا اتهمت إيطاليا بخرق القانون.", "accuse", "FR", "IT"),
        ("فرضت اليابان عقوبات جديدة على كندا.", "sanction", "JP", "CA"),
        ("جاء ذلك بعد العقوبات اليابانية على كندا.", "sanction", "JP", "CA"),
        ("انتهت العقوبات التي فرضتها اليابان على كندا.", "sanction", "JP", "CA"),
        ("أسفر القصف الإسرائيلي على سوريا عن أضرار.", "assault", "IL", "SY"),
        ("قصفت القوات التركية مواقع في العراق.", "assault", "TR", "IQ"),
        ("شنت تركيا غارات على العراق.", "assault", "TR", "IQ"),
        ("طالبت الهند باكستان بالتحقيق.", "request", "IN", "PK"),
        ("حذرت الصين أستراليا من العواقب.", "threaten", "CN", "AU"),
        ("وقفت البرازيل التي تدعمها الأرجنتين وحدها.", "support", "AR", "BR"),
        ("تعرضت سوريا لقصف إسرائيلي.", "assault", "IL", "SY"),
        ("اعترفت السويد بفلسطين.", "support", "SE", "PS"),
        ("سلمت ألمانيا أسلحة لأوكرانيا.", "aid", "DE", "UA"),
    ],
)
def test_the_rules_find_source_and_target(
    sentence: str, kind: str, source: str, target: str, proposer: Proposer, entity_reader: EntityReader
) -> None:
    assert (f"state/{source}", f"state/{target}") in picked(proposer, entity_reader, sentence, FactType(kind))


def test_coordinated_sources_are_all_picked(proposer: Proposer, entity_reader: EntityReader) -> None:
    found = picked(proposer, entity_reader, "اتهمت فرنسا وإسبانيا إيطاليا بخرق القانون.", FactType.ACCUSE)
    assert {("state/FR", "state/IT"), ("state/ES", "state/IT")} <= found


def test_coordinated_actors_are_on_one_side_of_a_directed_act(proposer: Proposer, entity_reader: EntityReader) -> None:
    found = picked(proposer, entity_reader, "اتهمت فرنسا وإسبانيا إيطاليا بخرق القانون.", FactType.ACCUSE)
    assert ("state/FR", "state/ES") not in found and ("state/ES", "state/FR") not in found


def test_between_gives_both_ends_of_a_meeting(proposer: Proposer, entity_reader: EntityReader) -> None:
    found = picked(proposer, entity_reader, "بدأت محادثات بين اليابان والصين.", FactType.MEET)
    assert any(set(pair) == {"state/JP", "state/CN"} for pair in found)


@pytest.mark.parametrize("sentence", ["قال مسؤول إن مدينة في إيطاليا قريبة من فرنسا.", "زار وزير الخارجية الفرنسي مدينة في إيطاليا."])
def test_a_homograph_is_no_trigger(sentence: str, proposer: Proposer, entity_reader: EntityReader) -> None:
    assert not any(c.type is FactType.ACCUSE for c in by_rule(proposer, entity_reader, sentence))
