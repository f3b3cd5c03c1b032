"""Under which names a server answers: where nobody signs in, under none that a website could have."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.http.allowed_hosts import AllowedHosts
from api.settings import Settings

OWN = (
    "127.0.0.1:8000",
    "[::1]:8000",
    "192.168.0.7",
    "localhost",
    "LOCALHOST:8000",
    "archive",
    "maps.local",
    "testserver",
)
FOREIGN = (
    "evil.example.org",
    "evil.example.org:8000",
    "127.0.0.1.evil.org",
    "localhost.evil.org",
    "evil.org.",
    "1.2.3",
)


@pytest.mark.parametrize("host", OWN)
def test_a_server_of_one_person_answers_to_local_names(host: str) -> None:
    assert AllowedHosts(with_accounts=False).include(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_and_to_no_name_that_a_website_can_have(host: str) -> None:
    assert not AllowedHosts(with_accounts=False).include(host)
    assert AllowedHosts(with_accounts=True).include(host)


def test_names_that_are_set_go_before_and_the_base_url_counts() -> None:
    assert AllowedHosts(base_url="https://maps.example.org/argue", with_accounts=False).include("maps.example.org")
    named = AllowedHosts(["maps.example.org"], with_accounts=False)
    assert named.include("maps.example.org:443")
    assert not named.include("localhost")


def test_a_page_whose_name_leads_here_reads_and_changes_nothing(sqlite_url: str) -> None:
    rebound = {"Host": "evil.example.org:8000", "Sec-Fetch-Site": "same-origin"}
    with TestClient(create_app(Settings(database_url=sqlite_url, log_requests=False))) as client:
        picture = "/maps/debate.svg"
        assert client.post("/api/v1/maps", json={"slug": "debate", "title": "Debate"}).status_code == 201
        # Twice, so that it is answered from memory as well.
        assert [client.get(picture).status_code for _ in range(2)] == [200, 200]
        for path in (picture, "/", "/api/v1/maps", "/healthz"):
            assert client.get(path, headers=rebound).status_code == 421, path
        body = {"slug": "other", "title": "Other"}
        assert client.post("/api/v1/maps", json=body, headers=rebound).status_code == 421
        assert client.get("/healthz", headers={"Host": "localhost"}).status_code == 200
