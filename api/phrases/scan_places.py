"""Where on a scan something is, in the words of the page."""

from api.phrases.messages import gettext
from argument_maps.graph import Graph
from argument_maps.scans.crops import find_page_number
from argument_maps.values import Region, Scan


def cite_page(scan: Scan, number: int) -> str:
    """Return what a page of a scan is cited by: its name, else which image it is, counted from 1."""
    return str(scan.pages[number - 1].get("name") or "") or gettext("image %(number)s", number=number)


def cite_region(graph: Graph, region: Region) -> str:
    """Return the title of the scan on which a region is, and what its page is cited by."""
    scan = graph.scans_by_id[region.in_scan]
    return f"{scan.title}, {cite_page(scan, find_page_number(scan, region.image))}"
