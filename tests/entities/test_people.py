"""People: behind titles, by short names, by office on the day, by kin; and names that nobody listed."""

from __future__ import annotations

import pytest
from reading import forms, read, surfaces

from kg.entities import EntityReader
from kg.model import EntityType


@pytest.mark.parametrize(("date", "person"), [("2015-03-01", "barack-obama"), ("2018-03-01", "donald-trump"), ("2022-03-01", "joe-biden")])
def test_an_office_is_its_holder_on_the_day(entity_reader: EntityReader, date: str, person: str) -> None:
    found = surfaces(entity_reader, "قال الرئيس الأميركي إن بلاده مستعدة.", date)
    assert found[f"person/{person}"] == {"الرئيس الأميركي"}


def test_an_office_is_nobody_without_a_date(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "قال الرئيس الأميركي إن بلاده مستعدة.", None)
    assert not {"person/donald-trump", "person/joe-biden"} & set(found)


def test_a_title_opens_an_unknown_name_and_gives_its_post_and_home(entity_reader: EntityReader) -> None:
    found = read(entity_reader, "قال وزير التعدين السوداني كمال طلعان زعتر إن المشروع بدأ.")
    person = next(e for e in found if e.type is EntityType.PERSON)
    assert (person.label_ar, person.home, person.known) == ("كمال طلعان زعتر", "SD", False)
    assert {(m.office.office, m.office.body) for m in person.mentions if m.office} == {("minister", "state/SD")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أكد اللواء الركن سعدون طلعان أن الوضع هادئ.", "سعدون طلعان"),
        ("أكد اللواء الليبي سعدون طلعان أن الوضع هادئ.", "سعدون طلعان"),
        ("أكد الميجور جنرال البريطاني سعدون طلعان أن الوضع هادئ.", "سعدون طلعان"),
        ("قال الباحث في معهد كارنيغي كمال طلعان إن الأزمة مستمرة.", "كمال طلعان"),
        ("قال محمود طلعان للصحفيين إنه راض.", "محمود طلعان"),
        ("التقى الوزير ومحمد طلعان وسط العاصمة.", "محمد طلعان"),
        ("أعلن الرئيس كمال طلعان استقالته.", "كمال طلعان"),
    ],
)
def test_an_unknown_name_ends_where_its_words_end(entity_reader: EntityReader, text: str, name: str) -> None:
    people = [e for e in read(entity_reader, text) if e.type is EntityType.PERSON]
    assert [e.label_ar for e in people] == [name]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("التقى قاسم سليماني الوفد. وقال مسؤول إن سليماني بالخاطفين التقى مساء.", "qasem-soleimani"),
        ("وصل كيم جونغ أون إلى سنغافورة. وليس واضحا هل أن كيم سيوافق على الطلب.", "kim-jong-un"),
        ("وصل كيم جونغ أون إلى سنغافورة. وذكر كيم لصحفيين أن القمة ناجحة.", "kim-jong-un"),
        ("وصل كيم جونغ أون إلى سنغافورة. وظهر كيم متجهما في الصور.", "kim-jong-un"),
        ("ندد الرئيس الفنزويلي نيكولاس مادورو بالهجوم. وقال إن الرئيس مادورو ومؤيديه مستعدون.", "nicolas-maduro"),
    ],
)
def test_a_known_short_name_ends_before_a_clitic_and_before_an_adverb(entity_reader: EntityReader, text: str, person: str) -> None:
    assert [e.id for e in read(entity_reader, text) if e.type is EntityType.PERSON] == [f"person/{person}"]


@pytest.mark.parametrize(
    "name",
    ["سيرغي لافروف", "توفيق بوعشرين", "بوب وودوارد", "ماريو بالوتيلي", "باتريك ستيغر", "خوسيه كاليدا", "ويليام بريان"],
)
def test_a_name_that_begins_like_a_clitic_stays_whole(entity_reader: EntityReader, name: str) -> None:
    people = [e for e in read(entity_reader, f"والتقى الصحفي {name}، أمس، عددا من الناشطين.") if e.type is EntityType.PERSON]
    assert [m.text.endswith(name) for e in people for m in e.mentions if m.form.names] == [True]


@pytest.mark.parametrize(
    "text", ["صدر بيان صادق عن اللجنة.", "أبدى الطرفان حسن النية.", "وصلت القافلة إلى خميس مشيط.", "حضر العقيد التركي أمس."]
)
def test_common_words_make_no_person(entity_reader: EntityReader, text: str) -> None:
    assert not [e for e in read(entity_reader, text) if e.type is EntityType.PERSON]


