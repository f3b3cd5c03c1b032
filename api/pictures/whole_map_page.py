"""A whole map as one file that opens from a disk: pictures, outline, ledger, sources and the data, without a request.

The page says so itself (Content Security Policy), holds no script, and names no font that it would have to ask for.
"""

import base64
import html
import re

from api.pictures.render_requests import PictureRequest
from api.pictures.standalone import STYLE_FROM_DISK
from argument_maps.formats.native import write_map_document
from argument_maps.selection.excerpt import build_map_excerpt
from argument_maps.selection.selecting import Selected
from renderers.boxes.region_crops import RegionCrops
from renderers.svg.picture import draw_picture
from renderers.text import ledger_table, outline
from renderers.views.view_table import View

# Nothing is fetched, wherever the file lies; pictures are in it.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_BOX_LINK = re.compile(r'href="#n-')


def write_whole_map_page(selected: Selected, picture_request: PictureRequest, crops: RegionCrops | None) -> bytes:
    """Return a selection as one page: a picture of each view that needs no focus, outline, ledger and the document."""
    graph = selected.graph
    drawn = {
        view: draw_picture(selected, view=view, theme="light", lang=picture_request.lang or "both", crops=crops)
        for view in View
        if not view.definition.needs_focus
    }
    first, *others = drawn
    document = base64.b64encode(write_map_document(build_map_excerpt(selected))).decode()
    name = f"{html.escape(graph.slug)}.json"
    authors = ", ".join(author.name for author in graph.authors)
    words = (authors, graph.description)
    introduction = "".join(f'<p dir="auto">{html.escape(each)}</p>' for each in words if each)
    title = html.escape(graph.title)
    sections = [
        f'<section id="map-section"><h2>Map</h2><div class="picture">{_lead_to_outline(drawn[first])}</div>'
        + "".join(_write_folded_picture(view, drawn[view]) for view in others)
        + "</section>",
        f'<section id="outline-section">{outline.write_html_outline(selected, picture_request.lang or "both", "")}'
        "</section>",
        '<section id="ledger-section"><h2>Ledger</h2>'
        f"{ledger_table.write_ledger_html(graph, selected.undated, selected.weighed)}</section>",
        '<section id="data-section"><h2>Data</h2><p>The map as a document, which Sic et Non imports: '
        f'<a download="{name}" href="data:application/json;base64,{document}">{name}</a></p></section>',
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(graph.language)}" data-theme="auto">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{title}</title>\n<style>{STYLE_FROM_DISK}</style>\n</head>\n"
        f'<body class="standalone">\n<main class="whole-map prose outline ledger">\n<h1 dir="auto">{title}</h1>\n'
        f"{introduction}\n"
        '<nav aria-label="Parts of this page"><a href="#map-section">Map</a> <a href="#outline-section">Outline</a> '
        '<a href="#ledger-section">Ledger</a> <a href="#o-.sources">Sources</a> '
        '<a href="#data-section">Data</a></nav>\n' + "\n".join(sections) + "\n</main>\n</body>\n</html>\n"
    ).encode()


def _lead_to_outline(svg: str) -> str:
    """Return a picture whose boxes lead to their records in the outline."""
    return _BOX_LINK.sub('href="#o-', svg)


def _write_folded_picture(view: View, svg: str) -> str:
    # As an image of its own: two pictures in one page would have the same ids.
    encoded = base64.b64encode(svg.encode()).decode()
    words = html.escape(view.definition.title)
    return (
        f'<details><summary>{words}</summary><div class="picture">'
        f'<img alt="{words}: the outline below says the same in words." src="data:image/svg+xml;base64,{encoded}">'
        "</div></details>"
    )
