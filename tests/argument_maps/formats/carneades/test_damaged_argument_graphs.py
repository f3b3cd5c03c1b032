"""Damaged argument graphs: read in part or refused, in time, and written again."""

import random
import time

import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.carneades.reading import read_carneades
from argument_maps.formats.carneades.writing import write_carneades
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.map_documents import read_native_map
from tests.argument_maps.formats.carneades.test_reading_carneades import FILES, GRAPH

SECONDS = 10.0
PIECES = (
    *(b'"', b"'", b"{", b"}", b"[", b"]", b":", b",", b"null", b"\n", b"  ", b"\t", b"- ", b"&a ", b"*a", b"|", b">"),
    *(b"!!python/object:os.system ", b"%", b"#", b"\0", b"\xff", b"\xed\xa0\x80", b"?", b"<<: ", b"---\n", b"true"),
    *(b"conclusion: p", b"premises: [p]", b"meta: {record: link, relation: tests}", b"meta: {auxiliary: true}"),
)


def test_a_damaged_argument_graph_is_read_in_part_or_refused() -> None:
    read_damaged(200, seed=17)


@pytest.mark.soak
def test_ten_thousand_damaged_argument_graphs_are_read_in_part_or_refused() -> None:
    read_damaged(10_000, seed=1950)


def read_damaged(count: int, seed: int) -> None:
    chance = random.Random(seed)  # the same damage every time
    korea = write_carneades(read_native_map(read_korea_map()).graph).data
    whole = [*[GRAPH.encode()] * 10, korea, *(path.read_bytes() for path in FILES)]
    read = 0
    for number in range(count):
        data = damage_bytes(chance.choice(whole), chance)
        begun = time.perf_counter()
        try:
            reading = read_carneades(data)
        except UnreadableFile:
            continue
        read += 1
        for remainder in (reading.remainder, None):
            again = read_carneades(write_carneades(reading.graph, remainder).data).graph
            claims = {claim.text for claim in again.claims}
            assert {claim.text for claim in reading.graph.claims} <= claims, number
            assert len(again.links) >= len(reading.graph.links), number
        assert time.perf_counter() - begun < SECONDS, number
    assert read > count / 2


def damage_bytes(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(damaged) + 1)
        if chance.random() < 0.2:
            start = chance.randrange(len(damaged) + 1)
            damaged[at:at] = damaged[start : start + chance.randint(1, 200)]
        else:
            damaged[at : at + chance.randint(0, 40)] = chance.choice((b"", *PIECES))
    return bytes(damaged)
