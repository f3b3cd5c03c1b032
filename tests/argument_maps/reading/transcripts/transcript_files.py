"""Small transcriptions for tests, put together from what they are about."""

from argument_maps.reading import FileReading, ReadingOptions, Spelling, read_text
from models.text_vocabulary import ReportSort

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>{unit}</MeasurementUnit>
<sourceImageInformation><fileName>images/0017.tif</fileName></sourceImageInformation>
<OCRProcessing ID="O1"><ocrProcessingStep><processingDateTime>2020-05-31T10:00:00</processingDateTime>
<processingSoftware><softwareName>Reader</softwareName><softwareVersion>2</softwareVersion></processingSoftware>
</ocrProcessingStep></OCRProcessing></Description><Tags>{tags}</Tags>
<Layout>{order}<Page ID="P1" {page}>{spaces}</Page></Layout></alto>"""
PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{version}"><Metadata><Creator>Desk</Creator>
<Created>2024-01-02T03:04:05</Created>{metadata}</Metadata>
<Page imageFilename="box 3\\scan_0009.jpg" {size}>{order}{regions}</Page></PcGts>"""
HOCR = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<meta name="ocr-system" content="tesseract 5.3"></head><body>{pages}</body></html>"""
WHOLE_SIZE = 'WIDTH="1000" HEIGHT="2000"'


def write_alto(
    *blocks: str, page: str = WHOLE_SIZE, tags: str = "", order: str = "", unit: str = "pixel", around: str = ""
) -> bytes:
    """Return a file with a page whose print space has these blocks, and `around` it other spaces."""
    spaces = f"{around}<PrintSpace>{''.join(blocks)}</PrintSpace>"
    return ALTO.format(unit=unit, tags=tags, order=order, page=page, spaces=spaces).encode()


def alto_block(*lines: str, attributes: str = "") -> str:
    return f"<TextBlock {attributes}>{''.join(lines)}</TextBlock>"


def alto_line(content: str, top: int = 100, left: int = 100, attributes: str = "") -> str:
    """Return a line of these words, or of these strings where there are elements in it."""
    words = content if "<" in content else "<SP/>".join(f'<String CONTENT="{word}"/>' for word in content.split(" "))
    return f'<TextLine HPOS="{left}" VPOS="{top}" WIDTH="500" HEIGHT="40" {attributes}>{words}</TextLine>'


def write_page(
    *regions: str,
    size: str = 'imageWidth="1000" imageHeight="2000"',
    order: str = "",
    metadata: str = "",
    version: str = "2019-07-15",
) -> bytes:
    """Return a file with a page that has these regions."""
    written = PAGE.format(version=version, metadata=metadata, size=size, order=order, regions="".join(regions))
    return written.encode()


def page_region(*lines: str, attributes: str = "") -> str:
    return f"<TextRegion {attributes}>{''.join(lines)}</TextRegion>"


def page_line(text: str, top: int = 100, custom: str = "", left: int = 100) -> str:
    """Return a line at a place, with what Transkribus says of it."""
    points = f"{left},{top} 600,{top} 600,{top + 40} {left},{top + 40}"
    return (
        f'<TextLine custom="{custom}"><Coords points="{points}"/>'
        f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"
    )


def write_hocr(*pages: str, title: str = "") -> bytes:
    return HOCR.format(title=title, pages="".join(pages)).encode()


def hocr_page(*parts: str, properties: str = "image 'a.png'; bbox 0 0 1000 2000") -> str:
    return f'<div class="ocr_page" title="{properties}">{"".join(parts)}</div>'


def hocr_line(text: str, top: int = 100, kind: str = "ocr_line") -> str:
    words = " ".join(f"<span class='ocrx_word' title='x_wconf 90'>{word}</span>" for word in text.split(" "))
    return f'<span class="{kind}" title="bbox 100 {top} 600 {top + 40}">{words}</span>\n'


def read(data: bytes, media_type: str = "text/xml", spelling: Spelling = Spelling.REGULARISED) -> FileReading:
    """Return what a file says, once it is sure that its places are sound."""
    reading = read_text(data, media_type, ReadingOptions(spelling=spelling))
    assert reading.content.is_sound
    return reading


def list_blocks(reading: FileReading) -> list[tuple[str, str]]:
    content = reading.content
    return [(str(block.sort), content.text[block.start : block.end]) for block in content.blocks]


def list_lines(reading: FileReading) -> list[tuple[str, int, int, int, int, int]]:
    """Return the words of each line that has a place, and its page, left, top, width and height."""
    content = reading.content
    return [
        (content.text[box.start : box.end], box.page, box.left, box.top, box.width, box.height)
        for box in content.line_boxes
    ]


def list_marks(reading: FileReading) -> list[tuple[str, str, str]]:
    content = reading.content
    return [(str(mark.sort), content.text[mark.start : mark.end], mark.detail) for mark in content.inline_marks]


def list_pages(reading: FileReading) -> list[tuple[str, str, str]]:
    content = reading.content
    return [(str(one.sort), one.label, content.text[one.at :][:6]) for one in content.milestones]


def count_reports(reading: FileReading) -> dict[ReportSort, int]:
    return {entry.sort: entry.count for entry in reading.report}
