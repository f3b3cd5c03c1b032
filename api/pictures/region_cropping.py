"""The parts of page images that pictures show: cut out once, within bounds, and kept in memory.

An image never changes, since it is kept under its hash, so neither does what is cut out of it; which parts a picture
shows is asked of the map each time.
"""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Engine

from argument_maps.bounded_work import check_work
from argument_maps.graph import Graph
from argument_maps.scans.decoded_images import DecodedImages
from argument_maps.scans.decoding import DecodedImage, measure_image
from argument_maps.scans.image_errors import BadImageRequest, ImageTooLarge, UnreadableImage
from argument_maps.scans.image_requests import find_level_of_detail
from argument_maps.scans.rendering import crop_decoded_image
from argument_maps.selection.selecting import Selected
from argument_maps.selection.shown_regions import list_shown_regions
from argument_maps.values import Region
from models.engine import reading
from models.records.scans.images import read_image_rows
from renderers.boxes.region_crops import RegionCrop, count_expected_crops, describe_crop
from renderers.layout.arrangement import list_box_labels
from renderers.views.view_table import VIEWS

MOST_CROPS = 200
MOST_BYTES = 8 * 2**20
"""The most bytes that the crops of one picture have together; in SVG they take a third more, as Base64."""
CROP_SIDE = 480
"""The longer side of a crop in pixels: at the width of a box some 170 to the inch on paper."""
# A line of writing has twice as many, or its letters would be a few pixels each; it is low, so that this costs little.
_LINE_SIDE, _LINE_RATIO = 960, 4
KEPT_BYTES = 24 * 2**20


class CropKey(NamedTuple):
    """What a crop depends on."""

    image: str
    box: tuple[int, int, int, int]
    polygon: tuple[tuple[int, int], ...]

    @property
    def side(self) -> int:
        """How many pixels its longer side has at most."""
        return _LINE_SIDE if max(self.box[2:]) >= _LINE_RATIO * min(self.box[2:]) else CROP_SIDE


class CutCrop(NamedTuple):
    """A crop as JPEG, with its width and height in pixels."""

    data: bytes
    width: int
    height: int


class RegionCropping:
    """Cuts out what pictures show of page images; any thread may ask. Without an engine the map has to hold images."""

    def __init__(self, engine: Engine | None = None, decoded_images: DecodedImages | None = None) -> None:
        self.engine = engine
        self._decoded_images = decoded_images or DecodedImages(0)
        self._kept: OrderedDict[CropKey, CutCrop] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def memory(self) -> int:
        """How many bytes the kept crops take."""
        return self._bytes

    def crop_regions(self, selected: Selected, view: str) -> dict[str, tuple[RegionCrop, ...]]:
        """Return what the boxes of a view show of page images, as far as the bounds of a picture go.

        Regions whose images are not there or cannot be read are left out; `describe_missing_crops` tells how many are.
        Raises `NoFocus` and `WorkEnded`.
        """
        if not selected.whole.regions:
            return {}
        labels = list_box_labels(VIEWS[view].definition.arrange(selected))
        wanted = [
            (label, region)
            for label in labels
            for region in list_shown_regions(selected, label)[: count_expected_crops(selected, label)]
        ][:MOST_CROPS]
        cut = self._cut_regions(selected.whole, [region for _, region in wanted])
        crops: dict[str, tuple[RegionCrop, ...]] = {}
        room = MOST_BYTES
        for label, region in wanted:
            part = cut.get(_build_key(region))
            if part is None:
                continue
            room -= len(part.data)
            if room < 0:
                break
            crops[label] = (*crops.get(label, ()), RegionCrop(*part, *describe_crop(selected.whole, region)))
        return crops

    def _cut_regions(self, graph: Graph, regions: Iterable[Region]) -> dict[CropKey, CutCrop]:
        """Return crops of regions, image by image, so that each is decoded once for all that is cut out of it."""
        cut: dict[CropKey, CutCrop] = {}
        missing: dict[str, list[CropKey]] = {}
        for key in dict.fromkeys(map(_build_key, regions)):
            kept = self._get_kept(key)
            if kept is None:
                missing.setdefault(key.image, []).append(key)
            else:
                cut[key] = kept
        for sha256, keys in missing.items():
            check_work()
            data = self._load(graph, sha256)
            if data is not None:
                cut |= self._cut_image(data, keys)
        return cut

    def _cut_image(self, data: bytes, keys: list[CropKey]) -> dict[CropKey, CutCrop]:
        cut: dict[CropKey, CutCrop] = {}
        decoded: dict[int | None, DecodedImage] = {}
        try:
            width, height = measure_image(data)
            for key in keys:
                # As `crop_image` decodes it: its bytes differ with that.
                scale = min(key.side / max(key.box[2:]), 1.0)
                level = find_level_of_detail(width * height, scale**2)
                if level not in decoded:
                    decoded[level] = self._decoded_images.get(key.image, lambda: data, level)
                part = _cut_region(decoded[level], key)
                if part is not None:
                    cut[key] = part
                    self._keep(key, part)
        except (UnreadableImage, ImageTooLarge):
            pass
        return cut

    def _load(self, graph: Graph, sha256: str) -> bytes | None:
        if sha256 in graph.images:
            return graph.images[sha256].data
        if self.engine is None:
            return None
        with reading(self.engine) as session:
            row = read_image_rows(session, [sha256]).get(sha256)
        return row[3] if row is not None else None

    def _get_kept(self, key: CropKey) -> CutCrop | None:
        with self._lock:
            part = self._kept.get(key)
            if part is not None:
                self._kept.move_to_end(key)
            return part

    def _keep(self, key: CropKey, part: CutCrop) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = part
                self._bytes += len(part.data)
            while self._bytes > KEPT_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1].data)


def _build_key(region: Region) -> CropKey:
    box = (region.x, region.y, region.width, region.height)
    return CropKey(region.image, box, tuple((point[0], point[1]) for point in region.points))


def _cut_region(image: DecodedImage, key: CropKey) -> CutCrop | None:
    """Return the crop, None of a region that is outside of the image."""
    try:
        data = crop_decoded_image(image, key.box, key.side, key.polygon)
    except BadImageRequest:
        return None
    return CutCrop(data, *measure_image(data))
