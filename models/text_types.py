"""Constrained text and identifiers: one type for each, shared by every draft and every route."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo

from models.dates import check_date
from models.errors import Phrase

# C0 controls (but tab and line breaks), lone surrogates and the two non-characters that XML 1.0
# forbids. NUL is accepted by SQLite and refused by PostgreSQL, so it is refused here, before both.
_PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$"
ONE_LINE = r"^[^\x00-\x1f\x7f\u2028\u2029\ufffe\uffff]*$"

LABEL_PATTERN = r"^[A-Za-z][A-Za-z0-9_-]{0,63}$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+){0,31}$"
_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
_SHA256 = r"^[0-9a-f]{64}$"
_MEDIA_TYPE = r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$"
_HTTP_URL = r"^https?://[^\s\x00-\x1f\x7f\"<>\\^`{|}]+$"
MAX_INTEGER = 2**31 - 1
LONGEST_PROSE = 20_000
LONGEST_QUOTATION = 20_000
LONGEST_LINE = 500

Statement = Annotated[str, StringConstraints(min_length=1, max_length=4_000, pattern=_PRINTABLE, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(max_length=LONGEST_PROSE, pattern=_PRINTABLE)]
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE, pattern=ONE_LINE)]
Quotation = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_QUOTATION, pattern=_PRINTABLE)]
Surroundings = Annotated[str, StringConstraints(max_length=1_000, pattern=_PRINTABLE)]
# A whole text. Longer ones are refused before this is asked, with what to do about it.
Manuscript = Annotated[str, StringConstraints(min_length=1, max_length=10_000_000, pattern=_PRINTABLE)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=ONE_LINE, strip_whitespace=True)]
Label = Annotated[
    str,
    StringConstraints(pattern=LABEL_PATTERN, max_length=64),
    Field(description="A readable id, unique within its map, such as P3, L42 or doc-1914-07-23."),
]
Slug = Annotated[
    str,
    StringConstraints(pattern=SLUG_PATTERN, max_length=64),
    Field(description="The map's short name in addresses: small letters, digits and single hyphens."),
]
LanguageTag = Annotated[
    str,
    StringConstraints(pattern=_LANGUAGE),
    Field(description="A BCP 47 language tag such as la, zh-Hant or en."),
]
Sha256 = Annotated[
    str,
    StringConstraints(pattern=_SHA256),
    Field(description="The hash of a content: 64 hexadecimal digits."),
]
MediaType = Annotated[
    str,
    StringConstraints(pattern=_MEDIA_TYPE, max_length=100),
    Field(description="What a text was read from, such as text/plain or application/pdf."),
]
# Given with a draft that was stored: what is refused today may have been taken in before, and is still there.
STORED = {"is_stored": True}
# A DOI, with whatever people copy along.
_DOI = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{3,9}/\S+)")


def normalise_doi(written: str) -> str:
    """Return a DOI without what stands before it, nothing where it is none (ISO 26324: 10.prefix/suffix)."""
    found = _DOI.fullmatch(written.strip())
    return found[1] if found else ""


def _check_unless_stored(text: str, info: ValidationInfo) -> str:
    return text if info.context and info.context.get("is_stored") else check_date(text)


EdtfDate = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strip_whitespace=True),
    AfterValidator(_check_unless_stored),
    Field(description="A date or span in the Extended Date/Time Format (ISO 8601-2): 1914-07-23, 1861/1865, 1640~."),
]
HttpUrl = Annotated[
    str,
    StringConstraints(pattern=_HTTP_URL, max_length=2_000),
    Field(description="An http or https address."),
]

# A regular expression says nothing to whoever is told what is wrong.
_IN_WORDS = {
    _PRINTABLE: Phrase("It contains a character that is not allowed, such as a control character."),
    ONE_LINE: Phrase("Write it on one line, without control characters."),
    LABEL_PATTERN: Phrase(
        "An id is a Latin letter, then letters, digits, hyphens or low lines, such as P3 or doc-1950."
    ),
    SLUG_PATTERN: Phrase("A name in addresses is of small letters, digits and single hyphens, such as korea-1950."),
    _LANGUAGE: Phrase("Write a language tag, such as en, ru or zh-Hans."),
    _SHA256: Phrase("A hash has 64 digits and letters from a to f."),
    _MEDIA_TYPE: Phrase("Write a media type, such as text/plain."),
    _HTTP_URL: Phrase("Write an address that begins with http:// or https://, without spaces."),
}


def describe_misfit(entry: Mapping[str, Any]) -> str:
    """Return in words what is wrong, of an entry in pydantic's list of errors: as a phrase, if it is one of ours."""
    if entry["type"] == "string_pattern_mismatch":
        return _IN_WORDS.get(entry["ctx"]["pattern"], Phrase("It is not written in the form that is asked for here."))
    reasons = getattr(entry.get("ctx", {}).get("error"), "args", ())
    if reasons and isinstance(reasons[0], Phrase):
        return reasons[0]
    return str(entry["msg"]).removeprefix("Value error, ")
