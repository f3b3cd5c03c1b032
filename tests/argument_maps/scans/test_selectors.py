"""Regions on images: what goes out comes in the same, and what others write lands where they mean it."""

import random
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from argument_maps.formats.annotations.web_annotation_rules import CONTEXT, find_faults
from argument_maps.scans.selectors import read_selector, split_target, write_selector
from argument_maps.scans.shapes import BadSelector, Shape, scale_shape
from models.records.scans.scan_records import MOST_POINTS, bound_points

WIDTH, HEIGHT = 1_000, 800
BOXES = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1)).flatmap(
    lambda at: st.tuples(st.just(at[0]), st.just(at[1]), st.integers(1, WIDTH - at[0]), st.integers(1, HEIGHT - at[1]))
)
POLYGONS = st.lists(st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)), min_size=3, max_size=40, unique=True)


def svg(content: str, attributes: str = "") -> dict[str, str]:
    return {"type": "SvgSelector", "value": f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{content}</svg>'}


def fragment(value: str) -> dict[str, str]:
    return {"type": "FragmentSelector", "value": value}


def read(selector: object) -> Shape:
    return read_selector(selector, WIDTH, HEIGHT)


@given(BOXES)
def test_a_rectangle_goes_out_and_comes_in_the_same(box: tuple[int, int, int, int]) -> None:
    shape = read(write_selector(box))
    assert (shape, shape.notes) == (Shape(box), ())


@given(POLYGONS)
def test_a_polygon_goes_out_and_comes_in_the_same(points: list[tuple[int, int]]) -> None:
    (x, y), (next_x, next_y) = points[:2]
    assume(any((next_x - x) * (b - y) != (next_y - y) * (a - x) for a, b in points))
    shape = read(write_selector(bound_points(points), points))
    assert (shape, shape.notes) == (Shape(bound_points(points), tuple(points)), ())


@given(POLYGONS, st.sampled_from(["polygon", "polyline"]))
def test_whatever_polygon_is_given_lies_on_the_image(points: list[tuple[int, int]], element: str) -> None:
    moved = " ".join(f"{x * 1.5 - 250},{y * 1.25 - 100.5}" for x, y in points)
    try:
        shape = read(svg(f'<{element} points="{moved}"/>'))
    except BadSelector:
        return
    x, y, width, height = shape.box
    assert 0 <= x < x + width <= WIDTH
    assert 0 <= y < y + height <= HEIGHT
    assert not shape.points or bound_points(shape.points) == shape.box


def test_what_is_written_is_a_sound_selector() -> None:
    for points in ((), ((0, 0), (10, 0), (10, 10))):
        target = {"source": "https://a.example/p1", "selector": write_selector((0, 0, 10, 10), points)}
        document = {"@context": CONTEXT, "id": "https://a.example/1", "type": "Annotation", "target": target}
        assert list(find_faults(document)) == []
    assert write_selector((1, 2, 3, 4))["value"] == "xywh=1,2,3,4"


@pytest.mark.parametrize(
    ("value", "box"),
    [
        ("xywh=pixel:10,20,30,40", (10, 20, 30, 40)),
        ("#xywh=10,20,30,40", (10, 20, 30, 40)),
        ("xywh=percent:10,25,50,50", (100, 200, 500, 400)),
        ("xywh=pct:33.3,0,0.1,100", (333, 0, 1, 800)),
        ("xywh=10.5,20.2,30.5,40", (10, 20, 31, 41)),
        ("xywh=0.1,0.2,0.2,0.1", (0, 0, 1, 1)),
        ("xywh=pixel%3A10%2C20%2C30%2C40", (10, 20, 30, 40)),
        ("xywh=1,1,1,1&xywh=10,20,30,40", (10, 20, 30, 40)),
    ],
)
def test_rectangles_are_read_in_every_form_and_rounded_outward(value: str, box: tuple[int, int, int, int]) -> None:
    shape = read(fragment(value))
    assert (shape, shape.notes) == (Shape(box), ())


@pytest.mark.parametrize(
    ("content", "box", "points"),
    [
        ('<polygon points="0,0 10,0 10,10.4"/>', (0, 0, 10, 10), ((0, 0), (10, 0), (10, 10))),
        ('<g><polyline points="5 5, 9 5 9 9"/></g>', (5, 5, 4, 4), ((5, 5), (9, 5), (9, 9))),
        ('<rect x="1.5" y="2px" width="3" height="4"/>', (1, 2, 4, 4), ()),
        ('<path d="M1,2L5,2 5,6H1z"/>', (1, 2, 4, 4), ((1, 2), (5, 2), (5, 6), (1, 6))),
        ('<path d="m1 2 4 0v4h-4V2Z"/>', (1, 2, 4, 4), ((5, 2), (5, 6), (1, 6), (1, 2))),
        ('<path d="M10.2,10l5,0l0,0l5.1-.2l.5.5L10,30z"/>', (10, 10, 11, 20), None),
        ('<circle cx="50" cy="60" r="10"/>', (40, 50, 20, 20), None),
        ('<ellipse cx="50" cy="60" rx="10" ry="5"/>', (40, 55, 20, 10), None),
        ('<path d="M0,0C0,0 10,0 10,0 10,20 10,20 10,20z"/>', (0, 0, 10, 20), ((0, 0), (10, 0), (10, 20))),
        ('<path d="M0,10c0,-10 10,-10 20,0s20,10 20,0q0,40 -20,40t-20,-40"/>', (0, 3, 40, 47), None),
    ],
)
def test_outlines_are_read_from_svg(
    content: str, box: tuple[int, int, int, int], points: tuple[tuple[int, int], ...] | None
) -> None:
    shape = read(svg(content))
    assert shape.box == box
    assert shape.notes == ()
    assert len(shape.points) > 3 if points is None else shape.points == points


@pytest.mark.parametrize(
    ("selector", "words"),
    [
        (fragment("xywh=2000,0,10,10"), "outside the image"),
        (fragment("xywh=10,10,0,10"), "no area"),
        (fragment("xywh=1,2,3"), "not given in the form"),
        (fragment("t=10,20"), "not given in the form"),
        (svg('<polygon points="2000,0 3000,0 3000,10"/>'), "outside the image"),
        (svg('<polygon points="0,0 5,5 10,10"/>'), "no area"),
        (svg('<polygon points="0,0 5,5 10"/>'), "damaged"),
        (svg('<polygon points="0,0 5,x 10,10"/>'), "damaged"),
        (svg('<rect width="1e400" height="1"/>'), "damaged"),
        (svg('<g transform="scale(2)"><rect width="5" height="5"/></g>'), "transformation"),
        (svg('<rect width="5" height="5"/>', ' viewBox="0 0 10 10"'), "viewBox"),
        (svg('<path d="M0,0A5,5 0 0 1 10,10z"/>'), "arc"),
        (svg('<path d="L5,5 6,6z"/>'), "damaged"),
        (svg("<text>a</text>"), "“text”"),
        (svg('<line x1="0" y1="0" x2="9" y2="9"/>'), "no area"),
        (svg(f'<polygon points="{"1,2 3,4 " * MOST_POINTS}"/>'), "more than"),
        (svg(f'<path d="M0,0{"l1,2 " * (MOST_POINTS + 10)}"/>'), "more than"),
        ({"type": "SvgSelector", "value": "<svg>"}, "not well-formed"),
        ({"type": "SvgSelector", "value": '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'}, "not well-formed"),
        ({"type": "PointSelector", "x": 1, "y": 2}, "PointSelector"),
        ({"type": "Choice", "items": []}, "Nothing says where"),
        (None, "Nothing says where"),
    ],
)
def test_what_marks_nothing_is_refused_with_what_to_do(selector: object, words: str) -> None:
    with pytest.raises(BadSelector) as refused:
        read(selector)
    assert words in refused.value.detail
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("selector", "shape", "words"),
    [
        (fragment("xywh=-5,790,20,20"), Shape((0, 790, 15, 10)), "cut off"),
        (
            svg('<polygon points="-10,0 10,0 10,20 -10,20"/>'),
            Shape((0, 0, 10, 20), ((0, 0), (10, 0), (10, 20), (0, 20))),
            "cut off",
        ),
        (svg('<rect width="5" height="5"/><rect x="9" width="1" height="9"/>'), Shape((0, 0, 10, 9)), "several parts"),
        (
            svg('<line x2="400" y2="900"/><polygon points="0,0 5,0 5,5"/>'),
            Shape((0, 0, 5, 5), ((0, 0), (5, 0), (5, 5))),
            "Lines",
        ),
        ({**fragment("xywh=1,2,3,4"), "refinedBy": {"type": "SvgSelector"}}, Shape((1, 2, 3, 4)), "refinedBy"),
        (fragment("t=1&xywh=1,2,3,4"), Shape((1, 2, 3, 4)), "not t"),
        (svg('<polygon points="5.1,5.1 5.3,5.1 5.3,5.3"/>'), Shape((5, 5, 1, 1)), ""),
    ],
)
def test_what_is_changed_is_told(selector: object, shape: Shape, words: str) -> None:
    found = read(selector)
    assert found == shape
    assert words in " ".join(found.notes)


