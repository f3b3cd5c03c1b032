"""A text with notes as PDF, set by Typst in the project's own fonts, its notes at the foot of the page.

The program is ours and always the same; the text comes to it as JSON, so that nothing of it is read as markup.
"""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from argument_maps.bounded_work import check_work
from renderers.footnoted.footnoted_text import (
    Figure,
    FootnotedText,
    FootnoteMark,
    Inline,
    ListItem,
    NotedParagraph,
    TextBlock,
    TextHeading,
    TextTable,
    is_from_the_right,
    split_directions,
    write_plain,
)
from renderers.raster import rasterising
from renderers.raster.font_files import GENERIC
from renderers.raster.sheets import read_primary_language
from renderers.typography import printable

_FONTS = ["Noto Serif", "Noto Sans CJK SC", GENERIC]
_FONTS_BY_LANGUAGE = {"ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR"}

_PROGRAM = """
#let contents = json(bytes(sys.inputs.contents))
#set document(date: none, title: contents.title, author: contents.authors)
#set page(paper: "a4", flipped: contents.landscape, margin: 25mm, numbering: "1")
#set text(font: contents.fonts, size: 10.5pt, lang: contents.language, hyphenate: false)
#set par(leading: 0.6em, spacing: 0.8em)
#set list(body-indent: 2mm, marker: [•])
#set figure(numbering: none, supplement: none, gap: 3mm)
#set table(stroke: 0.5pt + luma(45%), align: left + top)
#show heading: set block(above: 1.5em, below: 0.8em)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show figure.caption: set text(size: 9pt, weight: "bold")
#show figure: set block(breakable: false)
#let run(part) = {
  let form = (:)
  if "bold" in part { form.insert("weight", "bold") }
  if "slanted" in part { form.insert("style", "italic") }
  if "language" in part { form.insert("lang", part.language) }
  if "fonts" in part { form.insert("font", part.fonts) }
  if "right" in part { form.insert("dir", rtl) }
  text(..form, part.text)
}
#let words(parts) = [#parts.map(part => {
  if "note" in part { footnote(words(contents.notes.at(part.note - 1))) } else { run(part) }
}).join()]
#let facing(each, body) = { set text(dir: rtl) if "right" in each; body }
#let write(each) = facing(each, {
  if each.kind == "heading" { heading(level: each.level, words(each.words)) }
  else if each.kind == "item" {
    list(indent: (each.depth - 1) * 4.5mm, marker: if calc.odd(each.depth) [•] else [–], words(each.words))
  }
  else if each.kind == "quotation" { pad(left: each.depth * 4.5mm + 5mm, right: 8mm, par(words(each.words))) }
  else if each.kind == "entry" { par(hanging-indent: 8mm, words(each.words)) }
  else if each.kind == "remark" { par(emph(words(each.words))) }
  else if each.kind == "byline" { par(text(size: 12pt, words(each.words))) }
  else if each.kind == "body" {
    if each.depth > 0 { pad(left: each.depth * 4.5mm, par(words(each.words))) } else { par(words(each.words)) }
  }
  else if each.kind == "figure" {
    let drawn = image(bytes(sys.inputs.at("picture-" + str(each.picture))), format: "svg", width: each.width * 0.75pt,
      height: each.height * 0.75pt, alt: each.description)
    if each.caption.len() > 0 { figure(drawn, caption: words(each.caption)) }
    else { pad(left: each.depth * 4.5mm, drawn) }
  }
  else if each.kind == "table" {
    set text(size: 8.5pt)
    table(columns: each.shares.map(share => share * 1fr), table.header(..each.titles.map(title => strong(title))),
      ..each.cells.map(cell => [#cell.map(write).join()]))
  }
})
#block(below: 1.2em, text(size: 20pt, weight: "bold", words(contents.heading)))
#for each in contents.blocks { write(each) }
"""


def write_footnoted_pdf(text: FootnotedText) -> bytes:
    """Return the text as PDF on A4, with headings as bookmarks; the same text gives the same bytes.

    Raises `NotRasterised`.
    """
    writer = _BlockWriter()
    contents: dict[str, Any] = {
        "title": printable(text.title),
        "authors": [printable(author) for author in text.authors],
        "heading": describe_inlines(write_plain(text.title)),
        "language": read_primary_language(text.language),
        "landscape": text.is_landscape,
        "fonts": _FONTS,
        "blocks": writer.describe_blocks(text.blocks),
        "notes": [describe_inlines(note) for note in text.notes],
    }
    return rasterising.sheets(_PROGRAM, contents, writer.pictures, tagged=True)


class _BlockWriter:
    def __init__(self) -> None:
        self.pictures: list[str] = []

    def describe_blocks(self, blocks: Iterable[TextBlock]) -> list[dict[str, Any]]:
        """Return blocks as the program takes them.

        Each item of a list is one by itself, set in as deep as it stands: a list that runs over many pages would be
        laid out again for each of its notes.
        """
        return [self._describe_block(block) for block in blocks]

    def _describe_block(self, block: TextBlock) -> dict[str, Any]:
        check_work()
        match block:
            case TextHeading():
                return {"kind": "heading", "level": block.level, **_describe_words(block.inlines)}
            case ListItem():
                return {"kind": "item", "depth": block.depth, **_describe_words(block.inlines)}
            case NotedParagraph():
                return {"kind": block.style.value, "depth": block.depth, **_describe_words(block.inlines)}
            case Figure():
                return self._describe_figure(block)
            case TextTable():
                cells = [self.describe_blocks(cell) for row in block.rows for cell in row]
                return {"kind": "table", "titles": block.titles, "shares": block.shares, "cells": cells}

    def _describe_figure(self, figure: Figure) -> dict[str, Any]:
        self.pictures.append(
            figure.picture if isinstance(figure.picture, str) else _frame_image(figure, figure.picture)
        )
        return {
            "kind": "figure",
            "picture": len(self.pictures) - 1,
            "width": figure.width,
            "height": figure.height,
            "depth": figure.depth,
            "description": printable(figure.description),
            "caption": describe_inlines(figure.caption),
        }


def _frame_image(figure: Figure, data: bytes) -> str:
    """Return an image as SVG, since what the program is given is text."""
    size = f'width="{figure.width}" height="{figure.height}"'
    encoded = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {figure.width} {figure.height}">'
        f'<image {size} href="data:image/jpeg;base64,{encoded}"/></svg>'
    )


def _describe_words(inlines: Sequence[Inline]) -> dict[str, Any]:
    return {"words": describe_inlines(inlines), **({"right": True} if is_from_the_right(inlines) else {})}


def describe_inlines(inlines: Iterable[Inline]) -> list[dict[str, Any]]:
    """Return runs as a Typst program takes them, each in one direction."""
    described: list[dict[str, Any]] = []
    for inline in inlines:
        if isinstance(inline, FootnoteMark):
            described.append({"note": inline.number})
            continue
        form: dict[str, Any] = {}
        if inline.is_bold:
            form["bold"] = True
        if inline.is_slanted:
            form["slanted"] = True
        if inline.language:
            form["language"] = read_primary_language(inline.language)
            if form["language"] in _FONTS_BY_LANGUAGE:
                form["fonts"] = [_FONTS[0], _FONTS_BY_LANGUAGE[form["language"]], GENERIC]
        for text, is_right in split_directions(inline):
            described.append({"text": text, **form, **({"right": True} if is_right else {})})
    return described
