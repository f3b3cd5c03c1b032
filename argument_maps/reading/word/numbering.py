"""The numbers of list items and numbered headings, as Word prints them (ECMA-376, part 1, 17.9)."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from argument_maps.reading.word.number_formats import write_number
from argument_maps.reading.word.styles import is_on, read_value

LEVELS = 9
LARGEST = 1_000_000
_PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class ListLevel:
    """A level of a list: how its numbers are written, where they begin, and behind which level they begin anew."""

    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(slots=True)
class WordList:
    """A list: its levels, and the numbers at which some of them are told to begin again."""

    group: str
    levels: dict[int, ListLevel]
    starts: dict[int, int] = field(default_factory=dict)


class ListNumbers:
    """Counts the items of all lists of a document, in its order."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, WordList] = {}
        # The numbers reached, by group of lists that go on counting together.
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read_lists(root)

    def _read_lists(self, root: Element) -> None:
        shapes = {each.get("w-abstractNumId", ""): each for each in root.iterfind("w-abstractNum")}
        named = {read_value(each.find("w-styleLink")): number for number, each in shapes.items()}
        for element in root.iterfind("w-num"):
            group = read_value(element.find("w-abstractNumId"))
            shape = shapes.get(group)
            if shape is not None and shape.find("w-numStyleLink") is not None:
                group = named.get(read_value(shape.find("w-numStyleLink")), group)
                shape = shapes.get(group)
            levels = _read_levels(shape) if shape is not None else {}
            numbered = WordList(group, levels)
            for override in element.iterfind("w-lvlOverride"):
                level = _read_integer(override.get("w-ilvl", ""), 0)
                levels.update(_read_levels(override))
                start = override.find("w-startOverride")
                if start is not None:
                    numbered.starts[level] = _read_integer(read_value(start), 1)
            self._lists[element.get("w-numId", "")] = numbered

    def find_level(self, number: str, style: str) -> int:
        """Return the level of a list that is bound to a style, the first where none is."""
        found = self._lists.get(number)
        levels = found.levels if found is not None else {}
        return next((level for level, each in levels.items() if style and each.style == style), 0)

    def count_item(self, number: str, level: int) -> str | None:
        """Count an item, and return its number as printed: nothing for a bullet, None where there is no such list."""
        numbered = self._lists.get(number)
        if numbered is None:
            return None
        shape = numbered.levels.get(level)
        if shape is None:
            return ""
        counts = self._counts.setdefault(numbered.group, {})
        if level in numbered.starts and (number, level) not in self._begun:
            counts[level] = numbered.starts[level]
        elif level in counts:
            counts[level] = min(counts[level] + 1, LARGEST)
        else:
            counts[level] = numbered.starts.get(level, shape.start)
        self._begun.add((number, level))
        for deeper in [each for each in counts if each > level]:
            below = numbered.levels.get(deeper)
            if below is None or below.restart is None or (below.restart and level < below.restart):
                del counts[deeper]
        if shape.kind == "bullet":
            return ""
        return self._write(numbered, shape, counts)

    @staticmethod
    def _write(numbered: WordList, shape: ListLevel, counts: dict[int, int]) -> str:
        def put_in(place: re.Match[str]) -> str:
            level = int(place[1]) - 1
            meant = numbered.levels.get(level, ListLevel())
            count = counts.get(level, meant.start)
            kind = "decimal" if shape.is_legal and meant.kind != "decimalZero" else meant.kind
            return write_number(count, kind)

        return _PLACE.sub(put_in, shape.text).strip()


def _read_levels(parent: Element) -> dict[int, ListLevel]:
    levels = {}
    for element in parent.iterfind("w-lvl"):
        restart = element.find("w-lvlRestart")
        kind = element.find("w-numFmt")
        if kind is None:
            kind = element.find("mc-AlternateContent/mc-Fallback/w-numFmt")
        levels[_read_integer(element.get("w-ilvl", ""), 0)] = ListLevel(
            read_value(kind) or "decimal",
            read_value(element.find("w-lvlText")),
            _read_integer(read_value(element.find("w-start")), 0),
            _read_integer(read_value(restart), 0) if restart is not None else None,
            is_on(element.find("w-isLgl")),
            read_value(element.find("w-pStyle")),
        )
    return levels


def _read_integer(text: str, default: int) -> int:
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() and len(text) < 10 else default
