"""Damaged files of small formats: read in part or refused with what to do, in time, and only ever as a sound map."""

import json
import random
import time
from collections.abc import Callable

import pytest

from argument_maps.examples import read_korea_map
from argument_maps.formats.exchange import UnreadableFile
from argument_maps.formats.native import build_graph_from_document, read_map_document, write_map_document
from argument_maps.formats.registry import FORMATS, recognise_format
from argument_maps.graph import Graph
from tests.argument_maps.formats.annotations.test_hypothesis import CSV_EXPORT, build_row
from tests.argument_maps.formats.annotations.test_web_annotation_maps import ANNOTATION
from tests.argument_maps.formats.graphs.test_graphml import YED
from tests.argument_maps.formats.kialo.test_kialo import EARLIER, TODAY
from tests.argument_maps.graphs import evidence, finding, graph, reading

LONGEST = 10
"""Seconds that reading a damaged file may take."""
_SMALL = graph(
    *(finding("F1", note="A note"), finding("F2"), reading("I1"), evidence("E1")),
    links="E1+I1 challenges F1, I1 undercuts L1, F2 supports F1, F1 challenges F2",
)
_REPLIES = [build_row(), build_row("r1", references=["abc"]), build_row(target=[{"source": "https://x.example/"}])]
_SIGNS = (
    *(b"", b"#", b"\n", b"(", b")", b".", b'"', b"<", b">", b"&", b"[", b"]", b"{", b"}", b",", b":", b"\\", b"\x00"),
    *(b"1.", b"-> See 1.", b"Sources:", b"\xff", b"\xe9", b"%*", b"<graph>", b"null", b"1e999", b"\r"),
)


def write(name: str, document: Graph = _SMALL) -> bytes:
    writer = FORMATS[name].write
    assert writer is not None
    return writer(document, None).data


KOREAN = write("web-annotations", build_graph_from_document(read_map_document(read_korea_map())[0]))
SAMPLES: dict[str, list[bytes]] = {
    "tgf": [write("tgf"), b"1 one\n2 two\n#\n1 2\n2 1 supports\n1 1\n"],
    "apx": [write("apx"), b'% c\narg(a). arg("b c").\natt(a,"b c"). support(a,a). att(f(x),a).\n'],
    "kialo": [write("kialo"), TODAY.encode(), EARLIER.encode()],
    "graphml": [write("graphml"), YED],
    "hypothesis": [json.dumps({"total": 3, "rows": _REPLIES}).encode(), CSV_EXPORT.encode()],
    "web-annotations": [write("web-annotations"), json.dumps([ANNOTATION, ANNOTATION]).encode(), KOREAN],
}


def damage(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some of it missing, doubled, moved or replaced."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 3, 20, 200, len(data))))
        other, sign = chance.randrange(len(data) + 1), chance.choice(_SIGNS)
        data = chance.choice(
            (
                data[:start] + data[end:],
                data[:start] + data[start:end] * 3 + data[end:],
                data[:other] + data[start:end] + data[other:],
                data[:start] + sign + data[end:],
                data[:start] + sign + data[start:],
            )
        )
    return data


def check_damaged(name: str, number: int, seed: int) -> None:
    chance = random.Random(seed)
    read = FORMATS[name].read
    assert read is not None
    for _ in range(number):
        data = damage(chance.choice(SAMPLES[name]), chance)
        started = time.monotonic()
        try:
            recognise_format(data)
            found = read(data)
        except UnreadableFile as refused:
            told = [(refused.detail, refused.remedy)]
        else:
            told = [(problem.message, problem.outcome) for problem in found.problems]
            check_sound(found.graph)
        assert all(all(parts) for parts in told)
        assert time.monotonic() - started < LONGEST


def check_sound(found: Graph) -> None:
    """Hold what was read to what a document of a map has to be."""
    assert read_map_document(write_map_document(found))[1] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_in_part_or_refused(name: str) -> None:
    check_damaged(name, 200, seed=17)


@pytest.mark.soak
@pytest.mark.parametrize("name", SAMPLES)
def test_ten_thousand_damaged_files_are_read_in_part_or_refused(name: str) -> None:
    check_damaged(name, 10_000, seed=1950)


_OWN_LINK = b'<node id="L%d"><data key="record">link</data></node>'
_OWN_EDGE = b'<edge source="L%d" target="L%d"><data key="role">target</data></edge>'
_REPLY = b'{"uri":"x","user":"u","references":["%d"]}'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "tgf": lambda: b"".join(b"a%d\n" % number for number in range(20_000)) + b"#\n" + b"a1 a2\n" * 60_000,
    "apx": lambda: b"arg(a).\n" + b'arg(". ' * 100_000,
    "kialo": lambda: (
        b"Discussion Title: T\n\n1. T\n" + b"".join(b"1." * depth + b" Pro: [x](\n" for depth in range(2, 1_500))
    ),
    "graphml": lambda: (
        b"<graphml><graph>"
        + b"".join(_OWN_LINK % number for number in range(8_000))
        + b"".join(_OWN_EDGE % (number, number + 1) for number in range(7_999))
    ),
    "hypothesis": lambda: b'{"rows":[' + b",".join(_REPLY % number for number in range(9_000)) + b"]}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_made_to_keep_their_reader_busy_do_not(name: str) -> None:
    read = FORMATS[name].read
    assert read is not None
    data = HOSTILE[name]()
    started = time.monotonic()
    try:
        recognise_format(data)
        read(data)
    except UnreadableFile:
        pass
    assert time.monotonic() - started < 2 * LONGEST


def test_the_korea_map_is_read_from_every_small_format_in_a_moment() -> None:
    korea = build_graph_from_document(read_map_document(read_korea_map())[0])
    for name in ("tgf", "apx", "kialo", "graphml"):
        entry = FORMATS[name]
        assert entry.read is not None
        assert entry.write is not None
        started = time.monotonic()
        entry.read(entry.write(korea, None).data)
        assert time.monotonic() - started < LONGEST
