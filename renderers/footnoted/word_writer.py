"""A text with notes as a Word file (ECMA-376, part 1: WordprocessingML), its notes real footnotes.

python-docx makes the package, its styles and its pictures. It knows no footnotes, so that these, with their part, their
styles and their settings (17.11), are written here.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Emu

from argument_maps.bounded_work import check_work
from argument_maps.text_direction import find_text_direction
from renderers.footnoted.footnoted_text import (
    Figure,
    FootnotedText,
    FootnoteMark,
    Inline,
    ListItem,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    TextRun,
    TextTable,
    is_from_the_right,
    split_directions,
)
from renderers.footnoted.packages import (
    choose_east_asian_font,
    escape_xml,
    is_east_asian_run,
    make_pixels,
    pack_archive,
    quote_xml,
)
from renderers.footnoted.word_parts import (
    DEEPEST_LEVEL,
    LANDSCAPE_WIDTH,
    LIST_STEP,
    NAMESPACES,
    PORTRAIT_WIDTH,
    add_footnotes,
    prepare_document,
)
from renderers.typography import printable

_EMU_PER_PIXEL = 9525
_STYLES = {
    ParagraphStyle.BODY: "",
    ParagraphStyle.QUOTATION: "Quote",
    ParagraphStyle.ENTRY: "Bibliography",
    ParagraphStyle.REMARK: "Remark",
    ParagraphStyle.BYLINE: "Subtitle",
}
_DEEPEST_HEADING = 9


def write_word(text: FootnotedText) -> bytes:
    """Return the text as a Word file; the same text gives the same bytes. Raises what making pixels raises."""
    document = prepare_document(text)
    writer = _WordWriter(document, text)
    title = _write_paragraph((TextRun(text.title),), "Title")
    body = "".join([title, *(writer.write_block(block) for block in text.blocks)])
    section = document.element.body.sectPr
    for paragraph in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
        section.addprevious(paragraph)
    add_footnotes(document, [_write_note(number, note) for number, note in enumerate(text.notes, 1)])
    written = BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        return pack_archive((name, archive.read(name), True) for name in archive.namelist())


class _WordWriter:
    def __init__(self, document: WordDocument, text: FootnotedText) -> None:
        self.document = document
        self.width = LANDSCAPE_WIDTH if text.is_landscape else PORTRAIT_WIDTH

    def write_block(self, block: TextBlock) -> str:
        check_work()
        match block:
            case TextHeading():
                style = f"Heading{min(block.level, _DEEPEST_HEADING)}"
                return _write_paragraph(block.inlines, style)
            case ListItem():
                return _write_list_item(block)
            case NotedParagraph():
                return _write_paragraph(block.inlines, _STYLES[block.style], depth=block.depth)
            case Figure():
                return self._write_figure(block)
            case TextTable():
                return self._write_table(block)

    def _write_figure(self, figure: Figure) -> str:
        data, _ = make_pixels(figure)
        size = Emu(int(figure.width * _EMU_PER_PIXEL)), Emu(int(figure.height * _EMU_PER_PIXEL))
        inline = self.document.part.new_pic_inline(BytesIO(data), *size)
        inline.docPr.set("descr", printable(figure.description))
        drawing = re.sub(r"\s*\n\s*", "", serialize_for_reading(inline))
        indent = f'<w:ind w:left="{figure.depth * LIST_STEP}"/>' if figure.depth else ""
        centred = "" if figure.depth else '<w:jc w:val="center"/>'
        picture = (
            f"<w:p><w:pPr>{'<w:keepNext/>' if figure.caption else ''}{indent}{centred}</w:pPr>"
            f"<w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>"
        )
        return picture + (_write_paragraph(figure.caption, "Caption") if figure.caption else "")

    def _write_table(self, table: TextTable) -> str:
        widths = [int(self.width * share) for share in table.shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = "".join(
            _write_cell([_write_paragraph((TextRun(title, is_bold=True),), "TableText")], width)
            for title, width in zip(table.titles, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for row in table.rows:
            check_work()
            cells = zip(row, widths, strict=True)
            rows.append(
                f"<w:tr>{''.join(_write_cell(_write_cell_blocks(cell), width) for cell, width in cells)}</w:tr>"
            )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"
        )


def _write_cell_blocks(blocks: Sequence[NotedParagraph | ListItem]) -> Iterator[str]:
    for block in blocks:
        yield (
            _write_list_item(block, "TableText")
            if isinstance(block, ListItem)
            else _write_paragraph(block.inlines, "TableText", depth=block.depth)
        )


def _write_cell(paragraphs: Iterable[str], width: int) -> str:
    # A cell holds a paragraph, if an empty one (17.4.65).
    inside = "".join(paragraphs) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _write_list_item(item: ListItem, style: str = "ListBullet") -> str:
    level = min(item.depth, DEEPEST_LEVEL) - 1
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbered}{_face(item.inlines)}</w:pPr>'
        f"{_write_runs(item.inlines)}</w:p>"
    )


def _write_paragraph(inlines: Sequence[Inline], style: str, *, depth: int = 0) -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    indent = f'<w:spacing w:after="60"/><w:ind w:left="{min(depth, DEEPEST_LEVEL) * LIST_STEP}"/>' if depth else ""
    return f"<w:p><w:pPr>{styled}{_face(inlines)}{indent}</w:pPr>{_write_runs(inlines)}</w:p>"


def _face(inlines: Sequence[Inline]) -> str:
    """Return from which side a paragraph begins, where that is the right."""
    return "<w:bidi/>" if is_from_the_right(inlines) else ""


def _write_runs(inlines: Iterable[Inline]) -> str:
    return "".join(_write_inline(inline) for inline in inlines)


def _write_inline(inline: Inline) -> str:
    if isinstance(inline, FootnoteMark):
        return (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{inline.number}"/></w:r>'
        )
    return "".join(_write_stretch(inline, text, is_right=is_right) for text, is_right in split_directions(inline))


def _write_stretch(run: TextRun, text: str, *, is_right: bool) -> str:
    properties = ""
    is_east_asian = is_east_asian_run(run)
    if is_east_asian:
        properties += f'<w:rFonts w:hint="eastAsia" w:eastAsia="{choose_east_asian_font(run.language)}"/>'
    if run.is_bold:
        properties += "<w:b/><w:bCs/>"
    if run.is_slanted:
        properties += "<w:i/><w:iCs/>"
    if is_right:
        properties += "<w:rtl/>"
    if run.language:
        is_right_language = find_text_direction(run.language) == "rtl"
        name = "bidi" if is_right_language else "eastAsia" if is_east_asian else "val"
        properties += f"<w:lang w:{name}={quote_xml(run.language)}/>"
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape_xml(line)}</w:t>' for line in re.split(r"\r\n|[\n\r\u2028\u2029]", text)
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{lines}</w:r>"


def _write_note(number: int, note: tuple[TextRun, ...]) -> str:
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/>{_face(note)}</w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{_write_runs(note)}</w:p></w:footnote>'
    )
