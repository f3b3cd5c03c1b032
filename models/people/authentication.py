"""Recognising who asks: by the session of a browser or the token of a program, with every role that is theirs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    delete,
    func,
    null,
    select,
    true,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.instants import UtcDateTime
from models.people.accounts import AccessToken, Account, SignIn, create_secret, hash_secret
from models.people.seminars import Membership, Seminar, SeminarMap
from models.vocabulary import Role, Sharing, TokenScope

SESSION_LIFE = timedelta(days=30)
# So often it is noted that a session is still in use.
LAST_USE_INTERVAL = timedelta(hours=1)
# So many are asked for at a time.
CHUNK = 500
_RANK = {role: rank for rank, role in enumerate(Role)}
# There are more columns than a select has types for; rows are read by their names.
_PrincipalSelect = Select[*tuple[Any, ...]]
_PrincipalRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Principal:
    """An account with its roles: on maps and in seminars by their ids, and by maps the pseudonyms that it writes under.

    A role on a map is the higher of its own, as far as it reaches there, and that in the map's seminar. A seminar that
    was deleted is there for its leaders alone; on closed maps and in closed seminars nothing changes. `scopes` is None
    for a browser, which may do all that the account may; `last_used` is when the session was last noted to be in use.
    """

    account_id: int
    handle: str
    display_name: str
    administrator: bool
    roles: Mapping[int, Role] = field(default_factory=dict)
    seminars: Mapping[int, Role] = field(default_factory=dict)
    pseudonyms: Mapping[int, str] = field(default_factory=dict)
    closed_maps: frozenset[int] = frozenset()
    closed_seminars: frozenset[int] = frozenset()
    scopes: frozenset[TokenScope] | None = None
    last_used: datetime | None = None

    @property
    def is_last_use_outdated(self) -> bool:
        """Whether it is time to note again that the session is in use."""
        return self.last_used is not None and self.last_used < datetime.now(UTC) - LAST_USE_INTERVAL


def higher_role(first: Role | None, second: Role | None) -> Role | None:
    """Return the wider of two roles."""
    both = [role for role in (first, second) if role is not None]
    return min(both, key=_RANK.__getitem__) if both else None


def at_least(role: Role | None, required: Role) -> bool:
    """Tell whether a role reaches as far as another."""
    return role is not None and _RANK[role] <= _RANK[required]


def derive_shared_role(role: Role, sharing: str) -> Role | None:
    """Return the role on a map of a seminar of whoever has this role in the seminar, None where they do not see it."""
    if sharing == Sharing.WORKING or at_least(role, Role.TEACHER):
        return role
    if sharing == Sharing.APART:
        return None
    return Role.DISCUSSANT if at_least(role, Role.DISCUSSANT) else role


def derive_own_role(role: Role, seminar_id: int | None, seminars: Mapping[int, Role], *, is_over: bool = False) -> Role:
    """Return what a membership of one map is worth: of a seminar's map only those decide who lead the seminar.

    Where the time to work on it `is_over`, others discuss it.
    """
    if seminar_id is None or at_least(seminars.get(seminar_id), Role.TEACHER):
        return role
    widest = Role.DISCUSSANT if is_over else Role.EDITOR
    return role if at_least(widest, role) else widest


def authenticate_session(session: Session, secret: str) -> Principal | None:
    """Return whose session the secret is, None where it is nobody's any more. One indexed read."""
    return _read_principal(session, _select_by_session(), secret)


def authenticate_token(session: Session, secret: str) -> Principal | None:
    """Return whose access token the secret is, None where it is nobody's any more. One indexed read."""
    return _read_principal(session, _select_by_token(), secret)


def authenticate_sessions(session: Session, secrets: Collection[str], map_id: int) -> dict[str, Principal]:
    """Return by secrets whose sessions they are, those left out that are nobody's any more; seminars as for that map.

    One indexed read for each 500 of them.
    """
    return _read_principals(session, _select_by_sessions(), secrets, map_id)


