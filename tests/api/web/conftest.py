"""A debate with a text, as the pages show it."""

import pytest
from starlette.testclient import TestClient

from tests.api.web.texts import API, built


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    put = client.put(API, json=built().lists, headers={"If-None-Match": "*"})
    assert put.status_code == 201, put.text
    client.follow_redirects = False
    client.headers["Accept"] = "text/html"
    return client
