"""Text keeps to its box, whatever it is written in, and none of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.style import STATEMENT
from renderers.typography import HAN, HANGUL, Measure, measure, printable

WIDTH = 240.0


@pytest.fixture
def measured() -> Measure:
    return measure(STATEMENT)


@given(st.text(max_size=400))
def test_folding_loses_nothing_but_white_space(text: str) -> None:
    folded = measure(STATEMENT).fold(text, WIDTH)
    assert "".join("".join(folded).split()) == "".join(printable(text).split())


@given(st.text(alphabet=st.characters(exclude_categories=["Mn", "Me", "Cf", "Cc", "Cs"]), max_size=300))
def test_no_folded_line_is_wider_than_asked(text: str) -> None:
    widths = [measure(STATEMENT).width(line) for line in measure(STATEMENT).fold(text, WIDTH)]
    assert max(widths) <= WIDTH + 0.01


def test_a_word_of_ten_thousand_letters_is_broken(measured: Measure) -> None:
    assert len(measured.fold("w" * 10_000, WIDTH)) > 100


def test_chinese_breaks_between_characters_but_not_before_a_full_stop(measured: Measure) -> None:
    lines = measured.fold("毛泽东告诉斯大林，中国军队不会出动。" * 5, WIDTH)
    assert len(lines) > 1
    assert not any(line[0] in "，。" for line in lines)


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Kim Il Sung", ["Noto Serif"]),
        ("Иосиф Сталин", ["Noto Serif"]),
        ("Mao Zedong 毛泽东", ["Noto Serif", HAN]),
        ("김일성 (Kim)", [HANGUL, "Noto Serif"]),
    ],
)
def test_each_script_is_a_run_in_a_font_that_has_it(measured: Measure, text: str, families: list[str]) -> None:
    assert [run.family for run in measured.runs(text)] == families


def test_runs_follow_each_other_without_overlap(measured: Measure) -> None:
    first, second = measured.runs("Mao Zedong 毛泽东")
    assert second.x >= first.x + first.width


def test_widths_are_those_of_the_font(measured: Measure) -> None:
    # Noto Serif's em has 1,000 units and its i is 320 units wide.
    assert measured.width("iiii") == pytest.approx(4 * 0.32 * 16, abs=0.01)


@pytest.mark.parametrize("width", range(60, 400, 20))
def test_a_span_of_leaves_is_not_broken(measured: Measure, width: int) -> None:
    lines = measured.fold("AVPRF, f. 059a, op. 5a, p. 11, d. 3, ll. 87–91", width)
    assert not any(line.endswith("–") for line in lines)


@pytest.mark.parametrize("width", range(90, 400, 20))
def test_a_number_stays_with_the_abbreviation_before_it(measured: Measure, width: int) -> None:
    lines = measured.fold("Vyshinsky to Mao, no. 8600, RGASPI, f. 558, op. 11, d. 334, l. 55", width)
    assert [line for line in lines if line[0].isdigit()] == []


def test_where_abbreviation_and_number_do_not_fit_together_they_part(measured: Measure) -> None:
    assert measured.fold("ll. 87–91", 60) == ["ll.", "87–91"]
