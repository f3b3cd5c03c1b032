"""Of the texts that were looked through last, those stay in memory that are asked for."""

from collections import OrderedDict

import pytest
from sqlmodel import Session

from models.records.contents import ContentDraft
from models.search import searched_contents
from models.search.searched_contents import MOST_CACHED, prepare_content, read_content_words


def test_a_text_that_is_asked_for_again_is_kept_longer_than_those_that_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searched_contents, "_words_cache", OrderedDict())
    asked_for = ContentDraft(text="Barley and rye")
    prepare_content(asked_for)
    # Without a database: what was forgotten could not be looked through again.
    with Session() as session:
        for number in range(2 * MOST_CACHED):
            prepare_content(ContentDraft(text=f"Oats {number}"))
            assert read_content_words(session, {"versions": [{"sha256": asked_for.sha256}]}) is not None
    assert len(searched_contents._words_cache) == MOST_CACHED
