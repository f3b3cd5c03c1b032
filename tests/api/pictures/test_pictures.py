"""Pictures over HTTP: formats, caching, freshness, and what happens when there are too many."""

import csv
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.pictures import picture_service
from argument_maps.examples import read_korea_map
from renderers.raster import rasterising
from renderers.views.view_table import View

KOREA = "/maps/korea-1950"
SIGNATURES = {
    "svg": (b"<svg", "image/svg+xml"),
    "png": (b"\x89PNG", "image/png"),
    "pdf": (b"%PDF", "application/pdf"),
    "dot": (b"digraph", "text/vnd.graphviz"),
    "json": (b"{", "application/json"),
    "html": (b"<!DOCTYPE html>", "text/html"),
    "md": (b"#", "text/markdown"),
    "csv": (b"\xef\xbb\xbfrecord,", "text/csv"),
}


@pytest.fixture
def korea_client(client: TestClient) -> TestClient:
    answer = client.put(f"/api/v1{KOREA}", content=read_korea_map(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 201, answer.text
    return client


@pytest.mark.one_in(2)
@pytest.mark.parametrize("form", SIGNATURES)
def test_every_format_is_what_it_says(korea_client: TestClient, form: str) -> None:
    answer = korea_client.get(f"{KOREA}.{form}", headers={"Accept-Encoding": "identity"})
    begins, media_type = SIGNATURES[form]
    assert answer.status_code == 200, answer.text[:300]
    assert answer.content.lstrip().startswith(begins)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.one_in(2)
@pytest.mark.parametrize("view", list(View), ids=str)
@pytest.mark.parametrize("theme", ["light", "print"])
def test_every_view_is_well_formed_and_has_ids_of_records(korea_client: TestClient, view: View, theme: str) -> None:
    answer = korea_client.get(
        f"{KOREA}.svg",
        params={"view": view.value, "theme": theme, "focus": "P3" if view.definition.needs_focus else ""},
    )
    assert answer.status_code == 200, answer.text[:300]
    groups = [element for element in fromstring(answer.text).iter() if "node" in (element.get("class") or "").split()]
    # A summary shows cards of questions.
    last = "Q3" if view.definition.is_summary else "P3"
    assert any((group.get("id") or "").endswith(last) for group in groups)


def test_the_same_picture_has_the_same_bytes_and_tag(korea_client: TestClient, app: FastAPI) -> None:
    first = korea_client.get(f"{KOREA}.svg")
    again = korea_client.get(f"{KOREA}.svg")
    app.state.pictures.cache._pictures.clear()
    drawn_anew = korea_client.get(f"{KOREA}.svg")
    assert first.content == again.content == drawn_anew.content
    assert first.headers["etag"] == again.headers["etag"] == drawn_anew.headers["etag"]
    assert not first.headers["etag"].startswith("W/")


def test_a_picture_that_the_client_has_is_not_sent_again(korea_client: TestClient) -> None:
    tag = korea_client.get(f"{KOREA}.svg").headers["etag"]
    for condition in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = korea_client.get(f"{KOREA}.svg", headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert korea_client.get(f"{KOREA}.svg", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_is_get_without_the_body(korea_client: TestClient) -> None:
    for _ in range(2):
        head = korea_client.head(f"{KOREA}.json")
        get = korea_client.get(f"{KOREA}.json")
        assert head.content == b""
        for name in ("content-length", "etag", "content-type"):
            assert head.headers[name] == get.headers[name]


def test_a_change_is_seen_at_once(korea_client: TestClient) -> None:
    before = korea_client.get(f"{KOREA}.svg")
    assert korea_client.get(f"{KOREA}.svg").content == before.content
    korea_client.patch(f"/api/v1{KOREA}/claims/P3", json={"text": "Seen at once."}, headers={"If-Match": "*"})
    after = korea_client.get(f"{KOREA}.svg", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "once" in after.text


def test_a_change_by_another_process_is_seen_at_once(korea_client: TestClient, app: FastAPI) -> None:
    other = TestClient(create_app(app.state.settings))
    for number in range(3):
        korea_client.get(f"{KOREA}.json")
        text = f"Written by the other, time {number}."
        assert (
            other.patch(f"/api/v1{KOREA}/claims/P3", json={"text": text}, headers={"If-Match": "*"}).status_code == 200
        )
        claims = {claim["id"]: claim for claim in korea_client.get(f"{KOREA}.json").json()["claims"]}
        assert claims["P3"]["text"] == text
    other.app.state.states.close()
    other.app.state.engine.dispose()


def test_a_deleted_map_has_no_picture_and_a_new_one_under_its_name_its_own(korea_client: TestClient) -> None:
    korea_client.get(f"{KOREA}.json")
    korea_client.delete(f"/api/v1{KOREA}", headers={"If-Match": "*"})
    assert korea_client.get(f"{KOREA}.json").status_code == 404
    korea_client.post("/api/v1/maps", json={"slug": "korea-1950", "title": "Another"})
    assert korea_client.get(f"{KOREA}.json").json()["title"] == "Another"


def test_second_requests_come_from_memory(korea_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [f"{KOREA}.svg", f"{KOREA}.json?kind=claim", f"{KOREA}/ledger.json?as_of=1996"]
    first = [korea_client.get(address).content for address in addresses]
    monkeypatch.setattr(picture_service, "render_picture", lambda *_: pytest.fail("it was drawn again"))
    assert [korea_client.get(address).content for address in addresses] == first


@pytest.mark.usefixtures("korea_client")
def test_equal_wishes_that_arrive_together_are_drawn_once(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    open_gate = threading.Event()
    render = picture_service.render_picture

    def slowly(*arguments: Any) -> bytes:
        drawn.append(arguments)
        open_gate.wait(10)
        return render(*arguments)

    monkeypatch.setattr(picture_service, "render_picture", slowly)
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(lambda: TestClient(app).get(f"{KOREA}.md").content) for _ in range(8)]
        while not drawn:
            threading.Event().wait(0.01)
        threading.Event().wait(0.3)
        open_gate.set()
        assert len({answer.result() for answer in answers}) == 1
    assert len(drawn) == 1


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_png_or_pdf_that_takes_too_long_is_a_clear_503(
    korea_client: TestClient, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(rasterising, "LONGEST_SECONDS", 0.01)
    answer = korea_client.get(f"{KOREA}.{form}")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.json()["title"] == "The picture cannot be made in this format"
    assert korea_client.get(f"{KOREA}.svg").status_code == 200


def test_the_ledger_comes_in_three_forms(korea_client: TestClient) -> None:
    as_json = korea_client.get(f"{KOREA}/ledger.json").json()
    assert as_json
    as_csv = korea_client.get(f"{KOREA}/ledger.csv").content
    # With the mark by which Excel knows UTF-8 on every Windows.
    assert as_csv.startswith(b"\xef\xbb\xbfperception,")
    rows = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))))
    assert len(rows) > 12
    page = korea_client.get(f"{KOREA}/ledger.html").text
    assert all(f"P{number}" in page for number in range(1, 13))


def test_the_ledger_knows_only_what_was_known(korea_client: TestClient) -> None:
    ledgers = {
        year: json.dumps(korea_client.get(f"{KOREA}/ledger.json?as_of={year}").json()) for year in (1990, 1996, 2013)
    }
    assert ledgers[1990].count("contested") < ledgers[1996].count("contested")
    assert len(set(ledgers.values())) == 3


def test_filters_left_blank_by_a_form_mean_nothing(korea_client: TestClient) -> None:
    names = ("view", "theme", "lang", "kind", "relation", "agent", "school", "tag", "verdict", "fold", "focus", "depth")
    blank = "&".join(f"{name}=" for name in (*names, "question", "certainty", "as_of"))
    assert korea_client.get(f"{KOREA}.svg?{blank}").content == korea_client.get(f"{KOREA}.svg").content


@pytest.mark.parametrize(
    "query", ["kind=perception", "relation=tests", "as_of=1990", "question=Q1", "focus=P3", "fold=F9"]
)
def test_what_is_asked_for_narrows_the_picture(korea_client: TestClient, query: str) -> None:
    whole = korea_client.get(f"{KOREA}.json").json()
    part = korea_client.get(f"{KOREA}.json?{query}").json()
    assert (
        0
        < sum(len(value) for value in part.values() if isinstance(value, list))
        < sum(len(value) for value in whole.values() if isinstance(value, list))
    )


@pytest.mark.parametrize(
    "query",
    [
        "as_of=1990",
        "as_of=1996&question=Q2",
        "question=Q2&fold=F9",
        "kind=source",
        "focus=weathersby-1996",
        "agent=mao",
    ],
)
def test_every_part_of_a_map_can_be_put_back_as_a_map(korea_client: TestClient, query: str) -> None:
    part = korea_client.get(f"{KOREA}.json?{query}").content
    known = {"Content-Type": "application/json", "If-Match": korea_client.get(f"/api/v1{KOREA}").headers["etag"]}
    put = korea_client.put(f"/api/v1{KOREA}", content=part, headers=known)
    assert put.status_code == 200, put.text
    assert korea_client.get(f"{KOREA}.json").content == part


def test_boxes_lead_to_the_address_readers_use(app: FastAPI, client: TestClient) -> None:
    settings = app.state.settings.model_copy(update={"base_url": "https://maps.example.org"})
    client.put(f"/api/v1{KOREA}", content=read_korea_map(), headers={"Content-Type": "application/json"})
    other = TestClient(create_app(settings))
    assert "https://maps.example.org/maps/korea-1950" in other.get(f"{KOREA}.svg").text
    other.app.state.states.close()
    other.app.state.engine.dispose()
