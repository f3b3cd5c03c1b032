"""Who may do what: every action, and the roles, accounts and tokens that include it.

Which action a route performs it declares itself (`require_permission` in `api/access/authorization.py`); what
holds of every declaration is checked when the application is built (`api/access/route_checks.py`).
"""

from collections.abc import Mapping
from enum import StrEnum

from models.vocabulary import Role, TokenScope


class Action(StrEnum):
    """What a route does, as far as permission is concerned."""

    LOOK = "look"
    # What was published stays where it could be read, also when its map is deleted.
    READ_EDITION = "read an edition"
    LEAVE = "leave"
    CONTRIBUTE = "contribute"
    CHANGE = "change"
    COMMENT = "comment"
    TAKE_POSITION = "take a position"
    # In a controversy, with one's own group.
    AGREE = "agree on a synthesis"
    MODERATE = "moderate"
    TEACH = "teach"
    ADMINISTER = "administer"
    ASK_STATUS = "ask status"
    # The remaining ones concern no map and no seminar.
    CREATE = "create"
    SIGN_IN = "sign in"
    OWN_ACCOUNT = "keep one's account"


_LOOKS = frozenset({Action.LOOK, Action.READ_EDITION, Action.LEAVE})
_DISCUSSES = _LOOKS | {Action.COMMENT, Action.TAKE_POSITION, Action.AGREE}
_CONTRIBUTES = _DISCUSSES | {Action.CONTRIBUTE}
_EDITS = _CONTRIBUTES | {Action.CHANGE}
_TEACHES = _EDITS | {Action.MODERATE, Action.TEACH}

# On a map, or in a seminar.
ACTIONS_BY_ROLE: Mapping[Role, frozenset[Action]] = {
    Role.READER: _LOOKS,
    Role.DISCUSSANT: _DISCUSSES,
    Role.CONTRIBUTOR: _CONTRIBUTES,
    Role.EDITOR: _EDITS,
    Role.TEACHER: _TEACHES,
    Role.OWNER: _TEACHES | {Action.ADMINISTER},
}
# What is offered where the seminar is closed: what was said is read by whoever may say something.
ACTIONS_WHERE_CLOSED = (_DISCUSSES - {Action.AGREE}) | {Action.CREATE}
# Where no map and no seminar is meant.
ACTIONS_OF_EVERYBODY = frozenset({Action.LOOK, Action.ASK_STATUS, Action.SIGN_IN})
ACTIONS_OF_ACCOUNTS = ACTIONS_OF_EVERYBODY | {Action.CREATE, Action.OWN_ACCOUNT}
# What only makes sense where people sign in.
ACCOUNT_ACTIONS = frozenset({Action.SIGN_IN, Action.OWN_ACCOUNT})
# What changes nothing, so that no route that writes asks for these alone.
READING_ACTIONS = frozenset({Action.LOOK, Action.READ_EDITION, Action.ASK_STATUS})

# Whoever comes with a token has nothing to sign in to: not even all of them together join or sign out.
_READS = (ACTIONS_OF_EVERYBODY | {Action.READ_EDITION}) - {Action.SIGN_IN}
_WRITES = (_READS | _EDITS | {Action.CREATE}) - {Action.LEAVE}
ACTIONS_BY_SCOPE: Mapping[TokenScope, frozenset[Action]] = {
    TokenScope.READ: _READS,
    TokenScope.WRITE: _WRITES,
    TokenScope.ADMIN: frozenset(Action) - {Action.SIGN_IN},
}

API = "/api/v1"
_MAP = f"{API}/maps/{{slug}}"
_PAGE = "/maps/{slug}"
_SEMINAR = f"{API}/seminars/{{seminar}}"
# Whoever looks is here, and says so: that is no part of a map.
WRITABLE_BY_READERS = frozenset({f"{_MAP}/presence", f"{_MAP}/presence/{{client}}"})
# What may be done where a seminar is closed or deleted: with the seminar itself, about who reads it, and what takes a
# copy of a map elsewhere.
CHANGEABLE_WHERE_CLOSED = frozenset(
    {
        _SEMINAR,
        *(f"{_SEMINAR}/{rest}" for rest in ("call-back", "leave")),
        *(
            f"/seminars/{{seminar}}/{rest}"
            for rest in (
                *("title", "close", "open", "archive", "bring-back", "call-back", "delete", "leave"),
                "next-term",
                *("members/{member}", "members/{member}/link", "members/{member}/link/revoke"),
                *("links/revoke", "invitations/{number}/revoke"),
            )
        ),
        *(f"{_PAGE}/{rest}" for rest in ("bring", "forks")),
        f"{_MAP}/forks",
        # Whoever reads there may be seen to.
        *WRITABLE_BY_READERS,
    }
)
