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
