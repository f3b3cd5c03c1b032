"""The list of a map's changes, from which two moments are chosen, and on which any is undone or restored."""

from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel import Session, col, select
from starlette.responses import RedirectResponse

from api.authorship import Authorship, authorship
from api.database import Reading, lock_map, write_apart
from api.long_work import prepare
from api.permission import Changing, CurrentUser, Looking
from api.routes.revisions import Number
from api.web.change_words import Described, describe_changes
from api.web.changeable import undoable_on
from api.web.confirming import Confirmation, confirm
from api.web.editing.forms import Typed, typed
from api.web.messages import N_, gettext, nform
from api.web.past.forks import origin_seen
from api.web.surroundings import around
from api.web.templating import page
from api.web.visits import read_visit
from argument_maps.comparison.map_differences import compare
from argument_maps.graph import Graph
from models import changes
from models.errors import MapError, UnknownMap
from models.history.forks import merged_into
from models.history.revisions import Revision
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug
from models.vocabulary import ChangeKind

router = APIRouter(include_in_schema=False)

Form = Annotated[Typed, Depends(typed)]
CHANGES_ON_A_PAGE = 40


class Entry(NamedTuple):
    """One change in the list; `last` is its last revision."""

    change: int
    last: int
    at: datetime
    author: str
    credits: tuple[str, ...]
    why: str
    described: Described
    whole: str


_WHOLE = {
    ChangeKind.CREATED: N_("The map was made."),
    ChangeKind.DELETED: N_("The map was deleted."),
    ChangeKind.IMPORTED: N_("The whole map was read in."),
}


@router.get("/maps/{slug}/history")
def show_history(
    request: Request,
    slug: Slug,
    session: Reading,
    user: Looking,
    before: Annotated[int | None, Query(ge=1, le=MAX_INTEGER)] = None,
    around_change: Annotated[int | None, Query(alias="around", ge=1, le=MAX_INTEGER)] = None,
) -> Response:
    """Show what was changed, when, by whom and why, the newest first."""
    return _history(request, slug, session, user, before=before, around_change=around_change)


def _history(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    *,
    before: int | None = None,
    around_change: int | None = None,
    status: int = 200,
    fault: str = "",
) -> Response:
    pictures = request.app.state.pictures
    graph = pictures.graph(slug, user)
    found = changes.find_map(session, slug)
    end = before if before is not None else (around_change + CHANGES_ON_A_PAGE // 2 if around_change else None)
    listed = entries(session, found, graph, end, CHANGES_ON_A_PAGE + 1, authorship(session, persisted_id(found), user))
    visit = read_visit(request, slug)
    return page(
        request,
        "history.html",
        status,
        entries=listed[:CHANGES_ON_A_PAGE],
        older=listed[CHANGES_ON_A_PAGE - 1].change if len(listed) > CHANGES_ON_A_PAGE else None,
        newest=end is None or end > found.version,
        undoables=undoable_on(request, session, slug, [each.change for each in listed[:CHANGES_ON_A_PAGE]]),
        present=found.version,
        chosen=around_change,
        origin=origin_seen(request, session, found.id, user),
        sources=_sources(request, session, found, listed, user),
        fault=fault,
        **around(request, graph, visit, session),
    )


def _sources(
    request: Request, session: Session, found: ArgumentMap, listed: list[Entry], user: CurrentUser
) -> dict[int, ArgumentMap]:
    """Return by changes from which maps they took what they merged, as far as the user may see these."""
    known = {}
    for change, source in merged_into(session, found.id, [each.change for each in listed]).items():
        there = session.get(ArgumentMap, source)
        if there is not None and request.app.state.pictures.may_see(there.slug, user):
            known[change] = there
    return known


def entries(
    session: Session, found: ArgumentMap, graph: Graph, before: int | None, limit: int, told: Authorship
) -> list[Entry]:
    """Return changes of a map that begin before a sequence, the newest first; `graph` is the map at present."""
    mine = col(Revision.map_id) == found.id
    first = select(Revision.change).where(mine).distinct().order_by(col(Revision.change).desc()).limit(limit)
    if before is not None:
        first = first.where(col(Revision.change) < before)
    numbers = list(session.exec(first))
    columns: Any = (
        Revision.change,
        Revision.at,
        Revision.author,
        Revision.credit,
        Revision.why,
        Revision.kind,
        Revision.label,
        Revision.sequence,
    )
    wanted: Any = select(*columns).where(mine, col(Revision.change).in_(numbers)).order_by(col(Revision.sequence))
    rows: dict[int, list[Any]] = {}
    for row in session.exec(wanted):
        rows.setdefault(row.change, []).append(row)
    described = describe_changes(session, persisted_id(found), graph, numbers)
    return [_entry(rows[number], described.get(number, Described(())), told) for number in numbers]


def _entry(rows: list[Any], described: Described, told: Authorship) -> Entry:
    begun = rows[0]
    whole = next((_WHOLE[row.kind] for row in rows if row.label is None and row.kind in _WHOLE), "")
    credited = dict.fromkeys(
        told.name(row.credit, row.label) for row in rows if row.credit and row.credit != row.author
    )
    author = told.name_in_change(begun.author, [row.label for row in rows])
    last = rows[-1].sequence
    return Entry(begun.change, last, begun.at, author, tuple(credited), begun.why, described, whole)


@router.post("/maps/{slug}/moments/{sequence}/restore")
async def restore(request: Request, slug: Slug, sequence: Number, given: Form, user: Changing) -> Response:
    """Let the map, or one record of it, say again what it said after a change; of the whole map it is asked first."""
    former = None
    if given.get("sure") == "yes" and not given.get("record"):
        former = await prepare(request, lambda session: changes.read_former(session, slug, sequence))
    return await write_apart(request, lambda session: _restore(request, slug, sequence, given, session, user, former))


def _restore(
    request: Request,
    slug: str,
    sequence: int,
    given: Typed,
    session: Session,
    user: CurrentUser,
    former: changes.Former | None,
) -> Response:
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    label = given.get("record", "")
    if not label and given.get("sure") != "yes":
        return confirm(request, _restoration(request, slug, sequence, user))
    try:
        with session.begin_nested():
            if label:
                done = changes.restore_record(session, slug, label[:64], sequence, author=user.name)
            else:
                done = changes.restore_map(session, slug, sequence, version=None, author=user.name, former=former)
    except MapError as error:
        told = f"{error.detail} {error.remedy}".strip()
        return _history(request, slug, session, user, status=409, fault=told, around_change=sequence)
    shown = f"&record={label}" if label else ""
    return RedirectResponse(f"/maps/{slug}?done={done[0].change}{shown}", status_code=303)


def _restoration(request: Request, slug: str, sequence: int, user: CurrentUser) -> Confirmation:
    pictures = request.app.state.pictures
    found = compare(pictures.graph(slug, user), pictures.graph(slug, user, sequence))
    gone, back, other = len(found.removed), len(found.added), len(found.changed)
    return Confirmation(
        question=gettext("Restore the whole map as it stood after change %(number)s?", number=sequence),
        told=(
            nform("%(num)s record made since is removed.", "%(num)s records made since are removed.", gone)
            % {"num": gone},
            nform("%(num)s record that was deleted comes back.", "%(num)s records that were deleted come back.", back)
            % {"num": back},
            nform("%(num)s record says again what it said.", "%(num)s records say again what they said.", other)
            % {"num": other},
            gettext("It is one change, which can be undone until others build upon it. Answers and comments stay."),
        ),
        action=f"/maps/{slug}/moments/{sequence}/restore",
        button=gettext("Restore the map"),
        back=f"/maps/{slug}/history",
    )
