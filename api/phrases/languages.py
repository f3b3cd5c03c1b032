"""Languages by name: what a tag such as ru or zh-Hans means to a reader."""

from functools import lru_cache

from babel import Locale

from api.phrases.messages import get_language


def language_name(tag: str) -> str:
    """Return a BCP 47 tag in words of the page's language (CLDR): Russian, Simplified Chinese, Serbian (Latin).

    What the language's own name does not say yet stands in brackets, unknown parts as they are. A tag whose language
    has no name is returned itself.
    """
    return _name_language(tag, get_language())


def find_language(written: str) -> str:
    """Return the tag of a language that is written by its name, in the page's language or in English.

    Tags, and what names no language, are returned as they are written.
    """
    sought_name = " ".join(written.split()).casefold()
    for page_language in (get_language(), "en"):
        if sought_name in _list_language_tags(page_language):
            return _list_language_tags(page_language)[sought_name]
    return written


def is_language_field(name: str) -> bool:
    """Tell whether a field of this name holds the tag of a language, which people write and read by its name."""
    return name.rpartition("_")[2] == "language"


def name_language_for_form(written: str) -> str:
    """Return the name of a language as it goes into a form, from which it is read as the same tag; else the tag."""
    name = language_name(written)
    return name if find_language(name) == written else written


@lru_cache(maxsize=8)
def _list_language_tags(page_language: str) -> dict[str, str]:
    """Return the tags of languages by their names; a name that is another language's code stands for that."""
    names = {str(code): str(name).casefold() for code, name in Locale.parse(page_language, sep="-").languages.items()}
    codes = {code.casefold() for code in names}
    return {name: code.replace("_", "-") for code, name in names.items() if name not in codes}


@lru_cache(maxsize=512)
def _name_language(tag: str, page_language: str) -> str:
    names = Locale.parse(page_language, sep="-")
    language, *subtags = tag.split("-")
    language_words = names.languages.get(language.lower())
    if language_words is None:
        return tag
    qualifiers = []
    for subtag in subtags:
        script, territory = subtag.title(), subtag.upper()
        whole = names.languages.get(f"{language.lower()}_{script if len(subtag) == 4 else territory}")
        if whole is not None:
            language_words = whole
        elif len(subtag) == 4 and script in names.scripts:
            qualifiers.append(names.scripts[script])
        else:
            qualifiers.append(names.territories.get(territory, subtag))
    return f"{language_words} ({', '.join(qualifiers)})" if qualifiers else language_words
