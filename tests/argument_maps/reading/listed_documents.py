"""The documents of a volume, as somebody gets to know them who sends it."""

from argument_maps.reading import read_text
from argument_maps.reading.blocks import UnchosenDocument
from argument_maps.reading.results import ListedDocument


def list_documents(data: bytes, media_type: str) -> tuple[ListedDocument, ...]:
    """Return the documents with which a file is read, or refused because one of them has to be chosen."""
    try:
        return read_text(data, media_type).documents
    except UnchosenDocument as error:
        return error.documents
