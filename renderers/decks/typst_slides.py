"""A deck as PDF: a page for each slide, and behind them what PowerPoint has in the notes of its slides.

The program is ours and always the same; the deck comes to it as JSON, so that nothing of it is read as markup.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from renderers.decks.slides import ABOVE_TITLE, HEIGHT, LINES_WIDTH, SIDE, WIDTH, Deck, Slide, SlideTitle
from renderers.footnoted.footnoted_text import Inline, is_from_the_right, write_plain
from renderers.footnoted.typst_writer import describe_inlines
from renderers.raster import rasterising
from renderers.raster.font_files import GENERIC
from renderers.raster.sheets import read_primary_language
from renderers.typography import printable

_PROGRAM = """
#let contents = json(bytes(sys.inputs.contents))
#let px(number) = number * 0.75pt
#set document(date: none, title: contents.title, author: contents.authors)
#set page(width: px(contents.width), height: px(contents.height), margin: 0pt, fill: rgb(contents.ground))
#set text(font: contents.fonts, size: px(20), fill: rgb(contents.ink), lang: contents.language, dir: ltr,
  hyphenate: false)
#set par(leading: 0.45em, spacing: 0.7em)
#let run(part) = {
  let form = (:)
  if "bold" in part { form.insert("weight", "bold") }
  if "slanted" in part { form.insert("style", "italic") }
  if "right" in part { form.insert("dir", rtl) }
  text(..form, part.text)
}
#let words(parts) = parts.map(run).join()
#let facing(each, body) = { set text(dir: rtl) if "right" in each; body }
#show heading: set block(above: 0pt, below: 0pt)
#let titled(each, scale: 1) = facing(each, block(width: 100%, {
  show heading: set text(size: px(each.size * scale))
  set align(start)
  heading(level: 1, words(each.words))
}))
#page(margin: (x: px((contents.width - contents.room) / 2), y: px(90)))[
  #block(height: px(350), width: 100%, align(bottom, titled(contents.heading, scale: 1.25)))
  #v(px(30))
  #set text(font: contents.plain, size: px(contents.size))
  #for line in contents.lines { facing(line, par(words(line.words))) }
]
#for slide in contents.slides {
  page({
    place(top + left, dx: px(contents.side), dy: px(contents.above),
      block(width: px(contents.width - 2 * contents.side), titled(slide.title)))
    if "picture" in slide {
      place(top + left, dy: px(slide.top), image(bytes(sys.inputs.at("picture-" + str(slide.picture))), format: "svg",
        width: px(contents.width), height: px(contents.height - slide.top), alt: slide.description))
    } else {
      place(top + left, dx: px(contents.side), dy: px(180), block(width: px(contents.width - 2 * contents.side),
        text(font: contents.plain, size: px(26), slide.remark)))
    }
  })
}
#if contents.noted.len() > 0 {
  page(margin: (x: px(60), y: px(56)), columns: 2)[
    #place(top + left, scope: "parent", float: true, clearance: px(26),
      titled((words: ((text: "What the slides show, with its sources"),), size: 32)))
    #set text(font: contents.plain, size: px(17))
    #show heading.where(level: 2): set block(above: 1.4em, below: 0.8em, sticky: true)
    #show heading.where(level: 2): set text(size: px(19))
    #for each in contents.noted {
      facing(each.title, heading(level: 2, words(each.title.words)))
      for line in each.lines { facing(line, par(words(line.words))) }
    }
  ]
}
"""


def write_slides_pdf(deck: Deck) -> bytes:
    """Return the deck as PDF, with the titles of its slides as bookmarks; the same deck gives the same bytes.

    Raises `NotRasterised`.
    """
    pictures: list[str] = []
    contents: dict[str, Any] = {
        "title": printable(deck.full_title),
        "authors": [printable(author) for author in deck.authors],
        "language": read_primary_language(deck.language),
        "width": WIDTH,
        "height": HEIGHT,
        "side": SIDE,
        "above": ABOVE_TITLE,
        "room": LINES_WIDTH,
        "ground": deck.theme.ground,
        "ink": deck.theme.text,
        "fonts": ["Noto Serif", "Noto Sans CJK SC", GENERIC],
        "plain": ["Noto Sans", "Noto Sans CJK SC", GENERIC],
        "heading": _describe_title(deck.title),
        "lines": [_describe_line(write_plain(line)) for line in deck.lines],
        "size": deck.lines_size,
        "slides": [_describe_slide(slide, pictures) for slide in deck.slides],
        "noted": [
            {
                "title": _describe_title(slide.title),
                "lines": [_describe_line(line) for line in slide.notes],
            }
            for slide in deck.slides
            if slide.notes
        ],
    }
    return rasterising.sheets(_PROGRAM, contents, pictures, tagged=True)


def _describe_slide(slide: Slide, pictures: list[str]) -> dict[str, Any]:
    title = _describe_title(slide.title)
    if not slide.picture:
        return {"title": title, "remark": printable(slide.remark)}
    pictures.append(slide.picture)
    return {
        "title": title,
        "picture": len(pictures) - 1,
        "top": slide.title.height,
        "description": printable(slide.description),
    }


def _describe_title(title: SlideTitle) -> dict[str, Any]:
    words = describe_inlines(write_plain(title.text))
    return {"words": words, "size": title.size, **({"right": True} if title.is_right else {})}


def _describe_line(inlines: Iterable[Inline]) -> dict[str, Any]:
    runs: Sequence[Inline] = tuple(inlines)
    return {"words": describe_inlines(runs), **({"right": True} if is_from_the_right(runs) else {})}
