"""An edition is handed out as a package for a repository, which says what is in it and can be checked."""

import hashlib
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.argument_maps.deposits.package_rules import list_broken_bag_rules, list_broken_crate_rules
from tests.builders import a_debate

API = "/api/v1/maps/debate"
PAGE = "/maps/debate/editions"
STEM = "data/debate-edition-1"


def publish_debate(client: TestClient, **fields: object) -> None:
    client.put(API, json={**a_debate().lists, **fields}, headers={"If-None-Match": "*"})
    tag = client.get(API).headers["etag"]
    assert client.post(f"{API}/editions", json={}, headers={"If-Match": tag}).status_code == 201


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def package(client: TestClient) -> tuple[TestClient, dict[str, bytes]]:
    publish_debate(client)
    answer = client.get(f"{PAGE}/1.crate.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip"), answer.text[:500]
    return client, unpack(answer.content)


def test_a_package_is_a_sound_crate_and_a_sound_bag(package: tuple[TestClient, dict[str, bytes]]) -> None:
    _, files = package
    assert list_broken_crate_rules(files) == []
    assert list_broken_bag_rules(files) == []
    payload = {name for name in files if name.startswith("data/")}
    assert payload == {f"{STEM}{ending}" for ending in (".json", ".jsonld", ".svg", ".pdf", ".html", "-ledger.csv")}


def test_a_package_holds_the_edition_to_the_byte_and_what_is_made_of_it(
    package: tuple[TestClient, dict[str, bytes]],
) -> None:
    client, files = package
    sha256 = client.get(f"{API}/editions/1").json()["sha256"]
    assert hashlib.sha256(files[f"{STEM}.json"]).hexdigest() == sha256
    # Away from the site its boxes lead to the whole address.
    assert files[f"{STEM}.svg"].replace(b"http://testserver/", b"/") == client.get(f"{PAGE}/1.svg").content
    assert b'href="http://testserver/maps/debate/editions/1#o-P1"' in files[f"{STEM}.svg"]
    assert files[f"{STEM}.html"] == client.get(f"{PAGE}/1.whole.html").content
    assert files[f"{STEM}-ledger.csv"] == client.get("/maps/debate/ledger.csv").content
    assert json.loads(files[f"{STEM}.jsonld"])["dcterms:title"] == client.get(API).json()["title"]
    # ISO 19005-2, 6.6.4: part and level stand in the metadata.
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>B<", files[f"{STEM}.pdf"])
    assert f"SHA-256\n    {sha256}\n" in files["README.txt"].decode()


def test_the_same_edition_gives_the_same_package(package: tuple[TestClient, dict[str, bytes]]) -> None:
    client, _ = package
    first = client.get(f"{PAGE}/1.crate.zip")
    client.app.state.pictures.cache.__init__(1 << 26)  # type: ignore[attr-defined] # the client's own application
    assert client.get(f"{PAGE}/1.crate.zip").content == first.content
    tag = client.get(API).headers["etag"]
    assert client.delete(API, headers={"If-Match": tag}).status_code == 200
    assert client.get(f"{PAGE}/1.crate.zip").content == first.content
    again = client.get(f"{PAGE}/1.crate.zip", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, first.headers["cache-control"]) == (304, "no-cache")


def test_letters_that_no_font_has_leave_a_pdf_that_is_not_called_pdf_a(client: TestClient) -> None:
    publish_debate(client, title="A private sign \ue000")
    files = unpack(client.get(f"{PAGE}/1.crate.zip").content)
    assert list_broken_crate_rules(files) == []
    assert b"pdfaid" not in files[f"{STEM}.pdf"]
    assert "The PDF of the picture is not PDF/A" in files["README.txt"].decode()


def test_sha256sum_checks_a_package(package: tuple[TestClient, dict[str, bytes]], tmp_path: Path) -> None:
    _, files = package
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    command = ["sha256sum", "-c", "--quiet", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0  # our own command
    (tmp_path / f"{STEM}.json").write_bytes(b"{}")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 1  # our own command


def test_an_ending_may_have_dots_and_a_name_has_none(package: tuple[TestClient, dict[str, bytes]]) -> None:
    client, _ = package
    for address in (f"{PAGE}/1.whole.html", "/maps/debate.whole.html"):
        answer = client.get(address)
        assert (answer.status_code, answer.text[:15]) == (200, "<!DOCTYPE html>")
    assert client.get(f"{PAGE}/1.no.html").status_code == client.get("/maps/debate.no.html").status_code == 404
