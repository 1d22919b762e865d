"""Organisations, blocs and agreements: known ones, new ones by their generic noun, and what takes them up."""

from __future__ import annotations

import pytest
from reading import forms, read, surfaces

from kg.entities import EntityReader
from kg.model import EntityType


def test_a_generic_noun_goes_with_a_known_name(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "قالت حركة حماس إنها ترفض. وأكدت حماس ذلك. وأضافت الحركة أنها مستعدة.")
    assert found["organization/hamas"] >= {"حماس", "الحركة"}


def test_a_quoted_name_behind_a_generic_noun_is_a_new_organisation(entity_reader: EntityReader) -> None:
    found = read(entity_reader, "أعلن حزب «الزعتر الوطني» مقاطعة الانتخابات.")
    party = next(e for e in found if e.type is EntityType.ORGANIZATION)
    assert not party.known
    assert {m.text for m in party.mentions} >= {"الزعتر الوطني"}


def test_a_medium_named_in_the_text_is_taken_up(entity_reader: EntityReader) -> None:
    text = "قالت صحيفة لوموند إن الاتفاق قريب. وأضافت الصحيفة أن التوقيع غدا."
    assert [text for form, text in forms(entity_reader, text, "organization/le-monde") if form == "anaphor"] == ["الصحيفة"]


@pytest.mark.parametrize(
    ("text", "entity", "taken_up"),
    [
        ("قالت صحيفة لوموند إن الاتفاق قريب. وأضافت الصحيفة الفرنسية أن التوقيع غدا.", "organization/le-monde", ["الصحيفة الفرنسية"]),
        ("هاجمت جماعة الحوثي المدينة. وانسحبت الميليشيا الانقلابية منها.", "organization/houthis", ["الميليشيا الانقلابية"]),
        ("هاجمت جماعة الحوثي المدينة. ولجأت الميليشيات إلى القصف.", "organization/houthis", ["الميليشيات"]),
        ("هاجم تنظيم داعش المدينة. ولجأ التنظيم إلى القصف.", "organization/islamic-state", ["التنظيم"]),
        ("هاجمت جماعة الحوثي المدينة. وتلقت الجماعة الدعم من إيران.", "organization/houthis", ["الجماعة"]),
        ("هاجم تنظيم داعش المدينة. وانسحبت الميليشيات الإيرانية منها.", "organization/islamic-state", []),
        ("قالت حركة حماس إنها ترفض. وتوقفت الحركة التجارية في المعبر.", "organization/hamas", []),
        ("قالت حركة حماس إنها ترفض. ونددت الحركة الوطنية بالقصف.", "organization/hamas", []),
    ],
)
def test_an_adjective_behind_a_noun_that_takes_up_only_describes_or_makes_it_something_else(
    entity_reader: EntityReader, text: str, entity: str, taken_up: list[str]
) -> None:
    assert [text for form, text in forms(entity_reader, text, entity) if form == "anaphor"] == taken_up


def test_quotation_marks_do_not_hide_a_known_name(entity_reader: EntityReader) -> None:
    assert "organization/al-hayat" in surfaces(entity_reader, 'نشرت صحيفة "الحياة" اللندنية الخبر.')


def test_new_organisations_of_one_name_in_two_states_are_two(entity_reader: EntityReader) -> None:
    one = surfaces(entity_reader, "قالت صحيفة «الزعتر» السعودية إن الخبر صحيح.")
    other = surfaces(entity_reader, "قالت صحيفة «الزعتر» المصرية إن الخبر صحيح.")
    assert {"organization/x-الزعتر-SA"} == {e for e in one if e.startswith("organization/")}
    assert {"organization/x-الزعتر-EG"} == {e for e in other if e.startswith("organization/")}


def test_the_noun_of_a_name_takes_it_up(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "عقد الاتحاد الأوروبي قمة. وقال الاتحاد إنه مستعد.")
    assert found["organization/european-union"] == {"الاتحاد الأوروبي", "الاتحاد"}


def test_an_agreement_is_one_in_all_its_forms(entity_reader: EntityReader) -> None:
    text = "انسحبت واشنطن من الاتفاق النووي مع إيران. ودافعت طهران عن الاتفاق النووي الإيراني. وقالت باريس إن الاتفاق مهم."
    agreements = [e for e in read(entity_reader, text) if e.type is EntityType.AGREEMENT]
    assert len(agreements) == 1
    assert {m.text for m in agreements[0].mentions} >= {"الاتفاق"}


