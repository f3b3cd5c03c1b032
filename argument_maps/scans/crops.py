"""Regions as readers see them: on which page, and under which address the part of its image is shown."""

from urllib.parse import quote

from argument_maps.values import Region, Scan


def write_crop_path(region: Region, side: int) -> str:
    """Return the address of what a region shows, below that of the scans of its map; no side is longer, in pixels.

    A rectangle is asked of the image as IIIF has it (Image API 3.0, 4.1 and 4.2); around a polygon the rest is paled.
    """
    image = f"{region.in_scan}/images/{region.image}"
    if region.points:
        points = " ".join(f"{x},{y}" for x, y in region.points)
        return f"{image}/polygon.jpg?points={quote(points)}&side={side}"
    return f"{image}/{region.x},{region.y},{region.width},{region.height}/!{side},{side}/0/default.jpg"


def measure_crop(region: Region, side: int) -> tuple[int, int]:
    """Return the width and height in pixels of what `write_crop_path` leads to."""
    scale = min(side / max(region.width, region.height), 1.0)
    return max(round(region.width * scale), 1), max(round(region.height * scale), 1)


def find_page_number(scan: Scan, image: str) -> int:
    """Return the number of the first page with an image, counted from 1; 1 where the scan has none such."""
    return next((number for number, page in enumerate(scan.pages, 1) if page["image"] == image), 1)


def name_page(scan: Scan, number: int) -> str:
    """Return what a page is called: its name, else its number, counted from 1."""
    page = scan.pages[number - 1] if 0 < number <= len(scan.pages) else {}
    return str(page.get("name") or number)
