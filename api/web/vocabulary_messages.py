"""What deeper rooms say to readers on the pages, as messages to be translated: an extraction method for Babel.

These are the vocabularies, the questions that are asked of an argument's scheme, and the parts of archival references.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from argument_maps.archives import PRESETS
from argument_maps.schemes import QUESTIONS
from models import vocabulary
from models.vocabulary import Term


def extract(*_: Any, options: dict[str, str] | None = None) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every message: line (0, as none is kept), function, message, and a remark on where it belongs.

    The arguments are those with which Babel calls every extraction method; what is read are the values themselves.
    """
    del options
    for message, remark in (*_vocabularies(), *_schemes(), *_archives()):
        yield 0, "gettext", message, [remark]


def _vocabularies() -> Iterator[tuple[str, str]]:
    for name, terms in vars(vocabulary).items():
        if not (inspect.isclass(terms) and issubclass(terms, Term)):
            continue
        for term in terms:
            yield str(term), f"{name}: a word"
            if term.explanation:
                yield term.explanation, f"{name}: {term}"


def _schemes() -> Iterator[tuple[str, str]]:
    for scheme, questions in QUESTIONS.items():
        for question in questions:
            yield question, f"Scheme: {scheme}"


def _archives() -> Iterator[tuple[str, str]]:
    for preset in PRESETS:
        yield preset.name, "a kind of archive"
        for part in preset.parts:
            yield part.meaning, f"{preset.name}: {part.label}"
