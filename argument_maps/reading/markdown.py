"""Markdown read as text: CommonMark with what scholars add to it, made into a page and read as one.

That is footnotes, also within a line, tables, definition lists, a head with title and authors, raised and lowered
letters, and text struck through.
"""

import re
from itertools import pairwise
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from argument_maps.reading.blocks import UnreadableText
from argument_maps.reading.builder import TextBuilder
from argument_maps.reading.encodings import decode_file
from argument_maps.reading.pages import read_page
from argument_maps.reading.pages.page_tree import parse_page
from argument_maps.reading.results import FileReading, ReadingOptions
from models.errors import Phrase
from models.text_vocabulary import ReportSort

# The parser takes a tenth of a millisecond for each.
MOST_LINES = 40_000
# Up to a tenth of a millisecond for each bracket, and a hundredth for each other sign.
MOST_BRACKETS = 500
MOST_SIGNS = 5_000
MOST_BRACKETS_IN_ALL = 30_000
MOST_SIGNS_IN_ALL = 300_000
LONGEST_HEAD = 50_000
_SIGNS = re.compile(r"[*_~^`<&\\!\n]")
_TITLE_BLOCK = re.compile(r"\A%[ \t]?(.*)\n(?:%[ \t]?(.*)\n)?(?:%[ \t]?(.*)\n)?")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_ANGLED = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)([^<>]*)>?")
_VALUE = re.compile(r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
# What kramdown and pandoc write behind links and headings to say how they look.
_ATTRIBUTES = re.compile(r"(?<=[\])`*_])\{:[^{}\n]{0,300}\}|^\{:[^{}\n]{0,300}\}$", re.MULTILINE)
_HEADING_ATTRIBUTES = re.compile(r"(?<=[\])`*_])\{:[^{}\n]{0,300}\}|[ \t]*\{[:#.-][^{}\n]{0,300}\}\s*$")
_FLAGS = frozenset(
    {"hidden", "open", "reversed", "checked", "disabled", "controls", "itemscope", "async", "defer", "/"}
)
# By these it is told whether what stands in angle brackets is HTML, or words.
_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption
        center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
        figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
        input ins kbd label legend li link main map mark math menu meta meter nav noframes noscript object ol
        optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp script search section select
        slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
        thead time title tr track tt u ul var video wbr path g text circle rect line mi mn mo msup msub mrow mfrac
        """,
    )
)
_SOURCE_FIELDS = {
    "title": ("title",),
    "author": ("author", "authors", "creator"),
    "issued": ("date", "issued"),
    "language": ("lang", "language"),
    "editor": ("editor", "editors"),
    "publisher": ("publisher",),
    "place": ("place", "publisher-place", "location"),
    "archive_reference": ("archive_reference", "archive", "shelfmark", "call-number"),
}


def read_markdown(data: bytes, options: ReadingOptions) -> FileReading:
    """Return the words of a text in Markdown. Raises `UnreadableText`."""
    builder = TextBuilder()
    text = decode_file(data, options.charset, builder).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # No parser knows these, and the one here takes the first for a sign of its own.
    text = text.replace("\0", "").replace("\x0c", "\n\n")
    if text.count("\n") > MOST_LINES:
        raise UnreadableText(
            Phrase("The file has more than %(most)s lines.", most=f"{MOST_LINES:,}"),
            Phrase("Divide it, or send it as plain text."),
        )
    source_data, text = _take_title_block(text)
    environment: dict[str, Any] = {}
    parser = make_markdown_parser()
    tokens = parser.parse(text, environment)
    if tokens and tokens[0].type == "front_matter":
        source_data |= _read_head(tokens[0].content, builder)
    if environment.get("plain"):
        builder.report(ReportSort.UNREADABLE_PARTS, *environment["plain"], count=len(environment["plain"]))
    if environment["attributes"]:
        builder.report(ReportSort.OTHERS_LEFT_OUT, *environment["attributes"][:3], count=len(environment["attributes"]))
    for hidden in _COMMENT.findall(text)[:1_000]:
        builder.report(ReportSort.HIDDEN_LEFT_OUT, hidden)
    page = parser.renderer.render(tokens, parser.options, environment)
    read_page(parse_page(page + _render_inline_notes(parser, environment)), builder)
    return builder.finish(source_data)


def make_markdown_parser() -> MarkdownIt:
    """Return a parser whose tokens become HTML that keeps the numbers of list items and the places of notes."""
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])
    for plugin in (front_matter_plugin, footnote_plugin, deflist_plugin, superscript_plugin, sub_plugin):
        parser.use(plugin)
    # Notes stay where they are written; the reader of pages takes them to their references.
    parser.core.ruler.disable("footnote_tail")
    parser.core.ruler.at("inline", _parse_lines)
    return parser


def _parse_lines(state: StateCore) -> None:
    """Parse what stands in lines, as long as that takes no more time than it may."""
    brackets = signs = 0
    plain: list[str] = []
    left_out: list[str] = state.env.setdefault("attributes", [])
    for before, token in pairwise([Token("", "", 0), *state.tokens]):
        if token.type != "inline":
            continue
        attributes = _HEADING_ATTRIBUTES if before.type == "heading_open" else _ATTRIBUTES
        left_out += attributes.findall(token.content)
        token.content = attributes.sub("", token.content)
        in_brackets, in_signs = token.content.count("["), len(_SIGNS.findall(token.content))
        brackets, signs = brackets + in_brackets, signs + in_signs
        if (
            max(in_brackets / MOST_BRACKETS, in_signs / MOST_SIGNS) > 1
            or max(brackets / MOST_BRACKETS_IN_ALL, signs / MOST_SIGNS_IN_ALL) > 1
        ):
            plain.append(token.content[:200])
            token.children = [Token("text", "", 0, content=token.content)]
        else:
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
    state.env["plain"] = plain
    _number_items(state.tokens)
    for token in state.tokens:
        _write_html(token, state.env)
        for child in token.children or ():
            _write_html(child, state.env)


def _write_html(token: Token, env: EnvType) -> None:
    """Turn a token into HTML where the parser's own would lose or invent something."""
    if token.type in ("html_block", "html_inline"):
        token.content = _ANGLED.sub(_keep_words, token.content)
    elif token.type == "footnote_ref":
        is_apart = "label" in token.meta
        label = escapeHtml(token.meta["label"] if is_apart else _number_inline_note(token.meta["id"], env))
        token.type = "html_inline"
        token.content = f'<a role="doc-noteref" href="#{"note" if is_apart else "inline"}:{label}">{label}</a>'
    elif token.type == "footnote_reference_open":
        token.type, token.content = "html_block", _begin_note("note", token.meta["label"])
    elif token.type == "footnote_reference_close":
        token.type, token.content = "html_block", "</aside>"


def _number_items(tokens: list[Token]) -> None:
    """Give list items the numbers that stand in the file, or, where one is repeated, those that are meant."""
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open" and token.info:
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            is_repeated = len({item.info for item in items}) == 1
            for at, item in enumerate(items):
                number = str(int(item.info) + at) if is_repeated else item.info
                item.attrSet("data-label", f"{number}{item.markup}")


def _keep_words(match: re.Match[str]) -> str:
    """Return a tag of HTML as it is, and anything else in angle brackets as words."""
    name = match[2].lower()
    is_known = name in _ELEMENTS
    if is_known and match[3].strip():
        without_values = _VALUE.sub("=", match[3])
        bare = {word for word in without_values.split() if not word.endswith("=")}
        is_known = all(word.lower().rstrip("/") in _FLAGS | {""} for word in bare)
    return match[0] if is_known else "&lt;" + match[0][1:]


def _begin_note(kind: str, label: str) -> str:
    label = escapeHtml(label)
    return f'<aside role="doc-footnote" id="{kind}:{label}" data-label="{label}">'


def _number_inline_note(note: int, env: EnvType) -> str:
    """Return the number of a note within a line: the next one that none of the file's own notes has."""
    numbers: dict[int, str] = env.setdefault("numbers", {})
    if note not in numbers:
        own_notes = env["footnotes"].get("refs", {})
        number = env.get("next_number", 1)
        while f":{number}" in own_notes:
            number += 1
        numbers[note] = str(number)
        env["next_number"] = number + 1
    return numbers[note]


def _render_inline_notes(parser: MarkdownIt, env: EnvType) -> str:
    parts = []
    for note, entry in env.get("footnotes", {}).get("list", {}).items():
        if "content" in entry:
            for token in entry["tokens"]:
                _write_html(token, env)
            line = Token("inline", "", 0, children=entry["tokens"])
            words = parser.renderer.render([line], parser.options, env)
            parts.append(f"{_begin_note('inline', _number_inline_note(note, env))}{words}</aside>")
    return "".join(parts)


# --- the head -----------------------------------------------------------------------------------


def _take_title_block(text: str) -> tuple[dict[str, str], str]:
    """Return title, authors and date of the lines with % that a file may begin with, and the text without them."""
    match = _TITLE_BLOCK.match(text)
    if match is None:
        return {}, text
    values = dict(zip(("title", "author", "issued"), match.groups(), strict=True))
    source_data = {name: _write_value(value) for name, value in values.items() if value and value.strip()}
    return source_data, text[match.end() :]


def _read_head(head: str, builder: TextBuilder) -> dict[str, str]:
    """Return what the head of a file says of its source; what has no place there is told as left out."""
    try:
        # Every value stays as it is written.
        said = yaml.load(head[:LONGEST_HEAD], Loader=yaml.BaseLoader)  # noqa: S506 # makes nothing but strings, lists and dicts
    except (yaml.YAMLError, RecursionError, ValueError):
        builder.report(ReportSort.UNREADABLE_PARTS, head)
        return {}
    if not isinstance(said, dict):
        builder.report(ReportSort.OTHERS_LEFT_OUT, head)
        return {}
    by_name = {str(name).strip().lower(): value for name, value in said.items()}
    source_data = {}
    for field, names in _SOURCE_FIELDS.items():
        name = next((name for name in names if by_name.get(name)), None)
        if name is not None and (value := _write_value(by_name.pop(name))):
            source_data[field] = value
    for name, value in by_name.items():
        if words := _write_value(value):
            builder.report(ReportSort.OTHERS_LEFT_OUT, f"{name}: {words}")
    return source_data


def _write_value(value: object, depth: int = 0) -> str:
    if isinstance(value, dict) and depth < 3:
        named = value.get("name") or value.get("text")
        if named:
            return _write_value(named, depth + 1)
        given, family = (str(value.get(part, "")) for part in ("given", "family"))
        return f"{given} {family}".strip() or _write_value(list(value.values()), depth + 1)
    if isinstance(value, list) and depth < 3:
        return "; ".join(filter(None, (_write_value(each, depth + 1) for each in value[:50])))
    return value.strip() if isinstance(value, str) else ""
