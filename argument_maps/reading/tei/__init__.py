"""TEI XML read as texts: whole files, and documents of volumes that are too long for one text."""

from argument_maps.reading.tei.reader import read_tei

__all__ = ["read_tei"]
