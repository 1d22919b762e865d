"""States by name, capital, organ, people and adjective, and the surfaces that mean several things."""

from __future__ import annotations

import pytest
from reading import forms, surfaces

from kg.entities import EntityReader


@pytest.mark.parametrize(
    ("text", "state", "surface"),
    [
        ("أعلنت موسكو أنها لن تشارك.", "RU", "موسكو"),
        ("قال البيت الأبيض إن القرار قريب.", "US", "البيت الأبيض"),
        ("قصفت القوات الروسية الموقع.", "RU", "القوات الروسية"),
        ("رحبت الخارجية الأميركية بالقرار.", "US", "الخارجية الأميركية"),
        ("نفت وزارة الدفاع الأمريكية الخبر.", "US", "وزارة الدفاع الأمريكية"),
        ("تظاهر الفرنسيون أمس.", "FR", "الفرنسيون"),
        ("استمرت الغارات التركية يومين.", "TR", "التركية"),
        ("وصل الوفد إلى بكين.", "CN", "بكين"),
        ("قالت إدارة ترامب إنها مستعدة.", "US", "إدارة ترامب"),
        ("قالت إدارة الرئيس دونالد ترامب إنها مستعدة.", "US", "إدارة الرئيس دونالد ترامب"),
        ("حذرت السلطات العسكرية في مالي من التدخل.", "ML", "السلطات العسكرية في مالي"),
        ("نفت وزارة الدفاع في موسكو ذلك.", "RU", "وزارة الدفاع في موسكو"),
    ],
)
def test_a_state_is_found_by_what_names_it(entity_reader: EntityReader, text: str, state: str, surface: str) -> None:
    assert surface in surfaces(entity_reader, text).get(f"state/{state}", set())


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("نشرت صحيفة «لوموند» الفرنسية الخبر.", "FR"),
        ("حصل المشروع على دعم مالي كبير.", "ML"),
        ("ارتفع منسوب نهر الأردن هذا الشتاء.", "JO"),
        ("ضرب إعصار ولاية جورجيا.", "GE"),
        ("ناقشوا السياسة المالية والخارجية.", "ML"),
        ("الكتاب متاح في المكتبات.", "BY"),
    ],
)
def test_a_near_miss_names_no_state(entity_reader: EntityReader, text: str, state: str) -> None:
    assert f"state/{state}" not in surfaces(entity_reader, text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("وصل إلى عمّان عاصمة المملكة.", "JO"),
        ("وصل إلى عمان حيث التقى ملك الأردن.", "JO"),
        ("استقبله سلطان عُمان.", "OM"),
        ("زار عمان والتقى المسؤولين في مسقط.", "OM"),
        ("قُتل جنود في مالي.", "ML"),
        ("أعلن الأردن موقفه.", "JO"),
        ("قال رئيس جورجيا إن بلاده مستعدة.", "GE"),
        ("أعلنت النيجر إغلاق الحدود.", "NE"),
        ("أعلنت نيجيريا إغلاق الحدود.", "NG"),
        ("غادر إلى تشاد.", "TD"),
        ("انتشر الوباء في لبنان.", "LB"),
        ("الرياض تحذر من التصعيد.", "SA"),
    ],
)
def test_ambiguous_surfaces_are_told_apart_by_context(entity_reader: EntityReader, text: str, state: str) -> None:
    states = {e for e in surfaces(entity_reader, text) if e.startswith("state/")}
    assert f"state/{state}" in states
    assert not states & {"state/OM", "state/JO", "state/NE", "state/NG"} - {f"state/{state}"}


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("قالت قناة الجزيرة إن الاجتماع تأجل.", "organization/al-jazeera", None),
        ("تقع الواحة في وسط الجزيرة العربية.", None, "organization/al-jazeera"),
        ("نشرت صحيفة الحياة المقابلة.", "organization/al-hayat", None),
        ("تستمر الحياة في المدينة.", None, "organization/al-hayat"),
        ("كتبت صحيفة النهار عن الأزمة.", "organization/an-nahar", None),
        ("استمرت المعارك طوال النهار.", None, "organization/an-nahar"),
        ("قالت حركة فتح إنها ترفض.", "organization/fatah", None),
        ("قررت السلطات فتح المعبر.", None, "organization/fatah"),
        ("نقلت صحيفة الرياض السعودية عن مصدر.", "organization/al-riyadh-newspaper", None),
    ],
)
def test_media_and_movements_are_told_from_common_words(
    entity_reader: EntityReader, text: str, wanted: str | None, unwanted: str | None
) -> None:
    found = surfaces(entity_reader, text)
    assert wanted is None or wanted in found
    assert unwanted is None or unwanted not in found