def test_a_topic_makes_an_agreement_and_a_demonstrative_takes_it_up(entity_reader: EntityReader) -> None:
    text = "وقعت موسكو وبيونغ يانغ اتفاق شراكة استراتيجية شاملة. وقال بوتين إن هذا الاتفاق دفاعي."
    agreement = next(e for e in read(entity_reader, text) if e.type is EntityType.AGREEMENT)
    assert {m.text for m in agreement.mentions} == {"اتفاق شراكة استراتيجية شاملة", "الاتفاق"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أشاد بوتين باتفاق التعاون العسكري.", "اتفاق التعاون العسكري"),
        ("وقع البلدان اتفاق تعاون عسكري في المجال البحري.", "اتفاق تعاون عسكري"),
        ("أبرمت واشنطن اتفاق سلام مع إيران.", "اتفاق سلام مع إيران"),
    ],
)
def test_an_article_an_adjective_or_a_party_makes_an_agreement_a_certain_one(entity_reader: EntityReader, text: str, name: str) -> None:
    agreement = next(e for e in read(entity_reader, text) if e.type is EntityType.AGREEMENT)
    assert [m.text for m in agreement.mentions] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "توصل الطرفان إلى اتفاق.",
        "لا اتفاق بين الجانبين على شيء.",
        "وقع البلدان اتفاقية تعاون في مجالات الثقافة.",
        "انهار اتفاق سلام أبرم قبل عام.",
    ],
)
def test_an_agreement_without_a_name_is_none(entity_reader: EntityReader, text: str) -> None:
    assert not [e for e in read(entity_reader, text) if e.type is EntityType.AGREEMENT]


@pytest.mark.parametrize(
    "text",
    [
        "طالبت السعودية ومصر والبحرين والإمارات قطر بالرد. وقالت الدول الأربع إنها تنتظر.",
        "اجتمعت القوى الكبرى في فيينا.",
        "قال الغرب إنه قلق.",
        "رفضت دول الخليج القرار.",
    ],
)
def test_states_taken_together_are_a_bloc(entity_reader: EntityReader, text: str) -> None:
    assert [e.type for e in read(entity_reader, text)].count(EntityType.BLOC) == 1


@pytest.mark.parametrize("text", ["زار عدة دول هذا العام.", "تطرق إلى الدول التي زارها."])
def test_any_number_of_states_is_no_bloc(entity_reader: EntityReader, text: str) -> None:
    assert not [e for e in read(entity_reader, text) if e.type is EntityType.BLOC]


@pytest.mark.parametrize("force", ["", "مقاتلات ", "طيران "])
@pytest.mark.parametrize("named", ["التحالف بقيادة السعودية", "التحالف الذي تقوده السعودية", "التحالف العسكري بقيادة الرياض"])
def test_a_coalition_goes_by_who_leads_it(entity_reader: EntityReader, force: str, named: str) -> None:
    found = surfaces(entity_reader, f"قصف {force}{named} مواقع في صعدة، وأكد التحالف ذلك.")
    assert named in found["organization/arab-coalition"]
    assert "state/SA" in found


def test_a_coalition_that_nobody_names_is_none(entity_reader: EntityReader) -> None:
    assert not any(e.startswith("organization/") for e in surfaces(entity_reader, "قصفت طائرات التحالف مواقع في صعدة."))


FIGHT = "قال الحوثيون إن المعارك مستمرة."


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("قصفت طائرات التحالف مواقع في صعدة.", {"التحالف"}),
        ("تقدم الجيش اليمني بإسناد من التحالف.", {"التحالف"}),
        ("اتهمت المنظمة قوات التحالف بالقصف.", {"التحالف"}),
    ],
)
def test_a_coalition_is_meant_where_the_article_names_whom_it_fights(entity_reader: EntityReader, sentence: str, named: set[str]) -> None:
    assert surfaces(entity_reader, f"{FIGHT} {sentence}")["organization/arab-coalition"] == named


@pytest.mark.parametrize(
    "sentence",
    [
        "فاز التحالف الوطني بالانتخابات.",
        "خسر التحالف الحاكم الانتخابات.",
        "رفض الحزب التحالف مع طهران.",
        "بحث الوزيران التحالف بين البلدين.",
    ],
)
def test_another_alliance_or_an_act_is_not_that_coalition(entity_reader: EntityReader, sentence: str) -> None:
    assert "organization/arab-coalition" not in surfaces(entity_reader, f"{FIGHT} {sentence}")


