"""Frames: the verbs and nouns that state each type of fact, and the index that finds them in a sentence.

A frame says where its arguments stand: as subject, object or genitive, or behind a preposition. The frames are data
(`ontologies/lexicon/frames/*.yaml`); `kg.relations.morphology` makes the forms by which a text shows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KnowledgeError
from kg.model import FactType, Token
from kg.ontology import ontologies
from kg.relations.morphology import Form, Inflected, conjugate, nominal
from kg.text import fold

LEXICON = ontologies() / "lexicon"
COMPANION_REACH = 7
"""How many tokens away a word that a frame asks for («فرض … عقوبات») may stand."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A way to state a fact.

    `roles` maps a place (`subject`, `object`, `genitive`, or a folded preposition) to what stands there (`source`, `target`,
    `both`, `content`). `companions` are folded words of which one must stand near the trigger, as in «شن … غارات», `strangers`
    such of which none may («انسحب من الاتفاق» gives nothing back). `mutual` says that a plural subject alone gives both ends
    («اتفق البلدان»). `homographs` are written words that are never this frame («مدينة» is no accusation). `cameo` is the code of
    CAMEO 1.1b3 where it is finer than the type's own.
    """

    type: FactType
    lemma: str
    verbal: bool
    roles: Mapping[str, str]
    companions: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()
    mutual: bool = False
    words: tuple[Inflected, ...] = field(default=(), repr=False)
    homographs: frozenset[str] = frozenset()
    example: str = ""
    near_miss: str = ""
    cameo: str = ""

    @property
    def name(self) -> str:
        return f"{self.type}:{self.lemma}"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a written word as a frame: its form, and what is attached before (`clitic`) and behind (`pronoun`)."""

    frame: Frame
    form: Form
    passive: bool
    clitic: str
    joined: bool
    pronoun: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger in a sentence: tokens `start` to `end` (half-open); `companion` is the token that completes it, or -1."""

    reading: Reading
    start: int
    companion: int

    @property
    def frame(self) -> Frame:
        return self.reading.frame


_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "ه")
_READ = {
    "finite": (Form.PERFECT, Form.IMPERFECT),
    "perfect": (Form.PERFECT,),
    "masdar": (Form.MASDAR,),
    "active": (Form.ACTIVE,),
    "passive": (Form.PASSIVE,),
}
_CLITICS = ("", "ال", "بال", "كال", "لل", "ب", "ك", "ل", "س")
_NOMINAL = frozenset({Form.MASDAR, Form.NOUN})
_BEFORE_VERBS = frozenset(
    fold(w) for w in ("الذي", "التي", "الذين", "قد", "كان", "كانت", "ما", "حيث", "عندما", "بعدما", "حين", "كما", "ثم", "لو", "إذا", "إذ")
)
_RANK = {Form.PERFECT: 3, Form.IMPERFECT: 3, Form.NOUN: 2}


def _clitic_fits(clitic: str, word: Inflected) -> bool:
    if not clitic:
        return True
    if word.form is Form.IMPERFECT:
        return clitic in ("س", "ل")
    if word.form is Form.PERFECT:
        return False
    return clitic != "س"


class TriggerIndex:
    """Finds the frames of a sentence; readings of a written word are kept, as news repeats its words."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = tuple(frames)
        self._words: dict[str, list[tuple[Frame, Inflected]]] = defaultdict(list)
        for frame in frames:
            for word in dict.fromkeys(frame.words):
                self._words[word.word].append((frame, word))
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._ambiguous: dict[str, bool] = {}

    def readings(self, norm: str) -> tuple[Reading, ...]:
        """All readings of a folded word, at most one for each frame and form."""
        found = self._readings.get(norm)
        if found is None:
            found = self._readings[norm] = tuple(self._read(norm))
        return found

    def _read(self, norm: str) -> Iterable[Reading]:
        best: dict[tuple[int, Form], Reading] = {}
        heads = [(False, norm)]
        if len(norm) > 3 and norm[0] in "وف":
            heads.append((True, norm[1:]))
        for joined, head in heads:
            for clitic in _CLITICS:
                if not head.startswith(clitic) or len(head) - len(clitic) < 2:
                    continue
                rest = head[len(clitic) :]
                for pronoun in ("", *_PRONOUNS) if rest.endswith(_PRONOUNS) else ("",):
                    if pronoun and (not rest.endswith(pronoun) or len(rest) - len(pronoun) < 2 or clitic.endswith("ال") or clitic == "لل"):
                        continue
                    stem = rest[: len(rest) - len(pronoun)] if pronoun else rest
                    for frame, word in self._words.get(stem, ()):
                        if not _clitic_fits(clitic, word) or norm in frame.homographs or head in frame.homographs:
                            continue
                        key = (id(frame), word.form)
                        if key in best:
                            continue
                        best[key] = Reading(frame, word.form, word.passive, clitic, joined, pronoun)
        return best.values()

    def ambiguous(self, norm: str) -> bool:
        """Whether a word can be a perfect as well as a noun («دعم», «رفض», «إصابة»)."""
        found = self._ambiguous.get(norm)
        if found is None:
            forms = {r.form for r in self.readings(norm)}
            found = self._ambiguous[norm] = Form.PERFECT in forms and bool(forms & _NOMINAL)
        return found

    def hits(self, norms: Sequence[str], ends: Collection[int] = ()) -> list[Hit]:
        """The triggers among the folded tokens of a sentence, in order; one for each type and place.

        `ends` are the tokens before which an actor ends: a word behind one is read as its verb («X دعم Y»).
        """
        found: list[Hit] = []
        bares: list[str] | None = None
        for i, norm in enumerate(norms):
            readings = self._readings.get(norm)
            if readings is None:
                readings = self.readings(norm)
            if not readings:
                continue
            chosen: dict[FactType, tuple[Reading, int]] = {}
            unlikely: Collection[Form] = ()
            if self.ambiguous(norm):
                unlikely = _NOMINAL if verb_stands(norms, i, ends) else (Form.PERFECT,)
            for reading in readings:
                if reading.form in unlikely:
                    continue
                companion = -1
                frame = reading.frame
                if frame.companions or frame.strangers:
                    if bares is None:
                        bares = [bare(n) for n in norms]
                    companion = _companion(frame.companions, norms, bares, i)
                    if (frame.companions and companion < 0) or _companion(frame.strangers, norms, bares, i) >= 0:
                        continue
                old = chosen.get(frame.type)
                if old is None or _preferred(reading, companion, *old):
                    chosen[frame.type] = (reading, companion)
            found.extend(Hit(reading, i, companion) for reading, companion in chosen.values())
        return found


