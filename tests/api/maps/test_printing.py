"""A map is laid out for printing, and printed."""

import io
import re

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

MAP = "/maps/korea-1950"
BROWSER = {"Accept": "text/html"}


def test_the_page_shows_the_sheets_the_documents_and_the_way_to_the_pdf(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}/print", headers=BROWSER).text
    assert "<b>41 sheets of A4 paper, upright</b>" in text
    assert f'href="{MAP}/print.pdf?paper=a4&amp;theme=print&amp;style=chicago-notes"' in text
    assert "<i>China’s Road to the Korean War" in text
    assert re.search(rf'<a href="{MAP}/records/I10"><bdi>I10 \S[^<]+…</bdi></a>', text)


def test_what_was_chosen_on_the_map_is_printed(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}/print?question=Q2&paper=a3&theme=light&style=gost", headers=BROWSER).text
    found = re.search(r'href="([^"]+print\.pdf[^"]+)"', text)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    assert {"question=Q2", "paper=a3", "theme=light", "style=gost"} == set(address.partition("?")[2].split("&"))
    assert '<input type="hidden" name="question" value="Q2">' in text
    answer = korea_reader.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    written = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "P3" in written
    assert "P12" not in written
    assert korea_reader.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_first_page_says_which_version_was_printed(korea_reader: TestClient) -> None:
    read = PdfReader(io.BytesIO(korea_reader.get(f"{MAP}/print.pdf?question=Q6").content))
    assert "version 1" in read.pages[0].extract_text()


def test_a_map_is_printed_on_as_many_sheets_as_somebody_chooses(korea_reader: TestClient) -> None:
    text = korea_reader.get(f"{MAP}/print?question=Q6&paper=a4&sheets=2", headers=BROWSER).text
    assert "<b>2 sheets of A4 paper, on its side</b>" in text
    assert 'name="sheets" min="1" max="200"' in text
    found = re.search(r'href="([^"]+print\.pdf[^"]+)"', text)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    assert "sheets=2" in address
    first = PdfReader(io.BytesIO(korea_reader.get(address).content)).pages[0].extract_text()
    assert "2 sheets of A4 paper, on its side" in first


def test_too_few_sheets_are_refused_with_the_number_that_there_have_to_be(korea_reader: TestClient) -> None:
    shown = korea_reader.get(f"{MAP}/print?sheets=3", headers=BROWSER)
    assert shown.status_code == 422
    assert re.search(r"the map takes \d+ sheets of A4 paper", shown.text)
    assert 'value="3"' in shown.text
    assert korea_reader.get(f"{MAP}/print.pdf?sheets=3").status_code == 422


@pytest.mark.parametrize("number", ["0", "201", "-1", "٣", "1e2", "9" * 5000, ""])
def test_what_is_no_number_of_sheets_is_left_aside(korea_reader: TestClient, number: str) -> None:
    text = korea_reader.get(f"{MAP}/print", params={"sheets": number}, headers=BROWSER).text
    assert "<b>41 sheets of A4 paper, upright</b>" in text
    assert "at its own size" in text


@pytest.mark.parametrize("query", ["paper=a7", "theme=dark", "paper="])
def test_what_cannot_be_printed_on_is_left_aside(korea_reader: TestClient, query: str) -> None:
    text = korea_reader.get(f"{MAP}/print?{query}", headers=BROWSER).text
    assert '<option value="a4" selected>' in text
    assert '<option value="print" selected>' in text


@pytest.mark.parametrize(("query", "told"), [("as_of=nonsense", "is not a date"), ("question=Q77", "Q77")])
def test_what_cannot_be_drawn_is_said_on_the_page_and_by_the_pdf(
    korea_reader: TestClient, query: str, told: str
) -> None:
    shown = korea_reader.get(f"{MAP}/print?{query}", headers=BROWSER)
    assert (shown.status_code, told in shown.text) == (422, True)
    refused = korea_reader.get(f"{MAP}/print.pdf?{query}")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["remedy"]
