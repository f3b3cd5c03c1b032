import json
from pathlib import Path

import pytest

from argument_maps.examples import read_korea_map
from tests.command_line.test_commands import done, run

SMALL = {
    "format": "sicetnon/1",
    "title": "Small",
    "sources": [{"id": "S9", "type": "book", "title": "Khrushchev Remembers", "issued": "1970"}],
    "claims": [{"id": "F1", "kind": "finding", "text": "The initiative was Kim’s."}],
}


@pytest.fixture
def korea_file(tmp_path: Path) -> Path:
    path = tmp_path / "korea-1950.json"
    path.write_bytes(read_korea_map())
    return path


def test_files_come_into_a_map_as_one_change_after_a_look(korea_file: Path, tmp_path: Path) -> None:
    database, report = tmp_path / "maps.sqlite3", tmp_path / "report.json"
    small = tmp_path / "small.json"
    small.write_text(json.dumps(SMALL))
    done("import", korea_file, database=database)
    looked = run("import", small, "--into", "korea-1950", "--dry-run", "--report", report, database=database)
    assert looked.returncode == 0, looked.stderr.decode()
    assert "nothing was written" in looked.stderr.decode()
    entry = json.loads(report.read_text())["files"][0]
    assert entry["format"] == "sicetnon"
    assert {record["status"] for record in entry["records"]} <= {"new", "same", "similar", "identical"}
    written = run("import", small, "--into", "korea-1950", database=database)
    assert written.returncode == 0, written.stderr.decode()
    out = tmp_path / "out.json"
    done("export", "korea-1950", "-o", out, database=database)
    assert "The initiative was Kim’s." in out.read_text()
    again = run("import", small, "--into", "korea-1950", database=database)
    assert "0 records added or changed" in again.stderr.decode()


def test_what_cannot_be_read_or_found_is_refused_with_what_to_do(tmp_path: Path) -> None:
    database, small = tmp_path / "maps.sqlite3", tmp_path / "small.json"
    small.write_text(json.dumps(SMALL))
    unknown = run("import", small, "--into", "no-such-map", database=database)
    assert unknown.returncode == 1
    assert "no-such-map" in unknown.stderr.decode()
    misused = run("import", small, "--into", "korea-1950", "--slug", "other", database=database)
    assert misused.returncode == 2
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n")
    done("import", small, "--slug", "small", database=database)
    assert "is a picture" in run("import", picture, "--into", "small", database=database).stderr.decode()


def test_columns_of_a_sheet_are_named_on_the_command_line(tmp_path: Path) -> None:
    database, sheet, out = tmp_path / "maps.sqlite3", tmp_path / "excerpts.csv", tmp_path / "out.json"
    sheet.write_text("These;Beleg;Fundstelle;Farbe\n;Kim asks.;A telegram;red\n")
    refused = run("import", sheet, database=database)
    assert refused.returncode == 1
    assert "Beleg" in refused.stderr.decode()
    said = ("--kind", "evidence", "--columns", "These=,Beleg=summary, Fundstelle=source,D=")
    made = run("import", sheet, *said, database=database)
    assert made.returncode == 0, made.stderr.decode()
    done("export", "excerpts", "-o", out, database=database)
    assert [each["summary"] for each in json.loads(out.read_text())["evidence"]] == ["Kim asks."]
    for misused in (("--columns", "Beleg"), ("--kind", "novel")):
        assert run("import", sheet, *misused, database=database).returncode == 2
    assert run("import", sheet, sheet, "--kind", "claim", database=database).returncode == 2


def test_one_format_becomes_another_with_a_report(korea_file: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out.json", tmp_path / "report.json"
    done("convert", korea_file, "--to", "sicetnon", "-o", out, "--report", report, database=tmp_path / "none")
    written = json.loads(report.read_text())
    assert (written["format"], written["problems"], written["losses"]) == ("sicetnon", [], [])
    assert written["read"] == written["written"]
    assert not (tmp_path / "none").exists()
    unknown = run("convert", korea_file, "--to", "novel", database=tmp_path / "none")
    assert unknown.returncode == 1
    assert "sicetnon" in unknown.stderr.decode()
