"""The fields of BibTeX and BibLaTeX entries as variables of CSL (biblatex manual 3.20, sections 2.1 and 2.2)."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from bibtexparser.middlewares.names import split_multiple_persons_names

from argument_maps.formats.bibliographies.archival_places import read_archival_place
from argument_maps.formats.bibliographies.bibtex.bibtex_vocabulary import (
    CSL_TYPES_OF_ENTRIES,
    CSL_TYPES_OF_SUBTYPES,
    DATES_OF_FIELDS,
    FIELDS_OF_PROGRAMS,
    ROLES_OF_EDITORS,
    ROLES_OF_FIELDS,
    VARIABLES_OF_FIELDS,
)
from argument_maps.formats.bibliographies.bibtex.latex_text import decode_latex, decode_latex_lines
from argument_maps.formats.bibliographies.entries import NO_NAME, BibliographyEntry, WrittenName
from argument_maps.formats.bibliographies.written_names import LONGEST_NAME, looks_like_body, read_natural_name
from argument_maps.formats.exchange import FilePlace, ProblemWeight
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase

_MONTH_MACROS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_MACROS.split(), 1)}
_YEAR = re.compile(r"\d{4}")
_HYPHENS = re.compile(r"\s*(?:–|—|--+|‐|‑|‒|−)\s*")
_GROUPED = re.compile(r"\{(.*)\}", re.DOTALL)
# A family name of one word, and given names behind a comma.
_SIMPLE = re.compile(r"([^\W\d_a-z][^\W\d_]+), ([^\W\d_a-z][^\W\d_]*\.?(?: [^\W\d_a-z][^\W\d_]*\.?)*)")
_ESCAPED = re.compile(r"\\([_%&#~])")
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix)(?:-i)?\s*=")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")


class WrittenEntry(Protocol):
    """An entry as it is written, which `bibtex_reading` takes apart."""

    entry_type: str
    key: str
    fields: dict[str, str]
    repeated: list[tuple[str, str]]

    @property
    def place(self) -> FilePlace:
        """Where it begins."""
        ...


def read_fields(raw: WrittenEntry, builder: MapBuilder) -> BibliographyEntry:
    """Return an entry in the variables of CSL."""
    fields = raw.fields
    entry = BibliographyEntry(raw.place, raw.key or decode_latex(fields.get("refid", "")), written_type=raw.entry_type)
    entry.csl_type = _find_type(raw)
    _read_titles(entry, fields)
    _read_numbers(entry, fields)
    _read_dates(entry, fields)
    _read_further_type(entry, raw)
    _read_eprint(entry, fields)
    for name, value in fields.items():
        if value:
            _read_field(entry, name, value, fields)
    for name, value in raw.repeated:
        if name in ROLES_OF_FIELDS:
            _read_names(entry, name, value, fields)
        else:
            entry.add_remark(name, decode_latex(value))
    if raw.repeated:
        builder.add_problem(
            Phrase("“%(field)s” stands twice in one entry.", field=raw.repeated[0][0][:40]),
            Phrase("The names are joined, of anything else the first is taken and the others stand in the note."),
            raw.place,
            ProblemWeight.CHANGED,
        )
    return entry


def _read_field(entry: BibliographyEntry, name: str, value: str, fields: dict[str, str]) -> None:
    reader = _READERS.get(name)
    if reader is not None:
        reader(entry, name, value, fields)
    elif name not in FIELDS_OF_PROGRAMS and not name.startswith("bdsk-"):
        entry.add_remark(name, decode_latex(value))


def _read_plain(entry: BibliographyEntry, name: str, value: str, _: dict[str, str]) -> None:
    entry.add_variable(VARIABLES_OF_FIELDS[name], decode_latex(value))


def _read_issn(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    words = decode_latex(value)
    entry.add_variable("ISBN" if _ISBN.fullmatch(words) else "ISSN", words)


def _read_language(entry: BibliographyEntry, name: str, value: str, fields: dict[str, str]) -> None:
    """Read a language; how the entry is hyphenated is not always what the work is written in."""
    if name == "language" or "language" not in fields:
        entry.add_variable("language", decode_latex(value))


def _read_date_field(entry: BibliographyEntry, name: str, value: str, _: dict[str, str]) -> None:
    _add_edtf(entry, DATES_OF_FIELDS[name], value)


def _read_keywords(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    words = decode_latex(value)
    entry.keywords += [part.strip() for part in words.split(";" if ";" in words else ",") if part.strip()]


def _read_lines(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    entry.add_note(decode_latex_lines(value))


def _read_comment(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    # JabRef writes what it has collected line by line.
    entry.add_note(decode_latex_lines(value.replace("\n", "\n\n")))


def _read_url(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    entry.add_variable("URL", _release_signs(value))


def _read_doi(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    entry.add_variable("DOI", _release_signs(value))


def _release_signs(value: str) -> str:
    value = _ungroup(value.strip())
    return _ESCAPED.sub(r"\1", value) if "\\" in value else value


def _find_type(raw: WrittenEntry) -> str:
    subtype = decode_latex(raw.fields.get("entrysubtype", "")).casefold()
    if subtype in CSL_TYPES_OF_SUBTYPES:
        return CSL_TYPES_OF_SUBTYPES[subtype]
    found = CSL_TYPES_OF_ENTRIES.get(raw.entry_type, "")
    if raw.entry_type == "misc" and subtype != "archival":
        container = next((name for name in ("booktitle", "journal", "journaltitle") if raw.fields.get(name)), "")
        if container:
            return "chapter" if container == "booktitle" else "article-journal"
        if "url" in raw.fields and not {"publisher", "library", "archive"} & raw.fields.keys():
            return "webpage"
        return (
            "document"
            if {"publisher", "library", "archive", "howpublished", "institution"} & raw.fields.keys()
            else "article"
        )
    if raw.entry_type == "inbook" and "booktitle" not in raw.fields and "title" in raw.fields:
        return "book" if "chapter" not in raw.fields and "pages" not in raw.fields else "chapter"
    return found


def _read_titles(entry: BibliographyEntry, fields: dict[str, str]) -> None:
    title = _join_title(fields, "title")
    main = _join_title(fields, "maintitle")
    book = _join_title(fields, "booktitle")
    journal = _join_title(fields, "journaltitle") or _join_title(fields, "journal")
    if main and not book:
        entry.add_variable("title", main)
        entry.add_variable("volume-title", title)
    else:
        entry.add_variable("title", title)
        if main and book and main != book:
            entry.add_variable("container-title", main)
            entry.add_variable("volume-title", book)
        elif book and not journal:
            entry.add_variable("container-title", book)
    if journal:
        entry.add_variable("container-title", journal)
        if book:
            entry.add_remark("booktitle", book)


def _join_title(fields: dict[str, str], name: str) -> str:
    if name not in fields:
        return ""
    title = decode_latex(fields[name])
    subtitle = decode_latex(fields.get(f"{name.removesuffix('title')}subtitle", ""))
    if not subtitle:
        return title
    return f"{title}{' ' if title[-1:] in '?!:.' else ': '}{subtitle}"


def _read_numbers(entry: BibliographyEntry, fields: dict[str, str]) -> None:
    number = decode_latex(fields.get("number", ""))
    if number:
        if entry.csl_type.startswith(("article-", "review")):
            entry.add_variable("issue", number)
        elif "series" in fields and entry.csl_type in {"book", "chapter", "paper-conference"}:
            entry.add_variable("collection-number", number)
        else:
            entry.add_variable("number", number)
    entry.add_variable("page", _HYPHENS.sub("-", decode_latex(fields.get("pages", ""))))


def _read_dates(entry: BibliographyEntry, fields: dict[str, str]) -> None:
    """Read `date`, or `year`, `month` and `day`; a month may be a word, its number, or a macro with a day beside it."""
    if fields.get("date"):
        _add_edtf(entry, "issued", fields["date"])
    year = decode_latex(fields.get("year", ""))
    if not year:
        if not fields.get("date"):
            for name in ("month", "day"):
                entry.add_remark(name, decode_latex(fields.get(name, "")))
        return
    month = decode_latex(fields.get("month", "")).strip("-#. ")
    day = decode_latex(fields.get("day", ""))
    number = (
        _MONTHS.get(month[:3].casefold())
        if month.isalpha()
        else int(month)
        if month.isdigit() and len(month) < 3
        else None
    )
    if _YEAR.fullmatch(year) and (not month or (number and 1 <= number <= 12)):
        written = f"{year}-{number:02}" if number else year
        if number and day.isascii() and day.isdigit() and 1 <= int(day) <= 31:
            written = f"{written}-{int(day):02}"
        elif day:
            entry.add_remark("day", day)
        entry.add_date("issued", written, is_structured=True)
        return
    entry.add_date("issued", " ".join(part for part in (day, month, year) if part))


def _add_edtf(entry: BibliographyEntry, name: str, value: str) -> None:
    """Add a date of biblatex, which is EDTF (biblatex manual, section 2.3.8), an open end of which may be left out."""
    # The sign for “about” is here no space.
    written = value.replace("{", "").replace("}", "").replace("--", "/").strip() if "\\" not in value else value
    if written.endswith("/"):
        written += ".."
    elif written.startswith("/"):
        written = f"..{written}"
    entry.add_date(name, written, is_structured=True)


def _read_further_type(entry: BibliographyEntry, raw: WrittenEntry) -> None:
    kind = decode_latex(raw.fields.get("type", ""))
    genre = {"phdthesis": "PhD thesis", "mathesis": "MA thesis", "techreport": "technical report"}.get(kind, kind)
    if not genre and raw.entry_type == "mastersthesis":
        genre = "MA thesis"
    entry.add_variable("genre", genre)


def _read_eprint(entry: BibliographyEntry, fields: dict[str, str]) -> None:
    number = decode_latex(fields.get("eprint", ""))
    if number:
        where = decode_latex(fields.get("eprinttype", "") or fields.get("archiveprefix", ""))
        entry.add_remark("eprint", f"{where}:{number}" if where else number)


def _read_library(entry: BibliographyEntry, _: str, value: str, __: dict[str, str]) -> None:
    """Read what names a library and a call number in one, as the biblatex manual has it."""
    words = decode_latex(value)
    place = read_archival_place("", words)
    if place is None:
        entry.add_variable("archive", words)
        return
    entry.add_variable("archive", place.repository)
    entry.add_variable(
        "archive_location", words.removeprefix(place.repository).lstrip(", ") if place.repository else words
    )


def _read_names(entry: BibliographyEntry, name: str, value: str, fields: dict[str, str]) -> None:
    role = ROLES_OF_FIELDS.get(name, "editor")
    if name.startswith("editor"):
        kind = decode_latex(fields.get(f"{name}type", ""))
        role = ROLES_OF_EDITORS.get(kind, "editor" if not kind or kind == "editor" else "contributor")
    names = entry.names.setdefault(role, [])
    for written in _split_names(value):
        if written.casefold() in {"others", "et al.", "et al"}:
            entry.add_remark(role, "et al.")
            continue
        one = _read_name(written)
        if one != NO_NAME:
            names.append(one)
    if not names:
        del entry.names[role]


def _split_names(value: str) -> list[str]:
    if "{" not in value and "\\" not in value:
        return [part for part in _AND.split(value.strip()) if part]
    return list(split_multiple_persons_names(value))


@lru_cache(maxsize=16_384)
def _read_name(written: str) -> WrittenName:
    """Return the parts of a name: what stands in braces is a body, what has parts with names (biblatex) says which."""
    written = written.strip()
    simple = _SIMPLE.fullmatch(written)
    if simple is not None:
        return WrittenName(simple[1], simple[2])
    if _GROUPED.fullmatch(written) and _closes_last(written):
        return WrittenName(literal=decode_latex(written))
    if len(written) > LONGEST_NAME:
        return WrittenName(literal=decode_latex(written)[:LONGEST_NAME])
    if "=" in written and _EXTENDED.match(written):
        return _read_extended_name(written)
    plain = decode_latex(written)
    if looks_like_body(plain) and "," not in written:
        return WrittenName(literal=plain)
    parts = read_natural_name(written)
    return parts._replace(
        family=decode_latex(parts.family), given=decode_latex(parts.given), suffix=decode_latex(parts.suffix)
    )


def _closes_last(written: str) -> bool:
    depth = 0
    for place, sign in enumerate(written):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            # A command for one letter, {\"O}zkal, is no body; nor is it where nothing but one letter stands.
            return place == len(written) - 1 and not re.match(r"\{\\[^A-Za-z]", written)
    return False


def _read_extended_name(written: str) -> WrittenName:
    """Read a name whose parts are named (biblatex manual, section 3.4)."""
    parts = {
        key.strip(): decode_latex(value.strip().strip('"'))
        for key, _, value in (part.partition("=") for part in written.split(","))
    }
    prefix, family = parts.get("prefix", ""), parts.get("family", "")
    if parts.get("useprefix") == "false" and prefix:
        return WrittenName(family, f"{parts.get('given', '')} {prefix}".strip(), parts.get("suffix", ""))
    return WrittenName(f"{prefix} {family}".strip(), parts.get("given", ""), parts.get("suffix", ""))


def _ungroup(value: str) -> str:
    while len(value) > 1 and value[0] == "{" and value[-1] == "}":
        value = value[1:-1]
    return value[5:-1] if value.startswith("\\url{") and value.endswith("}") else value


FieldReader = Callable[[BibliographyEntry, str, str, dict[str, str]], None]
_READERS: dict[str, FieldReader] = {
    **dict.fromkeys(VARIABLES_OF_FIELDS, _read_plain),
    **{name: _read_language for name, variable in VARIABLES_OF_FIELDS.items() if variable == "language"},
    **dict.fromkeys((*ROLES_OF_FIELDS, "editora", "editorb", "editorc"), _read_names),
    **dict.fromkeys([name for name in DATES_OF_FIELDS if name != "date"], _read_date_field),
    **dict.fromkeys(("note", "annotation", "annote", "addendum", "review", "titleaddon", "howpublished"), _read_lines),
    **dict.fromkeys(("keywords", "keyword"), _read_keywords),
    "issn": _read_issn,
    "comment": _read_comment,
    "url": _read_url,
    "doi": _read_doi,
    "library": _read_library,
}
