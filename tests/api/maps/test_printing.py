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
