"""The step from text to entities: all finders over all sentences, linked for the article as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.entities.anaphora import Antecedent, take_up
from kg.entities.drafts import Draft
from kg.entities.linking import link
from kg.entities.matching import Matcher
from kg.entities.names import load_names
from kg.entities.organizations import NewName, OrganizationFinder
from kg.entities.people import PersonFinder, PersonLinker, Sentence
from kg.entities.rules import load_rules
from kg.entities.states import StateFinder
from kg.entities.words import words_of
from kg.knowledge import Knowledge, NameKind, Thing, phrase
from kg.model import Entity, EntityType, Mention, MentionForm, Office, Span, Text
from kg.partial_date import is_date


class EntityReader:
    """Finds and links the entities of an article.

    Parameters:
        knowledge: what is known of states, people and organisations.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        rules = load_rules()
        self._knowledge = knowledge
        self._rules = rules
        people = (n.text for t in knowledge.of_type(EntityType.PERSON) for n in t.names if n.lang == "ar" and n.kind is not NameKind.WEAK)
        self._names = load_names(rules.names, rules.stops, (tuple(phrase(name).split(" ")) for name in people))
        self._matcher = Matcher(knowledge.gazetteer)
        self._people = PersonFinder(knowledge, rules.titles, self._names)
        self._states = StateFinder(knowledge, rules.organs, rules.titles)
        self._organizations = OrganizationFinder(knowledge, rules.heads)

    def read(self, text: Text) -> tuple[Entity, ...]:
        """The entities of an article in the order of their first mention, each with its mentions in order of place."""
        day = text.article.date if text.article.date and is_date(text.article.date) else None
        all_words = [words_of(s) for s in text.sentences]
        sentences = [self._people.read(n, w, self._matcher.all(w)) for n, w in enumerate(all_words)]
        linker = PersonLinker(self._knowledge, self._names, day)
        linker.link(sentences)
        chains = Chains(self._knowledge, text.article.text)
        for mention in linker.mentions:
            chains.add(mention.person, mention.span, mention.form, mention.because, mention.office)
        for person in linker.book.people.values():
            chains.describe(person.id, EntityType.PERSON, person.label, person.home)
        self._others(sentences, linker, chains, day)
        return chains.entities()

    def _others(self, sentences: Sequence[Sentence], linker: PersonLinker, chains: Chains, day: str | None) -> None:
        drafts: list[Draft] = []
        new: dict[tuple[EntityType, str], str] = {}
        for sentence in sentences:
            words, matches = sentence.words, sentence.matches
            taken = list(sentence.named)
            for draft, first, end in self._organizations.known(words, matches, taken):
                drafts.append(draft)
                _take(taken, first, end)
            for finder in (self._organizations.agreements, self._organizations.unknown):
                for name, first, end in finder(words, matches, taken):
                    drafts.extend(self._new(name, new, chains))
                    _take(taken, first, end)
            drafts.extend(self._states.drafts(words, matches, [a or b for a, b in zip(taken, sentence.titled, strict=True)], day))
            drafts.extend(self._in_titles(sentence, taken))
        drafts.extend(Draft(span, bodies, MentionForm.OFFICIAL, because, len(bodies) == 1) for span, bodies, because in linker.officials)
        extra: Counter[str] = Counter()
        for person in linker.book.people.values():
            extra.update(b for _, b in person.posts if b)
        linked = link(drafts, extra)
        for draft in linked:
            chains.add(draft.candidates[0], draft.span, draft.form, draft.because, draft.office)
        self._titles_only(sentences, chains)
        self._take_up(sentences, chains)

    def _in_titles(self, sentence: Sentence, taken: Sequence[bool]) -> Iterable[Draft]:
        """States that a title names by name («سفير روسيا»)."""
        only = [t or not in_title for t, in_title in zip(taken, sentence.titled, strict=True)]
        for draft in self._states.drafts(sentence.words, sentence.matches, only):
            if draft.form in (MentionForm.NAME, MentionForm.CAPITAL, MentionForm.PLACE):
                yield draft

    def _new(self, name: NewName, known: dict[tuple[EntityType, str], str], chains: Chains) -> Iterable[Draft]:
        folder = "organization" if name.type is EntityType.ORGANIZATION else "agreement"
        entity_id = known.setdefault((name.type, name.key), f"{folder}/x-{name.key.replace(' ', '-')}")
        chains.describe(entity_id, name.type, chains.text[name.inner.start : name.inner.end], name.home, name.head)
        yield Draft(name.inner, (entity_id,), MentionForm.NAME, f"new {name.head}")
        if name.span != name.inner:
            yield Draft(name.span, (entity_id,), MentionForm.NAME, f"new {name.head}")

    def _titles_only(self, sentences: Sequence[Sentence], chains: Chains) -> None:
        """The adjective in a title is a surface of its state only where nothing else names the state."""
        for sentence in sentences:
            for title in sentence.titles:
                if title.nisba and title.bodies and not chains.has(title.bodies[0]):
                    first, end = title.nisba
                    chains.add(title.bodies[0], sentence.words.span(first, end), MentionForm.NISBA, "nisba of a title")

    def _take_up(self, sentences: Sequence[Sentence], chains: Chains) -> None:
        antecedents = chains.antecedents(self._rules.heads.organizations)
        spans = chains.spans()
        for sentence in sentences:
            words = sentence.words
            taken = [any(s.start <= t.span.start < s.end for s in spans.get(t.span.start, ())) for t in words.tokens]
            for draft in take_up(words, taken, antecedents, self._rules.heads.anaphors, self._rules.heads.pairs):
                chains.add(draft.candidates[0], draft.span, draft.form, draft.because)