def test_two_people_joined_by_and_stay_two(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "اتفق كيم جونغ أون ودونالد ترامب. ثم غادر كيم وترامب.")
    assert found["person/kim-jong-un"] == {"كيم جونغ أون", "كيم"}
    assert found["person/donald-trump"] == {"دونالد ترامب", "ترامب"}


def test_a_headline_has_the_short_name_before_the_full_one(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "قال وزير التعدين السوداني كمال زعترلي إن المشروع بدأ.", title="زعترلي: المشروع بدأ")
    assert found["person/x-كمال-زعترلي-SD"] >= {"كمال زعترلي", "زعترلي"}


def test_the_last_part_of_a_name_is_whole(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "ألقى حسن نصر الله خطابا. وقال نصر الله إن حزب الله مستعد بإذن الله.")
    assert found["person/hassan-nasrallah"] == {"حسن نصر الله", "نصر الله"}


def test_a_family_goes_on_with_a_known_name(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "استقبل الشيخ محمد بن زايد آل نهيان الوفد.")
    assert found["person/mohammed-bin-zayed"] == {"محمد بن زايد آل نهيان", "الشيخ محمد بن زايد آل نهيان"}
    found = surfaces(entity_reader, "استقبل خالد بن سلمان بن عبد العزيز الوفد.")
    assert found["person/khalid-bin-salman"] == {"خالد بن سلمان بن عبد العزيز"}
    found = surfaces(entity_reader, "استقبل محمد بن زايد بن أبي طالب الوفد.")
    assert {"محمد بن زايد بن أبي طالب"} in found.values()


def test_kin_introduce_a_person_by_the_first_name(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "وصل إيمانويل ماكرون وزوجته بريجيت مساء أمس.")
    assert found["person/brigitte-macron"] == {"بريجيت"}


def test_a_counterpart_is_who_holds_the_office_there(entity_reader: EntityReader) -> None:
    text = "بحث وزير الخارجية الروسي سيرغي لافروف مع نظيره الأميركي الأزمة."
    assert ("role", "نظيره الأميركي") in forms(entity_reader, text, "person/mike-pompeo")


def test_a_title_behind_a_comma_is_the_person_before_it(entity_reader: EntityReader) -> None:
    text = "قالت ماريا زاخاروفا، المتحدثة باسم الخارجية الروسية، إن الرد قريب."
    assert "المتحدثة باسم الخارجية الروسية" in surfaces(entity_reader, text)["person/maria-zakharova"]


def test_a_profession_is_none_of_a_persons_names(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "اختفى الصحفي السعودي جمال خاشقجي.")
    assert found["person/jamal-khashoggi"] == {"جمال خاشقجي"}


def test_an_unknown_spelling_behind_a_fitting_title_is_the_known_person(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "قال وزير الخارجية الروسي سيرجي لافروف إنه مستعد.")
    assert "person/sergey-lavrov" in found


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("التقى رئيس الوزراء جوستين ترودو السكان.", "person/justin-trudeau"),
        ("قال وزير الخارجية الفرنسي ايف لودريان إنه مستعد.", "person/jean-yves-le-drian"),
    ],
)
def test_a_borrowed_name_in_another_spelling_is_the_known_person(sentence: str, person: str, entity_reader: EntityReader) -> None:
    assert person in surfaces(entity_reader, sentence)


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("قال السفير البريطاني بيتر ويلسون إنه مستعد.", "person/heather-wilson"),
        ("قال الشيخ يوسف القرضاوي إنه مستعد.", "person/yusuf-garaad-omar"),
        ("لعب سيرجيو راموس في المدينة.", "person/sergei-rumas"),
        ("كتب محمود درويش قصيدة.", "person/mohammed-darwish"),
    ],
)
def test_a_name_that_shares_only_consonants_is_another_person(sentence: str, person: str, entity_reader: EntityReader) -> None:
    assert person not in surfaces(entity_reader, sentence)


def test_a_short_name_is_the_leader_of_a_state_that_the_article_names(entity_reader: EntityReader) -> None:
    assert "person/bashar-al-assad" in surfaces(entity_reader, "تدعم موسكو سوريا. وبقي الأسد في منصبه.")
    assert "person/bashar-al-assad" not in surfaces(entity_reader, "يعيش الأسد في الغابة.")


def test_the_first_name_behind_an_honorific_is_who_bears_it_in_the_article(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "زار ولي العهد السعودي الأمير محمد بن سلمان المدينة. والتقى الأمير محمد السكان.")
    assert "الأمير محمد" in found["person/mohammed-bin-salman"]


