"""The timeline: its axis runs in the order of time, nothing lies upon anything else, and every record is there."""

from collections.abc import Sequence
from itertools import combinations, pairwise
from time import perf_counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from argument_maps.values import Claim, Evidence, Interpretation, Link, Source
from benchmarks.generate import graph as made
from models.dates import bounds
from renderers.layout.drawing import Drawing, PlacedBox
from renderers.layout.record_times import find_record_time
from renderers.layout.time_axis import word_pause
from renderers.layout.timeline_placement import PlacedTimeline
from renderers.svg.picture import draw_picture, lay_out_picture
from tests.renderers.pictures import SVG, drawn, korea_graph, lines, read, whole

DATES = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *(
                "1914",
                "1914-07",
                "1914-07-23",
                "1914-07-28",
                "1914~",
                "1914-08-01?",
                "1961",
                "1969",
                "2001-09-11",
                "2012",
            ),
            *("1861/1865", "1914-08/1918-11", "1950/..", "../1789", "1950/", "195X", "19XX", "-0043-03-15", "-0500"),
            *(
                "2001-09-11",
                "Y-17000",
                "[1667,1668]",
                "1848-21",
                "2001-21",
                "../..",
                "0079-08-24",
                "1914-07-28/1918-11-11",
                "184X~",
            ),
        ]
    ),
    st.integers(-3000, 2100)
    .map(lambda year: f"{'-' if year < 0 else ''}{abs(year):04d}")
    .filter(lambda w: w != "-0000"),
    st.dates().map(str),
)


def build(dates: Sequence[str | None], texts: Sequence[int] | None = None) -> Graph:
    """Return a map whose records of all kinds have these dates, each supporting the one before it."""
    sizes = texts or [1] * len(dates)
    claims, sources, evidence, interpretations = [], [], [], []
    for number, (date, size) in enumerate(zip(dates, sizes, strict=True)):
        text = f"Record {number}. " * size
        match number % 4:
            case 0 | 1:
                kind = "perception" if number % 4 else "finding"
                claims.append(Claim(id=f"C{number}", text=text, kind=kind, when=date))
            case 2:
                sources.append(Source(id=f"S{number}", type="book", title="A book", issued=date))
                evidence.append(Evidence(id=f"C{number}", summary=text, source=f"S{number}"))
            case _:
                interpretations.append(Interpretation(id=f"C{number}", text=text, when=date))
    links = tuple(
        Link(id=f"L{number}", premises=(f"C{number}",), relation="supports", target=f"C{number - 1}")
        for number in range(1, len(dates))
    )
    return Graph(
        slug="times",
        title="Times",
        claims=tuple(claims),
        sources=tuple(sources),
        evidence=tuple(evidence),
        interpretations=tuple(interpretations),
        links=links,
    )


def lay_out(graph: Graph) -> Drawing:
    return lay_out_picture(whole(graph), view="timeline")


def timelines(drawing: Drawing) -> list[PlacedTimeline]:
    return [section for section in drawing.sections if isinstance(section, PlacedTimeline)]


def boxes(drawing: Drawing) -> list[PlacedBox]:
    return [box for section in drawing.sections for box in section.placed_boxes]


def overlap(one: PlacedBox, other: PlacedBox) -> bool:
    return (
        one.x < other.x + other.box.width
        and other.x < one.x + one.box.width
        and one.y < other.y + other.box.height
        and other.y < one.y + one.box.height
    )


