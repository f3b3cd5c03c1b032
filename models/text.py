"""Constrained text and identifiers: one type for each, shared by every draft and every route."""

from typing import Annotated

from pydantic import Field, StringConstraints

# C0 controls (but tab and line breaks), lone surrogates and the two non-characters that XML 1.0
# forbids. NUL is accepted by SQLite and refused by PostgreSQL, so it is refused here, before both.
_PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]*$"
_ONE_LINE = r"^[^\x00-\x1f\x7f\u2028\u2029\ufffe\uffff]*$"

LABEL_PATTERN = r"^[A-Za-z][A-Za-z0-9_-]{0,63}$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+){0,31}$"
MAX_INTEGER = 2**31 - 1
LONGEST_PROSE = 20_000

Statement = Annotated[str, StringConstraints(min_length=1, max_length=4_000, pattern=_PRINTABLE, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(max_length=LONGEST_PROSE, pattern=_PRINTABLE)]
Line = Annotated[str, StringConstraints(max_length=500, pattern=_ONE_LINE)]
Quotation = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=_PRINTABLE)]
Surroundings = Annotated[str, StringConstraints(max_length=1_000, pattern=_PRINTABLE)]
# A whole text. Longer ones are refused before this is asked, with what to do about it.
Manuscript = Annotated[str, StringConstraints(min_length=1, max_length=10_000_000, pattern=_PRINTABLE)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_ONE_LINE, strip_whitespace=True)]
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
    StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"),
    Field(description="A BCP 47 language tag such as la, zh-Hant or en."),
]
Sha256 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Field(description="The hash of a content: 64 hexadecimal digits."),
]
MediaType = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$", max_length=100),
    Field(description="What a text was read from, such as text/plain or application/pdf."),
]
HttpUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s\x00-\x1f\x7f\"<>\\^`{|}]+$", max_length=2_000),
    Field(description="An http or https address."),
]
