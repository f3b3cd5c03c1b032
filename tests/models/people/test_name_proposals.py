"""What somebody is called at a provider becomes a name that can be one here, and that nobody has."""

import pytest
from sqlalchemy import Engine

from models.engine import reading, writing
from models.people.enrolment import create_account
from models.people.name_proposals import propose_account_name, sanitize_wish


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("anna.kim@example.org", "anna.kim"),
        ("Anna_Kim", "Anna Kim"),
        ("  Anna   Kim ", "Anna Kim"),
        ("沈志华", "沈志华"),
        ("Ｗａｔａｄａ", "Watada"),
        ("O’Neill-Smith", "O’Neill-Smith"),
        ("<b>Anna</b>", "b Anna b"),
        ("-- .x", "x"),
        ("a" * 39 + " bcd", "a" * 39),
        ("a\x00b\r\nc", "a b c"),
        ("@example.org", ""),
        ("***", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_a_wish_becomes_a_name(wish: str, name: str) -> None:
    assert sanitize_wish(wish) == name


def test_the_first_wish_that_can_be_a_name_is_proposed(engine: Engine) -> None:
    with reading(engine) as session:
        assert propose_account_name(session, ["***", "anna.kim", "Anna Kim"]) == "anna.kim"
        assert propose_account_name(session, ["***", "@"]) == ""
        assert propose_account_name(session, []) == ""


def test_a_name_that_somebody_has_or_nobody_may_have_gets_a_number(engine: Engine) -> None:
    with writing(engine) as session:
        for name in ("Anna", "anna 2", "x" * 40):
            create_account(session, name, password_hash=None)
        assert propose_account_name(session, ["ANNA"]) == "ANNA 3"
        assert propose_account_name(session, ["local"]) == "local 2"
        assert propose_account_name(session, ["X" * 40]) == "X" * 37 + " 2"
