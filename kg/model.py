"""The values that pass between the steps: `Article → Text → Entity (with Mention) → Fact (with Statement)`.

All are frozen. Every offset is a code point of `Article.text`, half-open, so that `article.text[start:end]` is the quote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class EntityType(StrEnum):
    """What a mention can stand for, in the terms of the annotation guidelines."""

    STATE = "State"
    PERSON = "Person"
    ORGANIZATION = "Organization"
    BLOC = "Bloc"
    AGREEMENT = "Agreement"


class FactType(StrEnum):
    """The 22 relations: five standing ones, then the events of the PLOVER families."""

    LEADS = "leads"
    HOLDS_OFFICE = "holds_office"
    MEMBER_OF = "member_of"
    ALLIED_WITH = "allied_with"
    HOSTILE_TO = "hostile_to"
    MEET = "meet"
    VISIT = "visit"
    SIGN = "sign"
    AGREE = "agree"
    COOPERATE = "cooperate"
    SUPPORT = "support"
    AID = "aid"
    CONCEDE = "concede"
    REQUEST = "request"
    ACCUSE = "accuse"
    REJECT = "reject"
    THREATEN = "threaten"
    PROTEST = "protest"
    SANCTION = "sanction"
    MOBILIZE = "mobilize"
    COERCE = "coerce"
    ASSAULT = "assault"

    @property
    def symmetric(self) -> bool:
        """Whether the two ends can be exchanged; such a fact is given once."""
        return self in SYMMETRIC

    @property
    def standing(self) -> bool:
        """Whether it holds over an interval rather than happening at a time."""
        return self in STANDING


SYMMETRIC = frozenset({FactType.ALLIED_WITH, FactType.HOSTILE_TO, FactType.MEET, FactType.SIGN, FactType.COOPERATE})
STANDING = frozenset({FactType.LEADS, FactType.HOLDS_OFFICE, FactType.MEMBER_OF, FactType.ALLIED_WITH, FactType.HOSTILE_TO})


class Polarity(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    ACTUAL = "actual"
    POSSIBLE = "possible"
    PLANNED = "planned"
    DEMANDED = "demanded"


class Attribution(StrEnum):
    """Whose word a statement is: the outlet's own, a named speaker's, or that of unnamed sources («مصادر»)."""

    OUTLET = "outlet"
    NAMED = "named"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in the article's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it came, unmodified.

    `date` is an ISO day, month or year (`2018`, `2018-07`, `2018-07-12`), or None where the input gives none.
    """

    id: str
    body: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None

    @property
    def text(self) -> str:
        """What every offset counts in: the title, a line break and the body; the body alone without a title."""
        return f"{self.title}\n{self.body}" if self.title else self.body


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark.

    `norm` is the word folded for look-up: no diacritics or tatweel, one alef, ى as ي, ة as ه, hamza seats opened; never shown.
    """

    span: Span
    form: str
    norm: str

    @property
    def is_word(self) -> bool:
        return self.norm[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens; `headline` marks the title (or a first line that is one)."""

    span: Span
    tokens: tuple[Token, ...]
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks, without the marks; `depth` is 1 for an outermost one."""

    span: Span
    depth: int = 1


class TimeKind(StrEnum):
    """How a time bounds what it dates."""

    POINT = "point"
    PERIOD = "period"  # «2007–2012», «السنوات الخمس الماضية»: the value is the start
    SINCE = "since"  # «منذ يونيو», «بعد عام 2011»: the value is the start
    UNTIL = "until"  # «حتى عام 2020», «قبل الثلاثاء»: the value is the end


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """An expression of time and what it says: `value` is an ISO day, month or year in the precision of the text.

    A period («منذ يونيو», «2007–2012») has its start as the value. `form` is the form of expression, as `kg.text.dates.GRAMMAR` names it.
    """

    span: Span
    value: str
    kind: TimeKind = TimeKind.POINT
    form: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """An article taken apart: sentences in order, quotations and time expressions with their places.

    `dateline` is the place and agency that open the body («موسكو (رويترز) –»): a place where nobody acts.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    dateline: Span | None = None


class MentionForm(StrEnum):
    """By what an entity is named."""

    NAME = "name"  # a name, full or short
    TITLE = "title"  # an office alone: «الرئيس الروسي», «الوزير»
    TITLED_NAME = "titled-name"  # office and name: «الرئيس الروسي فلاديمير بوتين»
    CAPITAL = "capital"  # a capital or seat that acts: «موسكو», «الكرملين»
    PLACE = "place"  # a capital that is only a place: «وصل إلى موسكو»
    ORGAN = "organ"  # an organ of a state: «القوات الروسية», «الخارجية الأميركية»
    PEOPLE = "people"  # a people named as a whole: «الروس»
    NISBA = "nisba"  # an adjective: «الغارات الروسية»
    OFFICIAL = "official"  # an unnamed official who acts for a state: «مسؤول أميركي»
    ANAPHOR = "anaphor"  # «الصحيفة», «الحركة»
    ROLE = "role"  # «نظيره التركي», «الوزير»: someone by what he is in this article
    DUAL = "dual"  # «البلدان»: one mention for each of the two

    @property
    def names(self) -> bool:
        """Whether such a mention is a surface of the entity, and not of someone who stands for it or of a pair."""
        return self not in (MentionForm.OFFICIAL, MentionForm.ROLE, MentionForm.DUAL)


@dataclass(frozen=True, slots=True)
class Office:
    """The post that a title gives its bearer: an office of `ontologies/offices.ttl`, and the entity it is a post of.

    `body` is an entity id of the same article, None where the text does not say. `ended` is true for «السابق».
    """

    office: str
    body: str | None
    leads: bool
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text that names an entity.

    `span` has no attached و ف ب ك ل (a fused «لل» stays: it cannot be cut). `because` says which rule or name found it.
    """

    span: Span
    text: str
    form: MentionForm
    because: str = ""
    office: Office | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What an article speaks of, with all its mentions in order of place.

    `id` is the tail of the IRI (`state/RU`, `person/vladimir-putin`); `known` is whether the knowledge base has it; `iso` is the
    state's code, or None; `home` is the code of the state that a person or organisation belongs to, where known.
    """

    id: str
    type: EntityType
    label_ar: str
    label_en: str
    mentions: tuple[Mention, ...]
    iso: str | None = None
    home: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where an article states a fact: whose word it is, whether and when it holds, and why we think so.

    `evidence` is the sentence, `trigger` the words that state it; `because` names the frame and the rule behind each argument.
    """

    evidence: Span
    trigger: Span
    source_span: Span | None = None
    target_span: Span | None = None
    speaker: str | None = None
    attribution: Attribution = Attribution.OUTLET
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    date: str | None = None
    ended: bool = False
    confidence: float = 1.0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A distinct (type, source, target) of an article with all its statements, the first in the text first.

    `source` and `target` are entity ids; `confidence` is the probability that a careful reader would give the fact.
    """

    type: FactType
    source: str
    target: str
    statements: tuple[Statement, ...]
    confidence: float

    @property
    def ended(self) -> bool:
        return all(s.ended for s in self.statements)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article."""

    article: Article
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
