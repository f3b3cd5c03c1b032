"""The words of a statement, an argument or a heading, put together from its tokens."""

from collections.abc import Sequence

from argument_maps.formats.argdown.document import ContentText
from argument_maps.formats.argdown.shortcodes import find_shortcode_sign
from argument_maps.formats.argdown.tokens import Token, TokenKind, TokenReader, read_inference_token

TITLES = frozenset(
    (
        TokenKind.STATEMENT_DEFINITION,
        TokenKind.STATEMENT_REFERENCE,
        TokenKind.ARGUMENT_DEFINITION,
        TokenKind.ARGUMENT_REFERENCE,
    )
)
_NOT_HERE = TITLES | {TokenKind.LONE_BACKSLASH, TokenKind.OPEN_BRACE, TokenKind.STRAY_FRONT_MATTER}
_BREAK = TokenKind.NEW_LINE
# What stands at either end and is no part of the sentence.
_NO_WORDS = (TokenKind.TAG, TokenKind.NEW_LINE, TokenKind.SPACE)


def build_content_text(tokens: Sequence[Token]) -> tuple[ContentText, list[Token]]:
    """Return the words of the tokens, and those of them that the grammar does not allow here.

    A line break is a space. Tags at the beginning and at the end are taken out of the sentence, in which others stay.
    What begins a formatted stretch that is never closed stays as it is written.
    """
    content = ContentText(is_missing=not tokens)
    parts: list[tuple[TokenKind, str]] = []
    opened: list[tuple[int, Token]] = []
    for token in tokens:
        if token.kind == TokenKind.OPENING:
            opened.append((len(parts), token))
        elif token.kind == TokenKind.CLOSING and opened:
            opened.pop()
            content.has_formatting = True
        elif token.kind == TokenKind.TAG and (tag := read_tag(token.image)) not in content.tags:
            content.tags.append(tag)
        elif token.kind == TokenKind.LINK:
            words, address, _ = _divide_link(token.image)
            content.addresses.append((words, address))
        parts.append((token.kind, _read_words(token)))
    for index, token in opened:
        parts[index] = (TokenKind.WORDS, token.image)
    wrong = [token for token in tokens if token.kind in _NOT_HERE] + [token for _, token in opened]
    content.words = _join_parts(_trim_parts(parts)) or _join_parts(parts)
    return content, wrong


def _read_words(token: Token) -> str:
    """Return what a token adds to the words."""
    image = token.image
    if token.kind == TokenKind.OPENING:
        return ""
    if token.kind == TokenKind.CLOSING:
        return image.lstrip("*_")
    if token.kind == TokenKind.LINK:
        words, _, space = _divide_link(image)
        return words + space
    if token.kind == TokenKind.ESCAPED:
        return image[1:]
    if token.kind == TokenKind.SHORTCODE and (sign := find_shortcode_sign(image.rstrip())):
        return sign + image[len(image.rstrip()) :]
    return image


def _divide_link(image: str) -> tuple[str, str, str]:
    """Return the words of a link, its address and the space behind it."""
    words, _, rest = image[1:].partition("](")
    address, _, space = rest.rpartition(")")
    return words, address, space


def divide_inference(reader: TokenReader, token: Token) -> tuple[list[list[Token]], list[Token], list[Token]]:
    """Return what stands between the rows of hyphens of an inference: its rules, its data, and comments."""
    rules: list[list[Token]] = [[]]
    data, comments = [], []
    at = token.start + token.indent + 2
    end = token.start + len(token.image.rstrip("-"))
    while at < end:
        part = read_inference_token(reader, at)
        at += len(part.image)
        if part.kind == TokenKind.DATA:
            data.append(part)
        elif part.kind == TokenKind.COMMENT:
            comments.append(part)
        elif part.kind == TokenKind.LIST_ITEM:
            rules.append([])
        else:
            rules[-1].append(part)
    return rules, data, comments


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
