"""A map as an entry for a reference manager: BibTeX, RIS and CSL-JSON."""

import re
from typing import Any

import msgspec

from argument_maps.citation.archival import join_with_commas
from argument_maps.citation.maps import PUBLISHER, CitedMap
from argument_maps.citation.names import needs_inversion
from argument_maps.citation.punctuation import capitalise
from argument_maps.values import Author
from models.vocabulary import AuthorKind

_TEX = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def format_bibtex(edition: CitedMap) -> str:
    """Return the map as an entry for BibTeX, with every character that TeX would read escaped."""
    year, _, rest = edition.changed.partition("-")
    fields = {
        "author": " and ".join(_format_bibtex_name(author) for author in edition.authors),
        "title": f"{{{_escape_tex(edition.title)}}}",
        "howpublished": _escape_tex(join_with_commas(PUBLISHER, edition.version_phrase, edition.as_of_phrase)),
        "year": year,
        "month": rest.partition("-")[0],
        "note": _escape_tex(capitalise(edition.origin_phrase)),
        "doi": re.sub(r"[{}\\]", "", edition.doi),
        "url": re.sub(r"[{}\\]", "", edition.dated_address),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{edition.slug},\n{lines}}}\n"


def format_ris(edition: CitedMap) -> str:
    """Return the map as an entry in RIS, lines ending as its description demands."""
    fields = [
        ("TY", "ELEC"),
        ("ID", edition.slug),
        *(("AU", _format_ris_name(author)) for author in edition.authors),
        ("TI", edition.title),
        ("T2", PUBLISHER),
        ("ET", join_with_commas(_name_version(edition), edition.as_of_phrase)),
        ("PY", edition.changed[:4]),
        ("DA", edition.changed.replace("-", "/")),
        ("LA", edition.language),
        ("N1", capitalise(edition.origin_phrase)),
        ("DO", edition.doi),
        ("UR", edition.dated_address),
        ("ER", ""),
    ]
    # A line break in a title would begin a field of its own.
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value or tag == "ER")


def format_csl_json(edition: CitedMap) -> bytes:
    """Return the map as a list of one item of CSL-JSON 1.0.2."""
    item: dict[str, Any] = {
        "id": edition.slug,
        "type": "webpage",
        "title": edition.title,
        "container-title": PUBLISHER,
        "genre": "argument map",
        "number": edition.slug,
        "version": join_with_commas(
            _name_version(edition) if edition.number else str(edition.version), edition.as_of_phrase
        ),
        "language": edition.language,
        "URL": edition.dated_address,
    }
    if edition.authors:
        item["author"] = [_build_csl_name(author) for author in edition.authors]
    if edition.doi:
        item["DOI"] = edition.doi
    if edition.origin_phrase:
        item["note"] = capitalise(edition.origin_phrase)
    if edition.changed:
        item["issued"] = {"date-parts": [[int(part) for part in edition.changed.split("-")]]}
    return msgspec.json.format(msgspec.json.encode([item]), indent=2)


def _name_version(edition: CitedMap) -> str:
    return f"edition {edition.number}" if edition.number else f"version {edition.version}"


def _has_name_parts(author: Author) -> bool:
    return author.kind == AuthorKind.PERSON and bool(author.family and author.given)


def _format_bibtex_name(author: Author) -> str:
    """Return the name as BibTeX parts it; braces keep together what it would part or turn round: {Shen Zhihua}."""
    if not _has_name_parts(author) or not needs_inversion(author):
        return f"{{{_escape_tex(author.name)}}}"
    return ", ".join(_brace_if_divisible(_escape_tex(part)) for part in (author.family, author.given))


def _brace_if_divisible(part: str) -> str:
    return f"{{{part}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else part


def _format_ris_name(author: Author) -> str:
    """Return the name as RIS has it: the family name, a comma, and given names, so that none may stand elsewhere."""
    parts = [author.family, author.given] if _has_name_parts(author) else [author.name]
    return ", ".join(part.replace(",", " ") for part in parts)


def _build_csl_name(author: Author) -> dict[str, Any]:
    if not _has_name_parts(author):
        return {"literal": author.name}
    parted: dict[str, Any] = {"family": author.family, "given": author.given}
    return parted if needs_inversion(author) else {**parted, "static-ordering": True}


def _escape_tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))
