"""The application on a database of its own."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.accounts import HTTPS
from tests.identity_provider import IdentityProvider
from tests.identity_provider import running as running_provider


@pytest.fixture
def app(database_url: str) -> Iterator[FastAPI]:
    made = create_app(Settings(database_url=database_url, log_requests=False))
    yield made
    made.state.live.close()
    made.state.pictures.close()
    made.state.states.close()
    made.state.engine.dispose()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


@pytest.fixture(scope="session")
def provider() -> Iterator[IdentityProvider]:
    with running_provider() as started:
        yield started


@pytest.fixture(scope="session")
def registered(provider: IdentityProvider) -> dict[str, str]:
    """The settings of a server that the provider knows."""
    return provider.register(HTTPS)