def verb_stands(norms: Sequence[str], at: int, ends: Collection[int]) -> bool:
    """Whether a word that can be verb or noun stands where verbs do: first, behind an actor, a mark, a relative pronoun, قد or كان."""
    if at == 0 or at in ends:
        return True
    before = norms[at - 1]
    return not before[0].isalnum() or before.lstrip("وف") in _BEFORE_VERBS


def _preferred(new: Reading, companion: int, old: Reading, old_companion: int) -> bool:
    """Whether a reading is to replace another of the same type: the more particular one, then verbs, then nouns over masdars."""
    if (companion >= 0) != (old_companion >= 0):
        return companion >= 0
    return _RANK.get(new.form, 1) > _RANK.get(old.form, 1)


def bare(norm: str) -> str:
    """A folded word without the article and the letters attached before it, where enough is left."""
    rest = norm
    if len(rest) > 4 and rest[0] in "وف":
        rest = rest[1:]
    if len(rest) > 4 and rest[:2] in ("ال", "لل"):
        return rest[2:]
    if len(rest) > 5 and rest[0] in "بكل" and rest[1:3] == "ال":
        return rest[3:]
    return rest


def _companion(wanted: frozenset[str], norms: Sequence[str], bares: Sequence[str], at: int) -> int:
    """The nearest token within reach that is one of `wanted`, those behind the trigger first; -1 without one."""
    places: list[int] = [*range(at + 1, min(len(norms), at + 1 + COMPANION_REACH)), *range(at - 1, max(-1, at - 3), -1)]
    for i in places:
        if norms[i] in wanted or bares[i] in wanted:
            return i
    return -1


