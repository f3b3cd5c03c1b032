"""BibTeX and BibLaTeX files read as entries, taken apart by `bibtexparser` and put together here.

Strings and their concatenation are those of “BibTeXing” (O. Patashnik, 1988), section 2; entry types, fields,
`crossref` and `xdata` those of the biblatex manual (3.20, sections 2.1 and 2.2).
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)

from argument_maps.formats.bibliographies.bibtex.bibtex_fields import read_fields
from argument_maps.formats.bibliographies.entries import BibliographyEntry
from argument_maps.formats.bibliographies.source_building import build_bibliography, pause_collection
from argument_maps.formats.exchange import FilePlace, FormatReading, ProblemWeight, UnreadableFile
from argument_maps.formats.file_contents import FileContents, decode_letters
from argument_maps.formats.map_building import MapBuilder
from models.errors import Phrase

# What a string may become in all; each may be made of others, so that ten of them could be a thousand million letters.
LONGEST_STRING = 20_000
DEEPEST_INHERITANCE = 8
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_HEADER = re.compile(rb"\s{0,99}%\s*Encoding:\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_HEADER_LINE = re.compile(r"%\s*Encoding:.*")
_OF_PROGRAMS = re.compile(r"(?i)\s*(?:jabref-|x-|BibDesk|Local Variables|-\*-)")
_ENTRY = re.compile(r"(?m)^[ \t]*@[ \t]*(?!comment|string|preamble)[A-Za-z]\w*[ \t]*[{(]", re.IGNORECASE)
_OPENING = re.compile(r"@\s*(\w*)\s*[{(]\s*([^\s,={}\"]*)\s*,?")
_NEXT_FIELD = re.compile(r"[}\"][ \t]*\r?\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d]")
_NAME = re.compile(r"\s*,?\s*([A-Za-z][\w:+-]*)\s*=\s*")
_PIECE = re.compile(r"[^\s#{}\",]+")
# What an entry takes from the one it is part of, under another name (biblatex manual, appendix B).
_PARTS = frozenset(
    {"inbook", "incollection", "inproceedings", "conference", "suppbook", "suppcollection", "inreference"}
)
_INHERITED_AS = {
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
    "author": "bookauthor",
}
_NOT_INHERITED = frozenset(
    {"shorttitle", "sorttitle", "indextitle", "label", "xref", "crossref", "ids", "entryset", "keywords", "options"}
)
# Its warnings are told as problems.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class RawEntry:
    """An entry as it is written: its fields by lower-case name, still with braces and commands."""

    entry_type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    column: int = 1

    @property
    def place(self) -> FilePlace:
        """Where it begins."""
        return FilePlace(self.line, self.column, entry=self.key[:80])


def recognise_bibtex(contents: FileContents) -> int:
    """Tell how much a file looks like BibTeX: by an entry that begins a line."""
    found = _ENTRY.search(contents.beginning)
    if found is None:
        return 1 if re.search(r"(?mi)^[ \t]*@(?:string|comment|preamble)[ \t]*[{(]", contents.beginning) else 0
    return 3 if re.match(r"\s*[^\s,{}=\"]*\s*,", contents.beginning[found.end() :]) else 2


@pause_collection()
def read_bibtex(data: bytes) -> FormatReading:
    """Return the sources and agents of a BibTeX or BibLaTeX file. Raises `UnreadableFile`."""
    builder = MapBuilder("Bibliography")
    header = _HEADER.match(data[:200])
    text, problems = decode_letters(data, _find_charset(header[1].decode()) if header else "")
    builder.problems += problems
    raw_entries = _BlockReader(builder).read_blocks(text)
    if not raw_entries:
        raise UnreadableFile(
            Phrase("No entry of BibTeX stands in the file."), Phrase("Send a file with entries such as @book{key, …}.")
        )
    _inherit_fields(raw_entries, builder)
    entries = [entry for raw in raw_entries if (entry := _read_entry(raw, builder)) is not None]
    return build_bibliography(entries, builder)


def _find_charset(name: str) -> str:
    """Return the encoding that JabRef names, under its usual name."""
    return {"utf8": "utf-8", "cp1252": "windows-1252", "cp1251": "windows-1251", "iso8859_1": "iso-8859-1"}.get(
        name.lower(), name.lower()
    )


def _read_entry(raw: RawEntry, builder: MapBuilder) -> BibliographyEntry | None:
    if raw.entry_type == "xdata":
        return None
    if raw.entry_type == "set":
        builder.add_problem(
            Phrase("The entry is a set of others: %(entries)s.", entries=raw.fields.get("entryset", "")[:200]),
            Phrase("Its members are read, the set is left out."),
            raw.place,
        )
        return None
    return read_fields(raw, builder)


class _BlockReader:
    """What stands in a file, block by block, with strings put in where they are named."""

    def __init__(self, builder: MapBuilder) -> None:
        self.builder = builder
        self.strings: dict[str, str] = {}
        self.undefined: dict[str, FilePlace] = {}

    def read_blocks(self, text: str) -> list[RawEntry]:
        """Return all entries, mended where they are damaged."""
        entries: list[RawEntry] = []
        outside: list[int] = []
        for block in _join_broken(parse_string(text, parse_stack=[]).blocks):
            line = (block.start_line or 0) + 1
            match block:
                case Entry():
                    entries += self._mend(block, line) if _lacks_comma(block) else [self._read_sound(block, line)]
                case String():
                    self.strings[block.key.lower()] = self._resolve(str(block.value), line)
                case DuplicateBlockKeyBlock() | DuplicateFieldKeyBlock():
                    entries += self._read_duplicate(block, line)
                case ParsingFailedBlock():
                    entries += self._mend(block, line)
                case ImplicitComment() | ExplicitComment() | Preamble():
                    words = str(block.value if isinstance(block, Preamble) else block.comment)
                    if not (_HEADER_LINE.fullmatch(words.strip()) or _OF_PROGRAMS.match(words)):
                        outside.append(line)
        if outside:
            self.builder.add_problem(
                Phrase("Words stand outside of entries, in %(number)s places.", number=len(outside)),
                Phrase("They are left out."),
                FilePlace(outside[0], 1),
                ProblemWeight.NOTED,
            )
        for name, place in self.undefined.items():
            self.builder.add_problem(
                Phrase("No string is called “%(name)s”.", name=name[:40]),
                Phrase("Its name stands in its place."),
                place,
                ProblemWeight.CHANGED,
            )
        return entries

    def _read_sound(self, block: Entry, line: int) -> RawEntry:
        raw = RawEntry(block.entry_type.lower(), block.key, line)
        fields = raw.fields
        for one in block.fields:
            name, value = one.key.lower(), one.value
            # Nearly every value is one in braces.
            plain = value[1:-1] if value[:1] == "{" and "#" not in value and value[-1:] == "}" else None
            if plain is None:
                plain = self._resolve(value, (one.start_line or 0) + 1, raw.key)
            if name in fields:
                self._add_field(raw, name, plain)
            else:
                fields[name] = plain
        return raw

    def _add_field(self, raw: RawEntry, name: str, value: str) -> None:
        if raw.fields.setdefault(name, value) != value:
            raw.repeated.append((name, value))

    def _read_duplicate(self, block: DuplicateBlockKeyBlock | DuplicateFieldKeyBlock, line: int) -> list[RawEntry]:
        within: Block | None = block.ignore_error_block
        if isinstance(within, String):
            # The later definition holds, as in bibtexparser and biber.
            self.strings[within.key.lower()] = self._resolve(str(within.value), line)
            self.builder.add_problem(
                Phrase("The string “%(name)s” is defined twice.", name=within.key[:40]),
                Phrase("Behind it the later definition holds."),
                FilePlace(line, 1),
                ProblemWeight.NOTED,
            )
            return []
        if isinstance(within, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)):
            return self._read_duplicate(within, line)
        return [self._read_sound(within, line)] if isinstance(within, Entry) else []

    def _mend(self, block: ParsingFailedBlock | Entry, line: int) -> list[RawEntry]:
        """Return what can be read of an entry that is not closed, or lacks a comma or a sign of equality."""
        raw_text = str(block.raw or "")
        opening = _OPENING.match(raw_text)
        if opening is None or opening[1].lower() in {"comment", "string", "preamble", ""}:
            self.builder.add_problem(
                Phrase("What begins with “%(beginning)s” is not closed.", beginning=raw_text[:40]),
                Phrase("It is left out."),
                FilePlace(line, 1),
            )
            return []
        key = opening[2] if not raw_text[opening.end() :].lstrip().startswith("=") else ""
        raw = RawEntry(opening[1].lower(), key, line)
        at = opening.end() if key or opening[0].rstrip().endswith(",") else opening.start(2)
        skipped = []
        while at < len(raw_text):
            named = _NAME.match(raw_text, at)
            if named is None:
                # Goes on behind the next comma or line; what is passed over is told.
                ends = [end for sign in ",\n" if (end := raw_text.find(sign, at)) >= 0]
                end = min(ends) if ends else len(raw_text)
                skipped.append(raw_text[at:end].strip(" \t\r\n{}()"))
                at = end + 1
                continue
            value, at = _read_damaged_value(raw_text, named.end())
            self._add_field(raw, named[1].lower(), self._resolve(value, raw.line, raw.key))
        passed = " ".join(part for part in skipped if part)
        self.builder.add_problem(
            Phrase("The entry is damaged: a brace, a comma or a sign of equality is missing."),
            Phrase("What can be read of it is read; “%(rest)s” is left out.", rest=passed[:200])
            if passed
            else Phrase("What can be read of it is read."),
            raw.place,
            ProblemWeight.OMITTED if passed else ProblemWeight.CHANGED,
        )
        return [raw] if raw.fields else []

    def _resolve(self, value: str, line: int, key: str = "") -> str:
        """Return a value without what encloses it, with strings in place of their names."""
        if value[:1] == "{" and value[-1:] == "}" and ("#" not in value or _is_one_group(value)):
            return value[1:-1]
        if value.isdigit():
            return value
        if value[:1] == '"' and value[-1:] == '"' and len(value) > 1 and "#" not in value:
            return value[1:-1]
        pieces = [self._resolve_piece(piece, line, key) for piece in _split_concatenation(value)]
        return "".join(pieces)[:LONGEST_STRING]

    def _resolve_piece(self, piece: str, line: int, key: str) -> str:
        if piece[:1] in '{"':
            return piece[1:-1] if len(piece) > 1 and piece[-1] in '}"' else piece[1:]
        name = piece.lower()
        if name in self.strings:
            return self.strings[name]
        if not (piece.isdigit() or name in _MONTHS or " " in piece):
            self.undefined.setdefault(piece, FilePlace(line, entry=key[:80]))
        return piece


def _join_broken(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks; what stands behind an entry that breaks off at a sign of equality is the rest of it."""
    broken: ParsingFailedBlock | None = None
    for block in blocks:
        if broken is not None:
            if isinstance(block, ImplicitComment):
                raw = f"{broken.raw or ''} {block.comment}"
                yield ParsingFailedBlock(broken.error, broken.start_line, raw)
                broken = None
                continue
            yield broken
            broken = None
        if isinstance(block, ParsingFailedBlock) and (block.raw or "").rstrip().endswith("="):
            broken = block
        else:
            yield block
    if broken is not None:
        yield broken


