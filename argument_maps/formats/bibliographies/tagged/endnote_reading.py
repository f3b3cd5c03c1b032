"""What EndNote writes as tagged text (“EndNote Import”) or Refer, read as entries, and its tags as variables of CSL."""

import re
from collections.abc import Iterator

from argument_maps.formats.bibliographies.entries import NO_NAME, BibliographyEntry
from argument_maps.formats.bibliographies.source_building import build_bibliography, pause_collection
from argument_maps.formats.bibliographies.tagged.endnote_vocabulary import (
    CSL_TYPES_OF_ENDNOTE,
    NAMES_OF_ENDNOTE_TAGS,
    VARIABLES_OF_ENDNOTE,
)
from argument_maps.formats.bibliographies.tagged.ris_tags import TYPES_IN_ARCHIVES
from argument_maps.formats.bibliographies.tagged.tagged_entries import TaggedEntry, TaggedValue, tidy_spaces
from argument_maps.formats.bibliographies.written_names import read_listed_name
from argument_maps.formats.exchange import FilePlace, FormatReading, UnreadableFile
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase
from models.text_types import normalise_doi

_LINE = re.compile(r"\s*%([0-9A-Z@!#$\]&()*+^><\[=~?])(?:\s+(.*)|)")
_DAY = re.compile(r"((?:1|2)\d{3})[-/.]?(\d\d)[-/.]?(\d\d)")
_YEAR = re.compile(r"\d{4}")
_NUMBERS = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_HYPHENS = re.compile(r"\s*[‐‑‒–—−]\s*|\s*--+\s*")
# Where Zotero writes the archive and the place in it.
_PLACES = {"%~": "archive", "%W": "archive_location"}
_IN_SERIES = frozenset({"book", "classic", "report", "software", "map", "graphic"})


def recognise_endnote(contents: FileContents) -> int:
    """Tell how much a file looks like EndNote’s: by a first line %0, or by several lines with its tags."""
    lines = [line for line in contents.beginning.split("\n")[:60] if line.strip("\ufeff \t\r")]
    tags = [match[1] for match in (_LINE.fullmatch(line.strip("\ufeff\r")) for line in lines) if match]
    if not lines or not tags:
        return 0
    begins = _LINE.fullmatch(lines[0].strip("\ufeff\r")) is not None
    if begins and ("0" in tags or len(tags) * 2 >= len(lines)):
        return 3 if "0" in tags else 2
    return 2 if "0" in tags and len(tags) > 2 else 0


