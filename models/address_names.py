"""Names in addresses: made of a title, read as they were written, and made free where somebody has them already."""

import re
import secrets
import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, TypeAdapter, ValidationError, WithJsonSchema

from models.text_types import Slug

LONGEST_NAME, MOST_WORDS = 64, 32
# What is proposed leaves room for a number behind it.
LONGEST_PROPOSAL = 60
MOST_CONSECUTIVE_NUMBERS = 30
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


def propose_name(title: str, longest: int = LONGEST_PROPOSAL) -> str:
    """Return what something with that title may be called in addresses, nothing where it has no Latin letter or digit.

    Letters lose their accents; whole words are kept as far as there is room.
    """
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return _join_words(re.findall(r"[a-z0-9]+", plain.replace("'", "")), longest, MOST_WORDS - 1)


def read_name(written: str) -> str:
    """Return the name in addresses that somebody means who writes it with spaces, capitals or accents."""
    # One word that is too long is no slip of the pen.
    if re.fullmatch("[a-z0-9]*", written):
        return written
    try:
        return _SLUG.validate_python(written)
    except ValidationError:
        return propose_name(written) or written


def shorten_name(name: str, longest: int) -> str:
    """Return as many whole words of a name as have room; of a word that is too long by itself its beginning."""
    return _join_words(name.split("-"), longest, MOST_WORDS)


def number_name(name: str, number: int) -> str:
    """Return the name with a number behind it, which is a name as well: words at its end make room."""
    end = f"-{number}"
    return _join_words(name.split("-"), LONGEST_NAME - len(end), MOST_WORDS - 1) + end


def find_free_name(name: str, is_in_use: Callable[[str], bool]) -> str:
    """Return the name, or where it is taken the first that is free with a number behind it.

    Where many are taken the number is drawn by chance, so that a name costs no more the more have it.
    """
    number, free = 1, name
    while is_in_use(free):
        number = (
            number + 1 if number < MOST_CONSECUTIVE_NUMBERS else secrets.randbelow(10**7) + MOST_CONSECUTIVE_NUMBERS
        )
        free = number_name(name, number)
    return free


def _join_words(words: list[str], longest: int, most: int) -> str:
    name = ""
    for word in [word for word in words if word][:most]:
        longer = f"{name}-{word}" if name else word[:longest]
        if len(longer) > longest:
            break
        name = longer
    return name


def _normalise_name(written: object) -> object:
    return read_name(written.strip()) if isinstance(written, str) else written


# What programs and files send: capitals, spaces and accents are read as pages read them.
WrittenName = Annotated[
    Slug,
    BeforeValidator(_normalise_name),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "description": "The short name in addresses: small letters, digits and single hyphens, at most 64, such as "
            "korea-1950. Capitals, spaces and accents are made into one: “Korea 1950” is korea-1950.",
        }
    ),
]
