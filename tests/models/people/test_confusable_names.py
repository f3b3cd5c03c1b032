"""No two accounts have names that look alike, and none has a name in which something is not seen."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from models.engine import open_engine, reading, writing
from models.migrations.migrating import _script
from models.people.account_errors import InvisibleInName, KeptName, NameTaken, StackedMarks, UnfitClassList, UnfitName
from models.people.confusable_names import derive_looks, is_reserved_name, skeleton
from models.people.enrolment import (
    MembershipScope,
    check_name_available,
    claim_name,
    create_account,
    create_seminar,
    enrol,
    find_account_by_name,
    normalize_chosen_name,
    normalize_name,
)
from models.people.name_proposals import propose_account_name
from models.teaching.class_list_parsing import read_table
from models.teaching.class_lists import read_entries
from models.vocabulary import Role
from tests.models.migrations.test_migrations import empty_server_url, upgrade

__all__ = ["empty_server_url"]  # a fixture of the tests of migrations

ALIKE = [
    ("Alice", "\u0410lice"),  # Cyrillic А
    ("Alice", "Alic\u0435"),  # Cyrillic е
    ("Alice", "AIice"),  # a capital I for the l
    ("Alice", "A1ice"),
    ("alice", "AL1CE"),
    ("Paul", "\u0420\u0430ul"),
    ("HANS", "\u0397ANS"),  # Greek Eta
    ("hans", "\u0397ANS"),
    ("Modern", "Rnodern"),
    ("Olga", "0lga"),
    ("Иван", "\u0418\u0432a\u043d"),  # a Latin a in a Cyrillic name
    ("O'Neil", "O’Neil"),
    ("Ａlice", "alice"),
]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_of_two_names_that_look_alike_one_is_given(engine: Engine, first: str, second: str) -> None:
    with writing(engine) as session:
        create_account(session, first, password_hash=None)
    with writing(engine) as session, pytest.raises(NameTaken, match="belongs to somebody else"):
        create_account(session, second, password_hash=None)
    with reading(engine) as session, pytest.raises(NameTaken):
        check_name_available(session, second)


@pytest.mark.parametrize(
    ("first", "second"), [("Ina", "Iva"), ("Tim", "Tom"), ("Jürgen", "Jurgen"), ("Надя", "Катя"), ("Ann", "Anna")]
)
def test_names_that_look_different_are_given_to_both(engine: Engine, first: str, second: str) -> None:
    with writing(engine) as session:
        create_account(session, first, password_hash=None)
        create_account(session, second, password_hash=None)


@pytest.mark.parametrize(
    "name", ["Надежда Петрова", "Ἑλένη", "महेश", "محمد علي", "李明", "ジャン", "Dvořák", "Nguyễn Văn An", "שרה"]
)
def test_names_of_any_script_are_fit(name: str) -> None:
    assert normalize_chosen_name(name)


@pytest.mark.parametrize(
    "code",
    [
        *(
            0x00AD,
            0x034F,
            0x061C,
            0x115F,
            0x1160,
            0x17B4,
            0x180B,
            0x180E,
            0x200B,
            0x200C,
            0x200D,
            0x200E,
            0x202A,
            0x202E,
        ),
        *(0x2060, 0x2066, 0x2069, 0x206A, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0041, 0xE0100, 0x0007),
    ],
)
def test_a_character_that_cannot_be_seen_is_refused_and_named(code: int) -> None:
    with pytest.raises(InvisibleInName, match=f"U\\+{code:04X}"):
        normalize_name(f"Al{chr(code)}ice")


def test_marks_that_cannot_be_told_apart_are_refused() -> None:
    for name in ("Alic\u0301\u0301e", "A\u0300\u0301\u0302\u0303\u0304lice"):
        with pytest.raises(StackedMarks):
            normalize_name(name)


def test_a_name_is_composed_so_that_it_is_one_however_it_was_typed() -> None:
    assert normalize_name("Jose\u0301") == "José"


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Administrator",
        "ROOT",
        "\u0430dmin",
        "adm1n",
        "Ad-min",
        "Admin 2",
        "moderat\u043er",
        "Teacher",
        "Support",
    ],
)
def test_names_of_offices_are_kept(engine: Engine, name: str) -> None:
    with pytest.raises(KeptName):
        normalize_chosen_name(name)
    assert not is_reserved_name("Barbara")
    with writing(engine) as session:
        assert propose_account_name(session, [name, "Barbara"]) == "Barbara"
        # Whoever runs the server gives what names they like.
        assert create_account(session, name, password_hash=None).handle == name


def test_pseudonyms_are_compared_as_names_are(engine: Engine) -> None:
    with writing(engine) as session:
        alice = create_account(session, "Alice", password_hash=None).id or 0
        other = create_account(session, "Barbara", password_hash=None).id or 0
        place = MembershipScope(seminar_id=create_seminar(session, "ours", "Ours", alice).id)
    with writing(engine) as session, pytest.raises(NameTaken):
        enrol(session, place, other, Role.READER, pseudonym="\u0410lice")
    with writing(engine) as session:
        # Whoever has the name may write it in other letters.
        claim_name(session, alice, "\u0410lice")


def test_a_class_list_names_nobody_twice_who_looks_the_same() -> None:
    table = read_table("Anna\n\u0410nna\nAn\u200dna\nAdmin\n")
    with pytest.raises(UnfitClassList) as refused:
        read_entries(table, table.columns, {}, by=Role.OWNER)
    assert [line for line, _ in refused.value.faults] == [2, 3, 4]


def test_the_skeleton_is_that_of_the_standard() -> None:
    # The example of UTS 39, section 4.
    assert skeleton("\u0440\u0430\u0443\u0440\u0430l") == skeleton("paypal")
    assert skeleton("paypa1") == skeleton("paypal")
    assert derive_looks("Alice") != derive_looks("Bob")


def _old_account(session: Session, number: int, name: str, folded: str) -> None:
    values = {"id": number, "name": name, "folded": folded, "now": datetime.now(UTC).isoformat(), "no": False}
    session.connection().execute(
        text(
            "INSERT INTO account (id, handle, folded, display_name, administrator, created) "
            "VALUES (:id, :name, :folded, '', :no, :now)"
        ),
        values,
    )
    session.connection().execute(text("INSERT INTO account_name (folded, account_id) VALUES (:folded, :id)"), values)


def test_accounts_that_look_alike_already_both_keep_working(kind_url: str) -> None:
    # The last version in which names were compared letter by letter.
    before = next(each.down_revision for each in _script().walk_revisions() if "look alike" in each.doc)
    database = open_engine(kind_url)
    upgrade(database, str(before))
    with writing(database) as session:
        _old_account(session, 1, "Alice", "alice")
        _old_account(session, 2, "\u0410lice", "\u0430lice")
        _old_account(session, 3, "Al\u200dice", "al\u200dice")
    upgrade(database, "head")
    with writing(database) as session:
        for number, name in ((1, "ALICE"), (2, "\u0410lice"), (3, "Al\u200dice")):
            found = find_account_by_name(session, name)
            assert found is not None
            assert found.id == number
            claim_name(session, number, name)
        with pytest.raises(NameTaken):
            check_name_available(session, "AIice")
        with pytest.raises(UnfitName):
            normalize_name("Al\u200dice")
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.sqlite3'}"
    url: str = request.getfixturevalue("empty_server_url")
    return url
