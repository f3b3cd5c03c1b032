"""Files of every format come and go on the pages and in the API: bibliographies, sheets, maps made elsewhere."""

import re

import pytest
from starlette.testclient import TestClient

from argument_maps.formats.registry import FORMATS
from tests.api.importing.test_imports import PAGE, confirm, read_document
from tests.api.texts.text_reader import API

HTML = {"Accept": "text/html"}
BIBTEX = b"""@book{weathersby, author = {Weathersby, Kathryn}, title = {Soviet Aims in Korea}, year = 1993}
@book{again, author = {Weathersby, K.}, title = {Soviet aims in Korea}, year = 1993, publisher = {Wilson Center}}
@article{broken, title = {No end
@book{stueck, author = {Stueck, William}, title = {The Korean War: An International History}, year = 1995}
"""
SHEET = "record;id;summary;source;tier\r\nevidence;;Kim was received in April.;Soviet Aims in Korea;secondary\r\n"
ARGDOWN = b"""# Who began the war?

[Kim's initiative]: The initiative was Kim's.
  + <Telegrams>: The telegrams show him asking.
  - [Stalin's order]: Stalin ordered the attack.
"""


def send_files(client: TestClient, *files: tuple[str, bytes]) -> str:
    answer = client.post(
        PAGE, files=[("files", (name, data, "application/octet-stream")) for name, data in files], headers=HTML
    )
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_a_bibliography_a_sheet_and_a_map_become_one_change(reader: TestClient) -> None:
    sources_before = read_document(reader)["sources"]
    preview = send_files(reader, ("zotero.bib", BIBTEX), ("excerpts.csv", SHEET.encode()), ("debate.argdown", ARGDOWN))
    assert "BibTeX" in preview
    assert "Argdown" in preview
    assert "broken" in preview
    done = confirm(reader, preview)
    assert done.status_code == 303, done.text
    after = read_document(reader)
    titles = [source["title"] for source in after["sources"]]
    # Two entries of the bibliography are one book, and the sheet's source is it.
    assert sum("soviet aims" in title.lower() for title in titles) == 1
    book = next(source for source in after["sources"] if "Soviet" in source["title"])
    assert book["publisher"] == "Wilson Center"
    evidence = next(item for item in after["evidence"] if item["summary"] == "Kim was received in April.")
    assert evidence["source"] == book["id"]
    assert any(claim["text"] == "The initiative was Kim's." for claim in after["claims"])
    change = re.search(r"done=(\d+)", done.headers["location"])
    assert change is not None
    assert reader.post(f"{API}/changes/{change[1]}/undo").status_code == 200
    assert read_document(reader)["sources"] == sources_before


def test_a_corrected_sheet_changes_by_id_and_shows_it_first(reader: TestClient) -> None:
    sheet = b"id;text\r\nP1;A perception, corrected.\r\n"
    preview = send_files(reader, ("claims.csv", sheet))
    assert "A perception, corrected." in preview
    assert "Change the one here" in preview
    before = next(claim for claim in read_document(reader)["claims"] if claim["id"] == "P1")
    assert confirm(reader, preview).status_code == 303
    after = next(claim for claim in read_document(reader)["claims"] if claim["id"] == "P1")
    assert after == {**before, "text": "A perception, corrected."}


def test_what_would_be_left_out_is_agreed_to_first(reader: TestClient) -> None:
    sheet = b"record;text;colour\r\nclaim;A claim.;red\r\n"
    preview = send_files(reader, ("claims.csv", sheet))
    assert "colour" in preview
    refused = confirm(reader, preview)
    assert refused.status_code == 422
    assert "left out" in refused.text
    assert not any(claim["text"] == "A claim." for claim in read_document(reader)["claims"])
    assert confirm(reader, refused.text, partial="yes").status_code == 303
    assert any(claim["text"] == "A claim." for claim in read_document(reader)["claims"])


def test_templates_can_be_filled_in_and_sent(reader: TestClient) -> None:
    page = reader.get(PAGE).text
    addresses = re.findall(r'href="(/maps/debate/import/templates/[^"]+)"', page)
    assert len(addresses) >= 10
    for address in addresses:
        answer = reader.get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"PK" if address.endswith("xlsx") else b"\xef\xbb\xbf")
    assert reader.get("/maps/debate/import/templates/novel.xlsx").status_code == 422


@pytest.mark.parametrize("name", [name for name, entry in FORMATS.items() if entry.write is not None])
def test_a_map_is_handed_out_in_each_format_with_what_is_not_in_it(reader: TestClient, name: str) -> None:
    page = reader.get(f"/maps/debate/formats/{name}", headers=HTML)
    assert page.status_code == 200, page.text
    file = reader.get(f"/maps/debate/formats/{name}/file")
    assert file.status_code == 200
    same = reader.get(f"{API}/export", params={"format": name})
    assert same.content == file.content
    losses = reader.get(f"{API}/export/losses", params={"format": name}).json()
    assert losses["format"] == name
    assert ("What is not in it" in page.text) == bool(losses["losses"])


def test_formats_are_listed_and_unknown_ones_refused(reader: TestClient) -> None:
    listed = reader.get("/api/v1/formats").json()["items"]
    assert [entry["name"] for entry in listed] == list(FORMATS)
    page = reader.get("/maps/debate/formats", headers=HTML).text
    assert all(f"/formats/{entry['name']}" in page for entry in listed if entry["is_written"])
    assert reader.get(f"{API}/export", params={"format": "novel"}).status_code == 422
