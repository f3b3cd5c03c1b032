"""Other sites do nothing in the name of whoever is signed in, whatever their browser says of where a request stands."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.accounts.test_signing_in import app
from tests.api.people import PASSWORD, add, someone

__all__ = ["app"]

FOREIGN = {
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "another origin": {"Origin": "https://elsewhere.example"},
    "no origin": {"Origin": "null"},
    "another page": {"Referer": "https://elsewhere.example/testserver"},
    "a page of a name that begins alike": {"Referer": "https://testserver.example/"},
    "no readable page": {"Referer": "https://[testserver"},
}


def old_browser(app: FastAPI, client: TestClient) -> TestClient:
    """Return a browser of the time before Fetch Metadata, with the cookies of another."""
    old = TestClient(app, base_url="https://testserver", follow_redirects=False)
    old.cookies = client.cookies
    return old


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_another_site_changes_nothing_in_the_name_of_who_is_signed_in(app: FastAPI, headers: dict[str, str]) -> None:
    client = someone(app, "Barbara")
    old = old_browser(app, client)
    for method, path in (
        ("POST", "/sign-out"),
        ("POST", "/account/tokens"),
        ("POST", "/sign-in"),
        ("DELETE", "/api/v1/maps/x"),
    ):
        answer = old.request(method, path, headers=headers, data={"a": "form"})
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("foreign-site")
    assert client.get("/account").status_code == 200


def test_a_form_that_does_not_say_where_it_stands_does_nothing_for_who_is_signed_in(app: FastAPI) -> None:
    client = someone(app, "Barbara")
    old = old_browser(app, client)
    forms = {
        "a form": {"data": {"a": "form"}},
        "nothing": {},
        "text": {"content": "{}", "headers": {"Content-Type": "text/plain"}},
    }
    for sent in forms.values():
        for path in ("/sign-out", "/account/tokens", "/api/v1/maps/x/changes/1/undo"):
            answer = old.post(path, **sent)
            assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (403, "foreign-site")
    assert client.get("/account").status_code == 200
    # Its own pages say so, as they let every browser; and what no form can send no other site sends.
    given = {"name": "Backup", "scope": "read", "days": "30", "present": PASSWORD}
    for headers in ({"Referer": "https://testserver/account"}, {"Origin": "https://testserver"}):
        assert old.post("/account/tokens", data=given, headers=headers).status_code == 201
    assert old.post("/api/v1/maps", json={"slug": "own", "title": "Own"}).status_code == 201


def test_programs_say_nothing_of_where_they_stand(app: FastAPI) -> None:
    add(app, "Barbara")
    program = TestClient(app, base_url="https://testserver", follow_redirects=False)
    assert program.post("/sign-in", data={"name": "Barbara", "password": PASSWORD}).status_code == 303