def check(graph: Graph) -> Drawing:
    """Return the timeline of a map, of which all holds that holds of any."""
    drawing = lay_out(graph)
    placed = boxes(drawing)
    assert {box.key for box in placed} >= set(graph.statements)
    assert len({box.key for box in placed}) == len(placed)
    assert [pair for pair in combinations(placed, 2) if overlap(*pair)] == []
    for box in placed:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.box.width <= drawing.width
        assert box.y + box.box.height <= drawing.height + 0.01
    tops = [band.top for timeline in timelines(drawing) for band in timeline.bands]
    bands = [band.band for timeline in timelines(drawing) for band in timeline.bands]
    assert tops == sorted(set(tops))
    assert bands == sorted(set(bands))
    for timeline in timelines(drawing):
        ordered = sorted(timeline.placed_boxes, key=lambda box: box.y)
        days = [timeline.times[box.key].band.first for box in ordered]
        places = list(zip(ordered, days, strict=True))
        assert all(earlier <= later or one.y == other.y for (one, earlier), (other, later) in pairwise(places))
        for band in timeline.bands:
            own = [box.y for box in ordered if timeline.times[box.key].band == band.band]
            assert min(own) == band.top
            assert max(own) == band.last_top
        for one, other in combinations(timeline.bars, 2):
            assert one.x != other.x or one.bottom < other.top or other.bottom < one.top
        for bar in timeline.bars:
            assert timeline.axis_top - 0.01 <= bar.top < bar.bottom <= timeline.axis_bottom + 0.01 or bar.is_open_below
            assert not any(box.x < bar.x < box.x + box.box.width for box in timeline.placed_boxes)
    return drawing


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(DATES, st.integers(1, 12)), min_size=1, max_size=40))
def test_whatever_the_dates_nothing_overlaps_and_time_runs_downwards(records: list[tuple[str | None, int]]) -> None:
    check(build([date for date, _ in records], [size for _, size in records]))


def test_the_timeline_of_the_korea_map_holds_all_and_runs_downwards() -> None:
    check(korea_graph())


def words(drawing: Drawing) -> list[str]:
    return [band.band.words for timeline in timelines(drawing) for band in timeline.bands]


def test_a_century_stands_in_its_order_with_its_breaks() -> None:
    drawing = check(build(["2001-09-11", "1914-08-01", "1962", "1969", "1914-08-04", "1961", "2012"]))
    assert words(drawing) == ["1 August 1914", "4 August 1914", "1961", "1962", "1969", "11 September 2001", "2012"]
    pauses = [band.pause for timeline in timelines(drawing) for band in timeline.bands]
    assert pauses[2] == "46 years"
    assert pauses[1] == ""


def test_a_year_does_not_become_its_january() -> None:
    svg = draw_picture(whole(build(["2012", "2012-01", "2012-01-01"])), view="timeline")
    assert [line for line in lines_of_axis(svg) if "2012" in line] == ["2012", "January 2012", "1 January 2012"]


def lines_of_axis(svg: str) -> list[str]:
    return [line for part in drawn_of_class(svg, "date") for line in part]


def drawn_of_class(svg: str, name: str) -> list[list[str]]:
    return [lines(group) for group in read(svg).iter(f"{SVG}g") if group.get("class") == name]


def test_july_1914_is_not_one_heap() -> None:
    days = [f"1914-07-{day}" for day in (23, 24, 25, 26, 28, 29, 30, 31)]
    drawing = check(build(days * 2))
    assert len(timelines(drawing)[0].bands) == len(days)


def test_forty_records_on_one_day_stand_side_by_side() -> None:
    drawing = check(build(["1914-07-28"] * 40))
    (band,) = timelines(drawing)[0].bands
    assert band.last_top > band.top
    assert drawing.height < sum(box.box.height for box in boxes(drawing)) / 3


def test_years_before_christ_come_first() -> None:
    drawing = check(build(["0079-08-24", "-0043-03-15", "-0500", "1066"]))
    assert words(drawing) == ["501 BC", "15 March 44 BC", "24 August AD 79", "1066"]


def test_without_dates_there_is_no_axis_and_all_is_said_to_be_undated() -> None:
    drawing = check(build([None] * 9))
    assert timelines(drawing) == []
    assert [section.heading for section in drawing.sections] == ["Without a date: 9 records"]


def test_what_has_no_date_stands_below_and_is_counted() -> None:
    drawing = check(build(["1914", None, "../..", "1915"]))
    assert drawing.sections[-1].heading == "Without a date: 2 records"
    assert {box.key for box in drawing.sections[-1].placed_boxes} == {"C1", "C2"}


def test_a_map_without_records_is_drawn() -> None:
    assert "<svg" in draw_picture(whole(Graph(slug="bare", title="Bare")), view="timeline")


