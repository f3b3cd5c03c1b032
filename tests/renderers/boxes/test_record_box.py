"""A box holds all that it says, however narrow it is."""

import re

import pytest

from renderers.boxes.record_box import BoxContent, build_box

LINE = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]* textLength="([\d.]+)"')


@pytest.mark.parametrize("width", [150.0, 190.0, 268.0, 400.0])
def test_a_badge_of_several_words_stays_within_its_box(width: float) -> None:
    content = BoxContent(
        "perception", "P1", "perception", (("statement", "It was so."),), badge="not tested, rests on nothing yet"
    )
    box = build_box(content, width, "light")
    drawn = [tuple(map(float, each)) for each in LINE.findall(box.svg)]
    assert all(x + length <= width and y <= box.height for x, y, length in drawn)


def test_a_box_is_as_high_as_it_is_asked_to_be_and_never_lower_than_what_it_says() -> None:
    content = BoxContent("finding", "F1", "finding", (("statement", "Nobody had ordered it."),))
    own = build_box(content, 200, "light").height
    assert build_box(content, 200, "light", own + 40).height == own + 40
    assert build_box(content, 200, "light", own - 20).height == own
