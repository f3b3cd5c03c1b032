"""What the styles of an OpenDocument text say of paragraphs, words and lists."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from argument_maps.reading.list_numerals import write_list_number
from models.text_vocabulary import InlineSort
from models.vocabulary import BlockSort

DEEPEST_STYLE = 20
_HEADINGS = frozenset({"title", "subtitle"})
_QUOTATIONS = frozenset({"quotations", "quote", "intense quote", "block text"})
_CAPTIONS = frozenset({"caption", "illustration", "table", "figure", "drawing"})
_ESCAPED = re.compile(r"_([0-9a-f]{2})_")
_KINDS = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class NumberLevel:
    """How the items on one level of a list are numbered; no `kind` for bullets."""

    kind: str = ""
    before: str = ""
    behind: str = ""
    start: int = 1
    shown_levels: int = 1


@dataclass(slots=True)
class DocumentStyles:
    """Styles by family and name, and the levels of list styles."""

    styles: dict[tuple[str, str], Element] = field(default_factory=dict)
    lists: dict[str, dict[int, NumberLevel]] = field(default_factory=dict)
    outline: dict[int, NumberLevel] = field(default_factory=dict)
    _formats: dict[tuple[str, str], tuple[InlineSort, ...]] = field(default_factory=dict)
    _hidden: dict[tuple[str, str], bool] = field(default_factory=dict)

    def list_line(self, family: str, name: str) -> list[Element]:
        """Return a style and those that it is derived from."""
        line: list[Element] = []
        while (family, name) in self.styles and len(line) < DEEPEST_STYLE:
            line.append(self.styles[family, name])
            name = line[-1].get("style-parent-style-name", "")
        return line

    def _find_property(self, family: str, name: str, attribute: str) -> str:
        for style in self.list_line(family, name):
            for properties in style.iterfind("style-text-properties"):
                if properties.get(attribute) is not None:
                    return properties.get(attribute, "")
        return ""

    def find_formats(self, family: str, name: str) -> tuple[InlineSort, ...]:
        """Return the marks of words in a style."""
        key = (family, name)
        if key not in self._formats:
            formats: tuple[InlineSort, ...] = ()
            struck = self._find_property(family, name, "style-text-line-through-style")
            kind = self._find_property(family, name, "style-text-line-through-type")
            if "none" not in (struck or "none", kind):
                formats += (InlineSort.DELETED,)
            position = self._find_property(family, name, "style-text-position").split()
            if position and (position[0] == "super" or _is_number(position[0], above=True)):
                formats += (InlineSort.SUPERSCRIPT,)
            elif position and (position[0] == "sub" or _is_number(position[0], above=False)):
                formats += (InlineSort.SUBSCRIPT,)
            self._formats[key] = formats
        return self._formats[key]

    def is_hidden(self, family: str, name: str) -> bool:
        """Tell whether words in a style are not shown."""
        key = (family, name)
        if key not in self._hidden:
            self._hidden[key] = self._find_property(family, name, "text-display") == "none"
        return self._hidden[key]

    def choose_sort(self, name: str) -> BlockSort:
        """Return what a paragraph in a style is, by the names of the styles that it is derived from."""
        for style in self.list_line("paragraph", name):
            own = style.get("style-display-name") or _read_escaped(style.get("style-name", ""))
            if own.lower() in _HEADINGS:
                return BlockSort.HEADING
            if own.lower() in _QUOTATIONS:
                return BlockSort.QUOTATION
            if own.lower() in _CAPTIONS:
                return BlockSort.CAPTION
        return BlockSort.PARAGRAPH


def read_document_styles(common: Element | None, content: Element) -> DocumentStyles:
    """Return the styles of a document: its named ones, and those of single paragraphs."""
    styles = DocumentStyles()
    for root in (common, content):
        for element in root.iter() if root is not None else ():
            if element.tag == "style-style":
                styles.styles[element.get("style-family", ""), element.get("style-name", "")] = element
            elif element.tag == "text-list-style":
                styles.lists[element.get("style-name", "")] = _read_levels(element)
            elif element.tag == "text-outline-style":
                styles.outline = _read_levels(element)
    return styles


def _read_levels(element: Element) -> dict[int, NumberLevel]:
    levels = {}
    for child in element:
        level = read_count(child.get("text-level", ""), 1)
        if child.tag in ("text-list-level-style-number", "text-outline-level-style"):
            levels[level] = NumberLevel(
                child.get("style-num-format", ""),
                child.get("style-num-prefix", ""),
                child.get("style-num-suffix", ""),
                read_count(child.get("text-start-value", ""), 1),
                read_count(child.get("text-display-levels", ""), 1),
            )
        else:
            levels[level] = NumberLevel()
    return levels


def write_list_label(levels: dict[int, NumberLevel], level: int, counts: dict[int, int]) -> str:
    """Return the number of an item as it is printed, with those of the levels above that are shown with it."""
    shape = levels.get(level, NumberLevel())
    if not shape.kind:
        return f"{shape.before}{shape.behind}".strip() if shape.before.strip() else ""
    numbers = []
    for each in range(max(level - shape.shown_levels + 1, 1), level + 1):
        about = levels.get(each, NumberLevel())
        if about.kind:
            numbers.append(_write_number(counts.get(each, about.start), about.kind))
    return f"{shape.before}{'.'.join(numbers)}{shape.behind}".strip()


def _write_number(number: int, kind: str) -> str:
    if kind.startswith("一"):
        return write_list_number(number, "simp-chinese-informal")
    if kind.startswith("１"):
        return str(number).translate(_WIDE)
    if kind.startswith("①") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    return write_list_number(number, _KINDS.get(kind, "decimal"))


def read_count(text: str, default: int) -> int:
    """Return a number that is written in an attribute."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _read_escaped(name: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)


def _is_number(text: str, *, above: bool) -> bool:
    number = text.removesuffix("%").lstrip("-").split(".")[0]
    return number.isascii() and number.isdigit() and int(number[:6]) > 0 and text.startswith("-") != above
