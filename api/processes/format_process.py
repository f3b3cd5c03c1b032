"""Files of foreign formats read in a process of its own, bounded in time and memory."""

from dataclasses import dataclass

import msgspec

from api.processes.child_processes import ProgramEnd, run_program
from api.processes.reading_process import MOST_MEMORY, READING_SECONDS, ReadingBroken, ReadingTooLong
from argument_maps.formats import format_program
from argument_maps.formats.exchange import FormatReading
from argument_maps.formats.format_program import (
    FormatOutcome,
    FormatTask,
    put_format_reading_together,
    read_foreign_file,
)
from argument_maps.formats.sheets.sheet_choices import SheetChoices
from argument_maps.graph import Graph
from models.errors import Phrase

# Shorter files are read sooner than the process would have started; archives are never short.
QUICK = 50_000


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file that was read: its name, the name of its format, and what it holds."""

    name: str
    format: str
    reading: FormatReading


def read_foreign_file_apart(
    data: bytes, name: str, form: str = "", here: Graph | None = None, sheets: SheetChoices | None = None
) -> ForeignFile:
    """Return what a file holds that comes into the map `here`, its `sheets` read as somebody says.

    Raises `UnreadableFile`, `UnreadableSheets`, `ReadingTooLong`, `ReadingBroken` and `WorkEnded`.
    """
    task = FormatTask(data, name, form, here, dict(sheets or {}))
    if len(data) <= QUICK and not data.startswith(b"PK") and b"<" not in data[:200]:
        outcome = read_foreign_file(task)
        return ForeignFile(name, outcome.format, put_format_reading_together(outcome))
    run = run_program(format_program, msgspec.msgpack.encode(task), READING_SECONDS, MOST_MEMORY)
    if run.end is ProgramEnd.OUT_OF_BOUNDS:
        raise ReadingTooLong(
            Phrase(
                "To read the file takes more than %(seconds)s seconds, or more than %(memory)s GB of memory.",
                seconds=f"{READING_SECONDS:.0f}",
                memory=MOST_MEMORY >> 30,
            ),
            Phrase("Divide it, and import the parts one after another."),
        )
    if run.end is ProgramEnd.BROKEN:
        raise ReadingBroken(
            Phrase("The program that reads files ended over it with status %(status)s.", status=run.status),
            Phrase("The file may be damaged. Open it where it was made, export it anew, and send that."),
        )
    outcome = msgspec.msgpack.decode(run.written, type=FormatOutcome)
    return ForeignFile(name, outcome.format, put_format_reading_together(outcome))
