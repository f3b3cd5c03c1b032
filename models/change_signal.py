"""The word by which a write wakes whoever waits for changes: it says that there is something to read, never what."""

from sqlmodel import Session

# The channel of PostgreSQL's NOTIFY.
CHANNEL = "sicetnon"


def wake(session: Session) -> None:
    """Have the waiting processes look once this transaction is committed; what is rolled back wakes nobody.

    SQLite needs no word: every commit changes its `data_version`.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"NOTIFY {CHANNEL}")
