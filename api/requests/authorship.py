"""Under which names somebody is told who did what on a map: those who lead see who it is, others what may be seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.access.authorization import Action
from api.access.current_user import CurrentUser, is_allowed_on_map
from models.history.moments import Moment
from models.history.revisions import Revision
from models.participation.author_masks import Masks, read_masks
from models.participation.map_anonymity import is_anonymous
from models.people.pseudonyms import SOMEBODY


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who is told under which name to one reader; `masks` is None for those who lead.

    On a map that is `anonymous` throughout nobody else is named, nor told from others: a change may be of several
    records, so that a pseudonym of each would join them.
    """

    own: str
    masks: Masks | None
    anonymous: bool = False

    def name_member(self, member: str, label: str | None) -> str:
        """Return the name under which what a member did to a record is told."""
        if self.masks is None or member == self.own:
            return member
        if self.anonymous:
            return SOMEBODY
        return self.masks.get((label or "", member), member)

    def name_in_change(self, member: str, labels: Iterable[str | None]) -> str:
        """Return the name under which a change of several records is told: masked where one of them is."""
        names = [self.name_member(member, label) for label in labels]
        return next((name for name in names if name != member), member)


def read_authorship(session: Session, map_id: int, user: CurrentUser) -> Authorship:
    """Return under which names a user is told who did what on a map."""
    if is_allowed_on_map(user, Action.TEACH, map_id):
        return Authorship(user.name, None)
    return Authorship(user.name, read_masks(session, map_id), is_anonymous(session, map_id))


def mask_moment_author(session: Session, map_id: int, moment: Moment, user: CurrentUser) -> Moment:
    """Return a moment with the name under which a user is told who made its change."""
    labels = select(col(Revision.label)).where(col(Revision.map_id) == map_id, col(Revision.change) == moment.change)
    masked_author = read_authorship(session, map_id, user).name_in_change(moment.author, session.exec(labels).all())
    return moment._replace(author=masked_author)