def _frame(kind: FactType, raw: Mapping[str, Any], place: str) -> Frame:
    try:
        verbal = "root" in raw
        roles = {fold(k): str(v) for k, v in raw.get("prepositions", {}).items()}
        for place_name in ("subject", "object", "genitive"):
            if place_name in raw:
                roles[place_name] = raw[place_name]
        if verbal:
            roles.setdefault("subject", "source")
            read = {form for use in raw.get("forms_read", _READ) for form in _READ[use]}
            conjugated = conjugate(raw["root"], raw["form"], vowel=raw.get("vowel"), masdar=tuple(raw.get("masdar", ())))
            words = tuple(word for word in conjugated if word.form in read)
        else:
            given = (raw["noun"], *raw.get("forms", ()))
            seated = (noun[:-1] + seat for noun in given if noun.endswith("اء") for seat in "ئؤ")  # «لقائه», «لقاؤه»
            nouns = dict.fromkeys([fold(w) for noun in given for w in nominal(noun)] + [fold(w) for w in seated])
            words = tuple(Inflected(w, Form.NOUN) for w in nouns)
        companions, strangers = (frozenset(w for c in raw.get(k, ()) for w in (fold(c), bare(fold(c)))) for k in ("with", "without"))
        homographs = frozenset(fold(w) for w in raw.get("not", ()))
        lemma = raw["lemma"] if verbal else raw["noun"]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{place}: a frame is not readable ({error!r}); see ontologies/lexicon/README.md") from error
    return Frame(
        type=kind,
        lemma=lemma,
        verbal=verbal,
        roles=roles,
        companions=companions,
        strangers=strangers,
        mutual=bool(raw.get("mutual")),
        words=words,
        homographs=homographs,
        example=raw.get("example", ""),
        near_miss=raw.get("near_miss", ""),
        cameo=str(raw.get("cameo", "")),
    )


def load_frames(folder: Path = LEXICON / "frames") -> tuple[Frame, ...]:
    """All frames of a folder of YAML files, each with a `type` and a list of `frames`.

    Raises KnowledgeError with file and entry where one cannot be read.
    """
    frames: list[Frame] = []
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        try:
            kind = FactType(data["type"])
            raws = data["frames"]
        except (KeyError, ValueError, TypeError) as error:
            raise KnowledgeError(f"{path.name}: want a known fact `type` and a list of `frames` ({error!r})") from error
        frames += [_frame(kind, raw, f"{path.name}: entry {n}") for n, raw in enumerate(raws, 1)]
    return tuple(frames)


class Particles:
    """The words of `particles.yaml`, folded; verb lists are conjugated."""

    def __init__(self, path: Path = LEXICON / "particles.yaml") -> None:
        self._raw: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))

    def words(self, name: str) -> frozenset[str]:
        return frozenset(fold(w) for w in self._raw[name])

    def groups(self, name: str) -> tuple[frozenset[str], ...]:
        """The groups of words listed under `name`, in order."""
        return tuple(frozenset(map(fold, group)) for group in self._raw[name])

    def verbs(self, name: str, *forms: Form) -> frozenset[str]:
        """Words of the verbs listed under `name`: all their forms, or those given."""
        out: set[str] = set()
        for raw in self._raw[name]:
            words = conjugate(raw["root"], raw["form"], vowel=raw.get("vowel"), masdar=tuple(raw.get("masdar", ())))
            out.update(w.word for w in words if len(w.word) > 2 and (not forms or w.form in forms))
        return frozenset(out)


def norms(tokens: Sequence[Token]) -> list[str]:
    return [t.norm for t in tokens]
