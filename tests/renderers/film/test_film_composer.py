"""The picture of a film: each frame shows what was known then, and nothing moves from one to another."""

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from msgspec import structs

from argument_maps.comparison.film import cut_film
from argument_maps.selection.selecting import Selected, Selection, select
from argument_maps.time_travel import take_snapshot
from renderers.film.film_composer import FilmComposer, draw_film
from renderers.style import THEMES
from renderers.svg.picture import draw_picture
from tests.argument_maps.graphs import evidence, finding, graph, graphs, perception, source
from tests.renderers.pictures import SVG, drawn, korea_graph, read, whole

TURNING = graph(
    perception("P1", when="1950"),
    finding("F1"),
    evidence("E1", "s1"),
    source("s1", opened="1995", repository="APRF"),
    links="E1 supports F1, F1 tests P1 contradicted",
)


def compose(selected: Selected, *, is_still: bool) -> FilmComposer:
    return FilmComposer(selected, "perceptions", THEMES["light"], "both", "", is_still=is_still)


def list_stills(selected: Selected) -> list[str]:
    composer = compose(selected, is_still=True)
    stills = []
    for frame in composer.film.frames:
        composer.number = frame.number
        stills.append(composer.compose())
    return stills


def play(playable: str, number: int) -> Element:
    """Return the picture as a page shows it in a frame: without what is of others, and places of what comes later."""
    root = read(playable)
    for parent in list(root.iter()):
        for child in list(parent):
            first, last = child.get("data-first"), child.get("data-last")
            is_unseen = first is not None and not int(first) <= number <= int(last or 10_000)
            if is_unseen or "film-place" in child.get("class", ""):
                parent.remove(child)
    return root


def list_labels(root: Element, name: str) -> set[str]:
    return {group.get("data-id", "") for group in root.iter(f"{SVG}g") if group.get("class", "").split(" ")[0] == name}


def list_places(root: Element) -> dict[str, str]:
    return {
        group.get("data-id", ""): shape.get("transform", "")
        for group in root.iter(f"{SVG}g")
        if group.get("id", "").startswith("n-")
        for shape in group.iter(f"{SVG}g")
        if shape.get("transform")
    }


def list_words(root: Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


@settings(max_examples=25, deadline=None)
@given(graphs())
def test_each_frame_shows_what_could_be_known_then(any_graph):
    selected = whole(any_graph)
    film = cut_film(any_graph)
    for frame, still in zip(film.frames, list_stills(selected), strict=True):
        known = any_graph if frame.as_of is None else take_snapshot(any_graph, frame.as_of).graph
        root = read(still)
        assert list_labels(root, "node") - {"Q1", "Q2"} == set(known.statements)
        assert list_labels(root, "edge") == set(known.links_by_id)


@settings(max_examples=25, deadline=None)
@given(graphs())
def test_what_is_played_shows_in_each_frame_what_its_still_shows(any_graph):
    selected = whole(any_graph)
    playable = draw_film(selected)
    for number, still in enumerate(list_stills(selected)):
        root = play(playable, number)
        assert list_words(root) == list_words(read(still))
        assert list_labels(root, "edge") == list_labels(read(still), "edge")


def test_boxes_keep_their_places_from_frame_to_frame() -> None:
    stills = [list_places(read(still)) for still in list_stills(whole(korea_graph()))]
    assert len(stills) == 23
    for places in stills:
        assert places.items() <= stills[-1].items()
    assert stills[-1].keys() == korea_graph().statements.keys()


def test_the_last_frame_has_what_the_picture_of_the_map_has() -> None:
    selected = whole(korea_graph())
    last = read(list_stills(selected)[-1])
    whole_picture = read(draw_picture(selected))
    assert list_labels(last, "edge") == list_labels(whole_picture, "edge")
    assert set(list_words(whole_picture)) - set(list_words(last)) == set()


def test_what_came_and_what_turned_is_marked_and_words_are_those_of_the_time() -> None:
    first, second = (list_words(read(still)) for still in list_stills(whole(TURNING)))
    assert "not tested" in first
    assert "not tested" not in second
    assert {"new", "turned", "changed"}.isdisjoint(first)
    # Of the finding and its evidence it is said; of the links, each of which joins one of them, it need not be.
    assert second.count("new") == 2
    assert second.count("turned") == 1


def test_a_link_is_marked_that_joins_what_was_known_before() -> None:
    joined = graph(perception("P1", when="1950"), perception("P2", when="1951"), links="P1 supports P2")
    dated = structs.replace(joined, links=(structs.replace(joined.links[0], when="1980"),))
    marks = [list_words(read(still)).count("new") for still in list_stills(whole(dated))]
    # In the first frame all is new, and nothing marked; then P2 comes, and then the link alone.
    assert marks == [0, 1, 1]


def test_nothing_that_comes_later_is_told_where_its_place_is_shown() -> None:
    root = read(draw_film(whole(TURNING)))
    places = [group for group in root.iter(f"{SVG}g") if "film-place" in group.get("class", "")]
    assert len(places) == 2
    assert all(not list_words(place) for place in places)


def test_of_one_id_there_is_one_in_a_picture_that_is_played() -> None:
    ids = [each.get("id") for each in read(draw_film(whole(korea_graph()), 5)).iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("view", ["perceptions", "argument", "timeline", "sources"])
def test_every_view_can_be_played(view: str) -> None:
    korea = korea_graph()
    selected = select(korea, Selection(question=("Q2",)))
    played, picture = draw_film(selected, 3, view=view, theme="dark"), draw_picture(selected, view=view)
    for sort in ("node", "edge"):
        assert set(drawn(played, sort)) == set(drawn(picture, sort))
