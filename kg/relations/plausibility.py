"""Drops proposed facts that cannot be meant: a host who visits his own state, a medium that bombs."""

from __future__ import annotations

from collections.abc import Collection

import yaml

from kg.knowledge import Knowledge
from kg.model import FactType
from kg.ontology import ontologies


class Plausibility:
    """The rules of `plausibility.yaml` over what is known of the two ends."""

    def __init__(self, knowledge: Knowledge) -> None:
        data = yaml.safe_load((ontologies() / "lexicon" / "plausibility.yaml").read_text("utf-8"))
        self._not_at_home = frozenset(map(FactType, data["not_at_home"]))
        self._not_of_media = frozenset(map(FactType, data["not_of_media"]))
        self._things = knowledge.things

    def allows(self, kind: FactType, source: str, target: str, posts: Collection[tuple[str, str]], day: str | None) -> bool:
        """Whether a fact can be meant; `posts` are the (person, body) pairs that the article states, `day` is the article's."""
        if kind in self._not_at_home and ((source, target) in posts or self._serves(source, target, day)):
            return False
        return kind not in self._not_of_media or not (self._is_medium(source) or self._is_medium(target))

    def _serves(self, person: str, body: str, day: str | None) -> bool:
        thing = self._things.get(person)
        return thing is not None and day is not None and any(t.body == body and t.covers(day) for t in thing.tenures)

    def _is_medium(self, entity: str) -> bool:
        thing = self._things.get(entity)
        return thing is not None and "media" in thing.kinds
