"""Records that fit what somebody is typing."""

import re
from typing import Any

from sqlmodel import Session, col, select

from api.permission import Action, CurrentUser, allowed
from models.maps import ArgumentMap, Record
from models.rows import read_drafts
from models.search import Hit, search
from models.text import LABEL_PATTERN
from models.vocabulary import RecordKind

MOST = 8
ELSEWHERE = 4


def suggestions(session: Session, user: CurrentUser, slug: str, query: str, kinds: str = "") -> list[dict[str, Any]]:
    """Return records as id, kind, text and map: first those of this map, by id and by what they say.

    `kinds` may name kinds of records, with commas between them; records of other maps come last.
    """
    wanted = [kind for kind in kinds.split(",") if kind in set(RecordKind)] or None
    found = _by_label(session, slug, query, wanted)
    found += [_told(hit) for hit in search(session, query, kinds=wanted, slug=slug, limit=MOST).hits]
    others = session.exec(select(ArgumentMap.slug, ArgumentMap.visibility).where(ArgumentMap.slug != slug))
    visible = [other for other, visibility in others if allowed(user, Action.LOOK, visibility)]
    if visible:
        hits = search(session, query, kinds=wanted, slugs=visible, limit=ELSEWHERE).hits
        found += [{**_told(hit), "map": hit.slug} for hit in hits]
    unique = {(each.get("map"), each["id"]): each for each in reversed(found)}
    return list(reversed(unique.values()))[: MOST + ELSEWHERE]


def _by_label(session: Session, slug: str, query: str, kinds: list[str] | None) -> list[dict[str, Any]]:
    if not re.fullmatch(LABEL_PATTERN, query.strip()):
        return []
    wanted = (
        select(Record)
        .join(ArgumentMap, col(ArgumentMap.id) == col(Record.map_id))
        .where(ArgumentMap.slug == slug, col(Record.label).istartswith(query.strip(), autoescape=True))
        .order_by(col(Record.id))
        .limit(MOST)
    )
    if kinds is not None:
        wanted = wanted.where(col(Record.kind).in_(kinds))
    records = session.exec(wanted).all()
    if not records:
        return []
    drafts = read_drafts(session, records[0].map_id, [record.label for record in records])
    return [{"id": each.label, "kind": each.kind, "text": _words(drafts[each.label][1])} for each in records]


def _words(draft: dict[str, Any]) -> str:
    for name in ("text", "summary", "title", "name"):
        if name in draft:
            return str(draft[name])
    return f"{' + '.join(draft.get('premises', ()))} → {draft.get('target', '')}"


def _told(hit: Hit) -> dict[str, Any]:
    return {"id": hit.label, "kind": hit.kind, "text": hit.passage or hit.title}
