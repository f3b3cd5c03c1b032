"""What the styles of a Word document say of paragraphs and runs (ECMA-376, part 1, 17.7)."""

import re
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from models.vocabulary import BlockSort

DEEPEST_STYLE = 20
_HEADING = re.compile(r"heading [1-9]|title|subtitle|book title|toc heading", re.IGNORECASE)
_QUOTATION = re.compile(r"(?:intense )?quote|quotations?|block ?text|block quote|block quotation", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run looks, as far as it matters to what it says."""

    is_hidden: bool = False
    is_struck: bool = False
    raised: str = ""
    font: str = ""

    def change(self, properties: Element | None) -> "RunLook":
        """Return the look with what these properties say of it."""
        if properties is None:
            return self
        look = self
        for element in properties:
            tag = element.tag
            if tag == "w-vanish":
                look = replace(look, is_hidden=is_on(element))
            elif tag in ("w-strike", "w-dstrike"):
                look = replace(look, is_struck=is_on(element))
            elif tag == "w-vertAlign":
                look = replace(look, raised=element.get("w-val", ""))
            elif tag == "w-rFonts":
                look = replace(look, font=element.get("w-ascii") or element.get("w-hAnsi") or look.font)
        return look


@dataclass(slots=True)
class WordStyle:
    """A style: its name, the one it is based on, and what it says itself."""

    name: str
    parent: str
    run: Element | None
    level: int | None
    numbering: Element | None


@dataclass(slots=True)
class StyleSheet:
    """The styles of a document by their ids."""

    styles: dict[str, WordStyle] = field(default_factory=dict)
    default_paragraph: str = ""
    default_run: RunLook = field(default_factory=RunLook)
    _looks: dict[str, RunLook] = field(default_factory=dict)

    def list_line(self, style: str) -> list[WordStyle]:
        """Return a style and those that it is based on."""
        line: list[WordStyle] = []
        while style in self.styles and len(line) < DEEPEST_STYLE:
            line.append(self.styles[style])
            style = line[-1].parent
        return line

    def find_look(self, style: str, base: RunLook | None = None) -> RunLook:
        """Return how runs of a style look, on top of how its paragraph does."""
        if base is not None:
            look = base
        elif style in self._looks:
            return self._looks[style]
        else:
            look = self.default_run
        for each in reversed(self.list_line(style)):
            look = look.change(each.run)
        if base is None:
            self._looks[style] = look
        return look

    def choose_sort(self, style: str, properties: Element | None) -> BlockSort:
        """Return what a paragraph is, by its outline level and the name of its style."""
        line = self.list_line(style or self.default_paragraph)
        own = read_number(properties.find("w-outlineLvl")) if properties is not None else None
        level = own if own is not None else next((each.level for each in line if each.level is not None), None)
        if level is not None and level < 9:
            return BlockSort.HEADING
        for each in line:
            if _HEADING.fullmatch(each.name) and level is None:
                return BlockSort.HEADING
            if _QUOTATION.fullmatch(each.name):
                return BlockSort.QUOTATION
            if each.name.lower() == "caption":
                return BlockSort.CAPTION
        return BlockSort.PARAGRAPH

    def find_numbering(self, style: str) -> tuple[str, int | None]:
        """Return the id of the list to which paragraphs of a style belong, and their level; no id for none."""
        level = None
        for each in self.list_line(style or self.default_paragraph):
            if each.numbering is not None:
                own = read_number(each.numbering.find("w-ilvl"))
                level = own if level is None else level
                found = each.numbering.find("w-numId")
                if found is not None:
                    return found.get("w-val", ""), level
        return "", None


def read_style_sheet(root: Element | None) -> StyleSheet:
    """Return the styles of a document; none where it has no part for them."""
    sheet = StyleSheet()
    if root is None:
        return sheet
    sheet.default_run = RunLook().change(root.find("w-docDefaults/w-rPrDefault/w-rPr"))
    for element in root.iterfind("w-style"):
        style = element.get("w-styleId", "")
        name, parent = element.find("w-name"), element.find("w-basedOn")
        paragraph = element.find("w-pPr")
        sheet.styles[style] = WordStyle(
            name.get("w-val", "") if name is not None else "",
            parent.get("w-val", "") if parent is not None else "",
            element.find("w-rPr"),
            read_number(paragraph.find("w-outlineLvl")) if paragraph is not None else None,
            paragraph.find("w-numPr") if paragraph is not None else None,
        )
        if element.get("w-type") == "paragraph" and element.get("w-default", "0") not in _OFF:
            sheet.default_paragraph = style
    return sheet


def is_on(element: Element | None) -> bool:
    """Tell whether a property that is on or off is on."""
    return element is not None and element.get("w-val", "1").lower() not in _OFF


def read_value(element: Element | None) -> str:
    """Return what a property is, nothing where it is not there."""
    return element.get("w-val", "") if element is not None else ""


def read_number(element: Element | None) -> int | None:
    """Return the whole number that a property says; None where it says none, or one that is no such property's."""
    value = read_value(element)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else None
