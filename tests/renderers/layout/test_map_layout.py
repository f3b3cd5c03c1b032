"""Where things stand: nothing lies upon anything else, and no line runs under a box."""

import itertools
from functools import cache

import pytest

from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from renderers.layout.drawing import Drawing, Polyline
from renderers.layout.edge_routes import MARKER
from renderers.layout.edge_separation import STEEP
from renderers.svg.picture import lay_out_picture
from renderers.views.view_table import View
from tests.renderers.pictures import korea_graph, random_graph, whole

# The timeline has no lines that stay; it is tried in `test_timeline_placement`.
FULL_VIEWS = ("perceptions", "argument")
# With badges in boxes and at links.
WEIGHED = Selection(weigh="preponderance", without=("doc-1953-05-02", "shtykov"))
Rectangle = tuple[float, float, float, float]


def boxes(drawn: Drawing) -> dict[str, Rectangle]:
    return {
        f"{number}:{station.key}": (station.x, station.y, station.x + station.box.width, station.y + station.box.height)
        for number, part in enumerate(drawn.sections)
        for station in part.placed_boxes
    }


def markers(drawn: Drawing) -> dict[str, Rectangle]:
    return {
        edge.link.id: (
            edge.x - edge.width / 2,
            edge.y - edge.height / 2,
            edge.x + edge.width / 2,
            edge.y + edge.height / 2,
        )
        for part in drawn.sections
        for edge in part.edges
    }


def overlap(one: Rectangle, other: Rectangle, slack: float = 0.5) -> bool:
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def courses(drawn: Drawing) -> list[tuple[str, Polyline]]:
    return [
        (edge.link.id, course)
        for part in drawn.sections
        for edge in part.edges
        for course in (*edge.premise_lines, edge.target_line)
    ] + [(f"branch from {start}", course) for part in drawn.sections for start, course in part.branches]


