"""Languages by name: what a tag such as ru or zh-Hans means to a reader."""

from functools import lru_cache

from babel import Locale


@lru_cache(maxsize=512)
def language_name(tag: str) -> str:
    """Return a BCP 47 tag in English words (CLDR): Russian, Simplified Chinese, Serbian (Latin); else the tag itself.

    What the language's own name does not say yet stands in brackets, unknown parts as they are.
    """
    english = Locale("en")
    language, *subtags = tag.split("-")
    named = english.languages.get(language.lower())
    if named is None:
        return tag
    told = []
    for subtag in subtags:
        script, territory = subtag.title(), subtag.upper()
        whole = english.languages.get(f"{language.lower()}_{script if len(subtag) == 4 else territory}")
        if whole is not None:
            named = whole
        elif len(subtag) == 4 and script in english.scripts:
            told.append(english.scripts[script])
        else:
            told.append(english.territories.get(territory, subtag))
    return f"{named} ({', '.join(told)})" if told else named
