import io
import os
import re
import struct
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from renderers.boxes.record_box import draw_text_group, draw_text_line
from renderers.raster import rasterising
from renderers.raster.font_files import list_font_files
from renderers.raster.rasterising import LONGEST_PAGE, MOST_PIXELS, NotRasterised, PictureTooLarge, pdf, png
from renderers.style import CITATION, HEADER, META, STATEMENT
from renderers.svg.picture import draw_picture
from renderers.typography import measure
from tests.renderers.pictures import korea_graph, random_graph, whole

# A line of a font's table from codes to characters.
MEANING = re.compile(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)
WORDS = {
    "latin": "Kim Il Sung ŏŭ čš",
    "cyrillic": "Сталин и Ким Ир Сен",
    "chinese": "沈志华 彭德怀",
    "korean": "김일성 박헌영",
}


def svg(inner: str, width: int = 400, height: int = 60) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{inner}</svg>'
    )


def line(text: str, face=STATEMENT) -> str:
    return svg(draw_text_group(face, "#000000", draw_text_line(text, face, 10, 30)))


def size(image: bytes) -> tuple[int, int]:
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", image[16:24])


def pixels(image: bytes) -> Image.Image:
    return Image.open(io.BytesIO(image)).convert("L")


def inked(image: bytes) -> tuple[int, int]:
    """Return the first and the last column in which there is ink."""
    box = pixels(image).point(lambda level: 255 if level < 128 else 0).getbbox()
    assert box is not None, "nothing is drawn"
    return box[0], box[2]


def words(document: bytes) -> str:
    return "".join(PdfReader(io.BytesIO(document)).pages[0].extract_text().split())


def test_a_png_has_two_pixels_to_each_pixel_of_the_picture():
    assert size(png(line("Korea"))) == (800, 120)


@pytest.mark.parametrize("scale", [1.0, 1.5, 3.0])
def test_a_png_is_as_large_as_was_asked(scale):
    assert size(png(line("Korea"), scale)) == (400 * scale, 60 * scale)


@pytest.mark.parametrize("face", [STATEMENT, META, HEADER, CITATION], ids=lambda face: f"{face.family} {face.style}")
@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_text_is_drawn_as_wide_as_it_was_measured(text, face):
    begin, end = inked(png(line(text, face), 1.0))
    assert begin == pytest.approx(10, abs=3)
    assert end - 10 == pytest.approx(measure(face).width(text), abs=4)


@pytest.mark.parametrize(("first", "second"), list(pairwise("沈志华김일성Жŏ")))
def test_each_character_has_a_glyph_of_its_own(first, second):
    # Characters without a glyph are all drawn as the same empty box.
    assert pixels(png(line(first))).tobytes() != pixels(png(line(second))).tobytes()


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_text_in_a_pdf_can_be_selected(text):
    assert words(pdf(line(text))) == "".join(text.split())


def test_a_pdf_says_nothing_of_when_it_was_made():
    details = PdfReader(io.BytesIO(pdf(line("Korea")))).metadata
    assert details is not None
    assert "/CreationDate" not in details
    assert "/ModDate" not in details


def test_a_pdf_has_one_page_of_the_pictures_size():
    document = PdfReader(io.BytesIO(pdf(line("Korea"))))
    assert [(page.mediabox.width, page.mediabox.height) for page in document.pages] == [(300, 45)]


def test_a_pdf_brings_its_fonts_along():
    document = PdfReader(io.BytesIO(pdf(line("Korea 沈志华"))))
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    names = sorted(font.get_object()["/BaseFont"].partition("+")[2] for font in fonts)
    assert names == ["NotoSansCJKsc-Regular-Identity-H", "NotoSerif-Regular"]


def glyphs(document: bytes) -> list[str]:
    """Return what each glyph stands for by its font, from left to right; blanks are left out."""
    page = PdfReader(io.BytesIO(document)).pages[0]
    fonts = {name: font.get_object() for name, font in page["/Resources"]["/Font"].items()}
    meanings = {
        name: {
            int(code, 16): bytes.fromhex(told).decode("utf-16-be") for code, told in MEANING.findall(read_cmap(font))
        }
        for name, font in fonts.items()
    }
    found: list[tuple[float, str]] = []

    def note(operator, operands, matrix, _):
        nonlocal font
        if operator == b"Tf":
            font = operands[0]
        elif operator == b"Tj":
            code = operands[0].original_bytes
            assert len(code) == 2, "each glyph has a place of its own"
            found.append((matrix[4], meanings[font][int.from_bytes(code)]))

    font = ""
    page.extract_text(visitor_operand_before=note)
    return [told for _, told in sorted(found) if told.strip()]


def read_cmap(font) -> str:
    return font["/ToUnicode"].get_object().get_data().decode()


def test_a_mark_joins_its_letter_in_a_pdf():
    assert [unicodedata.normalize("NFC", told) for told in glyphs(pdf(line("a\u0308")))] == ["ä"]


@pytest.mark.parametrize("face", [STATEMENT, HEADER, CITATION], ids=lambda face: f"{face.family} {face.style}")
def test_hebrew_is_set_from_right_to_left_in_a_pdf(face):
    assert glyphs(pdf(line("שלום", face))) == ["ם", "ו", "ל", "ש"]


def test_arabic_is_joined_and_set_from_right_to_left_in_a_pdf():
    joined = line("سلام")
    assert glyphs(pdf(joined)) == ["م", "ا", "ل", "س"]
    # Letters that stand alone take more room than those that are joined.
    begin, end = inked(png(joined, 1.0))
    assert end - begin < sum(measure(STATEMENT).width(letter) for letter in "سلام") * 0.8


