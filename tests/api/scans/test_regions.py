"""A region becomes evidence and is seen wherever the evidence is read; it goes out and in with its map."""

import base64
import hashlib
import re

import pytest
from starlette.testclient import TestClient

from tests.api.scans.scan_builders import HTML, SCANS, add_scan, list_sources, mark_region, read_record
from tests.api.texts.text_reader import API

EVIDENCE = {"summary": "He must prepare.", "source": "S1", "locator": "image 1", "transcription": "he must prepare"}


def test_a_region_becomes_evidence_with_what_is_read_there(reader: TestClient) -> None:
    scan = add_scan(reader)
    answer = mark_region(reader, scan, **EVIDENCE)
    assert answer.status_code == 303, answer.text
    region, evidence = read_record(reader, "RG1"), read_record(reader, "E2")
    assert (region["x"], region["y"], region["width"], region["height"]) == (30, 30, 200, 15)
    assert region["bodies"] == ["E2"]
    assert region["transcription"] == evidence["quotation"] == "he must prepare"
    # One change, undone as one.
    change = answer.headers["location"].partition("done=")[2].partition("&")[0]
    undone = reader.post(f"{API}/changes/{change}/undo", headers={"Accept": "application/json"})
    assert undone.status_code in (200, 201), undone.text
    assert reader.get(f"{API}/regions/RG1").status_code == reader.get(f"{API}/evidence/E2").status_code == 404


@pytest.mark.parametrize("page", ["/maps/debate/records/E2", "/maps/debate/outline", f"{SCANS}/SC1?page=1"])
def test_its_crop_is_shown_where_the_evidence_is_read(reader: TestClient, page: str) -> None:
    mark_region(reader, add_scan(reader), **EVIDENCE)
    crops = [source for source in list_sources(reader.get(page, headers=HTML).text) if "/30,30,200,15/" in source]
    assert crops
    assert reader.get(crops[0]).status_code == 200


def test_its_crop_is_in_the_ledger(reader: TestClient) -> None:
    scan = add_scan(reader)
    place = {"in_scan": "SC1", "page": 2, "x": 30, "y": 30, "width": 200, "height": 15}
    answer = reader.post(f"{API}/regions", json={**place, "bodies": ["E1"]})
    assert answer.status_code == 201, answer.text
    assert answer.json()["image"] == scan["pages"][1]["image"]
    assert any(
        "/30,30,200,15/" in source for source in list_sources(reader.get("/maps/debate/ledger", headers=HTML).text)
    )


def test_two_readings_of_one_line_are_two_records(reader: TestClient) -> None:
    scan = add_scan(reader)
    mark_region(reader, scan, **EVIDENCE)
    mark_region(reader, scan, **{**EVIDENCE, "summary": "He may prepare.", "transcription": "he may prepare"})
    page = reader.get(f"{SCANS}/SC1", headers=HTML).text
    assert re.findall(r'data-region="(RG\d)"', page) == ["RG1", "RG2"]
    assert "he may prepare" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"x": ""}, "Draw a region on the page"),
        ({"x": "900"}, "The region is not on the page"),
        ({"points": "1,1 x"}, "The corners cannot be read."),
        ({"image": "0" * 64}, "This page is no longer in the scan."),
    ],
)
def test_a_place_that_is_none_is_asked_for_again(reader: TestClient, fields: dict[str, str], words: str) -> None:
    answer = mark_region(reader, add_scan(reader), **{**EVIDENCE, **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert "RG1" not in reader.get(API).text


def test_a_place_that_is_none_leaves_one_on_the_page_that_was_meant(reader: TestClient) -> None:
    scan = add_scan(reader)
    answer = mark_region(reader, scan, page=3, **{**EVIDENCE, "x": ""})
    assert answer.status_code == 422
    assert f'name="image" value="{scan["pages"][2]["image"]}"' in answer.text
    assert "he must prepare" in answer.text


def test_what_reaches_over_the_edge_ends_there(reader: TestClient) -> None:
    assert mark_region(reader, add_scan(reader), **{**EVIDENCE, "width": "9000"}).status_code == 303
    assert read_record(reader, "RG1")["width"] == 270


def test_a_missing_field_keeps_the_region_and_what_was_typed(reader: TestClient) -> None:
    answer = mark_region(reader, add_scan(reader), **{**EVIDENCE, "summary": ""})
    assert answer.status_code == 422
    assert 'name="x" value="30"' in answer.text
    assert "he must prepare" in answer.text


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ({"x": 0, "y": 0, "width": 301, "height": 1}, 422),
        ({"x": 0, "y": 0}, 422),
        ({"points": [[1, 1], [2, 2]]}, 422),
        ({"points": [[1, 1], [2, 2], [1, 3]], "x": 0, "y": 0, "width": 9, "height": 9}, 422),
        ({"points": [[1, 1], [2, 2], [1, 3]]}, 201),
        ({"page": 4, "x": 0, "y": 0, "width": 1, "height": 1}, 422),
        ({"in_scan": "E1", "x": 0, "y": 0, "width": 1, "height": 1}, 422),
    ],
)
def test_a_region_is_on_a_page_of_its_scan(reader: TestClient, place: dict[str, object], status: int) -> None:
    add_scan(reader)
    answer = reader.post(f"{API}/regions", json={"in_scan": "SC1", **place})
    assert answer.status_code == status, answer.text


