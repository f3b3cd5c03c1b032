"""An OpenDocument text read as a text: what LibreOffice shows of it with all changes accepted."""

from xml.etree.ElementTree import Element

from argument_maps.reading.archives import Archive
from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.open_document.document_styles import read_document_styles
from argument_maps.reading.open_document.flow import DocumentFlow
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase
from models.text_vocabulary import ReportSort

REMEDY = Phrase("Open it in LibreOffice or Word, save it as .odt or .docx, and send that.")
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    **{f"{_OASIS}{name}:1.0": name for name in ("office", "text", "table", "style", "meta", "manifest")},
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}svg-compatible:1.0": "svg",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_FIELDS = {
    "dc-title": "title",
    "meta-initial-creator": "author",
    "dc-creator": "author",
    "meta-creation-date": "issued",
    "dc-language": "language",
}
_DATE_LENGTH = 10


def read_open_document(data: bytes, options: ReadingOptions) -> FileReading:  # noqa: ARG001 # it offers no choice
    """Return what an OpenDocument text says. Raises `UnreadableText`."""
    archive = Archive(data, REMEDY)
    _refuse_others(archive)
    content = archive.parse_part("content.xml", PREFIXES)
    text = content.find("office-body/office-text") if content is not None else None
    if content is None or text is None:
        raise UnreadableText(Phrase("The file has no text of OpenDocument in it, or that is damaged."), REMEDY)
    common = archive.try_part("styles.xml", PREFIXES)
    builder = TextBuilder()
    flow = DocumentFlow(builder, read_document_styles(common, content))
    flow.read_text(text)
    if common is not None:
        _report_furniture(common, builder)
    for name in dict.fromkeys(archive.damaged):
        builder.report(ReportSort.UNREADABLE_PARTS, name)
    return builder.finish(_read_meta(archive.try_part("meta.xml", PREFIXES)))


def _refuse_others(archive: Archive) -> None:
    kind = (archive.read_part("mimetype") or b"")[:200].decode("ascii", "replace").strip()
    if "epub" in kind or archive.find_part("META-INF/container.xml"):
        raise UnreadableText(
            Phrase("The file is an EPUB book and not an OpenDocument text."),
            Phrase("Give it a name that ends in .epub, and send it again."),
        )
    if archive.find_part("word/document.xml"):
        raise UnreadableText(
            Phrase("The file is a Word document and not an OpenDocument text."),
            Phrase("Give it a name that ends in .docx, and send it again."),
        )
    if "opendocument" in kind and "opendocument.text" not in kind:
        raise UnreadableText(Phrase("The file is an OpenDocument file, but not a text."), REMEDY)
    manifest = archive.try_part("META-INF/manifest.xml", PREFIXES)
    if manifest is not None and any(each.tag == "manifest-encryption-data" for each in manifest.iter()):
        raise UnreadableText(
            Phrase("The file is locked with a password."), Phrase("Save it without a password and send it again.")
        )


def _read_meta(root: Element | None) -> dict[str, str]:
    """Return what a document says of itself, by the fields of a source."""
    said: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        value = (element.text or "").strip()
        if value:
            said.setdefault(str(element.tag), value)
    source_data: dict[str, str] = {}
    for name, field in _FIELDS.items():
        if name in said:
            source_data.setdefault(field, said[name][:_DATE_LENGTH] if field == "issued" else said[name])
    return source_data


def _report_furniture(common: Element, builder: TextBuilder) -> None:
    """Say which heads and feet of pages are not in the text."""
    for element in common.iter():
        if element.tag in ("style-header", "style-footer") and element.get("style-display") != "false":
            words = "".join(element.itertext())
            if words.strip():
                builder.report(ReportSort.PAGE_FURNITURE_LEFT_OUT, words)
