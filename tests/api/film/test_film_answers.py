"""What programs and readers get of the film of the Korea map."""

import re
from typing import Any

import pypdfium2
import pytest
from starlette.testclient import TestClient

from api.film import film_selections
from tests.renderers.pictures import korea_graph

MAP = "/api/v1/maps/korea-1950/film"
PAGE = "/maps/korea-1950/film"


def get(client: TestClient, address: str, **parameters: Any) -> Any:
    answer = client.get(address, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def read(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


def test_each_frame_tells_what_came_what_opened_and_what_turned(korea_reader: TestClient) -> None:
    answer = get(korea_reader, MAP, limit=200)
    assert answer["length"] == len(answer["items"]) == 23
    assert (answer["left_out"], answer["next"]) == ([], None)
    frames = {frame["year"]: frame for frame in answer["items"]}
    turned = frames[1994]
    assert [(turn["perception"], turn["before"], turn["after"]) for turn in turned["turns"]] == [
        ("P2", "not tested", "contested"),
        ("P3", "not tested", "contested"),
    ]
    assert turned["turns"][0]["remarks"] == ["on one document alone (E1)"]
    assert turned["openings"][0]["repositories"] == ["AVPRF", "RGASPI"]
    assert {"perception": "P5", "verdict": "partly confirmed"}.items() <= turned["requalified"][0].items()
    graph = korea_graph()
    assert sorted(label for frame in answer["items"] for label in frame["records"]) == sorted(graph.statements)
    assert sorted(label for frame in answer["items"] for label in frame["links"]) == sorted(graph.links_by_id)
    assert {label for frame in answer["items"] for label in frame["sources"]} == graph.sources_by_id.keys()


def test_frames_come_page_by_page_up_to_a_date_and_of_a_part(korea_reader: TestClient) -> None:
    items: list[dict[str, Any]] = []
    answer = get(korea_reader, MAP, limit=5, as_of="1995-06")
    while True:
        items += answer["items"]
        if answer["next"] is None:
            break
        answer = get(korea_reader, answer["next"])
    assert answer["length"] == len(items) == 11
    assert items[-1]["as_of"] == "1995"
    part = get(korea_reader, MAP, question="Q2", limit=200)
    assert 1 < part["length"] < 23
    assert "P8" not in {label for frame in part["items"] for label in frame["records"]}


@pytest.mark.parametrize(
    ("parameters", "named"),
    [({"question": "Q99"}, "Q99"), ({"as_of": "soon"}, "as_of"), ({"reader": "stalin"}, "reader")],
)
def test_what_the_map_does_not_have_is_refused(
    korea_reader: TestClient, parameters: dict[str, str], named: str
) -> None:
    answer = korea_reader.get(MAP, params=parameters)
    assert answer.status_code == 422
    assert named in answer.text


def test_of_very_much_that_came_at_once_the_rest_is_counted(
    korea_reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.film.film_routes.MOST_LABELS", 3)
    frame = get(korea_reader, MAP, limit=200)["items"][1]
    assert len(frame["records"]) == 3
    assert frame["unnamed"] == 19 - 3 + 14 - 3


def test_the_page_begins_with_the_first_frame_and_is_asked_for_any_other(korea_reader: TestClient) -> None:
    first, later = read(korea_reader, PAGE), read(korea_reader, f"{PAGE}?as_of=1994")
    assert re.search(r'id="film-year">1949<', first)
    assert re.search(r'id="film-year">1994<', later)
    now = later[later.index('id="film-now"') : later.index('id="film-verdicts"')]
    assert "let out by Boris Yeltsin" in now
    assert "not tested" in now
    assert "contested" in now
    assert "on one document alone" in now


def test_without_a_script_the_page_is_a_list_of_frames_with_links_and_the_picture_of_one(
    korea_reader: TestClient,
) -> None:
    page = read(korea_reader, f"{PAGE}?question=Q2&as_of=1994")
    frames = page[page.index('id="frames"') :]
    links = re.findall(r'data-frame-link href="([^"]+)"><b>(\d+)', frames)
    assert len(links) == get(korea_reader, MAP, question="Q2")["length"]
    for address, year in (links[0], links[-1]):
        assert f'id="film-year">{year}<' in read(korea_reader, address.replace("&amp;", "&"))
    assert re.search(r'rel="prev" data-frame-link href="[^"]*as_of=1993"', page)
    assert re.search(r'rel="next" data-frame-link href="[^"]*as_of=1995"', page)
    # Of the picture what is of other frames is unseen; of the board it is hidden.
    assert re.search(r'<g class="unseen" data-first="\d+"><g class="node finding', page)
    assert 'class="film-mark"' in page
    assert re.search(r'<b class="film-turned" data-first="\d+" data-last="\d+">turned', page)


def test_the_map_and_what_became_known_lead_to_the_film(korea_reader: TestClient) -> None:
    assert f'href="{PAGE}?as_of=1995"' in read(korea_reader, "/maps/korea-1950?as_of=1995")
    assert f'href="{PAGE}"' in read(korea_reader, "/maps/korea-1950/became-known")


@pytest.mark.parametrize(("asked", "named"), [("?as_of=soon", "As known by"), ("?question=Q99", "question=Q99")])
def test_the_page_says_what_is_wrong_with_what_is_asked(korea_reader: TestClient, asked: str, named: str) -> None:
    page = read(korea_reader, PAGE + asked, 422)
    assert named in page[page.index('role="alert"') :]
    assert korea_reader.get(f"{PAGE}.pdf{asked}").status_code == 422


def test_a_map_too_large_for_one_picture_is_played_by_question(
    korea_reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_selections, "MOST_PLAYED", 40)
    page = read(korea_reader, f"{PAGE}?as_of=1995")
    assert "This is the film of one question" in page
    assert '<option value="Q1" selected' in page
    # What is asked for by name is not exchanged for something else.
    monkeypatch.setattr(film_selections, "MOST_PLAYED", 3)
    page = read(korea_reader, f"{PAGE}?question=Q2")
    assert "too many to be played in a picture" in page
    assert "<svg" not in page[page.index('id="canvas"') :]
    assert 'id="frames"' in page
    assert korea_reader.get(f"{PAGE}.pdf?question=Q2").status_code == 422


def test_all_frames_are_a_page_with_a_figure_of_each(korea_reader: TestClient) -> None:
    page = read(korea_reader, f"{PAGE}/frames?question=Q2")
    sheets = page.split('<section class="film-sheet"')[1:]
    assert len(sheets) == get(korea_reader, MAP, question="Q2")["length"]
    assert sum("<svg" in sheet for sheet in sheets) > 5
    assert f'href="{PAGE}.pdf?question=Q2"' in page


def test_the_deck_is_a_file_that_says_how_the_map_is_cited(korea_reader: TestClient) -> None:
    answer = korea_reader.get(f"{PAGE}.pdf?question=Q2&theme=print")
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert len(pages) == get(korea_reader, MAP, question="Q2")["length"]
    assert all("Korea 1950" in page and "Sic et Non" in page for page in pages)


def test_an_empty_map_has_nothing_to_play(client: TestClient) -> None:
    made = client.post("/api/v1/maps", json={"slug": "bare", "title": "Of nothing yet"})
    assert made.status_code == 201, made.text
    assert "There is nothing to play" in read(client, "/maps/bare/film")
    assert "There is nothing to play" in read(client, "/maps/bare/film/frames")
    assert get(client, "/api/v1/maps/bare/film")["items"] == []
    assert client.get("/maps/bare/film.pdf").status_code == 422


def test_a_former_state_of_the_map_has_a_film_of_its_own(korea_writer: TestClient) -> None:
    last = korea_writer.get("/api/v1/maps/korea-1950/revisions?limit=1").json()["items"][0]["sequence"]
    etag = korea_writer.get("/api/v1/maps/korea-1950").headers["etag"]
    gone = korea_writer.delete("/api/v1/maps/korea-1950/claims/P13?with_dependents=true", headers={"If-Match": etag})
    assert gone.status_code in {200, 204}, gone.text
    assert 1951 not in {frame["year"] for frame in get(korea_writer, MAP, limit=200)["items"]}
    assert 1951 in {frame["year"] for frame in get(korea_writer, MAP, limit=200, at=last)["items"]}
    page = read(korea_writer, f"{PAGE}?at={last}")
    assert f"/maps/korea-1950/moments/{last}/records/P3" in page
