"""What pages load is kept for good under its version, and asked about anew under any other address."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from api.http.asset_files import asset_addresses

PAGES = ["/", "/maps/korea-1950", "/maps/nothing", "/search"]


def test_a_file_under_its_version_is_kept_for_a_year(client: TestClient) -> None:
    answer = client.get(asset_addresses.versioned_address("styles/style.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_a_file_loads_is_kept_as_well(client: TestClient) -> None:
    font = re.search(r'url\("([^"]+)"\)', client.get(asset_addresses.versioned_address("styles/fonts.css")).text)
    assert font is not None
    answer = client.get(urljoin(asset_addresses.versioned_address("styles/fonts.css"), font[1]))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("folder", ["/static", "/static/0123456789abcdef"])
def test_a_file_under_no_version_or_another_is_asked_about_each_time(client: TestClient, folder: str) -> None:
    answer = client.get(f"{folder}/styles/style.css")
    assert answer.text == client.get(asset_addresses.versioned_address("styles/style.css")).text
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get(f"{folder}/styles/style.css", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")


@pytest.mark.parametrize("name", ["nothing.css", "", "../app.py", "0123456789abcdef/styles/style.css"])
def test_there_is_nothing_else_under_the_version(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{asset_addresses.VERSION}/{name}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("address", PAGES)
def test_pages_name_the_version_in_every_address_they_load(client: TestClient, address: str) -> None:
    text = client.get(address, headers={"Accept": "text/html"}).text
    loaded = re.findall(r'"(/static/[^"]+)"', text)
    assert {"icon.svg", "fonts.css", "style.css", "page.js"} <= {each.rpartition("/")[2] for each in loaded}
    assert [each for each in loaded if not each.startswith(f"/static/{asset_addresses.VERSION}/")] == []


def test_the_version_changes_with_the_content_of_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asset_addresses, "STATIC_FOLDER", tmp_path)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.woff2").write_bytes(b"one")
    before = asset_addresses.compute_version()
    (tmp_path / "fonts" / "a.woff2").write_bytes(b"two")
    assert asset_addresses.compute_version() != before
