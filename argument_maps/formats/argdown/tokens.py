"""Argdown text cut into tokens, as its lexer cuts it (https://argdown.org/syntax/): what comes first in the list wins.

Each token is found without looking twice at what lies between, so that the time goes with the length of the text
whatever brackets are left open in it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from argument_maps.formats.argdown.data import LONGEST_DATA, read_yaml_data
from argument_maps.formats.argdown.shortcodes import SHORTCODE
from argument_maps.formats.exchange import FilePlace


class TokenKind(StrEnum):
    """What a token is. The mark of a formatted stretch says whether it opens or closes."""

    FRONT_MATTER = "front matter"
    EMPTY_LINE = "empty line"
    NEW_LINE = "new line"
    RELATION = "relation"
    INFERENCE = "inference"
    HEADING = "heading"
    NUMBER = "number"
    LIST_ITEM = "list item"
    DATA = "data"
    OPENING = "opening"
    CLOSING = "closing"
    LINK = "link"
    TAG = "tag"
    STATEMENT_DEFINITION = "statement definition"
    STATEMENT_REFERENCE = "statement reference"
    ARGUMENT_DEFINITION = "argument definition"
    ARGUMENT_REFERENCE = "argument reference"
    MENTION = "mention"
    ESCAPED = "escaped character"
    SHORTCODE = "shortcode"
    SPACE = "space"
    WORDS = "words"
    COMMENT = "comment"
    LONE_BACKSLASH = "lone backslash"
    OPEN_BRACE = "open brace"
    STRAY_FRONT_MATTER = "stray front matter"
    UNCLOSED_INFERENCE = "unclosed inference"


class Token(NamedTuple):
    """A stretch of the text from `start`. `indent` counts the letters before the sign of a relation or list item."""

    kind: TokenKind
    image: str
    start: int
    indent: int = 0


# A member of a relation list, a list or an argument begins with one of these at the beginning of a line.
STRUCTURE = frozenset(
    (
        TokenKind.RELATION,
        TokenKind.INFERENCE,
        TokenKind.UNCLOSED_INFERENCE,
        TokenKind.HEADING,
        TokenKind.NUMBER,
        TokenKind.LIST_ITEM,
    )
)
# What is read and is neither a token of the grammar nor words: spaces count where they stand between words.
_LINE_START = re.compile(
    r"(?P<indent>[' \t]*)(?:(?P<inference>--)|(?P<relation>\+>|->|<?\+|<?-|><|_>|<_|_(?=\s))"
    r"|(?P<number>\(\d+\))|(?P<item>\d+\.(?=\s)|\*(?=\s)))"
)
_HEADING = re.compile(r"#+ ")
_EMPTY_LINE = re.compile(r"(?:[ \t]*\n){2,}")
_NEW_LINE = re.compile(r"[ \t]*\n")
_SPACES = re.compile(r"[ \t]+")
# Within a line these signs begin nothing: closing brackets, commas, hyphens.
_WORDS = re.compile(r"[^\\@#*_\[.:</\n{]+")
# Where nothing closes any more, neither does a bracket.
_WORDS_AT_LAST = re.compile(r"[^\\#*_.:/\n{]+")
_SIGN = re.compile(r"#+(?=#)|[@#*_\[.:</{][ \t]?")
_ESCAPED = re.compile(r"\\[^\n\u2028\u2029] *")
_TAG = re.compile(r"#[a-zA-z0-9\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]+[ \t]?")
_CLOSES_RANGE = re.compile(r"[ \t]|(?=[\n)}_.,!?;:\-*])|\Z")
# Argdown takes spaces behind a comment for nothing where lines end in CR LF, and for words where they end in LF.
_TRAILING_LINES = {True: re.compile(r"(?:[ \t]*\n)*"), False: re.compile(r"\n*")}
_TRAILING_LINE = re.compile(r"(?:[ \t]*\n(?![ \t]*\n))?")
_ROW_OF_HYPHENS = re.compile(r"-{2,}[ \t]*(?=\n|\Z)")
_FRONT_MATTER = re.compile(r"={3,}")
_INFERENCE_END = re.compile(r"-{2,}")
_DATA_STOP = re.compile(r"\}\s[^,}]")
_DATA_END = re.compile(r"\}(?!\s*[,}])")
# How often data that reaches over empty lines is tried, before braces are taken for words.
MOST_TRIES = 20
_BEGINS_ANYWHERE = frozenset("/<={\\.: \t\n")
_LINE_ENDS = (None, TokenKind.NEW_LINE, TokenKind.EMPTY_LINE)
_RANGES = ("**", "__", "*", "_")


class TokenReader:
    """The tokens of a text, in their order."""

    def __init__(self, text: str, *, has_returns: bool = False) -> None:
        """Begin at the first letter; `has_returns` where the lines of the file ended in CR LF."""
        self.text = text
        self._trailing_lines = _TRAILING_LINES[has_returns]
        self._position = 0
        self._last: TokenKind | None = None
        self._ranges: list[str] = []
        self._found: dict[str, tuple[int, int]] = {}
        self._has_begun = False
        self._wrong_data = 0
        self._ends_of_data: list[int] | None = None
        self._stops_of_data: list[int] = []
        self._line_starts: list[int] | None = None

    def find_place(self, offset: int, entry: str = "") -> FilePlace:
        """Return line and column of an offset."""
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._line_starts, offset)
        return FilePlace(line, offset - self._line_starts[line - 1] + 1, entry=entry)

    def read_tokens(self) -> Iterator[Token]:
        """Give one token after the other; those of comments and spaces, which the grammar does not know, as well."""
        while self._position < len(self.text):
            token = self._read_token(self._position)
            self._position = token.start + len(token.image)
            if token.kind not in (TokenKind.SPACE, TokenKind.COMMENT):
                self._last = token.kind
                self._has_begun = self._has_begun or token.kind not in (TokenKind.NEW_LINE, TokenKind.EMPTY_LINE)
            if token.kind in (TokenKind.EMPTY_LINE, *STRUCTURE):
                self._ranges.clear()
            yield token

    def _read_token(self, at: int) -> Token:
        text, sign = self.text, self.text[at]
        if sign in _BEGINS_ANYWHERE and (token := self._read_anywhere(at, sign)):
            return token
        if self._last in _LINE_ENDS and (token := self._read_line_start(at)):
            return token
        if sign in "*_" and (token := self._read_range(at)):
            return token
        if sign in "[<@#" and (token := self._read_bracket(at)):
            return token
        if match := _SPACES.match(text, at):
            return Token(TokenKind.SPACE, match[0], at)
        match = None
        if sign in "[<@" and self._find("]", at) == self._find(">", at) == len(text):
            match = _WORDS_AT_LAST.match(text, at)
        match = match or _WORDS.match(text, at) or _SIGN.match(text, at)
        return Token(TokenKind.WORDS, match[0] if match else sign, at)

    def _read_anywhere(self, at: int, sign: str) -> Token | None:
        """Return what begins with this sign wherever it stands: comments, data, escapes and breaks of lines."""
        text = self.text
        if sign in "/<":
            return self.read_comment(at)
        if sign == "=" and (match := _FRONT_MATTER.match(text, at)):
            return self._read_front_matter(at, match.end())
        if sign == "{" and (end := self.find_data_end(at)):
            is_open = self.is_left_open(at, end)
            return Token(TokenKind.OPEN_BRACE, sign, at) if is_open else Token(TokenKind.DATA, text[at:end], at)
        if sign == "\\":
            escaped = _ESCAPED.match(text, at)
            return Token(TokenKind.ESCAPED, escaped[0], at) if escaped else Token(TokenKind.LONE_BACKSLASH, sign, at)
        if sign in ".:" and (match := SHORTCODE.match(text, at)):
            return Token(TokenKind.SHORTCODE, match[0], at)
        if sign in " \t\n":
            if self._last != TokenKind.EMPTY_LINE and (match := _EMPTY_LINE.match(text, at)):
                return Token(TokenKind.EMPTY_LINE, match[0], at)
            if match := _NEW_LINE.match(text, at):
                return Token(TokenKind.NEW_LINE, match[0], at)
        return None

    def _find(self, needle: str, start: int) -> int:
        """Return where a needle stands from `start` on, or the end of the text; no stretch is searched again."""
        searched_from, found = self._found.get(needle, (0, -1))
        if found < start:
            found = self.text.find(needle, start)
            found = found if found >= 0 else len(self.text)
        elif start < searched_from:
            nearer = self.text.find(needle, start, searched_from + len(needle) - 1)
            found = nearer if nearer >= 0 else found
        else:
            return found
        self._found[needle] = (start, found)
        return found

    def read_comment(self, at: int) -> Token | None:
        """Return the comment that begins here, with the breaks of lines that count as part of it; None if none does."""
        text = self.text
        if text.startswith("<!--", at):
            end = self._find("-->", at + 4) + 3
        elif text.startswith("/*", at):
            end = self._find("*/", at + 2) + 2
        elif text.startswith("//", at):
            end = self._find("\n", at)
            end = end if end < len(text) else len(text) + 1
        else:
            return None
        if end > len(text):
            return None
        if self._last == TokenKind.EMPTY_LINE:
            end = self._trailing_lines.match(text, end).end()  # type: ignore[union-attr] # it matches nothing as well
        elif self._last == TokenKind.NEW_LINE:
            end = _TRAILING_LINE.match(text, end).end()  # type: ignore[union-attr] # it matches nothing as well
        return Token(TokenKind.COMMENT, text[at:end], at)

    def _read_front_matter(self, at: int, opened: int) -> Token:
        closing = self._find("===", opened)
        if closing < len(self.text):
            if not self._has_begun:
                end = _FRONT_MATTER.match(self.text, closing).end()  # type: ignore[union-attr] # found just now
                return Token(TokenKind.FRONT_MATTER, self.text[at:end], at)
            return Token(TokenKind.STRAY_FRONT_MATTER, self.text[at:opened], at)
        return Token(TokenKind.WORDS, self.text[at:opened], at)

    def find_data_end(self, at: int) -> int | None:
        """Return where a pair of braces ends: at the last brace before one behind which other words begin."""
        if self._ends_of_data is None:
            self._ends_of_data = [match.start() for match in _DATA_END.finditer(self.text)]
            self._stops_of_data = [match.start() for match in _DATA_STOP.finditer(self.text)]
        index = bisect_right(self._stops_of_data, at)
        stop = self._stops_of_data[index] if index < len(self._stops_of_data) else len(self.text)
        last = bisect_right(self._ends_of_data, stop) - 1
        end = self._ends_of_data[last] + 1 if last >= 0 else 0
        return end if end > at else None

    def is_left_open(self, at: int, end: int) -> bool:
        """Tell whether a brace reaches over an empty line without being data, so that its block was never closed."""
        if self._find("\n\n", at) >= end or self._wrong_data > MOST_TRIES:
            return self._find("\n\n", at) < end
        if end - at <= LONGEST_DATA and read_yaml_data(self.text[at:end]) is not None:
            return False
        self._wrong_data += 1
        return True

    def _read_line_start(self, at: int) -> Token | None:
        match = _LINE_START.match(self.text, at)
        if match is None:
            heading = _HEADING.match(self.text, at)
            return Token(TokenKind.HEADING, heading[0], at) if heading else None
        indent = len(match["indent"])
        if match["inference"]:
            if self._last == TokenKind.EMPTY_LINE:
                # Only a line within an argument can be one; here the first hyphen is the sign of an attack.
                row = _ROW_OF_HYPHENS.match(self.text, at + indent)
                kind = TokenKind.UNCLOSED_INFERENCE if row else TokenKind.RELATION
                return Token(kind, match["indent"] + (row[0] if row else "-"), at, indent)
            return self._read_inference(at, match.end(), indent)
        if match["relation"]:
            return Token(TokenKind.RELATION, match[0], at, indent)
        if match["number"]:
            return Token(TokenKind.NUMBER, match[0], at, indent)
        return Token(TokenKind.LIST_ITEM, match[0], at, indent + 1)

    def _read_inference(self, at: int, inner: int, indent: int) -> Token:
        """Return an inference with all that stands between its two rows of hyphens."""
        position = inner
        while position < len(self.text):
            end = _INFERENCE_END.match(self.text, position)
            if end:
                return Token(TokenKind.INFERENCE, self.text[at : end.end()], at, indent)
            if self.text[position] == "\n" and _EMPTY_LINE.match(self.text, position):
                break
            position += len(read_inference_token(self, position).image)
        return Token(TokenKind.UNCLOSED_INFERENCE, self.text[at:inner], at, indent)

    def _read_range(self, at: int) -> Token | None:
        text = self.text
        if self._ranges and text.startswith(self._ranges[-1], at):
            mark = self._ranges[-1]
            closing = _CLOSES_RANGE.match(text, at + len(mark))
            # Where both could close here, the longer mark is tried first, and only the one opened last closes.
            if closing:
                self._ranges.pop()
                return Token(TokenKind.CLOSING, text[at : closing.end()], at)
        for mark in _RANGES:
            after = at + len(mark)
            if text.startswith(mark, at) and not text[after : after + 1].isspace():
                self._ranges.append(mark)
                return Token(TokenKind.OPENING, mark, at)
        return None

    def _read_bracket(self, at: int) -> Token | None:
        text, sign = self.text, self.text[at]
        if sign == "#":
            if text.startswith("#(", at):
                end = self._find(")", at + 2)
                if at + 2 < end < len(text):
                    return Token(TokenKind.TAG, text[at : self._pass_space(end + 1)], at)
                return None
            tag = _TAG.match(text, at)
            return Token(TokenKind.TAG, tag[0], at) if tag else None
        if sign == "@":
            close = {"[": "]", "<": ">"}.get(text[at + 1 : at + 2])
            end = self._find(close, at + 3) if close else len(text)
            if end < self._find_line_end(at + 2):
                return Token(TokenKind.MENTION, text[at : self._pass_space(end + 1)], at)
            return None
        if sign == "[":
            end = self._find("]", at + 1)
            if at + 1 < end and text.startswith("](", end):
                target_end = self._find(")", end + 2)
                if end + 2 < target_end < len(text):
                    return Token(TokenKind.LINK, text[at : self._pass_space(target_end + 1)], at)
            return self._read_title(at, "]", TokenKind.STATEMENT_DEFINITION, TokenKind.STATEMENT_REFERENCE)
        return self._read_title(at, ">", TokenKind.ARGUMENT_DEFINITION, TokenKind.ARGUMENT_REFERENCE)

    def _read_title(self, at: int, close: str, definition: TokenKind, reference: TokenKind) -> Token | None:
        line_end = self._find_line_end(at + 1)
        end = self._find(f"{close}:", at + 2)
        if end < line_end:
            return Token(definition, self.text[at : end + 2], at)
        end = self._find(close, at + 2)
        if at + 1 < len(self.text) and self.text[at + 1] != "-" and end < self._find_line_end(at + 2):
            return Token(reference, self.text[at : end + 1], at)
        return None

    def _find_line_end(self, at: int) -> int:
        return self._find("\n", at)

    def _pass_space(self, at: int) -> int:
        return at + 1 if self.text[at : at + 1] in (" ", "\t") else at


def read_inference_token(reader: TokenReader, at: int) -> Token:
    """Return the token at this place between the two rows of hyphens of an inference, where fewer signs mean much."""
    text = reader.text
    if text[at] == "{" and (end := reader.find_data_end(at)) and not reader.is_left_open(at, end):
        return Token(TokenKind.DATA, text[at:end], at)
    if text[at] in "/<" and (comment := reader.read_comment(at)):
        return comment
    if text[at] == ",":
        return Token(TokenKind.LIST_ITEM, ",", at)
    for kind, pattern in _OF_INFERENCES:
        if match := pattern.match(text, at):
            return Token(kind, match[0], at)
    return Token(TokenKind.WORDS, text[at], at)


_OF_INFERENCES = (
    (TokenKind.NEW_LINE, _NEW_LINE),
    (TokenKind.ESCAPED, _ESCAPED),
    (TokenKind.SHORTCODE, SHORTCODE),
    (TokenKind.SPACE, _SPACES),
    (TokenKind.WORDS, re.compile(r"[^\\,.:</\n{-]+")),
    (TokenKind.WORDS, re.compile(r"[.:</{-][ \t]?")),
)
