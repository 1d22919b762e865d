"""Offices by titles, memberships and alliances by the phrase between two names, and what cannot be meant."""

from __future__ import annotations

import pytest

from kg.entities import EntityReader
from kg.knowledge import Knowledge
from kg.model import Article, FactType
from kg.relations import RelationReader
from kg.relations.plausibility import Plausibility
from kg.text import read_text

Triple = tuple[str, str, str]


@pytest.fixture(scope="module")
def readers(knowledge: Knowledge) -> tuple[EntityReader, RelationReader]:
    return EntityReader(knowledge), RelationReader(knowledge)


def standing(readers: tuple[EntityReader, RelationReader], text: str, date: str = "2018-06-01") -> set[Triple]:
    read = read_text(Article(id="x", body=text, date=date))
    facts = readers[1].read(read, readers[0].read(read))
    return {(f.type.value, f.source, f.target) for f in facts if f.type.standing}


@pytest.mark.parametrize(
    "text, fact",
    [
        ("قال وزير الخارجية الروسي سيرغي لافروف إن بلاده مستعدة.", ("holds_office", "person/sergey-lavrov", "state/RU")),
        ("أكد الرئيس التونسي الباجي قائد السبسي ذلك.", ("leads", "person/beji-caid-essebsi", "state/TN")),
        ("شن التحالف العربي بقيادة السعودية غارات.", ("member_of", "state/SA", "organization/arab-coalition")),
        ("قضت محكمة العدل الدولية التابعة للأمم المتحدة بذلك.", ("member_of", "organization/icj", "organization/united-nations")),
        ("رفضت روسيا، حليفة سوريا، مشروع القرار.", ("allied_with", "state/RU", "state/SY")),
        ("هاجم الحوثيون المدعومون من إيران مدينة مأرب.", ("allied_with", "organization/houthis", "state/IR")),
        ("استهدفت الغارات مواقع لميليشيات الحوثي الإيرانية.", ("allied_with", "organization/houthis", "state/IR")),
        ("رفض حزب الله الذي يتزعمه حسن نصر الله القرار.", ("leads", "person/hassan-nasrallah", "organization/hezbollah")),
        ("أعلنت حركة حماس بزعامة إسماعيل هنية ذلك.", ("leads", "person/ismail-haniyeh", "organization/hamas")),
        ("قررت الحكومة الإسرائيلية برئاسة بنيامين نتنياهو ذلك.", ("leads", "person/benjamin-netanyahu", "state/IL")),
        ("وصل حسن نصر الله، الذي يتزعم حزب الله، إلى هناك.", ("leads", "person/hassan-nasrallah", "organization/hezbollah")),
        (
            "قصف التحالف العربي مواقع. وقال المتحدث باسم التحالف تركي المالكي ذلك.",
            ("holds_office", "person/turki-al-maliki", "organization/arab-coalition"),
        ),
        ("أعلنت حركة حماس ذلك. وقال زعيم الحركة إسماعيل هنية إنها مستعدة.", ("leads", "person/ismail-haniyeh", "organization/hamas")),
        ("عزل الجيش المصري بقيادة السيسي، الذي كان وزيرا للدفاع، الحكومة.", ("holds_office", "person/abdel-fattah-el-sisi", "state/EG")),
        ("احتفظ وانغ يي بمنصبه وزيرا للخارجية في الصين.", ("holds_office", "person/wang-yi", "state/CN")),
        ("زار نوري المالكي، الذي شغل منصب رئيس الوزراء، جنوب العراق.", ("leads", "person/nouri-al-maliki", "state/IQ")),
        ("وشغل كمال زعترلي منصب سفير الولايات المتحدة في إسرائيل.", ("holds_office", "person/x-كمال-زعترلي-US", "state/US")),
        ("سقط نظام معمر القذافي في ليبيا.", ("leads", "person/muammar-gaddafi", "state/LY")),
        ("قال إن بوتين وحكومته تعهدا بذلك، وإن روسيا فشلت.", ("leads", "person/vladimir-putin", "state/RU")),
        ("انتقد زعماء كالسيسي (مصر) ودوتيرتي (الفلبين).", ("leads", "person/rodrigo-duterte", "state/PH")),
        ("انتقد ذلك الأمين العام لحزب الله، الذي يتزعمه حسن نصر الله.", ("leads", "person/hassan-nasrallah", "organization/hezbollah")),
        ("حضر سلطان عمان قابوس بن سعيد القمة في الأردن، ورحب به ملك الأردن.", ("leads", "person/qaboos-bin-said", "state/OM")),
        ("قال المتحدث باسم التحالف العربي تركي المالكي ذلك.", ("holds_office", "person/turki-al-maliki", "organization/arab-coalition")),
        ("قال خادم الحرمين الشريفين إن السعودية راضية.", ("leads", "person/salman-bin-abdulaziz", "state/SA")),
        ("قال خادم الحرمين الشريفين الملك سلمان بن عبد العزيز إن السعودية راضية.", ("leads", "person/salman-bin-abdulaziz", "state/SA")),
        ("أعلن رئيس الوزراء ووزير الدفاع الإسرائيلي بنيامين نتنياهو ذلك.", ("leads", "person/benjamin-netanyahu", "state/IL")),
        (
            "وصل نائب رئيس الدولة رئيس مجلس الوزراء حاكم دبي الشيخ محمد بن راشد آل مكتوم إلى الإمارات.",
            ("leads", "person/mohammed-bin-rashid", "state/AE"),
        ),
        (
            "وصل محمد بن راشد آل مكتوم، نائب رئيس الدولة رئيس مجلس الوزراء، إلى الإمارات.",
            ("leads", "person/mohammed-bin-rashid", "state/AE"),
        ),
        ("زار الرئيس الصيني في ذلك الحين جيانغ تسه مين مصر.", ("leads", "person/jiang-zemin", "state/CN")),
        ("قال المتحدث باسم الحكومة اليمنية في عدن كمال زعترلي ذلك.", ("holds_office", "person/x-كمال-زعترلي-YE", "state/YE")),
        ("قال رئيس حركة حماس في قطاع غزة يحيى السنوار ذلك.", ("holds_office", "person/yahya-sinwar", "organization/hamas")),
        ("رفض مجلس الأمن التابع للأمم المتحدة ذلك.", ("member_of", "organization/un-security-council", "organization/united-nations")),
        ("قال مرشح حزب العدالة والتنمية كمال زعترلي ذلك.", ("member_of", "person/x-كمال-زعترلي", "organization/akp")),
        ("وصل كمال زعترلي، مرشح حزب العدالة والتنمية، أمس.", ("member_of", "person/x-كمال-زعترلي", "organization/akp")),
        ("وصل برهم صالح، مرشح حركة حماس، أمس.", ("member_of", "person/barham-salih", "organization/hamas")),
        ("أعلن المتحدث باسم وزارة الدفاع الأميركية (البنتاغون) كمال زعترلي ذلك.", ("holds_office", "person/x-كمال-زعترلي-US", "state/US")),
        ("قال زعيم حزب فورتسا إيطاليا اليميني سيلفيو برلسكوني ذلك.", ("leads", "person/silvio-berlusconi", "organization/forza-italia")),
        ("قال المرشد الأعلى في إيران علي خامنئي ذلك.", ("leads", "person/ali-khamenei", "state/IR")),
        (
            "حذر المفوض السامي لحقوق الإنسان في الأمم المتحدة زيد رعد الحسين.",
            ("holds_office", "person/zeid-raad-al-hussein", "organization/united-nations"),
        ),
        ("قال الرئيس رجب طيب أردوغان ذلك في تركيا.", ("leads", "person/recep-tayyip-erdogan", "state/TR")),
        ("قال الأمير القطري تميم بن حمد ذلك.", ("leads", "person/tamim-bin-hamad", "state/QA")),
        ("وصل ممثل مصر كمال زعترلي.", ("holds_office", "person/x-كمال-زعترلي-EG", "state/EG")),
        (
            "قال مساعد الأمين العام للأمم المتحدة كمال زعترلي ذلك.",
            ("holds_office", "person/x-كمال-زعترلي", "organization/united-nations"),
        ),
        ("قال كمال زعترلي، مساعد وزير الدفاع الروسي، ذلك.", ("holds_office", "person/x-كمال-زعترلي-RU", "state/RU")),
        ("قال الأمين العام المساعد للجامعة العربية حسام زكي ذلك.", ("holds_office", "person/hossam-zaki", "organization/arab-league")),
        (
            "قال هورست زيهوفر، زعيم حزب الاتحاد الاجتماعي المسيحي، ذلك.",
            ("leads", "person/horst-seehofer", "organization/christian-social-union"),
        ),
        ("أقال زعيم حزب الله أحد قادته.", ("leads", "person/hassan-nasrallah", "organization/hezbollah")),
        ("قال وزير الدفاع المالي كمال زعترلي ذلك.", ("holds_office", "person/x-كمال-زعترلي-ML", "state/ML")),
    ],
)
def test_titles_and_phrases_state_standing_ties(readers: tuple[EntityReader, RelationReader], text: str, fact: Triple) -> None:
    assert fact in standing(readers, text)


