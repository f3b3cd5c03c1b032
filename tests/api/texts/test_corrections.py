"""A paragraph is corrected in place: the text has another version, and what stands in it stays where it was."""

import re
from urllib.parse import urlencode

from starlette.testclient import TestClient

from tests.api.texts.text_reader import API, PAGE, WORDS, Reader, record

WRONG, RIGHT = "Mao asked Moscow.", "Mao had asked Moscow."


def correct(reader: TestClient, words: str, **changed: str) -> tuple[int, str, str]:
    page = reader.get(f"{PAGE}/X1/correction?start=3")
    assert page.status_code == 200, page.text
    fields = dict(re.findall(r'type="hidden" name="(version|start|revision)" value="([^"]*)"', page.text))
    answer = reader.post(f"{PAGE}/X1/correction", data={**fields, "words": words, **changed})
    return answer.status_code, answer.text, answer.headers.get("location", "")


def test_a_paragraph_is_corrected_and_the_rest_of_the_text_stays(reader: TestClient) -> None:
    status, _, location = correct(reader, WORDS.replace(WRONG, RIGHT), why="misread")
    assert (status, location.split("?")[0]) == (303, f"{PAGE}/X1/review")
    assert Reader(reader.get(f"{PAGE}/X1").text).blocks == [WORDS.replace(WRONG, RIGHT)]
    assert len(record(reader, "X1")["versions"]) == 2
    # What the correction did not touch has moved with its words, the rest is to be looked at.
    assert {label: record(reader, label)["state"] for label in ("N1", "N2", "N3")} == {
        "N1": "needs review",
        "N2": "anchored",
        "N3": "anchored",
    }


def test_what_changed_is_shown_word_by_word(reader: TestClient) -> None:
    correct(reader, WORDS.replace(WRONG, RIGHT))
    versions = reader.get(f"{PAGE}/X1/version").text
    link = re.search(rf'href="({PAGE}/X1/changes\?version=[0-9a-f]+)"', versions)
    assert link is not None
    page = reader.get(link[1]).text
    assert "Mao <ins>had </ins>asked Moscow" in page
    assert "<del>" not in page.partition("</p>\n  <ol")[2]


def test_nothing_is_corrected_that_has_changed_meanwhile_nor_to_nothing(reader: TestClient) -> None:
    status, page, _ = correct(reader, "Other words.", version="0" * 64)
    assert status == 422
    assert "Somebody else has changed this text in the meantime." in page
    assert "Other words." in page
    status, page, _ = correct(reader, "  ")
    assert status == 422
    assert "A paragraph has between one and 50,000 characters." in page


def test_a_content_of_another_text_is_not_shown(reader: TestClient) -> None:
    other = reader.post(f"{API}/texts", json={"title": "Hidden", "content": "Hidden words."}).json()
    version = other["versions"][0]["sha256"]
    answer = reader.get(f"{PAGE}/X1/correction?version={version}&start=0")
    assert answer.status_code in (404, 409, 422)
    assert "Hidden words" not in answer.text


def test_a_quotation_leads_to_the_paragraph_that_is_to_be_corrected(reader: TestClient) -> None:
    answer = reader.get(f"{PAGE}/X1/mark?{urlencode({'as': 'correction', 'exact': 'Kim reported it'})}")
    assert answer.status_code == 303
    assert "Kim reported it; nobody wrote" in reader.get(answer.headers["location"]).text


def test_after_another_change_a_paragraph_is_corrected_where_it_stands_by_then(reader: TestClient) -> None:
    def paste(content: str) -> str:
        data = {"revision": record(reader, "X1")["revision"], "pasted": content}
        assert reader.post(f"{PAGE}/X1/version", data=data).status_code == 303
        return str(record(reader, "X1")["versions"][-1]["sha256"])

    first, second = WORDS.split("\n\n")
    former = paste(WORDS)
    paste(f"Put in before.\n\n{WORDS}")
    page = reader.get(f"{PAGE}/X1/correction?version={former}&start=3").text
    fields = dict(re.findall(r'type="hidden" name="(version|start|revision)" value="([^"]*)"', page))
    reader.post(f"{PAGE}/X1/correction", data={**fields, "words": "Corrected."})
    assert Reader(reader.get(f"{PAGE}/X1").text).blocks == ["Put in before.", "Corrected.", second]
    # Where it is there no longer, nothing else is corrected in its place.
    page = reader.get(f"{PAGE}/X1/correction?version={former}&start=3").text
    assert "The present version has this paragraph no longer, or not word for word." in page
    assert 'name="start"' not in page
    assert first in page