def test_a_hashtag_names_whom_it_names(entity_reader: EntityReader) -> None:
    assert "person/sergey-lavrov" in surfaces(entity_reader, "قال #سيرغي_لافروف إن بلاده مستعدة.")


def test_two_articles_give_an_unknown_person_one_id(entity_reader: EntityReader) -> None:
    one = surfaces(entity_reader, "قال وزير التعدين السوداني كمال زعترلي إن المشروع بدأ.")
    other = surfaces(entity_reader, "أكد كمال زعترلي، وزير التعدين السوداني، أن المشروع بدأ.")
    assert [e for e in one if e.startswith("person/")] == [e for e in other if e.startswith("person/")] == ["person/x-كمال-زعترلي-SD"]


def test_a_new_person_has_a_label_in_latin_letters(entity_reader: EntityReader) -> None:
    person = next(e for e in read(entity_reader, "قال الوزير كمال زعترلي إنه راض.") if e.type is EntityType.PERSON)
    assert person.label_en == "Kamal Zatrli"


def offices_of(reader: EntityReader, text: str, name: str, date: str = "2018-06-01") -> set[tuple[str, str | None]]:
    """The (office, body) pairs that a text's titles give whoever it names so."""
    people = (e for e in read(reader, text, date) if any(m.text == name for m in e.mentions))
    return {(m.office.office, m.office.body) for e in people for m in e.mentions if m.office}


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("أعلنت قطر أن وزير خارجيتها كمال زعترلي سيسافر.", "كمال زعترلي", ("foreign-minister", "state/QA")),
        ("استدعت تركيا سفيرتها لدى باريس ليلى زعترلي.", "ليلى زعترلي", ("ambassador", "state/TR")),
        ("بحث دونالد ترامب ونائبه كمال زعترلي الملف.", "كمال زعترلي", ("member-of-parliament", "state/US")),
        ("نعت حركة حماس زعيمها كمال زعترلي.", "كمال زعترلي", ("leader", "organization/hamas")),
    ],
)
def test_a_pronoun_in_a_title_is_who_was_named_last(entity_reader: EntityReader, text: str, name: str, office: tuple[str, str]) -> None:
    assert {body for _, body in offices_of(entity_reader, text, name)} == {office[1]}


def test_a_feminine_title_has_no_pronoun(entity_reader: EntityReader) -> None:
    assert offices_of(entity_reader, "قالت نائبة الرئيس الإيراني ليلى زعترلي ذلك.", "ليلى زعترلي") == {("vice-president", "state/IR")}
    assert not offices_of(entity_reader, "فقدت مصر قائدها كمال زعترلي في الشوط الأول.", "كمال زعترلي")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "جدد الرئيسان الأميركي دونالد ترامب والروسي فلاديمير بوتين تأكيدهما.",
            {"دونالد ترامب": ("president", "state/US"), "فلاديمير بوتين": ("president", "state/RU")},
        ),
        (
            "اجتمع وزراء الخارجية التونسي كمال زعترلي والمصري سامح شكري في الجزائر.",
            {"كمال زعترلي": ("foreign-minister", "state/TN"), "سامح شكري": ("foreign-minister", "state/EG")},
        ),
    ],
)
def test_each_of_several_has_his_own_state(entity_reader: EntityReader, text: str, names: dict[str, tuple[str, str]]) -> None:
    assert {name: offices_of(entity_reader, text, name) for name in names} == {name: {office} for name, office in names.items()}


def test_a_plural_title_names_nobody_alone(entity_reader: EntityReader) -> None:
    assert not [e for e in read(entity_reader, "أكد الوزيران سيطرتهما على الوضع.") if e.type is EntityType.PERSON]


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("نقلت عن الباحث المتخصص في شؤون الطاقة في معهد كارنيغي بالصين، كمال زعترلي، قوله.", "كمال زعترلي", "organization/carnegie"),
        ("قال وزير الإعلام في جنوب السودان، كمال زعترلي، إنه راض.", "كمال زعترلي", "state/SS"),
        ("قال المتحدث باسم الهيئة الرئاسية في البرلمان الإيراني، كمال زعترلي، ذلك.", "كمال زعترلي", "state/IR"),
        ("قال مبعوث الأمم المتحدة الخاص لسوريا كمال زعترلي ذلك.", "كمال زعترلي", "organization/united-nations"),
        ("قال المبعوث الأممي لليمن، كمال زعترلي، ذلك.", "كمال زعترلي", "organization/united-nations"),
        ('ألقى زعيم جماعة "أنصار الله" اليمنية كمال زعترلي خطابا.', "كمال زعترلي", "organization/houthis"),
    ],
)
def test_a_complement_of_a_title_says_the_body(entity_reader: EntityReader, text: str, name: str, office: str) -> None:
    assert {body for _, body in offices_of(entity_reader, text, name)} == {office}


