"""Files read as texts, those that may hold more work than they show in a process of its own."""

import msgspec

from api.processes.child_processes import ProgramEnd, run_program
from argument_maps.reading import FileReading, ReadingOptions, UnreadableText, read_text, reading_program
from argument_maps.reading.blocks import EmptyText, UnchosenDocument
from argument_maps.reading.files import MOST_BYTES, TextTooLong, UnknownSort, find_media_type, is_compressed
from argument_maps.reading.reading_program import ReadingOutcome, ReadingTask, put_reading_together
from argument_maps.reading.results import ListedDocument
from models.errors import MapError, Phrase

READING_SECONDS = 60.0
MOST_MEMORY = 1 << 30
# Shorter texts are read sooner than the process would have started. What is compressed is never short.
QUICK = 100_000
_ERRORS = {kind.__name__: kind for kind in (UnreadableText, EmptyText, TextTooLong, UnknownSort)}


class ReadingTooLong(MapError):
    """A file is more work to read than the server gives it."""

    title = Phrase("The file takes too long to read")


class ReadingBroken(MapError):
    """The program that reads files came to an untimely end over a file."""

    title = Phrase("The file could not be read to its end")


def read_file_apart(data: bytes, media_type: str, options: ReadingOptions | None = None) -> FileReading:
    """Return what a file says. Raises as `read_text`, and `ReadingTooLong`, `ReadingBroken` and `WorkEnded`."""
    sort, options = find_media_type(media_type), options or ReadingOptions()
    # What is refused for its length need not be handed over for that.
    if len(data) > MOST_BYTES or (not is_compressed(sort) and len(data) <= QUICK):
        return read_text(data, sort, options)
    task = msgspec.msgpack.encode(ReadingTask(data, sort, options.charset, options.spelling.value, options.document))
    run = run_program(reading_program, task, READING_SECONDS, MOST_MEMORY)
    if run.end is ProgramEnd.OUT_OF_BOUNDS:
        raise ReadingTooLong(
            Phrase(
                "To read the file takes more than %(seconds)s seconds, or more than %(memory)s GB of memory.",
                seconds=f"{READING_SECONDS:.0f}",
                memory=MOST_MEMORY >> 30,
            ),
            Phrase("Save it as plain text, or divide it, for example by chapters, and send that."),
        )
    if run.end is ProgramEnd.BROKEN:
        raise ReadingBroken(
            Phrase("The program that reads files ended over it with status %(status)s.", status=run.status),
            Phrase("The file may be damaged. Open it, save it anew or as plain text, and send that."),
        )
    outcome = msgspec.msgpack.decode(run.written, type=ReadingOutcome)
    if outcome.error == UnchosenDocument.__name__:
        documents = tuple(ListedDocument(*row) for row in outcome.documents)
        raise UnchosenDocument(outcome.detail.put_together(), outcome.remedy.put_together(), documents)
    if outcome.error:
        raise _ERRORS.get(outcome.error, UnreadableText)(outcome.detail.put_together(), outcome.remedy.put_together())
    return put_reading_together(outcome)
