"""What the scripts of the pages say, in the chosen language: a page brings it along, for scripts have no catalogue."""

from functools import cache
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract

from api.http.asset_files import asset_addresses
from api.phrases.messages import SOURCE_LANGUAGE, get_language, gettext, nform

# Rules for plurals look at a number up to a hundred, and beyond that at its last two digits.
PLURAL_NUMBERS = 200


def translate_script_messages() -> dict[str, Any]:
    """Return what scripts say by the English of it, nothing where a page is in English.

    What depends on a number is told by its singular: its `forms`, and as `turns` which of them, digit by digit, goes
    with 0 to 199.
    """
    if get_language() == SOURCE_LANGUAGE:
        return {}
    translations: dict[str, Any] = {}
    for message in extract_script_messages():
        if isinstance(message, str):
            translations[message] = gettext(message)
        else:
            translations[message[0]] = _translate_plural(*message)
    return translations


@cache
def extract_script_messages() -> frozenset[str | tuple[str, str]]:
    """Return the English of all messages in scripts; where they depend on a number, singular and plural."""
    messages: set[Any] = set()
    for file in sorted((asset_addresses.STATIC_FOLDER / "scripts").rglob("*.js")):
        with file.open("rb") as opened:
            messages.update(message for _, message, _, _ in extract("javascript", opened, DEFAULT_KEYWORDS))
    return frozenset(messages)


def _translate_plural(one: str, many: str) -> dict[str, Any]:
    phrases = [nform(one, many, number) for number in range(PLURAL_NUMBERS)]
    forms = list(dict.fromkeys(phrases))
    return {"forms": forms, "turns": "".join(str(forms.index(form)) for form in phrases)}
