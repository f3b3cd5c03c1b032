"""The overview: every question on a card with its verdicts and counts, on one screen however many there are."""

import re
from html import unescape

import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from benchmarks.generate import graph as generate
from renderers.svg.picture import draw_picture, lay_out_picture
from renderers.views.overview import MOST_CARDS, group_questions
from tests.argument_maps.graphs import finding, graph, perception
from tests.renderers.pictures import korea_graph


def draw(drawn: Graph, link_to: str = "", **selection: object) -> str:
    return draw_picture(select(drawn, Selection(**selection)), view="overview", link_to=link_to)


def list_words(svg: str) -> str:
    return " ".join(unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))).split())


def test_each_question_of_the_korea_map_has_a_card_with_verdicts_and_counts() -> None:
    svg = draw(korea_graph())
    assert re.findall(r'class="node question card" id="n-(Q\d)"', svg) == [f"Q{number}" for number in range(1, 7)]
    words = list_words(svg)
    assert "6 questions with 108 records" in words
    assert "P6 contradicted: An attack on Taiwan would follow." in words
    assert "Bears on Q2 (3), Q3 (2), Q4 (1)" in words
    assert "4 findings, 1 perception, 3 interpretations and 5 pieces of evidence" in words


def test_what_does_not_fit_a_card_is_counted() -> None:
    many = graph(*(perception(f"P{number}", answers="Q1") for number in range(1, 8)), *korea_graph().questions[:1])
    assert "and 3 perceptions more" in list_words(draw(many))


def test_a_map_of_many_questions_is_grouped_again_and_nothing_is_left_out() -> None:
    large = generate(3000, 5)
    groups = group_questions(large.questions)
    assert len(groups) <= MOST_CARDS
    assert sum(map(len, groups)) == len(large.questions) > MOST_CARDS
    svg = draw(large)
    assert svg.count('class="node question card"') == len(groups)
    assert "3,000 records" in list_words(svg)
    counted = re.findall(
        r"(\d+) (?:assertions?|findings?|perceptions?|interpretations?|pieces? of evidence)", list_words(svg)
    )
    assert sum(map(int, counted)) == 3000


@pytest.mark.parametrize("records", [100, 3000])
def test_an_overview_is_about_as_wide_as_a_screen(records: int) -> None:
    drawing = lay_out_picture(select(generate(records, 5)), view="overview")
    assert 1.0 < drawing.width / drawing.height < 2.4


def test_a_card_leads_to_its_question_and_keeps_the_date_and_the_weighing() -> None:
    svg = draw(korea_graph(), "/maps/korea-1950/records/", as_of="1996", weigh="asserted", without=("kim-donggil",))
    address = re.search(r'id="n-Q1" data-id="Q1"><a href="([^"]+)"', svg)
    assert address is not None
    assert unescape(address[1]) == "/maps/korea-1950?question=Q1&as_of=1996&weigh=asserted&without=kim-donggil"
    former = draw(korea_graph(), "/maps/korea-1950/moments/7/records/")
    assert '<a href="/maps/korea-1950?question=Q1&amp;at=7">' in former


def test_the_card_of_several_questions_leads_to_the_overview_of_these() -> None:
    svg = draw(generate(3000, 5), "/maps/big/records/")
    assert re.search(r'id="n-Q1" data-id="Q1"><a href="/maps/big\?view=overview&amp;question=Q1&amp;question=Q2', svg)


def test_records_under_no_question_are_told() -> None:
    stray = graph(*korea_graph().questions[:1], finding("F1", answers="Q1"), finding("F2"))
    assert "1 question with 2 records, of which 1 stands under no question" in list_words(draw(stray))


def test_a_weighed_overview_counts_labels() -> None:
    assert re.search(r"Weighed: \d+ stands", list_words(draw(korea_graph(), weigh="preponderance")))


def test_a_filter_leaves_the_questions_of_what_it_leaves() -> None:
    svg = draw(korea_graph(), question=("Q3",))
    assert 'id="n-Q3"' in svg
    assert 'id="n-Q6"' not in svg
