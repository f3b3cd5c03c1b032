"""Texts of a map as pages of their own, which can be saved and opened from a disk: their style is inside of them."""

import base64
import hashlib
import html
import re
from collections.abc import Iterator

from api.http.asset_files import asset_addresses
from api.http.security_policies import PAGE_POLICY
from argument_maps.graph import Graph
from models.vocabulary import ClaimKind, RecordKind, Relation

# What an outline and a ledger call their elements by; rules for anything else are left out.
_CLASSES = (
    frozenset({"standalone", "prose", "outline", "ledger", "kind", "link", "repeated", "facts", "sources", "caveats"})
    | frozenset({RecordKind.INTERPRETATION, RecordKind.EVIDENCE, RecordKind.QUESTION})
    | frozenset({*ClaimKind, *Relation})
)
_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\n?")
_NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")


def extract_style(sheet: str) -> str:
    """Return the rules of the pages' own style sheet that such a page needs; fonts are asked for where they are served.

    Understands the sheet as it is written here: no braces in strings, no @import.
    """
    rules = "\n".join(_select_rules(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)))
    return rules.replace('url("../fonts/', f'url("{asset_addresses.versioned_address("fonts/")}')


def write_standalone_page(graph: Graph, prefix: str, classes: str, fragment: str) -> bytes:
    """Return a fragment as a page of its own, whose <h1> stands above the fragment's <h2>."""
    title = html.escape(graph.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(graph.language)}" data-theme="auto">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{prefix}{title}</title>\n"
        f'<link rel="icon" href="{asset_addresses.versioned_address("icon.svg")}" type="image/svg+xml">\n'
        f"<style>{STYLE}</style>\n</head>\n"
        f'<body class="standalone">\n<main class="{classes}">\n<h1 dir="auto">{title}</h1>\n'
        f"{fragment}\n</main>\n</body>\n"
        "</html>\n"
    ).encode()


def _select_rules(rules: str) -> Iterator[str]:
    for head, body in _split_blocks(rules):
        if head.startswith("@media"):
            inner = "\n".join(_select_rules(body))
            if inner:
                yield f"{head} {{\n{inner}\n}}"
        elif head == "@font-face":
            yield f"{head} {{{body}}}"
        elif not head.startswith("@"):
            selectors = [selector.strip() for selector in _split_selectors(head)]
            used_selectors = [selector for selector in selectors if set(_NAME.findall(selector)) <= _CLASSES]
            if used_selectors:
                yield f"{', '.join(used_selectors)} {{{body}}}"


def _split_selectors(head: str) -> Iterator[str]:
    """Yield the selectors of a rule; commas within brackets, which may stand in one another, divide none."""
    depth, begin = 0, 0
    for sign in re.finditer(r"[(),]", head):
        if sign[0] == "," and depth == 0:
            yield head[begin : sign.start()]
            begin = sign.end()
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
    yield head[begin:]


def _split_blocks(rules: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each pair of outermost braces, and between them."""
    depth, begin, head = 0, 0, ""
    for brace in re.finditer(r"[{}]", rules):
        if brace[0] == "{":
            if depth == 0:
                head, begin = rules[begin : brace.start()].strip(), brace.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield head, rules[begin : brace.start()]
                begin = brace.end()


# From a disk the fonts of the pages are missing, and a Chinese font in their place would set wide quotation marks.
_FONTS = (
    ':root { --serif: "Noto Serif", Georgia, "Times New Roman", serif; --sans: "Noto Sans", Verdana, sans-serif; }\n'
)
_SHEET = "".join(
    (asset_addresses.STATIC_FOLDER / "styles" / name).read_text("utf-8") for name in ("fonts.css", "style.css")
)
STYLE = extract_style(_SHEET) + "\n" + _FONTS
_WHOLE_MAP = """
.whole-map { max-width: 80rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
.whole-map > nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.whole-map .picture { max-width: 100%; overflow-x: auto; border: 1px solid var(--rule, #ccc); background: #fff; }
.whole-map .picture :is(svg, img) { display: block; max-width: none; height: auto; }
.whole-map details > summary { padding: .5rem 0; cursor: pointer; font-weight: 700; }
@media print { .whole-map > nav { display: none; } .whole-map .picture :is(svg, img) { max-width: 100%; } }
"""
# Of a whole map in one file, which asks for no fonts.
STYLE_FROM_DISK = _FONT_FACE.sub("", STYLE) + _WHOLE_MAP


def _hash_style(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


# These styles and no others may stand in such pages; all else is as on every page.
POLICY = f"{PAGE_POLICY}; style-src 'self' {_hash_style(STYLE)} {_hash_style(STYLE_FROM_DISK)}"
