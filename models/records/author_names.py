"""The names of authors as people write them, parted as citations need them."""

import re

from models.records.authors import MapAuthor
from models.vocabulary import AuthorKind

LONGEST_LINE = 1_000
_WITH_ORCID = re.compile(r"(.*?)\s*[<(]([^<>()]*\d[^<>()]*)[>)]\s*")


class UnclearName(ValueError):
    """A name of several words of which it cannot be known which is the family's; says what to write."""


def split_name(name: str, family: str = "") -> tuple[str, str, str]:
    """Return a person's whole name, the family name and the given names; both are empty for a name that has no parts.

    “Weber, Anna” says it by its comma. Without one, `family` is the part of the name under which it is listed; a family
    name that is the whole name parts nothing. Raises `UnclearName`.
    """
    name, family = " ".join(name.split()), " ".join(family.split())
    if "," in name and family in ("", name.partition(",")[0].strip()):
        return _split_inverted_name(name)
    if not family:
        if " " in name:
            raise UnclearName(name)
        return name, "", ""
    if name == family:
        return name, "", ""
    family_match = re.search(rf"(?<!\w){re.escape(family)}(?!\w)", name) or re.match(re.escape(family), name)
    if family_match is None:
        raise ValueError(family)
    rest = f"{name[: family_match.start()]} {name[family_match.end() :]}"
    given_names = re.sub(r"\s+,", ",", " ".join(rest.split())).strip(" ,")
    return (name, family, given_names) if given_names else (name, "", "")


def _split_inverted_name(name: str) -> tuple[str, str, str]:
    """Return what “King, Martin Luther, Jr.” says: a suffix stays behind the whole name."""
    family, *others = [part.strip() for part in name.split(",") if part.strip()] or [""]
    if not others:
        return family, "", ""
    suffix = "".join(f", {part}" for part in others[1:])
    return f"{others[0]} {family}{suffix}", family, f"{others[0]}{suffix}"


def read_author(written: str) -> MapAuthor:
    """Return the author of a line such as “Weber, Anna <0000-0002-1825-0097>”; raises `ValueError`.

    A line without a comma is a name that has no parts, as that of a body.
    """
    # A longer line is refused as a name; to look for an ORCID iD in it would take the square of its length.
    orcid_match = _WITH_ORCID.fullmatch(written) if len(written) <= LONGEST_LINE else None
    name, orcid = (orcid_match[1], orcid_match[2]) if orcid_match else (written, "")
    whole, family, given_names = (
        _split_inverted_name(" ".join(name.split())) if "," in name else (" ".join(name.split()), "", "")
    )
    return MapAuthor.model_validate(
        {"name": whole, "family": family, "given": given_names, "orcid": orcid, "kind": AuthorKind.PERSON}
    )
