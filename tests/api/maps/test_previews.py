"""A record in a few lines."""

import re

import pytest
from starlette.testclient import TestClient

MAP = "/maps/korea-1950"


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip()


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("P3", ["P3 perception · June 1950", "contested", "Truman administration", "Tested once"]),
        ("F9", ["F9 finding", "Supported by 4, challenged by 3"]),
        ("L42", ["E9 challenges F9", "Undercut once"]),
        ("E9", ["E9 evidence · 27 August 1950", "Filipov (Stalin) to Gottwald"]),
        ("I7", ["William Stueck", "Kim and Stueck"]),
        ("stalin", ["agent", "Joseph Stalin"]),
    ],
)
def test_a_preview_says_what_it_is_whose_since_when_and_what_became_of_it(
    korea_reader: TestClient, label: str, told: list[str]
) -> None:
    text = words(korea_reader.get(f"{MAP}/previews/{label}").text)
    assert [part for part in told if part not in text] == []


def test_every_record_has_a_small_preview(korea_reader: TestClient) -> None:
    for record in korea_reader.get(f"/api/v1{MAP}/records", params={"limit": 200}).json()["items"]:
        answer = korea_reader.get(f"{MAP}/previews/{record['id']}")
        assert answer.status_code == 200
        assert record["id"] in answer.text
        assert len(answer.content) < 2500


def test_a_preview_knows_only_what_could_be_known(korea_reader: TestClient) -> None:
    assert "not tested" in words(korea_reader.get(f"{MAP}/previews/P3?as_of=1990").text)
    assert korea_reader.get(f"{MAP}/previews/I7?as_of=1990").status_code == 404


def test_a_record_that_there_is_not_has_none(korea_reader: TestClient) -> None:
    answer = korea_reader.get(f"{MAP}/previews/Z9")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
