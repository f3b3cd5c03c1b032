"""A picture or text of a map, made in this process, with no server around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.pictures.export_formats import RENDERINGS
from api.pictures.region_cropping import RegionCropping
from api.pictures.render_requests import PictureRequest, ScanDisplay
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, select
from renderers.boxes.region_crops import RegionCrops
from renderers.layout.box_placement import PlacedGroup
from renderers.svg.picture import draw_standing_picture


@dataclass(slots=True)
class StandingBoxes:
    """Where boxes stood in a picture before, and where they stand once it is drawn again."""

    groups: Mapping[str, PlacedGroup]


def render_picture(
    graph: Graph, picture_request: PictureRequest, cropping: RegionCropping, boxes: StandingBoxes | None = None
) -> bytes:
    """Return the bytes of a picture or text. Raises `MapError` for what cannot be drawn.

    With `boxes` it is an SVG in which they stay near their places; those that they have then take the place of these.
    """
    selected, crops = _select(graph, picture_request, cropping)
    if boxes is None:
        return RENDERINGS[picture_request.extension].render(selected, picture_request, crops)
    svg, boxes.groups = draw_standing_picture(
        selected,
        boxes.groups,
        view=picture_request.view,
        theme=picture_request.theme,
        lang=picture_request.lang,
        link_to=picture_request.link_to,
        marks=dict(picture_request.marks),
        crops=crops,
    )
    return svg.encode()


def _select(
    graph: Graph, picture_request: PictureRequest, cropping: RegionCropping
) -> tuple[Selected, RegionCrops | None]:
    selected = select(graph, picture_request.selection)
    if picture_request.scans != ScanDisplay.SHOWN:
        return selected, None
    return selected, cropping.crop_regions(selected, picture_request.view)
