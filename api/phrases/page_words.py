"""What pages call what the API and files call otherwise, so that one thing has one family of names on the pages.

A record of kind `stance` is a position that a source documents; the positions of members stand beside the map.
"""

from api.phrases.messages import N_, gettext

_PAGE_WORDS = {
    "stance": N_("documented position"),
    "article-journal": N_("journal article"),
    "article-newspaper": N_("newspaper article"),
    "webpage": N_("web page"),
}


def translate_word(text: str) -> str:
    """Return a word of a vocabulary as the pages say it, in the language of the page."""
    return gettext(_PAGE_WORDS.get(text, text)) if text else ""
