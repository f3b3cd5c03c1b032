"""What a search finds and what not is the same on both databases, whatever the script and the spelling."""

import unicodedata

import pytest
from sqlalchemy import Engine

from models.changes.maps import replace_map
from models.engine import reading, writing
from models.search.full_text import search_full_text
from tests.builders import MapBuilder
from tests.models.search.found_words import CASES


@pytest.fixture
def library(engine: Engine) -> Engine:
    built = MapBuilder()
    for number, each in enumerate(dict.fromkeys(case.text for case in CASES)):
        built.finding(f"F{number}", each)
    with writing(engine) as session:
        replace_map(session, "library", built.document(), version=None, author="me")
    return engine


def list_found(engine: Engine, query: str) -> set[str]:
    with reading(engine) as session:
        return {hit.title for hit in search_full_text(session, query, limit=1_000).hits}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_text_is_found_by_what_means_it_and_by_nothing_else(library: Engine, form: str) -> None:
    wrong = []
    for case in CASES:
        is_found = case.text in list_found(library, unicodedata.normalize(form, case.query))
        if is_found != case.is_found:
            wrong.append(case)
    assert not wrong
