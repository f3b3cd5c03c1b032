"""A text with notes as an OpenDocument file (OpenDocument 1.3, part 3), its notes real footnotes (6.3).

The mimetype stands first in the archive and is not compressed, so that the file is known by its first bytes (part 2,
section 3.3).
"""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from argument_maps.bounded_work import check_work
from argument_maps.text_direction import find_text_direction
from renderers.footnoted.footnoted_text import (
    Figure,
    FootnotedText,
    FootnoteMark,
    Inline,
    ListItem,
    NestedList,
    NotedParagraph,
    ParagraphStyle,
    TextBlock,
    TextHeading,
    TextRun,
    TextTable,
    is_from_the_right,
    nest_lists,
    split_directions,
)
from renderers.footnoted.open_document_styles import (
    DEEPEST_HEADING,
    LANDSCAPE_WIDTH_MM,
    NAMESPACES,
    PORTRAIT_WIDTH_MM,
    write_manifest_part,
    write_meta_part,
    write_style_part,
)
from renderers.footnoted.packages import (
    choose_east_asian_font,
    escape_xml,
    is_east_asian_run,
    make_pixels,
    pack_archive,
    quote_xml,
)

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_STYLES = {
    ParagraphStyle.BODY: "Text_20_body",
    ParagraphStyle.QUOTATION: "Quotations",
    ParagraphStyle.ENTRY: "Bibliography",
    ParagraphStyle.REMARK: "Remark",
    ParagraphStyle.BYLINE: "Subtitle",
}
_MM_PER_PIXEL = 25.4 / 96
_SPACES = re.compile(r"\r\n|[\n\r\u2028\u2029\t]|  +")


def write_open_document(text: FootnotedText) -> bytes:
    """Return the text as an OpenDocument file; the same text gives the same bytes. Raises what making pixels raises."""
    writer = _ContentWriter(text)
    content = writer.write_content().encode()
    members = [
        ("mimetype", MEDIA_TYPE.encode(), False),
        ("content.xml", content, True),
        ("styles.xml", write_style_part(text).encode(), True),
        ("meta.xml", write_meta_part(text).encode(), True),
        *((name, data, False) for name, data in writer.pictures.items()),
        ("META-INF/manifest.xml", write_manifest_part(MEDIA_TYPE, writer.pictures).encode(), True),
    ]
    return pack_archive(members)


