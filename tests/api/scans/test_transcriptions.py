"""A transcription stands beside the image, and what rests on a passage of it shows the place on the page."""

import pytest
from starlette.testclient import TestClient

from tests.api.scans.scan_builders import HTML, SCANS, add_scan, list_sources, read_record
from tests.api.texts.test_file_previews import read_token
from tests.api.texts.text_reader import API, PAGE
from tests.argument_maps.reading.transcripts.transcript_files import alto_block, alto_line, write_alto


@pytest.fixture
def transcribed(reader: TestClient) -> TestClient:
    """A map with a scan whose second page a text transcribes, line by line."""
    add_scan(reader)
    alto = write_alto(alto_block(alto_line("he must prepare", 100), alto_line("a large matter", 200)))
    fields = {"whose": "known", "source": "S1", "scan": "SC1", "scan_page": "2", "title": "Transcribed"}
    file = {"file": ("page.xml", alto, "text/xml")}
    answer = reader.post(PAGE, data=fields, files=file, headers=HTML, follow_redirects=False)
    if answer.status_code == 200:
        again = {**fields, "pending": read_token(answer.text), "confirmed": "1"}
        answer = reader.post(PAGE, data=again, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303
    text = read_record(reader, "X2")
    assert (text["scan"], text["scan_page"]) == ("SC1", 2)
    return reader


def test_it_stands_beside_its_page_line_by_line(transcribed: TestClient) -> None:
    page = transcribed.get(f"{SCANS}/SC1?page=2", headers=HTML).text
    assert page.count("data-line=") == 2
    assert "a large matter</span>" in page
    assert "data-line=" not in transcribed.get(f"{SCANS}/SC1?page=1", headers=HTML).text


def test_evidence_of_a_passage_shows_its_line_on_the_page(transcribed: TestClient) -> None:
    answer = transcribed.post(f"{API}/annotations", json={"in_text": "X2", "exact": "a large matter", "bodies": ["E1"]})
    assert answer.status_code == 201, answer.text
    label = answer.json()["id"]
    page = transcribed.get("/maps/debate/records/E1", headers=HTML).text
    image = read_record(transcribed, "SC1")["pages"][1]["image"]
    crop = next(source for source in list_sources(page) if image in source)
    assert transcribed.get(crop).status_code == 200
    led = transcribed.get(f"{SCANS}/SC1/region/{label}", headers=HTML, follow_redirects=False)
    assert led.headers["location"] == f"{SCANS}/SC1?page=2#{label}"
    assert f'id="{label}"' in transcribed.get(f"{SCANS}/SC1?page=2", headers=HTML).text


def test_the_scan_of_a_transcription_is_not_deleted_alone(transcribed: TestClient) -> None:
    tag = {"If-Match": transcribed.get(f"{API}/scans/SC1").headers["etag"], "Accept": "application/json"}
    answer = transcribed.delete(f"{API}/scans/SC1", headers=tag)
    assert answer.status_code in (200, 409)
    if answer.status_code == 200:
        assert "scan" not in read_record(transcribed, "X2") or read_record(transcribed, "X2")["scan"] is None
