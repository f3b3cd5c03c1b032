"""Parts of page images in boxes: as wide as there is room, never over words, and told where they are not shown."""

import msgspec
import pytest

from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Evidence
from renderers.boxes.contents import describe_box
from renderers.boxes.record_box import PADDING, BoxContent, build_box
from renderers.boxes.region_crops import MOST_IN_BOX, TALLEST, describe_crop, describe_missing_crops, fit_crop
from tests.renderers.pictures import korea_graph, read, whole
from tests.renderers.scanned import crop, region, with_regions, write_letter

WIDTH = 280.0
ROOM = WIDTH - 2 * PADDING
SVG = "{http://www.w3.org/2000/svg}"


def content(*crops, **more) -> BoxContent:
    words = (("statement", "Kim asks for leave to attack, and asks again."), ("citation", "Shtykov, 19 January 1950"))
    return BoxContent("evidence", "E3", "evidence", words, crops=crops, **more)


def drawn(box):
    return read(f'<svg xmlns="http://www.w3.org/2000/svg">{box.svg}</svg>')


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((ROOM * 2, 100), (ROOM, 50)),
        ((ROOM * 4, ROOM), (ROOM, 64)),
        ((400, 800), (45, TALLEST)),
        ((100, 20), (100, 20)),
        ((960, 2), (ROOM, 1)),
    ],
)
def test_a_crop_is_as_wide_as_the_box_but_not_taller_than_a_few_lines_and_never_enlarged(size, shown) -> None:
    assert fit_crop(crop(*map(round, size)), ROOM) == pytest.approx(shown, abs=0.4)


@pytest.mark.parametrize("sizes", [[(900, 60)], [(480, 700), (480, 480)], [(960, 40), (300, 300)]], ids=str)
@pytest.mark.parametrize("marked", [False, True])
def test_crops_stand_below_the_words_within_the_box_and_apart(sizes: list[tuple[int, int]], marked: bool) -> None:
    crops = [crop(*size) for size in sizes]
    box = build_box(content(*crops, marked=marked), WIDTH, "light")
    bare = build_box(content(marked=marked), WIDTH, "light")
    edge = max(float(line.get("y", 0)) for line in drawn(box).iter(f"{SVG}text")) + 3
    for image, shown in zip(drawn(box).iter(f"{SVG}image"), crops, strict=True):
        left, top, width, height = (float(image.get(name, "nan")) for name in ("x", "y", "width", "height"))
        assert left == PADDING
        assert left + width <= WIDTH - PADDING + 0.1
        assert width / height == pytest.approx(shown.width / shown.height, rel=0.02)
        assert top >= edge
        edge = top + height
    assert edge < (box.mark_top if marked else box.height)
    grown = sum(fit_crop(each, ROOM)[1] for each in crops)
    assert grown < box.height - bare.height < grown + 10 * len(crops)


def test_a_box_without_crops_is_as_it_was() -> None:
    assert "image" not in build_box(content(), WIDTH, "light").svg
    assert build_box(content(), WIDTH, "light") is build_box(content(), WIDTH, "light")


def test_a_crop_has_its_name_its_language_and_nothing_from_elsewhere() -> None:
    hostile = 'He said "no" <b>&\'\n]]> \x00--><script>'
    images = list(
        drawn(build_box(content(crop(description=hostile, language="ru")), WIDTH, "dark")).iter(f"{SVG}image")
    )
    assert [image.get("role") for image in images] == ["img"]
    assert images[0].get("lang") == "ru"
    assert images[0].get("aria-label", "").startswith('He said "no" <b>&\'\n]]>')
    assert images[0].get("href", "").startswith("data:image/jpeg;base64,")


