"""The parts of a Word file beside its text: styles, the numbering of lists, settings, properties and footnotes."""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from argument_maps.text_direction import find_text_direction
from renderers.footnoted.footnoted_text import FootnotedText
from renderers.footnoted.packages import LATIN_FONT, choose_east_asian_font, quote_xml, set_core_properties

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = f'xmlns:w="{_MAIN}"'
# A numbering has nine levels (17.9.6).
DEEPEST_LEVEL = 9
# In twentieths of a point: how far each level is set in, and what is between the margins of A4.
LIST_STEP = 300
PORTRAIT_WIDTH = 9070
LANDSCAPE_WIDTH = 14000
_MARGIN = Mm(25)
_LONG, _SHORT = Mm(297), Mm(210)
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
    "</w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_ON_NORMAL = '<w:basedOn w:val="Normal"/>'
# Each by its id: its name, whether of paragraphs or characters, and what it says.
_STYLES = {
    "FootnoteText": (
        "footnote text",
        "paragraph",
        '<w:pPr><w:spacing w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>',
    ),
    "FootnoteReference": ("footnote reference", "character", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    "Bibliography": (
        "Bibliography",
        "paragraph",
        '<w:pPr><w:spacing w:after="100"/><w:ind w:left="567" w:hanging="567"/></w:pPr>',
    ),
    "Remark": ("Remark", "paragraph", "<w:rPr><w:i/><w:iCs/></w:rPr>"),
    "TableText": (
        "Table Text",
        "paragraph",
        '<w:pPr><w:spacing w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>',
    ),
}
_SIZES = {"Title": 40, "Heading 1": 30, "Heading 2": 25, "Heading 3": 22, "Caption": 18, "Subtitle": 24}


def prepare_document(text: FootnotedText) -> WordDocument:
    """Return an empty document with the styles, lists, settings and properties of a text."""
    document = Document()
    _set_page(document, is_landscape=text.is_landscape)
    _set_styles(document, text.language)
    _set_numbering(document)
    set_core_properties(document.core_properties, title=text.title, authors=text.authors, language=text.language)
    # The picture of a page that the template comes with is of another text.
    package = document.part.package
    for name, relationship in list(package.rels.items()):
        if relationship.reltype.endswith("/thumbnail"):
            del package.rels[name]
    return document


def add_footnotes(document: WordDocument, notes: Sequence[str]) -> None:
    """Give a document the part with its footnotes, each written as XML, and the separators that stand above them."""
    blob = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:footnotes {NAMESPACES}>{_SEPARATORS}{''.join(notes)}</w:footnotes>"
    ).encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = document.settings.element
    named = parse_xml(f'<w:footnotePr {NAMESPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    # Where the schema has it (CT_Settings, annex A.1).
    following = settings.find(qn("w:compat"))
    if following is None:
        settings.append(named)
    else:
        following.addprevious(named)


def _set_page(document: WordDocument, *, is_landscape: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if is_landscape else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    _add_page_number(document)


def _add_page_number(document: WordDocument) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    field = '<w:fldSimple {0} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    footer._p.append(parse_xml(field.format(NAMESPACES)))
    footer.alignment = 1


def _set_styles(document: WordDocument, language: str) -> None:
    styles = document.styles.element
    fonts = (
        f'<w:rFonts {NAMESPACES} w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:cs="{LATIN_FONT}" '
        f'w:eastAsia="{choose_east_asian_font(language)}"/>'
    )
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for element in list(defaults):
        defaults.remove(element)
    is_right = find_text_direction(language) == "rtl"
    east_asian = language if language.partition("-")[0] in ("zh", "ja", "ko") else "zh-CN"
    tags = (language if not is_right else "en", east_asian, language if is_right else "he")
    named = " ".join(f"w:{name}={quote_xml(tag)}" for name, tag in zip(("val", "eastAsia", "bidi"), tags, strict=True))
    for xml in (
        fonts,
        f'<w:sz {NAMESPACES} w:val="22"/>',
        f'<w:szCs {NAMESPACES} w:val="22"/>',
        f"<w:lang {NAMESPACES} {named}/>",
    ):
        defaults.append(parse_xml(xml))
    for style in document.styles:
        properties = style.element.find(qn("w:rPr"))
        if properties is None or style.name not in _SIZES:
            continue
        for element in list(properties):
            properties.remove(element)
        bold = "" if style.name == "Subtitle" else "<w:b/><w:bCs/>"
        size = _SIZES[style.name]
        if style.name.startswith("Heading"):
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14), Pt(5)
        made = parse_xml(f'<w:rPr {NAMESPACES}>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>')
        properties.extend(list(made))
    present = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
    present["Title"].find(qn("w:pPr")).remove(present["Title"].find(qn("w:pPr")).find(qn("w:pBdr")))
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(3)
    _restyle_quotation(present["Quote"])
    for label, (name, kind, rules) in _STYLES.items():
        base = _ON_NORMAL if kind == "paragraph" else '<w:basedOn w:val="DefaultParagraphFont"/>'
        styles.append(
            parse_xml(
                f'<w:style {NAMESPACES} w:type="{kind}" w:styleId="{label}"><w:name w:val="{name}"/>{base}{rules}'
                "</w:style>"
            )
        )


def _restyle_quotation(style: object) -> None:
    """Set a quotation in and upright: in italics Chinese and Hebrew cannot be read."""
    for name in ("w:pPr", "w:rPr"):
        former = style.find(qn(name))  # type: ignore[attr-defined] # an element of XML
        if former is not None:
            style.remove(former)  # type: ignore[attr-defined] # an element of XML
    style.append(  # type: ignore[attr-defined] # an element of XML
        parse_xml(f'<w:pPr {NAMESPACES}><w:spacing w:after="80"/><w:ind w:left="567" w:right="567"/></w:pPr>')
    )


def _set_numbering(document: WordDocument) -> None:
    """Give the document one bulleted list of nine levels, in the place of those of the template."""
    numbering = document.part.numbering_part.element
    for element in list(numbering):
        numbering.remove(element)
    for named in list(document.styles.element.iter(qn("w:numPr"))):
        named.getparent().remove(named)
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{bullet}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{(level + 1) * LIST_STEP}" w:hanging="240"/></w:pPr></w:lvl>'
        for level, bullet in zip(range(DEEPEST_LEVEL), "•–•–•–•–•", strict=True)
    )
    listed = f'<w:abstractNum {NAMESPACES} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
    numbering.append(parse_xml(f"{listed}</w:abstractNum>"))
    numbering.append(parse_xml(f'<w:num {NAMESPACES} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
