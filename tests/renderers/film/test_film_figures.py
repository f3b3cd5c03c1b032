"""The deck of a film: a page for each frame and question in which something changed, in places that stay."""

import pytest

from argument_maps.comparison.film import cut_film
from argument_maps.selection.selecting import Selection, select
from argument_maps.values import Question
from renderers.film import film_figures
from renderers.film.film_figures import FRAME_PLACE, FilmDeck, draw_film_deck
from tests.argument_maps.graphs import evidence, finding, graph, perception, source
from tests.renderers.film.test_film_composer import list_words
from tests.renderers.pictures import SVG, korea_graph, read, whole


@pytest.fixture(scope="module")
def korea_deck() -> FilmDeck:
    return draw_film_deck(whole(korea_graph()))


def list_shown(svg: str) -> dict[str, str]:
    return {
        group.get("data-id", ""): next(g.get("transform", "") for g in group.iter(f"{SVG}g") if g.get("transform"))
        for group in read(svg).iter(f"{SVG}g")
        if group.get("class", "").startswith("node ") and "question" not in group.get("class", "")
    }


def test_boxes_of_a_question_keep_their_places_from_page_to_page(korea_deck: FilmDeck) -> None:
    places: dict[tuple[str | None, str], str] = {}
    for page in korea_deck.pages:
        for label, place in list_shown(page.svg).items() if page.svg else ():
            assert places.setdefault((page.question, label), place) == place
    assert len(places) > 15


def test_a_page_shows_nothing_that_came_later(korea_deck: FilmDeck) -> None:
    film = cut_film(korea_graph())
    for page in korea_deck.pages:
        if page.svg:
            known = film.frames[page.frame].snapshot.graph
            assert list_shown(page.svg).keys() <= known.statements.keys()


def test_every_frame_has_a_page_in_order_and_a_figure_where_something_that_it_shows_changed(
    korea_deck: FilmDeck,
) -> None:
    film = cut_film(korea_graph())
    assert sorted({page.frame for page in korea_deck.pages}) == list(range(len(film.frames)))
    assert [page.frame for page in korea_deck.pages] == sorted(page.frame for page in korea_deck.pages)
    marked = {"new", "turned", "changed"}
    for page in korea_deck.pages:
        if page.svg and page.frame:
            assert marked & set(list_words(read(page.svg)))
    questions = {turn.perception: korea_graph().home[turn.perception] for turn in film.frames[9].turns}
    assert set(questions.values()) <= {page.question for page in korea_deck.pages if page.frame == 9}


def test_a_figure_has_the_size_of_its_place_and_says_what_it_leaves_out(korea_deck: FilmDeck) -> None:
    figures = [read(page.svg) for page in korea_deck.pages if page.svg]
    assert {(root.get("width"), root.get("height")) for root in figures} == {
        (f"{FRAME_PLACE.width:g}", f"{FRAME_PLACE.height:g}")
    }
    assert all(any(words.startswith("Not shown: ") for words in list_words(root)) for root in figures)
    assert all(not each.get("id") for root in figures for each in root.iter())


def test_of_chosen_questions_there_are_no_other_figures() -> None:
    selected = select(korea_graph(), Selection(question=("Q2",)))
    deck = draw_film_deck(selected, questions=("Q2",))
    assert {page.question for page in deck.pages if page.svg} == {"Q2"}


def test_what_stands_under_no_question_has_figures_of_its_own() -> None:
    drawn = graph(
        Question(id="Q1", text="Why?"),
        perception("P1", when="1950", answers="Q1"),
        perception("P2", when="1951"),
        finding("F2", answers=None),
        evidence("E1", "s1"),
        source("s1", opened="1995"),
        links="E1 supports F2, F2 tests P2 contradicted",
    )
    deck = draw_film_deck(whole(drawn))
    assert [(page.frame, page.question, bool(page.svg)) for page in deck.pages] == [
        (0, "Q1", True),
        (1, None, True),
        (2, None, True),
    ]


def test_of_too_many_pages_it_is_told_how_many_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film_figures, "MOST_PAGES", 10)
    deck = draw_film_deck(whole(korea_graph()))
    assert len(deck.pages) == 10
    assert deck.left_out > 10


def test_a_map_of_nothing_has_no_pages() -> None:
    assert draw_film_deck(whole(graph())).pages == ()
