"""Sources as CSL-JSON (schema csl-data.json 1.0.2), as Zotero and Pandoc take it in."""

import re
from typing import Any

import msgspec

from argument_maps.formats.bibliographies.csl_json_reading import read_csl_json
from argument_maps.formats.bibliographies.entries import BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.source_description import describe_sources, finish_writing
from argument_maps.formats.exchange import FormatWriting
from argument_maps.graph import Graph

_POINT = re.compile(r"(-?\d{4})(?:-(0[1-9]|1[0-2]|2[1-4])(?:-(\d\d))?)?")


def write_csl_json(graph: Graph, _: Any = None) -> FormatWriting:
    """Return the sources of a map as CSL-JSON, and what of the map is not in it."""
    entries = describe_sources(graph)
    data = msgspec.json.format(msgspec.json.encode([_build_item(entry) for entry in entries]), indent=2) + b"\n"
    return finish_writing(graph, data, entries, lambda written: read_csl_json(written).graph)


def _build_item(entry: BibliographyEntry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.key, "type": entry.csl_type}
    item |= entry.variables
    for role, names in entry.names.items():
        item[role] = [_build_name(name) for name in names]
    for name, written in entry.dates.items():
        item[name] = build_csl_date(written)
    if entry.keywords:
        item["keyword"] = ("; " if any("," in word for word in entry.keywords) else ", ").join(entry.keywords)
    if entry.notes:
        item["note"] = "\n".join(entry.notes)
    return item


def _build_name(name: WrittenName) -> dict[str, Any]:
    if name.literal:
        return {"literal": name.literal}
    parts: dict[str, Any] = {"family": name.family, "given": name.given, "suffix": name.suffix}
    if name.is_family_first:
        parts["static-ordering"] = True
    return {part: words for part, words in parts.items() if words}


def build_csl_date(edtf: str) -> dict[str, Any]:
    """Return a date as CSL has it: parts of one day or of two, a season, about; anything else as it is written."""
    is_about = edtf.endswith("~") and "/" not in edtf
    ends = [_POINT.fullmatch(end) for end in edtf.removesuffix("~" if is_about else "").split("/")]
    parts = [_list_parts(end) for end in ends if end is not None]
    if len(parts) != len(ends) or len(parts) > 2 or (len(parts) == 2 and any(_is_season(part) for part in parts)):
        return {"raw": edtf}
    season = {}
    if _is_season(parts[0]):
        season = {"season": parts[0][1] - 20}
        parts = [parts[0][:1]]
    return {"date-parts": parts, **season, **({"circa": True} if is_about else {})}


def _list_parts(point: re.Match[str]) -> list[int]:
    """Return year, month and day; the year before 1 is -1 here (specification, “Date-variables”)."""
    year = int(point[1])
    return [year if year > 0 else year - 1, *(int(part) for part in point.groups()[1:] if part)]


def _is_season(parts: list[int]) -> bool:
    return len(parts) > 1 and parts[1] > 12
