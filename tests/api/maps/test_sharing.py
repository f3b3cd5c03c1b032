"""A map on other sites: framed, told of by oEmbed, and shown as a card."""

import html
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from defusedxml import ElementTree
from PIL import Image
from starlette.testclient import TestClient

from api.app import create_app
from api.maps import sharing_pages
from api.settings import Settings
from argument_maps.examples import read_korea_map
from tests.api.closing import close

MAP = "/maps/korea-1950"
HERE = f"http://testserver{MAP}"
BROWSER = {"Accept": "text/html"}


@pytest.mark.parametrize("address", ["/", MAP, f"{MAP}/outline", f"{MAP}/reading/P3", f"{MAP}/records/P3", "/search"])
def test_only_the_embedded_page_may_be_framed_by_other_sites(korea_reader: TestClient, address: str) -> None:
    page, framed = (korea_reader.get(each, headers=BROWSER).headers for each in (address, f"{MAP}/embed"))
    assert "frame-ancestors 'none'" in page["content-security-policy"]
    assert page["x-frame-options"] == "DENY"
    assert "frame-ancestors *" in framed["content-security-policy"]
    assert "default-src 'self'" in framed["content-security-policy"]
    assert "x-frame-options" not in framed
    assert framed["x-content-type-options"] == "nosniff"


def test_what_is_framed_shows_the_map_its_source_and_its_licence_and_leads_out_of_the_frame(
    korea_reader: TestClient,
) -> None:
    text = korea_reader.get(f"{MAP}/embed?question=Q2", headers=BROWSER).text
    assert '<base target="_blank">' in text
    assert 'id="n-P3"' in text
    assert 'id="n-P12"' not in text
    assert f'<a href="{MAP}?question=Q2">Open map</a>' in text
    assert "Argument map korea-1950, version 1" in text
    assert "Licence: MIT" in text
    assert "<form" not in text


def test_the_frame_of_what_cannot_be_drawn_says_why(korea_reader: TestClient) -> None:
    answer = korea_reader.get(f"{MAP}/embed?as_of=nonsense", headers=BROWSER)
    assert answer.status_code == 422
    assert "“nonsense” is not a date" in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


