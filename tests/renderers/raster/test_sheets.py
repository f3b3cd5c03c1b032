"""A map on sheets of paper: every box whole on one, nothing lost, and the documents behind."""

import io
import re
from itertools import pairwise
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Claim
from models.vocabulary import CitationStyle
from renderers.raster.rasterising import PictureTooLarge
from renderers.raster.sheets import draw_overview, list_cited_documents, render_sheets_pdf
from renderers.raster.tiling import MILLIMETRE, SIZES, Paper, Tiling, TooFewSheets, find_cuts, is_on_sheet, tile
from renderers.style import SMALLEST
from renderers.svg.fragments import FragmentedPicture, PictureFragment, find_text_end
from renderers.svg.picture import draw_fragments
from renderers.views.view_table import View
from tests.argument_maps.graphs import evidence, finding, graph, perception, source

VIEWS = [view.value for view in View if not view.definition.needs_focus]


@pytest.fixture(scope="module")
def map_of_1950() -> Graph:
    document, problems = native.read_map_document(read_korea_map())
    assert document is not None, problems
    return native.build_graph_from_document(document)


def pdf_of(drawn: Graph, **asked: Any) -> PdfReader:
    wanted = {"view": "perceptions", "theme": "print", "lang": "both", "paper": "a4", "style": "chicago-notes"}
    return PdfReader(io.BytesIO(render_sheets_pdf(select(drawn), **{**wanted, "caption": "A map.", **asked})))


@given(
    st.floats(50, 9000),
    st.floats(200, 1200),
    st.lists(st.tuples(st.floats(0, 9000), st.floats(1, 100)), max_size=30),
)
def test_whatever_is_no_longer_than_half_a_sheet_is_whole_on_one(
    length: float, room: float, boxes: list[tuple[float, float]]
) -> None:
    spans = [(begin, begin + size * room / 205) for begin, size in boxes if begin + size * room / 205 <= length]
    begins = find_cuts(length, room, spans)
    assert begins[0] == 0
    assert begins[-1] + room >= length
    assert all(after - before >= room / 2 for before, after in pairwise(begins))
    for low, high in spans:
        assert any(begin <= low and high <= begin + room for begin in begins), (low, high, begins)


@given(
    st.floats(200, 1200),
    st.lists(st.tuples(st.floats(0, 9000), st.floats(0.05, 0.99)), min_size=1, max_size=30),
)
def test_whatever_is_no_longer_than_a_sheet_is_whole_on_one(room: float, boxes: list[tuple[float, float]]) -> None:
    spans = [(begin, begin + share * room) for begin, share in boxes]
    length = max(high for _, high in spans)
    begins = find_cuts(length, room, spans)
    assert begins[-1] + room >= length
    assert all(before < after for before, after in pairwise(begins))
    # No span makes more than one sheet begin early.
    assert len(begins) <= 1 + len(spans) + length / (room / 2)
    for low, high in spans:
        assert any(begin <= low and high <= begin + room for begin in begins), (low, high, begins)


def is_whole(piece: PictureFragment, x: float, y: float, room: tuple[float, float]) -> bool:
    return x <= piece.left and piece.right <= x + room[0] and y <= piece.top and piece.bottom <= y + room[1]


def list_divided(taken: FragmentedPicture, tiling: Tiling) -> list[PictureFragment]:
    """Return the boxes that are whole on no sheet."""
    return [
        piece
        for piece in taken.fragments
        if piece.solid and not any(is_whole(piece, sheet.x, sheet.y, tiling.room) for sheet in tiling.sheets)
    ]


@pytest.mark.parametrize("most", [0, 24, 60])
@pytest.mark.parametrize("view", VIEWS)
def test_no_sheet_shows_only_parts_of_what_is_whole_on_others_and_no_line_is_lost(
    map_of_1950: Graph, view: str, most: int
) -> None:
    taken = draw_fragments(select(map_of_1950), view=view)
    tiling = tile(taken, Paper.A3, most)
    pieces = [piece for piece in taken.fragments if piece.solid or piece.svg]
    divided = []
    for piece in pieces:
        kept = [sheet for sheet in tiling.sheets if is_whole(piece, sheet.x, sheet.y, tiling.room)]
        could = [(x, y) for x in tiling.columns for y in tiling.rows if is_whole(piece, x, y, tiling.room)]
        assert bool(kept) == bool(could), piece
        divided += [] if kept else [piece]
    for sheet in tiling.sheets:
        assert any(is_whole(piece, sheet.x, sheet.y, tiling.room) for piece in pieces) or any(
            is_on_sheet(piece, sheet, tiling.room) for piece in divided
        ), sheet


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("view", VIEWS)
def test_every_box_is_whole_on_a_sheet(map_of_1950: Graph, view: str, paper: Paper) -> None:
    taken = draw_fragments(select(map_of_1950), view=view)
    assert list_divided(taken, tile(taken, paper)) == []


