"""What deeper rooms say to readers on the pages, as messages to be translated: an extraction method for Babel.

These are the vocabularies, the views, the questions that are asked of an argument's scheme, the parts of archival
references, what is counted of contributions, and what errors are called. What else an error says names records, and is
in English as in the API.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from api.phrases.link_sentences import count_words, name_action
from api.requests import error_answers
from api.seminars.comments import discussion
from argument_maps import time_travel
from argument_maps.citation.archives import PRESETS
from argument_maps.reading import blocks, files
from argument_maps.schemes import QUESTIONS
from argument_maps.selection import selecting
from models import errors, vocabulary
from models.participation import contributions, seminar_errors
from models.people import account_errors
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import Term
from renderers.layout import dot_process
from renderers.raster import rasterising
from renderers.svg import picture
from renderers.views import neighbourhood
from renderers.views.view_table import View

# The modules whose errors a reader of pages can meet.
ERROR_MODULES = (
    errors,
    account_errors,
    seminar_errors,
    selecting,
    time_travel,
    blocks,
    files,
    dot_process,
    picture,
    rasterising,
    neighbourhood,
)


def extract(*_: Any, options: dict[str, str] | None = None) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every message: line (0, as none is kept), function, message, and a remark on where it belongs.

    The arguments are those with which Babel calls every extraction method; what is read are the values themselves.
    """
    del options
    for message, remark in (*_vocabularies(), *_views(), *_schemes(), *_archives(), *_errors(), *_others()):
        yield 0, "gettext", message, [remark]


def _vocabularies() -> Iterator[tuple[str, str]]:
    for name, terms in vars(vocabulary).items():
        if not (inspect.isclass(terms) and issubclass(terms, Term)):
            continue
        for term in terms:
            yield str(term), f"{name}: a word"
            if term.explanation:
                yield term.explanation, f"{name}: {term}"


def _views() -> Iterator[tuple[str, str]]:
    for view in View:
        yield view.definition.title, "a view, on a menu"
        if view.definition.title_around:
            yield view.definition.title_around, "a view, on a menu: the record in its middle"


def _schemes() -> Iterator[tuple[str, str]]:
    for scheme, questions in QUESTIONS.items():
        for question in questions:
            yield question, f"Scheme: {scheme}"


def _archives() -> Iterator[tuple[str, str]]:
    for preset in PRESETS:
        yield preset.name, "a kind of archive"
        for part in preset.parts:
            yield part.meaning, f"{preset.name}: {part.label}"


def _others() -> Iterator[tuple[str, str]]:
    for relation, meaning in RELATION_MEANINGS.items():
        yield meaning.plural_verb, "what several records do together: E1 + E2 support F1"
        yield name_action(relation), "a button that begins a link"
        yield relation.capitalize(), "a heading of what an interpretation does"
        yield count_words(relation, 1), "what is done to a record"
        yield count_words(relation, 2), "what is done to a record, by so many links"
    for count in contributions.CONTRIBUTION_COLUMNS:
        yield count.label, "a column of the contributions"
    for message in error_answers.NOT_ALLOWED:
        yield message, "an error: not-allowed"
    for message in (discussion.WITHDRAWN_NOTICE, discussion.HIDDEN_NOTICE):
        yield message, "in place of a comment"


def _errors() -> Iterator[tuple[str, str]]:
    for module in ERROR_MODULES:
        for name, error in vars(module).items():
            if inspect.isclass(error) and issubclass(error, errors.MapError) and error.__module__ == module.__name__:
                yield error.title, f"an error: {name}"
    for name, *messages in error_answers.FRAMEWORK_ERRORS.values():
        for message in messages:
            yield message, f"an error: {name}"
