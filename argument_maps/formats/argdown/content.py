"""The words of a statement, an argument or a heading, put together from its tokens."""

from collections.abc import Sequence

from argument_maps.formats.argdown.document import ContentText
from argument_maps.formats.argdown.shortcodes import find_sign
from argument_maps.formats.argdown.tokens import Token, TokenKind

TITLES = frozenset(
    (
        TokenKind.STATEMENT_DEFINITION,
        TokenKind.STATEMENT_REFERENCE,
        TokenKind.ARGUMENT_DEFINITION,
        TokenKind.ARGUMENT_REFERENCE,
    )
)
_BREAK = TokenKind.NEW_LINE
# What stands at either end and is no part of the sentence.
_NO_WORDS = (TokenKind.TAG, TokenKind.NEW_LINE, TokenKind.SPACE)


def build_content(tokens: Sequence[Token]) -> tuple[ContentText, list[Token]]:
    """Return the words of the tokens, and those of them that the grammar does not allow here.

    A line break is a space. Tags at the beginning and at the end are taken out of the sentence, in which others stay.
    What begins a formatted stretch that is never closed stays as it is written.
    """
    content = ContentText(is_missing=not tokens)
    parts: list[tuple[TokenKind, str]] = []
    opened: list[tuple[int, Token]] = []
    wrong = []
    for token in tokens:
        kind, image = token.kind, token.image
        if kind == TokenKind.TAG:
            tag = read_tag(image)
            if tag not in content.tags:
                content.tags.append(tag)
        elif kind == TokenKind.OPENING:
            opened.append((len(parts), token))
            image = ""
        elif kind == TokenKind.CLOSING:
            if opened:
                opened.pop()
                content.has_formatting = True
            image = image.lstrip("*_")
        elif kind == TokenKind.LINK:
            words, _, rest = image[1:].partition("](")
            address, _, space = rest.rpartition(")")
            content.addresses.append((words, address))
            image = words + space
        elif kind == TokenKind.ESCAPED:
            image = image[1:]
        elif kind == TokenKind.SHORTCODE:
            sign = find_sign(image.rstrip())
            image = sign + image[len(image.rstrip()) :] if sign else image
        elif kind in TITLES or kind in (TokenKind.LONE_BACKSLASH, TokenKind.STRAY_FRONT_MATTER):
            wrong.append(token)
        parts.append((kind, image))
    for index, token in opened:
        parts[index] = (TokenKind.WORDS, token.image)
        wrong.append(token)
    content.words = _join_parts(_trim_parts(parts)) or _join_parts(parts)
    return content, wrong


def read_tag(image: str) -> str:
    """Return the tag of `#tag` or `#(a tag)`."""
    return image.strip()[1:].removeprefix("(").removesuffix(")")


def _trim_parts(parts: list[tuple[TokenKind, str]]) -> list[tuple[TokenKind, str]]:
    first, last = 0, len(parts)
    while first < last and _is_no_word(parts[first]):
        first += 1
    while last > first and _is_no_word(parts[last - 1]):
        last -= 1
    return parts[first:last]


def _is_no_word(part: tuple[TokenKind, str]) -> bool:
    return part[0] in _NO_WORDS or (part[0] == TokenKind.WORDS and not part[1].strip())


def _join_parts(parts: list[tuple[TokenKind, str]]) -> str:
    written: list[str] = []
    ends_with_space = True
    for kind, image in parts:
        words = (" " if not ends_with_space else "") if kind == _BREAK else image
        if words:
            written.append(words)
            ends_with_space = words.endswith(" ")
    return "".join(written).strip()
