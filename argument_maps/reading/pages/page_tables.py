"""Tables of a page: their rows in the order in which they are shown, and the place of each cell."""

from collections.abc import Iterator

from argument_maps.reading.pages.page_tree import PageElement

MOST_SPANNED = 100
_ROW_GROUPS = ("thead", "tbody", "tfoot")
# Who has these in a cell means the table as a frame for a page, not as a table.
_PARTS_OF_PAGES = frozenset(
    {"table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "ol", "article", "section", "pre", "form", "dl"}
)


def is_layout_table(table: PageElement) -> bool:
    """Tell whether a table only puts parts of a page beside one another."""
    if table.read_attribute("role").lower() in ("presentation", "none"):
        return True
    rows = list(list_rows(table))
    cells = [cell for row in rows for cell in _list_cells(row)]
    if len(cells) < 2:
        return True
    if any(cell.tag == "th" for cell in cells) or any(_is(child, "caption", "thead") for child in table.children):
        return False
    for cell in cells:
        paragraphs = 0
        for element in cell.walk_elements():
            paragraphs += element.tag == "p"
            if element.tag in _PARTS_OF_PAGES or paragraphs > 2:
                return True
    return False


def list_rows(table: PageElement) -> Iterator[PageElement]:
    """Yield the rows of a table: those of its head first, those of its foot last."""
    for wanted in ("thead", "", "tfoot"):
        for child in table.children:
            if not isinstance(child, PageElement):
                continue
            if child.tag == wanted or (not wanted and child.tag == "tbody"):
                yield from (row for row in child.children if isinstance(row, PageElement) and row.tag == "tr")
            elif not wanted and child.tag == "tr":
                yield child


def list_other_parts(table: PageElement) -> list[PageElement]:
    """Return what is in a table beside its rows, such as its caption."""
    return [
        child for child in table.children if isinstance(child, PageElement) and child.tag not in (*_ROW_GROUPS, "tr")
    ]


def place_cells(table: PageElement) -> Iterator[list[tuple[PageElement, str]]]:
    """Yield each row's cells with their places, such as 2.1, those that reach over several rows or columns counted."""
    reaching: dict[int, int] = {}
    for number, row in enumerate(list_rows(table), start=1):
        column = 1
        placed = []
        taken, reaching = reaching, {column: rows - 1 for column, rows in reaching.items() if rows > 1}
        for cell in _list_cells(row):
            while column in taken:
                column += 1
            placed.append((cell, f"{number}.{column}"))
            rows, columns = _read_span(cell, "rowspan"), _read_span(cell, "colspan")
            if rows > 1:
                reaching.update(dict.fromkeys(range(column, column + columns), rows - 1))
            column += columns
        yield placed


def _list_cells(row: PageElement) -> list[PageElement]:
    return [child for child in row.children if isinstance(child, PageElement) and child.tag in ("td", "th")]


def _read_span(cell: PageElement, name: str) -> int:
    span = cell.read_attribute(name)
    return min(max(int(span), 1), MOST_SPANNED) if span.isdecimal() and len(span) < 6 else 1


def _is(node: PageElement | str, *tags: str) -> bool:
    return isinstance(node, PageElement) and node.tag in tags
