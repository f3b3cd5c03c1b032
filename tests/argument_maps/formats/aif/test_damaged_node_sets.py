"""Damaged node sets: read in part or refused, in time, and written again without a word lost."""

import copy
import json
import random
import time
from typing import Any

import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.aif.extended import read_xaif
from argument_maps.formats.aif.reading import read_aif
from argument_maps.formats.aif.writing import write_aif
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.file_contents import parse_json_text
from argument_maps.formats.map_documents import read_native_map
from tests.argument_maps.formats.aif.dialogues import DIALOGUE, encode
from tests.argument_maps.formats.aif.test_writing_aif import FILES
from tests.argument_maps.formats.round_trips import list_unnamed_changes

SECONDS = 10.0
WORDS: tuple[Any, ...] = (
    *("I", "RA", "CA", "L", "YA", "TA", "MA", "undercuts", "tests", "supports", "answers", "prompted", "contradicted"),
    *("evidence", "question", "source", "stance", "Agreeing", "Asserting", "1", "2", "20", "", "x" * 5_000),
    *("\ud800", "\x00a", None, True, 1.5, [], {}, 10**30, "argument from sign", "archival"),
)
PIECES = (b'"', b"{", b"}", b"[", b"]", b":", b",", b"null", b"\n", b"\0", b"\xff", b"1e999", b'"\\ud800"', b'"nodeID"')


def test_a_damaged_node_set_is_read_in_part_or_refused() -> None:
    read_damaged(100, seed=17)


@pytest.mark.soak
def test_ten_thousand_damaged_node_sets_are_read_in_part_or_refused() -> None:
    read_damaged(10_000, seed=1950)


def read_damaged(count: int, seed: int) -> None:
    chance = random.Random(seed)  # the same damage every time
    korea = json.loads(write_aif(read_native_map(read_korea_map()).graph).data)
    whole = [*[DIALOGUE] * 10, korea, *(json.loads(path.read_bytes()) for path in FILES)]
    for number in range(count):
        value = damage_values(copy.deepcopy(chance.choice(whole)), chance)
        begun = time.perf_counter()
        check_damaged(encode_loosely(value), number)
        check_damaged(damage_bytes(encode_loosely(chance.choice(whole)), chance), number)
        assert time.perf_counter() - begun < SECONDS


def check_damaged(data: bytes, number: int) -> None:
    for wrapped, read in ((data, read_aif), (b'{"AIF": ' + data + b', "text": "x"}', read_xaif)):
        try:
            reading = read(wrapped)
        except UnreadableFile:
            continue
        if read is read_aif and not any(problem.place.line for problem in reading.problems):
            again = json.loads(write_aif(reading.graph, reading.remainder).data)
            went_in = parse_json_text(data, keeps_halves=True)[0]
            assert again == json.loads(json.dumps(went_in), parse_constant=lambda _: None), number
        writing = write_aif(reading.graph)
        assert list_unnamed_changes(reading.graph, read_aif(writing.data).graph, writing.losses) == [], number


def encode_loosely(value: Any) -> bytes:
    try:
        return encode(value)
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def damage_values(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    for _ in range(chance.randint(1, 8)):
        name = chance.choice(("nodes", "nodes", "edges", "locutions", "participants"))
        entries = document.get(name)
        if chance.random() < 0.03:
            document[name] = chance.choice((None, 5, {}, "x", []))
        elif isinstance(entries, list) and entries:
            index = chance.randrange(len(entries))
            entry, choice = entries[index], chance.random()
            if choice < 0.15:
                entries[index] = chance.choice((None, 5, [], "x", {}))
            elif choice < 0.3:
                del entries[index]
            elif choice < 0.4:
                entries.insert(chance.randrange(len(entries)), copy.deepcopy(entry))
            elif isinstance(entry, dict):
                member = chance.choice((*entry, "kind", "relation", "verdict", "scheme", "stance"))
                entry[member] = chance.choice(WORDS)
    return document


def damage_bytes(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(damaged) + 1)
        damaged[at : at + chance.randint(0, 20)] = chance.choice((b"", *PIECES))
    return bytes(damaged)
