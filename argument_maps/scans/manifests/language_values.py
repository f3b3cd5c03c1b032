"""Texts of manifests in one of their languages, and their HTML as plain text.

Version 3 has language maps (Presentation API 3.0, 4.2), version 2 texts with a language or without one (2.1, 4.3);
either is read in either.
"""

import re
from collections.abc import Sequence

from argument_maps.reading.blocks import UnreadableText, remove_unprintable
from argument_maps.reading.pages.page_display import is_block, is_hidden
from argument_maps.reading.pages.page_tree import PageElement, parse_page
from argument_maps.scans.manifests.manifest_notes import ManifestNotes, NoteSort

LONGEST_VALUE = 2_000
MOST_VALUES = 200
LONGEST_MARKUP = 50_000
MOST_MARKUP = 1_000_000
"""Characters of HTML that are read of one manifest: a second for some 200,000 of the worst."""
_NO_LANGUAGE = frozenset({"", "none", "@none", "und"})
# The elements that values may have (3.0, 4.5; 2.1, 4.4), and those that they have besides. Anything else in angle
# brackets is words.
_MARKUP = re.compile(
    r"</?(?:a|b|br|i|img|p|small|span|sub|sup|div|em|strong|u|s|q|cite|code|pre|ul|ol|li|dl|dt|dd|table|tbody|tr|td|th|"
    r"h[1-6]|font|hr|blockquote|abbr|bdi|bdo|mark|center|script|style)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_UNSHOWN = frozenset({"head", "script", "style"})
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp);", re.IGNORECASE)


class LanguageReader:
    """Reads values in the first of the reader's languages that they have."""

    def __init__(self, languages: Sequence[str], notes: ManifestNotes) -> None:
        self._languages = [language.lower().replace("_", "-") for language in languages]
        self._notes = notes
        self._markup_read = 0

    def read_words(self, value: object) -> str:
        """Return a value as plain text on one line, several of them with semicolons between them."""
        texts = list_language_texts(value)
        chosen = self._choose(texts)
        if len(chosen) < len(texts):
            self._notes.add(NoteSort.LANGUAGES, ", ".join(dict.fromkeys(language or "—" for language, _ in texts)))
        words = "; ".join(dict.fromkeys(filter(None, (" ".join(self._strip(text).split()) for text in chosen))))
        if len(words) > LONGEST_VALUE:
            self._notes.add(NoteSort.SHORTENED, words[:60] + "…")
        return words[:LONGEST_VALUE]

    def _strip(self, text: str) -> str:
        if not has_markup(text):
            return text
        self._markup_read += len(text)
        if len(text) > LONGEST_MARKUP or self._markup_read > MOST_MARKUP:
            self._notes.add(NoteSort.MARKUP_KEPT, text[:60])
            return text
        return strip_markup(text)

    def _choose(self, texts: list[tuple[str, str]]) -> list[str]:
        """Return the texts in one language (3.0, 4.2): the reader's, else those without one, else the first."""
        present = list(dict.fromkeys(language for language, _ in texts))
        for wanted in self._languages:
            for language in present:
                if language and (language == wanted or language.partition("-")[0] == wanted.partition("-")[0]):
                    return [text for own, text in texts if own == language]
        best = "" if "" in present else next(iter(present), "")
        return [text for own, text in texts if own == best]


def list_language_texts(value: object) -> list[tuple[str, str]]:
    """Return every text of a value, with its language in small letters, empty if it has none."""
    texts: list[tuple[str, str]] = []
    for entry in value[:MOST_VALUES] if isinstance(value, list) else [value]:
        if isinstance(entry, dict) and ("@value" in entry or isinstance(entry.get("value"), str)):
            language = entry.get("@language", entry.get("language"))
            texts.append((_read_language(language), _write_scalar(entry.get("@value", entry.get("value")))))
        elif isinstance(entry, dict):
            for language, values in list(entry.items())[:MOST_VALUES]:
                several = values[:MOST_VALUES] if isinstance(values, list) else [values]
                texts += [(_read_language(language), _write_scalar(text)) for text in several]
        else:
            texts.append(("", _write_scalar(entry)))
    return [(language, text) for language, text in texts if text.strip()]


def _read_language(language: object) -> str:
    name = language.lower().replace("_", "-") if isinstance(language, str) else ""
    return "" if name in _NO_LANGUAGE else name[:40]


def _write_scalar(value: object) -> str:
    if isinstance(value, str):
        return remove_unprintable(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def has_markup(text: str) -> bool:
    """Tell whether a text has elements of HTML or references to its signs."""
    return _MARKUP.search(text) is not None or _REFERENCE.search(text) is not None


def strip_markup(text: str) -> str:
    """Return a text without its HTML; of a link the address is kept, of an image its description."""
    if not has_markup(text):
        return text
    # What is no element of HTML would vanish with its angle brackets.
    whole, at = [], 0
    for markup in _MARKUP.finditer(text):
        whole += [text[at : markup.start()].replace("<", "&lt;"), markup[0]]
        at = markup.end()
    try:
        root = parse_page("".join([*whole, text[at:].replace("<", "&lt;")]))
    except UnreadableText:
        return text
    parts: list[str] = []
    _write_words(root, parts)
    return remove_unprintable("".join(parts)).strip()


def _write_words(root: PageElement, parts: list[str]) -> None:
    """Add the words of an element, blocks on lines of their own."""
    waiting: list[PageElement | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag == "img":
            parts.append(node.read_attribute("alt"))
        elif node.tag not in _UNSHOWN and not is_hidden(node):
            address = node.read_attribute("href") if node.tag == "a" else ""
            if address.startswith(("http://", "https://")) and address not in node.read_words():
                waiting.append(f" ({address})")
            around = "\n" if is_block(node) else " " if node.tag in ("td", "th", "dd", "dt") else ""
            waiting += [around, *reversed(node.children), around]