def test_spans_are_bars_from_their_beginning_to_their_end() -> None:
    drawing = check(build(["1914-08-01/1918-11-11", "1916", "1918-11-11", "1920"]))
    (timeline,) = timelines(drawing)
    (bar,) = timeline.bars
    tops = {band.band.words: band.top for band in timeline.bands}
    assert bar.top == tops["1 August 1914"]
    assert tops["1916"] < bar.bottom
    assert bar.bottom == pytest.approx(tops["11 November 1918"])
    assert not bar.is_open_above
    assert not bar.is_open_below


@pytest.mark.parametrize(
    ("written", "above", "below", "estimated"),
    [
        ("1914/..", False, True, False),
        ("1914/", False, True, False),
        ("../1914", True, False, False),
        ("1914~/1918", False, False, True),
        ("191X", False, False, True),
    ],
)
def test_open_ends_and_estimates_are_drawn_as_such(written: str, above: bool, below: bool, estimated: bool) -> None:
    drawing = check(build([written, "1910", "1913", "1921", "1922"]))
    (bar,) = [bar for timeline in timelines(drawing) for bar in timeline.bars]
    assert (bar.is_open_above, bar.is_open_below, bar.is_estimated) == (above, below, estimated)


@pytest.mark.parametrize(
    ("written", "told"), [("1640~", "about 1640"), ("1640?", "probably 1640"), ("../1789", "until 1789")]
)
def test_a_box_says_what_its_date_is_worth(written: str, told: str) -> None:
    svg = draw_picture(whole(build([written, "1640"])), view="timeline")
    assert told in " ".join(lines(drawn(svg, "node")["C0"]))


def test_a_date_that_is_known_only_about_is_marked_on_the_axis() -> None:
    bands = timelines(check(build(["1640~", "1650", "1660?", "1650~"])))[0].bands
    assert [(band.band.words, band.is_estimated) for band in bands] == [("1640", True), ("1650", False), ("1660", True)]


def test_links_are_not_drawn_but_told_by_id() -> None:
    graph = build(["1914", "1915", "1916"])
    svg = draw_picture(whole(graph), view="timeline")
    edges = drawn(svg, "edge")
    assert set(edges) == {"L1", "L2"}
    assert all(edge.get("display") == "none" for edge in edges.values())
    assert edges["L2"].get("data-ends") == "C2 C1"
    assert "supports C1" in lines(drawn(svg, "node")["C2"])


def test_the_same_map_gives_the_same_bytes() -> None:
    graph = korea_graph()
    first = draw_picture(whole(graph), view="timeline")
    turned = msgspec.structs.replace(
        graph,
        claims=graph.claims[::-1],
        evidence=graph.evidence[::-1],
        interpretations=graph.interpretations[::-1],
        links=graph.links[::-1],
        sources=graph.sources[::-1],
    )
    assert draw_picture(whole(turned), view="timeline") == first


def test_a_pause_is_told_in_its_largest_unit() -> None:
    told = [word_pause(days) for days in (1, 12, 70, 800, 365.2425 * 1500)]
    assert told == ["1 day", "12 days", "2 months", "2 years", "1,500 years"]


def test_what_is_known_of_a_date_is_kept() -> None:
    exact, year, about = (find_record_time(written) for written in ("1914-07-28", "1914", "1914-07-28~"))
    assert exact is not None
    assert year is not None
    assert about is not None
    assert (exact.is_exact, year.is_exact, about.is_exact) == (True, False, False)
    assert year.band.last == bounds("1914")[1]
    assert find_record_time("../..") is None
    assert find_record_time(None) is None


def test_a_thousand_records_are_laid_out_at_once() -> None:
    selected = select(made(1000))
    lay_out_picture(selected, view="timeline")
    begun = perf_counter()
    lay_out_picture(selected, view="timeline")
    assert perf_counter() - begun < 1.0


@pytest.mark.soak
def test_ten_thousand_records_are_not_refused() -> None:
    graph = made(10_000)
    assert set(drawn(draw_picture(whole(graph), view="timeline"), "node")) >= set(graph.statements)
