"""A script that shows a map gets what its change made of the picture in the same answer."""

import re
from html import unescape

from starlette.testclient import TestClient

from tests.api.editing.test_editing import debate, fields_of, record

__all__ = ["debate"]


def picture_of(page: str) -> str:
    found = re.search(r'data-picture="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def changed(client: TestClient, text: str) -> dict[str, str]:
    return fields_of(client.get("/maps/debate/records/P1/edit").text) | {"text": text}


def test_the_page_comes_with_the_answer_and_tells_its_address(debate: TestClient) -> None:
    shown = picture_of(debate.get("/maps/debate").text)
    answer = debate.post(
        "/maps/debate/records/P1/edit?as_of=2000", data=changed(debate, "They feared it."), headers={"Sic-Shown": shown}
    )
    assert answer.status_code == 200
    assert answer.headers["content-location"].startswith("/maps/debate?as_of=2000&record=P1&done=")
    assert picture_of(answer.text) == picture_of(debate.get("/maps/debate?as_of=2000").text) != shown
    assert record(debate, "P1")["text"] == "They feared it."


def test_only_what_differs_of_the_picture_is_sent(debate: TestClient) -> None:
    headers = {"Sic-Shown": picture_of(debate.get("/maps/debate").text)}
    text = debate.post("/maps/debate/records/P1/edit", data=changed(debate, "They felt it."), headers=headers).text
    assert '<g id="n-F1" data-same=""></g>' in text
    assert "They felt it." in text[text.index('id="n-P1"') : text.index("</svg>")]


def test_a_picture_that_the_server_does_not_know_is_answered_by_the_whole(debate: TestClient) -> None:
    for unknown in ("", '"nothing"', "é".encode("latin-1")):
        text = debate.get("/maps/debate", headers={b"Sic-Shown": unknown}).text  # type: ignore[dict-item] # bytes are taken as they are
        assert "data-same" not in text
        assert 'id="n-F1" data-id' in text


def test_the_picture_of_another_map_is_not_compared_with(debate: TestClient) -> None:
    document = debate.get("/api/v1/maps/debate", headers={"Accept": "application/json"}).json()
    for name in ("slug", "version", "revision"):
        document.pop(name, None)
    put = debate.put("/api/v1/maps/other", json=document, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    shown = picture_of(debate.get("/maps/other").text)
    assert "data-same" not in debate.get("/maps/debate", headers={"Sic-Shown": shown}).text


def test_a_fault_in_the_form_is_told_as_without_scripts(debate: TestClient) -> None:
    answer = debate.post("/maps/debate/records/P1/edit", data=changed(debate, ""), headers={"Sic-Shown": ""})
    assert answer.status_code == 422
    assert "content-location" not in answer.headers
