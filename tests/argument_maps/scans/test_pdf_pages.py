"""Pages of a PDF drawn as images, with the detail that their own images have."""

from io import BytesIO

import pypdf
import pytest
from PIL import Image, ImageChops, ImageStat

from argument_maps.scans import pdf_pages
from argument_maps.scans.image_errors import ImageTooLarge, UnreadableImage
from argument_maps.scans.images import PageImage, read_image
from argument_maps.scans.pdf_pages import list_page_labels, render_pdf_pages
from tests.argument_maps.scans.image_samples import draw_page
from tests.argument_maps.scans.pdf_samples import SamplePage, write_pdf

A4 = (595.28, 841.89)
WHOLE = f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /I0 Do Q "
UNSEEN = "BT /F1 12 Tf 3 Tr 72 700 Td (Panzer) Tj ET "
SEEN = "BT /F1 12 Tf 72 700 Td (Panzer) Tj ET "
COLOURS = draw_page(1_241, 1_754)
GREY = COLOURS.convert("L")


def render(*pages: SamplePage) -> list[PageImage]:
    drawn = list(render_pdf_pages(write_pdf(pages)))
    for page in drawn:
        read = read_image(page.data)
        assert (read.media_type, read.width, read.height) == (page.media_type, page.width, page.height)
    return drawn


def open_page(page: PageImage) -> Image.Image:
    picture = Image.open(BytesIO(page.data))
    picture.load()
    return picture


@pytest.mark.parametrize("drawn", [WHOLE, WHOLE + UNSEEN])
@pytest.mark.parametrize("image", [COLOURS, GREY], ids=["colour", "grey"])
def test_a_page_that_is_one_image_has_its_pixels(image: Image.Image, drawn: str) -> None:
    (page,) = render(SamplePage(*A4, drawn, [image]))
    shown = open_page(page)
    assert (page.media_type, page.width, page.height, shown.mode) == ("image/jpeg", 1_241, 1_754, image.mode)
    assert max(ImageStat.Stat(ImageChops.difference(shown, image)).mean) < 1


def test_a_page_in_black_and_white_stays_so_to_the_pixel() -> None:
    image = COLOURS.convert("1")
    (page,) = render(SamplePage(*A4, WHOLE, [image]))
    shown = open_page(page)
    assert (page.media_type, shown.mode) == ("image/png", "1")
    assert shown.tobytes() == image.tobytes()


def test_a_page_that_lies_on_its_side_is_turned() -> None:
    (page,) = render(SamplePage(*A4, WHOLE, [COLOURS], rotated=90))
    assert (page.width, page.height) == (1_754, 1_241)
    turned = COLOURS.transpose(Image.Transpose.ROTATE_270)
    assert max(ImageStat.Stat(ImageChops.difference(open_page(page), turned)).mean) < 1


W, H = A4
LAID = {
    f"{W} 0 0 {H} 0 0": (),
    f"{-W} 0 0 {H} {W} 0": (Image.Transpose.FLIP_LEFT_RIGHT,),
    f"{W} 0 0 {-H} 0 {H}": (Image.Transpose.FLIP_TOP_BOTTOM,),
    f"{-W} 0 0 {-H} {W} {H}": (Image.Transpose.ROTATE_180,),
    f"0 {H} {-W} 0 {W} 0": (Image.Transpose.ROTATE_90,),
    f"0 {-H} {W} 0 0 {H}": (Image.Transpose.ROTATE_270,),
    f"0 {H} {W} 0 0 0": (Image.Transpose.TRANSVERSE,),
    f"0 {-H} {-W} 0 {W} {H}": (Image.Transpose.TRANSPOSE,),
}


