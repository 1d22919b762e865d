"""How many of the people whom a corpus names with an office and a nationality the knowledge base knows, and dates rightly.

    python -m kg.entities.coverage CORPUS.jsonl.gz [--every N]

counts, by year and by outlet, the names that stand behind a title with a body («وزير الخارجية الروسي سيرغي لافروف»): known people, those
among them whose tenures put them in that office of that body on the article's day, and the unknown ones, most frequent first.
Titles with «السابق» are counted as known only, since the text gives no date for them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kg.articles import read_articles
from kg.entities.reader import EntityReader
from kg.errors import Problems
from kg.knowledge import Knowledge, load_knowledge
from kg.model import Article, Entity, EntityType, Mention, MentionForm
from kg.partial_date import is_date
from kg.text import read_text

SHOWN = 60


@dataclass(slots=True)
class Coverage:
    """Counts of titled names: all, known, known and in an office that the title names, and the unknown and misdated ones by name."""

    titled: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    datable: Counter[str] = field(default_factory=Counter)
    dated: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    misdated: Counter[str] = field(default_factory=Counter)

    def add(self, article: Article, person: Entity, mention: Mention, knowledge: Knowledge) -> None:
        office = mention.office
        assert office is not None and office.body is not None
        groups = ("all", f"year {(article.date or '?')[:4]}", f"outlet {article.source or '?'}")
        self.titled.update(groups)
        shown = f"{person.label_ar} ({office.office} of {office.body})"
        if not person.known:
            self.unknown[shown] += 1
            return
        self.known.update(groups)
        thing = knowledge.thing(person.id)
        if office.ended or thing is None or not article.date or not is_date(article.date) or office.office == "officer":
            return
        self.datable.update(groups)
        if any(t.body == office.body and (t.undated or t.covers(article.date)) for t in thing.tenures):
            self.dated.update(groups)
        else:
            self.misdated[f"{shown} in {article.date[:4]}"] += 1


def measure(articles: Iterable[Article], knowledge: Knowledge) -> Coverage:
    """Count over articles; each person with each office once an article."""
    reader = EntityReader(knowledge)
    coverage = Coverage()
    for article in articles:
        for entity in reader.read(read_text(article)):
            if entity.type is not EntityType.PERSON or not any(m.form is MentionForm.NAME for m in entity.mentions):
                continue
            posts = {(m.office.office, m.office.body): m for m in reversed(entity.mentions) if m.office and m.office.body}
            for mention in posts.values():
                coverage.add(article, entity, mention, knowledge)
    return coverage


def main() -> None:
    """Print the shares and the most frequent gaps."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read every Nth article only")
    options = parser.parse_args()
    articles = islice(read_articles([options.corpus], Problems()), 0, None, options.every)
    coverage = measure(articles, load_knowledge())
    print(f"{'':24} {'titled':>7} {'known':>7} {'rightly dated':>14}")
    for group, titled in sorted(coverage.titled.items()):
        dated = coverage.dated[group] / coverage.datable[group] if coverage.datable[group] else 0.0
        print(f"{group:24} {titled:7,} {coverage.known[group] / titled:7.1%} {dated:14.1%}")
    for title, counts in (("unknown", coverage.unknown), ("known, but not in that office then", coverage.misdated)):
        print(f"\n{title}:")
        for name, count in counts.most_common(SHOWN):
            print(f"{count:6,}  {name}")


if __name__ == "__main__":
    main()
