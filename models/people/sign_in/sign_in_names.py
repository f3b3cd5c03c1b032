"""Which account is meant by what somebody writes to sign in: a name of one's own, an address, or a seminar's name."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.people.accounts import Account, fold_name
from models.people.confusable_names import skeleton
from models.people.enrolment import find_account_by_name
from models.people.seminars import Membership, Seminar


def find_account(session: Session, written: str) -> Account | None:
    """Return the account that is meant, None where there is none or more than one.

    An address stands for the one account that has it; `korea-2027/Anna Kim` for who is called so in that seminar.
    """
    written = written.strip()
    account: Account | None = None
    if "/" in written:
        account = _find_in_seminar(session, *written.split("/", 1))
    elif "@" in written:
        account = _find_by_email(session, written)
    return account or find_account_by_name(session, written)


def derive_attempt_key(written: str) -> str:
    """Return that by which tries of a name count together: however it is written, in letters that look alike too.

    It is the same whether there is such an account or not, so that where tries end tells nothing of who has one.
    """
    return skeleton("/".join(fold_name(part) for part in written.strip().split("/")))


def _find_by_email(session: Session, address: str) -> Account | None:
    statement = select(Account).where(
        func.lower(col(Account.email)) == address.lower(), col(Account.disabled).is_(None)
    )
    accounts = session.scalars(statement.limit(2)).all()
    return accounts[0] if len(accounts) == 1 else None


def _find_in_seminar(session: Session, slug: str, name: str) -> Account | None:
    statement = (
        select(Account)
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .join(Seminar, col(Seminar.id) == col(Membership.seminar_id))
        .where(col(Seminar.slug) == slug.lower())
    )
    # Not by pseudonyms: how often one may try a name would tell whose they are.
    folded = fold_name(name)
    accounts = [
        account
        for account in session.scalars(statement)
        if folded in {fold_name(own_name) for own_name in (account.handle, account.display_name) if own_name}
    ]
    return accounts[0] if len(accounts) == 1 else None
