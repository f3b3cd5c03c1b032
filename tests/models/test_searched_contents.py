"""Of the texts that were looked through last, those stay in memory that are asked for."""

from collections import OrderedDict

import pytest
from sqlmodel import Session

from models.search import searched_contents
from models.search.searched_contents import MOST_CACHED, cache_terms, list_content_terms


def test_a_text_that_is_asked_for_again_is_kept_longer_than_those_that_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searched_contents, "_terms_cache", OrderedDict())
    cache_terms("asked for", "Barley and rye")
    # Without a database: what was forgotten could not be looked through again.
    with Session() as session:
        for number in range(2 * MOST_CACHED):
            cache_terms(f"other {number}", "Oats")
            assert list_content_terms(session, {"versions": [{"sha256": "asked for"}]})
    assert len(searched_contents._terms_cache) == MOST_CACHED
