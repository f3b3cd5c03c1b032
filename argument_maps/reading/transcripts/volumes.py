"""A volume: an archive of files of ALTO or PAGE XML, each with a page, read as one text in the order of their names."""

import re

from argument_maps.reading.archives import Archive
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.markup.collector import pause_collector
from argument_maps.reading.results import FileReading, ReadingOptions
from argument_maps.reading.transcripts import alto, page_xml
from argument_maps.reading.transcripts.transcript_text import Transcript
from argument_maps.reading.transcripts.xml_elements import find_root_name
from models.errors import Phrase
from models.text_vocabulary import ReportSort

REMEDY = Phrase("Put the ALTO or PAGE files of a volume, one for each page, into a zip archive, and send that.")
MOST_PAGES = 3_000
MOST_UNPACKED_PAGES = 160 * 2**20
"""How many bytes all files have together: 250 pages of newspapers with the place of each word."""
_ADDERS = {alto.ROOT: alto.add_alto, page_xml.ROOT: page_xml.add_page_xml}
_NUMBER = re.compile(r"(\d{1,30})")
_ENDINGS = (".xml", ".alto", ".page")
# What systems put into archives of themselves.
_UNSEEN = re.compile(r"(?:^|/)(?:\._|\.DS_Store|__MACOSX/|Thumbs\.db)")


def read_transcript_volume(data: bytes, options: ReadingOptions) -> FileReading:
    """Return the text of all pages of a volume. Raises `UnreadableText`."""
    with pause_collector():
        return _read(data, options)


def _read(data: bytes, options: ReadingOptions) -> FileReading:
    archive = Archive(data, REMEDY, MOST_UNPACKED_PAGES)
    builder = TextBuilder()
    transcript = Transcript(builder)
    names = [name for name in archive.names if not name.endswith("/") and not _UNSEEN.search(name)]
    for name in sorted(names, key=order_naturally):
        if not name.lower().endswith(_ENDINGS):
            builder.report(ReportSort.OTHERS_LEFT_OUT, name)
            continue
        _add_file(archive, name, options, transcript)
        if len(transcript.pages) > MOST_PAGES:
            raise UnreadableText(
                Phrase("The volume has more than %(most)s pages.", most=f"{MOST_PAGES:,}"), Phrase("Divide it.")
            )
    for name in dict.fromkeys(archive.damaged):
        builder.report(ReportSort.UNREADABLE_PARTS, name)
    if not transcript.pages:
        raise UnreadableText(Phrase("There is no page in ALTO or PAGE XML in the archive."), REMEDY)
    return transcript.finish()


def _add_file(archive: Archive, name: str, options: ReadingOptions, transcript: Transcript) -> None:
    """Add the pages of a file, or say that it is none of a transcription or cannot be read."""
    part = archive.read_part(name)
    if part is None:
        return
    add = _ADDERS.get(find_root_name(part))
    if add is None:
        # Such as the METS file of a volume, which says what its files are.
        transcript.builder.report(ReportSort.OTHERS_LEFT_OUT, name)
        return
    try:
        add(part, options, transcript)
    except UnreadableText:
        transcript.builder.report(ReportSort.UNREADABLE_PARTS, name)


def order_naturally(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what names are sorted by so that page2 stands before page10."""
    parts = _NUMBER.split(name.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
