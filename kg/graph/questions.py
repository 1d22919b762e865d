"""The named questions: SPARQL files of `ontologies/queries` with a title in both languages and parameters.

A file opens with comments: the title in English, the title in Arabic, and a line for each parameter:
`# param day: date; the day, month or year`. Its default stands in the query as `VALUES ?day { "2018-06-01" }`, so that the
file is a query that any SPARQL engine answers; another value takes the place of that one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph import terms as t
from kg.ontology import ontologies
from kg.partial_date import is_date

_PARAMETER = re.compile(r"# param (\w+): (id|date|number); (.*)")
_PREFIXED = re.compile(r"([a-z]+):(\S+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that a question wants a value for; `kind` is `id`, `date` or `number`."""

    name: str
    kind: str
    meaning: str
    default: str

    def term(self, value: str) -> NamedNode | Literal:
        """The value as a term.

        Raises:
            QueryError: it is not of the parameter's kind.
        """
        if self.kind == "number":
            if not value.isdecimal():
                raise QueryError(f"{self.name} is {value!r}: not a whole number")
            return t.integer(int(value))
        if self.kind == "date":
            if not is_date(value):
                raise QueryError(f"{self.name} is {value!r}: not a day, month or year (want 2018, 2018-07 or 2018-07-12)")
            return Literal(value)
        prefixed = _PREFIXED.fullmatch(value)
        if prefixed and prefixed[1] in t.PREFIXES:
            return NamedNode(t.PREFIXES[prefixed[1]] + prefixed[2])
        if "/" not in value:
            raise QueryError(f"{self.name} is {value!r}: not an id (want state/RU or person/vladimir-putin)")
        return t.node(value)


@dataclass(frozen=True, slots=True)
class Question:
    """A named question."""

    name: str
    title_en: str
    title_ar: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def with_values(self, given: Mapping[str, str]) -> str:
        """The query with other values for its parameters.

        Raises:
            QueryError: a given one is not a parameter, or is of another kind.
        """
        unknown = sorted(given.keys() - {p.name for p in self.parameters})
        if unknown:
            known = ", ".join(p.name for p in self.parameters) or "none"
            raise QueryError(f"{self.name} has no parameter {unknown[0]!r}; it has: {known}")
        sparql = self.sparql
        for parameter in self.parameters:
            if parameter.name in given:
                term = str(parameter.term(given[parameter.name]))
                sparql = _default(parameter.name).sub(lambda m, term=term: f"{m[1]}{term}{m[3]}", sparql)  # type: ignore[misc]
        return sparql


@lru_cache(maxsize=1)
def load_questions() -> dict[str, Question]:
    """The shipped questions by name, in order of name."""
    return {path.stem: _read(path.stem, path.read_text("utf-8")) for path in sorted((ontologies() / "queries").glob("*.rq"))}


def find_question(name: str) -> Question:
    """The question of a name.

    Raises:
        QueryError: there is none; the message lists those that there are.
    """
    questions = load_questions()
    if name not in questions:
        raise QueryError(f"no question is named {name!r}; there are: {', '.join(questions)}")
    return questions[name]


def _default(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES \?{name} {{ )(.*)( }})")


def _read(name: str, text: str) -> Question:
    english, arabic, *_ = text.splitlines()
    parameters = []
    for parameter, kind, meaning in _PARAMETER.findall(text):
        default = _default(parameter).search(text)
        parameters.append(Parameter(parameter, kind, meaning, default[2].strip('"') if default else ""))
    return Question(
        name=name,
        title_en=english.removeprefix("# "),
        title_ar=arabic.removeprefix("# "),
        parameters=tuple(parameters),
        sparql=text,
    )
