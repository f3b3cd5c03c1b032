"""A map for printing: an overview, its picture at its own size on many sheets, and the list of its documents."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from argument_maps.citation.csl.map_styles import AnyStyle, find_style
from argument_maps.citation.source_lists import list_sources
from argument_maps.citation.sources import CitationForm, cite
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selected
from models.errors import Phrase
from renderers.boxes.record_box import escape_attribute, escape_body
from renderers.boxes.region_crops import RegionCrops
from renderers.raster import rasterising
from renderers.raster.font_files import GENERIC
from renderers.raster.tiling import (
    FOOT_MM,
    MARGIN_MM,
    MOST_SHEETS,
    SMALLEST_PRINT,
    Paper,
    Sheet,
    Tiling,
    is_on_sheet,
    tile,
)
from renderers.svg.fragments import FragmentedPicture, PictureFragment
from renderers.svg.picture import draw_fragments
from renderers.text.wording import describe_record_briefly, describe_selection, list_cited_sources
from renderers.views.view_table import VIEWS

POINT = 72 / 96
_TAG = re.compile(r"(</?i>)")

# The pages, by Typst: what stands on them comes as JSON, each picture as SVG. Without a date the same map gives
# the same bytes.
_PROGRAM = """
#let contents = json(bytes(sys.inputs.contents))
#let mm(number) = number * 1mm
#let picture(number, ..size) = image(bytes(sys.inputs.at("picture-" + str(number))), format: "svg", ..size)
#let words(parts) = parts.map(part => if part.slanted { emph(part.text) } else { part.text }).join()
#set document(date: none, title: contents.title)
#set page(width: mm(contents.width), height: mm(contents.height), margin: mm(contents.margin))
#set text(font: contents.fonts, size: 10.5pt, lang: contents.language, hyphenate: false)
#set par(leading: 0.6em)
#let foot(name, ways) = place(bottom + left, block(width: 100%, height: mm(contents.foot))[
  #set text(font: contents.plain, size: 9pt)
  #v(1fr)
  #grid(columns: (auto, 1fr, auto), column-gutter: 4mm, align: bottom,
    text(size: 15pt, weight: "bold", name), text(fill: luma(35%), contents.title), text(fill: luma(35%), ways))
])
#page[
  #text(size: 22pt, weight: "bold", contents.title)
  #v(2mm)
  #text(fill: luma(30%))[#contents.preamble]
  #v(1mm)
  #text(font: contents.plain, size: 9.5pt)[#contents.guide]
  #v(3mm)
  #block(height: 1fr, width: 100%, align(center + horizon, picture(0, fit: "contain", height: 100%, width: 100%)))
  #v(3mm)
  #text(size: 9pt, words(contents.citation))
]
#for sheet in contents.sheets {
  page[
    #place(top + left, box(clip: true, width: mm(contents.room.at(0)), height: mm(contents.room.at(1)),
      place(top + left, picture(sheet.picture, width: sheet.width * 1pt, height: sheet.height * 1pt))))
    #for x in sheet.across {
      place(top + left, dx: x * 1pt, dy: -5mm, line(angle: 90deg, length: 4mm, stroke: 0.6pt))
      place(top + left, dx: x * 1pt, dy: mm(contents.room.at(1)) + 1mm, line(angle: 90deg, length: 4mm, stroke: 0.6pt))
    }
    #for y in sheet.down {
      place(top + left, dx: -5mm, dy: y * 1pt, line(length: 4mm, stroke: 0.6pt))
      place(top + left, dx: mm(contents.room.at(0)) + 1mm, dy: y * 1pt, line(length: 4mm, stroke: 0.6pt))
    }
    #foot(sheet.name, sheet.ways)
  ]
}
#if contents.documents.len() > 0 {
  page(footer: align(right, text(font: contents.plain, size: 9pt, fill: luma(35%), context counter(page).display())))[
    #text(size: 16pt, weight: "bold")[Documents and works]
    #v(3mm)
    #for document in contents.documents {
      if document.heading != "" {
        block(above: 1.4em, below: 0.9em, sticky: true, text(size: 12pt, weight: "bold", document.heading))
      }
      block(breakable: document.records.len() > 400, below: 0.9em, par(hanging-indent: 6mm)[#words(document.entry)
        #text(font: contents.plain, size: 8.5pt, fill: luma(35%), document.records)])
    }
  ]
}
"""


def render_sheets_pdf(
    selected: Selected,
    *,
    view: str,
    theme: str,
    lang: str,
    paper: str,
    style: str,
    caption: str,
    crops: RegionCrops | None = None,
    most: int = 0,
) -> bytes:
    """Return the map as PDF on sheets of paper; `caption` is how the map is cited, as HTML.

    `crops` are what boxes show of page images; with None page images are left out. With `most` the picture is as large
    as that many sheets have room for. Raises `TooFewSheets`, `PictureTooLarge` beyond `MOST_SHEETS`, and what drawing
    and rasterising raise.
    """
    fragmented, tiling = _tile_map(selected, view=view, theme=theme, lang=lang, paper=paper, crops=crops, most=most)
    pictures = [
        _draw_overview(fragmented, tiling),
        *(_draw_sheet(fragmented, sheet, tiling.room) for sheet in tiling.sheets),
    ]
    width, height = tiling.size_mm
    contents: dict[str, Any] = {
        "title": selected.whole.title,
        "preamble": " ".join(describe_selection(selected)),
        "guide": _write_guide(tiling),
        "citation": _split_markup(caption),
        "language": read_primary_language(selected.whole.language),
        "width": width,
        "height": height,
        "margin": MARGIN_MM,
        "foot": FOOT_MM,
        "room": [width - 2 * MARGIN_MM, height - 2 * MARGIN_MM - FOOT_MM],
        "fonts": ["Noto Serif", "Noto Sans CJK SC", GENERIC],
        "plain": ["Noto Sans", "Noto Sans CJK SC", GENERIC],
        "sheets": [_describe_sheet(sheet, number, tiling) for number, sheet in enumerate(tiling.sheets, 1)],
        # What an overview only counts, it does not cite.
        "documents": []
        if VIEWS[view].definition.is_summary
        else list(_describe_documents(selected, find_style(selected.whole, style))),
    }
    return rasterising.sheets(_PROGRAM, contents, pictures)


def draw_overview(
    selected: Selected, *, view: str, theme: str, lang: str, paper: str, crops: RegionCrops | None = None, most: int = 0
) -> str:
    """Return the overview of the sheets as SVG; its title says how many there are. Raises as `render_sheets_pdf`."""
    return _draw_overview(*_tile_map(selected, view=view, theme=theme, lang=lang, paper=paper, crops=crops, most=most))


def _tile_map(
    selected: Selected, *, view: str, theme: str, lang: str, paper: str, crops: RegionCrops | None, most: int
) -> tuple[FragmentedPicture, Tiling]:
    fragmented = draw_fragments(selected, view=view, theme=theme, lang=lang, crops=crops)
    tiling = tile(fragmented, Paper(paper), most)
    if len(tiling.sheets) > MOST_SHEETS:
        raise rasterising.PictureTooLarge(
            Phrase(
                "The map takes %(sheets)s, and at most %(most)s are printed at once.",
                sheets=tiling.words,
                most=MOST_SHEETS,
            ),
            Phrase("Choose larger paper, or print one question after another: filter the map by question first."),
        )
    return fragmented, tiling


def _describe_documents(selected: Selected, style: AnyStyle) -> Iterator[dict[str, Any]]:
    """Yield the entries of the list; the first of each kind has its heading, where there are two."""
    groups = [list_cited_documents(selected, style, in_archives=kept) for kept in (True, False)]
    for heading, group in zip(("In archives", "Published"), groups, strict=True):
        for place, (entry, records) in enumerate(group):
            yield {
                "heading": heading if place == 0 and all(groups) else "",
                "entry": _split_markup(entry.html),
                "records": "; ".join(describe_record_briefly(selected.whole, label) for label in records),
            }


def list_cited_documents(
    selected: Selected, style: AnyStyle, *, in_archives: bool | None = None
) -> list[tuple[CitationForm, tuple[str, ...]]]:
    """Return what the map cites, as entries of a bibliography in the style, by the alphabet.

    With each entry come the labels of the records that rest on it. `in_archives` asks for what archives keep alone, or
    for all else.
    """
    graph: Graph = selected.graph
    resting: dict[str, list[str]] = {}
    for record in (*graph.statements.values(), *graph.links):
        if record.source is not None:
            resting.setdefault(record.source, []).append(record.id)
    listed = list_sources(selected.whole, list_cited_sources(selected), style)
    labels = {None: listed.together, True: listed.archival, False: listed.published}[in_archives]
    return [(cite(selected.whole, label, "", style).entry, tuple(resting.get(label, ()))) for label in labels]


def _write_guide(tiling: Tiling) -> str:
    sized = "" if tiling.scale == 1 else f" The map has {tiling.scale:.0%} of its own size."
    divided = (
        f" Of the boxes, {tiling.divided} run over two sheets: each is larger than a sheet with type of "
        f"{SMALLEST_PRINT:g} points."
        if tiling.divided
        else ""
    )
    if len(tiling.sheets) == 1:
        return f"{tiling.words}.{sized}{divided} Print at 100%."
    return (
        f"{tiling.words}.{sized}{divided} Print at 100%, not fitted to the page; marks in the margins show where the "
        "next sheet begins, and each sheet names its neighbours."
    )


def _describe_sheet(sheet: Sheet, picture: int, tiling: Tiling) -> dict[str, Any]:
    named = {(other.column, other.row): other.name for other in tiling.sheets}
    neighbours = [("←", -1, 0), ("→", 1, 0), ("↑", 0, -1), ("↓", 0, 1)]
    directions = [
        f"{arrow} {named[sheet.column + across, sheet.row + down]}"
        for arrow, across, down in neighbours
        if (sheet.column + across, sheet.row + down) in named
    ]
    across = [x - sheet.x for x in tiling.columns if 0 < x - sheet.x < tiling.room[0]]
    down = [y - sheet.y for y in tiling.rows if 0 < y - sheet.y < tiling.room[1]]
    return {
        "name": sheet.name,
        "ways": "   ".join(directions),
        "picture": picture,
        "width": tiling.room[0] * tiling.scale * POINT,
        "height": tiling.room[1] * tiling.scale * POINT,
        "across": [x * tiling.scale * POINT for x in across],
        "down": [y * tiling.scale * POINT for y in down],
    }


def _draw_sheet(fragmented: FragmentedPicture, sheet: Sheet, room: tuple[float, float]) -> str:
    """Return what a sheet shows of the picture, without what lies on other sheets only."""
    drawn = "".join(fragment.svg for fragment in fragmented.fragments if is_on_sheet(fragment, sheet, room))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{room[0]:.1f}" height="{room[1]:.1f}" '
        f'viewBox="{sheet.x:.1f} {sheet.y:.1f} {room[0]:.1f} {room[1]:.1f}">{drawn}</svg>'
    )


def _draw_overview(fragmented: FragmentedPicture, tiling: Tiling) -> str:
    """Return all sheets in one small picture: the boxes as blots, the sheets as frames with their names."""
    width = max(tiling.columns[-1] + tiling.room[0], fragmented.width)
    height = max(tiling.rows[-1] + tiling.room[1], fragmented.height)
    weight = max(width, height) / 500
    blots = "".join(_draw_blot(fragment) for fragment in fragmented.fragments if fragment.solid)
    frames = "".join(_draw_sheet_frame(sheet, tiling, weight) for sheet in tiling.sheets)
    title = escape_attribute(f"Overview: {tiling.words}")
    # As large as a page has room for, whatever the picture's own size.
    scale = min(640 / width, 900 / height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="overview" width="{width * scale:.0f}" '
        f'height="{height * scale:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{title}">'
        f"<title>{escape_body(tiling.words)}</title>"
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{fragmented.ground}"/>{blots}{frames}</svg>\n'
    )


def _draw_blot(fragment: PictureFragment) -> str:
    return (
        f'<rect x="{fragment.left:.0f}" y="{fragment.top:.0f}" width="{fragment.right - fragment.left:.0f}" '
        f'height="{fragment.bottom - fragment.top:.0f}" fill="#B9B3A6"/>'
    )


def _draw_sheet_frame(sheet: Sheet, tiling: Tiling, weight: float) -> str:
    room, inset = tiling.room, tiling.overlap / 4
    size = min(room) / 3.2
    return (
        f'<rect x="{sheet.x + inset:.0f}" y="{sheet.y + inset:.0f}" width="{room[0] - 2 * inset:.0f}" '
        f'height="{room[1] - 2 * inset:.0f}" fill="none" stroke="#8C1D18" stroke-width="{weight:.1f}"/>'
        f'<text x="{sheet.x + room[0] / 2:.0f}" y="{sheet.y + room[1] / 2 + size / 3:.0f}" text-anchor="middle" '
        f'font-family="Noto Sans, Verdana, sans-serif" font-weight="700" font-size="{size:.0f}" fill="#8C1D18">'
        f"{sheet.name}</text>"
    )


def _split_markup(markup: str) -> Sequence[dict[str, Any]]:
    """Return markup whose only element is <i> as stretches of text, each with whether it is slanted."""
    runs, slanted = [], False
    for stretch in _TAG.split(markup):
        if stretch in ("<i>", "</i>"):
            slanted = stretch == "<i>"
        elif stretch:
            runs.append({"text": CitationForm(stretch).text, "slanted": slanted})
    return runs


def read_primary_language(tag: str) -> str:
    """Return the language as Typst takes it: two or three letters."""
    primary = tag.partition("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3 else "en"
