"""Recognisers of names from outside: camel-tools' BERT, or a user's own class. They add what the knowledge base and the rules miss."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from kg.errors import SiyasaError
from kg.model import Token
from kg.text.normalize import drop_unshown

DATA = "CAMELTOOLS_DATA"
MODEL = Path("data") / "ner" / "arabert"
EMPTY_CATALOGUE = {"version": "1.6.0", "packages": {}, "components": {}}
INSTALL = "install it with `camel_data -i ner-arabert` (542 MB), or set $CAMELTOOLS_DATA to the folder that has it"


class Label(StrEnum):
    """What a recogniser can call a name."""

    PERS = "PERS"
    ORG = "ORG"
    LOC = "LOC"


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name over tokens `first` to `end` (exclusive) of those that were handed in."""

    first: int
    end: int
    label: Label


@runtime_checkable
class NerBackend(Protocol):
    """What `--ner` can name. A class of one's own needs no more than this; it is made without arguments."""

    @property
    def name(self) -> str:
        """How the backend is called in `Mention.because`."""

    def find(self, tokens: Sequence[Token]) -> Sequence[FoundName]:
        """The names in the words of one sentence, left to right, without overlaps."""


class CamelBackend:
    """camel-tools' `NERecognizer` (AraBERT).

    Its two faults are kept away from: it does not import without a catalogue of data, so that an empty one is set where there is none;
    and it leaves out the label of a token that has no subword (U+200F), so that such tokens are not handed to it.

    Parameters:
        model: the folder of the model; the installed one of camel-tools where not given.

    Raises:
        SiyasaError: the model is not installed, or the libraries that run it are not; the message says what to do.
    """

    def __init__(self, model: Path | None = None) -> None:
        folder = model or data_folder() / MODEL
        if not (folder / "config.json").is_file():
            raise SiyasaError(f"--ner camel: no model in {folder}; {INSTALL}")
        self._recognizer = _recognizer(folder)

    @property
    def name(self) -> str:
        return "camel"

    def find(self, tokens: Sequence[Token]) -> Sequence[FoundName]:
        """The names in the words of one sentence."""
        words = [drop_unshown(token.form) for token in tokens]
        kept = [i for i, word in enumerate(words) if word and self._recognizer.tokenizer.tokenize(word)]
        if not kept:
            return []
        labels = self._recognizer.predict_sentence([words[i] for i in kept])
        if len(labels) != len(kept):  # labels that cannot be told whose they are would name the wrong words
            return []
        by_token = dict(zip(kept, labels, strict=True))
        return list(read_labels([by_token.get(i, "") for i in range(len(tokens))]))


def read_labels(labels: Sequence[str]) -> Iterator[FoundName]:
    """Names from B-/I-/O labels; an empty label (a token that was not seen) goes on with what stands before it."""
    first, last, kind = 0, -1, ""
    for i, label in enumerate([*labels, "O"]):
        if not label and i < len(labels):
            continue
        mark, _, named = label.partition("-")
        if mark == "I" and named == kind:
            last = i
            continue
        if kind in Label.__members__:
            yield FoundName(first, last + 1, Label[kind])
        first, last, kind = i, i, named if mark in ("B", "I") else ""


def data_folder() -> Path:
    """Where camel-tools keeps its data."""
    given = os.environ.get(DATA)
    if given:
        return Path(given).expanduser()
    base = os.environ.get("APPDATA") if os.name == "nt" else None
    return Path(base) / "camel_tools" if base else Path.home() / ".camel_tools"


def _recognizer(folder: Path) -> Any:
    if importlib.util.find_spec("torch") is None or importlib.util.find_spec("transformers") is None:
        raise SiyasaError("--ner camel: torch and transformers are not installed; install them with `pip install torch transformers`")
    if (data_folder() / "catalogue.json").is_file():
        module = importlib.import_module("camel_tools.ner")
        return module.NERecognizer(str(folder), use_gpu=False)
    before = os.environ.get(DATA)
    with tempfile.TemporaryDirectory() as empty:
        Path(empty, "catalogue.json").write_text(json.dumps(EMPTY_CATALOGUE), "utf-8")
        os.environ[DATA] = empty
        try:
            module = importlib.import_module("camel_tools.ner")
        finally:
            if before is None:
                del os.environ[DATA]
            else:
                os.environ[DATA] = before
    return module.NERecognizer(str(folder), use_gpu=False)


def load_backend(name: str) -> NerBackend:
    """The backend that `--ner` names: `camel`, or `module:Class` of a user's own.

    Raises:
        SiyasaError: there is no such backend, or it cannot be made.
    """
    if name == "camel":
        return CamelBackend()
    module, colon, attribute = name.partition(":")
    if not (module and colon and attribute):
        raise SiyasaError(f'--ner {name}: not a backend (want "camel" or "module:Class")')
    try:
        backend = getattr(importlib.import_module(module), attribute)()
    except ImportError as error:
        raise SiyasaError(f"--ner {name}: {module} cannot be imported: {error}") from error
    except AttributeError as error:
        raise SiyasaError(f"--ner {name}: {error}") from error
    if not isinstance(backend, NerBackend):
        raise SiyasaError(f"--ner {name}: {attribute} has no `name` or no `find(tokens)`; see kg.entities.backends.NerBackend")
    return backend