@pytest.mark.parametrize("most", [0, 2, 4, 6, 12, 40])
def test_no_words_of_titles_and_headings_are_lost_with_a_sheet(map_of_1950: Graph, most: int) -> None:
    taken = draw_fragments(select(map_of_1950, Selection(question=("Q6",))))
    tiling = tile(taken, Paper.A4, most)
    for piece in taken.fragments:
        if not piece.solid and "<text" in piece.svg and piece.right >= taken.width:
            shown = [sheet for sheet in tiling.sheets if is_on_sheet(piece, sheet, tiling.room)]
            assert find_text_end(piece.svg) <= max(sheet.x for sheet in shown) + tiling.room[0]


@pytest.mark.parametrize("most", [20, 24, 33, 60])
@pytest.mark.parametrize("view", VIEWS)
def test_a_map_takes_no_more_sheets_than_were_chosen_and_every_box_is_whole(
    map_of_1950: Graph, view: str, most: int
) -> None:
    taken = draw_fragments(select(map_of_1950), view=view)
    tiling = tile(taken, Paper.A3, most)
    assert 0 < len(tiling.sheets) <= most
    assert list_divided(taken, tiling) == []
    assert tiling.scale * SMALLEST * 72 / 96 >= 7 - 1e-9


def test_of_more_sheets_more_are_filled_and_the_map_is_larger(map_of_1950: Graph) -> None:
    taken = draw_fragments(select(map_of_1950))
    tilings = [tile(taken, Paper.A4, most) for most in (20, 40, 60, 90)]
    assert [tiling.scale for tiling in tilings] == sorted(tiling.scale for tiling in tilings)
    assert all(len(tiling.sheets) > 0.7 * most for tiling, most in zip(tilings, (20, 40, 60, 90), strict=True))
    # Half as many sheets as at its own size, with type that is still read.
    assert len(tilings[0].sheets) < len(tile(taken, Paper.A4).sheets) / 2 + 1


def test_fewer_sheets_than_a_map_takes_are_refused_with_their_number(map_of_1950: Graph) -> None:
    taken = draw_fragments(select(map_of_1950))
    with pytest.raises(TooFewSheets) as refused:
        tile(taken, Paper.A4, 5)
    (number,) = re.findall(r"takes (\d+) sheets of A4", str(refused.value.detail))
    assert len(tile(taken, Paper.A4, int(number)).sheets) == int(number)
    with pytest.raises(TooFewSheets):
        tile(taken, Paper.A4, int(number) - 1)


def test_a_box_that_is_longer_than_a_sheet_makes_the_map_smaller_so_that_it_is_whole() -> None:
    long = graph(Claim(id="P1", kind="perception", text="What it came to nobody knew at the time. " * 35))
    taken = draw_fragments(select(long))
    tiling = tile(taken, Paper.LETTER)
    assert 0.63 < tiling.scale < 1
    assert (tiling.divided, list_divided(taken, tiling)) == (0, [])
    assert f"The map has {tiling.scale:.0%} of its own size." in " ".join(
        pdf_of(long, paper="letter").pages[0].extract_text().split()
    )


def test_a_box_that_is_longer_than_any_sheet_is_said_to_run_over_two() -> None:
    longest = graph(Claim(id="P1", kind="perception", text="What it came to nobody knew at the time. " * 200))
    assert tile(draw_fragments(select(longest)), Paper.A4).divided == 1
    said = " ".join(pdf_of(longest).pages[0].extract_text().split())
    assert "Of the boxes, 1 run over two sheets" in said


def test_what_was_chosen_is_what_is_printed_with_type_of_its_size(map_of_1950: Graph) -> None:
    read = pdf_of(map_of_1950, paper="a3", most=12)
    tiling = tile(draw_fragments(select(map_of_1950), theme="print"), Paper.A3, 12)
    assert f"{len(tiling.sheets)} sheets of A3 paper" in read.pages[0].extract_text()
    sizes: set[float] = set()

    def note_size(text: str, outer: list[float], inner: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * abs(inner[3] * outer[3]), 1))

    read.pages[1].extract_text(visitor_text=note_size)
    # Boxes are set in it; the foot of the sheet is not.
    assert min(abs(size - SMALLEST * 0.75 * tiling.scale) for size in sizes) < 0.06


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_on_no_sheet_is_not_drawn_at_all(map_of_1950: Graph, view: str) -> None:
    taken = draw_fragments(select(map_of_1950), view=view)
    tiling = tile(taken, Paper.A4)
    for piece in taken.fragments:
        assert not piece.svg or any(is_on_sheet(piece, sheet, tiling.room) for sheet in tiling.sheets)


