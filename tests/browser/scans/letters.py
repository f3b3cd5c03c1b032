"""A typed letter of three pages as an archive gives it, each an image, and what is written on one in ALTO."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

import renderers

WIDTH, HEIGHT = 1240, 1754
FONT = Path(renderers.__file__).parent / "fonts" / "NotoSerif-Regular.ttf"
LEFT, TOP, STEP, LINE_HEIGHT, LINE_WIDTH = 150, 330, 66, 46, 960
PAGES = (
    (
        "Moscow, 30 January 1950",
        "To the Soviet Ambassador in Pyongyang",
        "",
        "I have received your report. I understand the",
        "unhappiness of the comrade of whom you write, but",
        "he must see that a matter as large as the one he",
        "has in mind in regard to the South needs to be",
        "prepared at length, and that it has to be ordered",
        "in such a way that the danger is not too great.",
        "",
        "Should he wish to speak of it with me, I shall be",
        "ready at any time to receive him and to speak of it.",
    ),
    (
        "Tell him all this, and say once more that",
        "I am ready to help him in this matter.",
        "",
        "I have a request to him. We have great need of",
        "lead. We should like to receive from the country",
        "a yearly minimum of twenty-five thousand tons.",
        "He would do us a great service by sending it",
        "to the Union each year in the amount that is named.",
        "",
        "I hope that he does not refuse us. It may be that",
        "he has need of our technical help and of some",
        "number of our specialists. We are ready to give it.",
    ),
    (
        "Give this request of mine to the comrade, and ask",
        "him in my name to let me know what he thinks of it.",
        "",
        "No copies are to be made of this letter.",
    ),
)


@cache
def draw_letter(number: int) -> Image.Image:
    """Return one page of the letter, counted from 1, typed on paper that has yellowed."""
    page = Image.effect_noise((WIDTH, HEIGHT), 14).convert("RGB")
    page = Image.blend(Image.new("RGB", page.size, "#efe6cf"), page, 0.06)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 36)
    pen.text((LEFT, 130), "TOP SECRET", fill="#8a2f26", font=font)
    pen.text((WIDTH - 300, 130), f"fol. {number + 11}r", fill="#6b6253", font=font)
    pen.line((LEFT, 215, WIDTH - 130, 215), fill="#8d8471", width=2)
    for place, line in enumerate(PAGES[number - 1]):
        pen.text((LEFT, TOP + place * STEP), line, fill="#2c2824", font=font)
    return page.filter(ImageFilter.GaussianBlur(0.6))


def write_letter(number: int) -> bytes:
    """Return the file of a page."""
    written = BytesIO()
    draw_letter(number).save(written, "JPEG", quality=82)
    return written.getvalue()


def find_line(place: int) -> tuple[int, int, int, int]:
    """Return where a line stands on its page, counted from 0: left, top, width and height in pixels."""
    return LEFT, TOP + place * STEP, LINE_WIDTH, LINE_HEIGHT


def write_transcription(number: int) -> bytes:
    """Return what is written on a page, in ALTO with the places of its lines."""
    blocks: list[list[str]] = [[]]
    for place, line in enumerate(PAGES[number - 1]):
        if not line:
            blocks.append([])
            continue
        left, top, width, height = find_line(place)
        words = "<SP/>".join(f'<String CONTENT="{word}"/>' for word in line.split())
        blocks[-1].append(f'<TextLine HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}">{words}</TextLine>')
    spaces = "".join(f"<TextBlock>{''.join(lines)}</TextBlock>" for lines in blocks)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>'
        f"<MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page ID='P1' WIDTH='{WIDTH}' "
        f"HEIGHT='{HEIGHT}'><PrintSpace>{spaces}</PrintSpace></Page></Layout></alto>"
    ).encode()
