"""A film as a deck: a PDF of one slide a frame and question, its words beside the figure. Typst sets the pages."""

from collections.abc import Collection, Iterator
from typing import Any

from argument_maps.comparison.film import Film, FilmFrame
from argument_maps.graph import Graph
from argument_maps.selection.frame_selection import cut_selected_film
from argument_maps.selection.selecting import Selected
from argument_maps.shortened_text import shorten_text
from argument_maps.verdicts.summaries import word_summary
from models.dates.edtf import write_year
from renderers.film.film_figures import FRAME_PLACE, DeckPage, FilmDeck, draw_film_deck
from renderers.film.frame_words import (
    MOST_NAMED,
    summarise_at,
    word_arrivals,
    word_openings,
    word_requalification,
    word_year,
)
from renderers.raster import rasterising
from renderers.raster.font_files import GENERIC
from renderers.raster.sheets import read_primary_language
from renderers.style import THEMES, Theme
from renderers.text.accessible_names import get_record_text

POINT = 72 / 96
WIDTH, HEIGHT = 1600, 900
# So many characters of a record and of what has to be said beside a verdict, and so many verdicts that turned, have
# room on one slide; and so many of the records and sources that came, beside a figure and without one.
_LONGEST, _LONGEST_REMARK, _MOST_TURNS = 110, 160, 3
_MOST_ITEMS = {True: 5, False: 14}

# What stands on the pages comes as JSON, so that nothing of it is read as markup. Without a date the same film gives
# the same bytes.
_PROGRAM = """
#let contents = json(bytes(sys.inputs.contents))
#let ink = rgb(contents.ink)
#let muted = rgb(contents.muted)
#set document(date: none, title: contents.title)
#set page(width: contents.width * 1pt, height: contents.height * 1pt, margin: (x: 30pt, top: 26pt, bottom: 24pt),
  fill: rgb(contents.ground))
#set text(font: contents.fonts, size: 14pt, fill: ink, lang: contents.language, hyphenate: false)
#set par(leading: 0.55em, spacing: 0.7em)
#let told(each, brief) = {
  heading(level: 1, outlined: true, text(size: 34pt, each.year))
  for sentence in each.openings { par(strong(sentence)) }
  for turn in each.turns {
    block(stroke: (left: 2pt + ink), inset: (left: 8pt, y: 2pt), width: 100%)[
      #strong(turn.record) #turn.text
      #par[#if turn.before != none [#turn.before → ]#strong(turn.after)]
      #if turn.remarks != "" { par(text(fill: muted, turn.remarks)) }
    ]
  }
  for sentence in each.others { par(text(fill: muted, sentence)) }
  if not brief { for item in each.items { par(hanging-indent: 8pt)[#strong(item.record) #item.text] } }
  if brief or each.unnamed { par(text(fill: muted, contents.more)) }
}
// As large as there is room; what came is named only where that leaves the type large enough.
#let fitted(each, largest) = layout(size => {
  let sizes = (largest, calc.min(largest, 18pt), 14pt, 12pt)
  let tried = (..sizes.map(size => (size, false)), (14pt, true), (12pt, true))
  let fits(way) = {
    let (big, brief) = way
    measure(block(width: size.width, { set text(size: big); told(each, brief) })).height <= size.height
  }
  let found = tried.find(fits)
  let (big, brief) = if found == none { tried.last() } else { found }
  set text(size: big)
  told(each, brief)
})
#for (number, each) in contents.pages.enumerate() {
  if number > 0 { pagebreak() }
  block(width: 100%, height: 100%)[
    #text(size: 11pt, fill: muted)[#contents.title #h(1fr) #each.position]
    #v(4pt)
    #block(height: 1fr, width: 100%, clip: true, grid(
      columns: if each.picture == none { (1fr,) } else { (contents.words * 1pt, 1fr) }, column-gutter: 16pt,
      fitted(each, if each.picture == none { 24pt } else { 14pt }),
      ..if each.picture == none { () } else { (align(top + left, image(bytes(sys.inputs.at("picture-" +
        str(each.picture))), format: "svg", width: 100%, height: 100%, fit: "contain", alt: each.description)),) },
    ))
    #v(4pt)
    #text(size: 10pt, fill: muted)[#each.foot]
  ]
}
"""


