"""Pseudonyms that members choose for a seminar: by one they are known to one another throughout it, and by no other.

That is a wish to be one person there, unlike the numbers of rounds and threads (`models.people.pseudonyms`), which join
nothing: whom a moderator anonymises stands under neither name nor chosen pseudonym.
"""

from sqlalchemy import select
from sqlmodel import Session, col

from models.errors import Phrase
from models.history.revisions import Revision
from models.participation.comments import Comment
from models.participation.positions import Position
from models.people.account_errors import NotForYou
from models.people.accounts import Account
from models.people.enrolment import claim_name
from models.people.seminars import Membership, Seminar, SeminarMap


def may_choose_pseudonym(session: Session, seminar_id: int, account_id: int | None) -> bool:
    """Tell whether a member may choose a pseudonym: where the teacher allows it, until the first one or first words.

    What stands under the name already would say whose the pseudonym is.
    """
    seminar = session.get(Seminar, seminar_id)
    member = _find_membership(session, seminar_id, account_id)
    if seminar is None or member is None or not seminar.pseudonyms or member.pseudonym is not None:
        return False
    account = session.get_one(Account, account_id)
    return not _has_written(session, seminar_id, account.handle)


def choose_pseudonym(session: Session, seminar_id: int, account_id: int, name: str) -> None:
    """Let a member write under a pseudonym in a seminar; raises `NotForYou`, and `NameTaken` as `claim_name`."""
    if not may_choose_pseudonym(session, seminar_id, account_id):
        raise NotForYou(
            Phrase("You cannot choose a pseudonym in this seminar, or can no longer do so."),
            Phrase("Ask whoever leads the seminar."),
        )
    claim_name(session, account_id, name)
    member = _find_membership(session, seminar_id, account_id)
    if member is not None:
        member.pseudonym = name
        session.add(member)
        session.flush()


def _find_membership(session: Session, seminar_id: int, account_id: int | None) -> Membership | None:
    mine = (col(Membership.seminar_id) == seminar_id, col(Membership.account_id) == account_id)
    return session.scalars(select(Membership).where(*mine)).first()


def _has_written(session: Session, seminar_id: int, handle: str) -> bool:
    maps = select(col(SeminarMap.map_id)).where(col(SeminarMap.seminar_id) == seminar_id)
    author_conditions = (
        (col(Revision.map_id), (col(Revision.author) == handle) | (col(Revision.credit) == handle)),
        (col(Comment.map_id), col(Comment.author) == handle),
        (col(Position.map_id), col(Position.member) == handle),
    )
    return any(
        session.scalars(select(map_id).where(map_id.in_(maps), theirs).limit(1)).first() is not None
        for map_id, theirs in author_conditions
    )
