"""RIS files read as entries: every tag in its line, whatever ends an entry or fails to.

`rispy` knows the tags; lines are put together here, since it passes over what stands outside of entries, and over an
entry without an end.
"""

import re
from collections.abc import Callable, Iterator

from argument_maps.dates.parsing import read_date
from argument_maps.formats.bibliographies.entries import NO_NAME, BibliographyEntry
from argument_maps.formats.bibliographies.source_building import build_bibliography, pause_collection
from argument_maps.formats.bibliographies.tagged.ris_tags import (
    CSL_TYPES_OF_RIS,
    NAMES_OF_TAGS,
    TYPES_IN_ARCHIVES,
    TYPES_IN_SERIES,
    TYPES_OF_PARTS,
    VARIABLES_OF_TAGS,
)
from argument_maps.formats.bibliographies.tagged.tagged_entries import TaggedEntry, TaggedValue, tidy_spaces
from argument_maps.formats.bibliographies.written_names import read_listed_name
from argument_maps.formats.exchange import FilePlace, FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.map_building import MapBuilder
from models.dates import UnreadableDate
from models.errors import Phrase
from models.text_types import normalise_doi

_LINE = re.compile(r"[ \t\ufeff]*([A-Z][A-Z0-9])[ \t]{1,3}-(?:[ \t]?(.*)|)")
_BEGINNING = re.compile(r"(?m)^[ \t\ufeff]*TY[ \t]{1,3}-[ \t]")
_DATE = re.compile(r"(\d{4})(?:/(\d{0,2})(?:/(\d{0,2})(?:/(.*))?)?)?")
_NUMBERS = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_HYPHENS = re.compile(r"\s*[‐‑‒–—−]\s*|\s*--+\s*")
_TITLES = ("TI", "T1", "CT")
_JOURNALS = ("JF", "T2", "JO", "J1", "JA", "J2", "BT")
_OF_WHOLE_ENTRIES = frozenset({"TI", "T1", "AU", "A1", "CT"})


def recognise_ris(contents: FileContents) -> int:
    """Tell how much a file looks like RIS: by a line that begins an entry, or several with known tags."""
    if _BEGINNING.search(contents.beginning):
        return 3
    tags = [match[1] for match in map(_LINE.match, contents.beginning.split("\n")[:40]) if match]
    return 2 if sum(tag in NAMES_OF_TAGS for tag in tags) >= 3 else 0


