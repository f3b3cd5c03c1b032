"""The CSV file as which Zotero exports a library: a row for each item, with a column for each field of Zotero.

Which field stands for which variable of CSL is Zotero's own table (https://aurimasv.github.io/z2csl/typeMap.xml). Names
and tags stand in one cell, with a semicolon between.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence

from argument_maps.formats.bibliographies.csl_json_reading import read_extra
from argument_maps.formats.bibliographies.entries import BibliographyEntry
from argument_maps.formats.bibliographies.source_building import build_bibliography, pause_collection
from argument_maps.formats.bibliographies.written_names import read_listed_name
from argument_maps.formats.exchange import FilePlace, FormatReading, UnreadableFile
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.map_building import MapBuilder
from argument_maps.formats.sheets.tables.csv_tables import guess_separator, read_csv_table, sample_rows
from argument_maps.formats.sheets.tables.sheet_tables import SheetTable, name_column
from models.errors import Phrase, pluralise_phrase

# What the first row of such a file holds whatever the library does.
_MARKS = frozenset({"key", "item type", "publication year", "author", "title", "abstract note", "date added"})
_ITEM_TYPES_WORDS = (
    "artwork:graphic audioRecording:song bill:bill blogPost:post-weblog book:book bookSection:chapter case:legal_case "
    "computerProgram:software conferencePaper:paper-conference dataset:dataset dictionaryEntry:entry-dictionary "
    "document:document email:personal_communication encyclopediaArticle:entry-encyclopedia film:motion_picture "
    "forumPost:post hearing:hearing instantMessage:personal_communication interview:interview "
    "journalArticle:article-journal letter:personal_communication magazineArticle:article-magazine "
    "manuscript:manuscript map:map newspaperArticle:article-newspaper patent:patent podcast:song preprint:article "
    "presentation:speech radioBroadcast:broadcast report:report standard:standard statute:legislation thesis:thesis "
    "tvBroadcast:broadcast videoRecording:motion_picture webpage:webpage"
)
_CSL_TYPES = {name.lower(): csl for name, _, csl in (word.partition(":") for word in _ITEM_TYPES_WORDS.split())}
_VARIABLES = {
    "title": "title",
    "publication title": "container-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "doi": "DOI",
    "url": "URL",
    "abstract note": "abstract",
    "pages": "page",
    "num pages": "number-of-pages",
    "issue": "issue",
    "volume": "volume",
    "number of volumes": "number-of-volumes",
    "journal abbreviation": "container-title-short",
    "short title": "title-short",
    "series": "collection-title",
    "series title": "collection-title",
    "series number": "collection-number",
    "publisher": "publisher",
    "place": "publisher-place",
    "language": "language",
    "rights": "license",
    "type": "genre",
    "archive": "archive",
    "archive location": "archive_location",
    "library catalog": "source",
    "call number": "call-number",
    "number": "number",
    "edition": "edition",
    "running time": "dimensions",
    "artwork size": "dimensions",
    "scale": "scale",
    "medium": "medium",
    "meeting name": "event-title",
    "conference name": "event-title",
    "court": "authority",
    "legislative body": "authority",
    "issuing authority": "authority",
    "code": "container-title",
    "code number": "volume",
    "references": "references",
    "reporter": "container-title",
    "legal status": "status",
    "version": "version",
    "section": "section",
    "session": "chapter-number",
    "application number": "call-number",
    "system": "medium",
}
_DATES = {"date": "issued", "access date": "accessed", "filing date": "submitted"}
_NAMES = {
    "author": "author",
    "editor": "editor",
    "series editor": "collection-editor",
    "translator": "translator",
    "contributor": "contributor",
    "book author": "container-author",
    "cast member": "performer",
    "composer": "composer",
    "guest": "guest",
    "interviewer": "interviewer",
    "producer": "producer",
    "recipient": "recipient",
    "reviewed author": "reviewed-author",
    "scriptwriter": "script-writer",
}
_TAGS = ("manual tags", "automatic tags")
# What is said of the item in the library, and nothing of the work.
_OF_LIBRARIES = frozenset({"key", "date added", "date modified", "file attachments", "link attachments"})
_NOT_KEPT = ("file attachments", "link attachments")
_ISSUED = "publication year"
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}(?::\d{2})?Z?")
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")
_HYPHENS = re.compile(r"\s*(?:[‐‑‒–—−]|--+|(?<=\d) - (?=\d))\s*")
_ENDS_OF_PARAGRAPHS = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)>|<br ?/?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,500}>")


def recognise_zotero_csv(contents: FileContents) -> int:
    """Tell whether a file is a table with the columns that Zotero writes."""
    rows = sample_rows(contents.beginning, guess_separator(contents.beginning, _rate_rows))
    return 3 if rows and {_name_heading(cell) for cell in rows[0]} >= _MARKS else 0


@pause_collection()
def read_zotero_csv(data: bytes) -> FormatReading:
    """Return the sources and agents of a library that Zotero exported as CSV. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    table, problems = read_csv_table(data, _rate_rows)
    builder.problems += problems
    start = next((place for place, row in enumerate(table.rows) if _MARKS & {*map(_name_heading, row)}), None)
    if start is None:
        raise UnreadableFile(
            Phrase("No row names the columns that Zotero writes, such as “Item Type”."),
            Phrase("Export the library as CSV or CSL JSON again, or fill in a template for sources."),
        )
    headings = [_name_heading(cell) for cell in table.rows[start]]
    entries = []
    for row in range(start + 1, len(table.rows)):
        cells = table.rows[row]
        if len(cells) > len(headings) and any(cells[len(headings) :]):
            builder.add_problem(
                Phrase("The row has more cells than there are columns: %(words)s.", words=cells[len(headings)][:80]),
                Phrase("What stands in them is left out."),
                table.locate_cell(row, len(headings)),
            )
        if any(cell.strip() for cell in cells):
            entries.append(_read_row(headings, cells, table.locate_cell(row)))
    _tell_attachments(table, headings, start, builder)
    return build_bibliography(entries, builder)


