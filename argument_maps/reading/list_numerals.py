"""Numbers in the numerals in which lists, notes and pages are numbered.

Those of lists are the counter styles of CSS (CSS Counter Styles Level 3, 6 and 7), which word processors share.
"""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_HAN = "一二三四五六七八九"
_HAN_MARKERS = ("", "十", "百", "千")
# Beyond it figures are set one beside the other (7.1.3).
_LARGEST_HAN_COUNT = 9_999
_CHINESE_MINUS = {"simp-chinese-informal": "负", "trad-chinese-informal": "負", "cjk-ideographic": "負"}


def write_list_number(number: int, kind: str) -> str:
    """Return a number in one of the types of CSS's lists, in figures where it has none in that type."""
    if kind in ("none", "disc", "circle", "square"):
        return ""
    if kind == "decimal-leading-zero":
        return f"{number:02d}"
    if kind.endswith(("-alpha", "-latin", "-greek")) and number > 0:
        letters = _write_letters(number, _GREEK if kind.endswith("greek") else _LATIN)
        return letters.upper() if kind.startswith("upper") else letters
    if kind.endswith("-roman") and 0 < number < 4000:
        letters = write_roman_number(number)
        return letters.upper() if kind.startswith("upper") else letters
    if kind == "cjk-decimal" or (kind in _CHINESE_MINUS and abs(number) > _LARGEST_HAN_COUNT):
        return write_han_digits(number)
    if kind in _CHINESE_MINUS:
        return f"{_CHINESE_MINUS[kind] if number < 0 else ''}{write_chinese_number(abs(number))}"
    return str(number)


def _write_letters(number: int, alphabet: str) -> str:
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, len(alphabet))
        letters = alphabet[letter] + letters
    return letters


def write_roman_number(number: int) -> str:
    """Return a number from 1 to 3999 in small Roman numerals."""
    written = ""
    for value, sign in (*_ROMAN, *_ROMAN_UNITS):
        count, number = divmod(number, value)
        written += sign * count
    return written


def write_han_digits(number: int, zero: str = "〇") -> str:
    """Return a number in Han figures, each at its place: 一〇 is 10 (`cjk-decimal`, 6.1)."""
    return str(number).translate({ord(str(figure)): sign for figure, sign in enumerate(zero + _HAN)})


def write_chinese_number(number: int) -> str:
    """Return a number from 0 to 9999 as it is said in Chinese: 十 is 10, 一百零一 is 101 (7.1.3, informal)."""
    if number == 0:
        return "零"
    written = ""
    for place, figure in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        written += f"{_HAN[figure - 1]}{_HAN_MARKERS[place]}" if figure else "零"
    while "零零" in written:
        written = written.replace("零零", "零")
    return written.removesuffix("零").removeprefix("一" if 10 <= number < 20 else "")


def write_japanese_number(number: int) -> str:
    """Return a number from 0 to 9999 as it is said in Japanese: 百十 is 110 (`japanese-informal`, 7.1.1)."""
    if number == 0:
        return "〇"
    figures = zip(reversed(_HAN_MARKERS[: len(str(number))]), map(int, str(number)), strict=True)
    return "".join(
        f"{'' if figure == 1 and marker else _HAN[figure - 1]}{marker}" for marker, figure in figures if figure
    )
