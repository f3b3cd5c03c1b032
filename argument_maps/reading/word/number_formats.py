"""Numbers in the formats that word processors print them in (ISO/IEC 29500-1, 17.18.59; [MS-DOCX], 2.4)."""

from collections.abc import Callable

from argument_maps.reading.list_numerals import (
    write_chinese_number,
    write_han_digits,
    write_japanese_number,
    write_list_number,
)

# The ten stems and twelve branches of the calendar, and the orders of other alphabets.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY = "子丑寅卯辰巳午未申酉戌亥"
_GANADA = "가나다라마바사아자차카타파하"
_CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHABETS = {
    "decimalEnclosedCircle": _CIRCLES,
    "decimalEnclosedCircleChinese": _CIRCLES,
    "russianLower": _RUSSIAN,
    "russianUpper": _RUSSIAN.upper(),
    "ideographTraditional": _HEAVENLY,
    "ideographZodiac": _EARTHLY,
    "ganada": _GANADA,
    "chosung": _CHOSUNG,
    "iroha": _IROHA,
    "irohaFullWidth": _IROHA,
    "aiueo": _AIUEO,
    "aiueoFullWidth": _AIUEO,
    "hebrew2": _HEBREW,
    "arabicAlpha": _ARABIC,
    "arabicAbjad": _ABJAD,
}
# The signs of notes in the order of the Chicago manual.
_CHICAGO = "*†‡§"


def write_number(number: int, kind: str) -> str:
    """Return a number in one of Word's formats, in figures where it has none in that format."""
    if kind in _ALPHABETS and 0 < number <= len(_ALPHABETS[kind]):
        return _ALPHABETS[kind][number - 1]
    write = _WRITERS.get(kind)
    return write(number) if write is not None else str(number)


def _write_letters(number: int) -> str:
    """Return a letter, repeated behind the end of the alphabet: z is followed by aa, that by bb."""
    if not 0 < number < 1_000:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _write_ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 // 10 != 1 else "th"
    return f"{number}{ending}"


def _write_sign(number: int) -> str:
    return _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1) if 0 < number < 400 else str(number)


def _write_wide(number: int) -> str:
    return "".join(chr(0xFF10 + int(figure)) for figure in str(number))


def _count_in_chinese(number: int) -> str:
    """Return a number as it is said up to 99, and its figures beside each other beyond: 十, then 一○○."""
    return write_chinese_number(number) if 0 < number < 100 else write_han_digits(number, "○")


def _count_thousands(number: int) -> str:
    return write_chinese_number(number) if 0 < number < 10_000 else str(number)


_WRITERS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "lowerLetter": _write_letters,
    "upperLetter": lambda number: _write_letters(number).upper(),
    "lowerRoman": lambda number: write_list_number(number, "lower-roman"),
    "upperRoman": lambda number: write_list_number(number, "upper-roman"),
    # In the digital formats each figure stands at its place, and in the counting ones numbers are as they are said.
    "ideographDigital": write_han_digits,
    "japaneseDigitalTenThousand": write_han_digits,
    "taiwaneseDigital": lambda number: write_han_digits(number, "○"),
    "koreanDigital2": lambda number: write_han_digits(number, "零"),
    "chineseCounting": _count_in_chinese,
    "taiwaneseCounting": _count_in_chinese,
    "chineseCountingThousand": _count_thousands,
    "taiwaneseCountingThousand": _count_thousands,
    "japaneseCounting": lambda number: write_japanese_number(number) if 0 < number < 10_000 else str(number),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalFullWidth": _write_wide,
    "decimalFullWidth2": _write_wide,
    "numberInDash": lambda number: f"- {number} -",
    "chicago": _write_sign,
    "ordinal": _write_ordinal,
}
