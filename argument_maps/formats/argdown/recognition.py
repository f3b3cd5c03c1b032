"""How much a file looks like Argdown, which is plain text and has no mark of its own."""

import re

from argument_maps.formats.argdown.records import FORMAT_NAME
from argument_maps.formats.file_contents import FileContents

_NAMES = (".argdown", ".ad", ".argdn")
_SIGNS = r"(?:<?[+\-_]|[+\-_]>|><)"
_SURE = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"^[ \t]*(?:{_SIGNS}[ \t]+)?\[[^\]\n]+\]: (?!\s*<?https?:)",
        rf"^[ \t]*(?:{_SIGNS}[ \t]+)?<[^>\n/!?=]+>: ",
        rf"^[ \t]+{_SIGNS}[ \t]+[\[<][^\]>\n]+[\]>]",
        r"^[ \t]*\(\d+\)[^\n]*\n(?:[ \t]*[^\s(][^\n]*\n)*[ \t]*--",
    )
)
_RELATION = re.compile(rf"^[ \t]+{_SIGNS}[ \t]+\S", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\s*={3,}[ \t]*\n")
_ELSE = re.compile(r"\s*(?:<\?|<!DOCTYPE|<[A-Za-z]+[\s/>]|[{@%]|TY  - )")


def recognise_argdown(contents: FileContents) -> int:
    """Tell how much a file looks like Argdown: by titles, relations and numbered premises above a row of hyphens."""
    text = contents.beginning.removeprefix("\ufeff").replace("\r\n", "\n")
    is_called_so = contents.name.lower().endswith(_NAMES)
    if not text.strip() or (_ELSE.match(text) and not is_called_so):
        return 0
    has_front_matter = _FRONT_MATTER.match(text) is not None
    if has_front_matter and f'"{FORMAT_NAME}"' in text:
        return 3
    found = sum(pattern.search(text) is not None for pattern in _SURE) + has_front_matter
    if found:
        return 3 if found > 1 and is_called_so else 2
    return 1 if is_called_so or _RELATION.search(text) else 0
