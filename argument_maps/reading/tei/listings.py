"""Lists, tables and figures."""

from xml.etree.ElementTree import Element

from argument_maps.reading.blocks import BETWEEN
from argument_maps.reading.builder import CELL_GAP, LINE_BREAK
from argument_maps.reading.tei.elements import find_children, find_first, find_name, is_numbering, read_words
from argument_maps.reading.tei.structures import part_words
from argument_maps.reading.tei.text_reader import TeiTextReader
from models.text_vocabulary import ReportSort
from models.vocabulary import BlockSort

_ORDERED = ("ordered", "numbered")


# --- lists ---------------------------------------------------------------------------------------


def read_list(reader: TeiTextReader, element: Element) -> None:
    """Read a list, its items with their numbers."""
    kinds = f"{element.get('rend', '')} {element.get('type', '')}".lower()
    is_ordered = any(kind in kinds for kind in _ORDERED)
    reader.end_block()
    before, reader.is_running = reader.is_running, False
    sort, reader.sort = reader.sort, BlockSort.PARAGRAPH
    number, label = 0, ""
    if element.text and element.text.strip():
        reader.run.append(element.text)
    for child in element:
        name = find_name(child)
        if name == "item":
            number += 1
            own = child.get("n") or label or (f"{number}." if is_ordered else "")
            _read_item(reader, child, own)
            label = ""
        elif name == "label" and is_numbering(read_words(child)):
            label = read_words(child)
        elif name in ("label", "headLabel", "headItem"):
            reader.read_block(child, BlockSort.LIST_ITEM)
        else:
            reader.read_child(child)
        if child.tail and child.tail.strip():
            reader.run.append(child.tail)
    reader.end_block()
    reader.sort, reader.is_running = sort, before


def _read_item(reader: TeiTextReader, element: Element, label: str) -> None:
    first = element[0] if len(element) else None
    if not label and first is not None and find_name(first) == "label" and not (element.text or "").strip():
        words = read_words(first)
        if is_numbering(words):
            label, element.text = words, first.tail
            element.remove(first)
    reader.read_block(element, BlockSort.LIST_ITEM, label)


def read_listed(reader: TeiTextReader, element: Element) -> None:
    """Read an item that stands in no list, or a person, a place or a work in a list of them."""
    is_item = find_name(element) == "item"
    if not is_item:
        part_words(element)
    reader.read_block(element, BlockSort.LIST_ITEM, element.get("n", "") if is_item else "")


# --- tables and figures --------------------------------------------------------------------------


def read_cells(reader: TeiTextReader, element: Element) -> None:
    """Read a table: cells apart by a space, rows by a line, each cell with its row and column."""
    reader.end_block()
    before, reader.is_running = (reader.sort, reader.is_running), False
    number = 0
    begun = reader.emitted
    for child in element:
        if find_name(child) == "row":
            number += 1
            begun_row = reader.emitted
            column = 1
            for cell in child:
                if find_name(cell) != "cell":
                    _read_other(reader, cell)
                    continue
                if reader.emitted > begun:
                    reader.separator = CELL_GAP if reader.emitted > begun_row else LINE_BREAK
                reader.read_block(cell, BlockSort.TABLE_CELL, f"{number}.{column}")
                reader.separator = BETWEEN
                column += _read_span(cell)
        else:
            reader.sort = BlockSort.CAPTION
            _read_other(reader, child)
            reader.sort = before[0]
            begun = begun if number else reader.emitted
    reader.end_block()
    reader.sort, reader.is_running = before


def _read_span(cell: Element) -> int:
    columns = cell.get("cols", "")
    return min(int(columns), 100) if columns.isascii() and columns.isdigit() and 0 < len(columns) < 4 else 1


def _read_other(reader: TeiTextReader, child: Element) -> None:
    reader.read_child(child)
    if child.tail and child.tail.strip():
        reader.run.append(child.tail)


def read_figure(reader: TeiTextReader, element: Element) -> None:
    """Read what is said below a picture; the picture itself is told of."""
    described = read_words(find_first(element, "figDesc"))
    reader.edition.report(ReportSort.PICTURES_LEFT_OUT, described or read_words(find_first(element, "head")))
    for description in find_children(element, "figDesc", "graphic"):
        description.clear() if not description.tail else _keep_tail(description)
    if not "".join(element.itertext()).strip():
        for milestone in find_children(element, "pb", "lb", "cb"):
            _read_other(reader, milestone)
        return

    def read() -> None:
        before, reader.sort = reader.sort, BlockSort.CAPTION
        reader.read_container(element)
        reader.sort = before

    if reader.is_running and reader.sort is BlockSort.PARAGRAPH:
        reader.deferred.append(read)
    else:
        read()


def _keep_tail(element: Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def read_graphic(reader: TeiTextReader, element: Element) -> None:
    """Tell of a picture."""
    reader.edition.report(ReportSort.PICTURES_LEFT_OUT, element.get("url", ""))
