"""Members that stand twice in one object of a JSON text, of which readers would keep the last in silence.

Objects with more members than anything has are refused on the way: to say of each that it is unknown takes minutes.
"""

import json
import re
from typing import Any, NamedTuple

from models.errors import MapError, Phrase

MOST_MEMBERS = 1_000
# The contents of a document are named by their hashes.
MOST_HASHES, LENGTH_OF_HASH = 20_000, 64

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]', re.DOTALL)


class RepeatedMember(NamedTuple):
    """A member that stands for the second time: its path, and where in the text, counted from 1."""

    path: tuple[str | int, ...]
    line: int
    column: int


class CrowdedObject(MapError):
    """An object has more members than anything that is sent here."""

    title = Phrase("The JSON text has too many members")


class _Repeated(Exception):
    """An object has a member twice."""


def find_repeated_member(text: str) -> RepeatedMember | None:
    """Return the first member of a JSON text that its object has already; None also for what is no JSON.

    Where it stands is looked for only in a text that has one. Raises `CrowdedObject`.
    """
    try:
        json.loads(text, object_pairs_hook=_refuse_repeated)
    except _Repeated:
        return _locate(text)
    except (ValueError, RecursionError):
        return None
    return None


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > MOST_MEMBERS and len(pairs) > (MOST_HASHES if len(pairs[0][0]) == LENGTH_OF_HASH else 0):
        raise CrowdedObject(
            Phrase("An object in the JSON text has %(number)s members.", number=f"{len(pairs):,}"),
            Phrase("Send objects with at most %(most)s members.", most=f"{MOST_MEMBERS:,}"),
        )
    if len(pairs) > 1 and len(dict(pairs)) < len(pairs):
        raise _Repeated


def _locate(text: str) -> RepeatedMember | None:
    # For each open bracket the names that were read, None in a list, and the place in it by now.
    open_ones: list[tuple[set[str] | None, list[str | int]]] = []
    naming = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[":
            open_ones.append((set(), [""]) if sign == "{" else (None, [0]))
            naming = sign == "{"
        elif sign in "}]":
            open_ones.pop()
            naming = False
        elif sign == ",":
            names, place = open_ones[-1]
            naming = names is not None
            if names is None:
                place[0] = int(place[0]) + 1
        elif sign == ":":
            naming = False
        elif naming:
            names, place = open_ones[-1]
            place[0] = name = str(json.loads(sign))
            if names is not None and name in names:
                line = text.count("\n", 0, token.start()) + 1
                column = token.start() - text.rfind("\n", 0, token.start())
                return RepeatedMember(tuple(place_in_bracket[0] for _, place_in_bracket in open_ones), line, column)
            if names is not None:
                names.add(name)
    return None