def test_a_leaders_title_of_somebody_who_leads_later_is_a_post_before(readers: tuple[EntityReader, RelationReader]) -> None:
    text = "قال الزعيم الأميركي جو بايدن ذلك في الولايات المتحدة."
    assert ("leads", "person/joe-biden", "state/US") in standing(readers, text, "2022-06-01")
    assert ("holds_office", "person/joe-biden", "state/US") in standing(readers, text, "2012-06-01")
    assert ("leads", "person/joe-biden", "state/US") not in standing(readers, text, "2012-06-01")


@pytest.mark.parametrize(
    "text, fact",
    [
        ("قال قائد فيلق القدس قاسم سليماني ذلك.", ("leads", "person/qasem-soleimani", "state/IR")),
        ("حضرت زوجة الرئيس الأميركي السابق ميشيل أوباما الحفل.", ("leads", "person/michelle-obama", "state/US")),
        ("قال الأمير البريطاني وليام إنه سعيد.", ("leads", "person/prince-william", "state/GB")),
        ("قال المستشار الخاص روبرت مولر في الولايات المتحدة ذلك.", ("leads", "person/robert-mueller", "state/US")),
        ("قصف التحالف العربي مواقع، وقالت السعودية إنها عسكرية.", ("member_of", "state/SA", "organization/arab-coalition")),
        ("رفضت روسيا مشروع القرار، وقالت دمشق إنه عدائي.", ("allied_with", "state/RU", "state/SY")),
        ("عقد اجتماع في إسرائيل برئاسة دونالد ترامب.", ("leads", "person/donald-trump", "state/IL")),
        ("أفرجت ميليشيات الحوثي اليمنية عن الأسرى.", ("allied_with", "organization/houthis", "state/YE")),
        ("رحب التحالف الذي تقوده السعودية، والقوات اليمنية والحوثيون بالهدنة.", ("member_of", "state/YE", "organization/arab-coalition")),
        ("قصف حزب الله الإسرائيليين.", ("allied_with", "organization/hezbollah", "state/IL")),
        ("هاجمت ميليشيات الحوثي السعودية.", ("allied_with", "organization/houthis", "state/SA")),
        ("قتلت ميليشيات الحوثي الإماراتيين.", ("allied_with", "organization/houthis", "state/AE")),
        ("اتهم أنصار المعارضة الإيرانية الحكومة.", ("allied_with", "organization/syrian-opposition", "state/IR")),
        (
            "شن التحالف العربي غارات، وحمل المتحدث ميليشيات الحوثي الإيرانية المسؤولية.",
            ("holds_office", "person/turki-al-maliki", "state/IR"),
        ),
        ("ألغى رجب طيب أردوغان منصب رئيس الوزراء في تركيا.", ("holds_office", "person/recep-tayyip-erdogan", "state/TR")),
        ("دعا كمال زعترلي المرشح لمنصب وزير الخارجية الفرنسي إلى ذلك.", ("holds_office", "person/jean-yves-le-drian", "state/FR")),
        ("نفى كمال زعترلي أن يكون سفيرا لروسيا.", ("holds_office", "person/x-كمال-زعترلي-RU", "state/RU")),
        ("قابلت إدارة كمال زعترلي وفدا من روسيا.", ("leads", "person/x-كمال-زعترلي", "state/RU")),
        ("تحدث فلاديمير بوتين (65 عاما) عن روسيا.", ("leads", "person/vladimir-putin", "state/RU")),
        ("استقبل الأمين العام للأمم المتحدة فلاديمير بوتين.", ("leads", "person/vladimir-putin", "organization/united-nations")),
        ("توجهت روسيا إلى سوريا لمحاربة داعش.", ("hostile_to", "organization/islamic-state", "state/SY")),
        ("يعارض حسن نصر الله حركة حماس.", ("leads", "person/hassan-nasrallah", "organization/hamas")),
        ("قال رئيس الوزراء ووزير الدفاع أفيغدور ليبرمان ذلك في إسرائيل.", ("leads", "person/avigdor-lieberman", "state/IL")),
        ("استقبل رئيس الوزراء وزير الخارجية الألماني زيغمار غابرييل.", ("leads", "person/sigmar-gabriel", "state/DE")),
        ("قال الرئيس الصيني جيانغ تسه مين ذلك.", ("leads", "person/xi-jinping", "state/CN")),
        ("زار الرئيس الصيني في ذلك الحين جيانغ تسه مين مصر.", ("leads", "person/xi-jinping", "state/CN")),
        ("قال رئيس حركة حماس في قطاع غزة يحيى السنوار ذلك.", ("leads", "person/ismail-haniyeh", "organization/hamas")),
        ("التقى وزير الخارجية المصري في موسكو سيرغي لافروف.", ("holds_office", "person/sergey-lavrov", "state/EG")),
        ("قال مدير مركز في مستشفى عبد العزيز الرنتيسي ذلك لحركة حماس.", ("leads", "person/abdel-aziz-al-rantisi", "organization/hamas")),
        ("سافر كمال زعترلي مرشح ترامب إلى حزب العدالة والتنمية.", ("member_of", "person/x-كمال-زعترلي", "organization/akp")),
        ("تشكل المجلس الوطني السوري الذي ولد صيف ذلك العام.", ("holds_office", "person/x-ولد-صيف", "organization/syrian-national-council")),
        ("التقى الرئيس الأميركي المستشارة أنغيلا ميركل.", ("leads", "person/angela-merkel", "state/US")),
        ("زار وزير الخارجية المصري (السبت) سيرغي لافروف.", ("holds_office", "person/sergey-lavrov", "state/EG")),
        ("قال الرئيس رجب طيب أردوغان ذلك لحزب العدالة والتنمية.", ("leads", "person/recep-tayyip-erdogan", "organization/akp")),
        ("وصل الممثل المصري كمال زعترلي.", ("holds_office", "person/x-كمال-زعترلي-EG", "state/EG")),
        ("قال الأمير البريطاني وليام ذلك.", ("holds_office", "person/prince-william", "state/GB")),
        (
            "قال الزعيم الكوري الشمالي كيم زعترلي ذلك. وأطلع كيم، الرئيس الصيني، على قمته.",
            ("leads", "person/x-كيم-زعترلي-KP", "state/CN"),
        ),
        ("زعترلي للرئيس اليمني: انتهينا. قال هاشم زعترلي ذلك.", ("leads", "person/x-هاشم-زعترلي", "state/YE")),
        ("وأضاف الرئيس الأميركي مصافحاً إيفانكا: انتهينا.", ("leads", "person/x-مصافحا-ايفانكا-US", "state/US")),
        ("وأضاف الرئيس الأميركي متعجبا: انتهينا.", ("leads", "person/x-متعجبا-US", "state/US")),
        ("قال الأمين العام المساعد للجامعة العربية كمال زعترلي ذلك.", ("leads", "person/x-كمال-زعترلي", "organization/arab-league")),
        ("قال مساعد الأمين العام للأمم المتحدة كمال زعترلي ذلك.", ("leads", "person/x-كمال-زعترلي", "organization/united-nations")),
        ("قال كمال زعترلي، مساعد وزير الدفاع الروسي، ذلك.", ("holds_office", "person/sergei-shoigu", "state/RU")),
        ("تريد تركيا مساعدة إيران زعترلي.", ("holds_office", "person/x-زعترلي-IR", "state/IR")),
        ("قال الرئيس الأميركي يتباحثان في ذلك.", ("leads", "person/x-يتباحثان-US", "state/US")),
        ("استقال وزراء الحكومة الأميركية التي طالبته بذلك.", ("holds_office", "person/x-طالبته-US", "state/US")),
        (
            "التقى هورست زيهوفر زعيم حزب الاتحاد الاجتماعي المسيحي.",
            ("leads", "person/horst-seehofer", "organization/christian-social-union"),
        ),
        ("قال دونالد ترامب، الأمين العام للأمم المتحدة، ذلك.", ("leads", "person/donald-trump", "organization/united-nations")),
        ("قالت كمالة زعترلي، مديرة قسم الشرق الأوسط، ذلك.", ("holds_office", "person/x-كماله-زعترلي", "organization/asharq-al-awsat")),
        ("قال وزير الدولة للشؤون المالية كمال زعترلي ذلك.", ("holds_office", "person/x-كمال-زعترلي-ML", "state/ML")),
        ("اختفى الصحفي السعودي جمال خاشقجي.", ("holds_office", "person/jamal-khashoggi", "state/SA")),
        (
            "وصل وزير التعدين السوداني كمال زعترلي. وقال وزير الخارجية البحريني خالد بن أحمد ذلك إلى الوزير كمال زعترلي.",
            ("holds_office", "person/x-كمال-زعترلي-SD", "state/BH"),
        ),
    ],
)
def test_near_misses_state_none(readers: tuple[EntityReader, RelationReader], text: str, fact: Triple) -> None:
    assert fact not in standing(readers, text)


