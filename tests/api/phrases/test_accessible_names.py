"""Values in differences are told in words."""

import pytest

from api.phrases.accessible_names import describe_value
from models.vocabulary import AnchorState, Motivation, Verdict


@pytest.mark.parametrize(
    ("field", "term"),
    [
        ("verdict", Verdict.CONTRADICTED),
        ("overall_verdict", Verdict.CONTRADICTED),
        ("motivation", Motivation.LINKING),
        ("state", AnchorState.NEEDS_REVIEW),
    ],
)
def test_words_of_the_vocabulary_are_translated_whatever_field_they_are_in(
    field: str, term: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.phrases.accessible_names.gettext", lambda words: f"<{words}>")
    assert describe_value(field, str(term)) == f"<{term}>"
