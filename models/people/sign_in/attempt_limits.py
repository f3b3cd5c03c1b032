"""How often somebody may try a password, a name or a link: counted in the database, for every replica together."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Integer, bindparam, delete, select, text
from sqlmodel import Session, col

from models.instants import UtcDateTime
from models.people.accounts import Attempts, hash_secret

WINDOW = timedelta(minutes=15)

# One statement, so that of many who try at once each gets a number of its own.
_COUNT = (
    text(
        "INSERT INTO attempts (key_hash, number, since) VALUES (:key, 1, :now) "
        "ON CONFLICT (key_hash) DO UPDATE SET "
        "number = CASE WHEN attempts.since <= :start THEN 1 ELSE attempts.number + 1 END, "
        "since = CASE WHEN attempts.since <= :start THEN excluded.since ELSE attempts.since END "
        "RETURNING number, since"
    )
    .bindparams(bindparam("now", type_=UtcDateTime()), bindparam("start", type_=UtcDateTime()))
    .columns(number=Integer, since=UtcDateTime())
)


def read_wait_seconds(session: Session, limits: dict[str, int]) -> dict[str, int]:
    """Return by keys for how many seconds no more attempts are taken under them, without those still open.

    Counts nothing. Asked before `count_attempt`, so that whoever goes on after the limit costs no write.
    """
    now = datetime.now(UTC)
    by_hash = {hash_secret(key): key for key in limits}
    rows = session.connection().execute(
        select(col(Attempts.key_hash), col(Attempts.number), col(Attempts.since)).where(
            col(Attempts.key_hash).in_([*by_hash]), col(Attempts.since) > now - WINDOW
        )
    )
    keyed_rows = [(by_hash[row.key_hash], row) for row in rows]
    return {
        key: int((row.since + WINDOW - now).total_seconds()) + 1 for key, row in keyed_rows if row.number >= limits[key]
    }


def count_attempt(session: Session, limits: dict[str, int]) -> int:
    """Count one attempt under each key; return for how many seconds no more are taken, 0 where this one is.

    `limits` says for each key how many there may be within `WINDOW`.
    """
    now = datetime.now(UTC)
    wait = 0.0
    # In one order for everybody, so that no two wait for each other.
    for key in sorted(limits, key=hash_secret):
        values = {"key": hash_secret(key), "now": now, "start": now - WINDOW}
        row = session.connection().execute(_COUNT, values).one()
        if row.number > limits[key]:
            wait = max(wait, (row.since + WINDOW - now).total_seconds())
    return int(wait) + 1 if wait > 0 else 0


def reset_attempts(session: Session, key: str) -> None:
    """Forget the attempts under a key, because the password was right; and all that are too old to count."""
    obsolete = (col(Attempts.key_hash) == hash_secret(key)) | (col(Attempts.since) <= datetime.now(UTC) - WINDOW)
    session.connection().execute(delete(Attempts).where(obsolete))


def uncount_attempt(session: Session, key: str) -> None:
    """Count one attempt less under a key, which others share."""
    session.connection().execute(
        text("UPDATE attempts SET number = number - 1 WHERE key_hash = :key AND number > 0"), {"key": hash_secret(key)}
    )