def _lacks_comma(block: Entry) -> bool:
    """Tell whether a value is closed and goes on with a line that names the next field."""
    return any(
        before.count("{") == before.count("}")
        for one in block.fields
        if "\n" in one.value and "=" in one.value
        for found in _NEXT_FIELD.finditer(one.value)
        if (before := one.value[: found.start() + 1])
    )


def _is_one_group(value: str) -> bool:
    """Tell whether the first brace is closed by the last."""
    depth = 0
    for mark in re.finditer(r"(?<!\\)[{}]", value):
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return mark.end() == len(value)
    return False


def _split_concatenation(value: str) -> Iterator[str]:
    """Yield what stands between the signs # of a value, each in its braces or quotation marks."""
    depth, start, is_quoted = 0, 0, False
    for mark in re.finditer(r"(?<!\\)[{}\"#]", value):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif mark[0] == '"' and depth == 0:
            is_quoted = not is_quoted
        elif mark[0] == "#" and depth == 0 and not is_quoted:
            yield value[start : mark.start()].strip()
            start = mark.end()
    yield value[start:].strip()


def _read_damaged_value(text: str, start: int) -> tuple[str, int]:
    """Return a value with what encloses it, and where it ends: at its brace, or else where the next field begins."""
    opening = text[start : start + 1]
    if opening in ("{", '"') and opening:
        depth = 0
        for mark in re.compile(r'(?<!\\)[{}"]|\n\s*[A-Za-z][\w-]{1,30}\s*=\s*["{]').finditer(text, start):
            sign = mark[0]
            if sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
                if depth <= 0 and opening == "{":
                    return text[start : mark.end()], mark.end()
            elif sign == '"':
                if opening == '"' and depth == 0 and mark.start() > start:
                    return text[start : mark.end()], mark.end()
            else:
                closing = "}" if opening == "{" else '"'
                return text[start : mark.start()].rstrip().rstrip(",") + closing, mark.start()
        rest = text[start:].rstrip().rstrip("})").rstrip().rstrip(",")
        return rest + ("}" if opening == "{" else '"'), len(text)
    piece = _PIECE.match(text, start)
    return (piece[0], piece.end()) if piece else ("", start + 1)


