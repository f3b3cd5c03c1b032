"""Several people at one server: who asks is told by a header or a cookie, and what each may do by a table.

Accounts decide both in earnest; here they are replaced at the one place where the application asks.
"""

from http.cookies import SimpleCookie

import pytest
from fastapi import Request

from api import permission
from api.permission import LOCAL_USER, CurrentUser, NotAllowed, Permission, accounts_are_off
from api.permissions import ABOUT_ACCOUNTS, OF_ROLE, Action
from models.vocabulary import Role

EVERYTHING = frozenset(Action)
EDITS = OF_ROLE[Role.EDITOR] | {Action.CREATE}
MEMBERS: dict[str, frozenset[Action]] = {
    "teacher": EVERYTHING,
    "anna": EDITS,
    "ben": EDITS,
    "cleo": EDITS,
    "reader": OF_ROLE[Role.READER],
    "local": EVERYTHING,
}


def _asking(request: Request) -> CurrentUser:
    cookie = SimpleCookie(request.headers.get("cookie", "")).get("member")
    name = request.headers.get("x-member") or (cookie.value if cookie else "")
    return CurrentUser(name=name) if name else LOCAL_USER


def _permitted(user: CurrentUser, visibility: str | None = None, map_id: int | None = None) -> frozenset[Action]:
    del visibility, map_id
    return MEMBERS.get(user.name, EDITS)


async def _let_in(asked: Permission, request: Request) -> CurrentUser:
    user = request.state.user = _asking(request)
    request.state.actions = _permitted(user)
    if asked.action in ABOUT_ACCOUNTS:
        raise accounts_are_off()
    if asked.action not in request.state.actions:
        raise NotAllowed
    return user


def seat_members(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests come from the members of a seminar."""
    monkeypatch.setattr(Permission, "__call__", _let_in)
    monkeypatch.setattr(permission, "permitted", _permitted)


def asking(member: str) -> dict[str, str]:
    """Return the headers of a request by a member."""
    return {"X-Member": member}
