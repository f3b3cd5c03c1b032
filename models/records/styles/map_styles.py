"""Which styles of citation a map has beside those of the program.

They belong to the map and not to an account: a journal prescribes its style for what appears in it, whoever works on
it, and every reader of the map, its forks and its editions has to see the sources cited in the same way.
"""

import hashlib
from typing import Annotated

from pydantic import AfterValidator, ConfigDict
from pydantic import Field as Described
from sqlmodel import SQLModel

from models.errors import Phrase
from models.text_types import Sha256, Slug, Title
from models.vocabulary import CitationStyle

MOST_STYLES = 20
StyleName = Annotated[
    Slug, Described(description="The name of one of the map’s own styles: small letters, digits and single hyphens.")
]


class MapStyle(SQLModel):
    """A style of citation of a map: the name by which it is chosen, its title, and the hash of its file in CSL."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment] # SQLModel narrows the type for tables

    name: StyleName
    title: Title
    sha256: Sha256


def _check_names(styles: list[MapStyle]) -> list[MapStyle]:
    names = [style.name for style in styles]
    if len(set(names)) < len(names) or not set(CitationStyle).isdisjoint(names):
        raise ValueError(Phrase("Each style of a map needs a name of its own, which no style of the program has."))
    return styles


MapStyles = Annotated[list[MapStyle], Described(max_length=MOST_STYLES), AfterValidator(_check_names)]


def digest_style(data: bytes) -> str:
    """Return the hash under which the file of a style is kept."""
    return hashlib.sha256(data).hexdigest()
