"""Lines come out as wide as they were measured, in runs of one font and one direction."""

from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from renderers.shaping import script_fonts
from renderers.shaping.directed_lines import DirectedLine
from renderers.shaping.directions import resolve_levels
from renderers.shaping.drawn_letters import draw_letters, is_joining
from renderers.style import HEADER, STATEMENT
from renderers.typography import measure
from tests.renderers.written_words import WORDS

MIXED = [word for words in WORDS.values() if measure(STATEMENT).is_mixed(words) for word in words.split()]
TEXTS = st.lists(st.sampled_from([*MIXED, "1950", "(25)", "abc", "Жуков,", "毛泽东", "–"]), min_size=1, max_size=12)


def families(text: str) -> list[str]:
    return [run.typeface.family if run.typeface else "" for run in measure(STATEMENT).lay_out(text)]


@pytest.mark.parametrize("script", WORDS)
def test_every_script_has_a_font(script: str) -> None:
    measured = measure(STATEMENT)
    if measured.is_mixed(WORDS[script]):
        assert [run.missing for run in measured.lay_out(WORDS[script])] == [""] * len(measured.lay_out(WORDS[script]))


@settings(deadline=None)
@given(TEXTS, st.sampled_from([60.0, 120.0, 228.0, 500.0]))
def test_no_line_of_any_script_is_wider_than_asked_or_measured(words: list[str], room: float) -> None:
    measured = measure(STATEMENT)
    lines = measured.lines(" ".join(words), room)
    assert "".join("".join(line for line, _ in lines).split()) == "".join(words)
    for line, width in lines:
        drawn = max((run.x + run.width for run in measured.lay_out(line)), default=0.0)
        clusters = regex.findall(r"\X", line)
        assert drawn <= width + 0.01
        assert width <= room or len(clusters) == 1


@settings(deadline=None)
@given(TEXTS)
def test_runs_neither_overlap_nor_lose_anything(words: list[str]) -> None:
    measured = measure(HEADER)
    for line, _ in measured.lines(" ".join(words), 400.0):
        runs = measured.lay_out(line)
        assert "".join(run.text for run in runs) == line
        placed = sorted((run.x, run.x + run.width) for run in runs if run.width)
        assert all(end <= begin + 0.01 for (_, end), (begin, _) in pairwise(placed))


def test_a_line_of_one_script_is_one_run_with_its_punctuation() -> None:
    assert families("वह भारत।") == ["Noto Serif Devanagari"]
    assert families("ב-שלום") == ["Noto Serif Hebrew"]


def test_digits_are_those_of_the_face() -> None:
    assert families("ביוני 1950") == ["Noto Serif Hebrew", ""]


def test_a_space_behind_emoji_is_as_wide_as_any_other() -> None:
    flag, rest = measure(STATEMENT).lay_out("🇰🇷 and")
    assert (flag.typeface.family if flag.typeface else "", rest.text) == ("Noto Color Emoji", " and")
    assert rest.x - flag.width == pytest.approx(measure(STATEMENT).width(" "), abs=0.1)


def test_joined_emoji_are_as_wide_as_one() -> None:
    measured = measure(STATEMENT)
    assert measured.width("👨‍👩‍👧‍👦") == pytest.approx(measured.width("👨"), abs=0.01)
    assert measured.width("🇰🇷") == pytest.approx(measured.width("👨"), abs=0.01)


def test_a_hebrew_date_lies_from_the_right() -> None:
    measured = measure(STATEMENT)
    ((line, width),) = measured.lines("ב-25 ביוני 1950.", 300.0)
    assert isinstance(line, DirectedLine)
    assert (line.base, line.room, width) == (1, 300.0, 300.0)
    place = {run.text.strip(): run.x for run in measured.lay_out(line)}
    assert place["."] < place["1950"] < place["ביוני"] < place["25"] < place["ב-"]


def test_a_line_knows_what_stood_on_the_line_before() -> None:
    # Alone it would begin with a number that runs from the left, as a Latin line does.
    measured = measure(STATEMENT)
    room = measured.width("abc שלוםשלום") + 1
    _, (line, _) = measured.lines("abc שלוםשלום 25 ביוני", room)
    place = {run.text.strip(): run.x for run in measured.lay_out(line)}
    assert place["ביוני"] < place["25"]


def test_what_no_font_has_is_named_and_has_room() -> None:
    (run,) = measure(STATEMENT).lay_out("\ue000\ue001")
    assert (run.missing, run.width) == ("Unknown", 32.0)


def test_a_script_whose_font_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderers.shaping.shaped_runs import Shaper
    from renderers.typography import FONTS

    for function in (script_fonts.list_script_typefaces, script_fonts.find_emoji_typeface):
        function.cache_clear()
    monkeypatch.setattr(script_fonts, "list_installed_fonts", dict)
    try:
        shaper = Shaper("Noto Serif", "Regular", 16.0, FONTS / "NotoSerif-Regular.ttf", frozenset(" abc"))
        runs = shaper.lay_out("abc བོད 👍")
        assert [(run.text.strip(), run.missing) for run in runs] == [("abc", ""), ("བོད", "Tibetan"), ("👍", "Emoji")]
        assert shaper.measure("བོད") == 32.0
    finally:
        for function in (script_fonts.list_script_typefaces, script_fonts.find_emoji_typeface):
            function.cache_clear()


def test_a_word_wider_than_a_line_is_broken_between_letters() -> None:
    measured = measure(STATEMENT)
    for word in ("संयुक्तराष्ट्रसंयुक्तराष्ट्र", "العربيةالعربيةالعربية", "ኢትዮጵያኢትዮጵያ"):
        lines = [line for line, _ in measured.lines(word, 60.0)]
        assert "".join(lines) == word
        assert len(lines) > 1
        assert not any(is_joining(line[0]) for line in lines)


def test_a_word_of_ten_thousand_letters_of_another_script_is_broken() -> None:
    assert len(measure(STATEMENT).lines("ש" * 10_000, 240.0)) > 100


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_each_character_lies_within_its_run(text: str) -> None:
    is_right = resolve_levels(text).base == 1
    for run in measure(STATEMENT).lay_out(text) if measure(STATEMENT).is_mixed(text) else ():
        if run.typeface is not None and run.text.strip():
            seen = run.text.strip(" ")
            letters = list(draw_letters(seen, run.typeface, 16.0, is_right=is_right))
            assert "".join(letter.character for letter in letters) == seen
            assert sum(letter.width for letter in letters) == pytest.approx(run.width, abs=0.5)
            assert all(letter.x >= -1 and letter.x + letter.width <= run.width + 1 for letter in letters)
