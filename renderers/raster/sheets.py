"""A map for printing: an overview, its picture at its own size on many sheets, and the list of its documents."""

import re
from collections.abc import Sequence
from typing import Any

from argument_maps.citation.sources import Form, cite
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from models.vocabulary import CitationStyle
from renderers.boxes.record_box import attribute, body
from renderers.raster import rasterising
from renderers.raster.font_files import GENERIC
from renderers.raster.tiling import FOOT_MM, MARGIN_MM, OVERLAP, Paper, Sheet, Tiling, on_sheet, tile
from renderers.svg.fragments import Piece, Pieces
from renderers.svg.picture import pieces
from renderers.text.wording import name_record, preamble, works

POINT = 72 / 96
# Typst takes some 0.1 s for each; and who would glue more than these?
MOST_SHEETS = 200
_TAG = re.compile(r"(</?i>)")

# The pages, by Typst: what stands on them comes as JSON, each picture as SVG. Without a date the same map gives
# the same bytes.
_PROGRAM = """
#let told = json(bytes(sys.inputs.told))
#let mm(number) = number * 1mm
#let picture(number, ..size) = image(bytes(sys.inputs.at("picture-" + str(number))), format: "svg", ..size)
#let words(parts) = parts.map(part => if part.slanted { emph(part.text) } else { part.text }).join()
#set document(date: none, title: told.title)
#set page(width: mm(told.width), height: mm(told.height), margin: mm(told.margin))
#set text(font: told.fonts, size: 10.5pt, lang: told.language, hyphenate: false)
#set par(leading: 0.6em)
#let foot(name, ways) = place(bottom + left, block(width: 100%, height: mm(told.foot))[
  #set text(font: told.plain, size: 9pt)
  #v(1fr)
  #grid(columns: (auto, 1fr, auto), column-gutter: 4mm, align: bottom,
    text(size: 15pt, weight: "bold", name), text(fill: luma(35%), told.title), text(fill: luma(35%), ways))
])
#page[
  #text(size: 22pt, weight: "bold", told.title)
  #v(2mm)
  #text(fill: luma(30%))[#told.preamble]
  #v(1mm)
  #text(font: told.plain, size: 9.5pt)[#told.guide]
  #v(3mm)
  #block(height: 1fr, width: 100%, align(center + horizon, picture(0, fit: "contain", height: 100%, width: 100%)))
  #v(3mm)
  #text(size: 9pt, words(told.citation))
]
#for sheet in told.sheets {
  page[
    #place(top + left, box(clip: true, width: mm(told.room.at(0)), height: mm(told.room.at(1)),
      place(top + left, picture(sheet.picture, width: sheet.width * 1pt, height: sheet.height * 1pt))))
    #for x in sheet.across {
      place(top + left, dx: x * 1pt, dy: -5mm, line(angle: 90deg, length: 4mm, stroke: 0.6pt))
      place(top + left, dx: x * 1pt, dy: mm(told.room.at(1)) + 1mm, line(angle: 90deg, length: 4mm, stroke: 0.6pt))
    }
    #for y in sheet.down {
      place(top + left, dx: -5mm, dy: y * 1pt, line(length: 4mm, stroke: 0.6pt))
      place(top + left, dx: mm(told.room.at(0)) + 1mm, dy: y * 1pt, line(length: 4mm, stroke: 0.6pt))
    }
    #foot(sheet.name, sheet.ways)
  ]
}
#if told.documents.len() > 0 {
  page(footer: align(right, text(font: told.plain, size: 9pt, fill: luma(35%), context counter(page).display())))[
    #text(size: 16pt, weight: "bold")[Documents and works]
    #v(3mm)
    #for document in told.documents {
      block(breakable: document.records.len() > 400, below: 0.9em, par(hanging-indent: 6mm)[#words(document.entry)
        #text(font: told.plain, size: 8.5pt, fill: luma(35%), document.records)])
    }
  ]
}
"""


def sheets_pdf(selected: Selected, *, view: str, theme: str, lang: str, paper: str, style: str, caption: str) -> bytes:
    """Return the map as PDF on sheets of paper; `caption` is how the map is cited, as HTML.

    Raises `PictureTooLarge` beyond `MOST_SHEETS`, and what drawing and rasterising raise.
    """
    taken, tiling = _laid_out(selected, view=view, theme=theme, lang=lang, paper=paper)
    pictures = [_overview(taken, tiling), *(_cut_out(taken, sheet, tiling.room) for sheet in tiling.sheets)]
    width, height = tiling.size_mm
    told: dict[str, Any] = {
        "title": selected.whole.title,
        "preamble": " ".join(preamble(selected)),
        "guide": _guide(tiling),
        "citation": _parts(caption),
        "language": _language(selected.whole.language),
        "width": width,
        "height": height,
        "margin": MARGIN_MM,
        "foot": FOOT_MM,
        "room": [width - 2 * MARGIN_MM, height - 2 * MARGIN_MM - FOOT_MM],
        "fonts": ["Noto Serif", "Noto Sans CJK SC", GENERIC],
        "plain": ["Noto Sans", "Noto Sans CJK SC", GENERIC],
        "sheets": [_told(sheet, number, tiling) for number, sheet in enumerate(tiling.sheets, 1)],
        "documents": [
            {
                "entry": _parts(entry.html),
                "records": "; ".join(name_record(selected.whole, label) for label in records),
            }
            for entry, records in documents(selected, CitationStyle(style))
        ],
    }
    return rasterising.sheets(_PROGRAM, told, pictures)