def test_scans_go_out_and_in_with_their_images(reader: TestClient) -> None:
    mark_region(reader, add_scan(reader), **EVIDENCE)
    document = reader.get(API).json()
    assert len(document["images"]) == 3
    copied = reader.put("/api/v1/maps/copy", json={**document, "slug": "copy"})
    assert copied.status_code == 201, copied.text
    assert reader.get("/api/v1/maps/copy").json() == {**document, "slug": "copy"}
    image = document["regions"][0]["image"]
    assert reader.get(f"/maps/copy/scans/SC1/images/{image}/full/max/0/default.jpg").status_code == 200
    # An image that is another one, or is missing, is refused with its place.
    broken = {**document, "images": {**document["images"], image: document["images"][image] | {"width": 1}}}
    answer = reader.put("/api/v1/maps/broken", json=broken)
    assert answer.status_code == 422
    del broken["images"][image]
    answer = reader.put("/api/v1/maps/broken", json=broken)
    assert any("/scans/0/pages/0" in fault["pointer"] for fault in answer.json()["errors"]), answer.text


def test_a_program_adds_pages_and_gives_them_names(reader: TestClient) -> None:
    scan = add_scan(reader, 1)
    image = reader.get(f"{SCANS}/SC1/images/{scan['pages'][0]['image']}/original").content
    tag = reader.get(f"{API}/scans/SC1").headers["etag"]
    headers = {"Content-Type": "image/jpeg", "If-Match": tag}
    answer = reader.post(f"{API}/scans/SC1/pages?name=fol.%202r", content=image, headers=headers)
    assert answer.status_code == 200, answer.text
    # The same image again, as blank pages are.
    assert [page.get("name", "") for page in answer.json()["pages"]] == ["", "fol. 2r"]
    assert reader.post(f"{API}/scans/SC1/pages", content=image, headers=headers).status_code == 412
    assert (
        reader.post(f"{API}/scans/SC1/pages", content=image, headers={"Content-Type": "image/jpeg"}).status_code == 428
    )


def test_a_place_that_is_none_is_asked_for_on_the_same_page(reader: TestClient) -> None:
    scan = add_scan(reader)
    image = scan["pages"][1]["image"]
    answer = reader.get(f"{SCANS}/{scan['id']}/mark?as=evidence&image={image}&x=&y=", headers=HTML)
    assert answer.status_code == 422
    assert f'name="image" value="{image}"' in answer.text
    assert mark_region(reader, scan, 2, **{**EVIDENCE, "width": "0"}).text.count(f'name="image" value="{image}"') == 1


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"\xff\xd8\xff\xe0 no image"])
def test_what_cannot_be_shown_is_not_taken_for_an_image(reader: TestClient, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    image = {"media_type": "image/jpeg", "width": 9, "height": 9, "data": base64.b64encode(data).decode()}
    page = {"image": sha256, "width": 9, "height": 9}
    document = {"title": "A", "scans": [{"id": "SC1", "title": "A", "pages": [page]}], "images": {sha256: image}}
    answer = reader.put("/api/v1/maps/other", json=document)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/images/{sha256}"
