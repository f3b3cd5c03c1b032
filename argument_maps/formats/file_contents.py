"""What is asked of every file before its format counts: its letters, and the value of a JSON text.

A byte order mark is passed over. An encoding is recognised as for the texts that are read (`argument_maps.reading`),
and a guess is told. A name that stands twice in a JSON object is a problem with its place (RFC 8259, section 4).
"""

import json
import re
from functools import cached_property
from typing import Any

from argument_maps.formats.exchange import FilePlace, FormatProblem, ProblemWeight, UnreadableFile
from argument_maps.formats.json_pointers import format_pointer
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file
from argument_maps.repeated_members import CrowdedObject, find_repeated_member
from models.errors import Phrase, pluralise_phrase
from models.text_vocabulary import ReportSort

# What a format is recognised by stands within the first bytes of a file.
LONGEST_BEGINNING = 40_000
# An escape in a JSON string: a pair of halves of one sign, a half alone, or any other.
_HALF = r"u[dD][89a-fA-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"\\(?:u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}}|({_HALF})|.)")
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")


class FileContents:
    """The bytes of a file, as letters and as a JSON value where they are that, each read once."""

    def __init__(self, data: bytes, name: str = "") -> None:
        self.data = data
        self.name = name

    @cached_property
    def beginning(self) -> str:
        """The first letters of the file, to be recognised by; nothing where it is an archive or a picture."""
        if self.data.startswith(_NO_TEXT):
            return ""
        sample = self.data[:LONGEST_BEGINNING]
        try:
            return decode_letters(sample)[0]
        except UnreadableFile:
            return sample.decode("latin-1")

    @cached_property
    def json_value(self) -> Any:
        """The JSON value that the file is, None where it is none."""
        if self.beginning.lstrip()[:1] not in ("{", "["):
            return None
        try:
            return parse_json_text(self.data)[0]
        except UnreadableFile:
            return None


def decode_letters(data: bytes, charset: str = "", *, keeps_breaks: bool = False) -> tuple[str, list[FormatProblem]]:
    """Return the letters of a file, and what was guessed or cannot be read. Raises `UnreadableFile`.

    Lines end with line feeds unless it `keeps_breaks` as they stand in the file.
    """
    builder = TextBuilder()
    try:
        text = decode_file(data, charset, builder)
    except UnreadableText as error:
        raise UnreadableFile(error.detail, error.remedy) from None
    problems = []
    for entry in builder.list_report():
        if entry.sort == ReportSort.ENCODING_GUESSED:
            message = Phrase("The file does not say in which encoding it is.")
            outcome = Phrase("It is read as %(encoding)s.", encoding=entry.samples[0])
            problems.append(FormatProblem(message, outcome, weight=ProblemWeight.NOTED))
        else:
            problems.append(_tell_unreadable(entry.count))
    text = text.removeprefix("\ufeff")
    return text if keeps_breaks else unify_breaks(text), problems


def unify_breaks(text: str) -> str:
    """Return a text with a line feed at the end of each line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_json_text(data: bytes, *, keeps_halves: bool = False) -> tuple[Any, list[FormatProblem]]:
    """Return the value of a JSON text, and the first name in it that stands twice. Raises `UnreadableFile`.

    Of a name that stands twice the last value is taken. Half a surrogate pair is no character (RFC 8259, 8.2) and is
    replaced, unless with `keeps_halves` it is to come out again as it went in.
    """
    text, problems = decode_letters(data)
    if not keeps_halves:
        text, number = _replace_halves(text)
        if number:
            problems.append(_tell_unreadable(number))
    try:
        value = json.loads(text, parse_constant=_read_no_number)
        repeated = find_repeated_member(text)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            Phrase(
                "The JSON text goes wrong at line %(line)s, column %(column)s.", line=error.lineno, column=error.colno
            ),
            Phrase("Mend it there, or export it again."),
        ) from None
    except CrowdedObject as error:
        raise UnreadableFile(error.detail, error.remedy) from None
    except RecursionError:
        raise UnreadableFile(
            Phrase("The JSON text is nested too deeply."), Phrase("Export it again, or make it of flat lists.")
        ) from None
    except ValueError:
        raise UnreadableFile(
            Phrase("The JSON text holds a number that is too long."), Phrase("Write it as a text, in quotation marks.")
        ) from None
    if repeated is not None:
        problems.append(
            FormatProblem(
                Phrase("“%(name)s” stands twice in one object.", name=str(repeated.path[-1])[:80]),
                Phrase("The last one is read."),
                FilePlace(repeated.line, repeated.column, pointer=format_pointer(repeated.path)),
            )
        )
    return value, problems


def _tell_unreadable(number: int) -> FormatProblem:
    message = pluralise_phrase(
        "The file holds a character that cannot be read.",
        "The file holds %(num)s characters that cannot be read.",
        number,
    )
    return FormatProblem(message, Phrase("“\ufffd” stands in its place."))


def _replace_halves(text: str) -> tuple[str, int]:
    """Return a JSON text with a sign as long in place of every escape of half a pair, and how many there were."""
    number = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal number
        number += match[1] is not None
        return "\\ufffd" if match[1] else match[0]

    if "\\ud" in text or "\\uD" in text:
        text = _ESCAPE.sub(replace, text)
    return text, number


def _read_no_number(_: str) -> None:
    """Return nothing for NaN and Infinity, which JSON does not have and Python writes."""
