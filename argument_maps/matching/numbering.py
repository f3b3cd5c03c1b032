"""The numbers in titles and names: those of volumes and parts, and all others. They tell alike things apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

_DIGITS_OF_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
# Up to 89: with C, D and M there are more abbreviations, such as DC, than numbers.
_ROMAN = re.compile(r"(?:XL|L?X{0,3})(?:I[XV]|V?I{0,3})")
_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "one first erster erste ersten premier première primo первый первая",
            "two second zweiter zweite zweiten deuxième secondo второй вторая",
            "three third dritter dritte dritten troisième terzo третий третья",
            "four fourth vierter vierte vierten quatrième четвёртый четвертый",
            "five fifth fünfter fünfte cinquième пятый пятая",
            "six sixth sechster sechste sixième",
            "seven seventh siebter siebte septième",
            "eight eighth achter achte huitième",
            "nine ninth neunter neunte neuvième",
            "ten tenth zehnter zehnte dixième",
        ),
        start=1,
    )
    for word in words.split()
}
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"上": 1, "中": 2, "下": 3}
_MARKS = (
    r"volume|vol|teilband|halbband|band|bd|teil|tome|tomo|tom|t\.|vols|part|pt|parte|partie|book|bk|buch|livre"
    r"|kniga|kn|chast|vypusk|vyp|том|т\.|часть|ч\.|книга|кн|выпуск|вып"
)
_NUMERAL = rf"\d{{1,4}}|[ivx]{{1,7}}|[IVXL]{{1,9}}|{'|'.join(_WORDS)}"
_MARKED = re.compile(
    rf"[\s,(\[]*\b(?:(?:{_MARKS})\.?\s*(?P<behind>{_NUMERAL})\b|(?P<before>\d{{1,3}}\.|{'|'.join(_WORDS)})\s+(?:{_MARKS})\b)"
    r"[\])]*|第(?P<chinese>\d+|[一二三四五六七八九十])[卷册冊輯辑集部]|제\s*(?P<korean>\d+)\s*[권집부]"
    r"|[(（](?P<part>[上中下])[卷册冊]?[)）]|(?<=\w)(?P<piece>[上中下])[卷册冊]",
    re.IGNORECASE,
)
_SHORT_SPAN = re.compile(r"\b(\d\d)(\d\d)\s?[-–/]\s?(\d\d)\b(?!\d)")
_NUMBER = re.compile(r"\d+|[^\W\d_]+")
# A single letter is a numeral only behind a name or noun: Nicholas I, World War I, but not V. I. Lenin.
_LONE_NUMERAL = re.compile(r"(?<=[^\W\d_]{2} )[IVX](?=$|[\s,:;)])")


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of a title: of its volume and part, from the larger to the smaller, and all others.

    `rest` is the title without its volume.
    """

    volumes: tuple[int, ...]
    numbers: frozenset[int]
    rest: str


@lru_cache(maxsize=65_536)
def read_numbering(title: str) -> Numbering:
    """Return the numbers of a title: Roman, Arabic or in words."""
    volumes = [_read_mark(found) for found in _MARKED.finditer(title)]
    rest = _MARKED.sub(" ", title) if volumes else title
    return Numbering(tuple(volumes), read_numbers(rest), rest.strip(" ,.:;-"))


def read_volume(written: str, title: Numbering) -> tuple[int, ...]:
    """Return the numbers of a volume, given in a field of its own or in the title: VII; 15, part 1."""
    given = tuple(filter(None, (_read_numeral(word) for word in _NUMBER.findall(written))))
    return (*given, *(number for number in title.volumes if number not in given))


def read_numbers(text: str) -> frozenset[int]:
    """Return the numbers in a text; a span of years has both whole."""
    numbers = {int(found[1] + found[3]) for found in _SHORT_SPAN.finditer(text)}
    for word in _NUMBER.findall(_SHORT_SPAN.sub(r"\1\2 ", text)):
        if word[0].isdecimal():
            numbers.add(int(word[:18]))
        elif (word.isupper() and len(word) > 1 and word.isascii()) or word.casefold() in _WORDS:
            numbers.add(_read_numeral(word))
    numbers |= {_read_numeral(found[0]) for found in _LONE_NUMERAL.finditer(text)}
    return frozenset(numbers - {0})


def are_apart(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether both have numbers, and neither has all those of the other."""
    return bool(one and other) and not (one <= other or other <= one)


def _read_mark(found: re.Match[str]) -> int:
    words = (value for value in found.groupdict().values() if value)
    return _read_numeral(next(words, "").rstrip("."))


def _read_numeral(word: str) -> int:
    """Return the number that a word is; 0 where it is none."""
    if word.isdecimal():
        return int(word[:18])
    if word.casefold() in _WORDS:
        return _WORDS[word.casefold()]
    if word in _CHINESE:
        return _CHINESE[word]
    letters = word.upper()
    if not letters.isascii() or not _ROMAN.fullmatch(letters):
        return 0
    values = [_DIGITS_OF_ROMAN[letter] for letter in letters]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
