"""The program that reads a file as a text: a task comes in, and what the file says goes out, or why it cannot be read.

It runs as a process of its own, because a file of a kilobyte can hold hours of work and gigabytes of text: only a
process can be bounded in both and ended.
"""

import os
import sys
from typing import Self

import msgspec

from argument_maps.reading.files import read_text
from models.errors import MapError, Phrase

# Whoever asks for a page meanwhile goes first.
NICENESS = 10


class ReadingTask(msgspec.Struct):
    """A file, its media type, and the encoding that is said of it."""

    data: bytes
    media_type: str
    charset: str


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
    """The text of a file with the start, end and sort of each block; or what is wrong, by the name of the error."""

    text: str = ""
    blocks: list[tuple[int, int, str]] = []
    error: str = ""
    detail: PhraseParts = msgspec.field(default_factory=PhraseParts)
    remedy: PhraseParts = msgspec.field(default_factory=PhraseParts)


def read_file(task: ReadingTask) -> ReadingOutcome:
    """Return what a file says, or why it is not read."""
    try:
        content = read_text(task.data, task.media_type, task.charset)
    except MapError as error:
        return ReadingOutcome(
            error=type(error).__name__,
            detail=PhraseParts.take_apart(error.detail),
            remedy=PhraseParts.take_apart(error.remedy),
        )
    return ReadingOutcome(content.text, [(block.start, block.end, block.sort) for block in content.blocks])


def main() -> None:
    """Read a task, and write what came of it."""
    os.nice(NICENESS)
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=ReadingTask)
    sys.stdout.buffer.write(msgspec.msgpack.encode(read_file(task)))


if __name__ == "__main__":
    main()
