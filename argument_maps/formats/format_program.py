"""The program that reads a file of a foreign format: its bytes come in, and the map that it holds goes out.

It runs as a process of its own, as texts are read (`argument_maps.reading.reading_program`), for the same reason.
"""

import os
import sys
from typing import Any

import msgspec

from argument_maps.bounded_work import OUT_OF_MEMORY
from argument_maps.formats.exchange import (
    FilePlace,
    FormatProblem,
    FormatReading,
    ProblemWeight,
    SheetOutline,
    UnreadableFile,
    UnreadableSheets,
)
from argument_maps.formats.registry import find_format, recognise_format
from argument_maps.formats.sheets.sheet_choices import SheetChoice
from argument_maps.graph import Graph
from argument_maps.reading.reading_program import NICENESS, PhraseParts
from models.errors import MapError, Phrase


class FormatTask(msgspec.Struct):
    """A file, its name, the name of its format where that is not to be recognised, and the map that it comes into.

    `sheets` is what somebody says of the sheets of a spreadsheet.
    """

    data: bytes
    name: str = ""
    format: str = ""
    here: Graph | None = None
    sheets: dict[str, SheetChoice] = {}


class ProblemParts(msgspec.Struct):
    """A problem on its way between processes."""

    message: PhraseParts
    outcome: PhraseParts
    place: FilePlace
    weight: ProblemWeight


class FormatOutcome(msgspec.Struct):
    """The format of a file and what was read of it, or what is wrong."""

    format: str = ""
    graph: Graph | None = None
    counts: dict[str, Any] = {}
    problems: list[ProblemParts] = []
    detail: PhraseParts | None = None
    remedy: PhraseParts | None = None
    sheets: tuple[SheetOutline, ...] = ()


def read_foreign_file(task: FormatTask) -> FormatOutcome:
    """Return what a file holds, or why it cannot be read."""
    try:
        entry = find_format(task.format) if task.format else recognise_format(task.data, task.name)
        if entry.read is None:
            raise UnreadableFile(
                Phrase("%(format)s is written here and not read.", format=entry.title),
                Phrase("Export it in another format."),
            )
        if task.sheets and entry.read_onto is None:
            raise UnreadableFile(
                Phrase("Sheets and columns are those of a spreadsheet; this file is %(format)s.", format=entry.title),
                Phrase("Leave out what is said of them, or say which format the file has."),
            )
        onto = entry.read_onto
        reading = onto(task.data, task.here, task.sheets) if onto is not None else entry.read(task.data)
    except MapError as error:
        return FormatOutcome(
            task.format,
            detail=PhraseParts.take_apart(error.detail),
            remedy=PhraseParts.take_apart(error.remedy),
            sheets=error.sheets if isinstance(error, UnreadableSheets) else (),
        )
    return take_format_reading_apart(entry.name, reading)


def take_format_reading_apart(name: str, reading: FormatReading) -> FormatOutcome:
    """Return what was read of a file in the format of this name, as it goes to another process."""
    return FormatOutcome(
        name,
        reading.graph,
        msgspec.to_builtins(dict(reading.counts)),
        [
            ProblemParts(
                PhraseParts.take_apart(problem.message),
                PhraseParts.take_apart(problem.outcome),
                problem.place,
                problem.weight,
            )
            for problem in reading.problems
        ],
        sheets=reading.sheets,
    )


def put_format_reading_together(outcome: FormatOutcome) -> FormatReading:
    """Return what was read in another process. Raises `UnreadableFile` and `UnreadableSheets`."""
    if outcome.graph is None:
        detail, remedy = outcome.detail or PhraseParts(), outcome.remedy or PhraseParts()
        if outcome.sheets:
            raise UnreadableSheets(detail.put_together(), remedy.put_together(), outcome.sheets)
        raise UnreadableFile(detail.put_together(), remedy.put_together())
    problems = tuple(
        FormatProblem(parts.message.put_together(), parts.outcome.put_together(), parts.place, parts.weight)
        for parts in outcome.problems
    )
    return FormatReading(outcome.graph, outcome.counts, problems, sheets=outcome.sheets)


def main() -> None:
    """Read a task, and write what came of it; end with `OUT_OF_MEMORY` where that did not suffice."""
    os.nice(NICENESS)
    try:
        task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=FormatTask)
        written = msgspec.msgpack.encode(read_foreign_file(task))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
