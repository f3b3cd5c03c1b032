"""TEI XML read as texts: whole files, and documents of volumes that are too long for one text."""

from argument_maps.reading.tei.reader import list_tei_documents, read_tei

__all__ = ["list_tei_documents", "read_tei"]