def test_of_two_coalitions_the_one_that_the_article_names_is_meant(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, f"{FIGHT} وقال التحالف الدولي إن التحالف الدولي باق في الرقة. وقصفت طائرات التحالف المدينة.")
    assert found["organization/international-coalition"] == {"التحالف الدولي", "التحالف"}
    assert "organization/arab-coalition" not in found


HOME = "قصفت القوات السورية مدينة دوما، وقالت سوريا إن مقاتلي المعارضة غادروا. وأكدت دمشق ذلك."


def test_a_weak_name_of_a_group_is_meant_where_the_article_is_about_its_state(entity_reader: EntityReader) -> None:
    assert surfaces(entity_reader, HOME)["organization/syrian-opposition"] == {"مقاتلي المعارضة"}


@pytest.mark.parametrize(("state", "people"), [("تركيا", "التركية"), ("فنزويلا", "الفنزويلية")])
def test_elsewhere_it_is_not(entity_reader: EntityReader, state: str, people: str) -> None:
    text = f"قالت الحكومة {people} إن {state} مستقرة، وإن أحزاب المعارضة في {state} حرة. ورفضت فصائل المعارضة ذلك."
    assert "organization/syrian-opposition" not in surfaces(entity_reader, text)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("قال زعيم المتمردين في اليمن إن الحرب انتهت.", True),
        ("قال زعيم المتمردين إن الحرب انتهت في كولومبيا.", False),
    ],
)
def test_a_title_of_a_weak_name_names_nobody_elsewhere(sentence: str, named: bool, entity_reader: EntityReader) -> None:
    assert ("person/abdul-malik-al-houthi" in surfaces(entity_reader, sentence)) is named


def test_a_channel_at_home_is_still_an_adjective(entity_reader: EntityReader) -> None:
    text = "قالت السعودية إن الدول العربية ترفض ذلك. وأكدت الرياض أن الشعوب العربية مع السعودية."
    assert "organization/al-arabiya" not in surfaces(entity_reader, text)


def test_a_bare_word_is_no_group_at_home_either(entity_reader: EntityReader) -> None:
    text = "طالبت فلسطين بفتح تحقيق. وقالت السلطة الفلسطينية إن فتح المعابر ضروري. وأكدت فلسطين ذلك."
    assert "organization/fatah" not in surfaces(entity_reader, text)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("حارب الجيش تنظيمي داعش والقاعدة في الشرق.", {"organization/islamic-state", "organization/al-qaeda"}),
        ('حارب الجيش تنظيمي "القاعدة" و"داعش" في الشرق.', {"organization/islamic-state", "organization/al-qaeda"}),
        ("حارب الجيش تنظيم داعش والقاعدة العسكرية هناك.", {"organization/islamic-state"}),
        ("حارب الجيش تنظيمي داعش، والقاعدة مغلقة.", {"organization/islamic-state"}),
    ],
)
def test_a_noun_for_two_makes_both_names_sure(sentence: str, named: set[str], entity_reader: EntityReader) -> None:
    assert {e for e in surfaces(entity_reader, sentence) if e.startswith("organization/")} == named


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("قال الحزب الجمهوري الحاكم في أرمينيا إنه يرفض ذلك.", {"organization/x-حزب-الجمهوري"}),
        ("قال الحزب الجمهوري في الولايات المتحدة إنه يرفض ذلك.", {"organization/republican-party"}),
        ("قال الحزب الجمهوري إن دونالد ترامب يرفض ذلك.", {"organization/republican-party"}),
        ("قال الحزب الاشتراكي الديمقراطي إنه يرفض ذلك في السويد.", {"organization/x-حزب-الاشتراكي-الديمقراطي"}),
        ("قال الحزب الحاكم إنه يرفض ذلك في السويد.", set()),
        ("قال حزب المعارضة الرئيسي في ماليزيا إنه يرفض ذلك.", {"organization/x-حزب-المعارضه-الرييسي"}),
        ("قال تحالف المعارضة في ماليزيا إنه يرفض ذلك.", set()),
        ("قالت فصائل المعارضة السورية إنها ترفض ذلك.", {"organization/syrian-opposition"}),
        ("كتب ذلك على موقع «تويتر» في ماليزيا.", {"organization/twitter"}),
    ],
)
def test_a_party_is_that_of_a_country_which_the_article_has(sentence: str, named: set[str], entity_reader: EntityReader) -> None:
    assert {e for e in surfaces(entity_reader, sentence) if e.startswith("organization/")} == named
