"""Numbers in addresses and forms: digits and nothing else."""

import pytest

from api.http.query_parameters import read_whole_number
from models.text_types import MAX_INTEGER


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("007", 7), (str(MAX_INTEGER), MAX_INTEGER), (str(MAX_INTEGER + 1), None)]
    + [(text, None) for text in ("", None, "-1", "+1", "1.5", " 1", "1e3", "٣", "²", "0" * 5_000, "9" * 5_000)],
)
def test_a_number_is_written_in_digits_and_fits_the_database(text: str | None, number: int | None) -> None:
    assert read_whole_number(text) == number


def test_a_number_over_what_a_field_takes_is_none() -> None:
    assert (read_whole_number("20", 20), read_whole_number("21", 20)) == (20, None)
