"""Where a passage of a transcription is on the image of its page, shown beside whatever rests on the passage."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from api.pages.map_context import MapPageRequest, add_to_map_pages
from argument_maps.anchoring.line_places import find_line_boxes
from argument_maps.assembly import load_contents
from argument_maps.graph import Graph
from argument_maps.values import Annotation, Content, Region, Text
from models.records.contents import WHOLE_PAGE
from models.vocabulary import AnchorState


def locate_on_scan(
    session: Session, graph: Graph, annotation: Annotation, known: dict[str, Content] | None = None
) -> tuple[int, Region] | None:
    """Return the number of the page, from 1, and the region on it of a passage, None where that is not known.

    What is loaded is kept in `known`, since passages stand in few texts.

    Of a passage that goes on over pages it is what is on the first. The region has the annotation's id.
    """
    text = graph.by_id.get(annotation.in_text)
    scan = graph.scans_by_id.get(text.scan or "") if isinstance(text, Text) else None
    if scan is None or not isinstance(text, Text) or annotation.start is None or annotation.end is None:
        return None
    known = {} if known is None else known
    if annotation.version not in known:
        known |= load_contents(session, [annotation.version])
    content = known.get(annotation.version)
    boxes = find_line_boxes(content, annotation.start, annotation.end) if content is not None else []
    boxes = [box for box in boxes if box.page == boxes[0].page]
    number = boxes[0].page + (text.scan_page or 1) - 1 if boxes else 0
    if not 0 < number <= len(scan.pages):
        return None
    page = scan.pages[number - 1]
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, lower = max(box.left + box.width for box in boxes), max(box.top + box.height for box in boxes)
    x, y = left * page["width"] // WHOLE_PAGE, top * page["height"] // WHOLE_PAGE
    return number, Region(
        id=annotation.id,
        in_scan=scan.id,
        image=page["image"],
        x=x,
        y=y,
        width=max(-(-right * page["width"] // WHOLE_PAGE) - x, 1),
        height=max(-(-lower * page["height"] // WHOLE_PAGE) - y, 1),
        transcription=annotation.exact,
        language=text.language,
    )


@add_to_map_pages
def add_passage_regions(page: MapPageRequest) -> Mapping[str, Any]:
    """Return what page images show of the passages of the record that is open, or of itself where it is one."""
    if page.view is None:
        return {"passage_regions": ()}
    record = page.view.record
    passages = (record,) if isinstance(record, Annotation) else page.view.passages
    known: dict[str, Content] = {}
    located = (
        locate_on_scan(page.session, page.graph, passage, known)
        for passage in passages
        if passage.state == AnchorState.ANCHORED
    )
    return {"passage_regions": [place[1] for place in located if place is not None]}
