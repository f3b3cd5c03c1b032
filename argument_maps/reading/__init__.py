"""Files read as texts: what they say, in blocks, with notes, marks and pages, and how they were read."""

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.files import (
    ENDINGS,
    MEDIA_TYPES,
    MOST_BYTES,
    MOST_TEXT_BYTES,
    TEXT_FORMATS,
    find_media_type,
    read_text,
)
from argument_maps.reading.results import FileReading, ReadingOptions, Spelling

__all__ = [
    "ENDINGS",
    "MEDIA_TYPES",
    "MOST_BYTES",
    "MOST_TEXT_BYTES",
    "TEXT_FORMATS",
    "FileReading",
    "ReadingOptions",
    "Spelling",
    "UnreadableText",
    "find_media_type",
    "read_text",
]
