"""Bytes as letters: UTF-8, UTF-16 with its mark, what is declared, or what is detected beyond doubt."""

import codecs

from charset_normalizer import from_bytes

from argument_maps.reading.blocks import UnreadableText
from models.errors import Phrase

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Only these are guessed: a wrong guess among the many others looks right and is not.
_GUESSED = ["cp1251", "koi8-r", "cp1252", "gb18030", "big5", "euc_kr", "shift_jis"]
# Python calls these encodings as well: what they read are names of hosts and literals, and no files.
_OF_NO_FILES = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"})
_REMEDY = Phrase(
    "Save it as UTF-8 and send it again, or name its encoding in the parameter charset, such as windows-1251."
)


def decode_text(data: bytes, charset: str = "") -> str:
    """Return the text of bytes; a mark at their beginning counts before what is declared. Raises `UnreadableText`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding)
    if charset:
        return _decode_strictly(data, _look_up_encoding(charset))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_by_detection(data, error)


def _look_up_encoding(charset: str) -> str:
    codec: codecs.CodecInfo | None
    try:
        codec = codecs.lookup(charset)
        # Codecs that make bytes of bytes are no encodings of letters.
        b"".decode(codec.name)
    except (LookupError, ValueError):
        codec = None
    if codec is None or codec.name.replace("-", "_") in _OF_NO_FILES:
        raise UnreadableText(Phrase("No encoding is called “%(name)s”.", name=charset[:40]), _REMEDY)
    return codec.name


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        raise UnreadableText(
            Phrase("The file claims to be in %(encoding)s, but is not.", encoding=encoding), _REMEDY
        ) from None


def _decode_by_detection(data: bytes, error: UnicodeDecodeError) -> str:
    if b"\0" not in data:
        best = from_bytes(data[:200_000], cp_isolation=_GUESSED, enable_fallback=False).best()
        if best is not None and best.chaos < 0.1 and best.coherence > 0.3:
            return _decode_strictly(data, best.encoding)
    raise UnreadableText(
        Phrase(
            "The file is not in UTF-8 (byte %(position)s cannot be read), and nothing names another encoding.",
            position=error.start,
        ),
        _REMEDY,
    ) from None
