"""Quotation marks, apostrophes, brackets and dashes as they are printed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Which marks of which language open a quotation, and which close it.
_PAIRS = {
    "“": "”",
    "‘": "’",
    "„": "“”",
    "‚": "‘’",
    "«": "»",
    "‹": "›",
    "»": "«",
    "›": "‹",
    "”": "”",
}
_TEN, _HUNDRED = 10, 100
_OPENING = "“‘„‚«‹"
# A word may begin with an apostrophe where something is left out: the ’30s, ’Tis.
_ELISION = re.compile(r"(?<!\w)['’](?=\d0?s\b|\d\ds?\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)
_SPAN = re.compile(
    r"(?P<before>(?:^|(?<=[\s,;:(\[]))(?:(?P<label>[^\W\d]+\.?)\s*)?)(?P<span>\d+[^\W\d]*-\d+[^\W\d]*)(?![\w/-]|\.\d)"
)
_PAGE_SPAN = re.compile(r"(?<![\w./–-])(\d+)[-–](\d+)(?![\w/–-]|\.\d)")
# Days of two months: Sept. 16-Oct. 15.
_MONTHS = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"
_DAYS = re.compile(rf"(?<=\d)-(?=(?:{_MONTHS})[a-z]*\.? \d)")
_YEARS = re.compile(r"(?<![\w./-])(\d{4})-(\d{4})(?![\w/-]|\.\d)")


class _Mark(NamedTuple):
    """A quotation mark in a text: where it stands, and whether it opens."""

    place: int
    opens: bool
    depth: int


def dash_number_spans(text: str) -> str:
    """Put an en dash between numbers that span: 87-91 and 2-2ob.

    A hyphen within the number of a document or file stays one (ORE 18-50, 795.00/6-2550, AR 1720-1970): it stands
    behind a word in capitals, or the numbers do not rise.
    """

    def dash(match: re.Match[str]) -> str:
        label = (match["label"] or "").removesuffix(".")
        if (len(label) > 1 and label.isupper()) or not _rises(match["span"]):
            return match[0]
        return match["before"] + match["span"].replace("-", "–")

    return _SPAN.sub(dash, text)


def _rises(span: str) -> bool:
    """Tell whether a span leads upwards, also where its end is shortened: 87-91, 176-85, 2-2ob."""
    first, last = (re.match(r"\d+", end) for end in span.split("-"))
    if first is None or last is None:
        return False
    start, end = first[0], last[0]
    if len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    return int(end) > int(start) or (end == start and span.split("-")[0] != span.split("-")[1])


def shorten_page_spans(text: str) -> str:
    """Return spans of pages shortened by the one rule of Chicago (17th edition, 9.61): 249–57, 101–8, 100–104."""
    return _PAGE_SPAN.sub(lambda match: f"{match[1]}–{shorten_span_end(*_complete_span(match[1], match[2]))}", text)


def shorten_page_spans_for_mla(text: str) -> str:
    """Return spans of pages with the last two digits of the second number (MLA Handbook, 9th edition, 2.139)."""

    def shorten(match: re.Match[str]) -> str:
        start, end = _complete_span(match[1], match[2])
        kept = end[-2:] if len(start) == len(end) > 2 and start[:-2] == end[:-2] else end
        return f"{match[1]}–{kept}"

    return _PAGE_SPAN.sub(shorten, text)


def _complete_span(start: str, end: str) -> tuple[str, str]:
    return start, start[: len(start) - len(end)] + end if len(end) < len(start) else end


def shorten_span_end(start: str, end: str) -> str:
    """Return the second number of a span, written out, as Chicago (17th edition, 9.61) shortens it."""
    number = int(start)
    if number < _HUNDRED or number % _HUNDRED == 0 or len(start) != len(end):
        return end
    common = next((place for place, (one, other) in enumerate(zip(start, end, strict=True)) if one != other), 0)
    # Behind 101 to 109 only what changes; behind 110 to 199 two digits at least, and more where they change.
    return end[-max(len(end) - common, 1 if number % _HUNDRED < _TEN else 2) :]


def set_typographic_marks(title: str) -> str:
    """Return a title with typographic quotation marks, apostrophes and dashes between years and days.

    Other numbers keep their hyphen: resolution no. 858-372 is no span.
    """
    curled = re.sub(r'"([^"]*)"', r"“\1”", title)
    curled = _DAYS.sub("–", _curl_single_quotes(curl_apostrophes(curled)))
    return _YEARS.sub(lambda match: f"{match[1]}–{match[2]}" if match[1] < match[2] else match[0], curled)


def curl_apostrophes(text: str) -> str:
    """Return a text whose apostrophes within words, and where a word is cut at its beginning, are typographic."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", _ELISION.sub("’", text))


def _curl_single_quotes(text: str) -> str:
    """Return a text whose straight single marks open before a word and close behind one."""
    opened = re.sub(r"(?<![\w.,?!’”])'(?=\S)", "‘", text)
    return opened.replace("'", "’")


