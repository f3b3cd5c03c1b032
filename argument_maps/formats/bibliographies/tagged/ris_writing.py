"""Sources as a RIS file, with the tags under which Zotero takes them in again."""

import re
from collections.abc import Iterator
from typing import Any

from argument_maps.formats.bibliographies.entries import BibliographyEntry
from argument_maps.formats.bibliographies.source_description import describe_sources, finish_writing
from argument_maps.formats.bibliographies.tagged.ris_reading import read_ris
from argument_maps.formats.bibliographies.tagged.ris_tags import TYPES_IN_ARCHIVES, TYPES_IN_SERIES
from argument_maps.formats.bibliographies.written_names import write_listed_name
from argument_maps.formats.exchange import FormatWriting
from argument_maps.graph import Graph

_TYPES = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CONF",
    "thesis": "THES",
    "report": "RPRT",
    "manuscript": "MANSCPT",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "personal_communication": "PCOMM",
    "interview": "PCOMM",
    "speech": "SLIDE",
    "bill": "BILL",
    "legislation": "STAT",
    "legal_case": "CASE",
    "hearing": "HEAR",
    "patent": "PAT",
    "map": "MAP",
    "graphic": "ART",
    "motion_picture": "MPCT",
    "song": "SOUND",
    "software": "COMP",
    "dataset": "DATA",
    "standard": "STAND",
    "pamphlet": "PAMP",
    "classic": "CLSWK",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
}
_VARIABLES = {
    "title-short": "ST",
    "container-title-short": "J2",
    "publisher": "PB",
    "publisher-place": "CY",
    "volume": "VL",
    "edition": "ET",
    "number-of-volumes": "NV",
    "section": "SE",
    "ISBN": "SN",
    "ISSN": "SN",
    "language": "LA",
    "genre": "M3",
    "reviewed-title": "RI",
    "call-number": "CN",
    "DOI": "DO",
    "URL": "UR",
}
_DAY = re.compile(r"(\d{4})(?:-(0\d|1[0-2])(?:-(\d\d))?)?")
_RANGE = re.compile(r"(\d+)-(\d+)")


def write_ris(graph: Graph, _: Any = None) -> FormatWriting:
    """Return the sources of a map as RIS, and what of the map is not in it."""
    entries = describe_sources(graph)
    lines = [f"{tag}  - {words}".rstrip(" ") for entry in entries for tag, words in _list_tags(entry)]
    data = "".join(f"{line}\r\n" for line in lines).encode()
    return finish_writing(graph, data, entries, lambda written: read_ris(written).graph)


def _list_tags(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(entry.csl_type, "GEN")
    yield "ID", entry.key
    yield from ((tag, words) for tag, words in _list_values(entry) if words)
    yield "ER", ""


def _list_values(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    variables, kind = entry.variables, entry.csl_type
    yield "TI", variables.get("title", "")
    yield from _list_names(entry)
    yield "JF" if kind in TYPES_IN_SERIES or kind.startswith("article-") else "T2", variables.get("container-title", "")
    yield "T3", variables.get("collection-title", "")
    yield from _list_dates(entry)
    for variable, tag in _VARIABLES.items():
        yield tag, variables.get(variable, "")
    if kind == "interview":
        yield "M3", "Interview"
    number = "issue" if kind.startswith("article-") else "number"
    if variables.get("collection-number") and variables.get("collection-title"):
        number = "collection-number"
    yield "IS", variables.get(number, "")
    pages = variables.get("page", "")
    span = _RANGE.fullmatch(pages)
    yield "SP", span[1] if span else pages or variables.get("number-of-pages", "")
    yield "EP", span[2] if span else ""
    if kind in TYPES_IN_ARCHIVES:
        yield "DB", variables.get("archive", "")
        yield "AN", variables.get("archive_location", "")
    yield "DP", variables.get("source", "")
    for keyword in entry.keywords:
        yield "KW", keyword
    for note in entry.notes:
        for line in note.split("\n"):
            yield "N1", line


def _list_names(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    tags = {"author": "AU", "editor": "ED", "translator": "A4", "collection-editor": "A3"}
    if entry.csl_type in TYPES_IN_SERIES:
        tags["collection-editor"] = "A2"
    tags |= {"interview": {"interviewer": "A2"}, "personal_communication": {"recipient": "A2"}}.get(entry.csl_type, {})
    for role, tag in tags.items():
        for name in entry.names.get(role, ()):
            yield tag, write_listed_name(name)


def _list_dates(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    """Yield year and date; what has no year, month and day alone is written as EDTF."""
    issued = entry.dates.get("issued", "")
    day = _DAY.fullmatch(issued)
    if day is None:
        yield "DA", issued
    else:
        yield "PY", day[1]
        yield "DA", "/".join((day[1], day[2] or "", day[3] or "", "")) if day[2] else ""
    accessed = _DAY.fullmatch(entry.dates.get("accessed", ""))
    yield "Y2", "/".join((accessed[1], accessed[2] or "", accessed[3] or "", "")) if accessed else ""
