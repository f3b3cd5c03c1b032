"""The bytes of a class list as text: which encoding a file that does not say so was most likely written in.

A list of names is too short, and names too unlike the words of a language, for the usual detectors: they read Müller
as Mülļer, and Wałęsa as Wa³êsa. Here a reading is the worse the less its words look like names, and whoever sends the
list sees it before anything is done, and may choose another encoding.
"""

import codecs
import re
import unicodedata
from collections.abc import Mapping

from models.errors import Phrase
from models.people.account_errors import UnreadableClassList
from models.teaching.class_list_vocabulary import find_column, is_exact_heading

# By what a form calls them; the first are tried where nothing was chosen, with what speaks against each beforehand.
ENCODINGS: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252, Western Europe",
    "cp1250": "Windows-1250, Central Europe",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "koi8_r": "KOI8-R, Russian",
    "mac_roman": "Mac Roman",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "shift_jis": "Shift JIS, Japanese",
    "euc_kr": "EUC-KR, Korean",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16, big-endian",
}
_TRIED = {"cp1252": 0.0, "cp1250": 0.5, "cp1251": 0.5, "koi8_r": 1.0, "mac_roman": 1.0} | {
    "euc_kr": 1.0,
    "gb18030": 1.5,
    "shift_jis": 1.5,
    "big5": 2.0,
}
_EAST_ASIAN = ("euc_kr", "gb18030", "shift_jis", "big5")
# Names are written with kanji and kana side by side.
_JAPANESE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"})
# What speaks for a reading: a column of the first line that is called as columns are.
_HEADING = 4.0
# What speaks for the encoding of the Macintosh: the ends of lines that only its files have.
_MACINTOSH = 1.5
# The longer ones first: UTF-32 begins as UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How the files of spreadsheets and documents begin: ZIP (xlsx, ods, docx), OLE (xls), PDF, RTF.
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
# A list is read while nobody else writes.
MOST_BYTES = 500_000
# Of a longer one the beginning tells as much.
LONGEST_WORD = 60
_WORD = re.compile(r"[^\s,;|\t\"'’.()@/\d-]+")


def decode_class_list(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return what a file says and in which encoding it was read: the chosen one, else what fits best.

    Raises `UnreadableClassList` for what is no text, or not in that encoding.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableClassList(Phrase("The file has more than %(most)s bytes.", most=f"{MOST_BYTES:,}"))
    if data.startswith(_DOCUMENTS):
        raise UnreadableClassList(Phrase("The file is a spreadsheet or a document, not a table as text."))
    byte_order_mark = next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding in ENCODINGS:
        start = byte_order_mark[1] if byte_order_mark is not None and byte_order_mark[0] == encoding else 0
        return _decode(data[start:], encoding), encoding
    if byte_order_mark is not None:
        return _decode(data[byte_order_mark[1] :], byte_order_mark[0]), byte_order_mark[0]
    guessed = _guess_utf16(data)
    if guessed:
        return _decode(data, guessed), guessed
    try:
        return _check_text(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _decode_best(data)


def _guess_utf16(data: bytes) -> str:
    """Return which UTF-16 it is without a mark; nothing where it is none. No other text has bytes that are nothing."""
    if 0 not in data:
        return ""
    plain = {name: data.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    return max(plain, key=lambda name: sum(sign.isascii() for sign in plain[name]))


def _decode_best(data: bytes) -> tuple[str, str]:
    readings: list[tuple[float, str, str]] = []
    # Only the old Macintosh ends lines in CR alone, as Excel there still does in what it calls CSV (Macintosh).
    favoured = "mac_roman" if b"\r" in data and b"\n" not in data else ""
    for encoding, penalty in _TRIED.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readings.append(
            (
                penalty
                + _measure_strangeness(text, encoding)
                - _HEADING * _count_headings(text)
                - _MACINTOSH * (encoding == favoured),
                encoding,
                text,
            )
        )
    if not readings:
        raise UnreadableClassList(Phrase("The file is in none of the encodings that this server tries."))
    _, encoding, text = min(readings, key=lambda reading: reading[0])
    return _check_text(text), encoding


def _decode(data: bytes, encoding: str) -> str:
    try:
        return _check_text(data.decode(encoding))
    except UnicodeDecodeError:
        raise UnreadableClassList(
            Phrase("The file is not in %(encoding)s.", encoding=ENCODINGS.get(encoding, encoding))
        ) from None


def _check_text(text: str) -> str:
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\x0b\x0c\x85\x1a" for sign in text):
        raise UnreadableClassList(Phrase("The file has characters that do not occur in text."))
    return text.removeprefix("\ufeff")


def _measure_strangeness(text: str, encoding: str) -> float:
    """Return how little the words beyond ASCII look like names."""
    strangeness = 0.0
    for word in {word[:LONGEST_WORD] for word in _WORD.findall(text) if not word.isascii()}:
        signs = [unicodedata.category(sign) for sign in word]
        strangeness += 3 * sum(kind[0] not in "LM" for kind in signs)
        strangeness += 3 * sum(_has_inner_capital(word, place) for place in range(1, len(word)))
        scripts = {unicodedata.name(sign, "?").split()[0] for sign in word if sign.isalpha()}
        strangeness += 3 * (len(scripts) > 1 and not (encoding == "shift_jis" and scripts <= _JAPANESE))
        if encoding in _EAST_ASIAN:
            strangeness += 3 * (not scripts <= _JAPANESE | {"HANGUL"})
        if encoding == "gb18030":
            # Japanese and traditional Chinese read as simplified Chinese are signs that its names hardly have.
            strangeness += _lies_outside(word, "gb2312")
        if encoding in ("cp1252", "cp1250", "mac_roman"):
            # Three letters with accents in a row are Cyrillic, Greek or Chinese read as Latin.
            strangeness += sum(len(run) - 2 for run in re.findall(r"[^\x00-\x7f]{3,}", word))
        if encoding == "cp1252":
            # Where these are, the others are more likely Czech, Slovak, Croatian or Slovene than Western.
            strangeness += sum(sign in "šžŠŽ" for sign in word)
    return strangeness


def _lies_outside(word: str, encoding: str) -> bool:
    try:
        word.encode(encoding)
    except UnicodeEncodeError:
        return True
    return False


def _count_headings(text: str) -> float:
    """Return how many words of the first line, beyond ASCII, are names of columns; half of one with other accents."""
    cells = re.split(r"[\t;|,]", text.replace("\r", "\n").lstrip("\n").partition("\n")[0])
    names = [name for cell in cells if not cell.isascii() and find_column(name := cell.strip(' "')) is not None]
    return sum(1.0 if is_exact_heading(name) else 0.5 for name in names)


def _has_inner_capital(word: str, place: int) -> bool:
    """Tell whether a capital stands within a word that goes on small, or behind small letters."""
    if word[place].isascii() or not word[place].isupper():
        return False
    return word[place - 1].islower() or word[place + 1 : place + 2].islower()
