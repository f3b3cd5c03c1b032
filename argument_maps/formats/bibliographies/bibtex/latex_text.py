r"""Words between LaTeX, as BibTeX files have them, and plain text.

Accents and letters are decoded by `pylatexenc`, command by command; what other commands are left (`\\emph{…}`) as a
whole, within bounds. Braces that only keep the case of letters go.
"""

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

# What is nested deeper or longer is no text with commands in it, and would take the parser's recursion to its end.
DEEPEST, LONGEST = 30, 50_000
# Vietnamese letters have two.
MOST_ACCENTS = 4
_OF_ACCENTS = re.compile(
    r"\\[`'^\"~=.]"
    r"|\\(?:[uvHcdbkrt]|vec|dot|ddot|hat|check|breve|acute|grave|tilde|bar|not|widehat|widetilde)(?![A-Za-z])|[^\s]"
)
_COMMAND_OF_LETTER = re.compile(
    r"\{\\(?:[`'^\"~=.]|[uvHcdbkrt](?![A-Za-z])) ?(?:\{(?:\\[ij]|[^\W\d_])\}|\\[ij]|[^\W\d_])\}"
    r"|\\(?:[`'^\"~=.] ?|[uvHcdbkrt](?: +|(?=\{)))(?:\{(?:\\[ij]|[^\W\d_])\}|\\[ij](?![A-Za-z])|[^\W\d_])"
    r"|\{\\(?:ss|ae|AE|oe|OE|o|O|aa|AA|l|L|i|j|dh|DH|th|TH|ng|NG|dj|DJ)\}"
    r"|\\(?:ss|ae|AE|oe|OE|o|O|aa|AA|l|L|i|j|dh|DH|th|TH|ng|NG|dj|DJ)(?:\{\}|(?![A-Za-z]) ?)"
)
# Signs that stand for themselves after a backslash, and their names; the order of a translation there and back.
_SIGNS = {
    "\\": "textbackslash",
    "{": "textbraceleft",
    "}": "textbraceright",
    "~": "textasciitilde",
    "^": "textasciicircum",
}
_PLAIN_SIGNS = "$&%#_"
# Characters for private use, in whose place signs stand while commands are read.
_HELD = {sign: chr(0xF0000 + place) for place, sign in enumerate((*_SIGNS, *_PLAIN_SIGNS, "`", "'", '"'))}
_RELEASED = str.maketrans({held: sign for sign, held in _HELD.items()})
_NAMED_SIGN = re.compile(
    r"\{\\(textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum|textquotesingle|textquotedbl)\}"
    r"|\\(textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum|textquotesingle|textquotedbl)"
    # TeX passes over spaces behind a control word (D. E. Knuth, The TeXbook, chapter 8).
    r"(?:\{\}|(?![A-Za-z])[ \t\n\r]?)"
    r"|\\([${}&%#_])"
)
_BY_NAME = {name: _HELD[sign] for sign, name in _SIGNS.items()} | {
    "textquotesingle": _HELD["'"],
    "textquotedbl": _HELD['"'],
}
_NAMES_OF_PROGRAMS = re.compile(r"\\((?:La|Bib|Xe|XeLa)?TeX)(?:\{\}|\\(?=[ ])|(?![A-Za-z])[ ]?)")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_SPECIAL = re.compile(r"[\\{}$~]|--|``|''")
_BREAKS_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[!?])(?=`)")
# Zotero writes the space that ends a command beside one that stands in the text.
_KEPT_SPACE = re.compile(r"(\\[A-Za-z]+) (?=[ ])")
_LINE_BREAK = re.compile(r"\\\\ ?|\\(?:newline|par)(?![A-Za-z]) ?")
_SPACES = re.compile(r"[ \t\n\r]+")
# What pylatexenc raises for commands whose arguments are missing.
_FAILURES = (LatexWalkerError, LookupError, AttributeError, TypeError, ValueError, RecursionError)
_decoder = LatexNodes2Text(math_mode="text", keep_comments=True)


def decode_latex(value: str) -> str:
    """Return the text of a value on one line; where its commands cannot be read, the value without braces."""
    if not value:
        return ""
    if _SPECIAL.search(value) is None:
        return (_SPACES.sub(" ", value) if "\n" in value or "  " in value or "\t" in value else value).strip()
    return _SPACES.sub(" ", _decode_special(value)).strip().translate(_RELEASED)


def decode_latex_lines(value: str) -> str:
    r"""Return the text of a value in which empty lines and `\\` begin a new line."""
    lines = re.split(r"\n[ \t]*\n|\\\\ ?|\\(?:newline|par)(?![A-Za-z]) ?", value)
    return "\n".join(line for line in map(decode_latex, lines) if line)


def encode_latex(text: str) -> str:
    """Return a text as a value of BibTeX whose braces are balanced and whose letters stay as they are."""
    text = _BREAKS_LIGATURE.sub("\ue000", text)
    encoded = "".join(_ENCODED.get(letter, letter) for letter in text)
    return encoded.replace("\ue000", "{}").replace("\n", r"\\ ")


_ENCODED = {sign: f"{{\\{name}}}" for sign, name in _SIGNS.items()} | {sign: f"\\{sign}" for sign in _PLAIN_SIGNS}


def _decode_special(value: str) -> str:
    if "\\" in value:
        value = _NAMED_SIGN.sub(_hold_sign, value)
        value = _NAMES_OF_PROGRAMS.sub(r"\1", value)
        value = _KEPT_SPACE.sub(r"\1{}", _LINE_BREAK.sub(" ", value))
        value = _COMMAND_OF_LETTER.sub(lambda match: _decode_letter(match[0]), value)
        if "\\" in value or "$" in value:
            value = _decode_commands(value)
    elif "$" in value:
        value = _decode_commands(value)
    for written, sign in _LIGATURES:
        value = value.replace(written, sign)
    return value.replace("~", " ").replace("{", "").replace("}", "")


def _hold_sign(match: re.Match[str]) -> str:
    name = match[1] or match[2]
    return _BY_NAME[name] if name else _HELD[match[3]]


@lru_cache(maxsize=4096)
def _decode_letter(command: str) -> str:
    try:
        return str(_decoder.latex_to_text(command)).strip() or command
    except _FAILURES:
        return command


def _decode_commands(value: str) -> str:
    """Return a value without commands, as it is where they cannot be read."""
    if len(value) > LONGEST or _measure_depth(value) > DEEPEST or _count_stacked_accents(value) > MOST_ACCENTS:
        return value
    # To BibTeX these are signs like others, to LaTeX a comment and the end of a column.
    held = value.replace("%", _HELD["%"]).replace("&", _HELD["&"]).replace("#", _HELD["#"])
    try:
        decoded = str(_decoder.latex_to_text(held, tolerant_parsing=True))
    except _FAILURES:
        return value
    return decoded if decoded.strip() else value


def _count_stacked_accents(value: str) -> int:
    """Return how many accents stand on one letter at most: each doubles what those within it have made of it."""
    most = stacked = waiting = 0
    groups: list[int] = []
    for sign in _OF_ACCENTS.findall(value):
        if sign == "{":
            groups.append(waiting)
            stacked, waiting = stacked + waiting, 0
        elif sign == "}":
            stacked, waiting = stacked - (groups.pop() if groups else 0), 0
        elif sign[0] == "\\" and len(sign) > 1:
            waiting += 1
            most = max(most, stacked + waiting)
        else:
            waiting = 0
    return most


def _measure_depth(value: str) -> int:
    depth = deepest = 0
    for mark in re.findall(r"[{}]", value):
        depth = depth + 1 if mark == "{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return max(deepest, value.count("\\begin"))
