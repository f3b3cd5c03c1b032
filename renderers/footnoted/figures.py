"""Pictures of parts of a map within a text: those that can be read on a page, and what page images show."""

import msgspec

from argument_maps.selection.selecting import Selected, Selection, select
from renderers.boxes.region_crops import RegionCrops
from renderers.footnoted.footnoted_text import Figure, write_plain
from renderers.raster.rasterising import read_picture_size
from renderers.svg.picture import draw_picture

# What is between the margins of A4, upright, in CSS pixels, with room for a caption below.
PAGE_WIDTH = 600.0
PAGE_HEIGHT = 820.0
# Type of 11 points is then of four, as in the smallest print of an atlas.
SMALLEST_SCALE = 0.36
# Most of the pictures of more records than that have no room on a page, and drawing them takes time.
MOST_RECORDS = 60
# Turning one into pixels takes up to a second.
MOST_FIGURES = 16
_CROP_HEIGHT = 240.0


def narrow_selection(selected: Selected, part: Selection) -> Selected:
    """Return a part of what is selected, with the verdicts that it has in the whole. Raises as `select`."""
    graph = select(selected.graph, part).graph
    return msgspec.structs.replace(
        selected,
        graph=graph,
        focus=part.focus,
        summaries={label: each for label, each in selected.summaries.items() if label in graph.statements},
    )


class FigureDrawer:
    """Draws the figures of one text, up to `MOST_FIGURES`, and counts them."""

    def __init__(self, *, theme: str, lang: str, crops: RegionCrops | None) -> None:
        self._theme, self._lang, self._crops = theme, lang, crops
        self.number = 0

    @property
    def has_room(self) -> bool:
        """Whether the text may have another picture."""
        return self.number < MOST_FIGURES

    def draw(self, selected: Selected, title: str) -> Figure | None:
        """Return the picture of a selection, None where it could not be read on a page or there are enough.

        Raises what drawing raises.
        """
        records = len(selected.graph.statements)
        if not records or records > MOST_RECORDS or not self.has_room:
            return None
        picture = draw_picture(selected, theme=self._theme, lang=self._lang, crops=self._crops)
        width, height = read_picture_size(picture)
        scale = min(PAGE_WIDTH / width, PAGE_HEIGHT / height, 1.0)
        if scale < SMALLEST_SCALE:
            return None
        self.number += 1
        caption = write_plain(f"Figure {self.number}. {title}")
        description = f"Argument map, {records} records: {title}"
        return Figure(picture, round(width * scale, 1), round(height * scale, 1), caption, description)

    def list_crops(self, label: str, depth: int) -> list[Figure]:
        """Return what page images show of a record, beneath the list item of that depth."""
        if self._crops is None:
            return []
        figures = []
        for crop in self._crops.get(label, ()):
            scale = min(PAGE_WIDTH * 0.7 / crop.width, _CROP_HEIGHT / crop.height, 1.0)
            size = (max(round(crop.width * scale, 1), 1.0), max(round(crop.height * scale, 1), 1.0))
            figures.append(Figure(crop.data, *size, (), crop.description, depth))
        return figures
