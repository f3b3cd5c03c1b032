"""A sign-in name of one's own in place of the one that a class list gave, chosen when somebody first comes in."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.people.account_errors import LooksTaken
from models.people.accounts import Account, folded_name
from models.people.confusable_names import looks_of
from models.people.enrolment import Place, check_free, claim_name, fit_chosen_name
from models.people.seminars import Membership
from models.row_keys import persisted_id


def fit_sign_in_name(session: Session, place: Place, account: Account, written: str) -> str:
    """Return the name with which whoever comes to an account will sign in, the one that it has where none was written.

    So also for the address that the list gave them, by which they sign in as well. Raises `UnfitName`, and `NameTaken`
    for a name that is another's on the server, or looks like what somebody else is called in the place.
    """
    name = " ".join(written.split())
    kept = name in ("", account.handle) or name.casefold() == (account.email or "").casefold()
    if kept:
        return account.handle
    fit = fit_chosen_name(name)
    check_free(session, fit, account.id)
    there = (
        select(col(Account.handle), col(Account.display_name), col(Membership.pseudonym))
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .where(place.of(Membership), col(Account.id) != account.id)
    )
    called = {name for row in session.connection().execute(there) for name in row if name}
    if any(looks_of(fit) & looks_of(each) for each in called):
        raise LooksTaken(fit)
    return fit


def rename_for_signing_in(session: Session, place: Place, account: Account, written: str) -> None:
    """Give an account to which nobody has come another name to sign in with; raises as `fit_sign_in_name`.

    It goes on writing under the name of the list, which nobody else gets: what others read tells nobody with which
    name somebody signs in.
    """
    name = fit_sign_in_name(session, place, account, written)
    if name == account.handle:
        return
    claim_name(session, persisted_id(account), name)
    account.sign_in_name, account.folded = name, folded_name(name)
    session.add(account)
    session.flush()
