"""Every script comes out in PNG and PDF as it was measured, inside its box, and is read back from the PDF."""

import io
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from argument_maps.graph import Graph
from argument_maps.values import Claim
from renderers.boxes.record_box import PADDING, draw_text_group, draw_text_line, draw_text_lines
from renderers.layout.gathered_placement import COLUMN_GAP
from renderers.raster.font_files import list_font_files
from renderers.raster.placed_runs import RunPlacer
from renderers.raster.rasterising import pdf, png
from renderers.style import CITATION, HEADER, META, STATEMENT
from renderers.svg.picture import draw_picture
from renderers.typography import Face, measure
from tests.renderers.pictures import whole
from tests.renderers.written_words import WORDS, find_ink, read_pdf, squeeze

WIDTH, ROOM = 700, 640


def frame(inner: str, height: int = 300) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">'
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{inner}</svg>'
    )


def draw_line(text: str, face: Face = STATEMENT) -> str:
    return frame(draw_text_group(face, "#000000", draw_text_line(text, face, 20, 35)))


@pytest.mark.parametrize("face", [STATEMENT, HEADER, CITATION], ids=lambda face: f"{face.family} {face.style}")
@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_words_are_drawn_as_wide_as_they_were_measured(text: str, face: Face) -> None:
    left, _, right, _ = find_ink(png(draw_line(text, face), 1.0))
    measured = measure(face)
    drawn = max((run.x + run.width for run in measured.lay_out(text)), default=0.0)
    assert left == pytest.approx(20, abs=4)
    # Letters may reach a little over the room that is theirs.
    assert right - 20 == pytest.approx(drawn if measured.is_mixed(text) else measured.width(text), abs=5)


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_words_are_read_back_from_a_pdf(text: str) -> None:
    assert squeeze(read_pdf(pdf(draw_line(text)))) == squeeze(text)


def test_words_stay_words_in_a_pdf() -> None:
    assert read_pdf(pdf(draw_line("भारत ने संयुक्त राष्ट्र में"))).split() == ["भारत", "ने", "संयुक्त", "राष्ट्र", "में"]


def test_a_pdf_for_archives_has_every_script() -> None:
    # Letters that no font has would be refused.
    text = " ".join(WORDS.values())[:120]
    assert squeeze(WORDS["Armenian"]) in squeeze(read_pdf(pdf(draw_line(text), date(2026, 1, 1))))


@settings(deadline=None, max_examples=12)
@given(st.lists(st.sampled_from([*WORDS.values(), "1950.", "(see No. 12)"]), min_size=1, max_size=4), st.data())
def test_folded_lines_stay_within_their_room(words: list[str], data: st.DataObject) -> None:
    room = data.draw(st.sampled_from([160.0, 228.0, 400.0]))
    lines = measure(META).lines(" ".join(words), room)
    height = int(len(lines) * META.line + 30)
    drawn = draw_text_group(META, "#000000", draw_text_lines(lines, META, 20, 25))
    left, _, right, _ = find_ink(png(frame(drawn, height), 1.0))
    assert left >= 20 - 3
    assert right <= 20 + room + 3


@pytest.fixture(scope="module")
def svg() -> str:
    claims = tuple(Claim(id=f"C{place}", text=words) for place, words in enumerate(WORDS.values(), 1))
    return draw_picture(whole(Graph(slug="scripts", title="Scripts", claims=claims)))


BOX = re.compile(
    r'id="n-(C\d+)".*?translate\(([0-9.]+),([0-9.]+)\)"><rect x=".7" y=".7" width="([0-9.]+)" height="([0-9.]+)"'
)


def test_every_script_of_one_map_stands_inside_its_box(svg: str) -> None:
    image = png(svg, 1.0)
    drawn = Image.open(io.BytesIO(image)).convert("L")
    (down,) = re.findall(r'<g class="parts" transform="translate\(0,([0-9.]+)\)">', svg)
    boxes = BOX.findall(svg)
    assert len(boxes) == len(WORDS)
    for _, x, y, width, height in boxes:
        left, top = float(x), float(y) + float(down)
        right, low = left + float(width), top + float(height)
        inner = (round(left + 3), round(top + 3), round(right - 2), round(low - 2))
        ink = find_ink(image, inner)
        assert ink[0] >= left + PADDING - 4
        assert ink[2] <= right - PADDING + 5
        # Nothing is drawn beside the box either, as far as the next one.
        beside = drawn.crop((round(right + 3), round(top), round(right + COLUMN_GAP - 3), round(low)))
        assert beside.getextrema() == (beside.getpixel((0, 0)),) * 2


def test_every_script_of_one_map_is_read_back(svg: str) -> None:
    told = squeeze(read_pdf(pdf(svg)))
    assert [
        script for script, words in WORDS.items() if any(squeeze(word) not in told for word in words.split(" "))
    ] == []


@pytest.mark.parametrize("face", [STATEMENT, CITATION])
def test_a_hebrew_date_reads_day_month_year_from_the_right(face: Face) -> None:
    lines = measure(face).lines("ההסכם נחתם ב-25 ביוני 1950.", ROOM)
    svg = frame(draw_text_group(face, "#000000", draw_text_lines(lines, face, 20, 35)))
    left, _, right, _ = find_ink(png(svg, 1.0))
    assert right == pytest.approx(20 + ROOM, abs=3)
    assert left > 300
    placed = RunPlacer().place(svg)
    words = {
        text.strip("\u200f"): float(x) for x, text in re.findall(r'<text x="([0-9.]+)"[^>]*>([^<]+)</text>', placed)
    }
    assert words["1950"] < words["25"] < words["ה"]


def test_lines_without_other_scripts_are_left_as_they_are() -> None:
    picture = draw_line("Korea Сталин 沈志华 김일성")
    assert RunPlacer().place(picture) == picture


def test_what_is_escaped_in_a_mixed_line_stays_so() -> None:
    assert squeeze(read_pdf(pdf(draw_line("a < b & שלום & c")))) == squeeze("a < b & שלום & c")


def test_only_the_fonts_of_what_is_drawn_are_loaded() -> None:
    names = {path.rpartition("/")[2] for path in list_font_files([draw_line("Korea שלום")])}
    assert not any("Hebrew" in name or "Thai" in name for name in names)
    names = {path.rpartition("/")[2] for path in list_font_files([RunPlacer().place(draw_line("Korea 👍"))], "ไทย")}
    assert {"NotoColorEmoji.ttf", "NotoSerifThai-Regular.ttf", "NotoSerifThai-Bold.ttf"} <= names


def test_the_same_letters_are_the_same_bytes() -> None:
    def build() -> dict[str, bytes]:
        placer = RunPlacer()
        placer.place(draw_line("العربية भारत"))
        return placer.fonts.build()

    assert build() == build()


def test_letters_of_several_shapes_are_in_as_many_fonts() -> None:
    placer = RunPlacer()
    # Seen first, last, between others and alone.
    placed = placer.place(draw_line("هذه ه ههه"))
    families = set(re.findall(r'font-family="(\w+)"[^>]*>ه<', placed))
    assert len(families) == 4
    assert families <= placer.fonts.build().keys()


def test_a_hundred_records_of_another_script_make_no_large_file() -> None:
    claims = tuple(Claim(id=f"C{number}", text=WORDS["Arabic"]) for number in range(100))
    assert len(pdf(draw_picture(whole(Graph(slug="many", title="Many", claims=claims))))) < 200_000
