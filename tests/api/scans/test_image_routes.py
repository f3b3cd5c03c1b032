"""Images of pages are given as IIIF has it, to whoever sees the map and to nobody else."""

from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from tests.api.scans.scan_builders import HEIGHT, HTML, SCANS, WIDTH, add_scan, list_sources, mark_region
from tests.api.texts.text_reader import API


def find_image(reader: TestClient) -> str:
    return f"{SCANS}/SC1/images/{add_scan(reader)['pages'][0]['image']}"


def test_the_information_says_what_can_be_asked(reader: TestClient) -> None:
    address = find_image(reader)
    assert reader.get(address, follow_redirects=False).headers["location"] == f"{address}/info.json"
    answer = reader.get(f"{address}/info.json")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert (told["id"], told["width"], told["height"]) == (f"http://testserver{address}", WIDTH, HEIGHT)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ("full/max/0/default.jpg", (WIDTH, HEIGHT)),
        ("full/!150,150/0/default.jpg", (113, 150)),
        ("30,30,100,20/max/0/default.png", (100, 20)),
        ("30,30,100,20/max/90/gray.png", (20, 100)),
        ("pct:0,0,50,50/max/0/default.jpg", (150, 200)),
    ],
)
def test_a_part_comes_in_the_size_and_turn_that_are_asked_for(
    reader: TestClient, asked: str, size: tuple[int, int]
) -> None:
    address = find_image(reader)
    answer = reader.get(f"{address}/{asked}")
    assert answer.status_code == 200, answer.text
    assert Image.open(BytesIO(answer.content)).size == size
    again = reader.get(f"{address}/{asked}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("full/max/45/default.jpg", 400),
        ("400,0,10,10/max/0/default.jpg", 400),
        ("full/9999,/0/default.jpg", 400),
        ("full/max/0/default.gif", 400),
        ("polygon.jpg?points=1,1 2,2", 422),
        ("polygon.jpg?points=900,900 990,900 990,990", 400),
    ],
)
def test_what_cannot_be_given_is_refused_with_what_to_do(reader: TestClient, asked: str, status: int) -> None:
    answer = reader.get(f"{find_image(reader)}/{asked}", headers={"Accept": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.json()["remedy"]


def test_an_image_of_no_page_of_the_scan_is_not_given(reader: TestClient) -> None:
    find_image(reader)
    other = reader.put("/api/v1/maps/other", json={"title": "Other", "scans": [{"id": "SC1", "title": "Empty"}]})
    assert other.status_code == 201, other.text
    image = reader.get(f"{API}/scans/SC1").json()["pages"][0]["image"]
    for address in (f"/maps/other/scans/SC1/images/{image}", f"{SCANS}/SC1/images/{'0' * 64}"):
        for rest in ("info.json", "original", "full/max/0/default.jpg", "polygon.jpg?points=1,1 9,1 9,9"):
            assert reader.get(f"{address}/{rest}").status_code == 404, address
    # Nor does whoever knows its hash get it into a scan of their own.
    page = {"image": image, "width": WIDTH, "height": HEIGHT}
    document = {"title": "Third", "scans": [{"id": "SC1", "title": "A", "pages": [page]}]}
    answer = reader.put("/api/v1/maps/third", json=document)
    assert answer.status_code == 422, answer.text
    answer = reader.post("/api/v1/maps/other/scans", json={"title": "A", "pages": [page]})
    assert answer.status_code == 422, answer.text
    assert "images-have-their-address" in answer.json()["type"]


def test_around_a_polygon_the_page_is_pale(reader: TestClient) -> None:
    scan = add_scan(reader)
    answer = mark_region(reader, scan, points="30,30 250,30 30,200", summary="He wrote.", source="S1")
    assert answer.status_code == 303, answer.text
    page = reader.get(answer.headers["location"], headers=HTML).text
    crop = next(address for address in list_sources(page) if "polygon" in address)
    picture = Image.open(BytesIO(reader.get(crop).content)).convert("L")
    assert picture.size == (220, 170)
    inside, outside = picture.getpixel((20, 20)), picture.getpixel((210, 160))
    assert isinstance(inside, int)
    assert isinstance(outside, int)
    assert outside > inside


def test_the_manifest_has_the_pages_and_the_regions(reader: TestClient) -> None:
    scan = add_scan(reader)
    mark_region(reader, scan, transcription="he must prepare", summary="He wrote.", source="S1")
    answer = reader.get(f"{SCANS}/SC1/manifest.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    manifest = answer.json()
    assert (manifest["type"], len(manifest["items"])) == ("Manifest", 3)
    assert "he must prepare" in answer.text
    assert "xywh=30,30,200,15" in answer.text
