"""Sign-ins by a provider that one browser begins in several tabs: each ends where it began, whichever ends first."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from api.accounts.visit_proofs import MOST_VISITS
from tests.api.people import browser, server
from tests.api.provided import PAGE, back, go, has_a_name_to_choose, identities, newcomer, proofs_kept_by, visit
from tests.identity_provider import IdentityProvider


@pytest.fixture
def app(database_url: str, registered: dict[str, str]) -> Iterator[FastAPI]:
    with server(database_url, **registered) as made:
        yield made


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_tabs_end_where_they_began(app: FastAPI, provider: IdentityProvider, order: tuple[int, int]) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    client = browser(app)
    targets = ("/seminars", "/account?changed=linked")
    away = [go(client, target) for target in targets]
    for tab in order:
        answer = back(client, provider.sign_in(away[tab], "anna-1"))
        assert (answer.status_code, answer.headers["location"]) == (303, targets[tab])
    assert proofs_kept_by(client) == []
    assert "You sign in as Anna" in client.get("/account").text


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_tabs_of_a_newcomer_end_where_they_began(
    app: FastAPI, provider: IdentityProvider, order: tuple[int, int]
) -> None:
    client = browser(app)
    targets = ("/seminars", "/account?changed=linked")
    away = [go(client, target) for target in targets]
    forms = []
    for address in away:
        answer = back(client, provider.sign_in(address, "anna-1"))
        assert has_a_name_to_choose(answer)
        page = client.get(answer.headers["location"], headers=PAGE)
        hidden = re.search(r'name="visit" value="([^"]+)"', page.text)
        assert hidden is not None
        forms.append(hidden[1])
    for tab in order:
        answer = client.post("/sign-in/name", data={"name": "Anna", "visit": forms[tab]})
        assert (answer.status_code, answer.headers["location"]) == (303, targets[tab])
    assert identities(app) == {"anna-1": "Anna"}


def test_of_many_tabs_the_latest_end_where_they_began(app: FastAPI, provider: IdentityProvider) -> None:
    newcomer(app, provider, "anna-1", "Anna")
    client = browser(app)
    away = [go(client, f"/search?q={number}") for number in range(MOST_VISITS + 2)]
    assert len(proofs_kept_by(client)) == MOST_VISITS
    answers = [back(client, provider.sign_in(address, "anna-1")) for address in away]
    assert [each.status_code for each in answers] == [400] * 2 + [303] * MOST_VISITS
    assert [each.headers.get("location") for each in answers[2:]] == [
        f"/search?q={number}" for number in range(2, MOST_VISITS + 2)
    ]


def test_a_form_of_another_browsers_visit_is_none(app: FastAPI, provider: IdentityProvider) -> None:
    theirs = visit(browser(app), provider, "anna-1")
    client = browser(app)
    assert has_a_name_to_choose(visit(client, provider, "mallory-1"))
    key = theirs.headers["location"].partition("visit=")[2]
    assert client.get("/sign-in/name", params={"visit": key}).status_code == 400
    assert client.post("/sign-in/name", data={"name": "Anna", "visit": key}).status_code == 400
