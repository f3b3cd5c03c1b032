"""Where a document is kept, from what a catalogue or Zotero says in one line: the archive, and the labelled parts.

Read are references whose every part is known (`argument_maps.citation.archives`), and the marks of German and Austrian
archives, which have no labels but their letters: RGASPI, f. 558, op. 11, d. 62, ll. 71-72; RG 59, box 4; FO 371/84080;
BArch, N 1180/4; PA AA, RZ 201, R 19865, Bl. 34; HHStA, PA I. Everything else stays as it is written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from argument_maps.citation.archives import (
    AMERICAN,
    BRITISH,
    CHINESE,
    PRESETS,
    RUSSIAN,
    ReferenceUnit,
    find_preset,
)

LONGEST_PLACE = 500
Parts = tuple[tuple[str, str], ...]
_NAMES_IN_CYRILLIC = {native: name for name, native in RUSSIAN.named_native.items()}
_AMERICAN_NAMES = frozenset({"NARA", "NACP", "NAB", "National Archives", "US National Archives"})
_SERIES = re.compile(r"(?P<series>[A-Z]{1,5} ?\d{1,4})/(?P<piece>\d+[A-Z]?)(?:/(?P<item>\d+[A-Z]?))?")
_CHINESE_ARCHIVE = re.compile(r"档案[馆局处]|檔案[館局處]")
_CHINESE_CODE = re.compile(r"[\dA-Z]+(?:-\d+){1,4}(?:\(\d+\))?")
_KOREAN = re.compile(
    r"(?P<label>분류번호|등록번호|관리번호|생산기관|문서번호|파일번호|프레임(?:번호)?|롤(?:번호)?|철|면|쪽)[\s:.]*(?P<value>\S.*)"
)
# Letters that begin the marks of German and Austrian holdings, and their sheets.
_GERMAN = re.compile(
    r"(?P<label>R|RZ|RH|RM|RL|RW|RG|N|NL|NS|NY|B|BW|BM|DY|DA|DC|DE|DL|DO|DP|DQ|DR|MfS|PA|AdR|Rep\.?|Best\.?|Bestand|GStA"
    r"|I\. HA|HA|Abt\.?|Nr\.?|Bd\.?|Kt\.?|Karton|Kart\.?|Fasz\.?|Akte|Bl\.?|Blatt|fol\.?|Fol\.?|S\.|Liasse|Ministerium)"
    r"(?![A-Za-z])\s*(?P<value>(?:\d|[IVXLC]+\b|[A-Z]\b).*)"
)
_GERMAN_ARCHIVE = re.compile(
    r"\b(?:BArch|Bundesarchiv|PA ?AA|PAAA|Politisches Archiv|GStA|HStA\w*|StA\w*|HHStA|ÖStA|OeStA|AdR|Haus-, Hof-"
    r"|Staatsarchiv|Landesarchiv|LA\b|SAPMO|BStU|Kriegsarchiv|KA\b|IfZ|AdsD|ACDP)"
)


@dataclass(frozen=True, slots=True)
class ArchivalPlace:
    """An archive and the parts of a reference, as label and value."""

    repository: str
    parts: Parts


@lru_cache(maxsize=8192)
def read_archival_place(archive: str, location: str) -> ArchivalPlace | None:
    """Return the archive and the parts of a reference, None where they follow no known pattern.

    Either may be empty: the archive may stand before the reference in one line.
    """
    archive = _NAMES_IN_CYRILLIC.get(archive.strip(), archive.strip())
    location = " ".join(location.split())
    if not location or len(location) > LONGEST_PLACE:
        return None
    pieces = [piece.strip() for piece in re.split(r"[,;]", location) if piece.strip()]
    for before in range(0 if archive else min(3, len(pieces) - 1) + 1) if not archive else (0,):
        name = archive or ", ".join(pieces[:before])
        name = _NAMES_IN_CYRILLIC.get(name, name)
        parts = _read_parts(name, pieces[before:])
        if parts:
            return ArchivalPlace(name, parts)
    # What repeats the archive that is named already.
    if archive and pieces[0] in {archive, RUSSIAN.named_native.get(archive)}:
        parts = _read_parts(archive, pieces[1:])
        return ArchivalPlace(archive, parts) if parts else None
    return None


def write_archival_location(parts: Sequence[Mapping[str, str]]) -> str:
    """Return the parts of a reference in one line, as the archive writes them."""
    preset = find_preset(parts)
    if preset in (BRITISH, CHINESE):
        return preset.format_reference(parts) if preset else ""
    return ", ".join(f"{part['label']} {part['value']}".strip() for part in parts)


def _read_parts(archive: str, pieces: list[str]) -> Parts:
    if not pieces:
        return ()
    return (
        _read_russian(pieces)
        or _read_american(archive, pieces)
        or _read_british(archive, pieces)
        or _read_chinese(archive, pieces)
        or _read_korean(pieces)
        or _read_german(archive, pieces)
        or _read_labelled(pieces)
    )


def _read_russian(pieces: list[str]) -> Parts:
    """Read what begins with a fond. A piece of mere numbers goes on with the sheets before it."""
    found: list[tuple[str, str]] = []
    for piece in _split_russian(pieces):
        unit, value = _find_labelled(piece, RUSSIAN.parts)
        if unit is not None:
            found.append((unit.label, value))
        elif found and re.fullmatch(r"\d[\d\s–-]*(?:ob|об)?\.?", piece) and found[-1][0] == "l.":
            found[-1] = ("l.", f"{found[-1][1]}, {piece}")
        else:
            return ()
    if not found or found[0][0] != "f." or len(found) < 2:
        return ()
    return tuple(
        (next(unit for unit in RUSSIAN.parts if unit.label == label).label_for(value), value) for label, value in found
    )


def _split_russian(pieces: list[str]) -> list[str]:
    """Return the pieces, also of what full stops divide as GOST has it: Ф. 45. Оп. 1. Д. 334. Л. 97."""
    divided: list[str] = []
    for piece in pieces:
        divided += [
            part.strip()
            for part in re.split(r"(?<=\d)[a-zа-я]{0,2}\.\s+(?=[^\W\d])|(?<=\d)\s+(?=[^\W\d]{1,3}\.\s)", piece)
        ]
    return [part.rstrip(".") if part[-1:] == "." and part[-2:-1].isdigit() else part for part in divided if part]


def _read_american(archive: str, pieces: list[str]) -> Parts:
    """Read what has a record group; pieces without a label are the title of its series."""
    found: list[tuple[str, str]] = []
    for piece in pieces:
        unit, value = _find_labelled(piece, AMERICAN.parts)
        found.append((unit.label, value) if unit is not None else ("", piece))
    labels = [label for label, _ in found]
    if "record group" not in labels or (labels.count("") > 1 and archive not in _AMERICAN_NAMES):
        return ()
    if archive and _GERMAN_ARCHIVE.search(archive):
        return ()
    unnamed = [value for label, value in found if not label]
    parts = [(label, value) for label, value in found if label]
    if unnamed:
        if "series" in labels:
            return ()
        parts.insert(labels.index(""), ("series", ", ".join(unnamed)))
    return tuple(parts)


def _read_british(archive: str, pieces: list[str]) -> Parts:
    """Read letters of a department, number of a series and piece: FO 371/84080/2, f. 12."""
    whole = _SERIES.fullmatch(re.sub(r"^(?:TNA|PRO|UKNA)[ :]*(?=[A-Z])", "", pieces[0]))
    if whole is None or (archive and _GERMAN_ARCHIVE.search(archive)):
        return ()
    found = [("series", re.sub(r"(?<=[A-Z])(?=\d)", " ", whole["series"])), ("piece", whole["piece"])]
    if whole["item"]:
        found.append(("item", whole["item"]))
    for piece in pieces[1:]:
        unit, value = _find_labelled(piece, BRITISH.parts)
        if unit is None:
            return ()
        found.append((unit.label, value))
    return tuple(found)


def _read_chinese(archive: str, pieces: list[str]) -> Parts:
    labelled = [_find_labelled(piece, CHINESE.parts) for piece in " ".join(pieces).split()]
    if labelled and all(unit is not None for unit, _ in labelled):
        return tuple((unit.label, value) for unit, value in labelled if unit is not None)
    if len(pieces) == 1 and _CHINESE_ARCHIVE.search(archive) and _CHINESE_CODE.fullmatch(pieces[0]):
        numbers = pieces[0].split("-")
        labels = {2: ("全宗", "案卷"), 3: ("全宗", "案卷", "件"), 4: ("全宗", "目录", "案卷", "件")}.get(
            len(numbers), ("全宗", "目录", "案卷", "件", "页")
        )
        return tuple(zip(labels, numbers, strict=False))
    return ()


def _read_korean(pieces: list[str]) -> Parts:
    found = [_KOREAN.fullmatch(piece) for piece in pieces]
    return tuple((one["label"], one["value"]) for one in found if one) if all(found) else ()


def _read_german(archive: str, pieces: list[str]) -> Parts:
    if not _GERMAN_ARCHIVE.search(archive):
        return ()
    found = [_GERMAN.fullmatch(piece) for piece in pieces]
    return tuple((one["label"], one["value"].strip()) for one in found if one) if all(found) else ()


def _read_labelled(pieces: list[str]) -> Parts:
    """Read what consists of labels that one archive's reference has, two at least, however it is ordered."""
    if len(pieces) < 2:
        return ()
    for preset in PRESETS:
        found = [_find_labelled(piece, preset.parts) for piece in pieces]
        if all(unit is not None for unit, _ in found):
            return tuple((unit.label, value) for unit, value in found if unit is not None)
    return ()


def _find_labelled(piece: str, units: tuple[ReferenceUnit, ...]) -> tuple[ReferenceUnit | None, str]:
    """Return the part that a piece gives and its value, or None where it begins with no label of these."""
    lowered = piece.casefold()
    for label, unit in _list_labels(units):
        if lowered.startswith(label):
            rest = piece[len(label) :]
            value = rest.lstrip(" .:№")
            if (
                value
                and (rest[0] in " .:№" or not rest[0].isalpha())
                and (label[-1] not in "pfldkcл" or value[0].isdigit())
            ):
                return unit, value.strip()
    return None, ""


@cache
def _list_labels(units: tuple[ReferenceUnit, ...]) -> list[tuple[str, ReferenceUnit]]:
    labels = [
        (label.rstrip(".").casefold(), unit)
        for unit in units
        for label in (unit.label, *unit.aliases, *(part for part in (unit.plural,) if part))
    ]
    return sorted(labels, key=lambda pair: -len(pair[0]))
