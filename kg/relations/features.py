"""Numbers that describe a trigger with two actors, for the model to weigh.

No feature names an entity or a word of an article: what is seen is structure (order, distance, prepositions, clauses,
quotations), kinds (of mention, entity, frame, word form) and what the frame says of each place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, EntityType, FactType, MentionForm, Modality, Polarity
from kg.relations.attribution import Attributions
from kg.relations.clauses import Actor, Clause
from kg.relations.lexicon import Hit
from kg.relations.modality import MoodReader
from kg.relations.morphology import Form

TYPES = tuple(FactType)
_TYPE = {t: i for i, t in enumerate(TYPES)}
_FORM = {f: i for i, f in enumerate(Form)}
_MENTION = {f: i for i, f in enumerate(MentionForm)}
_ENTITY = {t: i for i, t in enumerate(EntityType)}
_PREPOSITION = {p: i for i, p in enumerate(("", "ب", "ل", "ك", "من", "علي", "الي", "عن", "في", "مع", "ضد", "بين", "تجاه", "حول", "بشان"))}
_ROLE = {"source": 1, "target": 2, "both": 3, "content": 4, "": 0}
_MODALITY = {m: i for i, m in enumerate(Modality)}
_VIRTUAL = {"": 0, "speaker": 1, "previous": 2, "own": 3, "mutual": 4}


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What features need to know of the whole article."""

    mentions: Mapping[str, int]
    first: Mapping[str, int]
    headline: frozenset[str]
    sentences: int
    hits: Mapping[FactType, int]
    homes: Mapping[str, str]


def homes_of(entities: Sequence[Entity]) -> dict[str, str]:
    """The state that each person serves or comes from, as entity id: by an office that the text gives, else by the entity."""
    homes: dict[str, str] = {}
    for entity in entities:
        if entity.type is EntityType.STATE:
            continue
        bodies = [m.office.body for m in entity.mentions if m.office is not None and m.office.body]
        states = [b for b in bodies if b.startswith("state/")]
        if states:
            homes[entity.id] = states[0]
        elif entity.home:
            homes[entity.id] = f"state/{entity.home}"
    return homes


def view(entities: Sequence[Entity], clauses: Sequence[Clause], hits: Sequence[Sequence[Hit]], homes: Mapping[str, str]) -> ArticleView:
    first: dict[str, int] = {}
    headline: set[str] = set()
    for clause in clauses:
        for actor in clause.actors:
            if not actor.virtual:
                first.setdefault(actor.entity.id, clause.index)
                if clause.index == 0:
                    headline.add(actor.entity.id)
    counts = Counter(h.frame.type for hs in hits for h in hs)
    return ArticleView({e.id: len(e.mentions) for e in entities}, first, frozenset(headline), len(clauses), counts, homes)


ROLE_FEATURES = (
    "side",
    "distance",
    "actors",
    "events",
    "verbs",
    "commas",
    "subs",
    "rels",
    "depth",
    "same_depth",
    "prep",
    "prep_depth",
    "prep_role",
    "bare",
    "adjacent",
    "nisba",
    "form",
    "type",
    "order_after",
    "order_before",
    "first",
    "coord",
    "agree",
    "speaker",
    "mentions",
    "first_at",
    "in_headline",
    "virtual",
    "object_role",
    "agent",
    "left_trigger",
    "possessed",
    "again",
    "companion_distance",
    "companion_side",
    "neg_between",
    "rule_source",
    "rule_target",
)
HIT_FEATURES = (
    "h_type",
    "h_form",
    "h_passive",
    "h_clitic",
    "h_pronoun",
    "h_person",
    "h_feminine",
    "h_joined",
    "h_actors",
    "h_length",
    "h_headline",
    "h_index",
    "h_place",
    "h_depth",
    "h_companion",
    "h_verb_too",
    "h_noun_too",
    "h_negated",
    "h_same",
    "h_prior",
    "h_events",
    "h_scope",
    "h_speech",
    "h_virtual",
    "h_negative",
    "h_modality",
    "h_group",
)
PAIR_FEATURES = (
    "p_order",
    "p_same_head",
    "p_distance",
    "p_actors",
    "p_home",
    "p_back",
    "p_types",
    "p_rule",
    "p_picked",
    "p_both",
    "p_verbs",
    "p_subs",
    "p_first",
    "p_same_prep",
    "p_pattern",
    "p_kinds",
    "p_word",
)
NAMES = (*HIT_FEATURES, *(f"s_{n}" for n in ROLE_FEATURES), *(f"t_{n}" for n in ROLE_FEATURES), *PAIR_FEATURES)


