"""EPUB books read as texts, whole or by chapter."""

from argument_maps.reading.ebooks.reader import read_ebook

__all__ = ["read_ebook"]
