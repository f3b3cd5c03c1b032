"""Whatever is sent, the answer is a small problem document, and nothing of it is stored."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.problems import MEDIA_TYPE

MAP = "/api/v1/maps/debate"
JSON = {"Content-Type": "application/json"}
ALIKE = [
    b'{"slug": "x", "title": NaN}',
    b'{"slug": "x", "title": Infinity}',
    b'{"slug": "x", "title": "\\ud800"}',
    b'{"slug": "x", "title": "\\u0000"}',
    b'{"slug": "x", "title": "\xff"}',
    b'{"slug": "x", "title": 9223372036854775808}',
    b'{"slug": "x", "title": "t", "version": 9223372036854775808}',
    b'{"slug": "x", "title": "t", "' + b"k" * 100_000 + b'": 1}',
    b"[" * 200_000 + b"]" * 200_000,
    b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    b'{"slug": "x", "title": "' + b"t" * 10_000_000 + b'"}',
    b'{"slug": "x", "title": "' + b"t" * 7_000_000 + b'"}',
    b"[" + b"0," * 1_000_000 + b"0]",
    b"",
    b"null",
    b"0",
    b'""',
    b"\x00",
]


ADDRESSES = [
    ("POST", "/api/v1/maps"),
    ("PUT", "/api/v1/maps/x"),
    ("PATCH", MAP),
    ("POST", f"{MAP}/claims"),
    ("PUT", f"{MAP}/claims/P1"),
    ("PATCH", f"{MAP}/claims/P1"),
    ("POST", f"{MAP}/sources"),
    ("POST", f"{MAP}/records"),
]


@pytest.fixture
def debate(client: TestClient) -> TestClient:
    client.post("/api/v1/maps", json={"slug": "debate", "title": "A debate"})
    client.post(f"{MAP}/claims", json={"id": "P1", "kind": "assertion", "text": "x"})
    return client


def _is_a_small_problem(answer: Any) -> bool:
    body = answer.json()
    return (
        400 <= answer.status_code < 500
        and answer.headers["content-type"] == MEDIA_TYPE
        and len(answer.content) < 4096
        and body["status"] == answer.status_code
        and {"type", "title", "detail", "remedy"} <= body.keys()
    )


@pytest.mark.one_in(2)
@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_body_that_is_no_record_gets_a_small_problem(debate: TestClient, method: str, address: str) -> None:
    before = debate.get(MAP).content
    for number, body in enumerate(ALIKE):
        answer = debate.request(method, address, content=body, headers={**JSON, "If-Match": "*"})
        assert _is_a_small_problem(answer), (number, answer.status_code, answer.text[:300])
    assert debate.get(MAP).content == before
    assert debate.get("/api/v1/maps/x").status_code == 404


def test_what_was_sent_is_not_sent_back(debate: TestClient) -> None:
    spoken = "correct horse battery staple"
    answer = debate.post(f"{MAP}/claims", json={"text": [spoken], "kind": spoken, "when": 5, "source": spoken})
    assert answer.status_code == 422
    assert spoken not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"summary": "s", "source": "S1", "selectors": [{"a": "\ud800"}]},
        {"summary": "s", "source": "S1", "selectors": [{"\x00": 1}]},
    ],
)
def test_free_members_are_as_clean_as_texts(debate: TestClient, body: dict[str, Any]) -> None:
    debate.post(f"{MAP}/sources", json={"id": "S1", "type": "book", "title": "t"})
    assert _is_a_small_problem(debate.post(f"{MAP}/evidence", content=json.dumps(body), headers=JSON))


def test_a_body_without_a_length_is_stopped_where_it_becomes_too_long(debate: TestClient) -> None:
    answer = debate.post("/api/v1/maps", content=(b"x" * 100_000 for _ in range(700)), headers=JSON)
    assert answer.status_code == 413
    assert _is_a_small_problem(answer)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "a/b/c"]
)
def test_a_body_that_does_not_say_json_is_refused(debate: TestClient, media_type: str) -> None:
    # A form of another website can send these without being asked, but not application/json.
    answer = debate.post("/api/v1/maps", content=b'{"slug": "x", "title": "t"}', headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert _is_a_small_problem(answer)


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/maps?limit=9223372036854775808",
        "/api/v1/maps?limit=NaN",
        "/api/v1/maps?limit=1e999",
        "/api/v1/maps?surprise=1",
        "/api/v1/maps?cursor=%00",
        "/api/v1/maps?title=%00",
        "/api/v1/maps?limit=1&limit=nonsense",
        "/api/v1/maps/%00",
        "/api/v1/maps/%ff",
        "/api/v1/maps/" + "x" * 5000,
        f"{MAP}/claims/%00",
        f"{MAP}/claims?kind=%ED%A0%80",
        f"{MAP}/claims?held_by=%00",
        f"{MAP}/revisions?after=9223372036854775808",
        f"{MAP}/revisions/9223372036854775808",
        "/api/v1/search?q=%00",
        "/api/v1/search",
        "/api/v1/nothing",
        "/maps/debate.svg?depth=9223372036854775808",
        "/maps/debate.svg?as_of=tomorrow",
        "/maps/debate.svg?view=neighbourhood",
        "/maps/debate.svg?focus=nobody",
        "/maps/debate.svg?question=nobody",
        "/maps/debate.svg?surprise=1",
        "/maps/debate.exe",
        "/maps/nowhere.svg",
        "/maps/debate/ledger.xml",
        "/maps/debate/ledger.json?as_of=%00",
    ],
)
def test_an_address_that_means_nothing_gets_a_small_problem(debate: TestClient, address: str) -> None:
    answer = debate.get(address)
    assert _is_a_small_problem(answer), (answer.status_code, answer.text[:300])


def test_a_wrong_method_is_told_the_right_ones(debate: TestClient) -> None:
    answer = debate.request("PROPFIND", MAP)
    assert answer.status_code == 405
    assert _is_a_small_problem(answer)
    assert answer.headers["allow"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_website_cannot_change_anything(debate: TestClient, headers: dict[str, str]) -> None:
    answer = debate.post("/api/v1/maps", json={"slug": "x", "title": "t"}, headers=headers)
    assert answer.status_code == 403
    assert _is_a_small_problem(answer)
    assert debate.get("/api/v1/maps", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}])
def test_our_own_pages_and_programs_can_change_things(debate: TestClient, headers: dict[str, str]) -> None:
    assert debate.post("/api/v1/maps", json={"slug": "x", "title": "t"}, headers=headers).status_code == 201