@pause_collection()
def read_endnote(data: bytes) -> FormatReading:
    """Return the sources and agents of EndNote’s tagged text. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    text, problems = decode_letters(data)
    builder.problems += problems
    tagged = [*_divide_entries(text, builder)]
    if not tagged:
        raise UnreadableFile(
            Phrase("No entry of EndNote stands in the file."), Phrase("Send a file whose entries begin with %0.")
        )
    return build_bibliography([read_endnote_entry(entry) for entry in tagged], builder)


def _divide_entries(text: str, builder: MapBuilder) -> Iterator[TaggedEntry]:
    """Yield what begins with %0; in a file without %0, as Refer has it, what empty lines divide."""
    lines = text.split("\n")
    has_types = any(re.match(r"\s*%0(?:\s|$)", line) for line in lines)
    entry: TaggedEntry | None = None
    for number, line in enumerate(lines, 1):
        tagged = _LINE.fullmatch(line.rstrip())
        if tagged is not None:
            if entry is not None and tagged[1] == "0" and (entry.values or entry.line < number):
                yield entry
                entry = None
            if entry is None:
                entry = TaggedEntry(number)
            entry.values.append(TaggedValue(f"%{tagged[1]}", [tidy_spaces(tagged[2])], number))
        elif not line.strip("\ufeff \t"):
            if entry is not None and not has_types:
                yield entry
                entry = None
        elif entry is not None and entry.values:
            entry.values[-1].pieces.append(tidy_spaces(line))
        else:
            builder.add_problem(
                Phrase("“%(words)s” stands outside of entries.", words=line.strip()[:80]),
                Phrase("It is left out."),
                FilePlace(number, 1),
            )
    if entry is not None:
        yield entry


def read_endnote_entry(tagged: TaggedEntry) -> BibliographyEntry:
    """Return an entry in the variables of CSL."""
    find = tagged.find_value
    written = find("%0")
    entry = BibliographyEntry(key=find("%F"), written_type=written)
    entry.place = FilePlace(tagged.line, 1, entry=(entry.key or find("%T"))[:80])
    entry.csl_type = CSL_TYPES_OF_ENDNOTE.get(written.casefold(), "")
    if not written and find("%J"):
        entry.csl_type = "article-journal"
    _read_titles(entry, tagged)
    _read_names(entry, tagged)
    _read_dates(entry, tagged)
    for one in tagged.values:
        if one.value and one.tag in _PLACES and entry.csl_type in TYPES_IN_ARCHIVES:
            entry.add_variable(_PLACES[one.tag], one.value)
        elif one.value and one.tag in VARIABLES_OF_ENDNOTE:
            entry.add_variable(VARIABLES_OF_ENDNOTE[one.tag], one.value)
        elif one.value:
            _read_value(entry, one)
    return entry


def _read_value(entry: BibliographyEntry, one: TaggedValue) -> None:
    words = one.value
    match one.tag:
        case "%K":
            entry.keywords += [part.strip() for part in re.split(r"[;\n]", "\n".join(one.pieces)) if part.strip()]
        case "%O" | "%Z" | "%<" if words != entry.variables.get("container-title"):
            entry.add_note(words)
        case "%P":
            entry.add_variable("page", _HYPHENS.sub("-", words))
        case "%N":
            is_in_series = "collection-title" in entry.variables
            further = "collection-number" if is_in_series else "number"
            entry.add_variable("issue" if entry.csl_type.startswith("article-") else further, words)
        case "%R":
            entry.add_variable("DOI", words) if normalise_doi(words) else entry.add_remark("identifier", words)
        case "%@":
            entry.add_variable("ISBN" if _NUMBERS.match(words) else "ISSN", words)
        case "%X":
            entry.add_variable("abstract", " ".join(words.split("\n")))
        case tag if tag in NAMES_OF_ENDNOTE_TAGS:
            entry.add_remark(NAMES_OF_ENDNOTE_TAGS[tag], words)


def _read_titles(entry: BibliographyEntry, tagged: TaggedEntry) -> None:
    for words in tagged.list_values("%T"):
        entry.add_variable("title", words)
    for words in tagged.list_values("%J"):
        entry.add_variable("container-title", words)
    for words in tagged.list_values("%B"):
        if entry.csl_type == "thesis":
            entry.add_remark("department", words)
        else:
            entry.add_variable("collection-title" if entry.csl_type in _IN_SERIES else "container-title", words)
    for words in tagged.list_values("%S"):
        entry.add_variable("collection-title", words)


def _read_names(entry: BibliographyEntry, tagged: TaggedEntry) -> None:
    roles = {"%A": "author", "%E": "editor", "%H": "translator", "%Y": "collection-editor", "%?": "translator"}
    if entry.csl_type == "book":
        roles["%Y"] = "translator"
    if entry.csl_type == "personal_communication":
        roles["%E"] = "recipient"
    for tag, role in roles.items():
        for written in tagged.list_values(tag):
            name = read_listed_name(written.rstrip(";"))
            if name != NO_NAME:
                entry.names.setdefault(role, []).append(name)


def _read_dates(entry: BibliographyEntry, tagged: TaggedEntry) -> None:
    year, day = tagged.find_value("%D"), tagged.find_value("%8")
    if found := _DAY.fullmatch(day):
        entry.add_date("issued", "-".join(found.groups()), is_structured=True)
        day = ""
    if year:
        if day and _YEAR.fullmatch(year):
            entry.add_date("issued", day if year in day else f"{day} {year}")
        else:
            entry.add_date("issued", year)
    elif day:
        entry.add_date("issued", day)
    accessed = tagged.find_value("%[")
    if accessed:
        found = _DAY.fullmatch(accessed)
        entry.add_date("accessed", "-".join(found.groups()) if found else accessed)
