"""A deck as a PowerPoint file (ECMA-376, part 1: PresentationML), by python-pptx.

Titles are the titles of their slides, notes their notes, and pictures say in words what they are. A picture is of
pixels, two to each that a slide has: an SVG would be set in whatever fonts the other computer has.
"""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as PowerPointDeck

from argument_maps.bounded_work import check_work
from renderers.decks.slide_template import (
    HUNDREDTHS_PER_PIXEL,
    PICTURE_SLIDE,
    TEXT_SLIDE,
    TITLE_SLIDE,
    place_shape,
    prepare_presentation,
    to_emu,
)
from renderers.decks.slides import ABOVE_TITLE, BELOW_TITLE, SIDE, TITLE_WIDTH, WIDTH, Deck, Slide, SlideTitle
from renderers.footnoted.footnoted_text import TextRun, is_from_the_right, write_plain
from renderers.footnoted.packages import escape_xml, pack_archive, quote_xml, set_core_properties
from renderers.raster import rasterising

_SCALE = 2.0
# The title slide has room for larger type.
OPENING_SCALE = 1.25


def write_power_point(deck: Deck) -> bytes:
    """Return the deck as a PowerPoint file; the same deck gives the same bytes. Raises what making pixels raises."""
    presentation = prepare_presentation(deck.theme)
    set_core_properties(
        presentation.core_properties, title=deck.full_title, authors=deck.authors, language=deck.language
    )
    writer = _PowerPointWriter(presentation, deck.language)
    writer.write_opening(deck)
    for slide in deck.slides:
        check_work()
        writer.write_slide(slide)
    written = BytesIO()
    presentation.save(written)
    with zipfile.ZipFile(written) as archive:
        return pack_archive((name, archive.read(name), not name.endswith(".png")) for name in archive.namelist())


class _PowerPointWriter:
    def __init__(self, presentation: PowerPointDeck, language: str) -> None:
        self.presentation, self.language = presentation, language
        self.layouts = {layout.name: layout for layout in presentation.slide_layouts}

    def write_opening(self, deck: Deck) -> None:
        """Add the title slide."""
        made = self.presentation.slides.add_slide(self.layouts[TITLE_SLIDE])
        self._write_title(made.shapes.title, deck.title, OPENING_SCALE)
        self._fill(made.placeholders[1], map(write_plain, deck.lines), deck.lines_size)
        self._write_notes(made, deck.notes)

    def write_slide(self, slide: Slide) -> None:
        """Add the slide of a question."""
        made = self.presentation.slides.add_slide(self.layouts[PICTURE_SLIDE if slide.picture else TEXT_SLIDE])
        title = made.shapes.title
        place_shape(title, SIDE, ABOVE_TITLE, TITLE_WIDTH, slide.title.height - ABOVE_TITLE - BELOW_TITLE)
        self._write_title(title, slide.title)
        if slide.picture:
            pixels = BytesIO(rasterising.png(slide.picture, scale=_SCALE))
            height = to_emu(slide.picture_height)
            picture = made.shapes.add_picture(pixels, 0, to_emu(slide.title.height), to_emu(WIDTH), height)
            picture.name = "Figure"
            picture.element.nvPicPr.cNvPr.set("descr", " ".join(run.text for run in write_plain(slide.description)))
        else:
            self._fill(made.placeholders[1], [write_plain(slide.remark)])
        self._write_notes(made, slide.notes)

    def _write_title(self, shape: Any, title: SlideTitle, scale: float = 1.0) -> None:
        self._fill(shape, [write_plain(title.text)], title.size * scale, is_right=title.is_right)

    def _write_notes(self, made: Any, notes: Sequence[Sequence[TextRun]]) -> None:
        if notes:
            self._fill(made.notes_slide.notes_placeholder, notes)

    def _fill(
        self, shape: Any, paragraphs: Iterable[Sequence[TextRun]], size: float = 0.0, *, is_right: bool | None = None
    ) -> None:
        """Write paragraphs into a placeholder, in its own size where none in pixels is given.

        Each begins at the side that its first words ask for, unless `is_right` says at which.
        """
        body = shape.text_frame._txBody
        for former in body.findall(qn("a:p")):
            body.remove(former)
        for paragraph in paragraphs:
            body.append(parse_xml(self._write_paragraph(paragraph, size, is_right=is_right)))
        # A body has to have a paragraph (20.1.2.1).
        if body.find(qn("a:p")) is None:
            body.append(parse_xml(f"<a:p {nsdecls('a')}/>"))

    def _write_paragraph(self, runs: Sequence[TextRun], size: float, *, is_right: bool | None) -> str:
        begins_right = is_from_the_right(runs) if is_right is None else is_right
        direction = '<a:pPr algn="r" rtl="1"/>' if begins_right else ""
        written = "".join(self._write_run(run, size) for run in runs)
        return f"<a:p {nsdecls('a')}>{direction}{written}</a:p>"

    def _write_run(self, run: TextRun, size: float) -> str:
        properties = f" lang={quote_xml(run.language or self.language)}"
        properties += f' sz="{round(size * HUNDREDTHS_PER_PIXEL)}"' if size else ""
        properties += ' b="1"' if run.is_bold else ""
        properties += ' i="1"' if run.is_slanted else ""
        words = " ".join(run.text.splitlines())
        return f"<a:r><a:rPr{properties}/><a:t>{escape_xml(words)}</a:t></a:r>"
