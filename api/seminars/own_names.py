"""Under which names somebody writes on their maps, for pages that tell of many maps at once."""

from collections.abc import Collection

from sqlmodel import Session

from api.access.current_user import CurrentUser
from models.teaching.map_ownership import find_pseudonyms


def find_own_names(session: Session, user: CurrentUser, map_ids: Collection[int]) -> dict[int, str]:
    """Return by maps the name under which a user writes there: the pseudonym that they have there, else their own."""
    own = dict.fromkeys(map_ids, user.handle or user.name)
    return own | find_pseudonyms(session, user.pseudonyms, list(own))
