"""Two wordings compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.comparison.word_differences import MOST_WORDS, compare_words, excerpt_change

LONG = "One two three four five six seven eight nine ten"
REST = (
    "as we read in all that was kept of it since, and that was little, for who had written it had burnt the rest of it "
    "in the last days of that war."
)
TEXTS = st.text(st.sampled_from("ab, 中文\n"), max_size=60)


@given(TEXTS, TEXTS)
def test_what_differs_leads_from_one_wording_to_the_other(before: str, after: str) -> None:
    found = compare_words(before, after)
    assert "".join(each.text for each in found if each.sort != "added") == before
    assert "".join(each.text for each in found if each.sort != "removed") == after


def test_a_text_too_long_to_be_compared_is_told_as_a_whole() -> None:
    before, after = "a b " * MOST_WORDS, "c d " * MOST_WORDS
    assert [each.sort for each in compare_words(before, after)] == ["removed", "added", "same"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("It was ordered.", "It was allowed.", ("It was ordered.", "It was allowed.")),
        (
            f"{LONG} was ordered by him {REST}",
            f"{LONG} was allowed by him {REST}",
            (
                "… seven eight nine ten was ordered by him as we read …",
                "… seven eight nine ten was allowed by him as we read …",
            ),
        ),
        ("", "New.", ("", "New.")),
    ],
)
def test_a_long_wording_is_cut_down_to_where_it_differs(before: str, after: str, told: tuple[str, str]) -> None:
    assert excerpt_change(before, after) == told


def test_an_excerpt_of_two_long_wordings_stays_short() -> None:
    old, new = excerpt_change("so it was said " * 400, "it was never said " * 400)
    assert max(len(old), len(new)) < 500
