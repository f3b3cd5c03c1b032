"""Several people at one server: who asks is told by a header or a cookie, and what each may do by a table.

Accounts decide both in earnest; here they are replaced at the one place where the application asks.
"""

from http.cookies import SimpleCookie

import pytest
from fastapi import Request

from api.access import authorization, current_user
from api.access.authorization import NotAllowed, Permission, accounts_off_refusal
from api.access.current_user import LOCAL_USER, CurrentUser
from api.access.permission_policy import ACCOUNT_ACTIONS, ACTIONS_BY_ROLE, Action
from models.vocabulary import Role

EVERYTHING = frozenset(Action)
EDITS = ACTIONS_BY_ROLE[Role.EDITOR] | {Action.CREATE}
MEMBERS: dict[str, frozenset[Action]] = {
    "teacher": EVERYTHING,
    "anna": EDITS,
    "ben": EDITS,
    "cleo": EDITS,
    "reader": ACTIONS_BY_ROLE[Role.READER],
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
    if asked.action in ACCOUNT_ACTIONS:
        raise accounts_off_refusal()
    if asked.action not in request.state.actions:
        raise NotAllowed
    return user


def seat_members(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests come from the members of a seminar."""
    monkeypatch.setattr(Permission, "__call__", _let_in)
    for module in (current_user, authorization):
        monkeypatch.setattr(module, "list_permitted_actions", _permitted)


def asking(member: str) -> dict[str, str]:
    """Return the headers of a request by a member."""
    return {"X-Member": member}
