"""A DOI stands beside its edition, and goes with it."""

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.exc import IntegrityError

from models.changes import create_map
from models.changes.lookup import find_map
from models.engine import reading, writing
from models.errors import FalseDoi
from models.history.edition_dois import read_edition_dois, write_edition_doi
from models.history.editions import Edition, find_edition, store_edition
from models.records.maps import ArgumentMapDraft
from models.row_keys import persisted_id


@pytest.fixture
def edition_id(engine: Engine) -> int:
    with writing(engine) as session:
        create_map(session, "debate", ArgumentMapDraft(title="A debate"), author="somebody")
        return persisted_id(store_edition(session, find_map(session, "debate"), 1, b"{}", author="somebody"))


def test_a_doi_is_written_corrected_and_taken_away_and_the_edition_stays(engine: Engine, edition_id: int) -> None:
    with reading(engine) as session:
        before = find_edition(session, "debate", 1).model_dump()
    for written, kept in (("doi:10.5281/zenodo.1", "10.5281/zenodo.1"), ("10.5281/b", "10.5281/b"), (" ", "")):
        with writing(engine) as session:
            assert write_edition_doi(session, edition_id, written) == kept
        with reading(engine) as session:
            assert read_edition_dois(session, [edition_id, edition_id + 1]) == ({edition_id: kept} if kept else {})
            assert find_edition(session, "debate", 1).model_dump() == before
    with writing(engine) as session, pytest.raises(FalseDoi):
        write_edition_doi(session, edition_id, "zenodo.1")


def test_a_doi_goes_with_its_edition_and_needs_one(engine: Engine, edition_id: int) -> None:
    with writing(engine) as session:
        write_edition_doi(session, edition_id, "10.5281/zenodo.1")
    with writing(engine) as session:
        session.connection().execute(delete(Edition))
    with reading(engine) as session:
        assert read_edition_dois(session, [edition_id]) == {}
    with pytest.raises(IntegrityError), writing(engine) as session:
        write_edition_doi(session, edition_id + 1, "10.5281/zenodo.1")
