"""OpenDocument texts (ISO/IEC 26300) read as texts."""

from argument_maps.reading.open_document.reader import read_open_document

__all__ = ["read_open_document"]
