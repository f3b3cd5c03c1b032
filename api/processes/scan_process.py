"""Files taken apart into page images in a process of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from api.processes.child_processes import ProgramEnd, run_program
from api.processes.reading_process import ReadingBroken
from argument_maps.scans import scan_program
from argument_maps.scans.image_errors import ImageTooLarge, UnreadableImage
from argument_maps.scans.scan_program import ReadPage, ScanFile, ScanOutcome, ScanTask
from models.errors import MapError, Phrase

SCAN_SECONDS = 120.0
MOST_SCAN_MEMORY = 2 << 30
_ERRORS = {kind.__name__: kind for kind in (UnreadableImage, ImageTooLarge)}


class ScanTooLong(MapError):
    """Files are more work to take apart than the server gives them."""

    title = Phrase("The files take too long to read")


@dataclass(frozen=True, slots=True)
class ScanReading:
    """The pages of some files in their order, and what is told of them."""

    pages: tuple[ReadPage, ...]
    notes: tuple[Phrase, ...] = ()


def read_scan_apart(files: Sequence[ScanFile], *, keeps_metadata: bool) -> ScanReading:
    """Return the pages of files.

    Raises `UnreadableImage`, `ImageTooLarge`, `ScanTooLong`, `ReadingBroken` and `WorkEnded`.
    """
    task = msgspec.msgpack.encode(ScanTask(list(files), keeps_metadata))
    run = run_program(scan_program, task, SCAN_SECONDS, MOST_SCAN_MEMORY)
    if run.end is ProgramEnd.OUT_OF_BOUNDS:
        raise ScanTooLong(
            Phrase(
                "To read the files takes more than %(seconds)s seconds, or more than %(memory)s GB of memory.",
                seconds=f"{SCAN_SECONDS:.0f}",
                memory=MOST_SCAN_MEMORY >> 30,
            ),
            Phrase("Add fewer pages at once, or save them with fewer pixels."),
        )
    if run.end is ProgramEnd.BROKEN:
        raise ReadingBroken(
            Phrase("The program that reads images ended over the files with status %(status)s.", status=run.status),
            Phrase("One of them may be damaged. Open each, save it anew as JPEG or PNG, and send that."),
        )
    outcome = msgspec.msgpack.decode(run.written, type=ScanOutcome)
    if outcome.error:
        detail = outcome.detail.put_together()
        if len(files) > 1:
            detail = Phrase("In “%(file)s”: %(detail)s", file=outcome.file[:200], detail=detail)
        raise _ERRORS.get(outcome.error, UnreadableImage)(detail, outcome.remedy.put_together())
    return ScanReading(tuple(outcome.pages), tuple(dict.fromkeys(note.put_together() for note in outcome.notes)))
