"""The program that takes files apart into page images: a task comes in, and the pages go out, or why there are none.

It runs as a process of its own, because an image of a kilobyte can hold gigabytes of pixels, and because what decodes
images has had faults that ended the process.
"""

import os
import sys

import msgspec

from argument_maps.bounded_work import OUT_OF_MEMORY
from argument_maps.reading.reading_program import NICENESS, PhraseParts
from argument_maps.scans.image_errors import ImageTooLarge
from argument_maps.scans.images import PageImage, read_images
from argument_maps.scans.pdf_pages import list_page_labels, render_pdf_pages
from models.errors import MapError, Phrase
from models.records.scans.scan_records import MOST_PAGES

MOST_KEPT_BYTES = 256 * 2**20
"""The most bytes that the images of one upload have together."""
PDF_HEAD = b"%PDF-"
# Some programs write a few lines before it, and readers take them.
_HEAD_WITHIN = 1_024


class ScanFile(msgspec.Struct):
    """A file that becomes pages, with its name."""

    name: str
    data: bytes


class ScanTask(msgspec.Struct):
    """Files in the order of their pages, and whether what they say beside the picture is kept."""

    files: list[ScanFile]
    keeps_metadata: bool = True


class ReadPage(msgspec.Struct):
    """A page image, what the page is called, and the number of the file that it is from, counted from 0."""

    data: bytes
    media_type: str
    width: int
    height: int
    name: str = ""
    file: int = 0


class ScanOutcome(msgspec.Struct):
    """The pages and what is told of them; or what is wrong, by the name of the error, and with which file."""

    pages: list[ReadPage] = []
    notes: list[PhraseParts] = []
    error: str = ""
    file: str = ""
    detail: PhraseParts = msgspec.field(default_factory=PhraseParts)
    remedy: PhraseParts = msgspec.field(default_factory=PhraseParts)


def read_scan(task: ScanTask) -> ScanOutcome:
    """Return the pages of all files, or why the first that cannot be read is not."""
    outcome = ScanOutcome()
    size = 0
    for place, file in enumerate(task.files):
        try:
            for image, name in _read_file(file, task.keeps_metadata):
                size += len(image.data)
                if size > MOST_KEPT_BYTES or len(outcome.pages) == MOST_PAGES:
                    raise _refuse_more()
                outcome.notes += [PhraseParts.take_apart(note) for note in image.notes]
                outcome.pages.append(ReadPage(image.data, image.media_type, image.width, image.height, name, place))
        except MapError as error:
            return ScanOutcome(
                error=type(error).__name__,
                file=file.name,
                detail=PhraseParts.take_apart(error.detail),
                remedy=PhraseParts.take_apart(error.remedy),
            )
    return outcome


def _refuse_more() -> ImageTooLarge:
    return ImageTooLarge(
        Phrase(
            "There are more than %(pages)s pages, or their images have more than %(bytes)s MB together.",
            pages=MOST_PAGES,
            bytes=MOST_KEPT_BYTES >> 20,
        ),
        Phrase("Add them in parts, one after the other."),
    )


def _read_file(file: ScanFile, keeps_metadata: bool) -> list[tuple[PageImage, str]]:
    if PDF_HEAD in file.data[:_HEAD_WITHIN]:
        labels = list_page_labels(file.data)
        return [(image, labels[place]) for place, image in enumerate(render_pdf_pages(file.data))]
    return [(image, "") for image in read_images(file.data, keep_metadata=keeps_metadata)]


def main() -> None:
    """Read a task, and write what came of it; end with `OUT_OF_MEMORY` where that did not suffice."""
    os.nice(NICENESS)
    try:
        task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=ScanTask)
        written = msgspec.msgpack.encode(read_scan(task))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
