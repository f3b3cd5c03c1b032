"""Places in texts as browsers count them: in UTF-16 code units, where a character beyond U+FFFF takes two."""


def to_code_points(text: str, unit: int) -> int:
    """Return the code point at which a UTF-16 offset stands; inside of a pair, the one that the pair makes.

    An offset beyond the text stays as far beyond it.
    """
    if text.isascii():
        return unit
    unit_count = 0
    for place, character in enumerate(text):
        unit_count += 2 if character > "\uffff" else 1
        if unit_count > unit:
            return place
    return len(text) + unit - unit_count


def to_utf16(text: str, place: int) -> int:
    """Return the UTF-16 offset of a code point; one beyond the text stays as far beyond it."""
    return place + sum(character > "\uffff" for character in text[:place])
