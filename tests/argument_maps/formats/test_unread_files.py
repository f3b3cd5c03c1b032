import io
import zipfile

import pytest

from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.registry import recognise_format


def _zip(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, words in members.items():
            archive.writestr(name, words)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message", "remedy"),
    [
        ("empty.bib", b" \n", "is empty", "Export it again"),
        ("lib.rdf", b'<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"/>', "Zotero RDF", "CSL JSON"),
        ("refs.nbib", b"PMID- 123\nTI  - A title\n", "PubMed", "CSL JSON"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office", ".xlsx"),
        ("book.pdf", b"%PDF-1.7\n", "a PDF", "as a text"),
        ("notes.docx", _zip(**{"word/document.xml": "<w/>"}), "a text with its layout", "as a text"),
        ("files.zip", _zip(a="b"), "an archive", "Unpack it"),
        ("scan.png", b"\x89PNG\r\n\x1a\n", "a picture", "as a scan"),
        ("letter.xml", b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "in TEI", "as a text"),
        ("page.html", b"<!DOCTYPE html><html><p>Words</p></html>", "a web page", "as a text"),
        ("mind.mm", b'<map version="1.0.1"><node TEXT="a"/></map>', "a mind map", "template for claims"),
        ("marc.mrc", b"00714cam a2200205 a 4500", "a MARC record", "MODS or RIS"),
        ("words.txt", b"Just some words of prose.", "not recognised", "RIS"),
    ],
)
def test_what_a_file_is_that_is_not_read_is_said_and_what_to_do(
    name: str, data: bytes, message: str, remedy: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        recognise_format(data, name)
    assert message in str(refused.value.detail)
    assert remedy in str(refused.value.remedy)