def test_who_led_before_the_article_leads_no_more(readers: tuple[EntityReader, RelationReader]) -> None:
    text = read_text(Article(id="x", body="سقط نظام معمر القذافي في ليبيا، وتحاول إدارة ترامب في الولايات المتحدة ذلك.", date="2018-06-01"))
    facts = readers[1].read(text, readers[0].read(text))
    ended = {f.source: f.statements[0].ended for f in facts if f.type is FactType.LEADS}
    assert ended == {"person/muammar-gaddafi": True, "person/donald-trump": False}


def test_members_are_listed_behind_the_phrase(readers: tuple[EntityReader, RelationReader]) -> None:
    found = standing(readers, "اجتمعت اللجنة الرباعية المكونة من السعودية والإمارات والبحرين ومصر في القاهرة.")
    members = {source for kind, source, _ in found if kind == "member_of"}
    assert members == {"state/SA", "state/AE", "state/BH", "state/EG"}


def test_an_office_is_stated_once_a_sentence_by_its_title(readers: tuple[EntityReader, RelationReader]) -> None:
    text = read_text(
        Article(id="x", body="قالت المستشارة الألمانية أنغيلا ميركل ذلك. وأضافت المستشارة الألمانية أنها ستسافر.", date="2018-06-01")
    )
    facts = readers[1].read(text, readers[0].read(text))
    (fact,) = (f for f in facts if f.type is FactType.LEADS)
    assert [text.article.text[s.trigger.start : s.trigger.end] for s in fact.statements] == ["المستشارة الألمانية"] * 2


def test_who_holds_an_office_of_a_state_does_not_visit_it(knowledge: Knowledge) -> None:
    allows = Plausibility(knowledge).allows
    assert not allows(FactType.VISIT, "person/angela-merkel", "state/DE", (), "2018-06-01")
    assert allows(FactType.VISIT, "person/angela-merkel", "state/FR", (), "2018-06-01")
    assert not allows(FactType.VISIT, "person/x", "state/DZ", {("person/x", "state/DZ")}, None)


def test_a_medium_bombs_nobody_but_may_criticise(knowledge: Knowledge) -> None:
    allows = Plausibility(knowledge).allows
    assert not allows(FactType.ASSAULT, "organization/reuters", "state/SY", (), None)
    assert allows(FactType.ACCUSE, "organization/le-monde", "state/US", (), None)
