"""Files read as texts, those that may hold more work than they show in a process of its own."""

import msgspec

from api.processes.child_processes import run_program
from argument_maps.reading import UnreadableText, read_text, reading_program
from argument_maps.reading.blocks import EmptyText
from argument_maps.reading.files import MOST_BYTES, TextTooLong, UnknownSort, find_media_type
from argument_maps.reading.reading_program import ReadingOutcome, ReadingTask
from models.errors import MapError, Phrase
from models.records.contents import Block, ContentDraft
from models.vocabulary import BlockSort

READING_SECONDS = 60.0
MOST_MEMORY = 1 << 30
# Shorter texts are read sooner than the process would have started. What is compressed is never short.
QUICK = 100_000
_COMPRESSED = frozenset({"application/pdf"})
_ERRORS = {kind.__name__: kind for kind in (UnreadableText, EmptyText, TextTooLong, UnknownSort)}


class ReadingTooLong(MapError):
    """A file is more work to read than the server gives it."""

    title = Phrase("The file takes too long to read")


def read_file_apart(data: bytes, media_type: str, charset: str = "") -> ContentDraft:
    """Return what a file says. Raises as `read_text`, and `ReadingTooLong` and `WorkEnded`."""
    sort = find_media_type(media_type)
    # What is refused for its length need not be handed over for that.
    if len(data) > MOST_BYTES or (sort not in _COMPRESSED and len(data) <= QUICK):
        return read_text(data, sort, charset)
    task = msgspec.msgpack.encode(ReadingTask(data, sort, charset))
    output, finished = run_program(reading_program, task, READING_SECONDS, MOST_MEMORY)
    if not finished:
        raise ReadingTooLong(
            Phrase(
                "To read the file takes more than %(seconds)s seconds, or more than %(memory)s GB of memory.",
                seconds=f"{READING_SECONDS:.0f}",
                memory=MOST_MEMORY >> 30,
            ),
            Phrase("Save it as plain text, or divide it, for example by chapters, and send that."),
        )
    outcome = msgspec.msgpack.decode(output, type=ReadingOutcome)
    if outcome.error:
        raise _ERRORS.get(outcome.error, UnreadableText)(outcome.detail.put_together(), outcome.remedy.put_together())
    blocks = [Block.model_construct(start=start, end=end, sort=BlockSort(sort)) for start, end, sort in outcome.blocks]
    return ContentDraft.model_construct(text=outcome.text, blocks=blocks)