def bends(course: Polyline) -> list[tuple[float, float]]:
    """Return points along the line as it is drawn, about two pixels apart; its round corners lie within its turns."""
    points = []
    for (x0, y0), (x1, y1) in itertools.pairwise(course.points):
        middle = (x0 + x1) / 2
        for (from_x, from_y), (to_x, to_y) in itertools.pairwise([(x0, y0), (middle, y0), (middle, y1), (x1, y1)]):
            steps = max(int(abs(to_x - from_x) + abs(to_y - from_y)) // 2, 1)
            points += [
                (from_x + (to_x - from_x) * step / steps, from_y + (to_y - from_y) * step / steps)
                for step in range(steps + 1)
            ]
    return points


def near(course: Polyline, places: dict[str, Rectangle]) -> list[tuple[str, Rectangle]]:
    """Return the places that a line can reach: it stays between its outermost points."""
    xs, ys = zip(*course.points, strict=True)
    around = (min(xs), min(ys), max(xs), max(ys))
    return [(key, place) for key, place in places.items() if overlap(around, place, slack=0)]


# Half of the generated maps are left to the long run.
SEEDS = range(6)
SOME = range(3)


@pytest.fixture(
    params=[(name, view) for name in ("korea", "weighed") for view in FULL_VIEWS]
    + [
        pytest.param((seed, view), marks=[] if seed in SOME else [pytest.mark.soak])
        for seed in SEEDS
        for view in FULL_VIEWS
    ],
    ids=str,
)
def drawn(request: pytest.FixtureRequest) -> Drawing:
    return _drawn_once(*request.param)


@cache
def _drawn_once(name: int | str, view: str) -> Drawing:
    """Return the drawing of a map, at which many tests look and which none of them changes."""
    if name == "weighed":
        return lay_out_picture(select(korea_graph(), WEIGHED), view=view)
    return lay_out_picture(whole(korea_graph() if name == "korea" else random_graph(int(name))), view=view)


def test_no_box_or_marker_lies_upon_another(drawn: Drawing) -> None:
    places = {**boxes(drawn), **markers(drawn)}
    crossed = [(one, other) for (one, a), (other, b) in itertools.combinations(places.items(), 2) if overlap(a, b)]
    assert crossed == []


def test_no_line_runs_under_a_box(drawn: Drawing) -> None:
    hidden = []
    places = boxes(drawn)
    for name, course in courses(drawn):
        reached = near(course, places)
        for x, y in bends(course):
            for key, (left, top, right, bottom) in reached:
                if left + 1 < x < right - 1 and top + 1 < y < bottom - 1:
                    hidden.append((name, key))
    assert set(hidden) == set()


def test_no_line_runs_under_another_links_marker(drawn: Drawing) -> None:
    hidden = []
    places = markers(drawn)
    for name, course in courses(drawn):
        reached = [(key, place) for key, place in near(course, places) if key != name]
        for x, y in bends(course) if reached else ():
            for key, (left, top, right, bottom) in reached:
                within = left + 1 < x < right - 1 and top + 1 < y < bottom - 1
                # An ordinary marker is a disc, which a line may meet anywhere on its rim.
                round_ = right - left == MARKER
                if round_ and within:
                    within = ((x - (left + right) / 2) ** 2 + (y - (top + bottom) / 2) ** 2) ** 0.5 < MARKER / 2 - 1
                if within:
                    hidden.append((name, key))
    assert set(hidden) == set()


def steep(drawn: Drawing) -> list[tuple[str, float, float, float]]:
    """Return each stretch that changes its height: whose it is, its middle, its top and its bottom."""
    return [
        (name, (x + to_x) / 2, *sorted((y, to_y)))
        for name, course in courses(drawn)
        for (x, y), (to_x, to_y) in itertools.pairwise(course.points)
        if abs(to_y - y) >= STEEP
    ]


@pytest.mark.parametrize(
    ("view", "selection"),
    [
        ("perceptions", Selection()),
        ("argument", Selection()),
        ("sources", Selection()),
        *(("neighbourhood", Selection(focus=focus, depth=2)) for focus in ("F9", "P3", "F15")),
    ],
    ids=str,
)
def test_no_two_links_of_the_korea_map_run_together(view: str, selection: Selection) -> None:
    found = steep(lay_out_picture(select(korea_graph(), selection), view=view))
    together = [
        (one[0], other[0])
        for one, other in itertools.combinations([each for each in found if not each[0].startswith("branch")], 2)
        if one[0] != other[0] and abs(one[1] - other[1]) < 3 and min(one[3], other[3]) - max(one[2], other[2]) > STEEP
    ]
    assert together == []


def test_every_statement_and_every_link_is_placed_once(drawn: Drawing) -> None:
    labels = [station.key for part in drawn.sections for station in part.placed_boxes if "@" not in station.key]
    links = [edge.link.id for part in drawn.sections for edge in part.edges]
    assert len(labels) == len(set(labels))
    assert len(links) == len(set(links))


def test_everything_stands_within_the_drawing(drawn: Drawing) -> None:
    for left, top, right, bottom in {**boxes(drawn), **markers(drawn)}.values():
        assert left >= 0
        assert top >= -0.01
        assert right <= drawn.width
        assert bottom <= drawn.height + 0.01


def test_the_korea_map_is_at_most_1700_pixels_wide_with_registers() -> None:
    assert lay_out_picture(whole(korea_graph())).width <= 1700


def test_a_premise_from_another_question_is_drawn_as_a_reference() -> None:
    drawn = lay_out_picture(whole(korea_graph()))
    [part] = [part for part in drawn.sections if any(edge.link.id == "L68" for edge in part.edges)]
    assert [station.key.partition("@")[0] for station in part.placed_boxes if station.key.startswith("F2@")] == ["F2"]


def test_the_undercut_ends_at_the_marker_of_the_inference_it_attacks() -> None:
    drawn = lay_out_picture(whole(korea_graph()))
    edges = {edge.link.id: edge for part in drawn.sections for edge in part.edges}
    x, y = edges["L53"].target_line.points[-1]
    aimed = edges["L42"]
    assert ((x - aimed.x) ** 2 + (y - aimed.y) ** 2) ** 0.5 == pytest.approx(aimed.width / 2, abs=0.5)


def test_the_place_of_things_does_not_depend_on_the_order_of_insertion() -> None:
    graph = korea_graph()
    again = type(graph)(
        **{
            name: tuple(reversed(value)) if isinstance(value := getattr(graph, name), tuple) else value
            for name in graph.__struct_fields__
        }
    )
    assert boxes(lay_out_picture(whole(again))) == boxes(lay_out_picture(whole(graph)))


@pytest.mark.parametrize("view", sorted(view.value for view in View if not view.definition.needs_focus))
def test_an_empty_map_can_be_drawn_in_every_view_that_needs_no_focus(view: str) -> None:
    assert lay_out_picture(whole(Graph(slug="empty", title="Nothing yet")), view=view).sections == ()
