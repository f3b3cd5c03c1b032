"""`sicetnon account`: the first account, and what only whoever runs the server may do to accounts."""

import getpass
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.access import passwords
from api.commands.maintenance.databases import open_database
from api.commands.terminal import fail, report
from models.engine import writing
from models.people.authentication import end_sessions
from models.people.enrolment import count_administrators, create_account, find_account_by_handle, find_account_by_name
from models.people.sign_in.access_tokens import revoke_tokens
from models.people.sign_in.active_sign_ins import set_password
from models.row_keys import persisted_id


class AccountAction(StrEnum):
    """What is done to an account."""

    ADD = "add"
    PASSWORD = "password"  # noqa: S105 # the name of what is done
    DISABLE = "disable"
    ENABLE = "enable"


def account(
    doing: Annotated[AccountAction, typer.Argument(metavar="add|password|disable|enable", help="What to do.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name under which somebody signs in.")],
    administrator: Annotated[
        bool, typer.Option("--administrator", help="With add: an account that may do everything; the first one is.")
    ] = False,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking for it.")
    ] = False,
) -> None:
    """Add an account, give it a new password, or shut it out and let it in again; its sessions and tokens end.

    Example: sicetnon account add Barbara --password-stdin
    """
    password = _password(password_stdin) if doing in (AccountAction.ADD, AccountAction.PASSWORD) else ""
    # Before the transaction, in which it would hold the lock of every writer of a running server.
    hashed = passwords.hash_password(password, name) if doing in (AccountAction.ADD, AccountAction.PASSWORD) else ""
    with open_database() as engine, writing(engine) as session:
        if doing is AccountAction.ADD:
            first = count_administrators(session) == 0
            create_account(session, name, password_hash=hashed, administrator=administrator or first)
            report(f"{name} may sign in{', and is an administrator' if administrator or first else ''}.")
            return
        user_account = find_account_by_name(session, name) or find_account_by_handle(session, name)
        if user_account is None:
            fail(f"nobody is called {name}.")
        if doing is AccountAction.PASSWORD:
            set_password(session, persisted_id(user_account), hashed)
        else:
            user_account.disabled = datetime.now(UTC) if doing is AccountAction.DISABLE else None
        session.add(user_account)
        if doing is AccountAction.DISABLE:
            end_sessions(session, persisted_id(user_account))
            revoke_tokens(session, persisted_id(user_account))
    outcomes = {
        AccountAction.PASSWORD: "has a new password",
        AccountAction.DISABLE: "is shut out",
        AccountAction.ENABLE: "may sign in again",
    }
    report(f"{name} {outcomes[doing]}.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        first, second = getpass.getpass("Password: "), getpass.getpass("Once more: ")
    except (EOFError, KeyboardInterrupt):
        fail("no password was given.")
    if first != second:
        fail("the two passwords differ.")
    return first
