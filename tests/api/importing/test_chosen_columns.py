"""What a spreadsheet and its columns hold is shown, and chosen where it was not understood."""

import io
import re
from html import unescape
from typing import Any

import xlsxwriter
from starlette.testclient import TestClient

from tests.api.importing.test_imports import HTML, PAGE, confirm, read_document
from tests.api.texts.text_reader import API

EXCERPTS = (
    "Behauptung;Beleg;Fundstelle;Anmerkung;Farbe\n"
    "Kim wollte den Krieg.;Kim drängt auf den Angriff.;Telegramm an Stalin;Abschrift;rot\n"
    "Mao zögerte.;Mao bittet um Aufschub.;Gespräch in Peking;;\n"
)


def send(client: TestClient, data: bytes, name: str = "e.csv", **fields: str) -> Any:
    files = [("files", (name, data, "application/octet-stream"))]
    return client.post(PAGE, data=fields, files=files, headers=HTML, follow_redirects=False)


def look_again(client: TestClient, preview: str, **chosen: str) -> Any:
    return client.post(PAGE, data={**read_hidden(preview), **chosen}, files=[("none", ("", b""))], headers=HTML)


def read_hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def read_chosen(page: str) -> dict[str, str]:
    """Return for what each column of the first sheet stands on the page: what its select says."""
    chosen = {}
    for label, options in re.findall(r'aria-label="What the column “(.+?)” holds">(.+?)</select>', page, re.DOTALL):
        marked = re.search(r"<option[^>]* selected>(.+?)</option>", options)
        first = re.search(r"<option value=\"\">(.+?)</option>", options)
        assert first is not None
        chosen[re.sub("[\u2068\u2069]", "", label)] = unescape((marked or first)[1])
    return chosen


def test_a_preview_says_which_column_was_taken_for_what(reader: TestClient) -> None:
    page = send(reader, EXCERPTS.encode()).text
    assert read_chosen(page) == {
        "Behauptung": "Statement",
        "Beleg": "not understood",
        "Fundstelle": "Where in the source",
        "Anmerkung": "Note",
        "Farbe": "not understood",
    }
    assert "as recognised: claim" in re.sub("[\u2068\u2069]", "", page)


def test_columns_are_chosen_and_the_preview_follows(reader: TestClient) -> None:
    first = send(reader, EXCERPTS.encode()).text
    chosen = {
        "kind.0.0": "evidence",
        "column.0.0.0": "-",
        "column.0.0.1": "summary",
        "column.0.0.2": "source",
        "column.0.0.4": "-",
    }
    second = look_again(reader, first, **chosen)
    assert second.status_code == 200
    assert read_chosen(second.text)["Fundstelle"] == "Source"
    assert read_chosen(second.text)["Farbe"] == "leave it out"
    assert "What stands in" not in second.text
    assert "Kim drängt auf den Angriff." in second.text
    done = confirm(reader, second.text, **chosen)
    assert done.status_code == 303, done.text
    after = read_document(reader)
    assert {each["summary"] for each in after["evidence"]} >= {"Kim drängt auf den Angriff.", "Mao bittet um Aufschub."}
    assert "Telegramm an Stalin" in {each["title"] for each in after["sources"]}


def test_a_kind_that_was_taken_wrongly_is_chosen_and_former_columns_that_it_has_not_are_forgotten(
    reader: TestClient,
) -> None:
    first = send(reader, EXCERPTS.encode()).text
    claims = look_again(reader, first, **{"column.0.0.1": "held_by"}).text
    assert read_chosen(claims)["Beleg"] == "Held by"
    # Evidence is held by nobody: the column is again what its name says.
    evidence = look_again(reader, claims, **{"kind.0.0": "evidence", "column.0.0.1": "held_by"}).text
    assert read_chosen(evidence)["Beleg"] == "What the passage says"


def test_a_sheet_of_which_nothing_was_recognised_is_chosen_too(reader: TestClient) -> None:
    page = send(reader, b"Satz;Wo\nEs regnete.;S. 5\n")
    assert page.status_code == 200
    assert "not recognised: choose one" in page.text
    assert "Satz" in page.text
    kind = look_again(reader, page.text, **{"kind.0.0": "claim"}).text
    columns = {"kind.0.0": "claim", "column.0.0.0": "text", "column.0.0.1": "locator"}
    done = confirm(reader, look_again(reader, kind, **columns).text, **columns)
    assert done.status_code == 303, done.text
    assert "Es regnete." in {claim["text"] for claim in read_document(reader)["claims"]}


def test_of_a_workbook_sheets_are_left_out(reader: TestClient) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        for name, heading, word in (("Thesen", "These", "A thesis."), ("Leute", "Name", "Somebody")):
            sheet = workbook.add_worksheet(name)
            sheet.write_string(0, 0, heading)
            sheet.write_string(1, 0, word)
    page = send(reader, buffer.getvalue(), "w.xlsx")
    assert re.findall(r"Columns of the sheet “\u2068?(.+?)\u2069?”", page.text) == ["Thesen", "Leute"]
    chosen = {"kind.0.1": "-"}
    less = look_again(reader, page.text, **chosen)
    assert "1 record would be added" in less.text
    assert confirm(reader, less.text, **chosen).status_code == 303
    assert "Somebody" not in {agent["name"] for agent in read_document(reader).get("agents", ())}


def test_a_program_says_what_columns_hold(reader: TestClient) -> None:
    asked = reader.post(f"{API}/import", params={"dry_run": True}, content=EXCERPTS.encode()).json()
    (sheet,) = asked["sheets"]
    assert sheet["kinds"] == ["claim"]
    assert [column["fields"] for column in sheet["columns"]] == [["text"], [], ["locator"], ["note"], []]
    said = {"kind": "evidence", "columns": "Behauptung=,Beleg=summary, Fundstelle = source,E="}
    done = reader.post(f"{API}/import", params=said, content=EXCERPTS.encode())
    assert done.status_code == 200, done.text
    # That there are new sources is told.
    assert {problem["weight"] for problem in done.json()["problems"]} == {"noted"}
    assert {record["kind"] for record in done.json()["records"]} == {"evidence", "source"}


def test_what_is_said_of_columns_and_means_nothing_is_refused(reader: TestClient) -> None:
    for said, words in (
        ({"columns": "Beleg"}, "does not say which column"),
        ({"kind": "novel"}, "no kind of record"),
        ({"sheet": "Tabelle9"}, "No sheet of the file"),
        ({"columns": "Befund=text"}, "No column is called “Befund”"),
        ({"columns": "Farbe=colour"}, "is to hold “colour”"),
        ({"format": "argdown", "kind": "claim"}, "Sheets and columns are those of a spreadsheet"),
    ):
        answer = reader.post(f"{API}/import", params=said, content=EXCERPTS.encode())
        assert answer.status_code == 422, said
        problems = reader.post(f"{API}/import", params={**said, "dry_run": True}, content=EXCERPTS.encode()).json()
        assert words in str(answer.json()) + str(problems), said


def test_a_column_without_a_name_is_called_by_its_letter(reader: TestClient) -> None:
    page = send(reader, b"text,\nOne,a remark\nTwo,\n").text
    assert "What stands in the one cell below it is left out." in page
    assert "What the column “B” holds" in re.sub("[\u2068\u2069]", "", page)
    noted = look_again(reader, page, **{"column.0.0.1": "note"}).text
    assert "What stands in" not in noted
