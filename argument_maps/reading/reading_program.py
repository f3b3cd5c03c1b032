"""The program that reads a file as a text: a task comes in, and what the file says goes out, or why it cannot be read.

It runs as a process of its own, because a file of a kilobyte can hold hours of work and gigabytes of text: only a
process can be bounded in both and ended.
"""

import os
import sys
from collections.abc import Iterable
from typing import Self

import msgspec

from argument_maps.bounded_work import OUT_OF_MEMORY
from argument_maps.reading.blocks import UnchosenDocument
from argument_maps.reading.files import read_text
from argument_maps.reading.results import FileReading, ListedDocument, OfferedComment, ReadingOptions, Spelling
from models.errors import MapError, Phrase
from models.records.contents import (
    ContentDraft,
    ReportEntry,
    make_block,
    make_line_box,
    make_mark,
    make_milestone,
)
from models.text_vocabulary import InlineSort, MilestoneSort, ReportSort
from models.vocabulary import BlockSort

# Whoever asks for a page meanwhile goes first.
NICENESS = 10


class ReadingTask(msgspec.Struct):
    """A file, its media type, and what is chosen of it."""

    data: bytes
    media_type: str
    charset: str = ""
    spelling: str = Spelling.REGULARISED.value
    document: str = ""


class PhraseParts(msgspec.Struct):
    """What a phrase is made of, on its way between processes."""

    template: str = ""
    plural: str | None = None
    number: int = 1
    values: dict[str, str | int | tuple[str, ...]] = {}

    @classmethod
    def take_apart(cls, phrase: Phrase) -> Self:
        """Return the parts of a phrase, in whose values no phrase is."""
        values = {
            name: value if isinstance(value, int | tuple) else str(value) for name, value in phrase.values.items()
        }
        return cls(phrase.template, phrase.plural, phrase.number, values)

    def put_together(self) -> Phrase:
        """Return the phrase."""
        return Phrase.fill(self.template, self.plural, self.number, self.values)


class ReadingOutcome(msgspec.Struct):
    """What a file says, its parts as rows of what they have; or what is wrong, by the name of the error."""

    text: str = ""
    blocks: list[tuple[int, int, str, str]] = []
    inline_marks: list[tuple[int, int, str, str]] = []
    milestones: list[tuple[int, str, str]] = []
    line_boxes: list[tuple[int, int, int, int, int, int, int]] = []
    report: list[tuple[str, int, list[str]]] = []
    source_data: dict[str, str] = {}
    comments: list[tuple[int, int, str, str]] = []
    documents: list[tuple[str, str, str, str]] = []
    error: str = ""
    detail: PhraseParts = msgspec.field(default_factory=PhraseParts)
    remedy: PhraseParts = msgspec.field(default_factory=PhraseParts)


def read_file(task: ReadingTask) -> ReadingOutcome:
    """Return what a file says, or why it is not read."""
    try:
        options = ReadingOptions(task.charset, Spelling(task.spelling), task.document)
        return take_reading_apart(read_text(task.data, task.media_type, options))
    except MapError as error:
        return ReadingOutcome(
            error=type(error).__name__,
            detail=PhraseParts.take_apart(error.detail),
            remedy=PhraseParts.take_apart(error.remedy),
            documents=list_document_rows(error.documents) if isinstance(error, UnchosenDocument) else [],
        )


def take_reading_apart(reading: FileReading) -> ReadingOutcome:
    """Return what was read, on its way between processes."""
    content = reading.content
    return ReadingOutcome(
        text=content.text,
        blocks=[(block.start, block.end, block.sort, block.label) for block in content.blocks],
        inline_marks=[(mark.start, mark.end, mark.sort, mark.detail) for mark in content.inline_marks],
        milestones=[(milestone.at, milestone.sort, milestone.label) for milestone in content.milestones],
        line_boxes=[
            (box.start, box.end, box.page, box.left, box.top, box.width, box.height) for box in content.line_boxes
        ],
        report=[(entry.sort, entry.count, entry.samples) for entry in reading.report],
        source_data=reading.source_data,
        comments=[(comment.start, comment.end, comment.text, comment.author) for comment in reading.comments],
        documents=list_document_rows(reading.documents),
    )


def list_document_rows(documents: Iterable[ListedDocument]) -> list[tuple[str, str, str, str]]:
    """Return the documents of a volume, on their way between processes."""
    return [(entry.id, entry.title, entry.date, entry.page) for entry in documents]


def put_reading_together(outcome: ReadingOutcome) -> FileReading:
    """Return what was read in another process."""
    content = ContentDraft.model_construct(
        text=outcome.text,
        blocks=[make_block(start, end, BlockSort(sort), label) for start, end, sort, label in outcome.blocks],
        inline_marks=[
            make_mark(start, end, InlineSort(sort), detail) for start, end, sort, detail in outcome.inline_marks
        ],
        milestones=[make_milestone(at, MilestoneSort(sort), label) for at, sort, label in outcome.milestones],
        line_boxes=[make_line_box(*row) for row in outcome.line_boxes],
    )
    return FileReading(
        content,
        tuple(
            ReportEntry.model_construct(sort=ReportSort(sort), count=count, samples=samples)
            for sort, count, samples in outcome.report
        ),
        outcome.source_data,
        tuple(OfferedComment(*comment) for comment in outcome.comments),
        tuple(ListedDocument(*entry) for entry in outcome.documents),
    )


def main() -> None:
    """Read a task, and write what came of it; end with `OUT_OF_MEMORY` where that did not suffice."""
    os.nice(NICENESS)
    try:
        task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=ReadingTask)
        written = msgspec.msgpack.encode(read_file(task))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