def test_the_pieces_are_those_of_the_picture(map_of_1950: Graph) -> None:
    taken = draw_fragments(select(map_of_1950))
    drawn = "".join(piece.svg for piece in taken.fragments)
    labels = re.findall(r'data-id="([^"]+)"', drawn)
    assert {*map_of_1950.statements, *map_of_1950.links_by_id} <= set(labels)


def test_the_pdf_has_an_overview_a_page_for_each_sheet_and_the_documents(map_of_1950: Graph) -> None:
    read = pdf_of(map_of_1950)
    tiling = tile(draw_fragments(select(map_of_1950), theme="print"), Paper.A4)
    texts = [page.extract_text() for page in read.pages]
    assert "41 sheets of A4 paper, upright" in texts[0]
    assert "A map." in texts[0]
    named = [sheet.name for sheet in tiling.sheets]
    assert all(re.search(rf"{name} Korea 1950", texts[number]) for number, name in enumerate(named, 1))
    listed = " ".join(texts[1 + len(named) :])
    assert "Documents and works" in listed
    assert "Weathersby, Kathryn" in listed
    assert re.search(r"I10 “[A-Z]\w+ \w+", " ".join(listed.split())), (
        "records are named there, and not only by their ids"
    )
    assert len(read.pages) > 1 + len(named)


def test_type_is_printed_at_its_own_size(map_of_1950: Graph) -> None:
    read = pdf_of(map_of_1950, paper="a3")
    box = read.pages[1].mediabox
    sides = sorted((float(box.width), float(box.height)))
    assert sides == pytest.approx(sorted(side * 72 / 25.4 for side in SIZES[Paper.A3]), abs=0.5)
    # A sheet shows as many of the picture's pixels as its inches have room for, 96 to the inch.
    room = tile(draw_fragments(select(map_of_1950)), Paper.A3).room
    assert room[0] / MILLIMETRE < max(SIZES[Paper.A3])


def test_a_sheet_names_its_neighbours(map_of_1950: Graph) -> None:
    text = pdf_of(map_of_1950).pages[1].extract_text()
    assert re.search(r"→\s*B1", text)
    assert re.search(r"↓\s*A2", text)


def test_a_small_map_takes_one_sheet_and_an_empty_one_none() -> None:
    small = graph(perception("P1"), source("s1"))
    assert tile(draw_fragments(select(small)), Paper.A3).words == "1 sheet of A3 paper, upright"
    assert len(pdf_of(Graph(slug="empty", title="Empty")).pages) <= 2


def test_more_sheets_than_anybody_glues_are_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderers.raster.sheets.MOST_SHEETS", 0)
    with pytest.raises(PictureTooLarge) as refused:
        pdf_of(graph(perception("P1")))
    assert "larger paper" in refused.value.remedy


def test_the_overview_frames_every_sheet(map_of_1950: Graph) -> None:
    drawn = draw_overview(select(map_of_1950), view="perceptions", theme="light", lang="both", paper="a4")
    root = ElementTree.fromstring(drawn)
    names = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert names == [sheet.name for sheet in tile(draw_fragments(select(map_of_1950)), Paper.A4).sheets]


def test_documents_are_listed_by_the_alphabet_with_what_rests_on_them() -> None:
    drawn = graph(
        evidence("E1", "s2"), evidence("E2", "s1"), finding("F1", source="s2"),
        source("s1", type="book", title="Zebra"), source("s2", type="book", title="Ant"), source("s3", title="Unused"),
        links="E1 supports F1, E2 supports F1",
    )  # fmt: skip
    listed = list_cited_documents(select(drawn, Selection(kind=("evidence", "claim"))), CitationStyle.MLA)
    assert [records for _, records in listed] == [("F1", "E1"), (), ("E2",)]


def test_the_same_map_gives_the_same_pages() -> None:
    drawn = select(graph(perception("P1")))
    asked = {"view": "perceptions", "theme": "print", "lang": "both", "paper": "a4", "style": "mla", "caption": ""}
    assert render_sheets_pdf(drawn, **asked) == render_sheets_pdf(drawn, **asked)


@pytest.mark.parametrize("text", ['"#eval(1)\\', "#panic()", "$x$ *b* _i_ `c` @ref <l>", "عربي עברית 战争"])
def test_what_users_write_is_text_and_no_program(text: str) -> None:
    drawn = graph(evidence("E1"), source("s1", type="book", title=text))
    drawn = Graph(slug="small", title=text, evidence=drawn.evidence, sources=drawn.sources)
    sheets = tile(draw_fragments(select(drawn)), Paper.A4).sheets
    assert len(pdf_of(drawn, caption=f"<i>{text.replace('<', '&lt;')}</i>").pages) == 2 + len(sheets)


def test_nothing_is_drawn_of_a_picture_without_pieces() -> None:
    assert tile(FragmentedPicture(100, 100, "#FFFFFF", ()), Paper.A4).sheets == ()