class Describer:
    """Describes triggers, actors beside them, and pairs of actors."""

    def __init__(self, speech: frozenset[str], agents: Mapping[tuple[str, ...], str], moods: MoodReader) -> None:
        self._speech = speech
        self._moods = moods
        self._agents = {k: v for k, v in agents.items() if v == "agent"}

    def hit(self, clause: Clause, hit: Hit, actors: Sequence[Actor], attributions: Attributions, article: ArticleView) -> list[float]:
        reading, i = hit.reading, hit.start
        mood = self._moods.read(clause, hit)
        scope = attributions.at(clause.index, i)
        size = len(clause.norms)
        negated = clause.between("neg", max(0, i - 3), i)
        return [
            _TYPE[hit.frame.type],
            _FORM[reading.form],
            float(reading.passive),
            {"": 0, "ال": 1, "ب": 2, "ل": 3, "ك": 4, "س": 5, "بال": 6, "لل": 7, "كال": 8}[reading.clitic],
            float(bool(reading.pronoun)),
            float(reading.first_person),
            float(reading.feminine),
            float(reading.joined),
            float(len(clause.actors)),
            float(size),
            float(clause.sentence.headline),
            float(min(clause.index, 20)),
            i / max(1, size),
            float(clause.depths[i]),
            float(hit.companion - i if hit.companion >= 0 else -9),
            float(bool({Form.PERFECT, Form.IMPERFECT} & hit.readings)),
            float(bool({Form.MASDAR, Form.NOUN} & hit.readings)),
            float(negated),
            float(article.hits.get(hit.frame.type, 0)),
            0.0,
            float(clause.between("event", 0, size)),
            float(scope is not None) + float(scope is not None and scope.speaker is not None),
            float(clause.norms[i - 1] in self._speech if i else 0),
            float(sum(1 for a in actors if a.virtual)),
            float(mood.polarity is Polarity.NEGATIVE),
            float(_MODALITY[mood.modality]),
            float(hit.frame.type.standing) + 2.0 * float(hit.frame.type.symmetric),
        ]

    def role(
        self,
        clause: Clause,
        hit: Hit,
        actor: Actor,
        ranks: tuple[int, int, int],
        speaker: str,
        article: ArticleView,
        weights: tuple[int, int],
    ) -> list[float]:
        trigger, roles = hit.start, hit.frame.roles
        if actor.virtual and actor.start < 0:
            side, low, high = 0.0, trigger, trigger
        elif actor.start > trigger:
            side, low, high = 1.0, trigger + 1, actor.start
        else:
            side, low, high = -1.0, actor.end, trigger
        high = max(low, high)
        anchor = hit.companion if hit.companion >= 0 else trigger
        head = clause.actors[actor.head] if 0 <= actor.head < len(clause.actors) and not actor.virtual else actor
        preposition = head.governed(trigger)
        role = _ROLE.get(roles.get(preposition, ""), 0) if preposition else 0
        agent = (
            any(
                tuple(clause.norms[head.start - n - d : head.start - d]) in self._agents
                for n in (1, 2)
                for d in range(0, min(3, head.depth + 1))
            )
            if not actor.virtual
            else False
        )
        token_agree = 0.0
        if hit.reading.form in (Form.PERFECT, Form.IMPERFECT):
            token_agree = 1.0 if hit.reading.feminine == (actor.type is EntityType.STATE or actor.type is EntityType.ORGANIZATION) else -1.0
        return [
            side,
            float(high - low),
            float(clause.between("actor", low, high)),
            float(clause.between("event", low, high)),
            float(clause.between("verb", low, high)),
            float(clause.between("comma", low, high)),
            float(clause.between("sub", low, high)),
            float(clause.between("rel", low, high)),
            float(clause.depths[actor.start]) if actor.start >= 0 else 0.0,
            float(clause.depths[actor.start] == clause.depths[trigger]) if actor.start >= 0 else -1.0,
            float(_PREPOSITION.get(preposition, 15)),
            float(head.depth),
            float(role),
            float(not preposition),
            float(high == low) + float(actor.start == anchor + 1),
            float(actor.form is MentionForm.NISBA),
            float(_MENTION[actor.form]),
            float(_ENTITY[actor.type]),
            float(ranks[0]),
            float(ranks[1]),
            float(ranks[2]),
            float(actor.rank - actor.head if actor.head >= 0 else 0),
            token_agree,
            float(actor.entity.id == speaker),
            float(min(article.mentions.get(actor.entity.id, 0), 15)),
            float(article.first.get(actor.entity.id, 30)),
            float(actor.entity.id in article.headline),
            float(_VIRTUAL[actor.virtual]),
            float(_ROLE[roles.get("object", "")] * 10 + _ROLE[roles.get("genitive", "")]),
            float(agent),
            float(actor.start - 1 == trigger),
            float(actor.possessed),
            float(sum(1 for a in clause.actors if a.entity.id == actor.entity.id)),
            float(actor.start - anchor) if actor.start >= 0 else -60.0,
            float((actor.start > anchor) - (actor.start < anchor)) if actor.start >= 0 else 0.0,
            float(clause.between("neg", low, high)),
            float(weights[0]),
            float(weights[1]),
        ]

    @staticmethod
    def pair(clause: Clause, hit: Hit, source: Actor, target: Actor, s: list[float], t: list[float], article: ArticleView) -> list[float]:
        placed = source.start >= 0 and target.start >= 0
        low, high = (min(source.end, target.end), max(source.start, target.start)) if placed else (0, 0)
        high = max(low, high)
        return [
            float((source.start > target.start) - (source.start < target.start)) if placed else 0.0,
            float(placed and source.head == target.head and source.head >= 0 and not source.virtual and not target.virtual),
            float(high - low),
            float(clause.between("actor", low, high)),
            float(article.homes.get(source.entity.id) == target.entity.id),
            float(article.homes.get(target.entity.id) == source.entity.id),
            float(_ENTITY[source.type] * 5 + _ENTITY[target.type]),
            rule_score(hit, source, target, s, t),
            _picked(s, t, hit.frame.type.symmetric),
            float("both" in hit.frame.roles.values()),
            float(clause.between("verb", low, high)),
            float(clause.between("sub", low, high)),
            float(placed and min(source.start, target.start) <= 3),
            float(source.preposition == target.preposition),
            0.0,
            0.0,
            0.0,
        ]


