"""Numbers as they stand in dates: Roman, Chinese, and with the digits of other scripts."""

import re

_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1, "○": 0}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE_NUMBER = re.compile(r"[〇○零一二三四五六七八九十百千廿卅]+")
# Capitals, and as many as make a year: what words are made of such letters are no years.
_ROMAN_YEAR = re.compile(r"(?<![^\W_])M(?=[CDM])[MDCLXVI]{2,}(?![^\W_])")
# A month in Roman capitals before its year alone: VI 1950.
_ROMAN_MONTH = re.compile(r"^(?:([IVX]{2,4}) |([IVX]{1,4})\.\s?)(?=\d{4}$)")
_LATEST_ROMAN_YEAR = 2200


def read_roman(letters: str) -> int | None:
    """Return the number that Roman numerals make, also additive ones such as MDCCCCL; None for any other letters."""
    values = [_ROMAN_VALUES.get(letter) for letter in letters.lower().replace("j", "i")]
    if not values or None in values:
        return None
    numbers = [value or 0 for value in values]
    total = 0
    for place, value in enumerate(numbers):
        following = numbers[place + 1] if place + 1 < len(numbers) else 0
        total += -value if value < following else value
    return total if total > 0 and _is_ordered(numbers) else None


def _is_ordered(numbers: list[int]) -> bool:
    """Tell whether the letters fall, but for one smaller before a greater."""
    highest = 10_000
    for place, value in enumerate(numbers):
        following = numbers[place + 1] if place + 1 < len(numbers) else 0
        if value < following:
            if following > highest or value * 10 < following:
                return False
        elif value > highest:
            return False
        highest = min(highest, value if value >= following else highest)
    return True


def replace_roman_numbers(text: str) -> str:
    """Return the text with years and months in Roman capitals as figures: MCML, MDCCCCL, VI 1950."""

    def write(match: re.Match[str]) -> str:
        year = read_roman(match[0])
        return str(year) if year is not None and year <= _LATEST_ROMAN_YEAR else match[0]

    return _ROMAN_MONTH.sub(_write_roman_month, _ROMAN_YEAR.sub(write, text))


def _write_roman_month(match: re.Match[str]) -> str:
    month = read_roman(match[1] or match[2])
    return match[0] if month is None else f"{month}/"


def replace_chinese_numbers(text: str) -> str:
    """Return the text with Chinese numerals as figures: 一九五〇年六月二十五日, 昭和元年."""
    text = re.sub(r"元(?=年)", "一", text)
    return _CHINESE_NUMBER.sub(lambda match: str(read_chinese(match[0])), text)


def read_chinese(numeral: str) -> int:
    """Return the number that a Chinese numeral says, digit by digit or with its units."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not any(unit in numeral for unit in _CHINESE_UNITS):
        return int("".join(str(_CHINESE_DIGITS[digit]) for digit in numeral))
    total, digit = 0, 0
    for sign in numeral:
        if sign in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[sign]
            digit = 0
        else:
            digit = _CHINESE_DIGITS[sign]
    return total + digit