def test_latin_beside_hebrew_keeps_its_own_direction_in_a_pdf():
    assert glyphs(pdf(line("No. 12 שלום Yes"))) == [*"No.12", *"םולש", *"Yes"]


def test_a_mark_after_a_tag_does_not_spoil_the_picture():
    assert "b" in words(pdf(line("\u0338 b")))


@pytest.mark.parametrize("make", [png, pdf])
def test_the_same_picture_gives_the_same_bytes_from_several_threads(make):
    drawn = draw_picture(whole(random_graph(3, 12)))
    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(make, [drawn] * 3))) == 1


@pytest.mark.parametrize("make", ["png", "pdf"])
def test_the_same_picture_gives_the_same_bytes_from_another_process(make):
    drawn = line("Korea Сталин 沈志华 김일성")
    program = "\n".join(
        [
            "import sys",
            f"from renderers.raster.rasterising import {make}",
            f"sys.stdout.buffer.write({make}(sys.stdin.read()))",
        ]
    )
    told = subprocess.run([sys.executable, "-c", program], input=drawn.encode(), capture_output=True, check=True)
    assert told.stdout == getattr(rasterising, make)(drawn)


def test_the_korea_map_becomes_a_pdf_that_holds_every_label():
    graph = korea_graph()
    told = words(pdf(draw_picture(whole(graph))))
    assert [label for label in graph.statements if f"{label}·" not in told] == []


def test_a_picture_too_large_at_that_scale_is_drawn_at_a_smaller_one(monkeypatch):
    monkeypatch.setattr(rasterising, "MOST_PIXELS", 400 * 60 * 2)
    assert size(png(line("Korea"), 2.0)) == (500, 75)


def test_a_picture_too_large_for_a_png_is_refused_with_a_way_out():
    with pytest.raises(PictureTooLarge, match="10,000 by 6,401") as refused:
        png(svg("", 10_000, MOST_PIXELS // 10_000 + 1))
    assert "Focus" in refused.value.remedy


def test_a_picture_longer_than_a_page_is_refused_with_a_way_out():
    with pytest.raises(PictureTooLarge, match="200 inches") as refused:
        pdf(svg("", 100, LONGEST_PAGE + 1))
    assert "SVG" in refused.value.remedy


@pytest.mark.parametrize("make", [png, pdf])
@pytest.mark.parametrize("bad", ["", "<svg/>", '<svg width="9" height="9"><text></svg>', "no picture"])
def test_what_is_no_picture_is_refused(make, bad):
    with pytest.raises(NotRasterised):
        make(bad)


@pytest.mark.parametrize("href", ["file:///etc/hostname", "http://127.0.0.1:9/x.png"])
def test_nothing_is_fetched_for_a_pdf(href):
    with pytest.raises(NotRasterised, match="linked image"):
        pdf(svg(f'<image href="{href}" width="9" height="9"/>'))


def test_no_file_of_the_folder_we_work_in_is_fetched_for_a_pdf(tmp_path, monkeypatch):
    Image.new("L", (9, 9)).save(tmp_path / "near.png")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotRasterised, match="linked image"):
        pdf(svg('<image href="near.png" width="9" height="9"/>'))


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Return what puts another program in the place of ours."""

    def put(source: str) -> Path:
        path = tmp_path / "program.py"
        path.write_text(source)
        monkeypatch.setattr(rasterising, "PROGRAM", path)
        return tmp_path

    return put


@pytest.mark.parametrize("make", [png, pdf])
def test_a_program_that_hangs_is_ended(make, program, monkeypatch):
    folder = program(
        "import os, pathlib, time\npathlib.Path(__file__).with_name('pid').write_text(str(os.getpid()))\ntime.sleep(60)"
    )
    monkeypatch.setattr(rasterising, "LONGEST_SECONDS", 2.0)
    with pytest.raises(NotRasterised, match="not made within 2 s"):
        make(line("Korea"))
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds another process")
@pytest.mark.parametrize("make", [png, pdf])
def test_a_program_that_takes_too_much_memory_is_ended(make, program, monkeypatch):
    folder = program(
        "import pathlib, sys\n"
        "sys.stdin.buffer.read()\n"
        "kept, log = [], pathlib.Path(__file__).with_name('megabytes')\n"
        "while len(kept) < 4096:\n"
        "    kept.append(bytearray(1 << 20))\n"
        "    log.write_text(str(len(kept)))"
    )
    monkeypatch.setattr(rasterising, "MOST_MEMORY", 256 << 20)
    with pytest.raises(NotRasterised, match="failed"):
        make(line("Korea"))
    assert int((folder / "megabytes").read_text()) < 256


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds another process")
@pytest.mark.parametrize("make", [png, pdf])
def test_our_own_program_fails_clearly_where_memory_is_short(make, monkeypatch):
    monkeypatch.setattr(rasterising, "MOST_MEMORY", 96 << 20)
    with pytest.raises(NotRasterised):
        make(draw_picture(whole(korea_graph())))


@pytest.mark.parametrize("make", [png, pdf])
@pytest.mark.parametrize("source", ["raise SystemExit(3)", "import os; os.abort()", "no python"])
def test_a_program_that_fails_gives_no_picture(make, source, program):
    program(source)
    with pytest.raises(NotRasterised, match=r"failed \(status"):
        make(line("Korea"))


def test_a_program_that_does_not_start_is_a_clear_error(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NotRasterised, match="did not start"):
        pdf(line("Korea"))


def test_no_fonts_are_left_behind_by_a_pdf(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pdf(line("Korea"))
    assert list(tmp_path.iterdir()) == []


def test_the_projects_own_fonts_come_first():
    assert [name.rpartition("/")[2][:9] for name in list_font_files()[:6]] == ["NotoSans-"] * 3 + ["NotoSerif"] * 3
