"""Where boxes stand is remembered for a while and within bounds, for pages alone."""

import re
from collections.abc import Mapping

from fastapi.testclient import TestClient

from api.pictures.keeping.standing_places import StandingPlaces
from argument_maps.examples import read_korea_map
from renderers.layout.box_placement import BoxGroup, BoxPlacement, PlacedGroup


def place(count: int) -> Mapping[str, PlacedGroup]:
    middles = {f"P{number}": float(number) for number in range(count)}
    return {"Q1": PlacedGroup(BoxGroup([]), BoxPlacement(middles, []), 0.0)}


def test_what_was_kept_is_recalled() -> None:
    standing, places = StandingPlaces(), place(3)
    standing.keep((1, "picture"), places)
    assert standing.recall((1, "picture")) is places
    assert not standing.recall((2, "picture"))


def test_after_a_while_it_is_forgotten() -> None:
    standing = StandingPlaces(lapse=0.0)
    standing.keep((1, "picture"), place(3))
    assert not standing.recall((1, "picture"))


def test_what_was_drawn_longest_ago_goes_first() -> None:
    standing = StandingPlaces(most_boxes=10)
    for number in range(4):
        standing.keep((number, "picture"), place(4))
    assert [bool(standing.recall((number, "picture"))) for number in range(4)] == [False, False, True, True]


def test_keeping_it_again_counts_its_boxes_once() -> None:
    standing = StandingPlaces(most_boxes=10)
    standing.keep((1, "picture"), place(4))
    for _ in range(5):
        standing.keep((2, "picture"), place(4))
    assert standing.recall((1, "picture"))


KOREA = "/maps/korea-1950"


def find_places(body: str) -> dict[str, str]:
    """Return where the boxes of a picture stand, by their ids."""
    svg = body[body.index('<svg xmlns="http://www.w3.org/2000/svg" class="map') :]
    groups = re.findall(r'<g class="node[^"]*" id="(n-[^"]+)".*?<g transform="translate\(([^)]+)\)"', svg, re.S)
    return dict(groups)


def test_on_a_page_boxes_stay_and_a_file_is_laid_out_afresh(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    made = client.put(f"/api/v1{KOREA}", content=read_korea_map(), headers=headers)
    before = find_places(client.get(KOREA).text)
    assert before == find_places(client.get(f"{KOREA}.svg").text)
    links = client.get(f"/api/v1{KOREA}/links?limit=200").json()["items"]
    gone = next(each for each in links if each["relation"] == "supports")
    address = f"/api/v1{KOREA}/links/{gone['id']}"
    tag = client.get(address).headers["etag"]
    assert made.status_code == 201
    assert client.delete(address, headers={"If-Match": tag}).status_code == 200
    on_page, in_file = find_places(client.get(KOREA).text), find_places(client.get(f"{KOREA}.svg").text)
    assert count_moved(before, on_page) < count_moved(before, in_file)


def count_moved(before: dict[str, str], after: dict[str, str]) -> int:
    return sum(before[key] != after.get(key) for key in before)
