"""A map as an entry for a reference manager: BibTeX, RIS and CSL-JSON."""

import re
from typing import Any

import msgspec

from argument_maps.citation.archival import joined
from argument_maps.citation.maps import PUBLISHER, Edition
from argument_maps.citation.names import turns_round
from argument_maps.graph import Author
from models.vocabulary import AuthorKind

_TEX = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(edition: Edition) -> str:
    """Return the map as an entry for BibTeX, with every character that TeX would read escaped."""
    year, _, rest = edition.changed.partition("-")
    fields = {
        "author": " and ".join(_bibtex_name(author) for author in edition.authors),
        "title": f"{{{_escaped(edition.title)}}}",
        "howpublished": _escaped(joined(PUBLISHER, edition.series, edition.known)),
        "year": year,
        "month": rest.partition("-")[0],
        "note": _escaped(_capital(edition.origin)),
        "url": re.sub(r"[{}\\]", "", edition.asked),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{edition.slug},\n{lines}}}\n"


def ris(edition: Edition) -> str:
    """Return the map as an entry in RIS, lines ending as its description demands."""
    fields = [
        ("TY", "ELEC"),
        ("ID", edition.slug),
        *(("AU", _ris_name(author)) for author in edition.authors),
        ("TI", edition.title),
        ("T2", PUBLISHER),
        ("ET", joined(f"version {edition.version}", edition.known)),
        ("PY", edition.changed[:4]),
        ("DA", edition.changed.replace("-", "/")),
        ("LA", edition.language),
        ("N1", _capital(edition.origin)),
        ("UR", edition.asked),
        ("ER", ""),
    ]
    # A line break in a title would begin a field of its own.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value or tag == "ER")


def csl_json(edition: Edition) -> bytes:
    """Return the map as a list of one item of CSL-JSON 1.0.2."""
    item: dict[str, Any] = {
        "id": edition.slug,
        "type": "webpage",
        "title": edition.title,
        "container-title": PUBLISHER,
        "genre": "argument map",
        "number": edition.slug,
        "version": joined(str(edition.version), edition.known),
        "language": edition.language,
        "URL": edition.asked,
    }
    if edition.authors:
        item["author"] = [_csl_name(author) for author in edition.authors]
    if edition.origin:
        item["note"] = _capital(edition.origin)
    if edition.changed:
        item["issued"] = {"date-parts": [[int(part) for part in edition.changed.split("-")]]}
    return msgspec.json.format(msgspec.json.encode([item]), indent=2)


def _is_parted(author: Author) -> bool:
    return author.kind == AuthorKind.PERSON and bool(author.family and author.given)


def _bibtex_name(author: Author) -> str:
    """Return the name as BibTeX parts it; braces keep together what it would part or turn round: {Shen Zhihua}."""
    if not _is_parted(author) or not turns_round(author):
        return f"{{{_escaped(author.name)}}}"
    return ", ".join(_kept_together(_escaped(part)) for part in (author.family, author.given))


def _kept_together(part: str) -> str:
    return f"{{{part}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else part


def _ris_name(author: Author) -> str:
    """Return the name as RIS has it: the family name, a comma, and given names, so that none may stand elsewhere."""
    parts = [author.family, author.given] if _is_parted(author) else [author.name]
    return ", ".join(part.replace(",", " ") for part in parts)


def _csl_name(author: Author) -> dict[str, Any]:
    if not _is_parted(author):
        return {"literal": author.name}
    parted: dict[str, Any] = {"family": author.family, "given": author.given}
    return parted if turns_round(author) else {**parted, "static-ordering": True}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _escaped(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))