def test_a_crop_is_called_by_its_transcription_else_its_comment_else_its_page() -> None:
    graph = with_regions(korea_graph())
    assert describe_crop(graph, region("RG1", "E1", transcription="Прошу", language="ru", comment="below")) == (
        "Прошу",
        "ru",
    )
    assert describe_crop(graph, region("RG1", "E1", comment="below", language="ru")) == ("below", "")
    assert describe_crop(graph, region("RG1", "E1", transcription=" \n")) == ("Scan: fol. 12r", "")
    assert len(describe_crop(graph, region("RG1", "E1", transcription="word " * 500))[0]) <= 300


@pytest.mark.parametrize(
    ("number", "shown", "words"),
    [
        (0, 0, None),
        (1, 1, None),
        (2, 2, None),
        (1, 0, "with a scan"),
        (3, 0, "with 3 regions on scans"),
        (3, 2, "2 of 3 regions on scans:"),
        (2, 1, "1 of 2 regions on scans:"),
    ],
)
def test_a_box_says_how_many_regions_there_are_where_it_does_not_show_them(number, shown, words) -> None:
    graph = with_regions(korea_graph(), *(region(f"RG{n}", "E3", n) for n in range(number)))
    selected, record = whole(graph), graph.by_id["E3"]
    box = describe_box(selected, record, "both", {"E3": (crop(),) * shown})
    bare = describe_box(selected, record, "both")
    added = [text for style, text in box.paragraphs if (style, text) not in bare.paragraphs]
    assert added == ([words] if words else [])
    assert len(box.crops) == shown
    missing = min(number, MOST_IN_BOX) - shown
    notes = describe_missing_crops(selected, ["Q1", "E2", "E3"], {"E3": (crop(),) * shown})
    assert [note.split()[0] for note in notes] == ([str(missing)] if missing else [])
    assert describe_missing_crops(selected, ["E3"], None) == []


def test_a_box_into_which_something_is_folded_has_no_crop_and_says_that_there_is_a_scan() -> None:
    graph = with_regions(korea_graph(), region("RG1", "F1"))
    selected = select(graph, Selection(fold=("F1",)))
    assert "F1" in selected.folded
    assert describe_missing_crops(selected, ["F1"], {}) == []
    assert ("meta", "with a scan") in describe_box(selected, graph.by_id["F1"], "both", {}).paragraphs


def test_a_map_as_of_a_date_shows_no_scan_of_what_was_not_open_by_then() -> None:
    graph = korea_graph()
    evidence = next(each for each in graph.evidence if each.id == "E3")
    assert isinstance(evidence, Evidence)
    drawn_later = with_regions(graph, region("RG1", "P1"), source=evidence.source, letters=(write_letter(),))
    early = select(drawn_later, Selection(as_of="1990"))
    assert "P1" in early.graph.statements
    assert describe_box(early, drawn_later.by_id["P1"], "both", {}) == describe_box(
        early, drawn_later.by_id["P1"], "both"
    )
    later = select(drawn_later, Selection(as_of="1996"))
    assert ("meta", "with a scan") in describe_box(later, drawn_later.by_id["P1"], "both", {}).paragraphs


def test_a_region_that_is_tied_to_records_left_out_as_well_is_shown_with_those_that_are_there() -> None:
    graph = with_regions(korea_graph(), region("RG1", "E3 P3"))
    near = select(graph, Selection(focus="E3"))
    assert "P3" not in near.graph.statements
    assert ("meta", "with a scan") in describe_box(near, graph.by_id["E3"], "both", {}).paragraphs


def test_a_page_without_a_name_is_called_by_its_number() -> None:
    graph = with_regions(korea_graph(), letters=(write_letter("A"), write_letter("B")))
    nameless = msgspec.structs.replace(
        graph.scans[0], pages=tuple(page | {"name": ""} for page in graph.scans[0].pages)
    )
    graph = msgspec.structs.replace(graph, scans=(nameless,))
    assert describe_crop(graph, region("RG1", "E1", letter=write_letter("B")))[0] == "Scan: page 2"
    assert describe_crop(graph, region("RG1", "E1", letter=write_letter("C")))[0] == "Scan: a former page"
