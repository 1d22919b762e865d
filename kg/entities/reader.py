"""The step from text to entities: all finders over all sentences, linked for the article as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from math import inf

from kg.entities.anaphora import TakeUp, noun_finder
from kg.entities.backends import NerBackend
from kg.entities.bearers import body_of, office_heads
from kg.entities.chains import Chains, Description
from kg.entities.drafts import Draft
from kg.entities.linker import PersonLinker, Sources
from kg.entities.linking import evidence, link
from kg.entities.matching import Match, Matcher
from kg.entities.merging import add_found
from kg.entities.names import load_names
from kg.entities.organizations import NewName, OrganizationFinder
from kg.entities.people import PersonFinder, Sentence
from kg.entities.persons import home_of
from kg.entities.romanize import load_romanizer
from kg.entities.rules import load_rules
from kg.entities.spellings import Spellings
from kg.entities.states import NISBAS, StateFinder
from kg.entities.words import Words, words_of
from kg.knowledge import Knowledge, NameKind, phrase
from kg.model import Entity, EntityType, MentionForm, Span, Text
from kg.partial_date import is_date

FOLDERS = {EntityType.ORGANIZATION: "organization", EntityType.AGREEMENT: "agreement", EntityType.BLOC: "bloc"}


ABOUT_HOME = 3
"""How often an article must name a state to be about it, and half as often as any other."""


class EntityReader:
    """Finds and links the entities of an article.

    Parameters:
        knowledge: what is known of states, people and organisations.
        backends: recognisers that add names which nothing else found.
    """

    def __init__(self, knowledge: Knowledge, backends: Sequence[NerBackend] = ()) -> None:
        rules = load_rules()
        known = knowledge.of_type(EntityType.PERSON)
        names = (n.text for t in known for n in t.names if n.lang == "ar" and n.kind is not NameKind.WEAK)
        self._knowledge = knowledge
        self._backends = tuple(backends)
        self._rules = rules
        lexicon = load_names(rules.names, rules.closers, (tuple(phrase(name).split(" ")) for name in names))
        self._sources = Sources(knowledge, rules, lexicon, Spellings(known, rules.names), office_heads(knowledge))
        self._nouns = noun_finder(rules)
        self._romanizer = load_romanizer()
        self._matcher = Matcher(knowledge.gazetteer, self._rules.heads.of_one_state)
        self._people = PersonFinder(knowledge, rules.titles, rules.names, lexicon)
        self._states = StateFinder(knowledge, rules.organs, rules.titles)
        self._organizations = OrganizationFinder(knowledge, rules.heads)

    def read(self, text: Text) -> tuple[Entity, ...]:
        """The entities of an article in the order of their first mention, each with its mentions in order of place."""
        day = text.article.date if text.article.date and is_date(text.article.date) else None
        all_words = [words_of(s) for s in text.sentences]
        matches = self._meant(all_words, [self._matcher.all(w) for w in all_words])
        sentences = [self._people.read(n, w, m) for n, (w, m) in enumerate(zip(all_words, matches, strict=True))]
        linker = PersonLinker(self._sources, day)
        linker.link(sentences)
        chains = Chains(self._knowledge, self._romanizer, text.article.text)
        ids = linker.book.final_ids()
        for mention in linker.mentions:
            chains.add(Draft(mention.span, (ids[mention.person],), mention.form, mention.because, office=mention.office))
        for person in linker.book.people.values():
            chains.describe(ids[person.id], Description(EntityType.PERSON, person.label, person.home))
        counts = self._others(sentences, linker, chains, day, text.dateline)
        self._titles_only(sentences, chains)
        self._take_up(sentences, chains, counts)
        add_found(self._backends, sentences, chains)
        return chains.entities()

    def _meant(self, words: Sequence[Words], matches: list[list[Match | None]]) -> list[list[Match | None]]:
        """The matches without those weak names of organisations, and those names of parties, that nothing in the article is of.

        «زعيم المتمردين» in Colombia, «الحزب الجمهوري» in Armenia
        """
        full = {e for own in matches for m in own if m for e in m.entries if e.kind is not NameKind.WEAK}
        firm = {e.thing for e in full if self._is_firm(e.thing)}
        present = firm | {home for name in firm if (thing := self._knowledge.thing(name)) and (home := home_of(thing))}
        named = firm | {e.thing for e in full if self._has_part(e.thing, present)}

        def meant(own: Words, match: Match) -> bool:
            head = self._organizations.head_at(own, match.first - 1) if match.first else None
            if head and any(self._organizations.may_head(head[0], e.thing) for e in match.entries):
                return True
            return any(e.thing in named or (e.kind is NameKind.WEAK and self._has_part(e.thing, firm)) for e in match.entries)

        return [[m if m and meant(w, m) else None for m in own] for w, own in zip(words, matches, strict=True)]

    def _is_firm(self, candidate: str) -> bool:
        """Whether a full name says by itself what is meant; many a country has its «الحزب الجمهوري»."""
        thing = self._knowledge.thing(candidate)
        return thing is None or thing.home is None or thing.kinds != ("party",)

    def _has_part(self, candidate: str, named: AbstractSet[str]) -> bool:
        """Whether a thing, its home or whom it fights is among those named; of other things than organisations that is not asked."""
        thing = self._knowledge.thing(candidate)
        if thing is None or thing.type is not EntityType.ORGANIZATION:
            return True
        return candidate in named or thing.home is None or thing.home in named or not named.isdisjoint(thing.opponents)

    def _others(
        self, sentences: Sequence[Sentence], linker: PersonLinker, chains: Chains, day: str | None, dateline: Span | None
    ) -> Counter[str]:
        """Add all that are no people; gives how often each thing is named."""
        drafts: list[Draft] = []
        new: list[NewName] = []
        for sentence in sentences:
            words, matches = sentence.words, sentence.matches
            taken = list(sentence.named)
            for draft, first, end in self._organizations.known(words, matches, taken):
                drafts.append(draft)
                taken[first:end] = [True] * (end - first)
            for finder in (self._organizations.agreements, self._organizations.blocs, self._organizations.unknown):
                for name, first, end in finder(words, matches, taken):
                    new.append(name)
                    taken[first:end] = [True] * (end - first)
            drafts.extend(self._states.drafts(words, matches, [a or b for a, b in zip(taken, sentence.titled, strict=True)], day))
            if sentence.titles:
                drafts.extend(self._in_titles(sentence, taken, linker))
        drafts.extend(self._new(new, chains))
        drafts.extend(self._led_organs(sentences, linker, day))
        drafts.extend(Draft(span, bodies, MentionForm.OFFICIAL, because, len(bodies) == 1) for span, bodies, because in linker.officials)
        counts = evidence(drafts)
        counts.update(b for person in linker.book.people.values() for _, b in person.posts if b)
        unsure = [d for d in drafts if not d.sure]
        spoken = {c for d in unsure if not is_bare(chains.text[d.span.start : d.span.end]) for c in d.candidates}
        least = max(ABOUT_HOME, counts[main_state(counts) or ""] / 2)
        meant = {c for d in unsure for c in d.candidates}
        counts.update({c: self._of_others(c, counts, least if c in spoken else inf) for c in meant})  # none before the others are asked
        for draft in link(drafts, counts):
            chains.add(at_dateline(draft, dateline))
        return counts

    def _in_titles(self, sentence: Sentence, taken: Sequence[bool], linker: PersonLinker) -> Iterable[Draft]:
        """States that a title names by name («سفير روسيا»); of several with one name that which its bearer serves («سلطان عمان»)."""
        served = [(h.title, body_of(h.title, linker.named[h])) for h in sentence.hits if h.title and h in linker.named]
        spans = [(sentence.words.span(title.first, title.end), body) for title, body in served]
        only = [t or not in_title for t, in_title in zip(taken, sentence.titled, strict=True)]
        for draft in self._states.drafts(sentence.words, sentence.matches, only, in_title=True):
            if draft.form in (MentionForm.NAME, MentionForm.CAPITAL, MentionForm.PLACE, MentionForm.ORGAN):
                body = next((b for span, b in spans if b in draft.candidates and span.contains(draft.span)), None)
                yield replace(draft, candidates=(body,), sure=True) if body else draft

    def _of_others(self, candidate: str, counts: Counter[str], least: float) -> int:
        """Evidence of an agreement from its parties, of a bloc from two or more of its members, of a group from its home.

        A group is meant by a weak name («فصائل المعارضة») where the article names its state at least so often, a coalition
        («قوات التحالف») where it names whom it fights.
        """
        thing = self._knowledge.thing(candidate)
        if thing is None:
            return 0
        if thing.type is EntityType.AGREEMENT:
            return sum(counts[party] for party in thing.parties)
        if thing.type is EntityType.ORGANIZATION:
            at_home = counts[thing.home or ""] if self._rules.heads.not_at_home.isdisjoint(thing.kinds) else 0
            return sum(counts[other] for other in thing.opponents) + (at_home if at_home >= least else 0)
        members = [counts[m.member] for m in thing.memberships if counts[m.member]] if thing.type is EntityType.BLOC else []
        return sum(members) if len(members) > 1 else 0

    def _led_organs(self, sentences: Sequence[Sentence], linker: PersonLinker, day: str | None) -> Iterable[Draft]:
        """«إدارة الرئيس ترامب»: organs whose owner is named by who leads it."""
        for hit, person in linker.named.items():
            opening = hit.title.first if hit.title else hit.opening
            if opening is None:
                continue
            body = hit.title.bodies[0] if hit.title and hit.title.bodies else None
            draft = self._states.led_organ(sentences[hit.at].words, opening, hit.end, person.id, body, day)
            if draft:
                yield draft

    def _new(self, names: Sequence[NewName], chains: Chains) -> Iterable[Draft]:
        """The drafts of names that nobody listed; one name is one thing in an article, its id made of it and its home."""
        homes = {(n.type, n.key): n.home for n in reversed(names) if n.home}
        for name in names:
            home = homes.get((name.type, name.key))
            suffix = f"-{home.removeprefix('state/')}" if home else ""
            entity_id = name.known or f"{FOLDERS[name.type]}/x-{name.key.replace(' ', '-')}{suffix}"
            label = chains.text[name.inner.start : name.inner.end]
            chains.describe(entity_id, Description(name.type, label, home, name.head))
            yield Draft(name.inner, (entity_id,), MentionForm.NAME, f"new {name.head}")
            if name.span != name.inner:
                yield Draft(name.span, (entity_id,), MentionForm.NAME, f"new {name.head}")

    def _titles_only(self, sentences: Sequence[Sentence], chains: Chains) -> None:
        """The adjective in a title is a surface of its state only where nothing else names the state."""
        named = {t.bodies[0]: chains.named(t.bodies[0]) for s in sentences for t in s.titles if t.bodies}
        for sentence in sentences:
            for title in sentence.titles:
                if title.nisba and title.bodies and not named[title.bodies[0]]:
                    cut = title.cut if title.nisba[0] == title.first else 0
                    span = sentence.words.span(*title.nisba, cut)
                    chains.add(Draft(span, title.bodies[:1], MentionForm.NISBA, "nisba of a title"))

    def _take_up(self, sentences: Sequence[Sentence], chains: Chains, counts: Counter[str]) -> None:
        reader = TakeUp(self._rules, self._nouns, chains.antecedents(self._rules.heads.organizations), main_state(counts))
        covered = chains.covered()
        for sentence in sentences:
            taken = [bool(covered[t.span.start]) or title for t, title in zip(sentence.words.tokens, sentence.titled, strict=True)]
            nationalities = {i for i, m in enumerate(sentence.matches) if m and any(e.kind in NISBAS for e in m.entries)}
            for draft in reader.drafts(sentence.words, taken, nationalities):
                chains.add(draft)


def main_state(counts: Counter[str]) -> str | None:
    """The state that an article names most often."""
    return max(((n, e) for e, n in counts.items() if n and e.startswith("state/")), default=(0, None))[1]


def is_bare(name: str) -> bool:
    """Whether a name is a single word without the article, and so a word like any other: «فتح»."""
    return " " not in name and not name.startswith("ال")


def at_dateline(draft: Draft, dateline: Span | None) -> Draft:
    """A capital in a dateline («موسكو (رويترز) –») is only where the report was written."""
    if draft.form is MentionForm.CAPITAL and dateline is not None and dateline.contains(draft.span):
        return replace(draft, form=MentionForm.PLACE)
    return draft
