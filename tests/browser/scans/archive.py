"""An application with one page image: pages with the markup that the viewer makes something of, and an Image API.

The image is served as IIIF's Image API 3.0 says (4.1 region, 4.2 size, 5 information), as far as the viewer asks.
"""

import json
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

import renderers
from api.http.asset_files.asset_addresses import versioned_address
from api.http.asset_files.assets import Assets
from api.http.middleware import SecurityHeaders

WIDTH, HEIGHT = 2480, 3508
SHA256 = "ab" * 32
IMAGE = f"/maps/m/scans/SC1/images/{SHA256}"
FONT = Path(renderers.__file__).parent / "fonts" / "NotoSerif-Italic.ttf"
LINES = [
    "To the Soviet Ambassador in Pyongyang:",
    "I have received your telegram of the fourteenth.",
    "Comrade Kim Il Sung must understand that such",
    "a large matter in regard to South Korea needs",
    "large preparation. The matter must be organised",
    "so that there would not be too great a risk.",
    "If he wants to discuss this matter with me, then",
    "I will always be ready to receive him and discuss",
    "it with him. Transmit all this to Kim Il Sung.",
]
FIRST_LINE, LINE_STEP, LINE_LEFT, LINE_HEIGHT = 700, 210, 260, 130
LINE_WIDTH = 1950
REGIONS = {
    "RG1": ("x=260 y=680 width=1950 height=150", ""),
    "RG2": ("x=250 y=1080 width=2000 height=800", "250,1080 2250,1120 2200,1880 300,1800"),
    "RG3": ("x=1200 y=1320 width=300 height=160", ""),
}


@cache
def draw_page() -> Image.Image:
    """Return the page: written lines on old paper."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "#e7dcc0")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 84)
    pen.rectangle((60, 60, WIDTH - 60, HEIGHT - 60), outline="#b9a983", width=6)
    pen.text((1000, 300), "12r", fill="#6b5a3a", font=font)
    for number, line in enumerate(LINES):
        pen.text((LINE_LEFT, FIRST_LINE + number * LINE_STEP), line, fill="#33261a", font=font)
    return page


def describe_image(_: Request) -> Response:
    """Answer with info.json, whose id names a host that there is not: whoever follows it comes to nothing."""
    factors = [1, 2, 4, 8]
    return JSONResponse(
        {
            "@context": "http://iiif.io/api/image/3/context.json",
            "id": f"https://images.example.org{IMAGE}",
            "type": "ImageService3",
            "protocol": "http://iiif.io/api/image",
            "profile": "level1",
            "width": WIDTH,
            "height": HEIGHT,
            "tiles": [{"width": 512, "height": 512, "scaleFactors": factors}],
        }
    )


def cut_image(request: Request) -> Response:
    """Answer with a part of the image in the size that is asked for."""
    region, size = request.path_params["region"], request.path_params["size"]
    left, top, wide, high = (0, 0, WIDTH, HEIGHT) if region == "full" else map(int, region.split(","))
    part = draw_page().crop((left, top, min(left + wide, WIDTH), min(top + high, HEIGHT)))
    if size != "max":
        across, _, down = size.removeprefix("!").partition(",")
        scale = [int(asked) / real for asked, real in zip((across, down), part.size, strict=True) if asked]
        if size.startswith("!") or len(scale) == 1:
            scale = [min(scale)] * 2
        part = part.resize((max(1, round(part.width * scale[0])), max(1, round(part.height * scale[1]))))
    written = BytesIO()
    part.save(written, "JPEG", quality=80)
    return Response(written.getvalue(), media_type="image/jpeg", headers={"Cache-Control": "no-cache"})


def _write_regions() -> str:
    items = []
    for label, (sides, points) in REGIONS.items():
        named = dict(part.split("=") for part in sides.split())
        box = ",".join(named.values())
        items.append(
            f'<li data-region="{label}" {" ".join(f"""data-{name}="{value}" """ for name, value in named.items())}'
            + (f' data-points="{points}"' if points else "")
            + f'><a href="/maps/m/records/{label}">{label}</a> A passage of the letter'
            + f'<img src="{IMAGE}/{box}/!300,120/0/default.jpg" alt="Crop of {label}"></li>'
        )
    return f"<ol data-regions>{''.join(items)}</ol>"


def _write_section(*, image: str = IMAGE, regions: bool = True) -> str:
    return (
        f'<section data-scan-viewer data-image="{image}" data-width="{WIDTH}" '
        f'data-height="{HEIGHT}" aria-label="Page image"><div data-scan-stage>'
        f'<img src="{IMAGE}/full/!1200,1200/0/default.jpg" width="848" height="1200" alt="Page 1: folio 12r"></div>'
        f"{_write_regions() if regions else ''}</section>"
    )


def _write_form(values: dict[str, str]) -> str:
    sides = "".join(
        f'<label>{name} <input type="number" name="{name}" min="0" value="{values.get(name, "")}"></label> '
        for name in ("x", "y", "width", "height")
    )
    return (
        '<form method="post" action="/form" class="editing" data-region-form data-edit data-draft="region">'
        "<h2>Region</h2>"
        f'<div class="row">{sides}</div><p class="field"><label>Points <input name="points" '
        f'value="{values.get("points", "")}"></label></p>'
        '<p class="field"><label>Comment <textarea name="comment" rows="3"></textarea></label></p>'
        '<p class="form-actions"><button class="button-primary">Save</button></p></form>'
    )


def _write_transcription() -> str:
    spans = []
    for number, line in enumerate(LINES):
        left, wide = (round(value / WIDTH * 100_000) for value in (LINE_LEFT, LINE_WIDTH))
        top, high = (round(value / HEIGHT * 100_000) for value in (FIRST_LINE + number * LINE_STEP, LINE_HEIGHT))
        spans.append(f'<span data-line="{left},{top},{wide},{high}">{line}</span><br>')
    return f'<div data-line-boxes lang="en"><p>{"".join(spans)}</p></div>'


def _make_page(body: str, messages: dict[str, str] | None = None, slug: str = "") -> HTMLResponse:
    styles = "".join(
        f'<link rel="stylesheet" href="{versioned_address(f"styles/{name}.css")}">'
        for name in ("fonts", "style", "scans")
    )
    scripts = "".join(
        f'<script type="module" src="{versioned_address(f"scripts/{name}.js")}"></script>'
        for name in ("page", "scans/scan")
    )
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en" data-theme="auto"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Page 1</title>'
        f'<link rel="icon" href="{versioned_address("icon.svg")}">{styles}'
        f'<script type="application/json" id="messages">{json.dumps(messages or {})}</script>{scripts}</head>'
        '<body class="document-page"><header class="site-header"><a class="wordmark" href="/scan">Sic et Non</a>'
        '<button class="theme" type="button" hidden>Colours: <span data-theme-name></span></button></header>'
        f'<main id="main"{f""" data-slug="{slug}" """ if slug else ""}>'
        f"<h1>Letter of 30 January 1950</h1>{body}</main></body></html>"
    )


def show_scan(_: Request) -> Response:
    """Answer with the image and its regions."""
    return _make_page(_write_section())


def show_form(request: Request) -> Response:
    """Answer with the image and the form of a region, filled in with what the query says, such as the map's slug."""
    values = dict(request.query_params)
    body = f"<div>{_write_section()}{_write_form(values)}</div>"
    return _make_page(body, slug=values.get("slug", ""))


