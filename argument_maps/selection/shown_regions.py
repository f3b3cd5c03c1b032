"""The regions of page images that stand with a record in a selection, and what they are called in words."""

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from argument_maps.values import Region
from models.errors import Phrase


def list_shown_regions(selected: Selected, label: str) -> tuple[Region, ...]:
    """Return the regions that tie a record to page images, in their order.

    As of a date those are left out whose scans show what was not open by then. That a region is tied to other records
    too, which the selection leaves out, takes it from none.
    """
    scans = selected.known.scans_by_id
    return tuple(region for region in selected.whole.regions_of.get(label, ()) if region.in_scan in scans)


def name_region_page(graph: Graph, region: Region) -> str:
    """Return what the page is called on which a region is, or else which one of its scan it is."""
    scan = graph.scans_by_id.get(region.in_scan)
    for number, page in enumerate(scan.pages if scan is not None else (), start=1):
        if page["image"] == region.image:
            name: str = page.get("name", "")
            return name or Phrase("page %(number)s", number=number)
    # It was taken out of the scan since.
    return Phrase("a former page")


def phrase_region(graph: Graph, region: Region) -> Phrase:
    """Return where a region is, what is written there and what is remarked on it."""
    described = Phrase("on the scan %(scan)s, %(page)s", scan=region.in_scan, page=name_region_page(graph, region))
    if region.transcription:
        described = Phrase("%(place)s: “%(transcription)s”", place=described, transcription=region.transcription)
    if region.comment and region.transcription:
        return Phrase("%(place)s (%(comment)s)", place=described, comment=region.comment)
    if region.comment:
        return Phrase("%(place)s: %(comment)s", place=described, comment=region.comment)
    return described
