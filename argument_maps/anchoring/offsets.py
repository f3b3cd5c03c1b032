"""Places in texts as browsers count them: in UTF-16 code units, where a character beyond U+FFFF takes two."""


def to_code_points(text: str, unit: int, *, closes: bool = False) -> int:
    """Return the code point at which a UTF-16 offset stands; inside of a pair, the one that the pair makes.

    Where a stretch ends inside of a pair (`closes`) it is the next one. An offset beyond the text stays as far beyond.
    """
    if text.isascii():
        return unit
    unit_count = 0
    for place, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        unit_count += width
        if unit_count > unit:
            return place + 1 if closes and unit_count - unit < width else place
    return len(text) + unit - unit_count


def to_utf16(text: str, place: int) -> int:
    """Return the UTF-16 offset of a code point; one beyond the text stays as far beyond it."""
    return place + sum(character > "\uffff" for character in text[:place])
