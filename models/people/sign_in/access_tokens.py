"""Access tokens, by which programs are recognised: made, listed and taken back."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.people.accounts import AccessToken, create_secret, hash_secret
from models.row_keys import persisted_id


def create_token(session: Session, account_id: int, name: str, scopes: Iterable[str], days: int) -> tuple[str, int]:
    """Make an access token; return its secret, which is kept nowhere, and its number."""
    secret, now = create_secret(), datetime.now(UTC)
    token = AccessToken(
        token_hash=hash_secret(secret),
        account_id=account_id,
        name=name,
        scopes=" ".join(scopes),
        created=now,
        expires=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    return secret, persisted_id(token)


def list_access_tokens(session: Session, account_id: int) -> list[AccessToken]:
    """Return the tokens of an account that still hold, oldest first."""
    statement = select(AccessToken).where(col(AccessToken.account_id) == account_id, col(AccessToken.revoked).is_(None))
    return list(
        session.scalars(statement.where(col(AccessToken.expires) > datetime.now(UTC)).order_by(col(AccessToken.id)))
    )


def revoke_token(session: Session, account_id: int, token_id: int) -> bool:
    """Take a token back; tell whether there was one to take back."""
    result = session.connection().execute(
        update(AccessToken)
        .where(
            col(AccessToken.account_id) == account_id,
            col(AccessToken.id) == token_id,
            col(AccessToken.revoked).is_(None),
        )
        .values(revoked=datetime.now(UTC))
    )
    return bool(result.rowcount)


def revoke_tokens(session: Session, account_id: int, keep: Collection[int] = ()) -> None:
    """Take back every token of an account but those of these numbers."""
    revocable = (
        (col(AccessToken.account_id) == account_id)
        & col(AccessToken.revoked).is_(None)
        & col(AccessToken.id).not_in(sorted(keep))
    )
    session.connection().execute(update(AccessToken).where(revocable).values(revoked=datetime.now(UTC)))
