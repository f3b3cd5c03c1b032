import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from argument_maps.graph import Graph
from argument_maps.selection.selecting import select
from argument_maps.values import Author, Claim, Question, Source
from models.vocabulary import CitationStyle
from renderers.decks.power_point_writer import write_power_point
from renderers.decks.slides import Deck, build_deck
from renderers.footnoted.footnoted_text import collect_words
from renderers.style import THEMES
from tests.renderers.hostile import TRAPS, hostile_graphs
from tests.renderers.pictures import korea_graph

OFFICE = shutil.which("soffice")
INCH = 914_400


def build(graph: Graph, theme: str = "light") -> Deck:
    return build_deck(
        select(graph), CitationStyle.CHICAGO_NOTES, view="perceptions", theme=theme, lang="both", caption=["Cited so."]
    )


def open_deck(data: bytes) -> Any:
    return Presentation(BytesIO(data))


@pytest.fixture(scope="module")
def korea_deck() -> Deck:
    return build(korea_graph())


@pytest.fixture(scope="module")
def korea_file(korea_deck: Deck) -> bytes:
    return write_power_point(korea_deck)


def list_pictures(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == 13]


def test_titles_are_titles_and_notes_are_notes(korea_deck: Deck, korea_file: bytes) -> None:
    opening, *slides = open_deck(korea_file).slides
    assert opening.shapes.title.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE
    assert opening.shapes.title.text_frame.text == korea_deck.title.text
    assert opening.placeholders[1].text_frame.text.splitlines() == list(korea_deck.lines)
    assert len(slides) == len(korea_deck.slides) == 6
    for made, slide in zip(slides, korea_deck.slides, strict=True):
        assert made.shapes.title.placeholder_format.type == PP_PLACEHOLDER.TITLE
        assert made.shapes.title.text_frame.text == slide.title.text
        assert made.notes_slide.notes_text_frame.text.splitlines() == [collect_words(line) for line in slide.notes]


