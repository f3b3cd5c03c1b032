"""Authors of maps, as they are written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.records.authors import MapAuthor, read_orcid
from models.vocabulary import AuthorKind

# Published by ORCID as examples and as test iDs; the last ends in the eleventh digit.
KNOWN = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize(
    "form", ["{0}", "https://orcid.org/{0}", "http://www.orcid.org/{0}/", "orcid.org/{0}", " {0} "]
)
def test_an_orcid_id_is_kept_as_its_address_however_it_is_written(known: str, form: str) -> None:
    for written in (form.format(known), form.format(known.replace("-", "")), form.format(known).lower()):
        assert read_orcid(written) == f"https://orcid.org/{known}"


@given(st.sampled_from(KNOWN), st.integers(0, 15), st.sampled_from("0123456789X"))
def test_no_digit_of_an_orcid_id_can_be_another(known: str, place: int, other: str) -> None:
    digits = known.replace("-", "")
    if digits[place] == other:
        return
    with pytest.raises(ValueError, match=r"sixteen digits|mistyped"):
        read_orcid(digits[:place] + other + digits[place + 1 :])


@given(st.sampled_from(KNOWN), st.integers(0, 14))
def test_no_two_digits_of_an_orcid_id_can_change_places(known: str, place: int) -> None:
    digits = known.replace("-", "")
    turned = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if turned == digits:
        return
    with pytest.raises(ValueError, match=r"sixteen digits|mistyped"):
        read_orcid(turned)


@pytest.mark.parametrize("wrong", ["0000", "٠000-0002-1825-0097", "https://example.org/0000-0002-1825-0097", "x"])
def test_what_is_no_orcid_id_is_refused_with_words(wrong: str) -> None:
    with pytest.raises(ValueError, match="sixteen digits"):
        read_orcid(wrong)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "Anna Weber", "given": "Anna"}, "need a family name"),
        ({"name": "Institute", "kind": AuthorKind.BODY, "family": "Institute"}, "A body has one name"),
        ({"name": ""}, "at least 1 character"),
        ({"name": "Anna", "orcId": ""}, "Extra inputs"),
    ],
)
def test_an_author_that_cannot_be_is_refused_with_words(said: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        MapAuthor.model_validate(said)
