"""Dates as they were written, in what is told of records and in citations."""

import pytest

from argument_maps.citation.archival import format_archival_note, format_prescribed_citation
from argument_maps.citation.written_dates import cite_date_of, spell_date_of
from argument_maps.values import Claim, Source


def claim(edtf: str | None, written: str) -> Claim:
    return Claim(id="C1", text="So it was.", when=edtf, written_dates={"when": written} if written else {})


def document(edtf: str | None, written: str, title: str = "Minutes") -> Source:
    dates = {"issued": written} if written else {}
    return Source(id="S1", type="archival", title=title, issued=edtf, repository="An archive", written_dates=dates)


@pytest.mark.parametrize(
    ("edtf", "written", "words"),
    [
        ("1950-06-25", "", "25 June 1950"),
        ("1950-06-25", "25 June, 1950", "25 June 1950"),
        ("1950-06-25", "25. Juni 1950", "25 June 1950 (written “25. Juni 1950”)"),
        ("1950?", "[1950?]", "probably 1950 (written “[1950?]”)"),
        ("1949-24", "winter 1949-50", "winter 1949 (written “winter 1949-50”)"),
        ("1917-11-07", "25 October 1917 (O.S.)", "25 October 1917 (Julian), 7 November 1917"),
        ("1917-11-07", "25 октября 1917 г. (ст. ст.)", "25 октября 1917 г. (Julian), 7 November 1917"),
        ("1794-07-28", "10 Thermidor an II", "10 Thermidor an II (French Republican), 28 July 1794"),
        ("1950-06-25", "25.6.50", "25 June 1950 (written “25.6.50”)"),
        (None, "n.d.", "undated (written “n.d.”)"),
        (None, "", ""),
    ],
)
def test_a_date_is_told_with_how_it_was_written(edtf: str | None, written: str, words: str) -> None:
    assert spell_date_of(claim(edtf, written), "when") == words


@pytest.mark.parametrize(
    ("edtf", "written", "words"),
    [
        ("1950-06-25", "25. Juni 1950", "25 June 1950"),
        ("1950?", "[1950?]", "[1950?]"),
        ("1867~/1900", "late 19th century", "late 19th century"),
        ("1917-11-07", "25 October 1917 (O.S.)", "25 October 1917 (Julian), 7 November 1917"),
        (None, "n.d.", ""),
    ],
)
def test_citations_of_documents_give_the_date_as_written_with_its_calendar(
    edtf: str | None, written: str, words: str
) -> None:
    assert cite_date_of(document(edtf, written), "issued") == words


def test_a_note_names_the_julian_day_and_the_gregorian() -> None:
    note = format_archival_note(document("1917-11-07", "25 October 1917 (O.S.)"), [])
    assert note == "Minutes, 25 October 1917 (Julian), 7 November 1917, An archive."
    assert format_archival_note(document(None, "n.d."), []) == "Minutes, n.d., An archive."


def test_the_form_that_an_archive_asks_for_has_it_too() -> None:
    cited = format_prescribed_citation(document("1917-11-07", "25 October 1917 (O.S.)"), [])
    assert "25 October 1917 (Julian), 7 November 1917" in cited


def test_records_with_dates_as_written_can_be_told_apart_in_sets() -> None:
    one, same, other = claim("1950", "[1950]"), claim("1950", "[1950]"), claim("1950?", "[1950?]")
    assert len({one, same, other}) == 2
