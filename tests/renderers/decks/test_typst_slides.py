import re
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from argument_maps.values import Claim, Question
from models.vocabulary import CitationStyle
from renderers.decks.slides import Deck, build_deck
from renderers.decks.typst_slides import write_slides_pdf
from tests.renderers.hostile import hostile_graphs
from tests.renderers.pictures import korea_graph


def build(graph: Graph) -> Deck:
    return build_deck(select(graph), CitationStyle.CHICAGO_NOTES, view="perceptions", theme="light", lang="both")


def read_pages(data: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(data)]


@pytest.fixture(scope="module")
def korea_deck() -> Deck:
    return build(korea_graph())


@pytest.fixture(scope="module")
def korea_file(korea_deck: Deck) -> bytes:
    return write_slides_pdf(korea_deck)


def test_each_slide_is_a_page_of_its_shape_with_its_title_and_picture(korea_deck: Deck, korea_file: bytes) -> None:
    document = pypdfium2.PdfDocument(korea_file)
    assert {(page.get_width(), page.get_height()) for page in document} == {(1200, 675)}
    opening, *pages = read_pages(korea_file)
    assert korea_deck.title.text in opening
    for text, slide in zip(pages, korea_deck.slides, strict=False):
        assert text.startswith(slide.title.text)
        assert "Not shown: " in text
    titles = [bookmark.get_title() for bookmark in document.get_toc() if bookmark.level == 0]
    assert titles[1:-1] == [slide.title.text for slide in korea_deck.slides]


def test_titles_stand_in_the_size_in_which_they_were_measured(korea_deck: Deck, korea_file: bytes) -> None:
    for slide, page in zip(korea_deck.slides, list(pypdfium2.PdfDocument(korea_file))[1:], strict=False):
        read = page.get_textpage()
        *_, top = read.get_charbox(0)
        # The first letter of the last line of the title ends above the picture.
        assert page.get_height() - top < 60
        last = read.get_charbox(len(slide.title.text) - 1)
        assert (page.get_height() - last[1]) / 0.75 <= slide.title.height


def test_the_notes_follow_the_slides_in_their_order(korea_deck: Deck, korea_file: bytes) -> None:
    behind = " ".join(read_pages(korea_file)[len(korea_deck.slides) + 1 :])
    assert behind.startswith("What the slides show, with its sources")
    places = [behind.index(slide.title.text) for slide in korea_deck.slides]
    assert places == sorted(places)
    for words in ("Truman, Years of Trial and Hope, 332–33.", "f. 558, op. 11, d. 62, ll. 71–72"):
        assert words in re.sub(r"\s+", " ", behind)


def test_pictures_are_told_in_words(korea_deck: Deck, korea_file: bytes) -> None:
    told = []
    root = PdfReader(BytesIO(korea_file)).trailer["/Root"]["/StructTreeRoot"]

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/Alt" in node:
                told.append(str(node["/Alt"]))
            walk(node.get("/K"))

    walk(root)
    assert told == [slide.description for slide in korea_deck.slides]


def test_the_same_map_gives_the_same_bytes(korea_file: bytes) -> None:
    assert write_slides_pdf(build(korea_graph())) == korea_file


def test_a_question_without_records_has_a_page_that_says_so() -> None:
    graph = Graph(
        slug="two",
        title="Two",
        questions=(Question(id="Q1", text="Who knew?"), Question(id="Q2", text="Who cared?")),
        claims=(Claim(id="P1", kind="perception", text="All did", answers="Q1"),),
    )
    assert read_pages(write_slides_pdf(build(graph)))[2] == "Q2 Who cared? Nothing is recorded under this question yet."


def test_each_line_begins_at_the_side_of_its_words_whatever_the_language_of_the_map() -> None:
    claim = Claim(id="P1", kind="perception", text="All did", answers="Q1")
    questions = (Question(id="Q1", text="שלום?"), Question(id="Q2", text="Who knew?"))
    data = write_slides_pdf(build(Graph(slug="he", title="שלום", language="he", questions=questions, claims=(claim,))))
    _, right, left, *_ = pypdfium2.PdfDocument(data)

    def find_place(page: pypdfium2.PdfPage, sign: str) -> float:
        read = page.get_textpage()
        return float(read.get_charbox(read.get_text_range().index(sign))[0])

    assert find_place(right, "Q") > 1000
    assert find_place(right, "?") < find_place(right, "Q")
    assert find_place(left, "Q") < 50
    assert find_place(left, "?") > find_place(left, "W")


def test_nothing_that_users_wrote_is_read_as_a_program() -> None:
    trap = '#panic("ran") $x$ *bold* @label <label> // c /* d */ = heading'
    claim = Claim(id="P1", kind="perception", text=trap, answers="Q1")
    graph = Graph(slug="trap", title=trap, questions=(Question(id="Q1", text=trap),), claims=(claim,))
    pages = [re.sub(r"\s", "", page) for page in read_pages(write_slides_pdf(build(graph)))]
    wanted = re.sub(r"\s", "", trap)
    assert [page.count(wanted) for page in pages] == [1, 2, 2]


@given(hostile_graphs())
@settings(deadline=None, max_examples=4)
def test_nothing_that_users_wrote_breaks_the_pdf(graph: Graph) -> None:
    assert write_slides_pdf(build(graph)).startswith(b"%PDF")