@pytest.mark.parametrize("rotated", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", LAID)
def test_however_an_image_is_laid_it_is_shown_as_a_reader_shows_it(matrix: str, rotated: int) -> None:
    image = COLOURS.resize((310, 438)).convert("1")
    (page,) = render(SamplePage(*A4, f"q {matrix} cm /I0 Do Q", [image], rotated=rotated))
    expected = image
    for turn in LAID[matrix]:
        expected = expected.transpose(turn)
    if rotated:
        turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
        expected = expected.transpose(turns[rotated])
    assert open_page(page).tobytes() == expected.tobytes()


def test_an_image_that_the_page_shows_otherwise_is_drawn() -> None:
    masked = write_pdf([SamplePage(*A4, f"1 0 0 rg {WHOLE}", [GREY.convert("1")])])
    stencil = masked.replace(b"/BitsPerComponent 1 /ColorSpace /DeviceGray", b"/BitsPerComponent 1 /ImageMask true")
    (page,) = render_pdf_pages(stencil)
    assert abs(page.width - 1_241) <= 1
    assert open_page(page).mode == "RGB"


def test_text_is_drawn_with_200_dpi_or_as_an_image_beside_it() -> None:
    half = f"q {A4[0]} 0 0 420 0 0 cm /I0 Do Q "
    text, over_coarse, beside_fine = render(
        SamplePage(*A4, SEEN),
        SamplePage(*A4, WHOLE + SEEN, [draw_page(496, 702)]),
        SamplePage(*A4, half + SEEN, [draw_page(2_481, 1_750)]),
    )
    assert (text.width, text.height) == (over_coarse.width, over_coarse.height) == (1_654, 2_339)
    assert open_page(text).convert("L").getextrema() == (0, 255)
    assert beside_fine.width == 2_481


def test_a_page_of_strips_has_the_pixels_of_its_strips() -> None:
    strips = "".join(f"q {A4[0]} 0 0 {A4[1] / 4} 0 {A4[1] / 4 * number} cm /I{number} Do Q " for number in range(4))
    (page,) = render(SamplePage(*A4, strips, [draw_page(1_241, 438)] * 4))
    assert abs(page.width - 1_241) <= 1


def test_a_page_with_more_detail_than_is_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_PAGE_PIXELS", 100_000)
    (page,) = render(SamplePage(*A4, WHOLE, [COLOURS]))
    assert 90_000 < page.width * page.height <= 100_000
    assert [str(note) for note in page.notes] == ["The page has more detail than is kept of one image."]


def test_chosen_pages_are_drawn_in_their_order() -> None:
    data = write_pdf([SamplePage(72 * number, 72, SEEN) for number in range(1, 6)])
    assert [page.width for page in render_pdf_pages(data, pages=range(1, 3))] == [400, 600]
    assert [page.width for page in render_pdf_pages(data, pages=range(3, 99))] == [800, 1_000]


def test_labels_are_those_of_the_file() -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 7 >>] >>"
    assert list_page_labels(write_pdf([SamplePage(72, 72, "")] * 4, labels)) == ["i", "ii", "7", "8"]
    assert list_page_labels(write_pdf([SamplePage(72, 72, "")] * 2)) == ["", ""]


def test_too_many_pages_are_refused_unless_some_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_PAGES", 2)
    data = write_pdf([SamplePage(72, 72, "")] * 3)
    with pytest.raises(ImageTooLarge):
        next(render_pdf_pages(data))
    assert len(list(render_pdf_pages(data, pages=range(2)))) == 2


def test_a_locked_pdf_is_refused_with_what_to_do() -> None:
    writer = pypdf.PdfWriter(BytesIO(write_pdf([SamplePage(72, 72, "")])))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(UnreadableImage) as refused:
        next(render_pdf_pages(locked.getvalue()))
    assert "password" in str(refused.value.detail)
    assert str(refused.value.remedy) == "Save it without a password."


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no PDF"])
def test_a_damaged_pdf_is_refused_with_what_to_do(data: bytes) -> None:
    for ask in (list_page_labels, lambda data: next(render_pdf_pages(data))):
        with pytest.raises(UnreadableImage) as refused:
            ask(data)
        assert "JPEG or PNG" in str(refused.value.remedy)


def test_an_image_of_too_many_pixels_is_not_decoded() -> None:
    data = write_pdf([SamplePage(*A4, WHOLE, [COLOURS])]).replace(b"/Width 1241", b"/Width 99999")
    with pytest.raises(ImageTooLarge):
        next(render_pdf_pages(data))
