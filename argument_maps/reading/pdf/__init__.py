"""PDF read as text: letters by their places on the page, put together to lines, columns, paragraphs and notes."""

from argument_maps.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