def authenticate_tokens(session: Session, secrets: Collection[str], map_id: int) -> dict[str, Principal]:
    """Return by secrets whose access tokens they are, as `authenticate_sessions`."""
    return _read_principals(session, _select_by_tokens(), secrets, map_id)


def _read_principals(
    session: Session, statement: _PrincipalSelect, secrets: Collection[str], map_id: int
) -> dict[str, Principal]:
    by_hash = {hash_secret(secret): secret for secret in secrets}
    hashes = [*by_hash]
    rows: dict[str, list[_PrincipalRow]] = {}
    for start in range(0, len(hashes), CHUNK):
        parameters = {"hashes": hashes[start : start + CHUNK], "now": datetime.now(UTC), "map": map_id}
        for row in session.connection().execute(statement, parameters):
            rows.setdefault(row.token_hash, []).append(row)
    return {by_hash[key]: _build_principal(key_rows) for key, key_rows in rows.items()}


def _read_principal(session: Session, statement: _PrincipalSelect, secret: str) -> Principal | None:
    rows = session.connection().execute(statement, {"hash": hash_secret(secret), "now": datetime.now(UTC)}).all()
    return _build_principal(rows) if rows else None


def _build_principal(rows: Sequence[_PrincipalRow]) -> Principal:
    roles: dict[int, Role] = {}
    first, now = rows[0], datetime.now(UTC)
    seminars = {
        row.seminar_id: Role(row.role) for row in rows if row.seminar_id is not None and _is_seminar_visible(row, now)
    }
    rows = [row for row in rows if _is_membership_effective(row, seminars, now)]
    pseudonyms: dict[int, str] = {}
    for row in rows:
        if row.role is None:
            continue
        role = Role(row.role)
        if row.own_map is not None:
            role = derive_own_role(role, row.belongs_to, seminars, is_over=bool(row.is_over))
        if row.own_map is not None:
            roles[row.own_map] = higher_role(roles.get(row.own_map), role) or role
        shared = derive_shared_role(role, row.sharing) if row.shared_map is not None else None
        if shared is not None:
            roles[row.shared_map] = higher_role(roles.get(row.shared_map), shared) or shared
        if row.shared_map is not None and row.pseudonym:
            pseudonyms[row.shared_map] = row.pseudonym
    closed_rows = [row for row in rows if row.closed is not None or row.erased_after is not None]
    closed_maps = frozenset(
        map_id for row in closed_rows for map_id in (row.own_map, row.shared_map) if map_id is not None
    )
    closed_seminars = frozenset(row.seminar_id for row in closed_rows if row.seminar_id is not None)
    scopes = frozenset(TokenScope(word) for word in first.scopes.split()) if first.scopes is not None else None
    return Principal(
        *(first.id, first.handle, first.display_name, first.administrator, roles, seminars, pseudonyms),
        *(closed_maps, closed_seminars, scopes, first.seen),
    )


def _is_seminar_visible(row: _PrincipalRow, now: datetime) -> bool:
    """Tell whether a seminar is there for a member: one that was deleted is for its leaders alone, and not for ever."""
    if row.erased_after is None:
        return True
    return bool(row.erased_after > now) and at_least(Role(row.role), Role.TEACHER)


def _is_membership_effective(row: _PrincipalRow, seminars: Mapping[int, Role], now: datetime) -> bool:
    """Tell whether a membership counts: that of a map of a deleted seminar only for whoever leads that."""
    if row.seminar_id is not None:
        return row.seminar_id in seminars
    if row.own_map is None or row.erased_after is None:
        return True
    return bool(row.erased_after > now) and at_least(seminars.get(row.belongs_to), Role.TEACHER)


@cache
def _select_by_session() -> _PrincipalSelect:
    return _select_principals(SignIn, null().label("scopes"), col(SignIn.seen)).where(
        col(SignIn.token_hash) == bindparam("hash")
    )


