"""What a reader can choose on a map's page."""

import msgspec
import pytest

from api.pages.map_controls import list_active_filters, list_filters, list_opening_years
from api.pages.visits import MapVisit
from api.pictures.render_requests import PictureQuery
from argument_maps.examples import read_korea_map
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.time_travel import find_opening_date
from argument_maps.values import Source


@pytest.fixture(scope="module")
def graph() -> Graph:
    return msgspec.json.decode(read_korea_map(), type=Graph)


def visit(**given: list[str]) -> MapVisit:
    return MapVisit("korea-1950", PictureQuery(), given)


def test_every_choice_that_is_offered_can_be_drawn(graph: Graph) -> None:
    for each in list_filters(graph, visit()):
        for choice in each.choices:
            assert select(graph, Selection(**{each.name: (choice.value,)})).graph is not None


def test_what_was_chosen_is_ticked(graph: Graph) -> None:
    found = {each.name: each for each in list_filters(graph, visit(question=["Q2"]))}
    assert [choice.value for choice in found["question"].choices if choice.chosen] == ["Q2"]


def test_a_filter_that_tells_nothing_apart_is_not_offered() -> None:
    graph = msgspec.json.decode(
        b'{"format": "sicetnon/1", "slug": "m", "title": "M", "questions": [{"id": "Q1", "text": "Why?"}]}', type=Graph
    )
    assert list_filters(graph, visit()) == ()


def test_agents_stand_under_their_family_names(graph: Graph) -> None:
    agents = next(each for each in list_filters(graph, visit()) if each.name == "agent")
    names = [choice.text for choice in agents.choices]
    assert names.index("Shen Zhihua") < names.index("Kathryn Weathersby") < names.index("Xiaoming Zhang")


def test_each_filter_in_force_has_a_chip(graph: Graph) -> None:
    found = list_active_filters(graph, visit(fold=["P3"], question=["Q1", "Q2"]))
    assert [(name, choice.value) for name, choice in found] == [("question", "Q1"), ("question", "Q2"), ("fold", "P3")]


def test_openings_count_up_to_all_dated_sources(graph: Graph) -> None:
    years = list_opening_years(graph)
    assert [each.year for each in years] == sorted({each.year for each in years})
    assert (
        years[-1].by_then
        == sum(each.opened for each in years)
        == sum(1 for each in graph.sources if find_opening_date(each))
    )


def test_a_telegram_is_not_open_because_it_was_sent() -> None:
    telegram = Source(id="S1", type="archival", title="Telegram", issued="1950-06-25")
    assert find_opening_date(telegram) is None
    assert find_opening_date(msgspec.structs.replace(telegram, available="1994")) == "1994"


def test_a_book_is_open_from_when_it_was_printed() -> None:
    assert find_opening_date(Source(id="S1", type="book", title="Book", issued="1956")) == "1956"


def test_the_counter_names_the_sources_that_never_say_when_they_opened(graph: Graph) -> None:
    assert list_opening_years(graph)[0].summary.endswith(f"of {len(graph.sources)} sources readable")
    one_more = msgspec.structs.replace(graph, sources=(*graph.sources, Source(id="S99", type="archival", title="Note")))
    counted = list_opening_years(one_more)[-1]
    assert counted.summary == f"{len(graph.sources)} of {len(graph.sources) + 1} sources readable, 1 undated"
