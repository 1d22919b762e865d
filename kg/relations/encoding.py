"""A clause as arrays of numbers: what the network sees of its words, of its actors, and of where they stand.

Words go in as ids of a vocabulary, of their particles and endings and of their letter triples, so that a form never seen still
resembles its kin. Names are marked as actors of a kind; what the frames of the lexicon say of a word goes in beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.model import EntityType, FactType, MentionForm
from kg.relations.article import ArticleView
from kg.relations.attribution import Attributions, Scope
from kg.relations.clauses import Actor, Clause
from kg.relations.grids import Floats, Grid, Ints, bounds, parted
from kg.relations.lexicon import Hit
from kg.relations.picks import Picks, weight_of
from kg.relations.vocabulary import AFFIXES, Vocabulary

TYPES = tuple(t for t in FactType if t not in (FactType.LEADS, FactType.HOLDS_OFFICE))
SYMMETRIC = np.array([t.symmetric for t in TYPES])
_TYPE: Mapping[FactType, int] = {t: i for i, t in enumerate(TYPES)}
_KIND = {t: i for i, t in enumerate(EntityType)}
VIRTUAL = {v: i for i, v in enumerate(("", "speaker", "previous", "own", "mutual", "recalled", "headline"))}
PREPOSITIONS = {p: i for i, p in enumerate(("", *AFFIXES["prepositions"]))}
FORMS = {f: i for i, f in enumerate(MentionForm)}
_NAMED = (MentionForm.NAME, MentionForm.CAPITAL, MentionForm.NISBA, MentionForm.PEOPLE, MentionForm.PLACE)
NOMINAL = (MentionForm.TITLE, MentionForm.ORGAN, MentionForm.OFFICIAL, MentionForm.ROLE, MentionForm.TITLED_NAME)
"""Mentions whose words may themselves be triggers («القوات الروسية», «الرئيس»)."""

MOODS = ("planned", "possible")
"""What the network says of a trigger beside its facts."""
LONGEST, MOST_ACTORS, MOST_TRIGGERS = 80, 20, 34
"""Tokens, actors and possible triggers of a clause that are looked at."""
BEFORE = 40
"""Tokens of the clause before that `kg.relations.context` puts in front of one."""
DISTANCES, RANKS, WEIGHTS = 17, 11, 4
FLAGS, TRAITS, RELATIONS = 9, 16, 8


@dataclass(frozen=True, slots=True)
class Encoded:
    """One clause. L tokens, I possible triggers, A actors, N entities, T types of fact.

    `words`, `prefixes`, `suffixes`, `labels`: (L,); `grams`: (L, 8), 0 for none; `hits`: (L, T + 2); `flags`: (L, 9);
    `triggers`: (I,) tokens; `kinds`: (A, 4); `traits`: (A, 16); `spans`: (A, 2), -1 for an actor that is not named here;
    `distances`, `ranks`, `speaks`: (I, A); `picks`: (I, A, 2), how surely the frames make an actor source and target; `relations`:
    (A, A, 8); `owner`: (A,) index into `entities`; `named`: (L,) names.
    """

    index: int
    words: Ints
    prefixes: Ints
    suffixes: Ints
    grams: Ints
    labels: Ints
    named: NDArray[np.bool_]
    hits: Floats
    flags: Floats
    triggers: Ints
    actors: tuple[Actor, ...]
    kinds: Ints
    traits: Floats
    spans: Ints
    distances: Ints
    ranks: Ints
    speaks: Floats
    picks: Ints
    relations: Floats
    owner: Ints
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked at of a clause: its actors, the tokens that could state a fact, and what the frames' rules pick for each hit.

    `labels`, `named`: (L,), as in `Encoded`.
    """

    clause: Clause
    actors: tuple[Actor, ...]
    triggers: Sequence[int]
    hits: Sequence[Hit]
    picks: Sequence[Picks]
    labels: Ints
    named: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many tokens are looked at."""
        return len(self.labels)


class Encoder:
    """Encodes clauses; `stops` are words that state nothing."""

    def __init__(self, vocabulary: Vocabulary, stops: frozenset[str]) -> None:
        self.vocabulary = vocabulary
        self._stops = stops

    def look(self, clause: Clause, extra: Sequence[Actor], hits: Sequence[Hit], picks: Sequence[Picks]) -> Sight | None:
        """What is looked at of a clause; None where that has fewer than two entities, or no word that could state a fact."""
        size = min(len(clause.norms), LONGEST)
        actors = tuple(a for a in (*clause.actors, *extra) if a.start < size)[:MOST_ACTORS]
        if size < 3 or len({a.entity.id for a in actors}) < 2:
            return None
        labels, covered, named = _labels(actors, size)
        triggers = self._triggers(clause.norms[:size], covered.tolist(), hits)
        return Sight(clause, actors, triggers, hits, picks, labels, named) if triggers else None

    def _triggers(self, norms: Sequence[str], covered: Sequence[bool], hits: Sequence[Hit]) -> list[int]:
        free = [i for i, n in enumerate(norms) if not covered[i] and n[:1].isalpha() and n not in self._stops]
        if len(free) <= MOST_TRIGGERS:
            return free
        known = {h.start for h in hits}
        return sorted(sorted(free, key=lambda i: (i not in known, i))[:MOST_TRIGGERS])

    def encode(self, sights: Sequence[Sight], attributions: Attributions, article: ArticleView) -> list[Encoded]:
        """The arrays of clauses of an article, most of them made for all clauses at once."""
        if not sights:
            return []
        scopes = [attributions.along(s.clause.index, s.size) for s in sights]
        voices = [[scope.speaker.entity.id if scope and scope.speaker else "" for scope in own] for own in scopes]
        tokens, words, people = (bounds(sizes) for sizes in zip(*((s.size, len(s.triggers), len(s.actors)) for s in sights), strict=True))
        places, pairs = Grid(words, people), Grid(people, people)
        actors = _Actors(sights, article.homes)
        triggers = np.array([at for s in sights for at in s.triggers], dtype=np.int64)
        speakers = np.array([actors.ids.get(own[at], -1) for s, own in zip(sights, voices, strict=True) for at in s.triggers])
        looked = parted(self.vocabulary.rows(n for s in sights for n in s.clause.norms[: s.size]), tokens)
        flags = parted(_flags(sights, scopes), tokens)
        kinds, traits = _traits(sights, voices, article)
        distances, ranks = (places.shaped(part) for part in _places(places, triggers, actors))
        speaks = places.shaped((speakers[places.row] == actors.own[places.column]).astype(np.float32))
        relations = pairs.shaped(_relations(pairs, actors))
        each_triggers, spans = parted(triggers, words), parted(actors.spans, people)
        each_kinds, each_traits = parted(kinds, people), parted(traits, people)
        out: list[Encoded] = []
        for n, sight in enumerate(sights):
            owners = [a.entity.id for a in sight.actors]
            entities = tuple(sorted(set(owners)))
            out.append(
                Encoded(
                    index=sight.clause.index,
                    words=looked[n][:, 0],
                    prefixes=looked[n][:, 1],
                    suffixes=looked[n][:, 2],
                    grams=looked[n][:, 3:],
                    labels=sight.labels,
                    named=sight.named,
                    hits=_hits(sight.hits, sight.size),
                    flags=flags[n],
                    triggers=each_triggers[n],
                    actors=sight.actors,
                    kinds=each_kinds[n],
                    traits=each_traits[n],
                    spans=spans[n],
                    distances=distances[n],
                    ranks=ranks[n],
                    speaks=speaks[n],
                    picks=_picks(sight),
                    relations=relations[n],
                    owner=np.array([entities.index(i) for i in owners], dtype=np.int64),
                    entities=entities,
                )
            )
        return out


class _Actors:
    """The actors of all clauses as numbers: what they are (`own`) and whose (`home`), -1 and less where there is nothing to tell."""

    def __init__(self, sights: Sequence[Sight], homes: Mapping[str, str]) -> None:
        actors = [a for s in sights for a in s.actors]
        self.ids: dict[str, int] = {}
        number = self.ids.setdefault
        self.own = np.array([number(a.entity.id, len(self.ids)) for a in actors])
        found = [homes.get(a.entity.id) for a in actors]
        self.home = np.array([number(home, len(self.ids)) if home else -1 - n for n, home in enumerate(found)])
        self.preposition = np.array([number(a.preposition, len(self.ids)) for a in actors])
        self.group = np.array([a.head if a.head >= 0 and not a.virtual else -2 - n for n, a in enumerate(actors)])
        self.spans = np.array([(a.start, min(a.end, s.size)) for s in sights for a in s.actors], dtype=np.int64)
        self.virtual = np.array([bool(a.virtual) for a in actors])


def _labels(actors: Sequence[Actor], size: int) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """For each token: the kind of actor that covers it, whether it is no trigger for that, and whether it is a name."""
    labels = np.zeros(size, dtype=np.int64)
    covered, named = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for actor in actors:
        if actor.virtual:
            continue
        end = min(actor.end, size)
        base = 1 + 3 * _KIND[actor.type]
        labels[actor.start : end] = base + (2 if actor.form is MentionForm.NISBA else 1)
        if actor.form is not MentionForm.NISBA:
            labels[actor.start] = base
        covered[actor.start : end] = actor.form not in NOMINAL
        named[actor.start : end] = actor.form in _NAMED
    return labels, covered, named


def _hits(hits: Sequence[Hit], size: int) -> Floats:
    out = np.zeros((size, len(TYPES) + 2), dtype=np.float32)
    for hit in hits:
        if hit.start < size:
            out[hit.start, _TYPE.get(hit.frame.type, len(TYPES))] = 1
        if 0 <= hit.companion < size:
            out[hit.companion, len(TYPES) + 1] = 1
    return out


def _picks(sight: Sight) -> Ints:
    """How surely the frames' rules make each actor the source and the target of each trigger: (I, A, 2), 0 to 3."""
    out = np.zeros((len(sight.triggers), len(sight.actors), 2), dtype=np.int64)
    row = {at: i for i, at in enumerate(sight.triggers)}
    for hit, found in zip(sight.hits, sight.picks, strict=True):
        if hit.start in row:
            own = [[weight_of(found[role], actor) for role in ("source", "target")] for actor in sight.actors]
            np.maximum(out[row[hit.start]], own, out=out[row[hit.start]])
    return out