@pytest.mark.parametrize(
    "text",
    [
        "قال وزير الإعلام في الخرطوم، كمال زعترلي، إنه راض.",  # a capital is a place
        "قال المبعوث الخاص إلى سوريا، كمال زعترلي، إنه راض.",  # sent there
        "قال المبعوث الخاص لوزير الخارجية، كمال زعترلي، إنه راض.",  # the minister's own name
        "قال الصحفي السعودي كمال زعترلي إنه راض.",  # a trade
    ],
)
def test_where_one_is_sent_or_speaks_is_not_whom_he_serves(entity_reader: EntityReader, text: str) -> None:
    assert {body for _, body in offices_of(entity_reader, text, "كمال زعترلي")} <= {None}


def test_one_of_a_state_may_serve_an_organisation(entity_reader: EntityReader) -> None:
    text = "قالت مفوضة الأمم المتحدة لحقوق الإنسان، ميشيل باشليت، ذلك."
    assert offices_of(entity_reader, text, "ميشيل باشليت") == {("officer", "organization/united-nations")}
    assert not offices_of(entity_reader, "وصف الزعيم الكوري الشمالي فلاديمير بوتين بالصديق.", "فلاديمير بوتين")


def test_an_adverb_of_then_stands_between_title_and_name(entity_reader: EntityReader) -> None:
    text = "تلقى الرئيس الأميركي آنذاك جورج دبليو بوش النبأ."
    assert offices_of(entity_reader, text, "جورج دبليو بوش") == {("president", "state/US")}


def test_the_name_behind_a_superiors_title_is_the_superiors(entity_reader: EntityReader) -> None:
    text = "قال مستشار الرئيس الأمريكي دونالد ترامب للأمن القومي، جون بولتون، ذلك."
    assert offices_of(entity_reader, text, "دونالد ترامب") == {("president", "state/US")}
    assert offices_of(entity_reader, text, "جون بولتون") == {("adviser", "state/US")}
    assert offices_of(entity_reader, "قال نائب الرئيس الأمريكي، مايك بنس، ذلك.", "مايك بنس") == {("vice-president", "state/US")}


def test_a_leader_whom_a_title_serves_says_its_body(entity_reader: EntityReader) -> None:
    assert offices_of(entity_reader, "سافر كمال زعترلي مستشار ترامب إلى بغداد.", "كمال زعترلي") == {("officer", "state/US")}
    text = "سافر ليو هي، المستشار الاقتصادي للرئيس شي جينبينغ، إلى واشنطن."
    assert offices_of(entity_reader, text, "ليو هي") == {("officer", "state/CN")}


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("انتخب كمال زعترلي رئيسا لكوبا.", {("president", "state/CU")}),
        ("وصل كمال زعترلي، وهو المتحدث باسم الحكومة المصرية.", {("spokesperson-presidency", "state/EG")}),
        ("وصل كمال زعترلي. وانتخب الحزب رئيسا لكوبا.", set()),
    ],
)
def test_a_predicate_behind_a_name_is_his_office(entity_reader: EntityReader, text: str, office: set[tuple[str, str]]) -> None:
    assert offices_of(entity_reader, text, "كمال زعترلي") == office


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("قال رئيس حزب العدالة والتنمية كمال زعترلي ذلك.", {("head", "organization/akp")}),
        ("قال مرشح حزب العدالة والتنمية كمال زعترلي ذلك.", set()),
        ("سافر كمال زعترلي مستشار ترامب إلى بغداد.", {("officer", "state/US")}),
        ("سافر كمال زعترلي مرشح ترامب إلى بغداد.", set()),
    ],
)
def test_a_candidate_is_named_but_holds_no_office(entity_reader: EntityReader, text: str, office: set[tuple[str, str]]) -> None:
    assert "كمال زعترلي" in {e.label_ar for e in read(entity_reader, text)}
    assert offices_of(entity_reader, text, "كمال زعترلي") == office


def test_of_two_offices_around_a_name_the_second_is_another_mans(entity_reader: EntityReader) -> None:
    found = read(entity_reader, "استقبل رئيس الوزراء كمال طلعان وزير الخارجية الألماني في مكتبه.")
    host = next(e for e in found if e.label_ar == "كمال طلعان")
    assert host.home is None
    assert "person/heiko-maas" in {e.id for e in found}


