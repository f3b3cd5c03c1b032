"""A picture or text of a map, made in this process, with no server around it."""

from api.pictures.export_formats import RENDERINGS
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import PictureRequest, ScanDisplay
from argument_maps.graph import Graph
from argument_maps.selection.selecting import select


def render_picture(graph: Graph, picture_request: PictureRequest, cropping: RegionCropping) -> bytes:
    """Return the bytes of a picture or text. Raises `MapError` for what cannot be drawn."""
    selected = select(graph, picture_request.selection)
    crops = None
    if picture_request.scans == ScanDisplay.SHOWN:
        crops = cropping.crop_regions(selected, picture_request.view)
    return RENDERINGS[picture_request.extension].render(selected, picture_request, crops)
