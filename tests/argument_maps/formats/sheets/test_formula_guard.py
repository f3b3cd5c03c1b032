"""No cell is a formula, and what stood in it can be had back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.formats.sheets.formula_guard import guard_cell, unguard_cell

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", " =1", "＝1", "'=1", "''-x", "\n", "\u3000@x")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert guard_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["'tis", "'", "x=1", "", "’=", "1950-06-25"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert guard_cell(text) == text == unguard_cell(text)


@given(st.text() | st.lists(st.sampled_from("'=+-@\t\r\n x")).map("".join))
def test_a_guarded_cell_gives_back_what_stood_in_it(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text