def _take(taken: list[bool], first: int, end: int) -> None:
    for k in range(first, end):
        taken[k] = True


class Chains:
    """The mentions of each entity while an article is read."""

    def __init__(self, knowledge: Knowledge, text: str) -> None:
        self._knowledge = knowledge
        self.text = text
        self._mentions: dict[str, dict[tuple[Span, MentionForm], Mention]] = defaultdict(dict)
        self._described: dict[str, tuple[EntityType, str, str | None, str | None]] = {}

    def add(self, entity: str, span: Span, form: MentionForm, because: str, office: Office | None = None) -> None:
        mention = Mention(span, self.text[span.start : span.end], form, because, office)
        self._mentions[entity].setdefault((span, form), mention)

    def has(self, entity: str) -> bool:
        return entity in self._mentions

    def describe(self, entity: str, kind: EntityType, label: str, home: str | None, head: str | None = None) -> None:
        """Say what an entity is that the knowledge base may not have; the first description stays."""
        self._described.setdefault(entity, (kind, label, home, head))

    def spans(self) -> dict[int, list[Span]]:
        """The spans of all mentions by every code point at which a word may start in them."""
        by_start: dict[int, list[Span]] = defaultdict(list)
        for mentions in self._mentions.values():
            for mention in mentions.values():
                for at in range(mention.span.start, mention.span.end):
                    by_start[at].append(mention.span)
        return by_start

    def antecedents(self, heads: dict[str, str] | object) -> list[Antecedent]:
        """All that can be taken up, in order of place."""
        classes_of = heads if isinstance(heads, dict) else {}
        found = []
        for entity, mentions in self._mentions.items():
            thing = self._knowledge.thing(entity)
            kind = thing.type if thing else self._described[entity][0]
            head = self._described[entity][3] if entity in self._described else None
            classes = set(thing.kinds) if thing else {classes_of.get(head or "", "")}
            if kind is EntityType.AGREEMENT:
                classes = {"agreement"}
            found += [Antecedent(m.span.end, entity, kind, frozenset(classes)) for m in mentions.values() if m.form is not MentionForm.OFFICIAL]
        return sorted(found, key=lambda a: (a.end, a.entity))

    def entities(self) -> tuple[Entity, ...]:
        entities = []
        for entity, found in self._mentions.items():
            mentions = tuple(sorted(found.values(), key=lambda m: (m.span, m.form)))
            thing = self._knowledge.thing(entity)
            entities.append(known_entity(thing, mentions) if thing else self._new_entity(entity, mentions))
        return tuple(sorted(entities, key=lambda e: (e.mentions[0].span, e.id)))

    def _new_entity(self, entity: str, mentions: tuple[Mention, ...]) -> Entity:
        kind, label, home, _ = self._described[entity]
        return Entity(entity, kind, label, label, mentions, home=home.removeprefix("state/") if home else None, known=False)


def known_entity(thing: Thing, mentions: tuple[Mention, ...]) -> Entity:
    """An entity of the knowledge base with its mentions in this article."""
    home = thing.home.removeprefix("state/") if thing.home else None
    return Entity(thing.id, thing.type, thing.label_ar, thing.label_en, mentions, iso=thing.code, home=home)
