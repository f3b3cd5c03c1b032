"""Which of the files that were sent has the image of which page of a manifest."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from argument_maps.labels import natural_sort_key
from argument_maps.scans.manifests.image_names import strip_image_ending
from argument_maps.scans.manifests.manifest_values import Manifest
from models.errors import Phrase

_FOLDERS = re.compile(r"[/\\]")
# What browsers and systems of files put in the place of signs that no name may have.
_SIGNS = re.compile(r"[^\w.\-]+|_+")
_LAST_NUMBER = re.compile(r"(?<!\d)(\d{1,9})\Z")
# A number with fewer digits counts something, from 0, from 1 or from anywhere, and names nothing by itself.
DIGITS_OF_NAME = 5


class MatchingWay(StrEnum):
    """How files and pages were brought together."""

    NAMES = "names"
    NUMBERS = "numbers"
    ORDER = "order"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ImageMatching:
    """For each page the name of its file, None where there is none; `explanation` tells how they were found.

    `left_over` are the files that belong to no page.
    """

    files: tuple[str | None, ...]
    way: MatchingWay
    explanation: Phrase
    left_over: tuple[str, ...] = ()


def match_images(manifest: Manifest, names: Sequence[str]) -> ImageMatching:
    """Return which file belongs to which page: by its name, by its last number, or in the natural order of the names.

    What fits several pages, or is not the only file that fits, is not matched by its name. Numbers and the order count
    only where they account for every file.
    """
    found: dict[int, int] = {}
    for fold in (_fold_name, _fold_stem):
        _match_keys(manifest, names, fold, found)
    way = MatchingWay.NAMES if found else MatchingWay.NONE
    numbered = dict(found)
    _match_keys(manifest, names, _find_last_number, numbered)
    if len(numbered) > len(found) and len(numbered) == len(names):
        found, way = numbered, MatchingWay.NUMBERS
    if not found and names and len(names) == len(manifest.pages):
        order = sorted(range(len(names)), key=lambda at: natural_sort_key(_fold_stem(names[at])))
        found, way = dict(enumerate(order)), MatchingWay.ORDER
    files = tuple(names[found[page]] if page in found else None for page in range(len(manifest.pages)))
    taken = set(found.values())
    left_over = tuple(name for at, name in enumerate(names) if at not in taken)
    return ImageMatching(files, way, _EXPLANATIONS[way], left_over)


_EXPLANATIONS: Mapping[MatchingWay, Phrase] = {
    MatchingWay.NAMES: Phrase("Files and pages were brought together by the names of the files."),
    MatchingWay.NUMBERS: Phrase("Files and pages were brought together by the numbers at the end of the files’ names."),
    MatchingWay.ORDER: Phrase(
        "No file has the name of an image in the manifest, but there are as many files as pages: they were brought "
        "together in the order of the files’ names. Check some of them."
    ),
    MatchingWay.NONE: Phrase(
        "No file has the name of an image in the manifest, and there are not as many files as pages. Give the files "
        "the names of the images, or send exactly one for each page."
    ),
}


def _match_keys(manifest: Manifest, names: Sequence[str], fold: Callable[[str], str], found: dict[int, int]) -> None:
    """Add to the found files by page those of which the key is that of one page and of one file only."""
    taken = set(found.values())
    files = _group((fold(name), at) for at, name in enumerate(names) if at not in taken)
    keys_of_pages = [list(dict.fromkeys(fold(name) for name in page.image_names)) for page in manifest.pages]
    pages = _group((key, at) for at, keys in enumerate(keys_of_pages) for key in keys)
    for at, keys in enumerate(keys_of_pages):
        if at not in found:
            fitting = next((key for key in keys if key and len(pages[key]) == 1 and len(files.get(key, ())) == 1), None)
            if fitting is not None:
                found[at] = files[fitting][0]


def _group(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for key, at in pairs:
        groups[key].append(at)
    return groups


def _fold_name(name: str) -> str:
    """Return a name without its folder and differences of writing; nothing if it only counts."""
    decoded = unquote(_FOLDERS.split(name)[-1] or name, errors="replace")
    folded = _SIGNS.sub("_", unicodedata.normalize("NFC", decoded).casefold()).strip("_ ")
    stem = strip_image_ending(folded)
    return "" if stem.isdecimal() and len(stem) < DIGITS_OF_NAME else folded


def _fold_stem(name: str) -> str:
    """Return a folded name without the ending of an image, which is another one if the image was converted."""
    decoded = unquote(_FOLDERS.split(name)[-1] or name, errors="replace")
    folded = strip_image_ending(unicodedata.normalize("NFC", decoded).casefold())
    return _SIGNS.sub("_", folded).strip("_ ")


def _find_last_number(name: str) -> str:
    """Return the number at the end of a name without leading zeros; nothing for that of a browser’s copy: scan (2)."""
    number = _LAST_NUMBER.search(strip_image_ending(unquote(name, errors="replace").strip()))
    return str(int(number[1])) if number is not None else ""
