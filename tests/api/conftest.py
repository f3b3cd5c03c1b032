"""The application on a database of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from argument_maps.examples import read_korea_map
from tests.api.closing import close
from tests.api.people import HTTPS
from tests.api.texts.text_reader import API, built
from tests.conftest import migrated_postgresql_url
from tests.identity_provider import IdentityProvider
from tests.identity_provider import running as running_provider


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    made = create_app(Settings(database_url=database_url, log_requests=False))
    yield made
    close(made)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


class OnlyReading(TestClient):
    """A client of an application that many tests share, and which they leave as it is."""

    def request(self, method: str, url: Any, **given: Any) -> Any:
        assert method in ("GET", "HEAD", "OPTIONS"), "Other tests read this map: change one of your own."
        return super().request(method, url, **given)


@pytest.fixture(scope="session")
def with_korea(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], FastAPI]]:
    """Gives the application that has the Korea map on one kind of database, and makes it when it is first wanted."""
    made: dict[str, FastAPI] = {}

    def application(kind: str) -> FastAPI:
        if kind not in made:
            if kind == "sqlite":
                path = tmp_path_factory.mktemp("korea") / "maps.sqlite3"
                shutil.copyfile(sqlite_template, path)
                url = f"sqlite:///{path}"
            else:
                url = migrated_postgresql_url(request.getfixturevalue("cluster"), "korea")
            made[kind] = create_app(Settings(database_url=url, log_requests=False))
            headers = {"Content-Type": "application/json"}
            put = TestClient(made[kind]).put("/api/v1/maps/korea-1950", content=read_korea_map(), headers=headers)
            assert put.status_code == 201, put.text
        return made[kind]

    yield application
    for each in made.values():
        close(each)


@pytest.fixture(params=["sqlite", "postgresql"])
def korea_reader(request: pytest.FixtureRequest, with_korea: Callable[[str], FastAPI]) -> TestClient:
    """A client that reads the Korea map and changes nothing: once on either kind of database."""
    return OnlyReading(with_korea(request.param))


@pytest.fixture(scope="session")
def provider() -> Iterator[IdentityProvider]:
    with running_provider() as started:
        yield started


@pytest.fixture(scope="session")
def registered(provider: IdentityProvider) -> dict[str, str]:
    """The settings of a server that the provider knows."""
    return provider.register(HTTPS)


@pytest.fixture
def korea_writer(client: TestClient) -> TestClient:
    """A client of an application of one's own, with a Korea map that may be changed."""
    put = client.put("/api/v1/maps/korea-1950", content=read_korea_map(), headers={"Content-Type": "application/json"})
    assert put.status_code == 201, put.text
    return client


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    """A client of the pages of a debate that has a text."""
    put = client.put(API, json=built().lists, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client
