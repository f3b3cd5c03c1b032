"""Many passages of one text are written, carried over and undone in as many statements as a few are."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from models import changes
from models.engine import writing
from models.errors import MapError, PassageDiffers
from models.records.contents import ContentDraft, store_contents
from models.records.maps import ArgumentMapDraft
from models.records.texts import AnnotationDraft, TextDraft, VersionDraft
from models.search.folded_words import fold_words
from models.search.terms import split_pieces
from models.vocabulary import AnchorState, RecordKind

MOMENT = "2026-01-01T00:00:00Z"
WORDS = " ".join(f"word{number:04}" for number in range(400))
OLD, NEW = ContentDraft(text=WORDS), ContentDraft(text=f"Before. {WORDS}")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database; many rows of one statement count once."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def passage(number: int) -> AnnotationDraft:
    start = number * 9
    return AnnotationDraft(in_text="T1", version=OLD.sha256, exact=f"word{number:04}", start=start, end=start + 8)


def carried(draft: dict[str, Any]) -> dict[str, Any]:
    start = draft.get("start", 0) + 8
    return {"version": NEW.sha256, "start": start, "end": start + 8}


def do(engine: Engine, work: Callable[[Session, Any], Any]) -> int:
    """Return in how many statements a change is made."""
    with counted(engine) as sent, writing(engine) as session:
        work(session, changes.find_map(session, "m"))
    return len(sent)


def numbers_of_statements(engine: Engine, passages: int) -> dict[str, int]:
    with writing(engine) as session:
        changes.create_map(session, "m", ArgumentMapDraft(title="M"), author="me")
        store_contents(session, [OLD])
        version = VersionDraft(sha256=OLD.sha256, at=MOMENT, media_type="text/plain")
        found, draft = changes.find_map(session, "m"), TextDraft(title="T", versions=[version])
        changes.create_record(session, found, RecordKind.TEXT, draft, label="T1", author="me")
    items = [(RecordKind.ANNOTATION, None, passage(number)) for number in range(passages)]
    made: list[Any] = []

    def undo(session: Session, _: Any) -> None:
        changes.revert_change(session, "m", made[-1][0].change, author="me")

    def carry(session: Session, found: Any) -> None:
        given = {"carry": carried, "revision": None, "author": "me"}
        made.append(changes.add_version(session, found, "T1", NEW, "text/plain", **given))

    counts = {
        "created": do(engine, lambda session, found: changes.create_records(session, found, items, author="me")),
        "carried": do(engine, carry),
        "undone": do(engine, undo),
    }
    with writing(engine) as session:
        changes.delete_map(session, "m", version=None, author="me")
    return counts


def test_many_passages_take_as_many_statements_as_a_few(engine: Engine) -> None:
    # What the contents say is kept from the first time.
    numbers_of_statements(engine, 1)
    assert numbers_of_statements(engine, 60) == numbers_of_statements(engine, 6)


@pytest.mark.parametrize("number", [1, 5])
def test_of_a_few_and_of_many_passages_the_first_that_is_not_there_is_named(engine: Engine, number: int) -> None:
    numbers_of_statements(engine, 1)
    with writing(engine) as session:
        changes.create_map(session, "n", ArgumentMapDraft(title="N"), author="me")
        version = VersionDraft(sha256=OLD.sha256, at=MOMENT, media_type="text/plain")
        items: list[Any] = [(RecordKind.TEXT, "T1", TextDraft(title="T", versions=[version]))]
        items += [(RecordKind.ANNOTATION, f"N{each}", passage(each)) for each in range(number)]
        wrong = passage(7).model_copy(update={"start": 1, "end": 9})
        items += [(RecordKind.ANNOTATION, "A1", wrong), (RecordKind.ANNOTATION, "A0", wrong)]
        with pytest.raises(PassageDiffers, match="“A1”"), session.begin_nested():
            changes.create_records(session, changes.find_map(session, "n"), items, author="me")
        doubted = {"start": 9_000, "end": 9_008, "state": AnchorState.NEEDS_REVIEW, "score": 0.5}
        past = passage(7).model_copy(update=doubted)
        with pytest.raises(MapError, match="“A2”"), session.begin_nested():
            given = [*items[:-2], (RecordKind.ANNOTATION, "A2", past)]
            changes.create_records(session, changes.find_map(session, "n"), given, author="me")


def test_numbers_are_given_out_in_the_order_of_the_records(engine: Engine) -> None:
    numbers_of_statements(engine, 1)
    with writing(engine) as session:
        changes.create_map(session, "k", ArgumentMapDraft(title="K"), author="me")
        version = VersionDraft(sha256=OLD.sha256, at=MOMENT, media_type="text/plain")
        found = changes.find_map(session, "k")
        text = TextDraft(title="T", versions=[version])
        changes.create_record(session, found, RecordKind.TEXT, text, label="T1", author="me")
        labels = [None, "N3", None, "N9", None, "Nx", None, "N2"]
        items = [(RecordKind.ANNOTATION, label, passage(number)) for number, label in enumerate(labels)]
        made = changes.create_records(session, found, items, author="me")
        assert [record.label for record in made] == ["N1", "N3", "N4", "N9", "N10", "Nx", "N11", "N2"]
        again = changes.create_record(session, found, RecordKind.ANNOTATION, passage(20), author="me")
        assert again.label == "N12"


def test_a_text_in_pieces_has_the_words_of_the_whole() -> None:
    chance = random.Random(3)
    letters = "abc éÅ \n\u0301中文字 ﬁſß\u00a0\u3000-_"
    for _ in range(200):
        text = "".join(chance.choices(letters, k=chance.randint(0, 60)))
        parts = list(split_pieces(text, length=chance.randint(1, 20)))
        assert "".join(parts) == text
        assert " ".join(fold_words(part).strip() for part in parts).split() == fold_words(text).split()
