"""Accounts that are signed in to by a provider of OpenID Connect, and the visits to it that lead there.

An account is found by issuer and subject and by nothing else (OpenID Connect Core 1.0, section 5.7): names and
addresses at a provider change hands.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlmodel import Session, col

from models.people.account_errors import IdentityTaken, LastWayIn
from models.people.accounts import Account, Identity, ProviderVisit, hash_secret

# So long a browser may stay away at the provider, and then take to choose a name.
VISIT_LIFE = timedelta(minutes=15)


def begin_visit(
    session: Session,
    proof: str,
    *,
    account_id: int | None = None,
    issuer: str | None = None,
    subject: str | None = None,
) -> None:
    """Note that a browser that will show the proof is expected; of the proof only the hash is kept."""
    now = datetime.now(UTC)
    session.connection().execute(delete(ProviderVisit).where(col(ProviderVisit.expires) <= now))
    session.add(
        ProviderVisit(
            proof_hash=hash_secret(proof),
            account_id=account_id,
            issuer=issuer,
            subject=subject,
            expires=now + VISIT_LIFE,
        )
    )
    session.flush()


def find_visit(session: Session, proof: str) -> ProviderVisit | None:
    """Return the visit of a browser that shows the proof, None where none is expected any more."""
    statement = select(ProviderVisit).where(
        col(ProviderVisit.proof_hash) == hash_secret(proof), col(ProviderVisit.expires) > datetime.now(UTC)
    )
    return session.scalars(statement).first()


def end_visit(session: Session, proof: str) -> ProviderVisit | None:
    """Take the visit of a browser that shows the proof. Of many that show the same proof one gets it."""
    statement = delete(ProviderVisit).where(
        col(ProviderVisit.proof_hash) == hash_secret(proof), col(ProviderVisit.expires) > datetime.now(UTC)
    )
    columns = (
        col(ProviderVisit.proof_hash),
        col(ProviderVisit.account_id),
        col(ProviderVisit.issuer),
        col(ProviderVisit.subject),
        col(ProviderVisit.expires),
    )
    row = session.connection().execute(statement.returning(*columns)).one_or_none()
    return ProviderVisit(**row._mapping) if row is not None else None


def end_oldest_visits(session: Session, proofs: Collection[str], most: int) -> list[str]:
    """End all but the latest of the visits whose proofs one browser shows; return the proofs of what has ended."""
    by_hash = {hash_secret(proof): proof for proof in proofs}
    own_proofs = col(ProviderVisit.proof_hash).in_(by_hash)
    under_way = select(col(ProviderVisit.proof_hash)).where(own_proofs, col(ProviderVisit.expires) > datetime.now(UTC))
    latest = set(
        session.scalars(
            under_way.order_by(col(ProviderVisit.expires).desc(), col(ProviderVisit.proof_hash)).limit(most)
        )
    )
    ended_hashes = by_hash.keys() - latest
    session.connection().execute(delete(ProviderVisit).where(col(ProviderVisit.proof_hash).in_(ended_hashes)))
    return [by_hash[proof_hash] for proof_hash in sorted(ended_hashes)]


def find_linked_account(session: Session, issuer: str, subject: str) -> Account | None:
    """Return the account that an identity signs in to, None where there is none yet."""
    identity = session.get(Identity, (issuer, subject))
    return session.get_one(Account, identity.account_id) if identity is not None else None


def find_identity(session: Session, account_id: int, issuer: str) -> Identity | None:
    """Return the identity with an issuer by which an account is signed in to, None without one."""
    statement = select(Identity).where(col(Identity.account_id) == account_id, col(Identity.issuer) == issuer)
    return session.scalars(statement.order_by(col(Identity.created))).first()


def link_identity(session: Session, account_id: int, issuer: str, subject: str) -> None:
    """Let an identity sign in to an account from now on; raises `IdentityTaken` where it signs in to another."""
    identity = session.get(Identity, (issuer, subject))
    if identity is None:
        session.add(Identity(issuer=issuer, subject=subject, account_id=account_id, created=datetime.now(UTC)))
        session.flush()
    elif identity.account_id != account_id:
        raise IdentityTaken


def unlink_identity(session: Session, account_id: int, issuer: str) -> None:
    """Let no identity with an issuer sign in to an account any more; raises `LastWayIn` where nothing else does."""
    account = session.get_one(Account, account_id, with_for_update=True)
    if account.password_hash is None:
        raise LastWayIn
    session.connection().execute(
        delete(Identity).where(col(Identity.account_id) == account_id, col(Identity.issuer) == issuer)
    )


def is_linked() -> ColumnElement[bool]:
    """Return the condition that an account of the query has an identity."""
    return exists().where(col(Identity.account_id) == col(Account.id))


def is_unclaimed(session: Session, account: Account) -> bool:
    """Tell whether nobody has come to an account yet, so that its personal link still lets in."""
    linked = select(col(Identity.account_id)).where(col(Identity.account_id) == account.id).limit(1)
    return account.password_hash is None and session.scalars(linked).first() is None