@pytest.mark.parametrize("text", ["انتشرت القوات في سوريا.", "استولى على السلطة في سوريا.", "قصفت الحكومة الإسرائيلية في سوريا مواقع."])
def test_not_all_that_is_in_a_state_is_its_organ(entity_reader: EntityReader, text: str) -> None:
    assert surfaces(entity_reader, text)["state/SY"] == {"سوريا"}


def test_clitics_are_left_off_the_surface_but_a_fused_article_stays(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "انضمت لروسيا وفرنسا، وقدمت دعما للصين.")
    assert found["state/RU"] == {"روسيا"}
    assert found["state/FR"] == {"فرنسا"}
    assert found["state/CN"] == {"للصين"}


def test_an_unnamed_official_stands_for_his_state_and_its_adjective_names_it(entity_reader: EntityReader) -> None:
    assert ("official", "مسؤول أميركي") in forms(entity_reader, "قال مسؤول أميركي إن الخطة جاهزة.", "state/US")
    assert surfaces(entity_reader, "قال مسؤول أميركي إن الخطة جاهزة.")["state/US"] == {"أميركي"}
    assert surfaces(entity_reader, "قال مسؤول أميركي إن واشنطن جاهزة.")["state/US"] == {"واشنطن"}


def test_an_organ_without_an_owner_takes_up_the_one_named_before(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "تقدم الجيش السوري شرقا. وقال الجيش إنه سيواصل.")
    assert found["state/SY"] == {"الجيش السوري", "الجيش"}
    assert "هذا الجيش" not in str(surfaces(entity_reader, "تقدم الجيش السوري شرقا. وقال هذا الجيش الجديد إنه سيواصل."))


def test_a_capital_in_a_dateline_is_a_place(entity_reader: EntityReader) -> None:
    found = forms(entity_reader, "موسكو (رويترز) – قال مسؤول إن الرد قريب. وحذرت موسكو من التصعيد.", "state/RU")
    assert found == [("place", "موسكو"), ("capital", "موسكو")]
    assert "organization/reuters" in surfaces(entity_reader, "موسكو (رويترز) – قال مسؤول إن الرد قريب.")


def test_an_adjective_names_whose_a_foreign_militia_is_and_not_where_a_town_lies(entity_reader: EntityReader) -> None:
    assert "state/FR" in surfaces(entity_reader, "رحب الوزير بالمبادرة الفرنسية.")
    assert "state/SY" not in surfaces(entity_reader, "وصلت القافلة إلى مدينة دوما السورية.")


def test_a_coalition_and_an_agreement_name_the_state_in_their_name(entity_reader: EntityReader) -> None:
    assert surfaces(entity_reader, "قال التحالف بقيادة السعودية إنه مستعد.")["state/SA"] == {"السعودية"}
    assert surfaces(entity_reader, "دافع الوزير عن الاتفاق النووي الإيراني.")["state/IR"] == {"الإيراني"}


