"""Where the guide was not built, it is said how it is."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.operations.guide import Guide, is_guide_built
from api.settings import Settings


@pytest.mark.parametrize("folder", [".", "missing"])
def test_what_was_not_built_says_how_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setattr(Guide.__init__, "__defaults__", (tmp_path / folder,))
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3", log_requests=False)))
    answer = client.get("/guide/")
    assert answer.status_code == 404
    assert "make guide" in answer.json()["remedy"]


@pytest.mark.parametrize("is_built", [False, True])
def test_a_page_leads_to_the_guide_only_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient, is_built: bool
) -> None:
    monkeypatch.setattr(is_guide_built, "__defaults__", (tmp_path,))
    if is_built:
        (tmp_path / "index.html").touch()
    assert ('href="/guide/dates/"' in client.get("/glossary").text) is is_built


def test_its_pages_are_served_and_asked_for_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("<h1>Guide</h1>")
    monkeypatch.setattr(Guide.__init__, "__defaults__", (tmp_path,))
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3", log_requests=False)))
    answer = client.get("/guide/")
    assert (answer.status_code, answer.text) == (200, "<h1>Guide</h1>")
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/guide/absent/").status_code == 404
