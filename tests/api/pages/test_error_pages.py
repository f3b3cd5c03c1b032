"""Errors outside of the API, as a browser and as a program get them."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.http.problems import problem_response
from api.pages.error_pages import ErrorPages
from tests.api.people import server, someone

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/maps/nowhere", 404, "There is no such map"),
        ("/maps/nowhere/ledger", 404, "There is no such map"),
        ("/maps/nowhere.svg", 404, "There is no such map"),
        ("/nothing/here", 404, "There is no page at this address"),
        ("/maps/A%20B", 422, "This address asks for something impossible"),
    ],
)
def test_a_browser_is_told_what_is_wrong_on_a_page(client: TestClient, address: str, status: int, words: str) -> None:
    answer = client.get(address, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert f"<h1>{words}</h1>" in answer.text
    assert 'href="/"' in answer.text


def test_an_error_is_a_page_however_it_is_asked_for(client: TestClient) -> None:
    # Layers between the page and what refuses copy the scope of these requests.
    kept = client.get("/maps/nowhere", headers=BROWSER | {"If-None-Match": '"0123456789abcdef-gzip"'})
    assert kept.status_code == 404
    assert "<h1>There is no such map</h1>" in kept.text
    head = client.head("/maps/nowhere", headers=BROWSER)
    assert (head.status_code, head.content) == (404, b"")
    assert head.headers["content-type"].startswith("text/html")


def test_a_layer_that_copies_the_scope_does_not_keep_the_problem_from_the_page(app: FastAPI) -> None:
    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        answer = problem_response(404, "unknown-map", "There is no such map", "No map is called so.", "See the list.")
        await answer({**scope}, receive, send)

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        await ErrorPages(refuse)(scope | {"app": app, "state": {}}, receive, send)

    answer = TestClient(inner).get("/maps/nowhere", headers=BROWSER)
    assert answer.status_code == 404
    assert "<h1>There is no such map</h1>" in answer.text


@pytest.mark.parametrize("address", ["/nothing/here", "/maps/nowhere", "/maps/A%20B", "/maps/nowhere/records/C1"])
def test_a_reader_is_led_to_maps_and_the_search_and_not_to_the_api(client: TestClient, address: str) -> None:
    told = client.get(address, headers=BROWSER).text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/search"' in told
    assert not re.search(r"\bAPI\b|openapi|schema|/api/", told), told


def test_a_program_is_told_by_a_problem_document(client: TestClient) -> None:
    answer = client.get("/maps/nowhere", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_api_speaks_problem_documents_to_browsers_too(client: TestClient) -> None:
    answer = client.get("/api/v1/maps/nowhere", headers=BROWSER)
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_error_page_has_the_policy_of_every_page(client: TestClient) -> None:
    answer = client.get("/maps/nowhere", headers=BROWSER)
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_what_was_asked_for_is_not_written_into_the_page_as_markup(client: TestClient) -> None:
    answer = client.get("/maps/x/records/%3Cscript%3Ealert(1)%3C%2Fscript%3E", headers=BROWSER)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_whoever_is_signed_in_is_so_where_there_is_no_page_too(database_url: str) -> None:
    with server(database_url) as app:
        signed_in, signed_out = someone(app, "Anna Kim"), TestClient(app, base_url="https://testserver")
        pages = [client.get("/nothing/here", headers=BROWSER).text for client in (signed_in, signed_out)]
        assert ["You are not signed in" in told for told in pages] == [False, True]
        assert [">Anna Kim</a>" in told for told in pages] == [True, False]