class _ContentWriter:
    def __init__(self, text: FootnotedText) -> None:
        self.text = text
        self.pictures: dict[str, bytes] = {}
        # What differs from the styles of the text, by what it differs in.
        self.run_styles: dict[tuple[bool, bool, bool, bool, str], str] = {}
        self.paragraph_styles: dict[str, str] = {}
        self.tables: list[TextTable] = []

    def write_content(self) -> str:
        title = self._write_paragraph((TextRun(self.text.title),), "Title")
        body = title + self._write_blocks(nest_lists(self.text.blocks))
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES} office:version="1.3">'
            f"<office:automatic-styles>{self._write_automatic_styles()}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )

    def _write_blocks(self, blocks: Iterable[TextBlock | NestedList], *, cell: bool = False) -> str:
        return "".join(self._write_block(block, cell=cell) for block in blocks)

    def _write_block(self, block: TextBlock | NestedList, *, cell: bool) -> str:
        check_work()
        match block:
            case NestedList():
                items = (
                    f"<text:list-item>{self._write_blocks(item.blocks, cell=cell)}</text:list-item>"
                    for item in block.items
                )
                return f'<text:list text:style-name="Bullets">{"".join(items)}</text:list>'
            case TextHeading():
                level = min(block.level, DEEPEST_HEADING)
                style = self._name_paragraph(block.inlines, f"Heading_20_{level}")
                inside = self._write_runs(block.inlines)
                return f'<text:h text:style-name="{style}" text:outline-level="{level}">{inside}</text:h>'
            case ListItem():
                return self._write_paragraph(block.inlines, "Table_20_Contents" if cell else "List_20_Contents")
            case NotedParagraph():
                style = _STYLES[block.style]
                if cell or block.depth:
                    plain = "Table_20_Contents" if cell else "List_20_Contents"
                    style = style if block.style == ParagraphStyle.QUOTATION else plain
                return self._write_paragraph(block.inlines, style)
            case Figure():
                return self._write_figure(block)
            case TextTable():
                return self._write_table(block)

    def _write_paragraph(self, inlines: Sequence[Inline], style: str) -> str:
        return f'<text:p text:style-name="{self._name_paragraph(inlines, style)}">{self._write_runs(inlines)}</text:p>'

    def _name_paragraph(self, inlines: Sequence[Inline], style: str) -> str:
        """Return the style of a paragraph, or one made of it for what begins at the right."""
        if not is_from_the_right(inlines):
            return style
        return self.paragraph_styles.setdefault(style, f"P{len(self.paragraph_styles) + 1}")

    def _write_figure(self, figure: Figure) -> str:
        data, ending = make_pixels(figure)
        number = len(self.pictures) + 1
        name = f"Pictures/figure-{number}.{ending}"
        self.pictures[name] = data
        style = "List_20_Contents" if figure.depth else "Figure"
        frame = (
            f'<draw:frame draw:name="figure-{number}" text:anchor-type="as-char" '
            f'svg:width="{figure.width * _MM_PER_PIXEL:.1f}mm" svg:height="{figure.height * _MM_PER_PIXEL:.1f}mm">'
            f'<draw:image xlink:href="{name}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
            f"<svg:desc>{escape_xml(figure.description)}</svg:desc></draw:frame>"
        )
        caption = self._write_paragraph(figure.caption, "Caption") if figure.caption else ""
        return f'<text:p text:style-name="{style}">{frame}</text:p>{caption}'

    def _write_table(self, table: TextTable) -> str:
        self.tables.append(table)
        number = len(self.tables)
        columns = "".join(
            f'<table:table-column table:style-name="Table{number}.{place}"/>' for place in range(len(table.shares))
        )
        head = "".join(
            self._write_cell(self._write_paragraph((TextRun(title),), "Table_20_Heading")) for title in table.titles
        )
        rows = []
        for row in table.rows:
            cells = (self._write_cell(self._write_blocks(nest_lists(cell), cell=True)) for cell in row)
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        return (
            f'<table:table table:name="Table{number}" table:style-name="Table{number}">{columns}'
            f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
            f"{''.join(rows)}</table:table>"
        )

    def _write_cell(self, inside: str) -> str:
        empty = '<text:p text:style-name="Table_20_Contents"/>'
        return (
            f'<table:table-cell table:style-name="Cell" office:value-type="string">{inside or empty}</table:table-cell>'
        )

    def _write_runs(self, inlines: Iterable[Inline]) -> str:
        return "".join(
            self._write_note(inline.number) if isinstance(inline, FootnoteMark) else self._write_run(inline)
            for inline in inlines
        )

    def _write_note(self, number: int) -> str:
        inside = self._write_paragraph(self.text.notes[number - 1], "Footnote")
        return (
            f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}'
            f"</text:note-citation><text:note-body>{inside}</text:note-body></text:note>"
        )

    def _write_run(self, run: TextRun) -> str:
        spans = []
        for text, is_right in split_directions(run):
            key = (run.is_bold, run.is_slanted, is_right, is_east_asian_run(run), run.language)
            words = _write_words(text)
            if any(key):
                name = self.run_styles.setdefault(key, f"T{len(self.run_styles) + 1}")
                words = f'<text:span text:style-name="{name}">{words}</text:span>'
            spans.append(words)
        return "".join(spans)

    def _write_automatic_styles(self) -> str:
        return "".join(
            [
                *(_write_run_style(name, *key) for key, name in self.run_styles.items()),
                *(
                    f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
                    '<style:paragraph-properties style:writing-mode="rl-tb" fo:text-align="right"/></style:style>'
                    for parent, name in self.paragraph_styles.items()
                ),
                *(self._write_table_styles(number, table) for number, table in enumerate(self.tables, 1)),
                '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
                'fo:border="0.5pt solid #000000" fo:padding="1.2mm"/></style:style>',
            ]
        )

    def _write_table_styles(self, number: int, table: TextTable) -> str:
        width = LANDSCAPE_WIDTH_MM if self.text.is_landscape else PORTRAIT_WIDTH_MM
        columns = "".join(
            f'<style:style style:name="Table{number}.{place}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * share:.1f}mm"/></style:style>'
            for place, share in enumerate(table.shares)
        )
        return (
            f'<style:style style:name="Table{number}" style:family="table"><style:table-properties '
            f'style:width="{width}mm" table:align="left"/></style:style>{columns}'
        )


def _write_run_style(
    name: str, is_bold: bool, is_slanted: bool, is_right: bool, is_east_asian: bool, language: str
) -> str:
    """Return the style of a run, each of its rules for Latin, East Asian and complex scripts."""
    rules = []
    if is_bold:
        rules += [f'{prefix}:font-weight{end}="bold"' for prefix, end in _SCRIPTS]
    if is_slanted:
        rules += [f'{prefix}:font-style{end}="italic"' for prefix, end in _SCRIPTS]
    if is_east_asian:
        rules.append(f'style:font-name-asian="{choose_east_asian_font(language)}"')
    if language:
        is_complex = is_right or find_text_direction(language) == "rtl"
        prefix, end = _SCRIPTS[2 if is_complex else 1 if is_east_asian else 0]
        primary, *others = language.split("-")
        country = next((part for part in others if len(part) == 2), "none")
        rules.append(f"{prefix}:language{end}={quote_xml(primary)} {prefix}:country{end}={quote_xml(country)}")
    return (
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {" ".join(rules)}/></style:style>'
    )


_SCRIPTS = (("fo", ""), ("style", "-asian"), ("style", "-complex"))


def _write_words(text: str) -> str:
    """Return words between tags: line ends, tabs and repeated spaces have elements (6.1.2 to 6.1.5)."""
    parts, start = [], 0
    for space in _SPACES.finditer(text):
        parts.append(escape_xml(text[start : space.start()]))
        if space[0] == "\t":
            parts.append("<text:tab/>")
        elif space[0].startswith(" "):
            parts.append(f" <text:s text:c={quoteattr(str(len(space[0]) - 1))}/>")
        else:
            parts.append("<text:line-break/>")
        start = space.end()
    return "".join([*parts, escape_xml(text[start:])])
