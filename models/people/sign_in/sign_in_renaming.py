"""A sign-in name of one's own in place of the one that a class list gave, chosen when somebody first comes in."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.people.account_errors import LooksTaken
from models.people.accounts import Account, fold_name
from models.people.confusable_names import derive_looks
from models.people.enrolment import MembershipScope, check_name_available, claim_name, normalize_chosen_name
from models.people.seminars import Membership
from models.row_keys import persisted_id


def normalize_sign_in_name(session: Session, place: MembershipScope, account: Account, written: str) -> str:
    """Return the name with which whoever comes to an account will sign in, the one that it has where none was written.

    So also for the address that the list gave them, by which they sign in as well. Raises `UnfitName`, and `NameTaken`
    for a name that is another's on the server, or looks like what somebody else is called in the place.
    """
    name = " ".join(written.split())
    is_unchanged = name in ("", account.handle) or name.casefold() == (account.email or "").casefold()
    if is_unchanged:
        return account.handle
    normalized = normalize_chosen_name(name)
    check_name_available(session, normalized, account.id)
    statement = (
        select(col(Account.handle), col(Account.display_name), col(Membership.pseudonym))
        .join(Membership, col(Membership.account_id) == col(Account.id))
        .where(place.matches(Membership), col(Account.id) != account.id)
    )
    other_names = {name for row in session.connection().execute(statement) for name in row if name}
    if any(derive_looks(normalized) & derive_looks(other_name) for other_name in other_names):
        raise LooksTaken(normalized)
    return normalized


def rename_for_signing_in(session: Session, place: MembershipScope, account: Account, written: str) -> None:
    """Give an account to which nobody has come another name to sign in with; raises as `normalize_sign_in_name`.

    It goes on writing under the name of the list, which nobody else gets: what others read tells nobody with which
    name somebody signs in.
    """
    name = normalize_sign_in_name(session, place, account, written)
    if name == account.handle:
        return
    claim_name(session, persisted_id(account), name)
    account.sign_in_name, account.folded = name, fold_name(name)
    session.add(account)
    session.flush()
