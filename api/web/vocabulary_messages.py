"""What the vocabularies say to readers, as messages to be translated: an extraction method for Babel."""

import inspect
from collections.abc import Iterator
from typing import Any

from models import vocabulary
from models.vocabulary import Term


def extract(*_: Any, options: dict[str, str] | None = None) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every term and its explanation: line (0, as none is kept), function, message, and the vocabulary's name.

    The arguments are those with which Babel calls every extraction method; what is read is the vocabulary itself.
    """
    del options
    for name, terms in vars(vocabulary).items():
        if not (inspect.isclass(terms) and issubclass(terms, Term)):
            continue
        for term in terms:
            yield 0, "gettext", str(term), [f"{name}: a word"]
            if term.explanation:
                yield 0, "gettext", term.explanation, [f"{name}: {term}"]
