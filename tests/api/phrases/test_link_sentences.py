"""What several records do together is said in one sentence wherever a link is read: E1 + E2 support F1."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.api.texts.text_reader import API
from tests.builders import a_debate

TOGETHER = "F1 + F2 test P1"


@pytest.fixture
def joined(client: TestClient) -> TestClient:
    lists = a_debate().link("L9", "E1 I1", "supports", "F2").link("L10", "I1", "undercuts", "L9").lists
    assert client.put(API, json=lists, headers={"If-None-Match": "*"}).status_code == 201
    client.headers["Accept"] = "text/html"
    return client


def plain(page: str) -> str:
    """Return the words of a page on one line, attributes left out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize(
    "address",
    [
        "/maps/debate",  # the picture, told to whoever does not see it
        "/maps/debate/outline",
        "/maps/debate.md",
        "/maps/debate/records/L1",
        "/maps/debate/records/P1",
        "/maps/debate/records/F1",
    ],
)
def test_several_are_said_to_test_together(joined: TestClient, address: str) -> None:
    answer = joined.get(address)
    assert answer.status_code == 200
    told = answer.text if address.endswith(".md") else plain(answer.text)
    assert TOGETHER in told.replace("*", "").replace("\\", "")
    assert "together test" not in told


def test_several_support_and_one_supports(joined: TestClient) -> None:
    assert "E1 + I1 support F2" in plain(joined.get("/maps/debate/records/L9").text)
    assert "E1 supports F1" in plain(joined.get("/maps/debate/records/L2").text)
    assert "undercuts" in plain(joined.get("/maps/debate/records/L10").text)


def test_a_preview_and_what_is_offered_say_so_too(joined: TestClient) -> None:
    offered = joined.get("/maps/debate/choices", params={"q": "L9", "kind": "link"}).json()
    assert re.fullmatch(r"E1 “.+” \+ I1 “.+” support F2 “.+”", offered[0]["text"])
    assert "E1 + I1 support F2" in plain(joined.get("/maps/debate/previews/L9").text)


@pytest.mark.parametrize("address", ["add?target=F1", "add?kind=link", "records/L9/edit"])
def test_forms_that_link_have_room_for_the_sentence(joined: TestClient, address: str) -> None:
    page = joined.get(f"/maps/debate/{address}").text
    assert "data-sentence" in page
    assert "data-multiple" in page
    assert '"supports": ["supports", "support"]' in unescape(page)
