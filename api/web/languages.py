"""Languages by name: what a tag such as ru or zh-Hans means to a reader."""

from functools import lru_cache

from babel import Locale

from api.web.messages import language


def language_name(tag: str) -> str:
    """Return a BCP 47 tag in words of the page's language (CLDR): Russian, Simplified Chinese, Serbian (Latin).

    What the language's own name does not say yet stands in brackets, unknown parts as they are. A tag whose language
    has no name is returned itself.
    """
    return _named(tag, language())


def find_language(written: str) -> str:
    """Return the tag of a language that is written by its name, in the page's language or in English.

    Tags, and what names no language, are returned as they are written.
    """
    sought = " ".join(written.split()).casefold()
    for speaking in (language(), "en"):
        if sought in _tags(speaking):
            return _tags(speaking)[sought]
    return written


def name_for_form(written: str) -> str:
    """Return the name of a language as it goes into a form, from which it is read as the same tag; else the tag."""
    name = language_name(written)
    return name if find_language(name) == written else written


@lru_cache(maxsize=8)
def _tags(speaking: str) -> dict[str, str]:
    """Return the tags of languages by their names; a name that is another language's code stands for that."""
    names = {str(code): str(name).casefold() for code, name in Locale.parse(speaking, sep="-").languages.items()}
    codes = {code.casefold() for code in names}
    return {name: code.replace("_", "-") for code, name in names.items() if name not in codes}


@lru_cache(maxsize=512)
def _named(tag: str, speaking: str) -> str:
    names = Locale.parse(speaking, sep="-")
    language, *subtags = tag.split("-")
    named = names.languages.get(language.lower())
    if named is None:
        return tag
    told = []
    for subtag in subtags:
        script, territory = subtag.title(), subtag.upper()
        whole = names.languages.get(f"{language.lower()}_{script if len(subtag) == 4 else territory}")
        if whole is not None:
            named = whole
        elif len(subtag) == 4 and script in names.scripts:
            told.append(names.scripts[script])
        else:
            told.append(names.territories.get(territory, subtag))
    return f"{named} ({', '.join(told)})" if told else named
