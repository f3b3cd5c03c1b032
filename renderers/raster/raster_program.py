"""The program that turns one SVG into one PNG or PDF, in a process of its own.

The libraries hold Python's lock while they draw, for seconds where a map is large; in the server's process
nobody else would be answered meanwhile, and a hang, a crash or a lack of memory would take the server with
it. Reads one line of JSON (`make`, which is png, pdf or sheets, and its arguments) and then the SVG, or for sheets the
Typst program; writes the picture. Imports nothing of ours, and of the libraries only the one that is needed.
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

# Typst takes the SVG as one image on one page, and the font in which generic families are drawn. Without
# a date the same picture gives the same bytes; PDF/A has to have one, and is told which.
_PAGE = """
#set document(date: {date})
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set text(font: "{font}")
#place(top + left, image(bytes(sys.inputs.svg), format: "svg", width: {width}pt, height: {height}pt))
"""
REFUSED = 2
_COLOUR = re.compile(r'"#([0-9A-Fa-f]{6})"')
_MOST_NAMED = 128
_HARDLY = 6
# From so many pixels, evenly over the picture, it is seen which colours there are.
_SAMPLED = 2_000_000


def png(svg: str, *, scale: float, **options: Any) -> bytes:
    """Return the PNG, with `scale` pixels to each CSS pixel; what else is asked is as for `pdf`. Raises `RuntimeError`.

    PDFium draws it from the PDF, five times as fast as resvg from the SVG. What is drawn has few colours, the borders
    of letters included: 256 of them make a file of a third of the size. Photographs keep all theirs.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(pdf(svg, **options)) as document:
        # A page is measured in points, of which there are three to four CSS pixels.
        drawn = document[0].render(scale=scale * 4 / 3, rev_byteorder=True).to_pil().convert("RGB")
    image = drawn if "<image" in svg else drawn.quantize(palette=_choose_colours(svg, drawn), dither=0)
    packed = BytesIO()
    image.save(packed, "PNG", compress_level=3, dpi=(96 * scale, 96 * scale))
    return packed.getvalue()


def _choose_colours(svg: str, drawn: Any) -> Any:
    """Return an image with 256 colours: those that the picture names, and those that are mixed of them most often."""
    named = list(dict.fromkeys(tuple(bytes.fromhex(code)) for code in _COLOUR.findall(svg)))[:_MOST_NAMED]
    step = max(1, round((drawn.width * drawn.height / _SAMPLED) ** 0.5))
    sample = drawn.resize((max(1, drawn.width // step), max(1, drawn.height // step)), 0)
    mixed = sample.quantize(256 - len(named), method=2, dither=0).getpalette()[: 3 * (256 - len(named))]
    triples = [_settle_colour(tuple(mixed[place : place + 3]), named) for place in range(0, len(mixed), 3)]
    palette = drawn.resize((1, 1), 0).convert("P")
    palette.putpalette([level for colour in (*named, *triples) for level in colour])
    return palette


def _settle_colour(mixed: tuple[int, ...], named: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return a colour that is mixed, or the named one that it hardly differs from.

    Colours are looked up in steps of four, so that the other would be drawn in the place of the one that was asked for:
    the ground of a slide beside that of its picture.
    """
    near = (each for each in named if all(abs(one - other) <= _HARDLY for one, other in zip(each, mixed, strict=True)))
    return next(near, mixed)


def pdf(svg: str, *, fonts: str, font: str, width: float, height: float, day: Sequence[int] = ()) -> bytes:
    """Return the PDF, drawn with the fonts in the folder `fonts` alone, on a page of this size in points.

    With a `day`, its year, month and day, it is PDF/A-2b (ISO 19005-2) of that day. Raises `TypstError`, which is a
    `RuntimeError`.
    """
    import typst

    date = "datetime(year: {}, month: {}, day: {})".format(*day) if day else "none"
    page = _PAGE.format(width=width, height=height, font=font, date=date)
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    # A picture may name files below the root, so that is a folder where no pictures are.
    compiler = typst.Compiler(page.encode(), root=fonts, font_paths=own, sys_inputs={"svg": svg})
    drawn = compiler.compile(format="pdf", pdf_tags=False, pdf_standards="a-2b" if day else [])
    if not isinstance(drawn, bytes):
        raise RuntimeError("there is more than one page")
    return drawn


def sheets(program: str, *, fonts: str, contents: str, pictures: list[str], tagged: bool) -> bytes:
    """Return the PDF of several pages that a Typst program makes of pictures and of what is told, a JSON text.

    Raises `TypstError`, which is a `RuntimeError`.
    """
    import typst

    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    inputs = {f"picture-{number}": picture for number, picture in enumerate(pictures)} | {"contents": contents}
    compiler = typst.Compiler(program.encode(), root=fonts, font_paths=own, sys_inputs=inputs)
    drawn = compiler.compile(format="pdf", pdf_tags=tagged)
    if not isinstance(drawn, bytes):
        raise RuntimeError("there is no page")
    return drawn


def main() -> int:
    """Draw what stands on standard input; return `REFUSED` with the reason on standard error where it cannot be."""
    head, _, svg = sys.stdin.buffer.read().partition(b"\n")
    options = json.loads(head)
    makers: dict[str, Callable[..., bytes]] = {"png": png, "pdf": pdf, "sheets": sheets}
    make = makers[options.pop("make")]
    try:
        drawn = make(svg.decode(), **options)
    except (ValueError, RuntimeError) as error:
        sys.stderr.write(str(error))
        return REFUSED
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
