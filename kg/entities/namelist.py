"""Count how often each word of a corpus stands in a person's name: the evidence by which unknown names are bounded.

    python -m kg.entities.namelist CORPUS.jsonl.gz

writes `ontologies/lexicon/names.tsv`: a folded word, the share of its uses that open a name, and the share that go on with one.
A name is what follows a title with a nationality («الرئيس الفنلندي …») or an honorific («الجنرال …»), so no list of names goes in.
Only words and counts come out.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kg.entities.rules import TitleRules, load_rules
from kg.entities.words import Words, variants, words_of
from kg.knowledge import bare
from kg.model import Article
from kg.ontology import ontologies
from kg.text import read_sentences

ROUNDS, CHAIN_SHARE = 2, 0.3
LEAST_USES = 3
LEAST_SHARE = 0.06


def corpus_words(path: Path) -> Iterator[Words]:
    """The sentences of a corpus (JSON lines, packed or not)."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for sentence in read_sentences(Article(id="", body=record["text"], title=record.get("title"))):
                yield words_of(sentence)


def opens_title(rules: TitleRules, norm: str) -> bool:
    return any(bare(word) in rules.heads for word, _ in variants(norm))


def name_starts(rules: TitleRules, words: Words) -> Iterator[int]:
    """The places where a name opens: after a title that ends in a nationality, or after an honorific."""
    title_at = -10
    for i in range(len(words) - 1):
        norm = words.norm(i)
        if opens_title(rules, norm):
            title_at = i
        nisba = norm.startswith("ال") and norm.endswith(("ي", "يه")) and i > title_at and i - title_at <= 5
        gap = words.gaps[i + 1]
        follows = words.norm(i + 1)
        if follows.startswith("ال") or follows[0].isdigit() or opens_title(rules, follows):
            continue
        if (nisba and gap in ("", "،")) or (norm in rules.honorifics and gap == "" and norm not in rules.heads):
            yield i + 1


def looks_like_verb(word: str, total: Counter[str], after_particle: int) -> bool:
    """Whether the company and the inflections of a word say that it is a verb: «لم يزر», يزور beside تزور, احتفل beside احتفلت."""
    if after_particle > 0.08 * total[word]:
        return True
    if word[0] in "يت" and len(word) > 3:
        other = ("ت" if word[0] == "ي" else "ي") + word[1:]
        return total[other] > 0.05 * total[word]
    return total[word + "ت"] > 0.1 * total[word]


def count(sentences: Iterable[Words], rules: TitleRules) -> tuple[Counter[str], Counter[str]]:
    """Uses of each word: all, and those that open a name."""
    total: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for words in sentences:
        total.update(token.norm for token in words.tokens)
        opening.update(words.norm(start) for start in name_starts(rules, words))
    return total, opening


def count_chains(sentences: Iterable[Words], chain: Collection[str], verb_particles: Collection[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each word follows a word of `chain` directly, and how often a particle that verbs follow."""
    following: Counter[str] = Counter()
    after_particle: Counter[str] = Counter()
    for words in sentences:
        for i in range(len(words) - 1):
            if words.norm(i) in chain and words.joined(i + 1):
                following[words.norm(i + 1)] += 1
            if words.norm(i) in verb_particles:
                after_particle[words.norm(i + 1)] += 1
    return following, after_particle


def main(corpus: Path) -> None:
    """Write the list of names from a corpus."""
    rules = load_rules().titles
    sentences = list(corpus_words(corpus))
    total, opening = count(sentences, rules)
    chain = {w for w, n in opening.items() if n >= 2 and n / total[w] >= LEAST_SHARE and not looks_like_verb(w, total, 0)}
    for _ in range(ROUNDS):  # «كيم جونغ أون»: what follows a name word is one, and so on
        following, after_particle = count_chains(sentences, chain, load_rules().names.verb_particles)
        chain |= {
            w for w, n in following.items() if n >= 5 and n / total[w] >= CHAIN_SHARE and not looks_like_verb(w, total, after_particle[w])
        }
    rows = []
    for word in sorted(total):
        if total[word] < LEAST_USES or not word[0].isalpha() or word[0].isascii() or looks_like_verb(word, total, after_particle[word]):
            continue
        first, later = opening[word] / total[word], following[word] / total[word]
        if first >= LEAST_SHARE or later >= LEAST_SHARE:
            rows.append(f"{word}\t{first:.2f}\t{later:.2f}\t{total[word]}\n")
    target = ontologies() / "lexicon" / "names.tsv"
    target.write_text("".join(rows), "utf-8")
    print(f"{target}: {len(rows)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
