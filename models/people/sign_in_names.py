"""Which account is meant by what somebody writes to sign in: a name of one's own, an address, or a seminar's name."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.people.accounts import Account, folded_name
from models.people.confusable_names import skeleton
from models.people.enrolment import account_named
from models.people.seminars import Membership, Seminar


def find_account(session: Session, written: str) -> Account | None:
    """Return the account that is meant, None where there is none or more than one.

    An address stands for the one account that has it; `korea-2027/Anna Kim` for who is called so in that seminar.
    """
    written = written.strip()
    found: Account | None = None
    if "/" in written:
        found = _in_seminar(session, *written.split("/", 1))
    elif "@" in written:
        found = _addressed(session, written)
    return found or account_named(session, written)


def tried_name(written: str) -> str:
    """Return that by which tries of a name count together: however it is written, in letters that look alike too.

    It is the same whether there is such an account or not, so that where tries end tells nothing of who has one.
    """
    return skeleton("/".join(folded_name(part) for part in written.strip().split("/")))


def _addressed(session: Session, address: str) -> Account | None:
    wanted = select(Account).where(func.lower(col(Account.email)) == address.lower(), col(Account.disabled).is_(None))
    found = session.scalars(wanted.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _in_seminar(session: Session, slug: str, name: str) -> Account | None:
    wanted = (
        select(Account)
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .join(Seminar, col(Seminar.id) == col(Membership.seminar_id))
        .where(col(Seminar.slug) == slug.lower())
    )
    # Not by pseudonyms: how often one may try a name would tell whose they are.
    folded = folded_name(name)
    found = [
        account
        for account in session.scalars(wanted)
        if folded in {folded_name(each) for each in (account.handle, account.display_name) if each}
    ]
    return found[0] if len(found) == 1 else None
