"""The instructions that a page of a map shows to those who work there."""

from fastapi import Request
from sqlmodel import Session

from api.permission import Action, actions_of
from models.changes.lookup import find_map
from models.participation.instructions import PinnedTo, read_instructions
from models.people.seminars import SeminarMap
from models.row_keys import persisted_id


def instructions_on(request: Request, session: Session, slug: str) -> list[str]:
    """Return what is pinned to the seminar of a map and to the map, for those who work there; nothing for others."""
    if Action.TAKE_POSITION not in actions_of(request):
        return []
    map_id = persisted_id(find_map(session, slug))
    shared = session.get(SeminarMap, map_id)
    found = [read_instructions(session, PinnedTo.SEMINAR, shared.seminar_id)] if shared is not None else []
    return [text for text in (*found, read_instructions(session, PinnedTo.MAP, map_id)) if text]
