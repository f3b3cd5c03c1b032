"""The mark of words that are translated where they are shown; apart from the catalogues, which take long to load."""


def N_(message: str, /) -> str:
    """Return the message as it is: marks a constant, which `gettext` translates where it is shown."""
    return message
