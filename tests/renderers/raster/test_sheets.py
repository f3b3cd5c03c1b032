"""A map on sheets of paper: every box whole on one, nothing lost, and the documents behind."""

import io
import re
from itertools import pairwise

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from argument_maps.examples import read_korea_map
from argument_maps.formats import native
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from models.vocabulary import CitationStyle
from renderers.raster.rasterising import PictureTooLarge
from renderers.raster.sheets import draw_overview, list_cited_documents, render_sheets_pdf
from renderers.raster.tiling import MILLIMETRE, SIZES, Paper, find_cuts, is_on_sheet, tile
from renderers.svg.fragments import FragmentedPicture
from renderers.svg.picture import draw_fragments
from renderers.views.view_table import View
from tests.argument_maps.graphs import evidence, finding, graph, perception, source

VIEWS = [view.value for view in View if not view.definition.needs_focus]


@pytest.fixture(scope="module")
def map_of_1950() -> Graph:
    document, problems = native.read_map_document(read_korea_map())
    assert document is not None, problems
    return native.build_graph_from_document(document)


def pdf_of(drawn: Graph, **asked: str) -> PdfReader:
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


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("view", VIEWS)
def test_every_box_is_whole_on_a_sheet(map_of_1950: Graph, view: str, paper: Paper) -> None:
    taken = draw_fragments(select(map_of_1950), view=view)
    tiling = tile(taken, paper)
    width, height = tiling.room
    cut = [
        piece
        for piece in taken.fragments
        if piece.solid
        and not any(
            sheet.x <= piece.left
            and piece.right <= sheet.x + width
            and sheet.y <= piece.top
            and piece.bottom <= sheet.y + height
            for sheet in tiling.sheets
        )
    ]
    assert cut == []


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