def use_single_quotes(title: str) -> str:
    """Return the title as it stands between double quotation marks: its own marks, of whichever language, single.

    What they quote in their turn becomes double again (Chicago 17th edition, 13.30; MLA 9th edition, 2.88).
    """
    return _set_quotes(title, "‘’", "“”")


def use_english_quotes(title: str) -> str:
    """Return a title of another language with English quotation marks: double, and single within them.

    Chicago (17th edition, 11.21) has it so of what is quoted in a foreign language.
    """
    return _set_quotes(title, "“”", "‘’", foreign_only=True)


def _set_quotes(text: str, outer: str, inner: str, *, foreign_only: bool = False) -> str:
    marks = list(find_quotation_marks(text))
    if foreign_only and not any(text[mark.place] in "„‚«»‹›" for mark in marks):
        return text
    letters = list(text)
    for mark in marks:
        pair = (outer, inner)[mark.depth % 2]
        letters[mark.place] = pair[0] if mark.opens else pair[1]
        if text[mark.place] in "«»‹›":
            _drop_space(letters, mark.place + (1 if mark.opens else -1))
    return "".join(letters)


def _drop_space(letters: list[str], place: int) -> None:
    """Drop the narrow or fixed space that French sets within its marks, and the space that is typed for it."""
    if 0 <= place < len(letters) and letters[place] in (" ", "\u00a0", "\u202f"):
        letters[place] = ""


def find_quotation_marks(text: str) -> Iterator[_Mark]:
    """Yield the marks that open and close quotations in pairs; an apostrophe is none."""
    open_marks: list[_Mark] = []
    found: list[_Mark] = []
    for place, character in enumerate(text):
        expected = _PAIRS[text[open_marks[-1].place]] if open_marks else ""
        if character in expected and not _is_apostrophe(text, place):
            opening = open_marks.pop()
            found += [opening, _Mark(place, opens=False, depth=opening.depth)]
        elif character in _OPENING or (character in "»›”" and _begins_word(text, place)):
            open_marks.append(_Mark(place, opens=True, depth=len(open_marks)))
    # A mark that is never closed is no pair, and what stands in it no deeper for that.
    yield from sorted(found)


def enclose_quotation(text: str) -> str:
    """Return a quotation between quotation marks: as it is where it stands between a pair already."""
    text = text.strip()
    if text.startswith('"') and text.endswith('"') and text.count('"') == 2:
        return text
    whole = [mark.place for mark in find_quotation_marks(text) if mark.depth == 0]
    return text if whole == [0, len(text) - 1] else f"“{text}”"


def _begins_word(text: str, place: int) -> bool:
    return text[place + 1 : place + 2].strip() != "" and not text[:place][-1:].strip("([ \u00a0")


def _is_apostrophe(text: str, place: int) -> bool:
    """Tell whether a closing single mark stands within a word, or ends a plural owner while a quotation goes on."""
    if text[place] != "’":
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if before.isalnum() and after.isalnum():
        return True
    return before == "s" and after == " " and "’" in re.sub(r"(?<=\w)’(?=\w)", "", text[place + 1 :])


def move_stops_inside_quotes(text: str) -> str:
    """Set comma and full stop of HTML inside quotation marks, and no full stop behind ? or ! of a title.

    A comma stays behind such a mark: “How Social Is the Animal?,” 337 (Chicago 17th edition, 6.125 and 14.96). Marks at
    the end of a title in italics count as well: Annotations to “Finnegans Wake.” (6.9, 14.94); an apostrophe does not.
    """
    text = drop_stops_behind_marks(text)
    return re.sub(
        r"([”’]+)(</i>)([.,])(?!\d)", _move_stop_inside_italics, re.sub(r"([”’]+)([.,])(?!\d)", r"\2\1", text)
    )


def _move_stop_inside_italics(match: re.Match[str]) -> str:
    title = match.string[match.string.rfind("<i>", 0, match.start()) : match.start()]
    is_apostrophe = "”" not in match[1] and "‘" not in title
    return match[0] if is_apostrophe else f"{match[3]}{match[1]}{match[2]}"


def drop_stops_behind_marks(text: str) -> str:
    """Return HTML without a full stop behind ? or !: the mark of a title stands for both.

    So Chicago (17th edition, 6.124) and MLA (9th edition, 2.98) have it; GOST, which divides by full stops, as well.
    """
    return re.sub(r"([?!](?:</i>|[”’»“])*)\.(?![\w.])", r"\1", text)


def bracket_nested_parentheses(text: str) -> str:
    """Return a text whose parentheses within parentheses are square brackets (Chicago 17th edition, 6.99 and 6.101)."""
    letters = list(text)
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "(":
            opened.append(place)
        elif character == ")" and opened:
            start = opened.pop()
            if len(opened) % 2:
                letters[start], letters[place] = "[", "]"
    return "".join(letters)


def capitalise(text: str) -> str:
    """Return a sentence with a capital at its beginning; all else stays as it is."""
    return text[:1].upper() + text[1:]
