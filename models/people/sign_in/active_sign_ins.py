"""Where an account is signed in, as its holder sees it; and what a new password ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.people.account_errors import NoSuchSignIn
from models.people.accounts import Account, SignIn, hash_secret
from models.people.authentication import end_sessions
from models.people.sign_in.access_tokens import revoke_tokens

# So long after signing in nobody is asked again whether it is they.
RECENT_SIGN_IN = timedelta(minutes=15)
_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SignInSummary:
    """A browser in which an account is signed in; `key` names it and lets nobody in."""

    key: str
    browser: str
    since: datetime
    last_used: datetime
    is_this_browser: bool


def list_sign_ins(session: Session, account_id: int, secret: str) -> list[SignInSummary]:
    """Return where an account is signed in, the one with this secret first, then by when they were last seen."""
    summaries = [
        SignInSummary(
            _derive_key(sign_in),
            sign_in.browser or "",
            sign_in.created,
            sign_in.seen,
            sign_in.token_hash == hash_secret(secret),
        )
        for sign_in in _list_unexpired(session, account_id)
    ]
    return sorted(
        summaries, key=lambda summary: (not summary.is_this_browser, -summary.last_used.timestamp(), summary.key)
    )


def end_sign_in(session: Session, account_id: int, key: str) -> None:
    """End one of an account's sessions, at once; raises `NoSuchSignIn`."""
    hashes = [sign_in.token_hash for sign_in in _list_unexpired(session, account_id) if _derive_key(sign_in) == key]
    if not hashes:
        raise NoSuchSignIn
    session.connection().execute(delete(SignIn).where(col(SignIn.token_hash).in_(hashes)))


def end_other_sign_ins(session: Session, account_id: int, secret: str) -> None:
    """End every session of an account but the one with this secret."""
    others = (col(SignIn.account_id) == account_id) & (col(SignIn.token_hash) != hash_secret(secret))
    session.connection().execute(delete(SignIn).where(others))


def is_sign_in_recent(session: Session, account_id: int, secret: str) -> bool:
    """Tell whether somebody has signed in to an account, with this secret, so lately that it is surely they."""
    earliest_sign_in = datetime.now(UTC) - RECENT_SIGN_IN
    return any(
        sign_in.token_hash == hash_secret(secret) and sign_in.created > earliest_sign_in
        for sign_in in _list_unexpired(session, account_id)
    )


def set_password(session: Session, account_id: int, password_hash: str, keep_tokens: Collection[int] = ()) -> None:
    """Give an account a new password: all its sessions end, and all tokens but those that are kept by hand."""
    session.get_one(Account, account_id).password_hash = password_hash
    end_sessions(session, account_id)
    revoke_tokens(session, account_id, keep_tokens)


def _list_unexpired(session: Session, account_id: int) -> list[SignIn]:
    statement = select(SignIn).where(col(SignIn.account_id) == account_id, col(SignIn.expires) > datetime.now(UTC))
    return list(session.scalars(statement))


def _derive_key(sign_in: SignIn) -> str:
    return hash_secret(sign_in.token_hash)[:_KEY_LENGTH]
