"""How long files take to be read as texts."""

import io
from collections.abc import Iterator
from contextlib import suppress
from xml.etree import ElementTree

from argument_maps.reading import read_text
from argument_maps.reading.blocks import UnchosenDocument
from benchmarks.figures import Figure, milliseconds, pairs

LENGTH, VOLUME, ROUNDS = 5_000_000, 10_000_000, 5
TIMES_PARSING = 3.0
LIST_SECONDS = 3.0
_HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>'
_TAIL = "</body></text></TEI>"


def figures() -> Iterator[Figure]:
    """Read 5 MB of TEI beside parsing alone, and list the documents of a volume of 10 MB."""
    data = write_volume(LENGTH)

    def parse() -> None:
        for _ in ElementTree.iterparse(io.BytesIO(data)):  # noqa: S314 # our own file
            pass

    ours, peer = pairs(
        ROUNDS, lambda _: milliseconds(lambda: read_text(data, "text/xml")), lambda _: milliseconds(parse)
    )
    yield Figure("read 5 MB of TEI : iterparse alone", ours, peer, "ms", TIMES_PARSING)
    volume = write_volume(VOLUME)

    def list_documents() -> None:
        # It is too long to be read as one text, and is refused with the list of its documents.
        with suppress(UnchosenDocument):
            read_text(volume, "text/xml")

    took = milliseconds(list_documents)
    yield Figure("list the documents of 10 MB of TEI : promised", took / 1000, LIST_SECONDS, "s", 1.0)


def write_volume(length: int) -> bytes:
    """Return a volume of documents of about so many bytes, each with notes, pages, names and a signature."""
    parts, size, number = [_HEAD], 0, 0
    while size < length:
        number += 1
        parts.append(_write_document(number))
        size += len(parts[-1])
    return "".join([*parts, _TAIL]).encode()


def _write_document(number: int) -> str:
    words = "The ministers were told that the <gloss>DPRK</gloss> had asked for <hi rend='italic'>arms</hi>, and "
    prose = f"<p>{words * 3}<persName>Kim</persName> waited.<note n='2'>Not printed.</note> {words * 2}so on.</p>"
    return (
        f"<div type='document' n='{number}' xml:id='d{number}'><head>{number}. Telegram<note n='1' type='source'>"
        f"Source: Archive, Box {number}.</note></head><dateline>Seoul, <date>June 25, 1950</date></dateline>{prose * 2}"
        f"<pb n='{number}'/>{prose * 2}<closer><signed>R. H.<lb/><hi>Director</hi></signed></closer></div>\n"
    )
