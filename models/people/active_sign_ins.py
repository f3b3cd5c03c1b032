"""Where an account is signed in, as its holder sees it; and what a new password ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.people.access_tokens import revoke_tokens
from models.people.account_errors import NoSuchSignIn
from models.people.accounts import Account, SignIn, hash_of
from models.people.authentication import end_sessions

# So long after signing in nobody is asked again whether it is they.
FRESH = timedelta(minutes=15)
_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser in which an account is signed in; `key` names it and lets nobody in."""

    key: str
    browser: str
    since: datetime
    seen: datetime
    here: bool


def list_sign_ins(session: Session, account_id: int, secret: str) -> list[SignedIn]:
    """Return where an account is signed in, the one with this secret first, then by when they were last seen."""
    found = [
        SignedIn(_key(each), each.browser or "", each.created, each.seen, each.token_hash == hash_of(secret))
        for each in _kept(session, account_id)
    ]
    return sorted(found, key=lambda each: (not each.here, -each.seen.timestamp(), each.key))


def end_sign_in(session: Session, account_id: int, key: str) -> None:
    """End one of an account's sessions, at once; raises `NoSuchSignIn`."""
    hashes = [each.token_hash for each in _kept(session, account_id) if _key(each) == key]
    if not hashes:
        raise NoSuchSignIn
    session.connection().execute(delete(SignIn).where(col(SignIn.token_hash).in_(hashes)))


def end_other_sign_ins(session: Session, account_id: int, secret: str) -> None:
    """End every session of an account but the one with this secret."""
    others = (col(SignIn.account_id) == account_id) & (col(SignIn.token_hash) != hash_of(secret))
    session.connection().execute(delete(SignIn).where(others))


def is_fresh(session: Session, account_id: int, secret: str) -> bool:
    """Tell whether somebody has signed in to an account, with this secret, so lately that it is surely they."""
    begun = datetime.now(UTC) - FRESH
    return any(each.token_hash == hash_of(secret) and each.created > begun for each in _kept(session, account_id))


def set_password(session: Session, account_id: int, password_hash: str, keep_tokens: Collection[int] = ()) -> None:
    """Give an account a new password: all its sessions end, and all tokens but those that are kept by hand."""
    session.get_one(Account, account_id).password_hash = password_hash
    end_sessions(session, account_id)
    revoke_tokens(session, account_id, keep_tokens)


def _kept(session: Session, account_id: int) -> list[SignIn]:
    wanted = select(SignIn).where(col(SignIn.account_id) == account_id, col(SignIn.expires) > datetime.now(UTC))
    return list(session.scalars(wanted))


def _key(kept: SignIn) -> str:
    return hash_of(kept.token_hash)[:_KEY_LENGTH]