def render_deck_pdf(
    selected: Selected,
    *,
    view: str,
    theme: str,
    lang: str,
    link_to: str = "",
    questions: Collection[str] = (),
    caption: str = "",
) -> bytes:
    """Return the deck of a selection, or of `questions` of it, as PDF with tags; `caption` is how the map is cited.

    Raises as `draw_film_deck`, and what rasterising raises.
    """
    deck = draw_film_deck(selected, view=view, theme=theme, lang=lang, link_to=link_to, questions=questions)
    film = cut_selected_film(selected)
    colours: Theme = THEMES[theme]
    pictures = [page.svg for page in deck.pages if page.svg]
    contents = {
        "title": selected.whole.title,
        "language": read_primary_language(selected.whole.language),
        "width": WIDTH * POINT,
        "height": HEIGHT * POINT,
        "words": (WIDTH - FRAME_PLACE.width - 120) * POINT,
        "ground": colours.ground,
        "ink": colours.text,
        "muted": colours.muted,
        "more": "What else came is told on the page of the film.",
        "fonts": ["Noto Sans", "Noto Sans CJK SC", GENERIC],
        "pages": list(_describe_pages(selected.whole, film, deck, caption)),
    }
    return rasterising.sheets(_PROGRAM, contents, pictures, tagged=True)


def _describe_pages(graph: Graph, film: Film, deck: FilmDeck, caption: str) -> Iterator[dict[str, Any]]:
    """Yield what stands on each page; the last says how many there are no more, and which years have no frames."""
    pictures = 0
    for place, page in enumerate(deck.pages):
        frame = film.frames[page.frame]
        foot = [caption]
        if place + 1 == len(deck.pages):
            foot += _list_left_out(film, deck)
        yield {
            **_tell_frame(graph, film, frame),
            **_name_arrivals(film, frame, _MOST_ITEMS[bool(page.svg)]),
            "position": f"Frame {frame.number + 1} of {len(film.frames)}",
            "picture": pictures if page.svg else None,
            "description": _describe_figure(page, frame),
            "foot": " ".join(foot),
        }
        pictures += bool(page.svg)


def _describe_figure(page: DeckPage, frame: FilmFrame) -> str:
    what = f"question {page.question}" if page.question else "what stands under no question"
    return f"The map of {what} as it could be known by {word_year(frame)}."


def _tell_frame(graph: Graph, film: Film, frame: FilmFrame) -> dict[str, Any]:
    more = len(frame.turns) - _MOST_TURNS
    stays = [
        shorten_text(word_requalification(graph, film, frame, label), _LONGEST_REMARK)
        for label in frame.requalified[:_MOST_TURNS]
    ]
    return {
        "year": str(word_year(frame)),
        "openings": [str(sentence) for sentence in word_openings(graph, frame)],
        "turns": [
            {
                "record": turn.perception,
                "text": shorten_text(get_record_text(film.shown.statements[turn.perception]), _LONGEST),
                "before": turn.before,
                "after": turn.after,
                "remarks": shorten_text(
                    "; ".join(word_summary(graph, summarise_at(frame, turn.perception))), _LONGEST_REMARK
                ),
            }
            for turn in frame.turns[:_MOST_TURNS]
        ],
        "others": [
            *([f"{more} more verdicts turned." if more > 1 else "One more verdict turned."] if more > 0 else []),
            *stays,
            *_count_more(len(frame.requalified) - _MOST_TURNS),
            " ".join(word_arrivals(film, frame)),
        ],
    }


def _count_more(stays: int) -> list[str]:
    if stays <= 0:
        return []
    which = f"{stays} more verdicts" if stays > 1 else "one more verdict"
    return [f"Something else has to be said beside {which}."]


def _name_arrivals(film: Film, frame: FilmFrame, most: int) -> dict[str, Any]:
    """Return the records and sources that came, the first of them, and whether there are more."""
    turned = {turn.perception for turn in frame.turns}
    shown = film.shown
    records = [shown.statements[label] for label in frame.came if label in shown.statements and label not in turned]
    sources = [shown.sources_by_id[label] for label in frame.readable]
    named = [*records, *sources]
    return {
        "items": [{"record": each.id, "text": shorten_text(get_record_text(each), _LONGEST)} for each in named[:most]],
        "unnamed": len(named) > most,
    }


def _list_left_out(film: Film, deck: FilmDeck) -> list[str]:
    said = []
    if deck.left_out:
        said.append(f"{deck.left_out} more pages are left out: choose a question.")
    if film.left_out:
        years = ", ".join(write_year(year) for year in film.left_out[:MOST_NAMED])
        more = len(film.left_out) - MOST_NAMED
        said.append(f"Without frames of their own: {years}{f' and {more} more' if more > 0 else ''}.")
    return said