def _rate_rows(rows: Sequence[Sequence[str]]) -> int:
    return max((len(_MARKS & {*map(_name_heading, row)}) for row in rows[:1]), default=0)


def _name_heading(cell: str) -> str:
    return " ".join(cell.strip("\ufeff \t").split()).lower()


def _read_row(headings: Sequence[str], cells: Sequence[str], place: FilePlace) -> BibliographyEntry:
    told = {name: cell.strip() for name, cell in zip(headings, cells, strict=False) if cell.strip()}
    key = told.pop("citationkey", "") or told.get("key", "")
    entry = BibliographyEntry(FilePlace(cell=place.cell, entry=key[:80]), key, written_type=told.pop("item type", ""))
    entry.csl_type = _CSL_TYPES.get(entry.written_type.replace(" ", "").lower(), "")
    extra, notes, year = told.pop("extra", ""), told.pop("notes", ""), told.pop(_ISSUED, "")
    for name, words in told.items():
        _read_cell(entry, name, words)
    # Zotero puts contributors among the authors too.
    helpers = entry.names.get("contributor", ())
    authors = [name for name in entry.names.get("author", ()) if name not in helpers]
    if authors:
        entry.names["author"] = authors
    entry.add_date("issued", year if "issued" not in entry.dates else "")
    if extra:
        read_extra(entry, extra)
    entry.add_note(_read_markup(notes))
    return entry


def _read_cell(entry: BibliographyEntry, name: str, words: str) -> None:
    if name in _VARIABLES:
        variable = _VARIABLES[name]
        plain = " ".join((_MARKUP.sub("", words) if "title" in variable else words).split())
        entry.add_variable(variable, _HYPHENS.sub("-", plain) if variable == "page" else plain)
    elif name in _DATES:
        moment = _MOMENT.fullmatch(words)
        written = moment[1] if moment else words
        # Zotero writes a year with two digits behind it where somebody meant a month.
        entry.add_date(_DATES[name], written, is_structured=_DAY.fullmatch(written) is not None)
    elif name in _NAMES:
        entry.names[_NAMES[name]] = [read_listed_name(part) for part in words.split(";") if part.strip()]
    elif name in _TAGS:
        entry.keywords += [part.strip() for part in words.split(";") if part.strip()]
    elif name not in _OF_LIBRARIES:
        entry.add_remark(name, words)


def _read_markup(notes: str) -> str:
    """Return the words of notes that Zotero keeps as HTML, each paragraph on its line."""
    lines = html.unescape(_MARKUP.sub("", _ENDS_OF_PARAGRAPHS.sub("\n", notes))).split("\n")
    return "\n".join(tidy for line in lines if (tidy := " ".join(line.split())))


def _tell_attachments(table: SheetTable, headings: Sequence[str], start: int, builder: MapBuilder) -> None:
    """Say of how many items the files and addresses that are attached to them are not read."""
    filled = Counter(
        (column, name)
        for column, name in enumerate(headings)
        if name in _NOT_KEPT
        for cell in table.read_column(column, table.rows[start + 1 :])
        if cell
    )
    for (column, name), number in filled.items():
        builder.add_problem(
            pluralise_phrase(
                "“%(column)s” names what is attached to one item.",
                "“%(column)s” names what is attached to %(num)s items.",
                number,
                column=name,
            ),
            Phrase("A source has no attachments: they are left out."),
            FilePlace(cell=f"{name_column(column)}{start + 1}"),
        )
