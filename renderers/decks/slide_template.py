"""The empty presentation that a deck is written into: wide slides, three layouts, the colours of a theme.

It is the template of python-pptx without what is not used of it, so that slides which somebody adds look like ours.
"""

import re
from functools import cache
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as PowerPointDeck
from pptx.util import Emu

from renderers.decks.slides import (
    ABOVE_TITLE,
    HEIGHT,
    LINES_HEIGHT,
    LINES_WIDTH,
    SIDE,
    TITLE_WIDTH,
    WIDTH,
)
from renderers.style import Theme

# 13⅓ by 7½ inches, the wide slide of PowerPoint, are 1,600 by 900 of these.
EMU_PER_PIXEL = 7_620
HUNDREDTHS_PER_PIXEL = 60
TITLE_SLIDE, TEXT_SLIDE, PICTURE_SLIDE = "Title Slide", "Title and Content", "Title Only"
_LAYOUTS = (TITLE_SLIDE, TEXT_SLIDE, PICTURE_SLIDE)
# Both Windows and macOS come with them; Noto Serif, in which titles are measured, is wider than either.
_FONTS = {"major": "Georgia", "minor": "Verdana"}
# By the type of placeholder (ECMA-376, 19.7.10): its left, top, width and height, and how its text is anchored.
_TOP = 200.0
_PLACES = {
    "title": (SIDE, ABOVE_TITLE, TITLE_WIDTH, 116.0, "t"),
    "ctrTitle": (120.0, _TOP, LINES_WIDTH, 240.0, "b"),
    "subTitle": (120.0, _TOP + 270.0, LINES_WIDTH, LINES_HEIGHT, "t"),
    "body": (SIDE, 180.0, TITLE_WIDTH, HEIGHT - 240.0, "t"),
    "": (SIDE, 180.0, TITLE_WIDTH, HEIGHT - 240.0, "t"),
}
_UNUSED = frozenset({"dt", "ftr", "sldNum"})
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Sic et Non</Application></Properties>"
)


def prepare_presentation(theme: Theme) -> PowerPointDeck:
    """Return an empty presentation with the layouts, and in the colours of a theme."""
    presentation = Presentation(BytesIO(_make_template()))
    for part in presentation.part.package.iter_parts():
        if part.partname == "/ppt/theme/theme1.xml":
            part._blob = _colour(part.blob.decode(), theme).encode()
    return presentation


@cache
def _make_template() -> bytes:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = to_emu(WIDTH), to_emu(HEIGHT)
    presentation.element.sldSz.attrib.pop("type", None)
    for layout in list(presentation.slide_layouts):
        if layout.name not in _LAYOUTS:
            presentation.slide_layouts.remove(layout)
    for each in (presentation.slide_master, *presentation.slide_layouts):
        _arrange_placeholders(each)
    _style_text(presentation.slide_master.element.find(qn("p:txStyles")))
    _drop_relationships(presentation.part.package._rels, "/thumbnail")
    _drop_relationships(presentation.part._rels, "/printerSettings")
    for part in presentation.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _PROPERTIES
    written = BytesIO()
    presentation.save(written)
    return written.getvalue()


def to_emu(pixels: float) -> Emu:
    """Return a length on a slide as PowerPoint has it."""
    return Emu(round(pixels * EMU_PER_PIXEL))


def place_shape(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Give a shape its place on a slide, in pixels."""
    shape.left, shape.top, shape.width, shape.height = map(to_emu, (left, top, width, height))


def _arrange_placeholders(sheet: Any) -> None:
    """Set the placeholders of a master or layout where a wide slide has room for them, and take away unused ones."""
    for shape in list(sheet.placeholders):
        kind = shape.element.ph.get("type", "")
        if kind in _UNUSED:
            shape.element.getparent().remove(shape.element)
            continue
        # What a layout says of text beyond its master, such as grey words in the middle.
        styles = shape.text_frame._txBody.find(qn("a:lstStyle"))
        for style in list(styles):
            styles.remove(style)
        *place, anchor = _PLACES[kind]
        place_shape(shape, *place)
        body = shape.text_frame._txBody.bodyPr
        for name, value in {"lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0", "anchor": anchor}.items():
            body.set(name, value)


def _style_text(styles: Any) -> None:
    """Set titles from the side at which writing begins and in their size, and text without bullets."""
    for style, size in (("p:titleStyle", 44), ("p:bodyStyle", 26)):
        level = styles.find(qn(style)).find(qn("a:lvl1pPr"))
        level.set("algn", "l")
        level.set("marL", "0")
        level.set("indent", "0")
        properties = level.find(qn("a:defRPr"))
        properties.set("sz", str(size * HUNDREDTHS_PER_PIXEL))
        if style == "p:titleStyle":
            properties.set("b", "1")
        for bullet in (*level.findall(qn("a:buFont")), *level.findall(qn("a:buChar"))):
            level.remove(bullet)
        if level.find(qn("a:buNone")) is None:
            properties.addprevious(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def _drop_relationships(relationships: Any, ending: str) -> None:
    for name, relationship in list(relationships.items()):
        if relationship.reltype.endswith(ending):
            relationships.pop(name)


def _colour(markup: str, theme: Theme) -> str:
    """Return the markup of a theme (ECMA-376, 14.2.7) with our fonts, and with our ground and text as its colours."""
    for name, colour in (("dk1", theme.text), ("lt1", theme.ground)):
        named = f'<a:{name}><a:srgbClr val="{colour.lstrip("#")}"/></a:{name}>'
        markup = re.sub(rf"<a:{name}>.*?</a:{name}>", named, markup, flags=re.DOTALL)
    for name, font in _FONTS.items():
        markup = re.sub(rf'(<a:{name}Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", markup)
    return markup
