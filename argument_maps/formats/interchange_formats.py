"""What a format is: what it is called and is for, and the functions that recognise, read and write it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from argument_maps.formats.exchange import FormatReading, FormatWriting
from argument_maps.formats.file_contents import FileContents
from argument_maps.formats.sheets.sheet_choices import SheetChoices
from argument_maps.graph import Graph
from models.errors import Phrase

Recogniser = Callable[[FileContents], int]
Reader = Callable[[bytes], FormatReading]
# Reads what goes into a map, whose records it may name, if there is one already, as somebody says of its sheets.
MapReader = Callable[[bytes, Graph | None, SheetChoices], FormatReading]
Writer = Callable[[Graph, Any], FormatWriting]
# What a recogniser answers: that nothing speaks for the format, that it can be read as it, that it looks like it, that
# it is it and nothing else.
NOT_IT, POSSIBLE, LIKELY, CERTAIN = range(4)


class FormatSort(StrEnum):
    """What a format is for."""

    MAP = "map"
    BIBLIOGRAPHY = "bibliography"
    SHEET = "sheet"
    ANNOTATIONS = "annotations"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterchangeFormat:
    """A format: the name by which it is chosen, its title and what it is in a sentence, and who reads and writes it.

    `extension` is how its files' names end, without the dot. Where nobody reads or
    writes it, the function is None; `read_onto` is given where what a file holds depends on the map that it comes into,
    and on what is said of its sheets.
    With `updates_by_id` a record whose id is on the map is a new version of it, as in a sheet that comes back; with
    `finds_doubles` the sources of a file are compared with one another, as in a bibliography made of several.
    """

    name: str
    title: Phrase
    explanation: Phrase
    sort: FormatSort
    extension: str
    media_type: str
    recognise: Recogniser
    read: Reader | None = None
    read_onto: MapReader | None = None
    write: Writer | None = None
    updates_by_id: bool = False
    finds_doubles: bool = False


def recognise_nothing(_: FileContents) -> int:
    """Return that a file is not in a format that is only written."""
    return NOT_IT