def test_of_alternatives_the_outline_is_taken() -> None:
    outline = svg('<polygon points="0,0 5,0 5,5"/>')
    triangle = Shape((0, 0, 5, 5), ((0, 0), (5, 0), (5, 5)))
    assert read([fragment("xywh=0,0,5,5"), outline]) == triangle
    assert read({"@type": "oa:Choice", "default": fragment("xywh=0,0,5,5"), "item": outline}) == triangle
    assert read([{"type": "PointSelector"}, fragment("xywh=0,0,5,5")]) == Shape((0, 0, 5, 5))
    assert read("https://a.example/p1#xywh=1,2,3,4") == Shape((1, 2, 3, 4))


@pytest.mark.parametrize(
    ("target", "address", "value"),
    [
        ("https://a.example/p1#xywh=1,2,3,4", "https://a.example/p1", "xywh=1,2,3,4"),
        ("https://a.example/p#1", "https://a.example/p#1", None),
        ({"source": {"id": "https://a.example/p1"}, "selector": fragment("xywh=1")}, "https://a.example/p1", "xywh=1"),
        ({"full": "https://a.example/p1#xywh=1,2,3,4"}, "https://a.example/p1", "xywh=1,2,3,4"),
        ({"id": "https://a.example/p1", "type": "Canvas"}, "https://a.example/p1", None),
        (7, "", None),
    ],
)
def test_a_target_names_an_image_and_a_place_on_it(target: object, address: str, value: str | None) -> None:
    found, selector = split_target(target)
    assert found == address
    assert (selector["value"] if isinstance(selector, dict) else selector) == value


