"""Access tokens, by which programs are recognised: made, listed and taken back."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from models.people.accounts import AccessToken, hash_of, new_secret


def create_token(session: Session, account_id: int, name: str, scopes: Iterable[str], days: int) -> tuple[str, int]:
    """Make an access token; return its secret, which is kept nowhere, and its number."""
    secret, now = new_secret(), datetime.now(UTC)
    made = AccessToken(
        token_hash=hash_of(secret),
        account_id=account_id,
        name=name,
        scopes=" ".join(scopes),
        created=now,
        expires=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    return secret, made.id or 0


def tokens_of(session: Session, account_id: int) -> list[AccessToken]:
    """Return the tokens of an account that still hold, oldest first."""
    tokens: Any = AccessToken
    wanted = select(AccessToken).where(tokens.account_id == account_id, tokens.revoked.is_(None))
    return list(session.scalars(wanted.where(tokens.expires > datetime.now(UTC)).order_by(tokens.id)))


def revoke_token(session: Session, account_id: int, token_id: int) -> bool:
    """Take a token back; tell whether there was one to take back."""
    tokens: Any = AccessToken
    done = session.connection().execute(
        update(AccessToken)
        .where(tokens.account_id == account_id, tokens.id == token_id, tokens.revoked.is_(None))
        .values(revoked=datetime.now(UTC))
    )
    return bool(done.rowcount)


def revoke_tokens(session: Session, account_id: int, keep: Collection[int] = ()) -> None:
    """Take back every token of an account but those of these numbers."""
    tokens: Any = AccessToken
    gone = (tokens.account_id == account_id) & tokens.revoked.is_(None) & tokens.id.not_in(sorted(keep))
    session.connection().execute(update(AccessToken).where(gone).values(revoked=datetime.now(UTC)))
