"""`sicetnon text`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from api.commands.terminal import fail, read_bytes, report, write_output
from api.processes.reading_process import read_file_apart
from argument_maps.reading import ReadingOptions, Spelling, find_media_type
from argument_maps.reading.blocks import UnchosenDocument
from argument_maps.reading.plain_text import list_report_lines, write_plain_text
from argument_maps.reading.results import ListedDocument
from models.errors import MapError


def text(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text, by the end of its name; - reads plain text.")],
    encoding: Annotated[
        str, typer.Option(help="In what its letters are encoded, such as koi8-r, where that is not recognised.")
    ] = "",
    document: Annotated[str, typer.Option(metavar="ID", help="Which document of a volume to read.")] = "",
    spelling: Annotated[
        Spelling, typer.Option(help="Which of two forms to read where the file has both.")
    ] = Spelling.REGULARISED,
) -> None:
    """Print what a file says, with its notes; how it was read goes to standard error.

    Example: sicetnon text minutes.docx
    """
    data = read_bytes(file)
    try:
        media_type = "text/plain" if str(file) == "-" else find_media_type("", file.name)
        reading = read_file_apart(data, media_type, ReadingOptions(encoding, spelling, document))
    except MapError as error:
        if isinstance(error, UnchosenDocument):
            _report_documents(error.documents)
        fail(f"{error.detail} {error.remedy}")
    write_output(write_plain_text(reading.content).encode() + b"\n", None)
    for line in list_report_lines(reading):
        report(line)
    _report_documents(reading.documents)


def _report_documents(documents: Iterable[ListedDocument]) -> None:
    """Print the documents of a volume, a line each: id, title, date and page, with tabs between them."""
    for entry in documents:
        report("\t".join(("document", entry.id, entry.title, entry.date, entry.page)).rstrip("\t"))
