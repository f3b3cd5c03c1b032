"""Texts with notes over HTTP and at the command line: in a style, of a selection, as it was and as of a date."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from fastapi import FastAPI
from typer.testing import CliRunner

from api.command_line import program
from tests.api.conftest import OnlyReading

MAP = "/maps/korea-1950"
KOREA = Path("argument_maps/examples/korea-1950.json")


@pytest.fixture
def reader(with_korea: Callable[[str], FastAPI]) -> OnlyReading:
    return OnlyReading(with_korea("sqlite"))


def markdown(reader: OnlyReading, address: str) -> str:
    answer = reader.get(f"{MAP}/{address}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_the_style_decides_how_sources_are_cited(reader: OnlyReading) -> None:
    chicago, gost, mla = (markdown(reader, f"outline.md?style={style}") for style in ("chicago-notes", "gost", "mla"))
    assert "[^1]: Kathryn Weathersby, “The US, the USSR, and the Korean War,” ca. 2002." in chicago
    assert "\n[^2]: Ibid.\n" in gost
    assert "(Weathersby)" in mla
    assert "## Works Cited" in mla
    assert markdown(reader, "outline.md") == chicago


def test_an_unknown_style_is_refused_with_those_that_there_are(reader: OnlyReading) -> None:
    problem = reader.get(f"{MAP}/outline.md?style=harvard", headers={"Accept": "application/json"})
    assert problem.status_code == 422
    assert "chicago-notes" in problem.text


def test_of_a_selection_and_as_of_a_date_only_that_is_told(reader: OnlyReading) -> None:
    part = markdown(reader, "reading.md?question=Q4")
    assert "## Q4 " in part
    assert len(part) < len(markdown(reader, "reading.md"))
    assert "As it could be known by 1960" in markdown(reader, "ledger.md?as_of=1960")
    assert len(markdown(reader, "bibliography.md?question=Q4")) < len(markdown(reader, "bibliography.md"))


def test_a_word_file_has_pictures_inside_unless_they_are_of_no_use(reader: OnlyReading) -> None:
    answer = reader.get(f"{MAP}/reading.docx?question=Q4")
    document = Document(BytesIO(answer.content))
    assert len(document.inline_shapes) >= 1
    assert document.paragraphs[0].style.name == "Title"


def test_the_bibliography_is_a_page_of_its_own_too(reader: OnlyReading) -> None:
    answer = reader.get(f"{MAP}/bibliography.html?style=chicago-notes")
    assert '<ul class="sources">' in answer.text
    assert "<h2>Published works</h2>" in answer.text
    assert "style-src 'self' 'sha256-" in answer.headers["content-security-policy"]


def test_the_page_keeps_what_is_selected_and_the_style_that_was_chosen(reader: OnlyReading) -> None:
    page = reader.get(f"{MAP}/with-notes?style=gost&question=Q4").text
    assert f'{MAP}/outline.docx?question=Q4&amp;style=gost"' in page
    assert f'{MAP}/ledger.docx?style=gost"' in page
    assert '<option value="gost" selected>' in page
    assert "not the whole map" in page
    assert f'href="{MAP}/with-notes?question=Q4"' in reader.get(f"{MAP}?question=Q4").text


def test_the_command_line_writes_them_as_the_file_is_called(tmp_path: Path) -> None:
    for name, begins in (("k.ledger.md", b"# Korea 1950"), ("k.bibliography.odt", b"PK"), ("k.docx", b"PK")):
        path = tmp_path / name
        outcome = CliRunner().invoke(
            program, ["draw", str(KOREA), "--style", "gost", "--question", "Q6", "--scans", "hidden", "-o", str(path)]
        )
        assert outcome.exit_code == 0, outcome.output
        assert path.read_bytes().startswith(begins)
    assert "Bibliography" in [each.text for each in Document(str(tmp_path / "k.docx")).paragraphs]
