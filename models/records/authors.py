"""The authors of a map, in their order, and those of the maps from which it was made."""

import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, model_validator
from pydantic import Field as Described
from sqlmodel import Field, SQLModel

from models.errors import Phrase
from models.text_types import Line, Title
from models.vocabulary import AuthorKind

MOST_FOREBEARS = 20
ORCID_SITE = "https://orcid.org/"
_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?", re.IGNORECASE | re.ASCII
)


def read_orcid(written: str) -> str:
    """Return an ORCID iD as the address that it is, nothing for nothing; raises `ValueError` where it is none.

    Its last character is a check on the others (ISO 7064, MOD 11-2): no slip of the pen leads to another person.
    """
    if not written.strip():
        return ""
    orcid_match = _ORCID.fullmatch(written.strip())
    if orcid_match is None:
        raise ValueError(Phrase("An ORCID iD has sixteen digits, such as 0000-0002-1825-0097."))
    digits = "".join(orcid_match.groups()).upper()
    if digits[-1] != _check_digit(digits[:-1]):
        raise ValueError(Phrase("The last digit of this ORCID iD does not fit the others: one of them was mistyped."))
    return ORCID_SITE + "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def _check_digit(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


Orcid = Annotated[
    Line,
    AfterValidator(read_orcid),
    Described(description="An ORCID iD, bare or as an address; it is kept as its address, https://orcid.org/…"),
]


class MapAuthor(SQLModel):
    """An author of a map: the name as it is printed, and for a bibliography its parts.

    `family` is the name under which a person stands in a bibliography, wherever it stands in the whole name: Shen of
    Shen Zhihua, Bethmann Hollweg of Theobald von Bethmann Hollweg. Left out, the name is not parted.
    """

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    name: Title
    kind: AuthorKind = AuthorKind.PERSON
    family: Line = ""
    given: Line = ""
    orcid: Orcid = ""

    @model_validator(mode="after")
    def _check_parts(self) -> "MapAuthor":
        if self.given and not self.family:
            raise ValueError(
                Phrase("Given names need a family name beside them; write a name of one word in “name” alone.")
            )
        if self.kind == AuthorKind.BODY and (self.family or self.orcid):
            raise ValueError(Phrase("A body has one name, and neither a family name nor an ORCID iD."))
        return self


Authors = Annotated[list[MapAuthor], Described(max_length=100)]


class Forebear(SQLModel):
    """A map from which another was made: its authors, and its title where everybody may know of it."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    title: Line = ""
    authors: Authors = Field(default_factory=list)


Forebears = Annotated[list[Forebear], Described(max_length=MOST_FOREBEARS)]
