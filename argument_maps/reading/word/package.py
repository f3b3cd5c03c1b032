"""The parts of a Word document, found by their relationships (ECMA-376, part 2)."""

from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from argument_maps.reading.archives import Archive
from argument_maps.reading.blocks import UnreadableText
from models.errors import Phrase

REMEDY = Phrase("Open it in Word or LibreOffice, save it as .docx, and send that.")
# Both forms of the format, transitional and strict, are read alike.
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_CORE = "docProps/core.xml"


@dataclass(slots=True)
class WordPackage:
    """The parts of a document: its body, and by the kind of their relationship the others that belong to it."""

    archive: Archive
    document: Element
    related: dict[str, list[str]] = field(default_factory=dict)
    core: Element | None = None

    def parse_related(self, kind: str) -> Element | None:
        """Return the part of a kind, such as `footnotes`; None where the document has none."""
        for name in self.related.get(kind, ()):
            root = self.archive.try_part(name, PREFIXES)
            if root is not None:
                return root
        return None


def open_word_package(data: bytes) -> WordPackage:
    """Return the parts of a document. Raises `UnreadableText`."""
    archive = Archive(data, REMEDY)
    outer = _read_relationships(archive, "_rels/.rels", "")
    candidates = [*outer.get("officeDocument", ()), "word/document.xml", "word/document2.xml"]
    main = next((found for name in candidates if (found := archive.find_part(name))), "")
    document = archive.parse_part(main, PREFIXES) if main else None
    if document is None:
        _refuse_other(archive)
        raise UnreadableText(Phrase("The file has no text of a Word document in it, or that is damaged."), REMEDY)
    if document.tag != "w-document":
        _refuse_other(archive)
        raise UnreadableText(Phrase("The file is an Office document, but not one of Word."), REMEDY)
    folder, name = dirname(main), main.rpartition("/")[2]
    related = _read_relationships(archive, join(folder, "_rels", f"{name}.rels"), folder)
    for kind in ("styles", "numbering", "footnotes", "endnotes", "comments", "settings"):
        related.setdefault(kind, [join(folder, f"{kind}.xml")])
    core = next(iter(outer.get("core-properties", ())), _CORE)
    return WordPackage(archive, document, related, archive.try_part(core, PREFIXES))


def _read_relationships(archive: Archive, name: str, folder: str) -> dict[str, list[str]]:
    """Return the names of the parts that are related to another one, by the last part of the relationship's type."""
    related: dict[str, list[str]] = {}
    root = archive.try_part(name, PREFIXES)
    for element in root if root is not None else ():
        target = element.get("Target", "")
        if element.get("TargetMode") != "External" and target:
            kind = element.get("Type", "").rpartition("/")[2]
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            related.setdefault(kind, []).append(path)
    return related


def _refuse_other(archive: Archive) -> None:
    kind = (archive.read_part("mimetype") or b"")[:100].decode("ascii", "replace")
    if "opendocument.text" in kind:
        raise UnreadableText(
            Phrase("The file is an OpenDocument text and not a Word document."),
            Phrase("Give it a name that ends in .odt, and send it again."),
        )
    if "epub" in kind:
        raise UnreadableText(
            Phrase("The file is an EPUB book and not a Word document."),
            Phrase("Give it a name that ends in .epub, and send it again."),
        )
    if any(name.startswith(("xl/", "ppt/")) for name in archive.names):
        raise UnreadableText(Phrase("The file is an Office document, but not one of Word."), REMEDY)
