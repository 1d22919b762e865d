"""A clause as arrays of numbers: what the network sees of its words, of its actors, and of where they stand.

Words go in as ids of a vocabulary, of their particles and endings and of their letter triples, so that a form never seen still
resembles its kin. Names are marked as actors of a kind; what the frames of the lexicon say of a word goes in beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

from kg.model import EntityType, FactType, MentionForm
from kg.ontology import ontologies
from kg.relations.article import ArticleView
from kg.relations.attribution import Attributions
from kg.relations.clauses import Actor, Clause
from kg.relations.lexicon import Hit
from kg.relations.picks import Picks, weight_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

TYPES = tuple(t for t in FactType if t not in (FactType.LEADS, FactType.HOLDS_OFFICE))
SYMMETRIC = np.array([t.symmetric for t in TYPES])
_TYPE: Mapping[FactType, int] = {t: i for i, t in enumerate(TYPES)}
_KIND = {t: i for i, t in enumerate(EntityType)}
VIRTUAL = {v: i for i, v in enumerate(("", "speaker", "previous", "own", "mutual", "recalled", "headline"))}
_AFFIXES: Mapping[str, Sequence[str]] = yaml.safe_load((ontologies() / "lexicon" / "encoding.yaml").read_text("utf-8"))
PREPOSITIONS = {p: i for i, p in enumerate(("", *_AFFIXES["prepositions"]))}
FORMS = {f: i for i, f in enumerate(MentionForm)}
_NAMED = (MentionForm.NAME, MentionForm.CAPITAL, MentionForm.NISBA, MentionForm.PEOPLE, MentionForm.PLACE)
NOMINAL = (MentionForm.TITLE, MentionForm.ORGAN, MentionForm.OFFICIAL, MentionForm.ROLE, MentionForm.TITLED_NAME)
"""Mentions whose words may themselves be triggers («القوات الروسية», «الرئيس»)."""

PREFIXES = ("", *_AFFIXES["prefixes"])
SUFFIXES = ("", *_AFFIXES["suffixes"])
_LONGEST_PREFIX = sorted((p for p in enumerate(PREFIXES) if p[1]), key=lambda p: -len(p[1]))
_LONGEST_SUFFIX = sorted((s for s in enumerate(SUFFIXES) if s[1]), key=lambda s: -len(s[1]))
MOODS = ("planned", "possible")
"""What the network says of a trigger beside its facts."""
BUCKETS = 6000
"""Hash buckets of letter triples."""
GRAMS = 8
LONGEST, MOST_ACTORS, MOST_TRIGGERS = 80, 20, 34
"""Tokens, actors and possible triggers of a clause that are looked at."""
DISTANCES, RANKS, WEIGHTS = 17, 11, 4
FLAGS, TRAITS, RELATIONS = 8, 14, 8


@dataclass(frozen=True, slots=True)
class Encoded:
    """One clause. L tokens, I possible triggers, A actors, N entities, T types of fact.

    `words`, `prefixes`, `suffixes`, `labels`: (L,); `grams`: (L, 8), 0 for none; `hits`: (L, T + 2); `flags`: (L, 8);
    `triggers`: (I,) tokens; `kinds`: (A, 4); `traits`: (A, 14); `spans`: (A, 2), -1 for an actor that is not named here;
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


