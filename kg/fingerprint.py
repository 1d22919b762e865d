"""Who read an article: the version of the extractor with a fingerprint of all the data that decides what it reads in a text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from kg import __version__
from kg.knowledge import knowledge_files
from kg.ontology import ontologies

LEXICON_SUFFIXES = frozenset({".yaml", ".tsv", ".gz"})
MODELS = Path(__file__).parent / "relations"
"""Where the trained weights lie."""


def agent_name(knowledge: Sequence[Path] = (), ner: str | None = None) -> str:
    """`siyasa-0.1.0-5be1c07d92aa`: the agent that the graph names, and by which a build knows what it has read already.

    Args:
        knowledge: the user's own Turtle files; what they say counts, not where they lie.
        ner: a further finder of names.
    """
    lexicon = (path for path in (ontologies() / "lexicon").rglob("*") if path.suffix in LEXICON_SUFFIXES)
    digest = hashlib.sha256((ner or "").encode())
    for content in [*_contents([*knowledge_files(), *lexicon, *MODELS.glob("*.npz")]), *_contents(knowledge)]:
        digest.update(content)
    return f"siyasa-{__version__}-{digest.hexdigest()[:12]}"


def _contents(files: Sequence[Path]) -> list[bytes]:
    """A hash of each file that there is, in an order that does not depend on where the files lie."""
    return sorted(hashlib.sha256(path.read_bytes()).digest() for path in files if path.is_file())