def test_oembed_answers_as_its_specification_says(korea_reader: TestClient) -> None:
    answer = korea_reader.get("/oembed", params={"url": f"{HERE}?question=Q2&record=P3"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert (told["width"], told["height"]) == (960, 600)
    assert told["title"].startswith("Korea 1950")
    source = re.search(r'<iframe src="([^"]+)"', told["html"])
    assert source is not None
    framed = urlsplit(html.unescape(source[1]))
    assert (framed.path, framed.query) == (f"{MAP}/embed", "question=Q2")
    assert korea_reader.get(f"{framed.path}?{framed.query}").status_code == 200
    assert korea_reader.get(urlsplit(told["thumbnail_url"]).path).headers["content-type"] == "image/png"


def test_oembed_answers_in_xml_what_it_answers_in_json(korea_reader: TestClient) -> None:
    asked = {"url": f"{HERE}?question=Q2&view=argument"}
    answer = korea_reader.get("/oembed", params={**asked, "format": "xml"})
    assert answer.headers["content-type"].startswith("text/xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    told = {name: str(value) for name, value in korea_reader.get("/oembed", params=asked).json().items()}
    assert {child.tag: child.text for child in root} == told


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "400"}, (400, 600)),
        ({"maxheight": "300", "maxwidth": "5000"}, (960, 300)),
        ({"maxwidth": "none"}, (960, 600)),
        ({"maxwidth": "0"}, (1, 600)),
    ],
)
def test_oembed_is_no_larger_than_was_asked_for(
    korea_reader: TestClient, asked: dict[str, str], size: tuple[int, int]
) -> None:
    told = korea_reader.get("/oembed", params={"url": HERE, **asked}).json()
    assert (told["width"], told["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in told["html"]


@pytest.mark.parametrize(
    ("url", "form", "status"),
    [
        (HERE, "yaml", 501),
        ("http://testserver/maps/nothing", "json", 404),
        ("http://elsewhere.example/maps/korea-1950", "json", 404),
        ("ftp://testserver/maps/korea-1950", "json", 404),
        ("http://testserver/search", "json", 404),
        ("http://testserver:99999/maps/korea-1950", "json", 404),
        ("http://[/maps/korea-1950", "json", 404),
        ("", "json", 404),
    ],
)
def test_oembed_refuses_with_the_status_of_its_specification(
    korea_reader: TestClient, url: str, form: str, status: int
) -> None:
    answer = korea_reader.get("/oembed", params={"url": url, "format": form})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["remedy"]


def test_oembed_says_of_a_map_that_is_closed_to_the_asker_that_it_is_not_public(
    korea_reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.current_user.is_allowed", lambda *_: False)
    assert korea_reader.get("/oembed", params={"url": HERE}).status_code == 404


@pytest.mark.parametrize("page", ["", "/outline", "/reading/P3"])
def test_every_page_of_a_map_is_embedded_as_the_map(korea_reader: TestClient, page: str) -> None:
    told = korea_reader.get("/oembed", params={"url": HERE + page}).json()
    assert f'src="{HERE}/embed"' in told["html"]


def test_the_map_tells_other_sites_where_to_ask_and_what_to_show(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}?question=Q2&theme=dark&record=P3", headers=BROWSER).text
    meta = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))
    assert meta["og:url"] == f"{HERE}?question=Q2"
    assert meta["og:image"] == meta["twitter:image"] == f"{HERE}/card.png"
    assert meta["twitter:card"] == "summary_large_image"
    assert f'<link rel="canonical" href="{HERE}?question=Q2">' in text
    links = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', text)
    assert [media for media, _ in links] == ["application/json+oembed", "text/xml+oembed"]
    for _, address in links:
        asked = html.unescape(address).removeprefix("http://testserver")
        assert parse_qs(urlsplit(asked).query)["url"] == [f"{HERE}?question=Q2"]
        assert korea_reader.get(asked).status_code == 200


def test_the_card_is_a_picture_of_the_size_that_is_announced(korea_reader: TestClient) -> None:
    answer = korea_reader.get(f"{MAP}/card.png")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (1200, 630)
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 50
    again = korea_reader.get(f"{MAP}/card.png", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_link_to_the_view_and_markup_for_other_sites_stand_on_the_page(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}?question=Q2&record=P3&done=7", headers=BROWSER).text
    link = re.search(r'<input id="share-link" readonly value="([^"]+)"', text)
    frame = re.search(r'<textarea id="share-frame"[^>]*>(.*?)</textarea>', text)
    assert link is not None
    assert frame is not None
    assert html.unescape(link[1]) == f"{HERE}?question=Q2&record=P3"
    assert f'src="{HERE}/embed?question=Q2"' in html.unescape(frame[1])


def test_addresses_begin_with_the_one_under_which_readers_reach_the_server(sqlite_url: str) -> None:
    app = create_app(Settings(database_url=sqlite_url, base_url="https://maps.example.org/argue", log_requests=False))
    client = TestClient(app)
    client.put(f"/api/v1{MAP}", content=read_korea_map(), headers={"Content-Type": "application/json"})
    there = f"https://maps.example.org/argue{MAP}"
    assert f'<link rel="canonical" href="{there}">' in client.get(MAP, headers=BROWSER).text
    told = client.get("/oembed", params={"url": there}).json()
    assert f'src="{there}/embed"' in told["html"]
    assert client.get("/oembed", params={"url": HERE}).status_code == 404
    close(app)


def test_the_policy_of_the_frame_differs_from_others_in_one_word_only() -> None:
    framed = sharing_pages.EMBED_HEADERS["Content-Security-Policy"]
    assert framed.replace("frame-ancestors *", "frame-ancestors 'none'") == sharing_pages.PAGE_POLICY
