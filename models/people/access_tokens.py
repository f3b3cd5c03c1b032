"""Access tokens, by which programs are recognised: made, listed and taken back."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.people.accounts import AccessToken, hash_of, new_secret
from models.row_keys import persisted_id


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
    return secret, persisted_id(made)


def tokens_of(session: Session, account_id: int) -> list[AccessToken]:
    """Return the tokens of an account that still hold, oldest first."""
    wanted = select(AccessToken).where(col(AccessToken.account_id) == account_id, col(AccessToken.revoked).is_(None))
    return list(
        session.scalars(wanted.where(col(AccessToken.expires) > datetime.now(UTC)).order_by(col(AccessToken.id)))
    )


def revoke_token(session: Session, account_id: int, token_id: int) -> bool:
    """Take a token back; tell whether there was one to take back."""
    done = session.connection().execute(
        update(AccessToken)
        .where(
            col(AccessToken.account_id) == account_id,
            col(AccessToken.id) == token_id,
            col(AccessToken.revoked).is_(None),
        )
        .values(revoked=datetime.now(UTC))
    )
    return bool(done.rowcount)


def revoke_tokens(session: Session, account_id: int, keep: Collection[int] = ()) -> None:
    """Take back every token of an account but those of these numbers."""
    gone = (
        (col(AccessToken.account_id) == account_id)
        & col(AccessToken.revoked).is_(None)
        & col(AccessToken.id).not_in(sorted(keep))
    )
    session.connection().execute(update(AccessToken).where(gone).values(revoked=datetime.now(UTC)))
