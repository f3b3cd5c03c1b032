"""How a browser shows each element by default, and what the element itself says of that.

After the rendering section of the HTML Standard.
"""

import re

from argument_maps.reading.pages.page_tree import PageElement
from models.vocabulary import BlockSort

BLOCK_SORTS = {
    **{f"h{level}": BlockSort.HEADING for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), BlockSort.LIST_ITEM),
    "blockquote": BlockSort.QUOTATION,
    **dict.fromkeys(("caption", "figcaption"), BlockSort.CAPTION),
}
_BLOCKS = frozenset(
    {
        *BLOCK_SORTS,
        *("address", "article", "aside", "body", "center", "details", "dialog", "dir", "div", "dl", "fieldset"),
        *("figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "listing", "main", "menu", "nav"),
        *("ol", "optgroup", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "tfoot"),
        *("thead", "tr", "td", "th", "ul", "xmp", "frameset", "noframes", "isindex"),
    }
)
_PRESERVING = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
# What no browser shows, and nobody would look for.
NEVER_SHOWN = frozenset(
    {"head", "title", "script", "style", "template", "meta", "link", "base", "rp", "col", "colgroup"}
)
HIDDEN_BY_DEFAULT = frozenset({"noscript", "datalist", "noembed", "noframes"})
# What a reader handles rather than reads.
CONTROLS = frozenset({"input", "select", "button", "progress", "meter", "keygen", "command"})
PICTURES = frozenset({"img", "picture", "svg", "canvas", "image", "map"})
EMBEDDED = frozenset({"iframe", "object", "embed", "video", "audio", "applet", "frame"})
DELETIONS = frozenset({"del", "s", "strike"})
INSERTIONS = frozenset({"ins"})

_HIDDEN = re.compile(r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse))(?:!important)?(?:;|$)")
_DISPLAY = re.compile(r"(?:^|;)display:([a-z-]+)")
_PRESERVED = re.compile(r"(?:^|;)white-space:(?:pre|pre-wrap|pre-line|break-spaces)(?:!important)?(?:;|$)")
_STRUCK = re.compile(r"(?:^|;)text-decoration(?:-line)?:[^;]*line-through")
# Of these names style sheets hide what is for programs that read pages aloud.
_FOR_SCREEN_READERS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "cdk-visually-hidden"}
)
# The marks for a quotation and for one within it. A browser takes them from the language of the page.
_QUOTATION_MARKS = {
    "de": "„“‚‘", "at": "„“‚‘", "cs": "„“‚‘", "sk": "„“‚‘", "sl": "„“‚‘", "bg": "„“‘’", "is": "„“‚‘", "lt": "„“‚‘",
    "et": "„“‚‘", "lv": "“”‘’", "pl": "„”«»", "ro": "„”«»", "hu": "„”»«", "hr": "„”‘’", "sr": "„”’’", "bs": "„”‘’",
    "mk": "„“‚‘", "ka": "„“«»", "fr": "«»«»", "it": "«»“”", "es": "«»“”", "ca": "«»“”", "pt": "“”‘’", "gl": "“”‘’",
    "el": "«»“”", "ru": "«»„“", "uk": "«»„“", "be": "«»„“", "kk": "“”‘’", "hy": "«»«»", "az": "“”‘’", "fa": "«»‹›",
    "sv": "””’’", "fi": "””’’", "da": "””’’", "nb": "«»‘’", "nn": "«»‘’", "no": "«»‘’", "nl": "‘’“”", "af": "“”‘’",
    "ja": "「」『』", "zh-tw": "「」『』", "zh-hk": "「」『』", "zh-hant": "「」『』", "zh": "“”‘’", "ko": "“”‘’",
    "he": "””’’", "ar": "”“’‘", "ur": "”“’‘", "sq": "«»“”", "eu": "«»“”", "am": "«»‹›", "mn": "“”‘’",
}  # fmt: skip
_DEFAULT_MARKS = "“”‘’"


def is_block(element: PageElement) -> bool:
    """Tell whether an element stands on lines of its own."""
    if "style" in element.attributes and (display := _DISPLAY.search(element.style)) is not None:
        if display[1] in ("block", "flex", "grid", "table", "list-item", "flow-root", "table-row", "table-caption"):
            return True
        if display[1] in ("inline", "contents") and element.tag not in ("li", "td", "th"):
            return False
    return element.tag in _BLOCKS


def is_hidden(element: PageElement) -> bool:
    """Tell whether a browser does not show an element, for itself or as it says."""
    attributes = element.attributes
    if not attributes:
        return element.tag in HIDDEN_BY_DEFAULT or element.tag == "dialog"
    return (
        element.tag in HIDDEN_BY_DEFAULT
        or "hidden" in attributes
        or (element.tag == "dialog" and "open" not in attributes)
        or ("style" in attributes and _HIDDEN.search(element.style) is not None)
        or ("class" in attributes and not _FOR_SCREEN_READERS.isdisjoint(attributes["class"].lower().split()))
    )


def is_preserving(element: PageElement) -> bool:
    """Tell whether spaces and ends of lines are shown as they stand in the file."""
    return element.tag in _PRESERVING or ("style" in element.attributes and bool(_PRESERVED.search(element.style)))


def is_deletion(element: PageElement) -> bool:
    """Tell whether an element is shown struck through."""
    return element.tag in DELETIONS or ("style" in element.attributes and bool(_STRUCK.search(element.style)))


def choose_quotation_marks(language: str, depth: int) -> tuple[str, str]:
    """Return the marks around a quotation in a language, those of one within another where `depth` is odd."""
    tag = language.lower().replace("_", "-")
    if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        marks = _QUOTATION_MARKS["zh-hant"]
    else:
        marks = _QUOTATION_MARKS.get(tag.partition("-")[0], _DEFAULT_MARKS)
    inner = depth % 2 * 2
    return marks[inner], marks[inner + 1]
