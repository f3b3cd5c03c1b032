"""Records and maps are cited in every style, also for reference managers."""

import json
import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from models.vocabulary import CitationStyle

MAP = "/api/v1/maps/korea-1950"
TITLE = "Korea 1950: contemporary perceptions against archival findings"


def test_a_record_is_cited_in_every_style_where_none_is_named(korea_reader: TestClient) -> None:
    answer = korea_reader.get(f"{MAP}/citations/I8").json()
    assert [item["style"] for item in answer["items"]] == list(CitationStyle)
    assert answer["source"] == "shen-2000"
    assert all(item[form]["text"] for item in answer["items"] for form in ("note", "short", "bibliography"))


def test_a_record_is_cited_in_the_style_that_is_named(korea_reader: TestClient) -> None:
    [item] = korea_reader.get(f"{MAP}/citations/E3?style=gost").json()["items"]
    assert item["short"]["text"] == "АВПРФ. Ф. 059а. Оп. 5а. П. 11. Д. 3. Л. 87–91."


@pytest.mark.parametrize("label", ["doc-1950-01-19", "E3"])
def test_a_source_is_cited_as_what_rests_on_it(korea_reader: TestClient, label: str) -> None:
    [item] = korea_reader.get(f"{MAP}/citations/{label}?style=chicago-notes").json()["items"]
    assert item["note"]["text"].startswith("Shtykov to Vyshinsky on a luncheon")


@pytest.mark.parametrize("label", ["Q1", "L42", "shen-zhihua"])
def test_a_record_without_a_source_is_cited_as_part_of_the_map(korea_reader: TestClient, label: str) -> None:
    answer = korea_reader.get(f"{MAP}/citations/{label}?style=chicago-notes").json()
    today = datetime.now(UTC)
    assert answer["source"] is None
    assert answer["items"][0]["note"]["text"] == (
        f"“{TITLE},” Sic et Non, argument map korea-1950, version 1, {today.day} {today:%B %Y}, record {label}, "
        f"http://testserver/maps/korea-1950/records/{label}."
    )


def test_the_answer_holds_no_markup_but_italics(client: TestClient) -> None:
    hostile = '<img src=x> "quoted" & <b>'
    document = {
        "title": hostile,
        "sources": [{"id": "S1", "type": "book", "title": hostile, "issued": "1950"}],
        "claims": [{"id": "C1", "text": "So."}],
    }
    assert client.put("/api/v1/maps/hostile", json=document).status_code == 201
    for label in ("S1", "C1"):
        for item in client.get(f"/api/v1/maps/hostile/citations/{label}").json()["items"]:
            for form in ("note", "short", "bibliography"):
                assert "<" not in re.sub(r"</?i>", "", item[form]["html"])


def test_a_map_is_cited_with_its_version_and_day(korea_reader: TestClient) -> None:
    answer = korea_reader.get(f"{MAP}/citation").json()
    assert [item["style"] for item in answer["items"]] == list(CitationStyle)
    assert answer["version"] == 1
    assert answer["changed"] == datetime.now(UTC).date().isoformat()
    assert answer["address"] == "http://testserver/maps/korea-1950"


def test_the_base_address_stands_in_the_citation(korea_writer: TestClient, app: FastAPI) -> None:
    app.state.settings = app.state.settings.model_copy(update={"base_url": "https://maps.example.org/sic"})
    answer = korea_writer.get(f"{MAP}/citation?style=mla").json()
    assert answer["items"][0]["bibliography"]["html"].startswith(f"“{TITLE}.” <i>Sic et Non</i>, argument map")
    assert "https://maps.example.org/sic/maps/korea-1950." in answer["items"][0]["bibliography"]["text"]


def test_reference_managers_get_the_citation_as_a_file(korea_reader: TestClient) -> None:
    files = {ending: korea_reader.get(f"{MAP}/citation.{ending}") for ending in ("bib", "ris", "json")}
    assert files["bib"].text.startswith("@misc{korea-1950,\n  title = {{Korea 1950: contemporary")
    assert files["ris"].text.startswith("TY  - ELEC\r\nID  - korea-1950\r\nTI  - Korea 1950: contemporary")
    [item] = json.loads(files["json"].text)
    assert (item["type"], item["title"], item["version"]) == ("webpage", TITLE, "1")
    for ending, answer in files.items():
        assert answer.headers["content-disposition"] == f'attachment; filename="korea-1950.{ending}"'


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/maps/nowhere/citation", 404),
        ("/api/v1/maps/nowhere/citation.bib", 404),
        (f"{MAP}/citations/P99", 404),
        (f"{MAP}/citations/P3?style=apa", 422),
        (f"{MAP}/citation?style=apa", 422),
        (f"{MAP}/citation?stile=mla", 422),
        (f"{MAP}/citation.enw", 422),
    ],
)
def test_what_cannot_be_cited_is_a_problem(korea_reader: TestClient, address: str, status: int) -> None:
    answer = korea_reader.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
