"""Every example of the guide's page on dates is so."""

import re

import pytest

from argument_maps.dates.parsing import explain_reading, read_date
from argument_maps.dates.refusals import MisreadDate
from models.dates import UnreadableDate
from tests.architecture.tracked import ROOT


def _read_rows(heading: str) -> list[list[str]]:
    page = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    assert len(rows) >= 5
    return [[cell.strip() for cell in row] for row in rows]


@pytest.mark.parametrize("row", _read_rows("What is read"), ids=lambda row: row[0])
def test_what_the_guide_says_is_read_is_read_so(row: list[str]) -> None:
    reading = read_date(row[0].strip("`"))
    assert (reading.edtf or "none") == row[1].strip("`")
    assert explain_reading(reading) == row[2]


@pytest.mark.parametrize("row", _read_rows("Other calendars"), ids=lambda row: row[0])
def test_what_the_guide_says_of_other_calendars_is_so(row: list[str]) -> None:
    reading = read_date(row[0].strip("`"))
    assert (f"`{reading.edtf}`", str(reading.calendar)) == (row[1], row[2])


@pytest.mark.parametrize("row", _read_rows("What is asked"), ids=lambda row: row[0])
def test_what_the_guide_says_is_asked_names_what_can_be_written_instead(row: list[str]) -> None:
    with pytest.raises(MisreadDate) as asked:
        read_date(row[0].strip("`"))
    assert list(asked.value.readings) == re.findall("`([^`]+)`", row[1])


def test_what_the_guide_says_is_refused_is_refused() -> None:
    with pytest.raises(UnreadableDate, match="ends before it begins"):
        read_date("1953/1950")