class Vocabulary:
    """The words that have a vector of their own; 0 stands for all others, 1 for a hidden one."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._ids = {w: i for i, w in enumerate(words, 2)}
        self._word = lru_cache(maxsize=1 << 16)(self._look_up)

    def look_up(self, norm: str) -> tuple[int, int, int, tuple[int, ...]]:
        """Ids of a folded word, its prefix, its suffix and its letter triples."""
        return self._word(norm)

    def _look_up(self, norm: str) -> tuple[int, int, int, tuple[int, ...]]:
        word = self._ids.get(norm, 0)
        if not word and len(norm) > 3 and norm[0] in "وف":
            word = self._ids.get(norm[1:], 0)
        prefix, p = next(((i, a) for i, a in _LONGEST_PREFIX if norm.startswith(a) and len(norm) - len(a) >= 2), (0, ""))
        rest = norm[len(p) :]
        suffix, s = next(((i, a) for i, a in _LONGEST_SUFFIX if rest.endswith(a) and len(rest) - len(a) >= 2), (0, ""))
        stem = f"<{rest[: len(rest) - len(s)]}>"
        grams = (stem, *(stem[i : i + 3] for i in range(len(stem) - 2)))[:GRAMS]
        return word, prefix, suffix, tuple(crc32(g.encode()) % BUCKETS + 1 for g in grams)


class Encoder:
    """Encodes clauses; `stops` are words that state nothing."""

    def __init__(self, vocabulary: Vocabulary, stops: frozenset[str]) -> None:
        self.vocabulary = vocabulary
        self._stops = stops

    def encode(
        self,
        clause: Clause,
        extra: Sequence[Actor],
        hits: Sequence[Hit],
        picks: Sequence[Picks],
        attributions: Attributions,
        article: ArticleView,
    ) -> Encoded | None:
        """The arrays of a clause, or None where the part looked at has fewer than two entities, or no word that could state a fact."""
        size = min(len(clause.norms), LONGEST)
        actors = tuple(a for a in (*clause.actors, *extra) if a.start < size)[:MOST_ACTORS]
        ids = [a.entity.id for a in actors]
        entities = tuple(sorted(set(ids)))
        if len(entities) < 2 or size < 3:
            return None
        norms = clause.norms[:size]
        looked = [self.vocabulary.look_up(n) for n in norms]
        grams = np.zeros((size, GRAMS), dtype=np.int64)
        for i, (_, _, _, found) in enumerate(looked):
            grams[i, : len(found)] = found
        labels, covered, named = _labels(actors, size)
        triggers = self._triggers(norms, covered, hits)
        if not triggers:
            return None
        scopes = [attributions.at(clause.index, i) for i in range(size)]
        speakers = [s.speaker.entity.id if s and s.speaker else "" for s in scopes]
        kinds, traits = _traits(actors, speakers, article)
        spans = np.array([(a.start, min(a.end, size)) for a in actors], dtype=np.int64)
        distances, ranks = _places(np.array(triggers), spans, np.array([bool(a.virtual) for a in actors]))
        said = np.array([[float(bool(speakers[i]) and speakers[i] == e) for e in ids] for i in triggers], dtype=np.float32)
        head = np.array([w[:3] for w in looked], dtype=np.int64)
        return Encoded(
            index=clause.index,
            words=head[:, 0],
            prefixes=head[:, 1],
            suffixes=head[:, 2],
            grams=grams,
            labels=labels,
            named=named,
            hits=_hits(hits, size),
            flags=_flags(clause, size, [s is not None for s in scopes]),
            triggers=np.array(triggers, dtype=np.int64),
            actors=actors,
            kinds=kinds,
            traits=traits,
            spans=spans,
            distances=distances,
            ranks=ranks,
            speaks=said,
            picks=_picks(triggers, actors, hits, picks),
            relations=_relations(actors, article.homes),
            owner=np.array([entities.index(i) for i in ids], dtype=np.int64),
            entities=entities,
        )

    def _triggers(self, norms: Sequence[str], covered: NDArray[np.bool_], hits: Sequence[Hit]) -> list[int]:
        free = [i for i, n in enumerate(norms) if not covered[i] and n[:1].isalpha() and n not in self._stops]
        if len(free) <= MOST_TRIGGERS:
            return free
        known = {h.start for h in hits}
        return sorted(sorted(free, key=lambda i: (i not in known, i))[:MOST_TRIGGERS])


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


def _picks(triggers: Sequence[int], actors: Sequence[Actor], hits: Sequence[Hit], picks: Sequence[Picks]) -> Ints:
    """How surely the frames' rules make each actor the source and the target of each trigger: (I, A, 2), 0 to 3."""
    out = np.zeros((len(triggers), len(actors), 2), dtype=np.int64)
    row = {at: i for i, at in enumerate(triggers)}
    for hit, found in zip(hits, picks, strict=True):
        if hit.start in row:
            own = [[weight_of(found[role], actor) for role in ("source", "target")] for actor in actors]
            np.maximum(out[row[hit.start]], own, out=out[row[hit.start]])
    return out


