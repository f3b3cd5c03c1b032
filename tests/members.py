"""Several people at one server: who asks is told by a header or a cookie, and what each may do by a table.

Accounts decide both in earnest; here they are replaced at the one place where the application asks.
"""

from http.cookies import SimpleCookie

import pytest

from api import fast_path, permission, pictures
from api.permission import Action, CurrentUser

MEMBERS: dict[str, set[Action]] = {
    "teacher": set(Action),
    "anna": {Action.LOOK, Action.CHANGE, Action.COMMENT, Action.TAKE_POSITION},
    "ben": {Action.LOOK, Action.CHANGE, Action.COMMENT, Action.TAKE_POSITION},
    "cleo": {Action.LOOK, Action.CHANGE, Action.COMMENT, Action.TAKE_POSITION},
    "reader": {Action.LOOK},
    "local": set(Action),
}


def _asking(headers: list[tuple[bytes, bytes]]) -> CurrentUser:
    given = dict(headers)
    cookie = SimpleCookie(given.get(b"cookie", b"").decode("latin-1")).get("member")
    named = given.get(b"x-member", b"").decode("latin-1") or (cookie.value if cookie else "")
    return CurrentUser(name=named or "local")


def _allowed(user: CurrentUser, action: Action, visibility: str | None = None) -> bool:
    del visibility
    return action in MEMBERS.get(user.name, {Action.LOOK, Action.CHANGE, Action.COMMENT, Action.TAKE_POSITION})


def seat_members(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests come from the members of a seminar."""
    for module in (permission, fast_path, pictures):
        for name, stand_in in (("current_user", _asking), ("allowed", _allowed)):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, stand_in)


def asking(member: str) -> dict[str, str]:
    """Return the headers of a request by a member."""
    return {"X-Member": member}
