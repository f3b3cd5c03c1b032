"""Word documents of a few paragraphs, read."""

from argument_maps.reading import FileReading, find_media_type, read_text
from argument_maps.reading.plain_text import write_plain_text
from models.text_vocabulary import ReportSort
from tests.argument_maps.reading.office.archive_builders import build_word


def read(body: str, **parts: str) -> FileReading:
    return read_text(build_word(body, **parts), find_media_type("", "a.docx"))


def write(body: str, **parts: str) -> str:
    return write_plain_text(read(body, **parts).content)


def list_reports(reading: FileReading) -> dict[ReportSort, list[str]]:
    return {entry.sort: entry.samples for entry in reading.report}