@pause_collection()
def read_ris(data: bytes) -> FormatReading:
    """Return the sources and agents of a RIS file. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    text, problems = decode_letters(data)
    builder.problems += problems
    entries = [_read_entry(entry, builder) for entry in _divide_entries(text, builder)]
    if not entries:
        raise UnreadableFile(
            Phrase("No entry of RIS stands in the file."), Phrase("Send a file whose entries begin with “TY  - ”.")
        )
    return build_bibliography(entries, builder)


def _divide_entries(text: str, builder: MapBuilder) -> Iterator[TaggedEntry]:
    entry: TaggedEntry | None = None
    lines = text.split("\n")
    opened = _find_openings(lines)
    for number, line in enumerate(lines, 1):
        tagged = _LINE.fullmatch(line.rstrip())
        tag = tagged[1] if tagged and tagged[1] in NAMES_OF_TAGS else ""
        if tag == "ER":
            if entry is not None and entry.values:
                yield entry
            entry = None
        elif not tag and entry is None:
            _tell_stray_words(line, number, builder)
        elif not tag:
            _go_on(entry, line, tagged, number)
        else:
            if number in opened and entry is not None and any(one.tag != "TY" for one in entry.values):
                builder.add_problem(
                    Phrase("An entry has no end (ER)."),
                    Phrase("It ends where the next begins."),
                    FilePlace(entry.line, 1),
                    ProblemWeight.NOTED,
                )
                yield entry
                entry = None
            if entry is None:
                entry = TaggedEntry(number)
            entry.values.append(TaggedValue(tag, [tidy_spaces(tagged[2] if tagged else "")], number))
    if entry is not None and any(one.value for one in entry.values):
        builder.add_problem(
            Phrase("The last entry has no end (ER)."),
            Phrase("It is read as it is."),
            FilePlace(entry.line, 1),
            ProblemWeight.NOTED,
        )
        yield entry


def _find_openings(lines: list[str]) -> set[int]:
    """Return the lines with TY behind which something whole stands, and not merely another type for the same entry."""
    openings: set[int] = set()
    last = has_content = 0
    for number, line in enumerate(lines, 1):
        tag = line.lstrip(" \t\ufeff")[:2]
        if tag == "TY":
            last, has_content = number, 0
        elif tag in _OF_WHOLE_ENTRIES and last and not has_content and _LINE.match(line):
            openings.add(last)
            has_content = 1
    return openings


def _go_on(entry: TaggedEntry | None, line: str, tagged: re.Match[str] | None, number: int) -> None:
    """Put a line without a tag behind the value before it; a line with a tag that nobody knows is kept under it."""
    if entry is None or not entry.values:
        return
    if tagged is not None:
        entry.values.append(TaggedValue(tagged[1], [tidy_spaces(tagged[2])], number))
    elif line.strip():
        last = entry.values[-1]
        last.pieces.append(tidy_spaces(line))


def _tell_stray_words(line: str, number: int, builder: MapBuilder) -> None:
    words = line.strip("\ufeff \t\r")
    if words:
        builder.add_problem(
            Phrase("“%(words)s” stands outside of entries.", words=words[:80]),
            Phrase("It is left out."),
            FilePlace(number, 1),
        )


def _read_entry(tagged: TaggedEntry, builder: MapBuilder) -> BibliographyEntry:
    types = [one.value.strip().upper() for one in tagged.values if one.tag == "TY"]
    entry = BibliographyEntry(key=tagged.find_value("ID"), written_type=types[-1] if types else "")
    entry.csl_type = CSL_TYPES_OF_RIS.get(entry.written_type, "")
    if entry.written_type == "PCOMM" and "interview" in tagged.find_value("M3").casefold():
        entry.csl_type = "interview"
    entry.place = FilePlace(tagged.line, 1, entry=(entry.key or tagged.find_value(*_TITLES))[:80])
    if not entry.written_type and tagged.find_value("JF", "JO", "JA"):
        entry.csl_type = "article-journal"
        builder.add_problem(
            Phrase("The entry does not say what it is (TY)."),
            Phrase("It names a journal, and is read as an article of it."),
            entry.place,
            ProblemWeight.CHANGED,
        )
    _TagReader(tagged, entry).read_tags()
    return entry


class _TagReader:
    """The values of an entry put where they belong; `rest` are those that are not read yet."""

    def __init__(self, tagged: TaggedEntry, entry: BibliographyEntry) -> None:
        self.tagged = tagged
        self.entry = entry
        self.is_kept_in_archive = entry.csl_type in TYPES_IN_ARCHIVES

    def read_tags(self) -> None:
        """Read what several tags say together, then each by itself."""
        self._read_titles()
        self._read_names()
        self._read_dates()
        self._read_numbers()
        self._read_places()
        for one in self.tagged.values:
            words = one.value.strip()
            if not words:
                continue
            if one.tag in VARIABLES_OF_TAGS:
                self.entry.add_variable(VARIABLES_OF_TAGS[one.tag], words)
            elif one.tag in _READERS:
                _READERS[one.tag](self.entry, words)
            elif one.tag not in _READ_TOGETHER:
                self.entry.add_remark(NAMES_OF_TAGS.get(one.tag, one.tag), words)

    def _read_titles(self) -> None:
        entry, find = self.entry, self.tagged.find_value
        title = ""
        for words in self.tagged.list_values(*_TITLES):
            title = f"{title}{' ' if title[-1:] in '?!:.;' else ': '}{words}" if title else words
        if entry.csl_type in TYPES_IN_SERIES:
            title = title or find("BT")
            series = self.tagged.list_values("T3", "T2")
            containers = self.tagged.list_values("JF", "JO", "JA", "BT")
            containers = [words for words in containers if words != title]
        else:
            series = self.tagged.list_values("T3")
            containers = [words for tag in _JOURNALS for words in self.tagged.list_values(tag)]
        if entry.csl_type == "paper-conference":
            entry.add_variable("container-title", find("C3"))
        entry.add_variable("title", title)
        for words in series:
            entry.add_variable("collection-title", words)
        short = set(self.tagged.list_values("JA", "J1", "J2", "JO"))
        for words in dict.fromkeys(containers):
            former = entry.variables.setdefault("container-title", words)
            if former != words and words in short:
                entry.add_variable("container-title-short", words)
            elif former != words:
                entry.add_remark("container title", words)

    def _read_names(self) -> None:
        for tag, role in self._assign_roles().items():
            for written in self.tagged.list_values(tag):
                for line in written.split("\n"):
                    name = read_listed_name(line)
                    names = self.entry.names.setdefault(role, [])
                    if name != NO_NAME and name not in names:
                        names.append(name)

    def _assign_roles(self) -> dict[str, str]:
        """Return whose names a tag gives, which depends on what the entry is."""
        kind, find = self.entry.csl_type, self.tagged.find_value
        roles = {"AU": "author", "A1": "author", "ED": "editor", "A4": "translator", "TA": "translator"}
        further = {
            "interview": ("interviewer", "contributor"),
            "personal_communication": ("recipient", "contributor"),
            "thesis": ("author", "contributor"),
            "motion_picture": ("director", "producer"),
            "song": ("performer", "producer"),
        }
        if kind in TYPES_IN_SERIES:
            # Besides the authors of a book they edited its series, where it is in one, and else wrote it too.
            is_in_series = bool(find("T2", "T3"))
            second = "collection-editor" if is_in_series else "author" if find("AU", "A1") else "editor"
            return {**roles, "A2": second, "A3": "editor"}
        second, third = further.get(kind, ("editor", "collection-editor"))
        return {**roles, "A2": second, "A3": third}

    def _read_dates(self) -> None:
        # What is no date of RIS is one only where there is no other.
        issued = self.tagged.list_values("PY", "Y1", "DA")
        for written in sorted(issued, key=lambda written: _DATE.fullmatch(written) is None):
            _add_ris_date(self.entry, "issued", written)
        for written in self.tagged.list_values("Y2"):
            _add_ris_date(self.entry, "accessed", written)

    def _read_numbers(self) -> None:
        entry, find = self.entry, self.tagged.find_value
        number = find("IS") or find("M1")
        if entry.csl_type.startswith("article-") or not entry.csl_type:
            entry.add_variable("issue", number)
        elif entry.csl_type in TYPES_IN_SERIES | TYPES_OF_PARTS and find("T3", "T2"):
            entry.add_variable("collection-number", find("SV") or number)
        else:
            entry.add_variable("number", number)
        if find("IS"):
            for words in self.tagged.list_values("M1"):
                entry.add_remark("miscellaneous", words)
        first, last = _HYPHENS.sub("-", find("SP")), _HYPHENS.sub("-", find("EP"))
        if entry.csl_type == "book" and first.isdigit() and not last:
            entry.add_variable("number-of-pages", first)
        else:
            entry.add_variable("page", f"{first}-{last}" if first and last and first != last else first or last)
        for words in self.tagged.list_values("SN"):
            # Several stand in one field, with spaces or semicolons between them.
            entry.add_variable("ISBN" if _NUMBERS.match(words) else "ISSN", words)

    def _read_places(self) -> None:
        """Read archive and place in it; of what is printed, database and number in the database."""
        entry, find = self.entry, self.tagged.find_value
        if self.is_kept_in_archive:
            entry.add_variable("archive", find("DB"))
            entry.add_variable("archive_location", find("AN", "AV"))
            entry.add_variable("source", find("DP", "H1"))
            return
        entry.add_variable("source", find("DP", "DB", "H1"))
        for tag in ("DB", "AN", "AV"):
            words = find(tag)
            if words and words != entry.variables.get("source"):
                entry.add_remark(NAMES_OF_TAGS[tag], words)


def _add_ris_date(entry: BibliographyEntry, name: str, written: str) -> None:
    """Add a date, which is YYYY/MM/DD/other with any of these left out, or is written as elsewhere."""
    found = _DATE.fullmatch(written)
    if found is None:
        other = re.fullmatch(r"(\d{4})/([^\W\d]+)/*", written)
        words = f"{other[2]} {other[1]}" if other else written.strip("/ ")
        if not words:
            return
        if name not in entry.dates:
            entry.add_date(name, words, is_structured=other is None and "-" in words)
        else:
            entry.add_remark(name, words)
        return
    year, month, day, other_words = (part or "" for part in found.groups())
    parts = [year]
    if month.strip("0") and int(month) <= 12:
        parts.append(f"{int(month):02}")
        if day.strip("0") and int(day) <= 31:
            parts.append(f"{int(day):02}")
    other_words = other_words.strip("/ ")
    if other_words and len(parts) == 1 and _is_readable(f"{other_words} {year}"):
        entry.add_date(name, f"{other_words} {year}")
        return
    edtf = "-".join(parts)
    former = entry.dates.get(name)
    if former and not former.startswith(edtf) and not edtf.startswith(former):
        entry.add_remark(name, written)
    else:
        entry.add_date(name, edtf, is_structured=True)
        if other_words:
            entry.add_remark(name, other_words)


def _is_readable(written: str) -> bool:
    try:
        read_date(written)
    except UnreadableDate:
        return False
    return True


def _read_kind(entry: BibliographyEntry, words: str) -> None:
    """Read M3, the type of a work, in which others write its DOI."""
    if normalise_doi(words):
        if normalise_doi(entry.variables.get("DOI", words)) != normalise_doi(words):
            entry.add_remark("DOI", words)
        else:
            entry.variables.setdefault("DOI", words)
    elif words.casefold() != "interview" or entry.csl_type != "interview":
        entry.add_variable("genre", words)


def _read_doi(entry: BibliographyEntry, words: str) -> None:
    former = entry.variables.get("DOI", "")
    if not former or normalise_doi(former) == normalise_doi(words):
        entry.variables["DOI"] = words
    else:
        entry.add_remark("DOI", words)


def _read_abstract(entry: BibliographyEntry, words: str) -> None:
    former = entry.variables.get("abstract", "")
    words = " ".join(words.split("\n"))
    if words not in former:
        entry.variables["abstract"] = f"{former} {words}".strip()


def _read_keyword(entry: BibliographyEntry, words: str) -> None:
    entry.keywords += [part.strip() for part in words.split(";") if part.strip()]


_READERS: dict[str, Callable[[BibliographyEntry, str], None]] = {
    **dict.fromkeys(("AB", "N2"), _read_abstract),
    **dict.fromkeys(("N1", "RN", "U1", "U2", "U3", "U4", "U5", "M2"), BibliographyEntry.add_note),
    "KW": _read_keyword,
    "DO": _read_doi,
    "M3": _read_kind,
    "UR": lambda entry, words: entry.add_variable("URL", words),
    "LK": lambda entry, words: entry.add_variable("URL", words),
}
_READ_TOGETHER = frozenset(
    (
        *_TITLES,
        *_JOURNALS,
        "TY",
        "ID",
        "ER",
        "T3",
        "C3",
        "AU",
        "A1",
        "A2",
        "A3",
        "A4",
        "ED",
        "TA",
        "PY",
        "Y1",
        "DA",
        "Y2",
    )
) | {"IS", "M1", "SV", "SP", "EP", "SN", "DB", "AN", "AV", "DP", "H1"}
