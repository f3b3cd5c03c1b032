"""Under which licence a map may be used again, as repositories and reference managers name licences.

The licence of a map is a line that somebody wrote. Where it names one of those that are usual for data and texts, its
identifier (SPDX License List) and its address are known; any other stays in the words that it is written in.
"""

import re
from dataclasses import dataclass

_CREATIVE_COMMONS = "https://creativecommons.org/licenses"
NO_LICENCE = "No licence is stated. Ask the authors before you use it otherwise than the law allows without asking."


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its name, and where they are known its address and its SPDX identifier."""

    name: str
    address: str = ""
    spdx: str = ""


_BY_PARTS = {
    "BY": "Attribution",
    "BY-SA": "Attribution-ShareAlike",
    "BY-NC": "Attribution-NonCommercial",
    "BY-NC-SA": "Attribution-NonCommercial-ShareAlike",
    "BY-ND": "Attribution-NoDerivatives",
    "BY-NC-ND": "Attribution-NonCommercial-NoDerivatives",
}
_KNOWN = (
    *(
        Licence(
            f"Creative Commons {words} 4.0 International",
            f"{_CREATIVE_COMMONS}/{parts.lower()}/4.0/",
            f"CC-{parts}-4.0",
        )
        for parts, words in _BY_PARTS.items()
    ),
    Licence("Creative Commons Zero 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
    Licence("Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/", "ODC-By-1.0"),
    Licence(
        "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"
    ),
    Licence("MIT License", "https://spdx.org/licenses/MIT.html", "MIT"),
)


def find_licence(written: str) -> Licence | None:
    """Return the licence that a line names, by identifier, name or address; None where the line is empty."""
    words = written.strip()
    if not words:
        return None
    key = _fold(words)
    for licence in _KNOWN:
        if key in (_fold(licence.spdx), _fold(licence.name), _fold(licence.address)):
            return licence
    if re.fullmatch(r"https?://[^\s\"<>\\^`{|}]+", words):
        return Licence(words, words)
    return Licence(words)


def _fold(words: str) -> str:
    """Return what tells licences apart: not whether CC BY 4.0 has spaces or hyphens, nor the ending of an address."""
    found = re.sub(r"^https?://(?:www\.)?", "", words.casefold()).removesuffix("/deed.en").removesuffix("/legalcode")
    return re.sub(r"[\s/_-]+", "", found)
