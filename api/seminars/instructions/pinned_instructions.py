"""The instructions that a page of a map shows to those who work there."""

from fastapi import Request
from sqlmodel import Session

from api.access.authorization import Action, get_permitted_actions
from models.changes.lookup import find_map
from models.participation.instructions import PinnedTo, read_instructions
from models.people.seminars import SeminarMap
from models.row_keys import persisted_id


def list_instructions(request: Request, session: Session, slug: str) -> list[str]:
    """Return what is pinned to the seminar of a map and to the map, for those who work there; nothing for others."""
    if Action.TAKE_POSITION not in get_permitted_actions(request):
        return []
    map_id = persisted_id(find_map(session, slug))
    seminar_map = session.get(SeminarMap, map_id)
    seminar_texts = (
        [read_instructions(session, PinnedTo.SEMINAR, seminar_map.seminar_id)] if seminar_map is not None else []
    )
    return [text for text in (*seminar_texts, read_instructions(session, PinnedTo.MAP, map_id)) if text]