def test_pictures_are_told_in_words_and_have_two_pixels_to_each_of_the_slide(
    korea_deck: Deck, korea_file: bytes
) -> None:
    presentation = open_deck(korea_file)
    assert (presentation.slide_width, presentation.slide_height) == (round(INCH * 40 / 3), INCH * 15 // 2)
    for made, slide in zip(list(presentation.slides)[1:], korea_deck.slides, strict=True):
        (picture,) = list_pictures(made)
        assert picture.element.nvPicPr.cNvPr.get("descr") == slide.description
        assert picture.left == 0
        assert picture.width == presentation.slide_width
        assert picture.top >= made.shapes.title.top + made.shapes.title.height
        assert abs(picture.top + picture.height - presentation.slide_height) < INCH / 100
        image = Image.open(BytesIO(picture.image.blob))
        assert image.width == 3200
        assert image.height / image.width == pytest.approx(picture.height / picture.width, rel=0.002)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_slides_have_the_ground_of_their_pictures(theme: str) -> None:
    claim = Claim(id="P1", kind="perception", text="All did", answers="Q1")
    graph = Graph(slug="one", title="One", questions=(Question(id="Q1", text="Who knew?"),), claims=(claim,))
    data = write_power_point(build(graph, theme))
    (picture,) = list_pictures(open_deck(data).slides[1])
    ground = Image.open(BytesIO(picture.image.blob)).convert("RGB").getpixel((3, 3))
    assert "#{:02X}{:02X}{:02X}".format(*ground) == THEMES[theme].ground
    with zipfile.ZipFile(BytesIO(data)) as archive:
        colours = archive.read("ppt/theme/theme1.xml").decode()
    assert f'<a:lt1><a:srgbClr val="{THEMES[theme].ground[1:]}"/></a:lt1>' in colours
    assert f'<a:dk1><a:srgbClr val="{THEMES[theme].text[1:]}"/></a:dk1>' in colours


def test_the_same_map_gives_the_same_bytes_without_dates(korea_deck: Deck, korea_file: bytes) -> None:
    assert write_power_point(build(korea_graph())) == korea_file
    with zipfile.ZipFile(BytesIO(korea_file)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert "created" not in core
        assert "modified>" not in core
        assert korea_deck.full_title in core
        # Nothing of the template's own picture, printer and program.
        assert not [name for name in archive.namelist() if "thumbnail" in name or "printer" in name]
        assert b"Sic et Non" in archive.read("docProps/app.xml")


def test_there_are_layouts_for_what_somebody_adds_and_nothing_else(korea_file: bytes) -> None:
    presentation = open_deck(korea_file)
    assert [layout.name for layout in presentation.slide_layouts] == ["Title Slide", "Title and Content", "Title Only"]
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_a_slide_without_a_picture_says_why_in_its_text() -> None:
    graph = Graph(slug="none", title="None", questions=(Question(id="Q1", text="Who knew?"),))
    slide = open_deck(write_power_point(build(graph))).slides[1]
    assert slide.placeholders[1].text_frame.text == "Nothing is recorded under this question yet."
    assert list_pictures(slide) == []


def test_titles_of_citations_are_slanted_and_words_from_the_right_begin_there() -> None:
    book = Source(id="b", type="book", title="A Title", issued="1990")
    claim = Claim(id="P1", kind="perception", text="All did", answers="Q1", source="b")
    graph = Graph(
        slug="rtl", title="שלום עולם", questions=(Question(id="Q1", text="שלום?"),), claims=(claim,), sources=(book,)
    )
    presentation = open_deck(write_power_point(build(graph)))
    opening, slide = presentation.slides
    # The id of the question stands before its words and is Latin.
    for title in (opening.shapes.title, slide.shapes.title):
        (paragraph,) = title.text_frame.paragraphs
        assert paragraph._p.pPr.get("rtl") == "1"
        assert paragraph._p.pPr.get("algn") == "r"
    runs = [run for each in slide.notes_slide.notes_text_frame.paragraphs for run in each.runs]
    assert [run.text for run in runs if run.font.italic] == ["A Title"]


def all_texts(presentation: Any) -> Iterator[str]:
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if len(trap) < 200])
def test_whatever_users_wrote_can_be_read_back(trap: str) -> None:
    claim = Claim(id="P1", kind="perception", text=f"x {trap} x", answers="Q1")
    graph = Graph(
        slug="hostile",
        title=f"t {trap} t",
        authors=(Author(name=f"a {trap} a"),),
        language="en",
        questions=(Question(id="Q1", text=f"q {trap} q"),),
        claims=(claim,),
    )
    texts = list(all_texts(open_deck(write_power_point(build(graph)))))
    kept = " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", trap).split())
    for begin in "tqax":
        wanted = " ".join(f"{begin} {kept} {begin}".split())
        assert any(wanted in " ".join(text.split()) for text in texts), (begin, texts)


@given(hostile_graphs())
@settings(deadline=None, max_examples=5)
def test_nothing_that_users_wrote_breaks_a_deck(graph: Graph) -> None:
    deck = build(graph)
    presentation = open_deck(write_power_point(deck))
    assert len(presentation.slides) == len(deck.slides) + 1


@pytest.mark.soak
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (Debian: libreoffice-impress)")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_libreoffice_shows_every_slide_with_its_title_and_picture(theme: str, tmp_path: Path) -> None:
    deck = build(korea_graph(), theme)
    (tmp_path / "deck.pptx").write_bytes(write_power_point(deck))
    command = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(tmp_path), str(tmp_path / "deck.pptx")]
    subprocess.run(command, check=True, timeout=300, capture_output=True)  # a program of the system
    opening, *pages = pypdfium2.PdfDocument(tmp_path / "deck.pdf")
    assert deck.title.text in " ".join(opening.get_textpage().get_text_range().split())
    assert len(pages) == len(deck.slides)
    for page, slide in zip(pages, deck.slides, strict=True):
        assert page.get_width() / page.get_height() == pytest.approx(16 / 9, rel=0.01)
        assert slide.title.text in " ".join(page.get_textpage().get_text_range().split())
        drawn = page.render(scale=1).to_pil().convert("RGB")
        below = drawn.crop((0, round(drawn.height * 0.2), drawn.width, drawn.height))
        # The picture is there: more than ground and text in two colours.
        assert len(below.getcolors(1 << 24) or ()) > 50
