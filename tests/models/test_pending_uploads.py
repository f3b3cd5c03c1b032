"""Files that nobody has decided on yet wait for a day, for whoever has their token, and not without number."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from models import changes
from models.engine import writing
from models.instants import read_clock
from models.participation.pending_uploads import (
    KEPT_FOR,
    MOST_OF_A_MAP,
    MOST_READING_BYTES,
    PendingUpload,
    add_pending_upload,
    delete_pending_upload,
    find_pending_upload,
    keep_reading,
)
from models.people.accounts import hash_secret
from models.people.enrolment import create_account
from models.records.maps import ArgumentMapDraft
from models.row_keys import persisted_id


@pytest.fixture
def maps(engine: Engine) -> list[int]:
    with writing(engine) as session:
        made = [
            changes.create_map(session, slug, ArgumentMapDraft(title=slug), author="test") for slug in ("one", "two")
        ]
        return [persisted_id(argument_map) for argument_map in made]


def test_a_file_is_there_for_its_map_until_it_is_kept(engine: Engine, maps: list[int]) -> None:
    with writing(engine) as session:
        token = add_pending_upload(session, maps[0], "a.txt", "text/plain", b"\x00words")
    with writing(engine) as session:
        waiting = find_pending_upload(session, maps[0], token)
        assert waiting is not None
        assert (waiting.name, waiting.media_type, waiting.data) == ("a.txt", "text/plain", b"\x00words")
        assert find_pending_upload(session, maps[1], token) is None
        assert find_pending_upload(session, maps[0], "guessed") is None
        delete_pending_upload(session, token)
    with writing(engine) as session:
        assert find_pending_upload(session, maps[0], token) is None


def test_of_too_many_files_the_oldest_goes_and_none_of_another_map(engine: Engine, maps: list[int]) -> None:
    tokens = []
    with writing(engine) as session:
        other = add_pending_upload(session, maps[1], "b.txt", "text/plain", b"b")
    for _ in range(MOST_OF_A_MAP + 1):
        with writing(engine) as session:
            tokens.append(add_pending_upload(session, maps[0], "a.txt", "text/plain", b"a"))
    with writing(engine) as session:
        found = [find_pending_upload(session, maps[0], token) is not None for token in tokens]
        assert found == [False] + [True] * MOST_OF_A_MAP
        assert find_pending_upload(session, maps[1], other) is not None


def test_a_file_of_an_account_waits_for_that_one_alone_also_without_a_map(engine: Engine, maps: list[int]) -> None:
    with writing(engine) as session:
        one, two = (persisted_id(create_account(session, name, password_hash=None)) for name in ("ada", "ben"))
        on_map = add_pending_upload(session, maps[0], "a.txt", "text/plain", b"a", one)
        tokens = [add_pending_upload(session, None, "a.txt", "", b"a", one) for _ in range(MOST_OF_A_MAP + 1)]
        others = add_pending_upload(session, None, "b.txt", "", b"b", two)
    with writing(engine) as session:
        assert find_pending_upload(session, maps[0], on_map, one) is not None
        assert find_pending_upload(session, maps[0], on_map, two) is None
        assert find_pending_upload(session, maps[0], on_map) is None
        found = [find_pending_upload(session, None, token, one) is not None for token in tokens]
        assert sum(found) == MOST_OF_A_MAP
        assert find_pending_upload(session, None, others, one) is None
        assert find_pending_upload(session, None, others, two) is not None


def test_what_was_read_of_a_file_is_kept_with_it_within_bounds(engine: Engine, maps: list[int]) -> None:
    with writing(engine) as session:
        token = add_pending_upload(session, maps[0], "a.txt", "text/plain", b"a")
        keep_reading(session, token, b"read")
        keep_reading(session, token, b"r" * (MOST_READING_BYTES + 1))
    with writing(engine) as session:
        waiting = find_pending_upload(session, maps[0], token)
        assert waiting is not None
        assert waiting.reading == b"read"


def test_a_file_of_yesterday_is_gone(engine: Engine, maps: list[int]) -> None:
    with writing(engine) as session:
        token = add_pending_upload(session, maps[0], "a.txt", "text/plain", b"a")
        row = session.get(PendingUpload, hash_secret(token))
        assert row is not None
        row.at = read_clock(session) - KEPT_FOR - timedelta(seconds=1)
        session.add(row)
    with writing(engine) as session:
        assert find_pending_upload(session, maps[0], token) is None
