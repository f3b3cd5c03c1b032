"""A Word document read as a text: what Word shows of it with all changes accepted and without comments beside it."""

from xml.etree.ElementTree import Element

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.results import FileReading, ReadingOptions
from argument_maps.reading.word.body import WordBody
from argument_maps.reading.word.comments import list_comments
from argument_maps.reading.word.notes import WordNotes
from argument_maps.reading.word.numbering import ListNumbers
from argument_maps.reading.word.package import PREFIXES, WordPackage, open_word_package
from argument_maps.reading.word.styles import read_style_sheet
from models.text_vocabulary import ReportSort

_FIELDS = {"dc-title": "title", "dc-creator": "author", "dcterms-created": "issued", "dc-language": "language"}
# As in 2026-05-04T10:00:00Z.
_DATE_LENGTH = 10


def read_word(data: bytes, options: ReadingOptions) -> FileReading:  # noqa: ARG001 # nothing can be chosen of it
    """Return what a Word document says. Raises `UnreadableText`."""
    package = open_word_package(data)
    sheet = read_style_sheet(package.parse_related("styles"))
    numbers = ListNumbers(package.parse_related("numbering"))
    settings = package.parse_related("settings")
    notes = WordNotes(package.parse_related("footnotes"), package.parse_related("endnotes"), settings, package.document)
    builder = TextBuilder()
    body = WordBody(builder, sheet, numbers, notes)
    inner = package.document.find("w-body")
    body.read_children(inner if inner is not None else package.document)
    body.finish()
    for comment in list_comments(package):
        if comment.number in body.comments_met:
            start = f"comment {comment.number}"
            builder.offer_comment(start, f"{start} end", comment.text, comment.author)
            builder.report(ReportSort.COMMENTS_OFFERED, comment.text)
        else:
            # What it was about was deleted.
            builder.report(ReportSort.OTHERS_LEFT_OUT, comment.text)
    _report_furniture(package, builder)
    for name in dict.fromkeys(package.archive.damaged):
        builder.report(ReportSort.UNREADABLE_PARTS, name)
    return builder.finish(read_core_properties(package.core))


def read_core_properties(core: Element | None) -> dict[str, str]:
    """Return what a document says of itself, by the fields of a source."""
    source_data = {}
    for element in core if core is not None else ():
        name = _FIELDS.get(str(element.tag))
        value = (element.text or "").strip()
        if name and value:
            source_data[name] = value[:_DATE_LENGTH] if name == "issued" else value
    return source_data


def _report_furniture(package: WordPackage, builder: TextBuilder) -> None:
    """Say which heads and feet of pages are not in the text."""
    for kind in ("header", "footer"):
        for name in dict.fromkeys(package.related.get(kind, ())):
            root = package.archive.try_part(name, PREFIXES)
            words = "".join(each.text or "" for each in root.iter("w-t")) if root is not None else ""
            if words.strip():
                builder.report(ReportSort.PAGE_FURNITURE_LEFT_OUT, words)
