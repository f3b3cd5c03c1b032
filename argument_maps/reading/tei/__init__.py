"""TEI XML read as texts: whole files, and documents of volumes that are too long for one text."""

from argument_maps.reading.tei.reader import list_tei_documents, read_tei
from argument_maps.reading.tei.volumes import UnchosenDocument

__all__ = ["UnchosenDocument", "list_tei_documents", "read_tei"]
