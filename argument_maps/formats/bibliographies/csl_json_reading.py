"""CSL-JSON read as entries, as Zotero and others export it.

https://docs.citationstyles.org/en/stable/specification.html, appendix IV, and the schema csl-data.json 1.0.2. What a
field of Zotero does not hold stands in its Extra, which comes as `note`, in lines such as `original-title: …`
(https://www.zotero.org/support/kb/item_types_and_fields).
"""

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec

from argument_maps.formats.bibliographies.entries import NO_NAME, BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.item_types import CSL_TYPES
from argument_maps.formats.bibliographies.source_building import build_bibliography, pause_collection
from argument_maps.formats.bibliographies.source_description import DATE_VARIABLES, NAME_VARIABLES
from argument_maps.formats.exchange import FilePlace, FormatReading, UnreadableFile
from argument_maps.formats.file_contents import FileContents, decode_letters, parse_json_text
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase

MOST_DAMAGED = 500
_DATES = DATE_VARIABLES | {"issued"}
_NAMES = NAME_VARIABLES | {"author", "editor", "translator"}
_ALIASES = {"shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
# What is said of the item as a record, and nothing of the work.
_OF_PROGRAMS = frozenset({"id", "type", "citation-label", "categories", "citation-number", "year-suffix", "system_id"})
_RICH_TEXT = re.compile(r"</?(?:i|b|sup|sub|sc)>|<span(?: [a-z]{1,9}=\"[^\"<>]{0,60}\")?>|</span>")
_ITEM = re.compile(r"\{\s*\"(?:id|type|title|author|citation-key|abstract|accessed|DOI|issued|URL|archive)\"\s*:")
_EXTRA_LINE = re.compile(r"(?:\{:)?([A-Za-z][A-Za-z _.-]{1,40}):[ \t]*(.+?)\}?\s*")
# Variables that stand in lines of Extra, besides dates and names (specification, appendix IV).
_VARIABLES_OF_EXTRA = (
    "archive archive-place archive_collection archive_location authority call-number chapter-number citation-key "
    "collection-number collection-title container-title container-title-short dimensions division DOI edition event "
    "event-place event-title genre ISBN ISSN issue jurisdiction keyword language license medium number number-of-pages "
    "number-of-volumes original-language original-publisher original-publisher-place original-title page part-number "
    "part-title PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale section source "
    "status supplement-number title-short URL version volume volume-title"
)
_NAMES_IN_EXTRA = {name.casefold(): name for name in (*_VARIABLES_OF_EXTRA.split(), *_DATES, *_NAMES, "type")}


def recognise_csl_json(contents: FileContents) -> int:
    """Tell how much a file looks like CSL-JSON: by a list of items with an id or title and a type of CSL."""
    items = _find_items(contents.json_value)
    if items is None:
        return 1 if contents.beginning.lstrip()[:1] == "[" and _ITEM.search(contents.beginning) else 0
    typed = [item for item in items[:50] if isinstance(item, dict) and _names_type(item)]
    if not typed:
        return 1 if items == [] or any(isinstance(item, dict) and "title" in item for item in items[:50]) else 0
    return 3 if any("id" in item or "title" in item for item in typed) else 2


def _names_type(item: dict[str, Any]) -> bool:
    kind = item.get("type")
    return isinstance(kind, str) and kind in CSL_TYPES


@pause_collection()
def read_csl_json(data: bytes) -> FormatReading:
    """Return the sources and agents of a CSL-JSON file. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    try:
        value, problems = parse_json_text(data)
        builder.problems += problems
    except UnreadableFile:
        value = _recover_items(data, builder)
        if not value:
            raise
    items = _find_items(value)
    if items is None:
        raise UnreadableFile(
            Phrase("The JSON text is no list of items."), Phrase("Export the library as CSL JSON, which is a list.")
        )
    entries = []
    for index, item in enumerate(items):
        if isinstance(item, dict):
            entries.append(_read_item(item, index))
        else:
            builder.add_problem(
                Phrase("The item is no object."), Phrase("It is left out."), FilePlace(pointer=f"/{index}")
            )
    return build_bibliography(entries, builder)


def _find_items(value: Any) -> list[Any] | None:
    if isinstance(value, dict):
        value = next((value[name] for name in ("items", "references") if isinstance(value.get(name), list)), None)
    return value if isinstance(value, list) else None


def _recover_items(data: bytes, builder: MapBuilder) -> list[Any]:
    """Return the items that can be read of a JSON text that goes wrong, one by one, and tell where it does."""
    text, problems = decode_letters(data)
    decoder = json.JSONDecoder()
    items: list[Any] = []
    at = damaged = 0
    while damaged < MOST_DAMAGED and (found := _ITEM.search(text, at)) is not None:
        try:
            item, at = decoder.raw_decode(text, found.start())
            items.append(item)
            continue
        except json.JSONDecodeError as error:
            wrong, reason = error.pos, error.msg
        except (RecursionError, ValueError):
            wrong, reason = found.start(), "nested too deeply"
        damaged += 1
        line = text.count("\n", 0, wrong) + 1
        builder.add_problem(
            Phrase("An item is no sound JSON: %(reason)s.", reason=reason),
            Phrase("It is left out."),
            FilePlace(line, wrong - text.rfind("\n", 0, wrong)),
        )
        at = max(wrong, found.end())
    if items:
        builder.problems += problems
    return items


def _read_item(item: dict[str, Any], index: int) -> BibliographyEntry:
    key = str(item.get("citation-key") or item.get("id") or "")
    entry = BibliographyEntry(FilePlace(pointer=f"/{index}", entry=key[:80]), key.rpartition("/")[2])
    written = item.get("type")
    entry.written_type = written if isinstance(written, str) else ""
    entry.csl_type = entry.written_type if entry.written_type in CSL_TYPES else ""
    for name, value in item.items():
        if name == "note" or value in (None, "", [], {}):
            continue
        _read_member(entry, _ALIASES.get(name, name), value)
    if isinstance(item.get("note"), str):
        read_extra(entry, item["note"])
    return entry


def _read_member(entry: BibliographyEntry, name: str, value: Any) -> None:
    if name in _OF_PROGRAMS or name == "citation-key":
        return
    if name in _DATES:
        _read_date(entry, name, value)
    elif name in _NAMES and isinstance(value, list):
        entry.names[name] = [one for part in value if (one := _read_name(part)) != NO_NAME]
    elif name == "keyword" and isinstance(value, str):
        entry.keywords += [part.strip() for part in value.split(";" if ";" in value else ",") if part.strip()]
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        words = _RICH_TEXT.sub("", str(value)).strip()
        entry.add_variable(name, words.replace("–", "-") if name == "page" else words)
    else:
        entry.add_remark(name, msgspec.json.encode(value).decode())


def _read_name(part: Any) -> WrittenName:
    if isinstance(part, str):
        return WrittenName(literal=part.strip())
    if not isinstance(part, dict):
        return NO_NAME
    words = {name: str(value).strip() for name, value in part.items() if isinstance(value, str | int) and value != ""}
    if words.get("literal"):
        return WrittenName(literal=words["literal"])
    particle = words.get("non-dropping-particle", "")
    family = f"{particle}{'' if particle[-1:] in ('', '’', chr(39), '-') else ' '}{words.get('family', '')}"
    given = f"{words.get('given', '')} {words.get('dropping-particle', '')}".strip()
    if not family.strip():
        return WrittenName(family=given)
    is_family_first = part.get("static-ordering") in (True, "true", 1)
    return WrittenName(family.strip(), given, words.get("suffix", ""), is_family_first=is_family_first)


def _read_date(entry: BibliographyEntry, name: str, value: Any) -> None:
    if isinstance(value, str | int) and not isinstance(value, bool):
        entry.add_date(name, str(value), is_structured=True)
        return
    if not isinstance(value, dict):
        entry.add_remark(name, msgspec.json.encode(value).decode())
        return
    parts = value.get("date-parts")
    ends = [end for part in parts if (end := _write_edtf(part, value.get("season")))] if isinstance(parts, list) else []
    if ends:
        edtf = "/".join(ends[:2])
        entry.add_date(name, f"{edtf}~" if value.get("circa") and len(ends) == 1 else edtf, is_structured=True)
        return
    for member in ("edtf", "raw", "literal"):
        if isinstance(value.get(member), str):
            entry.add_date(name, value[member], is_structured=True)
            return
    if value:
        entry.add_remark(name, msgspec.json.encode(value).decode())


def _write_edtf(parts: Any, season: Any) -> str:
    """Return year, month and day as EDTF, where the year before 1 is 0, and not, as here, -1; nothing for no date."""
    numbers = []
    for part in parts if isinstance(parts, list) else []:
        try:
            numbers.append(int(str(part)))
        except ValueError:
            break
    if not numbers or abs(numbers[0]) > 9999 or numbers[0] == 0:
        return ""
    year = numbers[0] if numbers[0] > 0 else numbers[0] + 1
    written = f"{'-' if year < 0 else ''}{abs(year):04}"
    month = numbers[1] if len(numbers) > 1 else 0
    if not month and str(season) in _SEASONS:
        return f"{written}-{_SEASONS[str(season)]}"
    if 13 <= month <= 16 or 21 <= month <= 24:
        return f"{written}-{month + 8 if month < 20 else month}"
    if not 1 <= month <= 12:
        return written
    day = numbers[2] if len(numbers) > 2 else 0
    return f"{written}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{written}-{month:02}"


_SEASONS = {str(number): 20 + number for number in range(1, 5)} | {str(number): number for number in range(21, 25)}
_SEASONS |= {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def read_extra(entry: BibliographyEntry, extra: str) -> None:
    """Read Zotero's Extra: lines that give a variable which the item lacks; all others are the note."""
    kept = []
    for line in extra.replace("\r", "\n").split("\n"):
        found = _EXTRA_LINE.fullmatch(line.strip())
        label = found[1].strip().casefold().replace(" ", "-") if found else ""
        name = _NAMES_IN_EXTRA.get(label) or _NAMES_IN_EXTRA.get(label.replace("-", "_"), "")
        if found is None or not name or not _take_variable(entry, name, found[2].strip()):
            kept.append(line)
    entry.add_note("\n".join(kept))


def _take_variable(entry: BibliographyEntry, name: str, words: str) -> bool:
    """Take over what a line of Extra says; tell whether it could be."""
    taken: dict[str, Callable[[], bool]] = {"type": lambda: _take_type(entry, words), "citation-key": lambda: True}
    if name in taken:
        return taken[name]()
    if name in _DATES:
        if name in entry.dates:
            return entry.dates[name] == words
        entry.add_date(name, words, is_structured=True)
    elif name in _NAMES:
        family, divided, given = (part.strip() for part in words.partition("||"))
        written = WrittenName(family, given) if divided else WrittenName(literal=words)
        entry.names.setdefault(name, []).append(written)
    elif name in entry.variables:
        return entry.variables[name] == words
    else:
        _read_member(entry, name, words)
    return True


def _take_type(entry: BibliographyEntry, words: str) -> bool:
    if words in CSL_TYPES:
        entry.csl_type = words
    return words in CSL_TYPES
