"""What a reader makes of records is told in the picture by sign and word, and in every text."""

from collections.abc import Iterator

import msgspec
import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.values import Stance
from renderers.style import THEMES
from renderers.svg.picture import draw_picture
from renderers.text import outline
from renderers.text.dot_source import write_dot
from tests.renderers.pictures import drawn, korea_graph, lines

SHEN = "shen-zhihua"


def korea() -> Graph:
    stances = (
        Stance(id="ST1", agent=SHEN, target="P3", stance="rejects", reason="It was not.", source="doc-1950-05-14"),
        Stance(id="ST2", agent=SHEN, target="L42", stance="undecided"),
        Stance(id="ST3", agent=SHEN, target="L3", stance="qualifies"),
    )
    return msgspec.structs.replace(korea_graph(), stances=stances)


@pytest.fixture(scope="module")
def read() -> Selected:
    return select(korea(), Selection(reader=SHEN))


def titles(svg: str, sort: str) -> dict[str, str]:
    found = {}
    for label, group in drawn(svg, sort).items():
        found[label] = next(each.text or "" for each in group.iter("{http://www.w3.org/2000/svg}title"))
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_boxes_and_links_carry_the_word_of_what_the_reader_makes_of_them(read: Selected, theme: str) -> None:
    svg = draw_picture(read, theme=theme)
    nodes, edges = drawn(svg, "node"), drawn(svg, "edge")
    assert "rejects" in lines(nodes["P3"])
    assert "accepts" in lines(nodes["I8"])
    assert "undecided" in lines(edges["L42"])
    assert "qualifies" in lines(edges["L3"])
    assert not {"accepts", "rejects"} & set(lines(nodes["P1"]))


def test_what_is_recorded_and_what_follows_differ_by_the_frame_and_the_legend_says_so(read: Selected) -> None:
    svg = draw_picture(read, theme="print")
    nodes = drawn(svg, "node")

    def broken(label: str) -> bool:
        frames = list(nodes[label].iter("{http://www.w3.org/2000/svg}rect"))
        return frames[-1].get("stroke-dasharray") is not None

    assert not broken("P3")
    assert broken("I8")
    assert "documented position" in svg
    assert "follows from what the reader holds and argues" in svg
    assert "documented position" not in draw_picture(select(korea(), Selection()))


def test_the_words_of_a_box_say_whether_it_is_stated_or_follows(read: Selected) -> None:
    told = titles(draw_picture(read), "node")
    assert told["P3"].endswith("Shen Zhihua rejects it (ST1).")
    assert told["I8"].endswith("Shen Zhihua accepts it, as holding it.")


def texts(read: Selected) -> Iterator[str]:
    yield outline.write_html_outline(read)
    yield outline.write_markdown_outline(read).replace("\\", "")
    yield write_dot(read).replace("&#45;", "-")


def test_outline_and_dot_tell_it_too(read: Selected) -> None:
    for told in texts(read):
        flat = " ".join(
            told.replace('</b></font></td></tr><tr><td align="left"><font point-size="11"><b>', " ").split()
        )
        assert "Shen Zhihua rejects it (ST1)" in flat
        assert "Shen Zhihua leaves it undecided (ST2)" in flat


def test_marks_stand_inside_of_their_boxes(read: Selected) -> None:
    for group in drawn(draw_picture(read), "node").values():
        frames = list(group.iter("{http://www.w3.org/2000/svg}rect"))
        marks = [each for each in frames if each.get("rx") == "11"]
        for mark in marks:
            shapes = [each for each in frames if each.get("rx") != "11"]
            heights = [float(each.get("height", "0")) for each in shapes] or [1e9]
            assert float(mark.get("y", "0")) + float(mark.get("height", "0")) <= max(heights)