def _flags(sights: Sequence[Sight], scopes: Sequence[Sequence[Scope | None]]) -> Floats:
    """What is so of each token of all clauses: (L, 9). That it is of the clause before holds of none here."""
    columns: list[list[bool]] = [[d > 0 for s in sights for d in s.clause.depths[: s.size]]]
    for name in ("comma", "sub", "rel", "verb", "neg"):
        totals = ((s.clause.counts[name], s.size) for s in sights)
        columns.append([after > before for total, size in totals for before, after in pairwise(total[: size + 1])])
    columns.append([scope is not None for own in scopes for scope in own])
    columns.append([s.clause.sentence.headline for s in sights for _ in range(s.size)])
    columns.append([False] * len(columns[0]))
    return np.array(columns, dtype=np.float32).T


def _traits(sights: Sequence[Sight], voices: Sequence[Sequence[str]], article: ArticleView) -> tuple[Ints, Floats]:
    """What kind of actor each is, and what else is known of it: (A, 4), (A, 16), of all clauses."""
    kinds: list[tuple[int, ...]] = []
    traits: list[tuple[float, ...]] = []
    for sight, speakers in zip(sights, voices, strict=True):
        said, counts = set(speakers), Counter(a.entity.id for a in sight.actors)
        for i, a in enumerate(sight.actors):
            entity = a.entity.id
            kinds.append((_KIND[a.type], VIRTUAL[a.virtual], PREPOSITIONS.get(a.preposition, 0), FORMS[a.form]))
            own = (
                a.start < 0,
                min(a.depth, 6) / 3,
                a.head >= 0 and a.head != a.rank and not a.virtual,
                min(article.mentions.get(entity, 0), 12) / 6,
                min(article.first.get(entity, 30), 20) / 10,
                entity in article.headline,
                a.possessed,
                entity in said,
                a.start / 40,
                bool(a.preposition),
                i / 10,
                (a.end - a.start) / 3,
                counts[entity],
                entity in article.homes,
                article.places.get(entity, _NEVER) < sight.clause.index,
                article.places.get(entity, _NEVER) < _LEAD,
            )
            traits.append(own)
    return np.array(kinds, dtype=np.int64), np.array(traits, dtype=np.float32)


