"""Transcriptions sent as files: their lines keep their places, and go out and in with the map."""

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.records.test_records import BASE, MAP
from tests.argument_maps.reading.transcripts.test_volumes import pack
from tests.argument_maps.reading.transcripts.transcript_files import page_line, page_region, write_page

PAGES = pack(
    p1_xml=write_page(page_region(page_line("Der Ver¬"), page_line("trag steht", 150))),
    p2_xml=write_page(page_region(page_line("noch."))),
)


def send(client: TestClient) -> Response:
    assert client.put(MAP, json=BASE).status_code == 201
    # An archive is read by a process of its own.
    headers = {"Content-Type": "application/zip"}
    made = client.post(f"{MAP}/texts/upload?name=volume.zip", content=PAGES, headers=headers)
    assert made.status_code == 201, made.text
    return made


def test_a_volume_becomes_a_text_whose_lines_know_their_places(client: TestClient) -> None:
    assert client.put(MAP, json=BASE).status_code == 201
    # An archive is read by a process of its own.
    made = client.post(
        f"{MAP}/texts/upload?name=volume.zip", content=PAGES, headers={"Content-Type": "application/zip"}
    )
    assert made.status_code == 201, made.text
    content = client.get(f"{made.headers['location']}/content").json()
    assert (content["text"], content["media_type"]) == ("Der Vertrag steht noch.", "application/zip")
    assert content["line_boxes"] == [
        {"start": 0, "end": 7, "page": 1, "left": 10_000, "top": 5_000, "width": 50_000, "height": 2_000},
        {"start": 7, "end": 17, "page": 1, "left": 10_000, "top": 7_500, "width": 50_000, "height": 2_000},
        {"start": 18, "end": 23, "page": 2, "left": 10_000, "top": 5_000, "width": 50_000, "height": 2_000},
    ]
    document = client.get(MAP).json()
    (held,) = (each for each in document["contents"].values() if "line_boxes" in each)
    assert held["line_boxes"] == content["line_boxes"]
    assert client.put("/api/v1/maps/copy", json={**document, "slug": "copy"}).status_code == 201
    assert client.get("/api/v1/maps/copy").json() == {**document, "slug": "copy"}


def test_places_that_cannot_be_are_refused(client: TestClient) -> None:
    send(client)
    document = client.get(MAP).json()
    (held,) = (each for each in document["contents"].values() if "line_boxes" in each)
    held["line_boxes"][0]["end"] = 12
    refused = client.put("/api/v1/maps/copy", json={**document, "slug": "copy"})
    assert refused.status_code == 422
