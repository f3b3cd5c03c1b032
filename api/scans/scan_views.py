"""What the pages of scans show: pages with their regions, and the transcription that belongs to a page."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from argument_maps.assembly import load_contents
from argument_maps.graph import Graph
from argument_maps.scans.crops import name_page
from argument_maps.text_direction import find_text_direction
from argument_maps.values import Content, Region, Scan, Source, Text
from models.errors import UnknownRecord
from models.text_vocabulary import MilestoneSort


@dataclass(frozen=True, slots=True)
class ListedScan:
    """A scan as the list shows it."""

    scan: Scan
    source: Source | None
    regions: int


@dataclass(frozen=True, slots=True)
class ScanPageView:
    """One page of a scan, its number counted from 1, with the regions on it."""

    number: int
    name: str
    image: str
    width: int
    height: int
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a transcription; `box` is left, top, width and height in hundred-thousandths of the page, if known.

    `marks` are the annotations that begin in it.
    """

    text: str
    box: tuple[int, int, int, int] | None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownTranscription:
    """What a text has of one page of a scan, in paragraphs of lines."""

    text: Text
    direction: str
    paragraphs: tuple[tuple[ShownLine, ...], ...]


def find_scan(graph: Graph, label: str) -> Scan:
    """Return a scan of a map. Raises `UnknownRecord`."""
    scan = graph.scans_by_id.get(label)
    if scan is None:
        raise UnknownRecord(graph.slug, label)
    return scan


def list_scans(graph: Graph, scans: Sequence[Scan]) -> tuple[ListedScan, ...]:
    """Return scans of a map as the list shows them."""
    return tuple(
        ListedScan(
            scan,
            graph.sources_by_id.get(scan.source or ""),
            sum(region.in_scan == scan.id for region in graph.regions),
        )
        for scan in scans
    )


def list_page_views(graph: Graph, scan: Scan) -> tuple[ScanPageView, ...]:
    """Return the pages of a scan in their order, each with its regions in the order of their labels."""
    # Pages that are alike to the byte have their regions in common.
    regions: dict[str, list[Region]] = {}
    for region in graph.regions:
        if region.in_scan == scan.id:
            regions.setdefault(region.image, []).append(region)
    return tuple(
        ScanPageView(
            number,
            name_page(scan, number),
            page["image"],
            page["width"],
            page["height"],
            tuple(regions.get(page["image"], ())),
        )
        for number, page in enumerate(scan.pages, 1)
    )


def read_transcribed_pages(session: Session, graph: Graph, scan: Scan, number: int) -> tuple[ShownTranscription, ...]:
    """Return what each text that transcribes a scan has of one of its pages."""
    views = []
    for text in graph.texts:
        if text.scan != scan.id or not text.versions:
            continue
        version = text.versions[-1]["sha256"]
        content = load_contents(session, [version])[version]
        page = number - (text.scan_page or 1) + 1
        marks = sorted(
            (annotation.start, annotation.id)
            for annotation in graph.annotations
            if annotation.in_text == text.id and annotation.version == version and annotation.start is not None
        )
        paragraphs = _cut_page(content, page, marks)
        if paragraphs:
            views.append(ShownTranscription(text, find_text_direction(text.language), paragraphs))
    return tuple(views)


def _cut_page(content: Content, page: int, marks: Sequence[tuple[int, str]]) -> tuple[tuple[ShownLine, ...], ...]:
    """Return the paragraphs of a page in lines: by its line boxes, else by where its milestone and the next one are."""
    boxes = [box for box in content.line_boxes if box.page == page]
    if boxes:
        starts = [block.start for block in content.blocks]
        paragraphs: dict[int, list[ShownLine]] = {}
        for box in boxes:
            line = ShownLine(
                content.text[box.start : box.end].strip(),
                (box.left, box.top, box.width, box.height),
                tuple(label for start, label in marks if box.start <= start < box.end),
            )
            paragraphs.setdefault(bisect_right(starts, box.start), []).append(line)
        return tuple(tuple(lines) for lines in paragraphs.values())
    start, end = _find_page_stretch(content, page)
    return tuple(
        (
            ShownLine(
                content.text[max(block.start, start) : min(block.end, end)].strip(),
                None,
                tuple(label for at, label in marks if max(block.start, start) <= at < min(block.end, end)),
            ),
        )
        for block in content.blocks
        if block.start < end and block.end > start
    )


def _find_page_stretch(content: Content, page: int) -> tuple[int, int]:
    """Return where the words of a page stand, an empty stretch where it is none of the text's.

    A text without pages is that of the first.
    """
    starts: list[int] = [milestone.at for milestone in content.milestones if milestone.sort == MilestoneSort.PAGE]
    if not starts:
        return (0, len(content.text)) if page == 1 else (0, 0)
    if not 0 < page <= len(starts):
        return 0, 0
    first = 0 if page == 1 else starts[page - 1]
    return first, starts[page] if page < len(starts) else len(content.text)


def describe_region(region: Region) -> dict[str, Any]:
    """Return the place of a region as the viewer takes it, from the attributes of its entry in the list."""
    points = " ".join(f"{x},{y}" for x, y in region.points)
    return {"x": region.x, "y": region.y, "width": region.width, "height": region.height, "points": points}
