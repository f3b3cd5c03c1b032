"""Where the guide was not built, it is said how it is."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.operations.guide import Guide
from api.settings import Settings


def test_what_was_not_built_says_how_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guide.__init__, "__defaults__", (tmp_path,))
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3", log_requests=False)))
    answer = client.get("/guide/")
    assert answer.status_code == 404
    assert "make guide" in answer.json()["remedy"]


def test_its_pages_are_served_and_asked_for_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<h1>Guide</h1>")
    monkeypatch.setattr(Guide.__init__, "__defaults__", (tmp_path,))
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3", log_requests=False)))
    answer = client.get("/guide/")
    assert (answer.status_code, answer.text) == (200, "<h1>Guide</h1>")
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/guide/absent/").status_code == 404