def rule_score(hit: Hit, source: Actor, target: Actor, s: list[float], t: list[float]) -> float:
    """How well the places of two actors fit the frame: the sum of what each place says, 0 to 4."""
    return _place_fit(hit, source, s, "source") + _place_fit(hit, target, t, "target")


_AT = {n: i for i, n in enumerate(ROLE_FEATURES)}


def _picked(s: Sequence[float], t: Sequence[float], symmetric: bool) -> float:
    """Whether the rules give both roles to this pair: the product of the weights, in either order for a symmetric type."""
    source, target = _AT["rule_source"], _AT["rule_target"]
    straight = s[source] * t[target]
    return max(straight, s[target] * t[source]) if symmetric else straight


def _place_fit(hit: Hit, actor: Actor, f: list[float], wanted: str) -> float:
    roles, form = hit.frame.roles, hit.reading.form
    role = f[_AT["prep_role"]]
    if role:
        return 2.0 if role in (_ROLE[wanted], 3) else -1.0
    if wanted == "source" and f[_AT["agent"]]:
        return 2.0
    if not f[_AT["bare"]]:
        return 0.0
    after, before = f[_AT["order_after"]], f[_AT["order_before"]]
    finite = form in (Form.PERFECT, Form.IMPERFECT)
    if finite and not hit.reading.passive:
        subject_before = before == 1 and f[_AT["verbs"]] == 0
        if roles.get("subject", "source") == wanted and (after == 1 or subject_before):
            return 2.0 if after == 1 or not hit.reading.joined else 1.0
        if roles.get("object") == wanted and (after == 2 or (after == 1 and not finite)):
            return 2.0
        if roles.get("object") == wanted and after == 1:
            return 1.0
    elif form in (Form.MASDAR, Form.NOUN):
        if f[_AT["adjacent"]] and f[_AT["side"]] > 0:
            given = roles.get("genitive") or (roles.get("subject", "source") if hit.frame.verbal else "")
            return 2.0 if given in (wanted, "both") else 1.0
        if wanted == "source" and actor.form is MentionForm.NISBA and after == 1:
            return 2.0
    return 0.5 if after == 1 or before == 1 else 0.0


def ranks_of(hit: Hit, actors: Sequence[Actor]) -> list[tuple[int, int, int]]:
    """For each actor: which bare one after the trigger it is, which before (1 = nearest), and which of the sentence; groups count once."""
    after = [a for a in actors if a.start > hit.start and not a.virtual and a.head == a.rank and not a.governed(hit.start)]
    before = [a for a in actors if 0 <= a.start < hit.start and not a.virtual and a.head == a.rank and not a.governed(hit.start)]
    after.sort(key=lambda a: a.start)
    before.sort(key=lambda a: -a.start)
    after_of = {a.rank: i for i, a in enumerate(after, 1)}
    before_of = {a.rank: i for i, a in enumerate(before, 1)}
    out: list[tuple[int, int, int]] = []
    for actor in actors:
        if actor.virtual:
            out.append((0, 0, 0))
        else:
            out.append((after_of.get(actor.head, 0), before_of.get(actor.head, 0), min(actor.head + 1, 9)))
    return out
