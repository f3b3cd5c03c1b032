"""Cells that no spreadsheet takes for a formula (CWE-1236), and the words that stood in them."""

import re

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula, full width forms too. Space of any kind
# may stand before the sign. An apostrophe before it is what the programs themselves mark a text with.
_GUARDED = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def guard_cell(text: str) -> str:
    """Return a text for a cell of CSV; with an apostrophe before it where it would be a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguard_cell(cell: str) -> str:
    """Return the text for which `guard_cell` made a cell."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell
