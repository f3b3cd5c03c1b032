"""Argdown that is damaged, or made to keep its reader busy: it is read in part, in a time that goes with its length."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.examples import read_korea_map
from argument_maps.formats.argdown.map_reading import read_argdown
from argument_maps.formats.argdown.map_writing import write_argdown
from argument_maps.formats.exchange import FormatReading, UnreadableFile
from argument_maps.formats.native import build_graph_from_document, read_map_document
from tests.argument_maps.formats.argdown.test_conformance import DOCUMENTS
from tests.argument_maps.formats.sound_graphs import LINES
from tests.argument_maps.reading.test_damaged_texts import damage

LONG = 100_000
REPEATED = (
    *("[", "[a]", "[a](", "<a>", "@[", "{", "{a", "#(", "**a", "a_ ", ".a", "/*", "\\", "===\n", "--\n", "-- a {\n\n"),
    *(
        "(1) a\n----\n",
        "  + a\n",
        "\n+ a\n",
        "# a\n\n",
        "* a\n",
        " \n",
        "{\n\n",
        "[A]: b\n\n",
        "--[\n\n",
        "-- a {b} --\n",
    ),
)


def read_in_part(data: bytes) -> FormatReading | None:
    try:
        reading = read_argdown(data)
    except UnreadableFile:
        return None
    assert all(problem.message and problem.outcome for problem in reading.problems)
    return reading


def measure(text: str) -> float:
    began = time.process_time()
    read_in_part(text.encode())
    return time.process_time() - began


@pytest.mark.one_in(3)
@pytest.mark.parametrize("unit", REPEATED)
def test_a_long_file_of_one_sign_is_read_in_a_time_that_goes_with_its_length(unit: str) -> None:
    assert measure(unit * (LONG // len(unit))) < 10


def test_deep_indentation_is_read_without_recursion() -> None:
    lines = [f"{' ' * depth}+ a" for depth in range(1, 1_200)]
    reading = read_argdown("\n".join(["a", *lines]).encode())
    assert reading.counts["relations"] == {"support": len(lines)}


@pytest.mark.parametrize(
    "text",
    [
        "[A]: x\n" + "".join(f"  +> [B{number}]\n" for number in range(10_000)),
        "".join(f"({number}) [B{number}]\n" for number in range(1, 10_000)) + "----\n(9) c\n",
        "a\n" + "".join(f"  + <B{number}>\n    _ <C{number}>\n" for number in range(5_000)),
        "[A]: x {a: " + "[" * 100_000 + "}",
    ],
    ids=["relations", "premises", "undercuts", "data"],
)
def test_many_of_one_kind_are_read_in_a_time_that_goes_with_their_number(text: str) -> None:
    assert measure(text) < 10


def read_damaged(number: int, seed: int) -> None:
    document, _ = read_map_document(read_korea_map())
    wholes = [data.decode() for data in DOCUMENTS.values() if len(data) > 200]
    wholes.append(write_argdown(build_graph_from_document(document)).data.decode()[:20_000])
    chance = random.Random(seed)
    for _ in range(number):
        began = time.process_time()
        read_in_part(damage(chance.choice(wholes), chance))
        assert time.process_time() - began < 10


def test_a_damaged_document_is_read_in_part() -> None:
    read_damaged(200, seed=17)


@pytest.mark.soak
def test_ten_thousand_damaged_documents_are_read_in_part() -> None:
    read_damaged(10_000, seed=1950)


SIGNS = st.sampled_from(
    ("\n", "\n\n", "\n  ", "\n    ", " ", "+ ", "- ", "_ ", "+> ", "->", "><", "(1) ", "----", "*", ":")
)


@given(st.lists(SIGNS | LINES, max_size=40).map("".join))
def test_whatever_is_read_goes_out_and_comes_in_the_same(text: str) -> None:
    first = read_in_part(text.encode())
    if first is not None:
        second = read_argdown(write_argdown(first.graph).data)
        assert not second.problems
        assert list(second.graph) == list(first.graph)
