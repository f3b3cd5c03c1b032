"""Parts of page images in pictures: in every view and theme, at one place each, and the same each time."""

import hashlib
import re

import pytest

from argument_maps.selection.selecting import Selection, select
from renderers.raster.tiling import Paper, tile
from renderers.style import THEMES
from renderers.svg.picture import draw_fragments, draw_picture, lay_out_picture
from renderers.views.view_table import VIEWS
from tests.renderers.pictures import SVG, drawn, korea_graph, read, whole
from tests.renderers.scanned import crop, region, with_regions

GRAPH = with_regions(
    korea_graph(), region("RG1", "E3"), region("RG2", "F1"), region("RG3", "I4"), region("RG4", "E3", 2)
)
CROPS = {"E3": (crop(), crop(480, 480)), "F1": (crop(960, 60),), "I4": (crop(90, 30),)}
AROUND = Selection(focus="F1", depth=2)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", [name for name, view in VIEWS.items() if not view.definition.is_summary])
def test_every_view_shows_each_crop_once_in_the_box_of_its_record(view: str, theme: str) -> None:
    svg = draw_picture(select(GRAPH, AROUND), view=view, theme=theme, crops=CROPS)
    boxes = drawn(svg, "node")
    shown = {label: len(list(boxes[label].iter(f"{SVG}image"))) for label in CROPS if label in boxes}
    assert shown == {label: len(CROPS[label]) for label in shown}
    assert {"E3", "F1"} <= shown.keys()
    assert sum(shown.values()) == sum(1 for _ in read(svg).iter(f"{SVG}image"))


def test_the_same_map_and_crops_give_the_same_bytes() -> None:
    made = {
        hashlib.sha256(draw_picture(whole(GRAPH), crops=dict(reversed(CROPS.items()))).encode()).hexdigest()
        for _ in range(5)
    }
    assert made == {hashlib.sha256(draw_picture(whole(GRAPH), crops=CROPS).encode()).hexdigest()}


@pytest.mark.parametrize("view", VIEWS)
def test_a_map_without_regions_and_one_whose_scans_are_left_out_are_drawn_as_ever(view: str) -> None:
    bare, tied = select(korea_graph(), AROUND), select(GRAPH, AROUND)
    assert draw_picture(bare, view=view, crops={}) == draw_picture(bare, view=view)
    assert draw_picture(tied, view=view) == draw_picture(bare, view=view)


def test_what_is_not_shown_is_told_below_the_title_and_in_the_boxes() -> None:
    svg = draw_picture(whole(GRAPH), crops={"F1": CROPS["F1"]})
    assert "3 regions on scans are not shown" in " ".join(re.sub(r"<[^>]*>", " ", svg).split())
    assert (svg.count(">with a scan<"), svg.count(">with 2 regions on scans<")) == (1, 1)
    assert "not shown" not in draw_picture(whole(GRAPH), crops=CROPS)


def test_nothing_in_a_picture_with_crops_leads_out_of_it() -> None:
    svg = draw_picture(whole(GRAPH), crops=CROPS)
    leading = {value for each in read(svg).iter() for name, value in each.items() if name.endswith("href")}
    assert all(each.startswith(("#n-", "data:image/jpeg;base64,")) for each in leading)
    assert "<script" not in svg


def test_no_line_runs_through_a_crop_and_sheets_have_room_for_them() -> None:
    bare = lay_out_picture(whole(GRAPH))
    with_crops = draw_fragments(whole(GRAPH), crops=CROPS)
    assert with_crops.height > draw_fragments(whole(GRAPH)).height > bare.height
    boxes = [fragment for fragment in with_crops.fragments if "<image" in fragment.svg]
    assert len(boxes) == len(CROPS)
    assert all(fragment.solid for fragment in boxes)
    tiling = tile(with_crops, Paper.A4)
    for box in boxes:
        assert any(
            sheet.x <= box.left
            and sheet.y <= box.top
            and box.right <= sheet.x + tiling.room[0]
            and box.bottom <= sheet.y + tiling.room[1]
            for sheet in tiling.sheets
        )