def test_a_shape_is_scaled_with_its_image() -> None:
    assert scale_shape(Shape((1, 1, 3, 3)), (10, 10), (15, 20)) == Shape((1, 2, 5, 6))
    triangle = Shape((0, 0, 10, 10), ((0, 0), (10, 0), (10, 10)))
    assert scale_shape(triangle, (10, 10), (20, 10)).points == ((0, 0), (20, 0), (20, 10))
    assert scale_shape(triangle, (10, 10), (10, 10)) is triangle


def test_without_points_there_is_no_box() -> None:
    with pytest.raises(ValueError, match="no rectangle"):
        bound_points([])
    assert bound_points([(5, 5), (5, 9)]) == (5, 5, 1, 4)


SELECTORS = (
    '<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M1000.2,219c5,-18.9 2,7 98.7,0l0,0V74h-9zm5,5H7"/></g></svg>',
    '<svg><polygon points="1,2 3.5,4e1 -7,+8"/><rect x="5" y="6" width="7%" height="8px"/><circle r="4"/></svg>',
    "xywh=percent:12.5,30,40.25,50&t=npt:10,20",
    "https://a.example/p1#xywh=pixel:100,-20,30,40",
)
PIECES = ("<", ">", "&", "<!DOCTYPE a [", "<g>", 'transform="', "M", "z", "1e999", "-", ",", "\ud800", "\0", "%", "NaN")


def read_damaged_selectors(number: int, seed: int) -> None:
    chance, reasons = random.Random(seed), set()
    for _ in range(number):
        text = chance.choice(SELECTORS)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text) + 1)
            piece = chance.choice((*PIECES, text[at : at + chance.randint(1, 30)])) * chance.choice((1, 1, 2, 500))
            text = text[:at] + piece + text[at + chance.choice((0, 0, len(piece))) :]
        kind = chance.choice(("SvgSelector", "FragmentSelector")) if "<" not in text else "SvgSelector"
        begun = time.perf_counter()
        try:
            shape = read(
                chance.choice((text, {"type": kind, "value": text}, [{"@type": ["oa:" + kind], "chars": text}]))
            )
        except BadSelector as refused:
            reasons.add(refused.detail[:20])
        else:
            x, y, width, height = shape.box
            assert 0 <= x < x + width <= WIDTH
            assert 0 <= y < y + height <= HEIGHT
            assert all(0 <= a <= WIDTH and 0 <= b <= HEIGHT for a, b in shape.points)
        assert time.perf_counter() - begun < 2.0
    assert len(reasons) > 3


def test_damaged_selectors_are_read_or_refused() -> None:
    read_damaged_selectors(300, seed=17)


@pytest.mark.soak
def test_ten_thousand_damaged_selectors_are_read_or_refused() -> None:
    read_damaged_selectors(10_000, seed=1950)
