"""EPUB books read as texts, whole or by chapter."""

from argument_maps.reading.ebooks.reader import list_book_chapters, read_ebook

__all__ = ["list_book_chapters", "read_ebook"]
