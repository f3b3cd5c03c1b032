"""Where a line may break inside what has no spaces, by ICU: it knows words of Thai, Lao, Khmer and Burmese."""


def split_at_breaks(word: str) -> list[str]:
    """Return a word in the parts between which a line may break (UAX #14); together they are the word."""
    # Its dictionaries are read from the disk when first asked for, which most maps never do.
    from icu4py.breakers import LineBreaker

    return list(LineBreaker(word, "en"))
