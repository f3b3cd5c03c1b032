"""The deck as PDF: its pages, and what can be read on them."""

import pypdfium2
import pytest

from argument_maps.selection.selecting import Selection, select
from renderers.film.deck_pdf import render_deck_pdf
from renderers.film.film_figures import draw_film_deck
from tests.argument_maps.graphs import evidence, finding, graph, perception, source
from tests.renderers.pictures import korea_graph, whole

CAPTION = "Somebody, “Korea 1950,” Sic et Non."


def read_pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture(scope="module")
def deck() -> bytes:
    selected = select(korea_graph(), Selection(question=("Q2",)))
    return render_deck_pdf(selected, view="perceptions", theme="light", lang="both", questions=("Q2",), caption=CAPTION)


def test_each_page_has_its_year_its_words_and_the_citation(deck: bytes) -> None:
    selected = select(korea_graph(), Selection(question=("Q2",)))
    planned = draw_film_deck(selected, questions=("Q2",)).pages
    pages = read_pages(deck)
    assert len(pages) == len(planned)
    assert all(CAPTION in page for page in pages)
    turning = next(page for page in pages if " 1994 " in page)
    assert "let out by Boris Yeltsin" in turning
    assert "not tested → contested" in turning
    assert "on one document alone (E1)" in turning
    assert "contested" in turning.split("What contemporaries")[-1]


def test_pages_are_slides_and_the_same_each_time(deck: bytes) -> None:
    with pypdfium2.PdfDocument(deck) as document:
        assert {document.get_page_size(number) for number in range(len(document))} == {(1200.0, 675.0)}
    selected = select(korea_graph(), Selection(question=("Q2",)))
    again = render_deck_pdf(
        selected, view="perceptions", theme="light", lang="both", questions=("Q2",), caption=CAPTION
    )
    assert again == deck


def test_the_words_of_a_full_frame_stay_on_their_page() -> None:
    held = [perception(f"P{place}", when="1950") for place in range(12)]
    found = [finding(f"F{place}") for place in range(12)]
    tests = [f"F{place} tests P{place} contradicted" for place in range(12)]
    supports = [f"E{place} supports F{place}" for place in range(12)]
    drawn = graph(
        *held,
        *found,
        *(evidence(f"E{place}", "s1", quotation="What a document says at length. " * 9) for place in range(12)),
        source("s1", opened="1995", repository="An archive with a name that is long enough for two lines"),
        links=", ".join([*tests, *supports]),
    )
    pdf = render_deck_pdf(whole(drawn), view="perceptions", theme="print", lang="both", caption=CAPTION)
    pages = read_pages(pdf)
    assert len(pages) == 2
    assert "9 more verdicts turned." in pages[1]
    assert "What else came is told on the page of the film." in pages[1]
    with pypdfium2.PdfDocument(pdf) as document:
        texts = document[1].get_textpage()
        boxes = [texts.get_rect(number) for number in range(texts.count_rects())]
    assert all(left >= 0 and bottom >= 0 and right <= 1200 and top <= 675 for left, bottom, right, top in boxes)