def _flags(clause: Clause, size: int, told: Sequence[bool]) -> Floats:
    columns = [[d > 0 for d in clause.depths[:size]]]
    for name in ("comma", "sub", "rel", "verb", "neg"):
        totals = clause.counts[name]
        columns.append([totals[i + 1] > totals[i] for i in range(size)])
    columns += [list(told), [clause.sentence.headline] * size]
    return np.array(columns, dtype=np.float32).T


def _traits(actors: Sequence[Actor], speakers: Sequence[str], article: ArticleView) -> tuple[Ints, Floats]:
    kinds = np.zeros((len(actors), 4), dtype=np.int64)
    traits = np.zeros((len(actors), TRAITS), dtype=np.float32)
    said = set(speakers)
    for i, a in enumerate(actors):
        entity = a.entity.id
        kinds[i] = _KIND[a.type], VIRTUAL[a.virtual], PREPOSITIONS.get(a.preposition, 0), FORMS[a.form]
        traits[i] = (
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
            sum(b.entity.id == entity for b in actors),
            entity in article.homes,
        )
    return kinds, traits


_BUCKETS = np.searchsorted(np.array([0, 1, 2, 4, 7, 12, 20]), np.arange(LONGEST + 2), side="left")
"""The bucket of each distance."""


def _places(triggers: Ints, spans: Ints, virtual: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """For each trigger and actor: how far apart (signed, in buckets), and on which side as the how-manieth actor."""
    start, end = spans[:, 0][None], spans[:, 1][None]
    at = triggers[:, None]
    inside = (start <= at) & (at < end)
    gap = np.where(start > at, start - at, end - 1 - at)
    gap = np.where(inside, 0, gap)
    bucket = _BUCKETS[np.abs(gap)] + np.where(gap >= 0, 0, 8)
    low, high = np.where(start > at, at, end - 1), np.where(start > at, start, at)
    starts = np.sort(spans[~virtual, 0])
    between = np.maximum(np.searchsorted(starts, high, side="left") - np.searchsorted(starts, low, side="right"), 0)
    rank = np.minimum(between, 4) + np.where(start < at, 5, 0)
    missing = (spans[:, 0] < 0)[None]
    return np.where(missing, DISTANCES - 1, bucket).astype(np.int64), np.where(missing, RANKS - 1, rank).astype(np.int64)


def _relations(actors: Sequence[Actor], homes: Mapping[str, str]) -> Floats:
    """What holds between each two actors: (A, A, 8)."""
    names: dict[str, int] = {}
    own, home, preposition = (
        np.array([names.setdefault(value, len(names)) for value in values])
        for values in (
            [a.entity.id for a in actors],
            [homes.get(a.entity.id) or f"no home: {i}" for i, a in enumerate(actors)],
            [a.preposition for a in actors],
        )
    )
    start = np.array([a.start for a in actors])
    group = np.array([a.head if a.head >= 0 and not a.virtual else -2 - i for i, a in enumerate(actors)])
    unnamed = start < 0
    columns = (
        home[:, None] == own[None],
        own[:, None] == home[None],
        group[:, None] == group[None],
        start[:, None] < start[None],
        np.abs(start[:, None] - start[None]) < 4,
        home[:, None] == home[None],
        unnamed[:, None] & unnamed[None],
        preposition[:, None] == preposition[None],
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
