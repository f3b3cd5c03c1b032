"""Words and data written so that Argdown reads them as they are."""

import json
import re
from collections.abc import Iterator
from typing import Any

from argument_maps.formats.argdown.content import build_content_text
from argument_maps.formats.argdown.shortcodes import SHORTCODE, find_shortcode_sign
from argument_maps.formats.argdown.tokens import TokenKind, TokenReader

_SPECIAL = re.compile(r"[\\@#*_\[\]<>{}]|/(?=[/*])|(?<=[/*])/|=(?===)|(?<==)=|[.:,}]")
_ALWAYS = frozenset("\\@#*_[]<>{}/=")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# YAML 1.2.2, section 5.1, forbids the controls; a brace could end the data, a row of equals signs front matter, and a
# bracket before a colon the title on the same line.
_UNSAFE = re.compile("[\\]>](?=:)|[}\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|=(?==)|(?<==)=")


def escape_words(words: str) -> str:
    """Return words on one line, with a backslash before every sign that would mean something."""
    return "".join(_escape_each(" ".join(words.split("\n"))))


def _escape_each(words: str) -> Iterator[str]:
    at = 0
    while match := _SPECIAL.search(words, at):
        start = match.start()
        yield words[at:start]
        sign = match[0]
        code = SHORTCODE.match(words, start) if sign in ".:" else None
        if code and not (find_shortcode_sign(code[0].rstrip()) or _ALWAYS.intersection(code[0])):
            # It looks like a shortcode and is none, so that it is read as it stands.
            yield code[0]
            at = code.end()
            continue
        is_escaped = sign in _ALWAYS or code is not None or (sign == "," and start == 0)
        yield f"\\{sign}" if is_escaped else sign
        at = match.end()
    yield words[at:]


def reads_as(written: str, words: str) -> bool:
    """Tell whether what is written behind a title is read as these words."""
    tokens = list(TokenReader(f"[A]: {written}\n").read_tokens())[1:]
    content, wrong = build_content_text([token for token in tokens if token.kind != TokenKind.COMMENT])
    return not wrong and not content.tags and content.words == words


def write_data(values: dict[str, Any]) -> str:
    """Return data in braces: JSON, which is YAML in flow style, on one line."""
    return write_json(values) if values else ""


def write_json(value: Any) -> str:
    """Return a value as JSON on one line that ends neither data nor front matter before its time."""
    return _STRING.sub(_escape_string, json.dumps(value, ensure_ascii=False))


def _escape_string(match: re.Match[str]) -> str:
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", match[0])
