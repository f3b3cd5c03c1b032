"""What deeper rooms say to readers on the pages, as messages to be translated: an extraction method for Babel.

These are the vocabularies, the views, the places for figures, the questions that are asked of an argument's scheme, the
parts of archival references and what is counted of contributions. What errors say is found in the code itself, as
`Phrase`.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from api.phrases.link_sentences import count_words, name_action
from api.seminars.comments import discussion
from argument_maps.citation.archives import PRESETS
from argument_maps.reading import TEXT_FORMATS
from argument_maps.schemes import QUESTIONS
from argument_maps.weighing.energies import EnergyBand
from argument_maps.weighing.overturning import SearchBound
from models import text_vocabulary, vocabulary, weighing_vocabulary
from models.participation import contributions
from models.records.relations import RELATION_MEANINGS
from models.vocabulary import Term
from renderers.figures.places import FigurePlaceName
from renderers.views.view_table import View


def extract(*_: Any, options: dict[str, str] | None = None) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every message: line (0, as none is kept), function, message, and a remark on where it belongs.

    The arguments are those with which Babel calls every extraction method; what is read are the values themselves.
    """
    del options
    for message, remark in (*_vocabularies(), *_views(), *_schemes(), *_archives(), *_others()):
        yield 0, "gettext", message, [remark]


def _vocabularies() -> Iterator[tuple[str, str]]:
    deeper = {terms.__name__: terms for terms in (EnergyBand, SearchBound)}
    rooms = (vars(vocabulary), vars(text_vocabulary), vars(weighing_vocabulary), deeper)
    for name, terms in (entry for room in rooms for entry in room.items()):
        if not (inspect.isclass(terms) and issubclass(terms, Term) and terms is not Term):
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
    for place in FigurePlaceName:
        yield place.place.title, "a place for figures, on a menu"


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
    for text_format in TEXT_FORMATS:
        yield text_format.name, "a format of texts"
    for count in contributions.CONTRIBUTION_COLUMNS:
        yield count.label, "a column of the contributions"
    for message in (discussion.WITHDRAWN_NOTICE, discussion.HIDDEN_NOTICE):
        yield message, "in place of a comment"
