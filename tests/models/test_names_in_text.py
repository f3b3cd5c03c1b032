"""Names are looked for in texts of any length in one pass: what grows with the square of a text holds the server."""

import re

import pytest

from models.participation import names_in_text
from models.participation.names_in_text import replace_names

ANNA = {"Member 4": ("Anna Kim", "annakim")}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kim said so, and Park \u00a0 Kim did not.", "Member 4 said so, and Park \u00a0 Kim did not."),
        ("Kim-Park, and so Kim", "Kim-Park, and so Member 4"),
        ("Anna Park; said Anna, by Kim", "Anna Park; said Member 4, by Member 4"),
        ("Kim  @annakim Kim", "Member 4  @{Member 4} Member 4"),
    ],
)
def test_a_part_of_a_name_stands_for_its_owner_alone(text: str, shown: str) -> None:
    assert replace_names(text, ANNA) == shown


def test_what_is_looked_through_grows_with_the_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0

    class Counting:
        def match(self, text: str, at: int) -> re.Match[str] | None:
            nonlocal steps
            found = re.compile(r"\w").match(text, at)
            steps += 1
            return found

    monkeypatch.setattr(names_in_text, "_IN_WORD", Counting())
    for number in (10, 1_000):
        steps = 0
        replace_names("so Kim said. " * number, ANNA)
        # Two letters before each name, and the space before them.
        assert steps <= 3 * number


def test_names_are_put_together_once_however_many_are_mentioned(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(names_in_text, "_add_word_bounds", lambda name, pattern: made.append(name) or pattern)
    replace_names("@somebody and Kim. " * 1_000, ANNA)
    assert len(made) <= 4
