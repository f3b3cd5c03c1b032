"""Texts cut to so much as stands within other words."""


def shorten_text(text: str, length: int) -> str:
    """Return a text in one line, cut at the end of a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:.") + "…"
