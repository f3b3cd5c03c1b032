"""A map is made of files: looked at first, then begun and filled; and what long work tells on its way."""

import json
import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from api.importing import file_readings
from models.engine import writing
from models.participation.pending_uploads import PendingUpload
from tests.api.importing.test_imports import HTML, PAGE, SMALL
from tests.api.texts.text_reader import API

NEW = "/new/import"
BIBTEX = b"@book{w, author={Weathersby, Kathryn}, title={Soviet Aims in Korea}, year=1993, publisher={Wilson Center}}\n"


def send(
    client: TestClient, *files: tuple[str, bytes], page: str = NEW, accept: str = "text/html", **fields: str
) -> Any:
    sent = [("files", (name, data, "application/octet-stream")) for name, data in files] or [("none", ("", b""))]
    return client.post(page, data=fields, files=sent, headers={"Accept": accept}, follow_redirects=False)


def read_fields(page: str) -> dict[str, str]:
    """Return what the form of a preview would send, but for what is chosen of records."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    own = dict(re.findall(r'<input id="field-[^"]+" name="([^"]+)" value="([^"]*)"', page))
    return {**hidden, **own}


def test_files_become_a_map_that_is_deleted_as_any_map(reader: TestClient) -> None:
    preview = send(reader, ("korean-war_books.bib", BIBTEX))
    assert preview.status_code == 200, preview.text
    fields = read_fields(preview.text)
    assert fields["title"] == "korean-war books"
    assert reader.get("/maps/korean-war-books", headers=HTML).status_code == 404
    done = send(reader, confirmed="yes", **fields)
    assert done.status_code == 303, done.text
    assert done.headers["location"] == "/maps/korean-war-books?view=sources"
    api = "/api/v1/maps/korean-war-books"
    made = reader.get(api)
    assert [source["title"] for source in made.json()["sources"]] == ["Soviet Aims in Korea"]
    assert reader.delete(api, headers={"If-Match": made.headers["etag"]}).status_code == 200
    assert reader.get(api).status_code == 404


def test_what_a_map_says_of_itself_the_new_one_says(reader: TestClient) -> None:
    document = {**SMALL, "title": "Who began?", "licence": "CC BY 4.0", "authors": [{"name": "Marie Weber"}]}
    preview = send(reader, ("map.json", json.dumps(document).encode()))
    assert "Marie Weber" in preview.text
    fields = read_fields(preview.text)
    assert (fields["title"], fields["licence"]) == ("Who began?", "CC BY 4.0")
    taken = send(reader, confirmed="yes", **{**fields, "slug": "debate"})
    assert taken.status_code == 422
    assert "debate" in taken.text
    untitled = send(reader, confirmed="yes", **{**read_fields(taken.text), "slug": "", "title": ""})
    assert untitled.status_code == 422
    done = send(reader, confirmed="yes", **{**read_fields(taken.text), "slug": ""})
    made = reader.get(f"/api/v1{done.headers['location'].partition('?')[0]}").json()
    assert made["authors"][0]["name"] == "Marie Weber"
    assert len(made["links"]) == 1


def test_a_program_makes_a_map_of_a_file(reader: TestClient) -> None:
    asked = reader.post("/api/v1/imports", params={"dry_run": True, "name": "books.bib"}, content=BIBTEX)
    assert (asked.status_code, asked.json()["map"]) == (200, None)
    made = reader.post("/api/v1/imports", params={"name": "books.bib", "title": "A shelf"}, content=BIBTEX)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/api/v1/maps/a-shelf"
    assert made.json()["map"]["title"] == "A shelf"
    assert len(reader.get(made.headers["location"]).json()["sources"]) == 1
    again = reader.post("/api/v1/imports", params={"slug": "a-shelf", "title": "Another"}, content=BIBTEX)
    assert again.status_code == 409
    broken = reader.post("/api/v1/imports", params={"title": "B"}, content=b"text,Farbe\nOne,rot\n")
    assert broken.status_code == 422
    assert "Farbe" in broken.json()["detail"]


def read_events(stream: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.*)\n\n", stream)]


def test_a_script_is_told_each_step_and_then_the_page(reader: TestClient) -> None:
    accept = "text/html, text/event-stream"
    answer = send(reader, ("b.bib", BIBTEX), page=PAGE, accept=accept)
    assert answer.headers["content-type"].startswith("text/event-stream")
    *steps, (last, told) = read_events(answer.text)
    assert [step["words"] for _, step in steps] == ["Reading “b.bib” …", "Comparing with what is on the map …"]
    assert (last, told["status"]) == ("answer", 200)
    assert "What would come in" in told["page"]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', told["page"]))
    *steps, (last, told) = read_events(send(reader, page=PAGE, accept=accept, confirmed="yes", **fields).text)
    # What was read is still known.
    assert [step["words"] for _, step in steps] == ["Writing …"]
    assert told["location"].startswith("/maps/debate/history")
    refused = read_events(send(reader, page=PAGE, accept=accept).text)
    assert [told["status"] for _, told in refused] == [422]
    assert "Choose a file." in refused[0][1]["page"]


def test_what_was_read_is_kept_until_the_map_or_a_choice_changes(
    app: FastAPI, reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = file_readings.read_foreign_file_apart
    names: list[str] = []

    def count(data: bytes, name: str, *rest: Any) -> Any:
        names.append(name)
        return read(data, name, *rest)

    monkeypatch.setattr(file_readings, "read_foreign_file_apart", count)
    preview = send(reader, ("b.bib", BIBTEX), ("c.csv", b"text,Farbe\nOne,rot\n"), page=PAGE).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', preview))
    assert names == ["b.bib", "c.csv"]
    again = send(reader, page=PAGE, **hidden)
    assert "Farbe" in again.text
    assert names == ["b.bib", "c.csv"]
    send(reader, page=PAGE, **{**hidden, "column.1.0.1": "note"})
    assert names == ["b.bib", "c.csv", "c.csv"]
    assert reader.post(f"{API}/claims", json={"kind": "finding", "text": "Meanwhile."}).status_code == 201
    send(reader, page=PAGE, **hidden)
    assert names == ["b.bib", "c.csv", "c.csv", "b.bib", "c.csv"]
    with writing(app.state.engine) as session:
        # What another version of the program has kept is read anew.
        for waiting in session.exec(select(PendingUpload)):
            waiting.reading = (waiting.reading or b"")[:32] + b"?"
    assert send(reader, page=PAGE, **hidden).status_code == 200
    assert len(names) == 7


def test_a_sheet_finds_what_a_bibliography_behind_it_in_the_alphabet_holds(reader: TestClient) -> None:
    sheet = b"Author;Source;Page;Quotation\nWeathersby;Soviet Aims;12;It was so.\n"
    preview = send(reader, ("excerpts.csv", sheet), ("library.bib", BIBTEX), ("unknown", b"\xff\x00\x01"))
    assert preview.status_code == 422, preview.text
    preview = send(reader, ("excerpts.csv", sheet), ("library.bib", BIBTEX))
    assert preview.text.index("library.bib") < preview.text.index("excerpts.csv")
    done = send(reader, confirmed="yes", **read_fields(preview.text))
    made = reader.get(f"/api/v1{done.headers['location'].partition('?')[0]}").json()
    assert [source["title"] for source in made["sources"]] == ["Soviet Aims in Korea"]
    assert made["evidence"][0]["source"] == made["sources"][0]["id"]


def test_a_preview_names_first_what_is_left_out_and_folds_remarks(reader: TestClient) -> None:
    rows = "".join(f"Essay {number};{number};It was so.;red\n" for number in range(5))
    page = send(reader, ("excerpts.csv", f"Source;Page;Quotation;Colour\n{rows}".encode())).text
    faults, remarks = page.split("6 remarks on how it was read")
    assert "The column “Colour” is unknown" in re.sub("[\u2068\u2069]", "", faults)
    assert "stands for no record yet" not in faults
    assert remarks.count("stands for no record yet") == 5


def test_a_double_in_a_file_is_compared_with_the_one_before_it_by_the_names_of_its_authors(reader: TestClient) -> None:
    double = BIBTEX.replace(b"@book{w", b"@book{v").replace(b"Kathryn", b"K.").replace(b"Center", b"Centre")
    page = send(reader, ("library.bib", BIBTEX + double)).text
    assert "In the same files:" in page
    assert "On this map:" not in page
    assert "Kathryn Weathersby" in page.split("In the same files:")[1]


@pytest.mark.parametrize(
    ("name", "data", "view"),
    [
        ("debate.argdown", b"[War]: It was civil.\n  - [Aims]: Moscow wanted it.\n", "?view=argument"),
        ("claims.csv", b"text,kind\nMoscow ordered it.,perception\n", ""),
    ],
)
def test_a_new_map_opens_in_the_view_that_shows_what_it_holds(
    reader: TestClient, name: str, data: bytes, view: str
) -> None:
    done = send(reader, confirmed="yes", **{**read_fields(send(reader, (name, data)).text), "title": "Aims"})
    assert done.headers["location"] == f"/maps/aims{view}"


def test_whoever_adds_records_is_told_that_files_can_be_imported(reader: TestClient) -> None:
    assert f'<a href="{PAGE}">import them</a>' in reader.get(f"{PAGE.removesuffix('import')}add", headers=HTML).text


def test_what_seems_to_be_here_can_be_changed_to_what_a_file_says(reader: TestClient) -> None:
    fuller = BIBTEX.replace(b"@book{w", b"@book{x").replace(b"Wilson Center", b"Woodrow Wilson Center")
    preview = send(reader, ("library.bib", BIBTEX + fuller)).text
    assert re.search(r'<select name="choice\.0\.x">.*?<option value="replace"', preview, re.DOTALL)
    done = send(reader, confirmed="yes", **{**read_fields(preview), "choice.0.x": "replace"})
    made = reader.get(f"/api/v1{done.headers['location'].partition('?')[0]}").json()
    assert [(source["id"], source["publisher"]) for source in made["sources"]] == [("w", "Woodrow Wilson Center")]