_NEVER, _LEAD = 1000, 2
"""The sentence of what never comes, and how many sentences tell what an article is about: the headline and the first."""
_BUCKETS = np.searchsorted(np.array([0, 1, 2, 4, 7, 12, 20]), np.arange(LONGEST + 2), side="left")
"""The bucket of each distance."""


_STEP = 4 * LONGEST
"""The clauses of an article are laid so far apart that no place of one is near another's."""


def _places(cells: Grid, triggers: Ints, actors: _Actors) -> tuple[Ints, Ints]:
    """For each trigger by actor: how far apart (signed, in buckets), and on which side as the how-manieth actor."""
    at, start, end = triggers[cells.row], *actors.spans[cells.column].T
    behind = start > at
    gap = np.where(behind, start - at, np.minimum(end - 1 - at, 0))
    bucket = _BUCKETS[np.abs(gap)] + np.where(gap >= 0, 0, 8)
    low, high = np.where(behind, at, end - 1), np.where(behind, start, at)
    origin, actor_origin = cells.clause * _STEP, cells.of_columns * _STEP
    starts = np.sort((actors.spans[:, 0] + actor_origin)[~actors.virtual])
    between = np.maximum(np.searchsorted(starts, high + origin, "left") - np.searchsorted(starts, low + origin, "right"), 0)
    rank = np.minimum(between, 4) + np.where(start < at, 5, 0)
    missing = start < 0
    return np.where(missing, DISTANCES - 1, bucket), np.where(missing, RANKS - 1, rank)


