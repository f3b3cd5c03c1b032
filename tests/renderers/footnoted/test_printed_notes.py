"""On paper each note stands at the foot of the page on which it is referred to: by Typst, and by LibreOffice."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings

from argument_maps.graph import Graph
from models.vocabulary import CitationStyle
from renderers.footnoted.figures import FigureDrawer
from renderers.footnoted.footnoted_text import FootnotedText, FootnoteMark, NotedParagraph, TextRun
from renderers.footnoted.ledger_text import build_ledger_text
from renderers.footnoted.open_document_writer import write_open_document
from renderers.footnoted.outline_text import build_outline_text
from renderers.footnoted.reading_text import build_reading_text
from renderers.footnoted.typst_writer import write_footnoted_pdf
from renderers.footnoted.word_writer import write_word
from tests.renderers.footnoted.noted_maps import MANY_LANGUAGES
from tests.renderers.hostile import hostile_graphs
from tests.renderers.pictures import korea_graph, whole

CHICAGO = CitationStyle.CHICAGO_NOTES
OFFICE = shutil.which("soffice")


def numbered_text(notes: int = 60) -> FootnotedText:
    """Return a text of several pages, each of whose paragraphs is marked and has a note with the same mark."""
    blocks = [
        NotedParagraph((TextRun("words that fill a line or two " * 8 + f"body{number}x"), FootnoteMark(number)))
        for number in range(1, notes + 1)
    ]
    return FootnotedText(
        "Marked", (), "en", tuple(blocks), tuple((TextRun(f"note{number}x of it."),) for number in range(1, notes + 1))
    )


def read_pages(data: bytes) -> list[tuple[str, dict[str, float]]]:
    """Return each page's text, and how high above its foot each marked word begins, in points."""
    pages = []
    for page in pypdfium2.PdfDocument(data):
        read = page.get_textpage()
        text = read.get_text_range()
        heights = {}
        for mark in re.finditer(r"(?:body|note)\d+x", text):
            heights[mark[0]] = read.get_charbox(mark.start())[1]
        pages.append((text, heights))
    return pages


def assert_notes_stand_at_the_foot(data: bytes, notes: int) -> None:
    pages = read_pages(data)
    assert len(pages) > 2
    for number in range(1, notes + 1):
        (place,) = [index for index, (_, heights) in enumerate(pages) if f"note{number}x" in heights]
        heights = pages[place][1]
        assert f"body{number}x" in heights, number
        bodies = [height for mark, height in heights.items() if mark.startswith("body")]
        assert heights[f"note{number}x"] < min(bodies), number


def test_typst_sets_each_note_at_the_foot_of_its_page() -> None:
    assert_notes_stand_at_the_foot(write_footnoted_pdf(numbered_text()), 60)


def test_a_pdf_has_its_title_its_headings_as_bookmarks_and_the_same_bytes_each_time() -> None:
    text = build_ledger_text(whole(korea_graph()), CHICAGO)
    data = write_footnoted_pdf(text)
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == text.title
    assert "What is missing" in [bookmark.get_title() for bookmark in document.get_toc()]
    assert document[0].get_width() > document[0].get_height()
    assert data == write_footnoted_pdf(text)


def test_every_note_and_every_picture_of_the_outline_is_in_the_pdf() -> None:
    drawer = FigureDrawer(theme="light", lang="both", crops=None)
    text = build_outline_text(whole(MANY_LANGUAGES), CHICAGO, "both", drawer)
    said = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(write_footnoted_pdf(text)))
    flat = re.sub(r"\s+", " ", said)
    assert "Figure 1. Small" in flat
    for words in ("Shen Zhihua, Mao, Stalin and the War (Press, 2012), 12.", "A note.", "不要怕", "Была война", "שלום"):
        assert words in flat or words[::-1] in flat, words


@given(hostile_graphs())
@settings(deadline=None, max_examples=4)
def test_nothing_that_users_wrote_breaks_the_pdf(told: Graph) -> None:
    assert write_footnoted_pdf(build_outline_text(whole(told), CHICAGO)).startswith(b"%PDF")


def test_nothing_that_users_wrote_is_read_as_a_program() -> None:
    trap = '#panic("ran") $x$ *bold* @label <label> https://a.b // c /* d */ \\u{41} = heading'
    text = FootnotedText(trap, (trap,), "en", (NotedParagraph((TextRun(trap), FootnoteMark(1))),), ((TextRun(trap),),))
    said = pypdfium2.PdfDocument(write_footnoted_pdf(text))[0].get_textpage().get_text_range()
    assert re.sub(r"\s", "", said).count(re.sub(r"\s", "", trap)) == 3


@pytest.mark.soak
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-writer)")
@pytest.mark.parametrize(("write", "ending"), [(write_word, "docx"), (write_open_document, "odt")])
def test_libreoffice_prints_each_note_at_the_foot_of_its_page(
    write: Callable[[FootnotedText], bytes], ending: str, tmp_path: Path
) -> None:
    assert_notes_stand_at_the_foot(convert(write(numbered_text()), ending, tmp_path), 60)


@pytest.mark.soak
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-writer)")
@pytest.mark.parametrize("build", [build_outline_text, build_ledger_text, build_reading_text])
@pytest.mark.parametrize(("write", "ending"), [(write_word, "docx"), (write_open_document, "odt")])
def test_libreoffice_prints_every_note_of_the_korea_map(
    write: Callable[[FootnotedText], bytes], ending: str, build: Callable[..., FootnotedText], tmp_path: Path
) -> None:
    text = build(whole(korea_graph()), CHICAGO)
    pages = read_pages(convert(write(text), ending, tmp_path))
    said = re.sub(r"\s", "", "".join(words for words, _ in pages)).replace("\x02", "").replace("\ufffe", "")
    missing = [
        number
        for number, note in enumerate(text.notes, 1)
        if re.sub(r"[\s-]", "", "".join(run.text for run in note))[:40] not in said.replace("-", "")
    ]
    assert missing == []


def convert(data: bytes, ending: str, folder: Path) -> bytes:
    """Return what LibreOffice makes of a file as PDF, with a profile of its own."""
    source = folder / f"text.{ending}"
    source.write_bytes(data)
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)  # a program of the system
    return (folder / "text.pdf").read_bytes()