def overview(selected: Selected, *, view: str, theme: str, lang: str, paper: str) -> str:
    """Return the overview of the sheets as SVG; its title says how many there are. Raises as `sheets_pdf`."""
    return _overview(*_laid_out(selected, view=view, theme=theme, lang=lang, paper=paper))


def _laid_out(selected: Selected, *, view: str, theme: str, lang: str, paper: str) -> tuple[Pieces, Tiling]:
    taken = pieces(selected, view=view, theme=theme, lang=lang)
    tiling = tile(taken, Paper(paper))
    if len(tiling.sheets) > MOST_SHEETS:
        raise rasterising.PictureTooLarge(
            f"The map takes {tiling.words}; at most {MOST_SHEETS} are printed at once.",
            "Choose larger paper, or print one question after the other: filter the map by question first.",
        )
    return taken, tiling


def documents(selected: Selected, style: CitationStyle) -> list[tuple[Form, tuple[str, ...]]]:
    """Return what the map cites, as entries of a bibliography in the style, by the alphabet.

    With each entry come the labels of the records that rest on it.
    """
    graph: Graph = selected.graph
    resting: dict[str, list[str]] = {}
    for record in (*graph.statements.values(), *graph.links):
        if record.source is not None:
            resting.setdefault(record.source, []).append(record.id)
    entries = [
        (cite(selected.whole, label, "", style).entry, tuple(resting.get(label, ()))) for label in works(selected)
    ]
    return sorted(entries, key=lambda entry: entry[0].text.casefold())


def _guide(tiling: Tiling) -> str:
    if len(tiling.sheets) == 1:
        return f"{tiling.words}. Print at 100%."
    return (
        f"{tiling.words}. Print at 100%, not fitted to the page; marks in the margins show where the next sheet "
        "begins, and each sheet names its neighbours."
    )


def _told(sheet: Sheet, picture: int, tiling: Tiling) -> dict[str, Any]:
    named = {(other.column, other.row): other.name for other in tiling.sheets}
    around = [("←", -1, 0), ("→", 1, 0), ("↑", 0, -1), ("↓", 0, 1)]
    ways = [
        f"{arrow} {named[sheet.column + across, sheet.row + down]}"
        for arrow, across, down in around
        if (sheet.column + across, sheet.row + down) in named
    ]
    across = [x - sheet.x for x in tiling.columns if 0 < x - sheet.x < tiling.room[0]]
    down = [y - sheet.y for y in tiling.rows if 0 < y - sheet.y < tiling.room[1]]
    return {
        "name": sheet.name,
        "ways": "   ".join(ways),
        "picture": picture,
        "width": tiling.room[0] * POINT,
        "height": tiling.room[1] * POINT,
        "across": [x * POINT for x in across],
        "down": [y * POINT for y in down],
    }


def _cut_out(taken: Pieces, sheet: Sheet, room: tuple[float, float]) -> str:
    """Return what a sheet shows of the picture, without what lies on other sheets only."""
    drawn = "".join(piece.svg for piece in taken.pieces if on_sheet(piece, sheet, room))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{room[0]:.1f}" height="{room[1]:.1f}" '
        f'viewBox="{sheet.x:.1f} {sheet.y:.1f} {room[0]:.1f} {room[1]:.1f}">{drawn}</svg>'
    )


def _overview(taken: Pieces, tiling: Tiling) -> str:
    """Return all sheets in one small picture: the boxes as blots, the sheets as frames with their names."""
    width = max(tiling.columns[-1] + tiling.room[0], taken.width)
    height = max(tiling.rows[-1] + tiling.room[1], taken.height)
    weight = max(width, height) / 500
    blots = "".join(_blot(piece) for piece in taken.pieces if piece.solid)
    frames = "".join(_frame(sheet, tiling.room, weight) for sheet in tiling.sheets)
    told = attribute(f"Overview: {tiling.words}")
    # As large as a page has room for, whatever the picture's own size.
    scale = min(640 / width, 900 / height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="overview" width="{width * scale:.0f}" '
        f'height="{height * scale:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{told}">'
        f"<title>{body(tiling.words)}</title>"
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{taken.ground}"/>{blots}{frames}</svg>\n'
    )


def _blot(piece: Piece) -> str:
    return (
        f'<rect x="{piece.left:.0f}" y="{piece.top:.0f}" width="{piece.right - piece.left:.0f}" '
        f'height="{piece.bottom - piece.top:.0f}" fill="#B9B3A6"/>'
    )


def _frame(sheet: Sheet, room: tuple[float, float], weight: float) -> str:
    inset = OVERLAP / 4
    size = min(room) / 3.2
    return (
        f'<rect x="{sheet.x + inset:.0f}" y="{sheet.y + inset:.0f}" width="{room[0] - 2 * inset:.0f}" '
        f'height="{room[1] - 2 * inset:.0f}" fill="none" stroke="#8C1D18" stroke-width="{weight:.1f}"/>'
        f'<text x="{sheet.x + room[0] / 2:.0f}" y="{sheet.y + room[1] / 2 + size / 3:.0f}" text-anchor="middle" '
        f'font-family="Noto Sans, Verdana, sans-serif" font-weight="700" font-size="{size:.0f}" fill="#8C1D18">'
        f"{sheet.name}</text>"
    )


def _parts(markup: str) -> Sequence[dict[str, Any]]:
    """Return markup whose only element is <i> as stretches of text, each with whether it is slanted."""
    found, slanted = [], False
    for stretch in _TAG.split(markup):
        if stretch in ("<i>", "</i>"):
            slanted = stretch == "<i>"
        elif stretch:
            found.append({"text": Form(stretch).text, "slanted": slanted})
    return found


def _language(tag: str) -> str:
    """Return the language as Typst takes it: two or three letters."""
    primary = tag.partition("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 else "en"
