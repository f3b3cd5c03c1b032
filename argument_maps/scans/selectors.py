"""Where on an image a region is, as the selectors of the Web Annotation Data Model say it (4.2).

A rectangle is a `FragmentSelector` (4.2.1) after Media Fragments URI 1.0 (4.2.2, spatial dimension), a polygon an
`SvgSelector` (4.2.7).
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from argument_maps.scans.shapes import (
    BadSelector,
    PixelBox,
    PixelPoint,
    Shape,
    fit_box,
    fit_outline,
    refuse_flat,
)
from argument_maps.scans.svg_outlines import parse_svg_outlines
from models.errors import Phrase

__all__ = ["MEDIA_FRAGMENTS", "BadSelector", "Shape", "read_selector", "split_target", "write_selector"]

MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
MOST_ALTERNATIVES = 20
DEEPEST_CHOICE = 4
LONGEST_FRAGMENT = 2_000
# Sixteen digits before and after the point are more than any image has pixels.
_XYWH = re.compile(r"(?:(pixel|percent|pct):)?\s*" + r"\s*,\s*".join([r"([+-]?\d{1,16}(?:\.\d{0,16})?)"] * 4) + r"\s*")


def write_selector(box: PixelBox, points: Sequence[PixelPoint] = ()) -> dict[str, Any]:
    """Return the selector of a rectangle, or of a polygon if there are points.

    Pixels are written without their unit, which is optional (Media Fragments 4.2.2): Mirador reads numbers only. A
    polygon is a path, the one element that Mirador 3 draws; Annotorious and later versions read it as well.
    """
    if not points:
        value = ",".join(str(number) for number in box)
        return {"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENTS, "value": f"xywh={value}"}
    path = " L ".join(f"{x},{y}" for x, y in points)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M {path} Z"/></svg>'
    return {"type": "SvgSelector", "value": svg}


def read_selector(selector: object, width: int, height: int) -> Shape:
    """Return where a selector is on an image of this width and height, cut off at its edges. Raises `BadSelector`.

    Takes a selector, a list of alternative ones, of which an outline is preferred to the rectangle around it, or a
    target such as `image#xywh=1,2,3,4`.
    """
    return _read_selector(selector, width, height, 0)


def split_target(target: object) -> tuple[str, object]:
    """Return the address that an annotation's target names, and its selector, None if it is the whole image.

    Takes an IRI with or without a fragment, or a specific resource (4.1), also as Open Annotation has it.
    """
    if isinstance(target, dict):
        selector = target.get("selector")
        source = next((target[name] for name in ("source", "full", "id", "@id") if name in target), "")
        if isinstance(source, dict):
            source = source.get("id", source.get("@id", ""))
        address, fragment = split_target(source if isinstance(source, str) else "")
        return address, fragment if selector is None else selector
    address, _, fragment = (target if isinstance(target, str) else "").partition("#")
    if "xywh" in unquote(fragment[:LONGEST_FRAGMENT]):
        return address, {"type": "FragmentSelector", "value": fragment}
    # Any other fragment is part of the name of the canvas.
    return f"{address}#{fragment}" if fragment else address, None


def _read_selector(selector: object, width: int, height: int, depth: int) -> Shape:
    if isinstance(selector, str):
        address, hash_sign, fragment = selector.partition("#")
        return _read_fragment(fragment if hash_sign else address, width, height)
    alternatives = _list_alternatives(selector)
    if alternatives is not None:
        return _read_alternatives(alternatives, width, height, depth)
    if not isinstance(selector, dict):
        raise BadSelector(Phrase("Nothing says where on the image the region is."), _REMEDY)
    kinds = _list_kinds(selector)
    value = selector.get("value", selector.get("chars"))
    if not isinstance(value, str):
        value = ""
    if "SvgSelector" in kinds:
        shape = _read_svg(value, width, height)
    elif "FragmentSelector" in kinds:
        shape = _read_fragment(value, width, height)
    else:
        raise BadSelector(
            Phrase("A selector of the type %(type)s does not mark an area of an image.", type=(kinds or ["—"])[0][:40]),
            _REMEDY,
        )
    if "refinedBy" not in selector:
        return shape
    refined = Phrase("What refines the selector (refinedBy) was left out: the region is the larger one.")
    return Shape(shape.box, shape.points, (*shape.notes, refined))


_REMEDY = Phrase("Mark it with a FragmentSelector (xywh=1,2,3,4) or an SvgSelector with a polygon.")


def _list_kinds(selector: dict[str, Any]) -> list[str]:
    kinds = selector.get("type", selector.get("@type", []))
    return [
        kind.removeprefix("oa:") for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _list_alternatives(selector: object) -> list[object] | None:
    """Return the selectors among which one may choose, None if it is one by itself."""
    if isinstance(selector, list):
        return selector
    if isinstance(selector, dict) and {"items", "default", "item"} & selector.keys():
        alternatives: list[object] = []
        for name in ("default", "item", "items"):
            value = selector.get(name, [])
            alternatives += value if isinstance(value, list) else [value]
        return alternatives
    return None


def _read_alternatives(alternatives: list[object], width: int, height: int, depth: int) -> Shape:
    if depth >= DEEPEST_CHOICE or len(alternatives) > MOST_ALTERNATIVES:
        raise BadSelector(Phrase("The region has too many selectors, or they are nested too deep."), _REMEDY)
    shapes, refusal = [], BadSelector(Phrase("Nothing says where on the image the region is."), _REMEDY)
    for alternative in alternatives:
        try:
            shapes.append(_read_selector(alternative, width, height, depth + 1))
        except BadSelector as error:
            refusal = error
    if not shapes:
        raise refusal
    return next((shape for shape in shapes if shape.points), shapes[0])


def _read_fragment(fragment: str, width: int, height: int) -> Shape:
    """Return the rectangle of a fragment. Of repeated dimensions the last one counts (Media Fragments 5.1.1)."""
    dimensions = [part.partition("=") for part in fragment[:LONGEST_FRAGMENT].removeprefix("#").split("&")]
    decoded = [(unquote(name).strip(), unquote(value)) for name, _, value in dimensions]
    written = next((value for name, value in reversed(decoded) if name == "xywh"), "")
    match = _XYWH.fullmatch(written)
    if match is None:
        raise BadSelector(
            Phrase("The region is not given in the form xywh=x,y,width,height: “%(value)s”.", value=fragment[:80]),
            _REMEDY,
        )
    x, y, wide, high = (Fraction(number) for number in match.groups()[1:])
    if wide <= 0 or high <= 0:
        raise refuse_flat()
    if match[1] in ("percent", "pct"):
        x, wide, y, high = x * width / 100, wide * width / 100, y * height / 100, high * height / 100
    shape = fit_box(x, y, x + wide, y + high, width, height)
    others = sorted({name for name, _ in decoded if name not in ("xywh", "")})
    if not others:
        return shape
    unread = Phrase("Of the fragment only xywh was read, not %(names)s.", names=tuple(name[:20] for name in others[:5]))
    return Shape(shape.box, shape.points, (*shape.notes, unread))


def _read_svg(svg: str, width: int, height: int) -> Shape:
    outlines = parse_svg_outlines(svg, width, height)
    areas = [outline for outline in outlines if len(outline.points) > 2]
    if not areas:
        raise refuse_flat()
    notes: tuple[Phrase, ...] = ()
    if len(areas) < len(outlines):
        notes = (Phrase("Lines without an area were left out of the region’s outline."),)
    if len(areas) == 1 and not areas[0].is_box:
        shape = fit_outline(areas[0].points, width, height)
    else:
        if len(areas) > 1:
            # A polygon has one outline: with holes or parts it would be another area.
            notes += (
                Phrase("The outline has several parts or holes: the region is the rectangle around all of them."),
            )
        points = [point for outline in areas for point in outline.points]
        (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
        # Sums of decimals miss whole numbers by a hair, which would add a row of pixels.
        edges = [Fraction(edge).limit_denominator(10_000) for edge in (left, top, right, bottom)]
        shape = fit_box(edges[0], edges[1], edges[2], edges[3], width, height)
    return Shape(shape.box, shape.points, (*notes, *shape.notes))
