"""The words of the pages in the reader's language: catalogues of translations, and which of them are used.

Catalogues lie in `locale/<language>/LC_MESSAGES/messages.po`, the form of GNU gettext. English stands in the code
itself, and is what a reader sees where there is no catalogue or no translation. `make strings` gathers it.

Only pages are translated. What stands inside of a drawn picture, of files and of citations, and what the API answers,
is English for everybody: these are handed on to others, kept, and compared byte by byte.
"""

import gettext as gnu
import io
import unicodedata
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import structlog
from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(__file__).parent / "locale"
SOURCE_LANGUAGE: Final = "en"
LONGEST_HEADER = 400
FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"

_log = structlog.get_logger(__name__)
_english = gnu.NullTranslations()
# Set for a request, and so for the thread that answers it, which gets a copy of the request's context.
_chosen: ContextVar[tuple[str, gnu.NullTranslations]] = ContextVar("chosen", default=(SOURCE_LANGUAGE, _english))


class Languages:
    """Chooses the language in which a request is answered, by the header Accept-Language (RFC 9110, 12.5.4)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its language chosen."""
        if scope["type"] == "http":
            translations_by_tag = load_catalogues(FOLDER)
            if translations_by_tag:
                choose_language(
                    negotiate_language(Headers(scope=scope).get("accept-language", ""), translations_by_tag),
                    translations_by_tag,
                )
        await self.app(scope, receive, send)


def gettext(message: str, /, **variables: Any) -> str:
    """Return a message in the chosen language, with the variables put in where it says `%(name)s`.

    Without variables nothing is put in, and a per cent sign is one.
    """
    translated = _chosen.get()[1].gettext(message)
    return translated % isolate_variables(variables) if variables else translated


def ngettext(one: str, many: str, number: int, /, **variables: Any) -> str:
    """Return the form of a message that goes with a number, which is the variable `num` unless it is named."""
    return nform(one, many, number) % {"num": number, **isolate_variables(variables)}


def nform(one: str, many: str, number: int, context: str | None = None, /) -> str:
    """Return the form of a message that goes with a number, with nothing put in yet."""
    translations = _chosen.get()[1]
    if context is None:
        return translations.ngettext(one, many, number)
    return translations.npgettext(context, one, many, number)


def pgettext(context: str, message: str, /, **variables: Any) -> str:
    """Return a message whose words mean something else elsewhere, as it is meant in this context."""
    translated = _chosen.get()[1].pgettext(context, message)
    return translated % isolate_variables(variables) if variables else translated


def get_language() -> str:
    """Return the tag of the chosen language (BCP 47), for the attribute `lang`."""
    return _chosen.get()[0]


def get_text_direction() -> str:
    """Return in which direction the chosen language is written, for the attribute `dir`: ltr or rtl."""
    try:
        return str(Locale.parse(get_language(), sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def isolate_words(words: str) -> str:
    """Return words that stand within a sentence so that their direction and the sentence's do not mix.

    They come between first strong isolate and pop directional isolate (UAX 9, X5c), which also hold in attributes and
    options, where no element can. What reads as the page does is left without them, to be searched and copied.
    """
    if not words or (get_text_direction() == "ltr" and not any(map(_reads_leftwards, words))):
        return words
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_DIRECTIONAL_ISOLATE}"


def isolate_variables(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is put into a message, words kept apart from it; of markup each element has its own direction."""
    return {
        name: isolate_words(value) if isinstance(value, str) and not hasattr(value, "__html__") else value
        for name, value in variables.items()
    }


def _reads_leftwards(character: str) -> bool:
    return unicodedata.bidirectional(character) in {"R", "AL", "AN"}


def choose_language(tag: str, translations_by_tag: Mapping[str, gnu.NullTranslations]) -> None:
    """Answer in this language from here on, in this context."""
    _chosen.set((tag, translations_by_tag.get(tag, _english)))


def has_translations() -> bool:
    """Return whether there is a language beside English, so that answers depend on what the reader asks for."""
    return bool(load_catalogues(FOLDER))


@lru_cache(maxsize=4)
def load_catalogues(folder: Path) -> dict[str, gnu.NullTranslations]:
    """Return the translations that lie in a folder, each under its language's tag (BCP 47)."""
    return {
        file.parents[1].name.replace("_", "-"): _compile_translations(file)
        for file in sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    }


def negotiate_language(wishes: str, translations_by_tag: Mapping[str, gnu.NullTranslations]) -> str:
    """Return the language that a header Accept-Language likes best among those known and English."""
    weighed_tags = []
    for wish in wishes[:LONGEST_HEADER].split(","):
        tag, _, parameter = wish.partition(";")
        weight = _read_weight(parameter)
        if tag.strip() and weight > 0:
            weighed_tags.append((tag.strip(), weight))
    # Sorting is stable: what is wished for equally is taken in the order in which it is written.
    preferred = [tag for tag, _ in sorted(weighed_tags, key=lambda weighed_tag: -weighed_tag[1])]
    return negotiate_locale(preferred, [*translations_by_tag, SOURCE_LANGUAGE], sep="-", aliases={}) or SOURCE_LANGUAGE


def _read_weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _compile_translations(file: Path) -> gnu.NullTranslations:
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.parents[1].name)
    _leave_out_what_does_not_fit(catalog, file)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


def _leave_out_what_does_not_fit(catalog: Catalog, file: Path) -> None:
    # A variable that is misspelt in a translation would be an error on every page that shows it.
    for message, errors in list(catalog.check()):
        _log.warning("translation_left_out", file=file.name, message=message.id, why=str(errors[0]))
        catalog.delete(message.id, message.context)
