"""What a date means, told on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.command_line import program

HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "fastapi", "babel", "graphviz", "convertdate")


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(program, ["date", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("25. Juni 1950", "1950-06-25\t25 June 1950\n"),
        ("-0043", "-0043\t44 BC\n"),
        ("between March and May 1950", "1950-03/1950-05\tMarch–May 1950; some time in this span\n"),
        ("Monday, 25 June 1950", "1950-06-25\t25 June 1950; 25 June 1950 was a Sunday\n"),
        ("25 October 1917 (O.S.)", "1917-11-07\t7 November 1917; in the Julian calendar as written\n"),
        ("o. J.", "\tundated\n"),
    ],
)
def test_a_date_is_told_in_edtf_and_in_words(written: str, told: str) -> None:
    assert run(written) == (0, told, "")


def test_what_can_be_two_dates_names_both_and_ends_with_1() -> None:
    status, told, said = run("1920-21")
    assert (status, told) == (1, "")
    assert said == "sicetnon: “1920-21” can mean 1920–1921 or spring 1920. Write 1920/1921 or spring 1920.\n"


def test_what_is_no_date_ends_with_1_and_says_how_to_write_one() -> None:
    status, told, said = run("soon")
    assert (status, told) == (1, "")
    assert said.startswith("sicetnon: “soon” is not a date. Write a date such as")


def test_reading_a_date_loads_neither_the_database_nor_the_pages() -> None:
    script = (
        "import sys; from api.commands import dating; dating.date('25 June 1950');"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_file_whose_span_ends_before_it_begins_is_no_whole_map(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    claim = {"id": "C1", "kind": "assertion", "text": "So it was.", "when": "1953/1950"}
    file.write_text(json.dumps({"format": "sicetnon/1", "title": "A map", "claims": [claim]}), encoding="utf-8")
    done = CliRunner().invoke(program, ["check", str(file)])
    assert done.exit_code == 1
    assert "“1953/1950” ends before it begins." in done.stderr
