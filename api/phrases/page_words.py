"""What pages call what the API and files call otherwise, so that one thing has one family of names on the pages.

A record of kind `stance` is a position that a source documents; the positions of members stand beside the map.
"""

from datetime import datetime

from api.http.problems import Refusal
from api.phrases.date_words import spell_date_for_page, spell_moment
from api.phrases.marking import N_
from api.phrases.messages import gettext, isolate_words, nform
from argument_maps.dates.spelling import SpelledDate
from models.errors import MapError, Phrase
from models.errors.phrases import PhraseValue
from models.vocabulary import Term

_PAGE_WORDS = {
    "stance": N_("documented position"),
    "critical_question": N_("critical question"),
    "article-journal": N_("journal article"),
    "article-newspaper": N_("newspaper article"),
    "webpage": N_("web page"),
}


def translate_word(text: str) -> str:
    """Return a word of a vocabulary as the pages say it, in the language of the page."""
    return gettext(_PAGE_WORDS.get(text, text)) if text else ""


def translate_phrase(text: str) -> str:
    """Return a phrase of the rooms below, such as what an error says, in the language of the page; else the text."""
    if not isinstance(text, Phrase) or not text:
        return text
    template = gettext(text.template) if text.plural is None else nform(text.template, text.plural, text.number)
    values = {name: _translate_value(value) for name, value in text.values.items()}
    return template % values if values else template


def describe_unavailable_name(slug: str, free: str) -> str:
    """Return what is said of a name that cannot be had, whoever has it, with one that can."""
    return gettext("The name “%(slug)s” is not available. “%(free)s” is still free.", slug=slug, free=free)


def explain_error(error: MapError | Refusal) -> str:
    """Return what is wrong and what to do about it, in the language of the page."""
    return f"{translate_phrase(error.detail)} {translate_phrase(error.remedy)}".strip()


def _translate_value(value: PhraseValue) -> str:
    match value:
        case tuple():
            return ", ".join(map(_translate_value, value))
        case datetime():
            return spell_moment(value)
        case SpelledDate():
            return spell_date_for_page(value.edtf)
        case Term():
            return translate_word(value)
        case Phrase():
            return translate_phrase(value)
    return isolate_words(str(value))
