"""Candidates: a trigger with two actors that may be its ends, described by numbers that a model weighs.

No feature names an entity or a word of an article: what is seen is structure (order, distance, prepositions, clauses,
quotations), kinds (of mention, entity, frame, word form) and what the frame says of each place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, EntityType, FactType, MentionForm, Modality, Polarity
from kg.relations.arguments import Argument, ArgumentWords, Pick, rule_of, weight_of
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
REACH = 45
"""Actors further than this many tokens from a trigger are no candidates."""


@dataclass(slots=True)
class Candidate:
    """A fact that might be stated: hit, source and target, with its features."""

    type: FactType
    hit: Hit
    clause: Clause
    source: Actor
    target: Actor
    features: list[float]
    source_rule: str = ""
    target_rule: str = ""


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


class CandidateReader:
    """Makes the candidates of a clause with their features.

    `priors` gives for each frame how often it stated its fact in training, as a number between 0 and 1.
    """

    def __init__(
        self,
        priors: Mapping[str, float],
        speech: frozenset[str],
        agents: Mapping[tuple[str, ...], str],
        words: ArgumentWords,
        moods: MoodReader,
    ) -> None:
        self.priors = priors
        self._speech = speech
        self._moods = moods
        self._words = words
        self._agents = {k: v for k, v in agents.items() if v == "agent"}

    def read(
        self, clause: Clause, hits: Sequence[Hit], extra: Sequence[Actor], attributions: Attributions, article: ArticleView
    ) -> Iterator[Candidate]:
        argument: Argument | None = None
        for hit in hits:
            if any(a.start <= hit.start < a.end and a.type is not EntityType.AGREEMENT for a in clause.actors):
                continue
            actors = self._eligible(clause, hit, extra)
            if len(actors) < 2:
                continue
            argument = argument or Argument(clause, self._words)
            picks = argument.picks(hit)
            shared = self._hit_features(clause, hit, actors, attributions, article)
            ranks = _ranks(clause, hit, actors)
            scope = attributions.at(clause.index, hit.start)
            speaker = scope.speaker.entity.id if scope and scope.speaker else ""
            described = [self._role_features(clause, hit, a, ranks[i], speaker, article, picks) for i, a in enumerate(actors)]
            symmetric = hit.frame.type.symmetric
            for i, source in enumerate(actors):
                for j, target in enumerate(actors):
                    if source.entity.id == target.entity.id or (symmetric and j < i) or _together(hit, source, target):
                        continue
                    if hit.frame.targets and target.type not in hit.frame.targets:
                        continue
                    if not _admissible(hit.frame.type, source, target, article.homes) or not _likely(described[i], described[j], symmetric):
                        continue
                    pair = self._pair_features(clause, hit, source, target, described[i], described[j], article)
                    features = shared + described[i] + described[j] + pair
                    rules = rule_of(picks["source"], source), rule_of(picks["target"], target)
                    candidate = Candidate(hit.frame.type, hit, clause, source, target, features, *rules)
                    if self.priors:
                        fill_priors(candidate, self.priors)
                    yield candidate

    @staticmethod
    def _eligible(clause: Clause, hit: Hit, extra: Sequence[Actor]) -> list[Actor]:
        near = [
            a for a in clause.actors if a.end <= hit.start + REACH and a.start >= hit.start - REACH and not (a.start <= hit.start < a.end)
        ]
        inside = [a for a in clause.actors if a.start <= hit.start < a.end]
        here = {a.entity.id for a in near if not a.virtual}
        return near + [a for a in inside if a.form is not MentionForm.TITLED_NAME] + [e for e in extra if e.entity.id not in here]

    def _hit_features(
        self, clause: Clause, hit: Hit, actors: Sequence[Actor], attributions: Attributions, article: ArticleView
    ) -> list[float]:
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

    def _role_features(
        self,
        clause: Clause,
        hit: Hit,
        actor: Actor,
        ranks: tuple[int, int, int],
        speaker: str,
        article: ArticleView,
        picks: Mapping[str, Sequence[Pick]],
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
        preposition = head.preposition
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
            float(weight_of(picks["source"], actor)),
            float(weight_of(picks["target"], actor)),
        ]

    def _pair_features(
        self, clause: Clause, hit: Hit, source: Actor, target: Actor, s: list[float], t: list[float], article: ArticleView
    ) -> list[float]:
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


def _together(hit: Hit, source: Actor, target: Actor) -> bool:
    """Whether two actors are coordinated, and so on one side of a directed act."""
    if hit.frame.type.symmetric or hit.frame.mutual or "both" in hit.frame.roles.values() or source.virtual or target.virtual:
        return False
    return source.head == target.head and source.form is not MentionForm.DUAL


PRIORS = ("h_prior", "p_pattern", "p_kinds", "p_word")
"""The features that say how often the like was right in training."""
_PRIOR_AT = tuple(NAMES.index(n) for n in PRIORS)


def prior_keys(candidate: Candidate) -> tuple[str, str, str, str]:
    """Under what each of `PRIORS` is counted: frame; rules behind the arguments; kinds of the arguments; written trigger."""
    hit, name = candidate.hit, candidate.hit.frame.name
    return (
        name,
        f"{candidate.type}|{hit.reading.form}|{candidate.source_rule}|{candidate.target_rule}",
        f"{name}|{candidate.source.type}|{candidate.target.type}",
        f"{candidate.type}|{candidate.clause.norms[hit.start]}",
    )


def fill_priors(candidate: Candidate, priors: Mapping[str, float]) -> None:
    """Write what training counted into a candidate's features; what it never saw takes the rate of its type."""
    rate = priors.get(candidate.type, 0.1)
    for at, key in zip(_PRIOR_AT, prior_keys(candidate), strict=True):
        candidate.features[at] = priors.get(key, rate)


def _likely(s: Sequence[float], t: Sequence[float], symmetric: bool) -> bool:
    """Whether a rule gives at least one of the two its role."""
    source, target = _AT["rule_source"], _AT["rule_target"]
    return bool(s[source] or t[target] or (symmetric and (s[target] or t[source])))


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


def _ranks(clause: Clause, hit: Hit, actors: Sequence[Actor]) -> list[tuple[int, int, int]]:
    """For each actor: which bare one after the trigger it is, which before (1 = nearest), and which of the sentence; groups count once."""
    after = [a for a in actors if a.start > hit.start and not a.virtual and a.head == a.rank and not a.preposition]
    before = [a for a in actors if 0 <= a.start < hit.start and not a.virtual and a.head == a.rank and not a.preposition]
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


def _admissible(kind: FactType, source: Actor, target: Actor, homes: Mapping[str, str]) -> bool:
    """Whether the kinds of two entities can be the ends of a fact of this type."""
    s, t = source.type, target.type
    if s is EntityType.AGREEMENT:
        return kind.symmetric and t is not EntityType.AGREEMENT
    if kind in (FactType.LEADS, FactType.HOLDS_OFFICE):
        return s is EntityType.PERSON and t in (EntityType.STATE, EntityType.ORGANIZATION)
    if kind is FactType.MEMBER_OF:
        return t in (EntityType.ORGANIZATION, EntityType.BLOC)
    if kind is FactType.VISIT:
        return t is EntityType.STATE and homes.get(source.entity.id) != target.entity.id
    if t is EntityType.AGREEMENT:
        return kind in (FactType.SIGN, FactType.SUPPORT, FactType.REJECT, FactType.CONCEDE)
    return True