@pytest.mark.parametrize("text", ["قال كمال طلعان وزير التعدين السوداني إنه راض.", "قال النائب كمال طلعان رئيس الحزب السوداني إنه راض."])
def test_an_office_behind_a_name_is_his(entity_reader: EntityReader, text: str) -> None:
    assert [e.label_ar for e in read(entity_reader, text) if e.type is EntityType.PERSON] == ["كمال طلعان"]


def test_a_known_name_with_an_article_ends_a_title(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "استقبل رئيس الجمهورية الباجي قايد السبسي وزير الخارجية الفرنسي.")
    assert "الباجي قايد السبسي" in found["person/beji-caid-essebsi"]
    assert found["person/jean-yves-le-drian"] == {"وزير الخارجية الفرنسي"}


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("نائب وزير الدفاع السوداني", "officer"),
        ("نائب قائد القوات السودانية", "officer"),
        ("نائب رئيس لجنة الموازنة السودانية", "officer"),
        ("نائب وزير الخارجية السوداني", "deputy-foreign-minister"),
        ("نائب الرئيس السوداني", "vice-president"),
    ],
)
def test_a_deputy_has_the_office_of_his_full_title(entity_reader: EntityReader, title: str, office: str) -> None:
    assert offices_of(entity_reader, f"قال {title} كمال زعترلي إن الأمر انتهى.", "كمال زعترلي") == {(office, "state/SD")}


def test_a_verb_that_looks_like_a_definite_noun_ends_a_title(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "ذكرت الوكالة أن كمال زعترلي نائب وزير الدفاع التقى نظيره السوداني.")
    assert found["person/x-كمال-زعترلي"] >= {"نائب وزير الدفاع"}


def test_the_council_of_a_state_is_not_that_of_the_united_nations(entity_reader: EntityReader) -> None:
    found = surfaces(entity_reader, "دان مجلس الأمن القومي الإيراني القرار. ثم دان مجلس الأمن الهجوم.")
    assert found == {"state/IR": {"مجلس الأمن القومي الإيراني"}, "organization/un-security-council": {"مجلس الأمن"}}
    assert offices_of(entity_reader, "قال المتحدث باسم مجلس الأمن القومي الأميركي كمال زعترلي إنه راض.", "كمال زعترلي") == {
        ("spokesperson", "state/US")
    }


@pytest.mark.parametrize(
    "text, name", [("فرضت عقوبات على محمد قصير، المسؤول في الحزب.", "محمد قصير"), ("نفى محمد ورده (40 عاما) ذلك.", "محمد ورده")]
)
def test_a_frequent_first_name_opens_a_name_before_a_mark(entity_reader: EntityReader, text: str, name: str) -> None:
    assert name in {m for found in surfaces(entity_reader, text).values() for m in found}


@pytest.mark.parametrize("text", ["وزار محمد قصير المدينة.", "اجتمع محمد بهم، ثم سافر.", "ضاع في الطريق وليد قصير، ثم عاد."])
def test_other_words_close_no_name(entity_reader: EntityReader, text: str) -> None:
    assert not [thing for thing in surfaces(entity_reader, text) if thing.startswith("person/")]


def test_the_principal_one_is_no_president(entity_reader: EntityReader) -> None:
    assert not [t for t in surfaces(entity_reader, "صعدة هي المعقل الرئيس للحوثيين.") if t.startswith("person/")]
    assert "person/vladimir-putin" in surfaces(entity_reader, "استقبل في القصر الرئيس بوتين وفدا.")


def test_somebodys_deputy_sits_in_no_parliament(entity_reader: EntityReader) -> None:
    text = "قال ترامب في الولايات المتحدة إن نائبه كمال زعترلي سيسافر."
    assert offices_of(entity_reader, text, "كمال زعترلي") == {("officer", "state/US")}


def test_who_has_just_this_office_goes_before_one_with_another(entity_reader: EntityReader) -> None:
    text = "قال الزعيم الأعلى الإيراني ذلك. وقال الرئيس الإيراني حسن روحاني ذلك أيضا."
    assert surfaces(entity_reader, text, "2018-08-14")["person/ali-khamenei"] == {"الزعيم الأعلى الإيراني"}
    assert "الزعيم الروسي" in surfaces(entity_reader, "وصل الزعيم الروسي.", "2018-08-14")["person/vladimir-putin"]
