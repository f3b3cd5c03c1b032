"""The plot of what stood in which year: signs and figures by column, and cards where it is narrow."""

import re
from xml.etree import ElementTree as ET

import pytest

from argument_maps.graph import Graph
from argument_maps.values import Question
from argument_maps.weighing.set_aside import NOTHING_SET_ASIDE, find_circumstances
from argument_maps.weighing.surveys.timelines import list_turning_years, weigh_through_time
from renderers.style import THEMES
from renderers.svg.timelines.time_plot import choose_columns, describe_opening, draw_time_plot, place_labels
from tests.argument_maps.graphs import evidence, finding, graph, perception, source
from tests.renderers.pictures import SVG, korea_graph

AWKWARD = 'Was it <b>so</b> & "not" otherwise, 朝鲜?'
SMALL = graph(
    Question(id="Q1", text=AWKWARD),
    perception("P1", when="1950", answers="Q1"),
    finding("F1", answers="Q1"),
    finding("F2"),
    *(evidence(f"E{number}", f"s{number}") for number in range(1, 4)),
    source("s1", opened="1990", repository="The Archive"),
    source("s2", opened="1995", copy_of="s1"),
    source("s3", opened="2000", released_by=("a1",)),
    links="E1 supports F1, E2 supports F1, E3 supports F1, F1 tests P1 confirmed",
)


def drawn(told: Graph, **asked: object) -> ET.Element:
    return ET.fromstring(draw_time_plot(told, weigh_through_time(told), **asked))  # noqa: S314 # our own


def rows(picture: ET.Element) -> dict[str, ET.Element]:
    return {each.get("data-id", ""): each for each in picture.iter(f"{SVG}g") if each.get("class") == "row"}


def bars(row: ET.Element) -> list[str]:
    found = [each.get("class", "") for each in row.iter(f"{SVG}rect")]
    return [each.removeprefix("bar ") for each in found if each.startswith("bar ")]


def words(element: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in element.iter(f"{SVG}text")]


def title(row: ET.Element) -> str:
    """Return what the bars of a row are told as."""
    (picture,) = (each for each in row.iter(f"{SVG}g") if each.get("role") == "img")
    return picture.findtext(f"{SVG}title") or ""


@pytest.mark.parametrize("width", [1200, 390])
def test_each_turn_is_a_bar_with_the_number_of_documents(width: int) -> None:
    found = rows(drawn(SMALL, width=width))
    assert bars(found["P1"]) == ["unsupported", "stands", "stands"]
    assert [each for each in words(found["P1"]) if each.isdecimal() and len(each) == 1] == ["0", "1", "2"]
    told = title(found["F1"])
    assert told.endswith("From 1990 stands, 1 independent document; 2000 stands, 2 independent documents.")


@pytest.mark.parametrize("width", [1200, 390])
def test_the_label_of_a_row_leads_to_its_record(width: int) -> None:
    picture = drawn(SMALL, width=width, link_to="/maps/small/records/")
    for label, row in rows(picture).items():
        (link,) = row.iter(f"{SVG}a")
        assert link.get("href") == f"/maps/small/records/{label}"
        assert label in words(link)
        assert not list(next(each for each in row.iter(f"{SVG}g") if each.get("role") == "img").iter(f"{SVG}a"))
    assert not list(drawn(SMALL, width=width).iter(f"{SVG}a"))


@pytest.mark.parametrize("width", [1200, 390])
def test_labels_are_where_they_are_said_to_be(width: int) -> None:
    picture = drawn(SMALL, width=width, questions=["Q1"])
    plan = place_labels(SMALL, weigh_through_time(SMALL), NOTHING_SET_ASIDE, "Q1", width)
    assert (f"{plan.width:.0f}", f"{plan.height:.0f}") == (picture.get("width"), picture.get("height"))
    found = rows(picture)
    assert [place.record for place in plan.labels] == list(found)
    for place in plan.labels:
        named = next(
            each for each in found[place.record].iter(f"{SVG}text") if "".join(each.itertext()) == place.record
        )
        x, y = float(named.get("x", 0)), float(named.get("y", 0))
        assert place.x <= x < place.x + place.width
        assert place.y < y < place.y + place.height


def test_a_wide_plot_has_columns_from_the_first_turn_on_and_marks_openings() -> None:
    picture = drawn(SMALL, questions=["Q1"])
    assert [each for each in words(picture) if re.fullmatch(r"\d{4}", each)] == ["1950", "1990", "1995", "2000"]
    marks = next(each for each in picture.iter(f"{SVG}path") if each.get("class") == "opening")
    assert marks.get("d", "").count("M") == 3
    assert "1990: 1 document of The Archive" in words(picture)


def test_where_columns_do_not_fit_only_years_in_which_something_turns_are_kept() -> None:
    timeline = weigh_through_time(SMALL)
    under = [row for row in timeline.rows if row.question == "Q1"]
    assert choose_columns(timeline, under, 4) == (1950, 1990, 1995, 2000)
    assert choose_columns(timeline, under, 3) == (1950, 1990, 2000) == tuple(list_turning_years(under, timeline.years))


def test_only_what_is_asked_for_is_drawn_and_what_stands_under_no_question_can_be_asked_for() -> None:
    assert list(rows(drawn(SMALL, questions=["Q1"]))) == ["P1", "F1"]
    assert list(rows(drawn(SMALL, questions=[None]))) == ["F2"]
    assert list(rows(drawn(SMALL))) == ["P1", "F1", "F2"]
    assert any("nothing to weigh" in each for each in words(drawn(SMALL, questions=["Q9"])))


@pytest.mark.parametrize("width", [320, 390, 800, 1200, 1440])
@pytest.mark.parametrize("theme", list(THEMES))
def test_nothing_reaches_past_the_edge(width: int, theme: str) -> None:
    picture = drawn(korea_graph(), width=width, theme=theme)
    height = float(picture.get("height", "0"))
    for each in picture.iter():
        if each.tag in {f"{SVG}text", f"{SVG}rect"} and each.get("width", "0") != "100%":
            across = float(each.get("textLength") or each.get("width") or 0)
            assert float(each.get("x", "0")) >= 0
            assert float(each.get("x", "0")) + across <= width
            assert float(each.get("y", "0")) <= height


def test_what_is_set_aside_and_what_stands_on_authority_are_said() -> None:
    korea = korea_graph()
    circumstances = find_circumstances(korea, ["doc-1953-05-02"], None)
    picture = ET.fromstring(  # noqa: S314 # our own
        draw_time_plot(korea, weigh_through_time(korea, "preponderance", circumstances), circumstances, width=1440)
    )
    assert "Set aside" in (picture.findtext(f"{SVG}desc") or "")
    assert title(rows(picture)["F2"]).endswith("From 2002 stands on authority, 0 independent documents.")


def test_an_opening_says_who_let_the_documents_out() -> None:
    korea = korea_graph()
    opening = next(each for each in weigh_through_time(korea).openings if each.year == 1994)
    assert describe_opening(korea, opening) == "4 documents of AVPRF, RGASPI, let out by Boris Yeltsin"
