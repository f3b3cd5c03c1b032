"""Errors outside of the API, as a browser and as a program get them."""

import re

import pytest
from starlette.testclient import TestClient

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