def _relations(cells: Grid, actors: _Actors) -> Floats:
    """What holds between each two actors of a clause: (A by A, 8)."""
    one, other = cells.row, cells.column
    start = actors.spans[:, 0]
    unnamed = start < 0
    columns = (
        actors.home[one] == actors.own[other],
        actors.own[one] == actors.home[other],
        actors.group[one] == actors.group[other],
        start[one] < start[other],
        np.abs(start[one] - start[other]) < 4,
        actors.home[one] == actors.home[other],
        unnamed[one] & unnamed[other],
        actors.preposition[one] == actors.preposition[other],
    )
    return np.stack(columns, axis=-1).astype(np.float32)


def allowed(entities: Sequence[EntityType]) -> NDArray[np.bool_]:
    """Which types of fact the kinds of two entities admit: (N, N, T)."""
    n = len(entities)
    out = np.ones((n, n, len(TYPES)), dtype=bool)
    for i, kind in enumerate(entities):
        for t, name in enumerate(TYPES):
            agreement = kind is EntityType.AGREEMENT
            if (
                (name is FactType.VISIT and kind is not EntityType.STATE)
                or (name is FactType.MEMBER_OF and kind not in (EntityType.ORGANIZATION, EntityType.BLOC))
                or (agreement and name not in (FactType.SIGN, FactType.SUPPORT, FactType.REJECT, FactType.CONCEDE))
            ):
                out[:, i, t] = False
            if agreement and not name.symmetric:
                out[i, :, t] = False
        out[i, i] = False
    return out
