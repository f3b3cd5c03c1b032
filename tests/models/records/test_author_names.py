"""Names of authors are parted as their bearers part them, and never by guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argument_maps.citation.names import invert_name, surname
from argument_maps.values import Author
from models.records.author_names import UnclearName, read_author, split_name


@pytest.mark.parametrize(
    ("name", "family", "listed", "short", "whole"),
    [
        ("Weber, Anna", "", "Weber, Anna", "Weber", "Anna Weber"),
        ("Anna Weber", "Weber", "Weber, Anna", "Weber", "Anna Weber"),
        ("Weber, Anna", "Weber", "Weber, Anna", "Weber", "Anna Weber"),
        ("Bethmann Hollweg, Theobald von", "", "Bethmann Hollweg, Theobald von", "Bethmann Hollweg",
            "Theobald von Bethmann Hollweg"),
        ("Theobald von Bethmann Hollweg", "Bethmann Hollweg", "Bethmann Hollweg, Theobald von", "Bethmann Hollweg",
            "Theobald von Bethmann Hollweg"),
        ("Shen Zhihua", "Shen", "Shen Zhihua", "Shen", "Shen Zhihua"),
        ("沈志华", "沈", "沈志华", "沈", "沈志华"),
        ("Plato", "", "Plato", "Plato", "Plato"),
        ("Leonardo da Vinci", "Leonardo da Vinci", "Leonardo da Vinci", "Leonardo da Vinci", "Leonardo da Vinci"),
        ("King, Martin Luther, Jr.", "", "King, Martin Luther, Jr.", "King", "Martin Luther King, Jr."),
        ("  Anna   Weber ", " Weber ", "Weber, Anna", "Weber", "Anna Weber"),
    ],
)  # fmt: skip
def test_a_name_is_listed_under_the_family(name: str, family: str, listed: str, short: str, whole: str) -> None:
    told, of_family, of_given = split_name(name, family)
    author = Author(name=told, family=of_family, given=of_given)
    assert (invert_name(author), surname(author), author.name) == (listed, short, whole)


def test_which_of_several_words_is_the_family_name_is_asked_and_not_guessed() -> None:
    with pytest.raises(UnclearName):
        split_name("Anna Weber")
    with pytest.raises(ValueError, match="Webe"):
        split_name("Anna Weber", "Webe")


@given(st.text("Aé志 ,.'-", max_size=30), st.text("Aé志 ,.'-", max_size=12))
def test_whatever_is_written_no_word_of_a_name_is_lost(name: str, family: str) -> None:
    try:
        told, of_family, of_given = split_name(name, family)
    except ValueError:
        return
    words = sorted(name.replace(",", " ").split())
    assert sorted(told.replace(",", " ").split()) == words
    assert not of_given or of_family


def test_a_line_names_an_author_with_an_orcid_id() -> None:
    found = read_author("Weber, Anna <0000-0002-1825-0097>")
    assert (found.name, found.family, found.given) == ("Anna Weber", "Weber", "Anna")
    assert found.orcid == "https://orcid.org/0000-0002-1825-0097"
    assert (read_author("Plato").name, read_author("Plato").family) == ("Plato", "")
    for wrong in ("Weber, Anna <0000-0002-1825-0098>", "", " <0000-0002-1825-0097>"):
        with pytest.raises(ValueError, match=r"mistyped|at least 1"):
            read_author(wrong)


def test_a_line_without_end_is_read_in_its_length() -> None:
    assert read_author("a" + " " * 100_000 + "b").name == "a b"
    with pytest.raises(ValueError, match="characters"):
        read_author("a <" + "1" * 100_000)
