"""A file waits until somebody has seen how it was read, and is lost to no missing field."""

import re

from starlette.testclient import TestClient

from tests.api.texts.text_reader import PAGE, Reader

FILE = {"file": ("minutes.txt", b"The ministers wanted peace.", "text/plain")}


def read_token(page: str) -> str:
    match = re.search(r'name="pending" value="([^"]+)"', page)
    assert match is not None
    return match[1]


def test_a_missing_field_does_not_lose_the_file(reader: TestClient) -> None:
    refused = reader.post(PAGE, data={"whose": "known"}, files=FILE)
    assert refused.status_code == 422
    assert "“minutes.txt” is here already" in refused.text
    kept = reader.post(PAGE, data={"whose": "own", "pending": read_token(refused.text)})
    assert kept.status_code == 303
    page = reader.get(kept.headers["location"]).text
    assert Reader(page).blocks == ["The ministers wanted peace."]
    assert '<h2 dir="auto">minutes</h2>' in page
    # What was kept waits no longer.
    again = reader.post(PAGE, data={"whose": "own", "pending": read_token(refused.text)})
    assert again.status_code == 422
    assert "The file is no longer here. Choose it again." in again.text


def test_what_was_pasted_waits_as_well_and_another_file_takes_its_place(reader: TestClient) -> None:
    refused = reader.post(PAGE, data={"whose": "known", "title": "A", "pasted": "One."})
    token = read_token(refused.text)
    assert "What you pasted is here already" in refused.text
    kept = reader.post(PAGE, data={"whose": "own", "title": "A", "pending": token}, files=FILE)
    assert Reader(reader.get(kept.headers["location"]).text).blocks == ["The ministers wanted peace."]
