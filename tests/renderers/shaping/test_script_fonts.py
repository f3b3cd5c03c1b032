from pathlib import Path

import pytest

from renderers.shaping import script_fonts
from renderers.shaping.script_fonts import (
    EMOJI,
    Typeface,
    covers,
    find_emoji_typeface,
    find_family_typeface,
    find_script,
    list_installed_fonts,
    list_script_typefaces,
    name_package,
    name_script,
    needs_no_glyph,
)


def first(script: str, *, is_serif: bool = True, is_bold: bool = False) -> Typeface:
    return list_script_typefaces(script, is_serif=is_serif, is_bold=is_bold)[0]


@pytest.mark.parametrize(
    ("script", "serif", "sans"),
    [
        ("Hebr", "Noto Serif Hebrew", "Noto Sans Hebrew"),
        ("Arab", "Noto Naskh Arabic", "Noto Sans Arabic"),
        ("Tibt", "Noto Serif Tibetan", "Noto Serif Tibetan"),
        ("Mong", "Noto Sans Mongolian", "Noto Sans Mongolian"),
        ("Hung", "Noto Sans Old Hungarian", "Noto Sans Old Hungarian"),
        ("Hang", "Noto Sans CJK KR", "Noto Sans CJK KR"),
        ("Hani", "Noto Sans CJK SC", "Noto Sans CJK SC"),
    ],
)
def test_a_script_is_drawn_in_its_own_font_beside_a_serif_and_beside_none(script: str, serif: str, sans: str) -> None:
    assert (first(script).family, first(script, is_serif=False).family) == (serif, sans)


def test_a_bold_line_is_bold_where_the_script_has_bold_letters() -> None:
    assert (first("Hebr", is_bold=True).weight, first("Mong", is_bold=True).weight) == (700, 400)


def test_a_family_is_found_again_by_its_name() -> None:
    scripts = ["Hebr", "Arab", "Deva", "Thai", "Hani", "Hang", "Kana", "Nkoo", "Hmnp", "Xsux", "Zyyy"]
    for script in scripts:
        for bold in (False, True):
            for typeface in list_script_typefaces(script, is_serif=True, is_bold=bold):
                assert find_family_typeface(typeface.family, is_bold=typeface.weight == 700) == typeface


def test_no_family_is_made_up() -> None:
    assert find_family_typeface("Georgia", is_bold=False) is None


def test_a_font_of_a_script_covers_it_with_its_joiners() -> None:
    assert covers(first("Deva"), "क्\u200dष")
    assert not covers(first("Deva"), "ก")


def test_emoji_are_drawn_in_the_font_for_them() -> None:
    emoji = find_emoji_typeface()
    assert emoji is not None
    assert covers(emoji, "👨‍👩‍👧‍👦")


@pytest.mark.parametrize(("character", "ignorable"), [("\u200d", True), ("\ufe0f", True), ("a", False), (" ", False)])
def test_joiners_and_selectors_need_no_glyph(character: str, ignorable: bool) -> None:
    assert needs_no_glyph(character) is ignorable


def test_scripts_are_told_by_their_names() -> None:
    assert (name_script(find_script("ᠮ")), name_script(find_script("𐳀"))) == ("Mongolian", "Old Hungarian")


@pytest.mark.parametrize(
    ("script", "package"),
    [
        ("Tibetan", "fonts-noto-core"),
        ("Hangul", "fonts-noto-cjk"),
        ("Han", "fonts-hanazono"),
        (EMOJI, "fonts-noto-color-emoji"),
        ("Unknown", ""),
    ],
)
def test_it_is_said_what_to_install(script: str, package: str) -> None:
    assert name_package(script) == package


def test_what_is_in_a_users_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("NotoSansX-Regular.ttf", "NotoSansX-Regular.txt", "Georgia.ttf"):
        (tmp_path / "deep" / name).touch()
    monkeypatch.setattr(script_fonts, "SYSTEM_FOLDERS", (tmp_path / "none", tmp_path))
    assert list_installed_fonts.__wrapped__() == {"notosansx-regular": tmp_path / "deep" / "NotoSansX-Regular.ttf"}