@pytest.mark.parametrize(
    "text, words",
    [
        ("هاجم الحوثيون مأرب، وقتل ثلاثون من المليشيات الإيرانية.", {"الإيرانية"}),
        ("قصفت ميليشيات الحوثي الإيرانية مدينة حيس.", {"الإيرانية"}),
        ("تقدمت الفصائل الموالية لإيران نحو المدينة.", {"إيران"}),
        ("نددت جماعة مجاهدي خلق الإيرانية بذلك.", None),
    ],
)
def test_the_name_of_an_armed_group_names_the_state_behind_it_but_not_its_own(
    entity_reader: EntityReader, text: str, words: set[str] | None
) -> None:
    assert surfaces(entity_reader, text).get("state/IR") == words


def test_both_koreas_are_named_by_their_dual(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "اتفقت الكوريتان على اللقاء.")
    assert found == {"state/KP": {"الكوريتان"}, "state/KR": {"الكوريتان"}}


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("اتفق زعيما فرنسا وألمانيا على السلام.", {"state/FR": {"فرنسا"}, "state/DE": {"ألمانيا"}}),
        ("اتفق الرئيسان الروسي والتركي على الهدنة.", {"state/RU": {"الروسي"}, "state/TR": {"التركي"}}),
        ("بحث وزيرا الدفاع الروسي والتركي الوضع.", {"state/RU": {"الروسي"}, "state/TR": {"التركي"}}),
        ("التقى زعيما الكوريتين في القرية الحدودية.", {"state/KP": {"الكوريتين"}, "state/KR": {"الكوريتين"}}),
    ],
)
def test_each_of_several_without_a_name_leaves_his_state(entity_reader: EntityReader, text: str, states: dict[str, set[str]]) -> None:
    assert surfaces(entity_reader, text) == states


def test_two_countries_take_up_the_two_named_last(entity_reader: EntityReader) -> None:
    text = "التقى وفدا روسيا وتركيا. واتفق البلدان على التعاون."
    assert ("dual", "البلدان") in forms(entity_reader, text, "state/RU")
    assert ("dual", "البلدان") in forms(entity_reader, text, "state/TR")


def test_an_adjective_agrees_with_the_organ_that_it_makes_a_state(entity_reader: EntityReader) -> None:
    assert surfaces(entity_reader, "رحبت الخارجية التونسية بالقرار.")["state/TN"] == {"الخارجية التونسية"}
    assert surfaces(entity_reader, "اجتمع وزراء الخارجية التونسي والمصري والجزائري.").get("state/TN", set()) <= {"التونسي"}


def test_a_people_in_the_accusative_is_its_state(entity_reader: EntityReader) -> None:
    assert "فلسطينيا" in surfaces(entity_reader, "اعتقلت القوات الإسرائيلية 14 فلسطينيا.").get("state/PS", set())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("أحال القاضي الملف إلى القطب القضائي المالي. وقالت الحكومة إنها تدعم التحقيق.", set()),
        ("أعلن الجيش المالي في باماكو مقتل جنود. وقالت الحكومة إنها تدعم التحقيق.", {"الجيش المالي", "باماكو", "الحكومة"}),
    ],
)
def test_an_organ_without_an_owner_is_of_no_state_that_a_doubtful_word_may_name(
    entity_reader: EntityReader, text: str, found: set[str]
) -> None:
    assert surfaces(entity_reader, text).get("state/ML", set()) == found


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("قصفت طائرات مواقع في شمال اليمن.", {"state/YE"}),
        ("كان ذلك في اليمن الشمالي.", {"state/x-north-yemen"}),
        ("وقع الهجوم في مدينة غرب ألمانيا.", {"state/DE"}),
        ("كان ذلك في ألمانيا الغربية.", {"state/x-west-germany"}),
        ("وقع الهجوم في جنوب السودان.", {"state/SS"}),
    ],
)
def test_a_part_of_a_state_is_not_the_state_that_it_once_was(entity_reader: EntityReader, text: str, states: set[str]) -> None:
    assert {e for e in surfaces(entity_reader, text) if e.startswith("state/")} == states