def _inherit_fields(entries: list[RawEntry], builder: MapBuilder) -> None:
    """Give each entry what it takes from those that it names under `crossref` and `xdata`."""
    by_key = {entry.key.lower(): entry for entry in entries}
    missing: dict[tuple[str, str], FilePlace] = {}
    for entry in entries:
        own = entry
        visited = {entry.key.lower()}
        queue = _list_parents(own)
        while queue and len(visited) <= DEEPEST_INHERITANCE:
            kind, name = queue.pop(0)
            parent = by_key.get(name.lower())
            if parent is None:
                missing.setdefault((kind, name), entry.place)
                continue
            if name.lower() in visited:
                continue
            visited.add(name.lower())
            queue += _list_parents(parent)
            for field_name, value in parent.fields.items():
                if field_name in _NOT_INHERITED and kind == "crossref":
                    continue
                inherited = field_name
                if kind == "crossref" and entry.entry_type in _PARTS:
                    inherited = _INHERITED_AS.get(field_name, field_name)
                elif kind == "crossref" and field_name in {"title", "subtitle"} and "title" in entry.fields:
                    inherited = "journaltitle" if entry.entry_type == "article" else f"main{field_name}"
                entry.fields.setdefault(inherited, value)
    for (kind, name), place in missing.items():
        builder.add_problem(
            Phrase("No entry has the key “%(key)s”, which “%(field)s” names.", key=name[:80], field=kind),
            Phrase("The entry is read without it."),
            place,
            ProblemWeight.NOTED,
        )


def _list_parents(entry: RawEntry) -> list[tuple[str, str]]:
    return [
        (kind, name.strip())
        for kind in ("crossref", "xdata")
        for name in entry.fields.get(kind, "").split(",")[:DEEPEST_INHERITANCE]
        if name.strip()
    ]
