"""Graphs for the explorer's tests: a small true one, written for them, and large made-up ones."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from kg.graph.read import ActorView, FactView, GraphView, MembershipView, ReportView, TenureView
from kg.model import Attribution, EntityType, FactType, Modality, Polarity

STATE, PERSON, ORGANIZATION, BLOC, AGREEMENT = EntityType

STATES = {
    "RU": ("روسيا", "Russia", "Q159"),
    "US": ("الولايات المتحدة", "United States", "Q30"),
    "CN": ("الصين", "China", "Q148"),
    "IR": ("إيران", "Iran", "Q794"),
    "SA": ("السعودية", "Saudi Arabia", "Q851"),
    "TR": ("تركيا", "Turkey", "Q43"),
    "SY": ("سوريا", "Syria", "Q858"),
    "UA": ("أوكرانيا", "Ukraine", "Q212"),
    "KP": ("كوريا الشمالية", "North Korea", "Q423"),
    "EG": ("مصر", "Egypt", "Q79"),
    "QA": ("قطر", "Qatar", "Q846"),
    "FR": ("فرنسا", "France", "Q142"),
    "IL": ("إسرائيل", "Israel", "Q801"),
    "LB": ("لبنان", "Lebanon", "Q822"),
}


@dataclass
class Pen:
    """Writes facts with reports, so that a test reads like what it is about."""

    facts: dict[str, FactView] = field(default_factory=dict)
    reports: int = 0

    def fact(
        self,
        kind: FactType,
        source: str,
        target: str,
        day: str | None,
        *reports: ReportView,
        on: str | None = None,
        asserted: bool | None = None,
    ) -> None:
        key = f"fact/{kind.value}-{source}-{target}-{day or on}".replace("/", "-").replace("fact-", "fact/", 1)
        own_voice = any(
            r.attribution is Attribution.OUTLET and r.polarity is Polarity.POSITIVE and r.modality is Modality.ACTUAL for r in reports
        )
        first = on or min((r.reported_on for r in reports if r.reported_on), default=None)
        self.facts[key] = FactView(key, kind, source, target, day, first, own_voice if asserted is None else asserted, reports)

    def report(
        self,
        quote: str,
        marks: dict[str, str],
        on: str | None,
        outlet: str | None = "الجزيرة",
        *,
        speaker: str | None = None,
        attribution: Attribution | None = None,
        polarity: Polarity = Polarity.POSITIVE,
        modality: Modality = Modality.ACTUAL,
        confidence: float = 0.9,
        url: str | None = "",
        title: str | None = "",
        dispatch: str | None = None,
        time: str | None = None,
    ) -> ReportView:
        """A report; `marks` maps words of the quote to their role."""
        self.reports += 1
        number = self.reports
        places = tuple(sorted((quote.index(words), quote.index(words) + len(words), role) for words, role in marks.items()))
        return ReportView(
            id=f"report/r{number}",
            article=f"a{number}",
            title=f"تقرير {number}" if title == "" else title,
            url=f"https://news.example/{number}" if url == "" else url,
            outlet=outlet,
            reported_on=on,
            quote=quote,
            marks=places,
            speaker=speaker,
            attribution=attribution or (Attribution.NAMED if speaker else Attribution.OUTLET),
            polarity=polarity,
            modality=modality,
            stated_time=time,
            ended=False,
            confidence=confidence,
            dispatch=dispatch or f"dispatch/d{number}",
        )


def state(iso: str) -> ActorView:
    arabic, english, item = STATES[iso]
    members = (
        (MembershipView("organization/nato", "1952-02-18" if iso == "TR" else "1949-04-04", None),) if iso in ("TR", "US", "FR") else ()
    )
    return ActorView(f"state/{iso}", STATE, arabic, english, (arabic, english), iso, None, True, item, (), members)


def person(tail: str, arabic: str, english: str, home: str, *tenures: TenureView, names: tuple[str, ...] = ()) -> ActorView:
    return ActorView(f"person/{tail}", PERSON, arabic, english, (arabic, english, *names), None, f"state/{home}", True, None, tenures, ())


def small() -> GraphView:
    """Real events of 2015–2024 among some states, their leaders and a few others, in sentences written for the tests."""
    ft, pen = FactType, Pen()
    r = pen.report
    actors = [
        *(state(iso) for iso in STATES),
        person(
            "vladimir-putin",
            "فلاديمير بوتين",
            "Vladimir Putin",
            "RU",
            TenureView("رئيس الدولة", "President", "state/RU", "2012-05-07", None),
            TenureView("رئيس الوزراء", "Prime Minister", "state/RU", "2008-05-08", "2012-05-07"),
            names=("بوتين",),
        ),
        person("kim-jong-un", "كيم جونغ أون", "Kim Jong Un", "KP", TenureView("الزعيم", "Leader", "state/KP", "2011-12-17", None)),
        person(
            "recep-tayyip-erdogan",
            "رجب طيب أردوغان",
            "Recep Tayyip Erdoğan",
            "TR",
            TenureView("رئيس الدولة", "President", "state/TR", "2014-08-28", None),
            names=("أردوغان",),
        ),
        person(
            "bashar-al-assad",
            "بشار الأسد",
            "Bashar al-Assad",
            "SY",
            TenureView("رئيس الدولة", "President", "state/SY", "2000-07-17", "2024-12-08"),
        ),
        person(
            "emmanuel-macron",
            "إيمانويل ماكرون",
            "Emmanuel Macron",
            "FR",
            TenureView("رئيس الدولة", "President", "state/FR", "2017-05-14", None),
            names=("ماكرون",),
        ),
        person("xi-jinping", "شي جين بينغ", "Xi Jinping", "CN", TenureView("رئيس الدولة", "President", "state/CN", "2013-03-14", None)),
        person(
            "mohammed-bin-salman",
            "محمد بن سلمان",
            "Mohammed bin Salman",
            "SA",
            TenureView("ولي العهد", "Crown Prince", "state/SA", "2017-06-21", None),
        ),
        ActorView("organization/nato", ORGANIZATION, "حلف شمال الأطلسي", "NATO", ("الناتو", "الحلف الأطلسي"), None, None, True, "Q7184"),
        ActorView("organization/hezbollah", ORGANIZATION, "حزب الله", "Hezbollah", (), None, "state/LB", True, "Q41053"),
        ActorView("bloc/the-west", BLOC, "الغرب", "The West", ("الدول الغربية",), None, None, True),
        ActorView(
            "agreement/jcpoa",
            AGREEMENT,
            "الاتفاق النووي الإيراني",
            "Iran nuclear deal",
            ("خطة العمل الشاملة المشتركة",),
            None,
            None,
            True,
            "Q21079568",
        ),
    ]
    pen.fact(
        ft.VISIT,
        "person/vladimir-putin",
        "state/KP",
        "2024-06-19",
        r(
            "وصل الرئيس الروسي فلاديمير بوتين فجر الأربعاء إلى كوريا الشمالية في زيارة هي الأولى منذ 24 عاما.",
            {"فلاديمير بوتين": "source", "كوريا الشمالية": "target", "وصل": "trigger"},
            "2024-06-19",
        ),
        r(
            "يزور بوتين كوريا الشمالية لتوقيع معاهدة شراكة.",
            {"بوتين": "source", "كوريا الشمالية": "target", "يزور": "trigger"},
            "2024-06-18",
            "BBC",
            confidence=0.82,
        ),
    )
    pen.fact(
        ft.SIGN,
        "person/kim-jong-un",
        "person/vladimir-putin",
        "2024-06-19",
        r(
            "وقّع كيم جونغ أون وضيفه بوتين معاهدة للشراكة الاستراتيجية الشاملة.",
            {"كيم جونغ أون": "source", "بوتين": "target", "وقّع": "trigger"},
            "2024-06-20",
            "سكاي نيوز عربية",
        ),
    )
    pen.fact(
        ft.AID,
        "state/KP",
        "state/RU",
        "2024-10",
        r(
            "قالت الخارجية الأميركية إن كوريا الشمالية أرسلت جنودا إلى روسيا.",
            {"كوريا الشمالية": "source", "روسيا": "target", "أرسلت جنودا": "trigger"},
            "2024-10-23",
            "BBC",
            speaker="state/US",
            confidence=0.74,
        ),
        r(
            "نفت موسكو أن تكون كوريا الشمالية قد زوّدت روسيا بالذخائر.",
            {"كوريا الشمالية": "source", "روسيا": "target", "زوّدت": "trigger"},
            "2024-10-25",
            "روسيا اليوم",
            speaker="state/RU",
            polarity=Polarity.NEGATIVE,
            confidence=0.7,
        ),
    )
    pen.fact(
        ft.ASSAULT,
        "state/RU",
        "state/UA",
        "2022-02-24",
        *(
            r(
                f"بدأت روسيا فجر الخميس هجوما واسعا على أوكرانيا من {where}.",
                {"روسيا": "source", "أوكرانيا": "target", "هجوما": "trigger"},
                "2022-02-24",
                outlet,
            )
            for where, outlet in [
                ("الشمال", "الجزيرة"),
                ("الشرق", "BBC"),
                ("الجنوب", "العربية"),
                ("ثلاث جهات", "روسيا اليوم"),
                ("البر والجو", "سكاي نيوز عربية"),
                ("محاور عدة", "DW عربية"),
                ("بيلاروسيا والقرم", "فرانس 24"),
            ]
        ),
    )
    pen.fact(
        ft.SANCTION,
        "state/US",
        "state/RU",
        "2022-02-25",
        r(
            "فرضت الولايات المتحدة عقوبات على المصرف المركزي في روسيا.",
            {"الولايات المتحدة": "source", "روسيا": "target", "فرضت": "trigger"},
            "2022-02-28",
        ),
        r(
            "شملت العقوبات التي أقرتها الولايات المتحدة كبار المصارف في روسيا.",
            {"الولايات المتحدة": "source", "روسيا": "target", "العقوبات": "trigger"},
            "2022-02-25",
            "العربية",
        ),
    )
    pen.fact(
        ft.AID,
        "state/US",
        "state/UA",
        "2022-05",
        r(
            "قدّمت الولايات المتحدة إلى أوكرانيا حزمة سلاح بأربعين مليار دولار.",
            {"الولايات المتحدة": "source", "أوكرانيا": "target", "قدّمت": "trigger"},
            "2022-05-21",
            "BBC",
        ),
    )
    pen.fact(
        ft.THREATEN,
        "person/vladimir-putin",
        "bloc/the-west",
        None,
        r(
            "هدّد بوتين الغرب بتسليح خصومه في أنحاء العالم.",
            {"بوتين": "source", "الغرب": "target", "هدّد": "trigger"},
            "2024-06-20",
            "فرانس 24",
        ),
    )
    pen.fact(
        ft.ACCUSE,
        "state/RU",
        "organization/nato",
        None,
        r(
            "اتهمت روسيا حلف شمال الأطلسي بتأجيج النزاع.",
            {"روسيا": "source", "حلف شمال الأطلسي": "target", "اتهمت": "trigger"},
            "2022-04-14",
        ),
    )
    pen.fact(
        ft.SUPPORT,
        "state/CN",
        "state/RU",
        "2022-02-04",
        r(
            "أيّدت الصين مطالب روسيا الأمنية في بيان مشترك قبيل الأولمبياد.",
            {"الصين": "source", "روسيا": "target", "أيّدت": "trigger"},
            "2022-02-04",
            "DW عربية",
        ),
    )
    pen.fact(
        ft.MEET,
        "person/vladimir-putin",
        "person/xi-jinping",
        "2023-03-20",
        r(
            "التقى بوتين في الكرملين نظيره شي جين بينغ.",
            {"بوتين": "source", "شي جين بينغ": "target", "التقى": "trigger"},
            "2023-03-21",
            "روسيا اليوم",
        ),
    )
    pen.fact(
        ft.SIGN,
        "state/IR",
        "agreement/jcpoa",
        "2015-07-14",
        r(
            "وقّعت إيران في فيينا الاتفاق النووي الإيراني مع القوى الست.",
            {"وقّعت": "trigger", "الاتفاق النووي الإيراني": "target"},
            "2015-07-15",
        ),
    )
    pen.fact(
        ft.REJECT,
        "state/US",
        "agreement/jcpoa",
        "2018-05-08",
        r(
            "انسحبت الولايات المتحدة من الاتفاق النووي الإيراني.",
            {"الولايات المتحدة": "source", "الاتفاق النووي الإيراني": "target", "انسحبت": "trigger"},
            "2018-05-08",
            "BBC",
        ),
    )
    pen.fact(
        ft.SANCTION,
        "state/US",
        "state/IR",
        "2018-11-05",
        r(
            "أعادت الولايات المتحدة فرض العقوبات النفطية على إيران.",
            {"الولايات المتحدة": "source", "إيران": "target", "العقوبات": "trigger"},
            "2018-11-05",
            "العربية",
        ),
    )
    pen.fact(
        ft.AGREE,
        "state/IR",
        "state/SA",
        "2023-03-10",
        r(
            "اتفقت إيران والسعودية برعاية الصين على استئناف العلاقات.",
            {"إيران": "source", "السعودية": "target", "اتفقت": "trigger"},
            "2023-03-10",
        ),
        r(
            "أعلن في بكين أن إيران والسعودية اتفقتا على إعادة فتح السفارتين.",
            {"إيران": "source", "السعودية": "target", "اتفقتا": "trigger"},
            "2023-03-11",
            "الشرق الأوسط",
        ),
    )
    pen.fact(
        ft.MEET,
        "state/CN",
        "state/SA",
        "2022-12-08",
        r("عقدت الصين والسعودية قمة في الرياض.", {"الصين": "source", "السعودية": "target", "قمة": "trigger"}, "2022-12-09", "العربية"),
    )
    pen.fact(
        ft.VISIT,
        "person/xi-jinping",
        "state/SA",
        "2022-12-07",
        r(
            "وصل شي جين بينغ إلى السعودية في زيارة تستمر ثلاثة أيام.",
            {"شي جين بينغ": "source", "السعودية": "target", "زيارة": "trigger"},
            "2022-12-07",
            "العربية",
        ),
    )
    pen.fact(
        ft.SANCTION,
        "state/SA",
        "state/QA",
        "2017-06-05",
        r("قطعت السعودية علاقاتها مع قطر وأغلقت المنفذ البري.", {"السعودية": "source", "قطر": "target", "قطعت": "trigger"}, "2017-06-05"),
    )
    pen.fact(
        ft.SANCTION,
        "state/EG",
        "state/QA",
        "2017-06-05",
        r("أعلنت مصر قطع علاقاتها مع قطر.", {"مصر": "source", "قطر": "target", "قطع": "trigger"}, "2017-06-05"),
    )
    pen.fact(
        ft.AID,
        "state/TR",
        "state/QA",
        "2017-06-22",
        r("أرسلت تركيا جنودا ومواد غذائية إلى قطر.", {"تركيا": "source", "قطر": "target", "أرسلت": "trigger"}, "2017-06-22", "الجزيرة"),
    )
    pen.fact(
        ft.VISIT,
        "person/recep-tayyip-erdogan",
        "state/SA",
        "2022-04-28",
        r(
            "زار أردوغان السعودية للمرة الأولى منذ خمس سنوات.",
            {"أردوغان": "source", "السعودية": "target", "زار": "trigger"},
            "2022-04-28",
            "الشرق الأوسط",
        ),
    )
    pen.fact(
        ft.VISIT,
        "person/recep-tayyip-erdogan",
        "state/EG",
        "2024-02-14",
        r(
            "حطّ أردوغان في القاهرة في أول زيارة إلى مصر منذ 2012.",
            {"أردوغان": "source", "مصر": "target", "زيارة": "trigger"},
            "2024-02-14",
            "الجزيرة",
        ),
    )
    pen.fact(
        ft.ASSAULT,
        "state/TR",
        "state/SY",
        "2019-10-09",
        r(
            "شنّت تركيا عملية عسكرية في شمال شرق سوريا.",
            {"تركيا": "source", "سوريا": "target", "عملية عسكرية": "trigger"},
            "2019-10-09",
            "فرانس 24",
        ),
    )
    pen.fact(
        ft.AID,
        "state/RU",
        "state/SY",
        "2015-09-30",
        r(
            "بدأت روسيا غاراتها دعما للجيش في سوريا.",
            {"روسيا": "source", "سوريا": "target", "دعما": "trigger"},
            "2015-09-30",
            "روسيا اليوم",
        ),
    )
    pen.fact(
        ft.ALLIED_WITH,
        "state/IR",
        "state/SY",
        None,
        r("تعدّ إيران أوثق حلفاء سوريا في المنطقة.", {"إيران": "source", "سوريا": "target", "حلفاء": "trigger"}, "2020-02-01"),
    )
    pen.fact(
        ft.HOSTILE_TO,
        "state/IL",
        "state/IR",
        None,
        r(
            "تصف إسرائيل إيران بأنها عدوها الأول.",
            {"إسرائيل": "source", "إيران": "target", "عدوها": "trigger"},
            "2021-06-01",
            "BBC",
            speaker="state/IL",
            confidence=0.66,
        ),
    )
    pen.fact(
        ft.ASSAULT,
        "state/IL",
        "organization/hezbollah",
        "2024-09-23",
        r(
            "شنّت إسرائيل غارات عنيفة على مواقع حزب الله.",
            {"إسرائيل": "source", "حزب الله": "target", "غارات": "trigger"},
            "2024-09-23",
            "العربية",
        ),
        r(
            "استهدفت إسرائيل مئات المواقع التابعة إلى حزب الله.",
            {"إسرائيل": "source", "حزب الله": "target", "استهدفت": "trigger"},
            "2024-09-24",
            "الجزيرة",
        ),
    )
    pen.fact(
        ft.AID,
        "state/IR",
        "organization/hezbollah",
        None,
        r(
            "اتهمت إسرائيل إيران بتهريب الصواريخ إلى حزب الله.",
            {"إيران": "source", "حزب الله": "target", "تهريب": "trigger"},
            "2023-01-11",
            "سكاي نيوز عربية",
            speaker="state/IL",
            confidence=0.61,
        ),
    )
    pen.fact(
        ft.LEADS,
        "person/bashar-al-assad",
        "state/SY",
        None,
        r(
            "قال الرئيس السوري بشار الأسد إن سوريا ستستعيد أراضيها.",
            {"بشار الأسد": "source", "سوريا": "target", "الرئيس": "trigger"},
            "2018-06-01",
            "BBC",
        ),
    )
    pen.fact(
        ft.VISIT,
        "person/bashar-al-assad",
        "state/RU",
        "2023-03-14",
        r(
            "بدأ بشار الأسد زيارة إلى روسيا يلتقي خلالها بوتين.",
            {"بشار الأسد": "source", "روسيا": "target", "زيارة": "trigger"},
            "2023-03-15",
            "روسيا اليوم",
        ),
    )
    pen.fact(
        ft.MEMBER_OF,
        "state/TR",
        "organization/nato",
        "1952",
        r(
            "انضمت تركيا إلى حلف شمال الأطلسي عام 1952.",
            {"تركيا": "source", "حلف شمال الأطلسي": "target", "انضمت": "trigger"},
            "2022-05-18",
            "DW عربية",
        ),
    )
    pen.fact(
        ft.MEMBER_OF,
        "state/US",
        "organization/nato",
        None,
        r(
            "تقود الولايات المتحدة حلف شمال الأطلسي منذ تأسيسه.",
            {"الولايات المتحدة": "source", "حلف شمال الأطلسي": "target"},
            "2022-05-18",
            "DW عربية",
        ),
    )
    pen.fact(
        ft.MEET,
        "person/emmanuel-macron",
        "person/vladimir-putin",
        "2022-02-07",
        r(
            "أجرى إيمانويل ماكرون في موسكو محادثات مع بوتين.",
            {"إيمانويل ماكرون": "source", "بوتين": "target", "محادثات": "trigger"},
            "2022-02-08",
            "فرانس 24",
        ),
    )
    pen.fact(
        ft.VISIT,
        "person/emmanuel-macron",
        "state/LB",
        "2020-08-06",
        r(
            "زار إيمانويل ماكرون لبنان بعد يومين من انفجار المرفأ.",
            {"إيمانويل ماكرون": "source", "لبنان": "target", "زار": "trigger"},
            "2020-08-06",
            "فرانس 24",
        ),
    )
    pen.fact(
        ft.REQUEST,
        "state/US",
        "state/CN",
        "2023-02",
        r(
            "حثّت الولايات المتحدة الصين على ألا تسلّح روسيا.",
            {"الولايات المتحدة": "source", "الصين": "target", "حثّت": "trigger"},
            "2023-02-19",
            "BBC",
        ),
    )
    pen.fact(
        ft.VISIT,
        "person/mohammed-bin-salman",
        "state/TR",
        "2022-06-22",
        r(
            "من المقرر أن يزور محمد بن سلمان تركيا الشهر المقبل.",
            {"محمد بن سلمان": "source", "تركيا": "target", "يزور": "trigger"},
            "2022-05-30",
            "الشرق الأوسط",
            modality=Modality.PLANNED,
        ),
        r(
            "استقبل أردوغان محمد بن سلمان في تركيا.",
            {"محمد بن سلمان": "source", "تركيا": "target", "استقبل": "trigger"},
            "2022-06-22",
            "الجزيرة",
        ),
    )
    return GraphView(tuple(sorted(actors, key=lambda a: a.id)), tuple(pen.facts[key] for key in sorted(pen.facts)))


def large(actors: int, facts: int, *, reports: int = 1, seed: int = 3) -> GraphView:
    """A graph of a given size with the uneven degrees of news; names are numbers."""
    chance = random.Random(seed)
    kinds = [STATE] * 4 + [PERSON] * 5 + [ORGANIZATION] * 2
    made = []
    for number in range(actors):
        kind = STATE if number < actors // 6 else chance.choice(kinds)
        iso = f"{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}" if kind is STATE else None
        home = f"n/{chance.randrange(actors // 6):05d}" if kind is PERSON else None
        made.append(ActorView(f"n/{number:05d}", kind, f"جهة رقم {number}", f"Actor {number}", (), iso, home))
    rank = [1 / (number + 3) for number in range(actors)]
    ends = chance.choices(range(actors), weights=rank, k=facts * 3)
    pairs: list[FactView] = []
    pen = Pen()
    types = list(FactType)
    number = 0
    for source, target in zip(ends[::2], ends[1::2], strict=False):
        if source == target or len(pairs) == facts:
            continue
        number += 1
        day = f"{chance.randint(2011, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        told = tuple(
            pen.report(
                f"جملة الخبر رقم {number} عن الجهة {source} والجهة {target}.",
                {"الخبر": "trigger"},
                day,
                f"وسيلة {chance.randrange(12)}",
                confidence=chance.uniform(0.4, 1),
            )
            for _ in range(chance.randint(1, 2 * reports - 1))
        )
        pairs.append(
            FactView(f"fact/f{number:06d}", chance.choice(types), made[source].id, made[target].id, day, day, chance.random() < 0.8, told)
        )
    while len(pairs) < facts:  # the weights left too few pairs of different actors
        number += 1
        source, target = chance.sample(range(actors), 2)
        told = (pen.report(f"جملة الخبر رقم {number}.", {"الخبر": "trigger"}, "2020-01-01", "وسيلة 1"),)
        pairs.append(
            FactView(f"fact/f{number:06d}", chance.choice(types), made[source].id, made[target].id, "2020-01-01", "2020-01-01", True, told)
        )
    return GraphView(tuple(made), tuple(pairs))
