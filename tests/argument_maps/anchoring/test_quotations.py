"""Quotations are found as people type them."""

import pytest

from argument_maps.anchoring.quotations import MOST, find_quotation, find_similar_quotation

TEXT = "He said: “It’s settled.”\nNobody – as far as\nwe know – objected. He said nothing else. 斯大林同意了。"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("It's settled", "It’s settled"),
        ('"It’s settled."', "“It’s settled.”"),
        ("Nobody - as far as we know", "Nobody – as far as\nwe know"),
        ("  Nobody   –  as ", "Nobody – as"),
        ("斯大林同意", "斯大林同意"),
    ],
)
def test_a_quotation_is_found_however_it_is_set(typed: str, found: str) -> None:
    ((start, end),) = find_quotation(typed, TEXT)
    assert TEXT[start:end] == found


def test_every_place_is_found() -> None:
    assert [TEXT[start:end] for start, end in find_quotation("He said", TEXT)] == ["He said", "He said"]
    assert len(find_quotation("a", "a " * 100)) == MOST


@pytest.mark.parametrize("typed", ["", "  ", "he SAID", "(", "a.*b"])
def test_what_does_not_stand_there_is_not_found(typed: str) -> None:
    assert find_quotation(typed, TEXT) == []


def test_something_like_a_quotation_is_proposed() -> None:
    place = find_similar_quotation("Nobody, so far as we knew, objected", TEXT)
    assert place is not None
    assert "objected" in TEXT[slice(*place)]
    assert find_similar_quotation("", TEXT) is None
    assert find_similar_quotation("zzzzqqqq", TEXT) is None
