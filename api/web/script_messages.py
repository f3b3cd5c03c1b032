"""What the scripts of the pages say, in the chosen language: a page brings it along, for scripts have no catalogue."""

from functools import cache
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract

from api import assets
from api.web.messages import SOURCE_LANGUAGE, gettext, language, nform

# Rules for plurals look at a number up to a hundred, and beyond that at its last two digits.
TOLD_APART = 200


def script_messages() -> dict[str, Any]:
    """Return what scripts say by the English of it, nothing where a page is in English.

    What depends on a number is told by its singular: its `forms`, and as `turns` which of them, digit by digit, goes
    with 0 to 199.
    """
    if language() == SOURCE_LANGUAGE:
        return {}
    told: dict[str, Any] = {}
    for message in written_in_scripts():
        if isinstance(message, str):
            told[message] = gettext(message)
        else:
            told[message[0]] = _plural(*message)
    return told


@cache
def written_in_scripts() -> frozenset[str | tuple[str, str]]:
    """Return the English of all messages in scripts; where they depend on a number, singular and plural."""
    found: set[Any] = set()
    for file in sorted(assets.HERE.glob("*.js")):
        with file.open("rb") as opened:
            found.update(message for _, message, _, _ in extract("javascript", opened, DEFAULT_KEYWORDS))
    return frozenset(found)


def _plural(one: str, many: str) -> dict[str, Any]:
    told = [nform(one, many, number) for number in range(TOLD_APART)]
    forms = list(dict.fromkeys(told))
    return {"forms": forms, "turns": "".join(str(forms.index(form)) for form in told)}
