"""Sound JSON whose values are not what a format expects: read in part or refused, in time, and as a sound map."""

import copy
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.exchange import FormatReading, UnreadableFile
from argument_maps.formats.map_documents import read_native_map
from argument_maps.formats.native import read_map_document, write_map_document
from argument_maps.formats.registry import FORMATS, recognise_format
from tests.argument_maps.formats.annotations.test_hypothesis import build_row
from tests.argument_maps.formats.annotations.test_web_annotation_maps import ANNOTATION, CONTEXT
from tests.argument_maps.formats.bibliographies.test_damaged_bibliographies import CSL

# Node sets are damaged in the same way in `aif.test_damaged_node_sets`.
SECONDS = 10.0
_ODD_VALUES = (None, True, 0, -1, 1e308, 10**30, "", "x", "\0", "\ud800", "x" * 3_000, [], {}, [None], [[]], [["x"]])
_ODD_MEMBERS = ({"type": None}, {"id": 3}, {"type": [["x"]]}, {"items": [1]}, {"source": {"id": {}}}, {"exact": []})
ODD: tuple[Any, ...] = (*_ODD_VALUES, *_ODD_MEMBERS, ["a", "b"])
_PAGE = {"@context": CONTEXT, "id": "http://example.org/p1", "type": "AnnotationPage", "items": [ANNOTATION]}
_COLLECTION = {"@context": CONTEXT, "id": "http://example.org/c", "type": "AnnotationCollection", "first": _PAGE}
SAMPLES: dict[str, list[Any]] = {
    "web-annotations": [ANNOTATION, [ANNOTATION, ANNOTATION], _COLLECTION],
    "hypothesis": [build_row(), {"total": 2, "rows": [build_row(), build_row("r1", references=["abc"])]}],
    "csl-json": [json.loads(CSL), {"items": json.loads(CSL)}],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_values_that_no_format_expects_are_read_in_part_or_refused(name: str) -> None:
    read_damaged(name, 100, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("name", SAMPLES)
def test_ten_thousand_files_of_odd_values_are_read_in_part_or_refused(name: str) -> None:
    read_damaged(name, 10_000, seed=1950)


def read_damaged(name: str, number: int, seed: int) -> None:
    chance = random.Random(seed)  # the same damage every time
    entry, samples = FORMATS[name], list(SAMPLES[name])
    assert entry.read is not None
    if entry.write is not None:
        samples.append(json.loads(entry.write(read_native_map(read_korea_map()).graph, None).data))
    for _ in range(number):
        data = json.dumps(damage_values(copy.deepcopy(chance.choice(samples)), chance)).encode()
        begun = time.perf_counter()
        check(data, recognise_format)
        check(data, entry.read)
        assert time.perf_counter() - begun < SECONDS


def check(data: bytes, read: Callable[[bytes], object]) -> None:
    """Check that a file is refused in words, or read with its problems in words and as a sound map."""
    try:
        found = read(data)
    except UnreadableFile as refusal:
        told = (refusal.detail, refusal.remedy)
        found = None
    else:
        told = ("read", "read")
    if isinstance(found, FormatReading):
        assert all(problem.message and problem.outcome for problem in found.problems)
        assert read_map_document(write_map_document(found.graph))[1] == []
    assert all(told)


def damage_values(document: Any, chance: random.Random) -> Any:
    """Return a JSON value in which odd values, or parts of it, stand in place of some."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        places = list(list_places(document))
        if places:
            container, key = chance.choice(places)
            whole = [inner[name] for inner, name in places[:50]]
            container[key] = copy.deepcopy(chance.choice((*ODD, *ODD, chance.choice(whole))))
    return document


def list_places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each member and item within a JSON value, as what it is in and under which name or number."""
    names = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for name in names:
        yield value, name
        yield from list_places(value[name])
