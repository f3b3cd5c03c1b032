"""Names in addresses are read as they are meant, end at a word, and stay names with a number behind them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter

from models import text_types
from models.address_names import LONGEST_NAME, find_free_name, number_name, propose_name, read_name, shorten_name
from models.text_types import SLUG_PATTERN, Slug

NAMES = some.from_regex(SLUG_PATTERN, fullmatch=True).filter(lambda name: len(name) <= LONGEST_NAME)


@pytest.mark.parametrize(
    ("written", "name"),
    [("Korea_1950", "korea-1950"), ("Été 1914", "ete-1914"), ("korea-1950", "korea-1950"), ("七月", "七月"), ("", "")],
)
def test_a_name_is_read_as_it_is_meant(written: str, name: str) -> None:
    assert read_name(written) == name


@given(NAMES, some.integers(2, 10_000))
def test_a_name_with_a_number_is_a_name_and_ends_at_a_word(name: str, number: int) -> None:
    made = number_name(name, number)
    TypeAdapter(Slug).validate_python(made)
    kept = made.removesuffix(f"-{number}")
    assert made.endswith(f"-{number}")
    assert kept == name or name.startswith(f"{kept}-") or "-" not in kept


@given(some.text(min_size=1, max_size=200), some.integers(1, LONGEST_NAME))
def test_what_is_proposed_has_whole_words_of_the_title(title: str, longest: int) -> None:
    made = propose_name(title, longest)
    assert len(made) <= longest
    assert not made or re.fullmatch(SLUG_PATTERN, made)
    assert shorten_name(made, LONGEST_NAME) == made


@pytest.mark.parametrize("length", range(58, LONGEST_NAME + 1))
def test_of_a_long_name_that_is_taken_another_is_free(length: int) -> None:
    name = "war-" * 14 + "x" * (length - 56)
    taken = {name, number_name(name, 2)}
    free = find_free_name(name, taken.__contains__)
    assert free == (f"{name}-3" if length <= LONGEST_NAME - 2 else "war-" * 14 + "3")


def test_a_free_name_costs_no_more_the_more_have_it() -> None:
    tries: list[str] = []
    taken = {"korea", *(f"korea-{number}" for number in range(2, 5_000))}
    found = find_free_name("korea", lambda name: tries.append(name) is None and name in taken)
    assert found not in taken
    assert len(tries) < 60


def test_every_pattern_of_a_text_is_described_in_words() -> None:
    patterns = {value for name, value in vars(text_types).items() if isinstance(value, str) and value.startswith("^")}
    assert len(patterns) > 6
    for pattern in patterns:
        entry = {"type": "string_pattern_mismatch", "ctx": {"pattern": pattern}, "msg": pattern}
        assert text_types.describe_misfit(entry) == text_types._IN_WORDS[pattern]
