"""Where the pages of a printed edition begin in a page of the web or a chapter of a book."""

import re
from itertools import islice

from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.pages.page_tree import PageElement
from models.text_vocabulary import MilestoneSort

LONGEST_NUMBER = 40
MOST_NODES = 80
_CLASSES = frozenset({"pagenum", "pageno", "page-number", "pagenumber"})
# As in [Pg 12], {xiv}, page 7.
_NUMBER = re.compile(r"[\[({]?\s*(?:(?:page|pg|p)\b\.?)?\s*(\d{1,5}[a-z]?|[ivxlcdm]{1,12})\s*[\])}]?", re.IGNORECASE)


def note_page_break(element: PageElement, builder: TextBuilder) -> bool:
    """Note the page that begins at an element; tell whether it does.

    Such an element has a role (EPUB Structural Semantics 1.1, 2.12), or in old books a class and
    nothing but a number.
    """
    if not element.attributes:
        return False
    roles = (*element.read_attribute("epub:type").split(), *element.read_attribute("role").split())
    is_break = "pagebreak" in roles or "doc-pagebreak" in roles
    if not is_break and not _CLASSES.intersection(element.read_attribute("class").split()):
        return False
    words = _read_beginning(element)
    if is_break:
        label = element.read_attribute("title") or element.read_attribute("aria-label") or words[:LONGEST_NUMBER]
        number = _NUMBER.fullmatch(label.strip(" ."))
        builder.add_milestone(MilestoneSort.PAGE, number[1] if number is not None else label[:LONGEST_NUMBER])
        # An element that holds the words of the page as well is read on.
        return len(words) <= LONGEST_NUMBER
    number = _NUMBER.fullmatch(words)
    if number is None:
        return False
    builder.add_milestone(MilestoneSort.PAGE, number[1])
    return True


def _read_beginning(element: PageElement) -> str:
    """Return the words of an element, or enough of them to see that they are no number."""
    nodes = islice(element.walk(), MOST_NODES)
    beginning = " ".join("".join(node[:MOST_NODES] for node in nodes if isinstance(node, str)).split())
    return beginning if next(islice(element.walk(), MOST_NODES, None), None) is None else beginning.ljust(MOST_NODES)