@cache
def _select_by_token() -> _PrincipalSelect:
    statement = _select_principals(AccessToken, col(AccessToken.scopes), null().label("seen"))
    return statement.where(col(AccessToken.revoked).is_(None), col(AccessToken.token_hash) == bindparam("hash"))


@cache
def _select_by_sessions() -> _PrincipalSelect:
    statement = _select_principals(
        SignIn, col(SignIn.token_hash), null().label("scopes"), col(SignIn.seen), on_map=bindparam("map")
    )
    return statement.where(col(SignIn.token_hash).in_(bindparam("hashes", expanding=True)))


@cache
def _select_by_tokens() -> _PrincipalSelect:
    statement = _select_principals(
        AccessToken, col(AccessToken.token_hash), col(AccessToken.scopes), null().label("seen"), on_map=bindparam("map")
    )
    return statement.where(
        col(AccessToken.revoked).is_(None), col(AccessToken.token_hash).in_(bindparam("hashes", expanding=True))
    )


def _select_principals(
    credential: type[SignIn | AccessToken],
    *columns: SQLColumnExpression[Any],
    on_map: BindParameter[int] | None = None,
) -> _PrincipalSelect:
    """Return what asks for accounts with their roles; of the maps of seminars only for one where that is given."""
    membership_map = aliased(SeminarMap)
    belongs_to = col(membership_map.seminar_id)
    map_condition = true() if on_map is None else col(SeminarMap.map_id) == on_map
    return (
        select(
            *(col(Account.id), col(Account.handle), col(Account.display_name), col(Account.administrator)),
            *(col(Membership.role), col(Membership.seminar_id), col(Membership.pseudonym)),
            *(col(Membership.map_id).label("own_map"), belongs_to.label("belongs_to")),
            *(col(SeminarMap.map_id).label("shared_map"), col(SeminarMap.sharing)),
            (col(membership_map.writable_until) <= bindparam("now", type_=UtcDateTime())).label("is_over"),
            *(col(Seminar.closed), col(Seminar.erased_after)),
            *columns,
        )
        .select_from(credential)
        .join(Account, col(Account.id) == col(credential.account_id))
        .outerjoin(Membership, col(Membership.account_id) == col(Account.id))
        .outerjoin(SeminarMap, and_(col(SeminarMap.seminar_id) == col(Membership.seminar_id), map_condition))
        .outerjoin(membership_map, col(membership_map.map_id) == col(Membership.map_id))
        .outerjoin(Seminar, col(Seminar.id) == func.coalesce(col(Membership.seminar_id), belongs_to))
        .where(col(Account.disabled).is_(None))
        .where(col(credential.expires) > bindparam("now", type_=UtcDateTime()))
    )


def begin_session(session: Session, account_id: int, browser: str = "") -> str:
    """Note that an account signs in; return the secret that its browser, of this kind, shows from now on."""
    secret, now = create_secret(), datetime.now(UTC)
    session.connection().execute(delete(SignIn).where(col(SignIn.expires) <= now))
    session.add(
        SignIn(
            token_hash=hash_secret(secret),
            account_id=account_id,
            browser=browser[:80] or None,
            created=now,
            seen=now,
            expires=now + SESSION_LIFE,
        )
    )
    session.flush()
    return secret


def note_last_use(session: Session, secret: str) -> None:
    """Note that a session is in use."""
    session.connection().execute(
        update(SignIn).where(col(SignIn.token_hash) == hash_secret(secret)).values(seen=datetime.now(UTC))
    )


def end_session(session: Session, secret: str) -> None:
    """End one session; at once, since every request asks for it."""
    session.connection().execute(delete(SignIn).where(col(SignIn.token_hash) == hash_secret(secret)))


def end_sessions(session: Session, account_id: int) -> None:
    """End every session of an account."""
    session.connection().execute(delete(SignIn).where(col(SignIn.account_id) == account_id))