def show_reading(_: Request) -> Response:
    """Answer with the image beside its transcription."""
    section = _write_section(regions=False)
    return _make_page(f"<div>{section}{_write_transcription()}</div>")


def show_translated(_: Request) -> Response:
    """Answer with the image and a form, with what scripts say in another language."""
    said = {
        "Mark a rectangle": "Rechteck markieren",
        "Region %(number)s: %(name)s": "%(name)s (%(number)s)",
    }
    return _make_page(_write_section() + _write_form({}), said)


def show_broken(_: Request) -> Response:
    """Answer with an image of which there is no information."""
    return _make_page(_write_section(image="/maps/m/scans/SC1/images/none"))


def show_record(request: Request) -> Response:
    """Answer with the page of a record."""
    return PlainTextResponse(f"Record {request.path_params['label']}")


def show_preview(request: Request) -> Response:
    """Answer with what is shown beside a link to a record."""
    return HTMLResponse(f"<p>{request.path_params['label']}</p>")


def make_archive() -> Starlette:
    """Return the application, with the headers and files of the real one."""
    return Starlette(
        routes=[
            Route("/scan", show_scan),
            Route("/form", show_form),
            Route("/reading", show_reading),
            Route("/translated", show_translated),
            Route("/broken", show_broken),
            Route("/maps/m/records/{label}", show_record),
            Route("/maps/m/previews/{label}", show_preview),
            Route(f"{IMAGE}/info.json", describe_image),
            Route(f"{IMAGE}/{{region}}/{{size}}/0/default.jpg", cut_image),
            Mount("/static", Assets()),
        ],
        middleware=[Middleware(SecurityHeaders)],
    )
