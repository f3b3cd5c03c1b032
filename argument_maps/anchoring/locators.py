"""Where a passage stands, as a citation says it: page, folio, paragraph, line, note."""

from bisect import bisect_left, bisect_right

from argument_maps.values import Block, Content, Milestone
from models.text_vocabulary import MilestoneSort
from models.vocabulary import BlockSort

# As the Chicago Manual of Style has them (17th edition, 14.147 to 14.160), for one and for several.
_PREFIXES = {
    MilestoneSort.PAGE: ("p. ", "pp. "),
    MilestoneSort.FOLIO: ("f. ", "ff. "),
    MilestoneSort.SECTION: ("§ ", "§§ "),
    MilestoneSort.COLUMN: ("col. ", "cols. "),
    MilestoneSort.LINE: ("l. ", "ll. "),
}
# These are numbered anew on each page or leaf.
_WITHIN_PAGES = (MilestoneSort.COLUMN, MilestoneSort.LINE)


def format_locator(content: Content, start: int, end: int) -> str:
    """Return where a passage stands, such as “pp. 38–39” or “f. 12v, l. 5”; empty where the text does not know.

    Columns and lines are named only where the passage is on one page. Of a note its number is named, and that of an
    item of a list, by which operative paragraphs are cited.
    """
    spans = {
        sort: _find_span([milestone for milestone in content.milestones if milestone.sort == sort], start, end)
        for sort in _PREFIXES
    }
    pages = [span for span in (spans[MilestoneSort.PAGE], spans[MilestoneSort.FOLIO]) if span is not None]
    for sort in _WITHIN_PAGES:
        span = spans[sort]
        if span is not None and any(span[0].at < page[0].at or page[0] != page[1] for page in pages):
            spans[sort] = None
    parts = [_format_span(sort, span) for sort, span in spans.items() if span is not None]
    return ", ".join([*parts, *_list_block_numbers(_list_blocks(content, start, end))])


def _find_span(milestones: list[Milestone], start: int, end: int) -> tuple[Milestone, Milestone] | None:
    """Return the milestones behind which a passage begins and ends; None where it begins before the first."""
    places = [milestone.at for milestone in milestones]
    first = bisect_right(places, start) - 1
    return (milestones[first], milestones[max(bisect_left(places, end) - 1, first)]) if first >= 0 else None


def _format_span(sort: MilestoneSort, span: tuple[Milestone, Milestone]) -> str:
    one, several = _PREFIXES[sort]
    begins, ends = span[0].label, span[1].label
    return f"{one}{begins}" if begins == ends else f"{several}{begins}–{ends}"


def _list_blocks(content: Content, start: int, end: int) -> list[Block]:
    """Return the blocks in which a passage stands."""
    starts = [block.start for block in content.blocks]
    first = max(bisect_right(starts, start) - 1, 0)
    return [block for block in content.blocks[first : bisect_left(starts, end)] if block.end > start]


def _list_block_numbers(blocks: list[Block]) -> list[str]:
    """Return the number of the note or the items in which a passage stands, where it stands in nothing else."""
    labels = list(dict.fromkeys(block.label.strip("().[] ") for block in blocks))
    if not labels or not all(labels):
        return []
    for sort, one, several in ((BlockSort.NOTE, "n. ", "nn. "), (BlockSort.LIST_ITEM, "para. ", "paras. ")):
        if all(block.sort == sort for block in blocks):
            return [f"{one}{labels[0]}" if len(labels) == 1 else f"{several}{labels[0]}–{labels[-1]}"]
    return []
