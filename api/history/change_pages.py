"""The list of a map's changes, from which two moments are chosen, and on which any is undone or restored."""

import itertools
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select
from starlette.responses import RedirectResponse

from api.access.authorization import MayChange, MayLook
from api.access.current_user import CurrentUser
from api.history.origins import find_visible_origin
from api.history.record_history import read_record_history
from api.history.revision_routes import Number
from api.pages.confirmations import Confirmation, show_confirmation
from api.pages.editable_records import list_undoable_changes
from api.pages.forms import FormValues, read_posted_form
from api.pages.map_context import MapPageRequest, add_to_map_pages, build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.change_words import ChangeSummary, describe_changes
from api.phrases.marking import N_
from api.phrases.messages import gettext, nform
from api.phrases.page_words import explain_error
from api.requests.authorship import Authorship, read_authorship
from api.requests.database import Reading, lock_existing_map, write_in_thread
from api.requests.long_work import read_before_change
from argument_maps.comparison.map_differences import compare
from argument_maps.graph import Graph
from models import changes
from models.errors import MapError
from models.history.forks import read_merge_sources
from models.history.revisions import Revision
from models.records.maps import ArgumentMap
from models.row_keys import persisted_id
from models.text_types import MAX_INTEGER, Slug
from models.vocabulary import ChangeKind

router = APIRouter(include_in_schema=False)

Form = Annotated[FormValues, Depends(read_posted_form)]
CHANGES_ON_A_PAGE = 40


@add_to_map_pages
def _add_record_history(page: MapPageRequest) -> Mapping[str, Any]:
    view = page.view
    return {"history": read_record_history(page.session, page.graph, view.record.id, page.user) if view else []}


class ChangeEntry(NamedTuple):
    """One change in the list; `last` is its last revision."""

    change: int
    last: int
    at: datetime
    author: str
    credits: tuple[str, ...]
    why: str
    described: ChangeSummary
    whole: str


_WHOLE_MAP_CHANGES = {
    ChangeKind.CREATED: N_("The map was created."),
    ChangeKind.DELETED: N_("The map was deleted."),
    ChangeKind.IMPORTED: N_("The whole map was imported."),
}


@router.get("/maps/{slug}/history")
def show_history(
    request: Request,
    slug: Slug,
    session: Reading,
    user: MayLook,
    before: Annotated[int | None, Query(ge=1, le=MAX_INTEGER)] = None,
    around_change: Annotated[int | None, Query(alias="around", ge=1, le=MAX_INTEGER)] = None,
) -> Response:
    """Show what was changed, when, by whom and why, the newest first."""
    return _render_history(request, slug, session, user, before=before, around_change=around_change)


def _render_history(
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
    argument_map = changes.find_map(session, slug)
    end = before if before is not None else (around_change + CHANGES_ON_A_PAGE // 2 if around_change else None)
    change_entries = list_change_entries(
        session,
        argument_map,
        graph,
        end,
        CHANGES_ON_A_PAGE + 1,
        read_authorship(session, persisted_id(argument_map), user),
    )
    visit = read_visit(request, slug)
    return render_page(
        request,
        "history.html",
        status,
        entries=change_entries[:CHANGES_ON_A_PAGE],
        older=change_entries[CHANGES_ON_A_PAGE - 1].change if len(change_entries) > CHANGES_ON_A_PAGE else None,
        newest=end is None or end > argument_map.version,
        undoables=list_undoable_changes(
            request, session, slug, [entry.change for entry in change_entries[:CHANGES_ON_A_PAGE]]
        ),
        present=argument_map.version,
        chosen=around_change,
        origin=find_visible_origin(request, session, argument_map.id, user),
        sources=_find_merge_sources(request, session, argument_map, change_entries, user),
        fault=fault,
        **build_map_context(request, graph, visit, session),
    )


def _find_merge_sources(
    request: Request, session: Session, argument_map: ArgumentMap, change_entries: list[ChangeEntry], user: CurrentUser
) -> dict[int, ArgumentMap]:
    """Return by changes from which maps they took what they merged, as far as the user may see these."""
    visible_sources = {}
    for change, source in read_merge_sources(
        session, argument_map.id, [entry.change for entry in change_entries]
    ).items():
        source_map = session.get(ArgumentMap, source)
        if source_map is not None and request.app.state.pictures.may_see(source_map.slug, user):
            visible_sources[change] = source_map
    return visible_sources


class _RevisionRow(NamedTuple):
    change: int
    at: datetime
    author: str
    credit: str | None
    why: str
    kind: str
    label: str | None
    sequence: int


def list_change_entries(
    session: Session, argument_map: ArgumentMap, graph: Graph, before: int | None, limit: int, author_names: Authorship
) -> list[ChangeEntry]:
    """Return changes of a map that begin before a sequence, the newest first; `graph` is the map at present."""
    is_of_map = col(Revision.map_id) == argument_map.id
    first = select(Revision.change).where(is_of_map).distinct().order_by(col(Revision.change).desc()).limit(limit)
    if before is not None:
        first = first.where(col(Revision.change) < before)
    numbers = list(session.exec(first))
    revision_query = (
        select_rows(
            *(col(Revision.change), col(Revision.at), col(Revision.author), col(Revision.credit)),
            *(col(Revision.why), col(Revision.kind), col(Revision.label), col(Revision.sequence)),
        )
        .where(is_of_map, col(Revision.change).in_(numbers))
        .order_by(col(Revision.sequence))
    )
    rows: dict[int, list[_RevisionRow]] = {}
    for row in itertools.starmap(_RevisionRow, session.execute(revision_query)):
        rows.setdefault(row.change, []).append(row)
    described = describe_changes(session, persisted_id(argument_map), graph, numbers)
    return [_make_entry(rows[number], described.get(number, ChangeSummary(())), author_names) for number in numbers]


def _make_entry(rows: list[_RevisionRow], described: ChangeSummary, author_names: Authorship) -> ChangeEntry:
    first_row = rows[0]
    whole = next(
        (
            _WHOLE_MAP_CHANGES[ChangeKind(row.kind)]
            for row in rows
            if row.label is None and row.kind in _WHOLE_MAP_CHANGES
        ),
        "",
    )
    credited = dict.fromkeys(
        author_names.name_member(row.credit, row.label) for row in rows if row.credit and row.credit != row.author
    )
    author = author_names.name_in_change(first_row.author, [row.label for row in rows])
    last = rows[-1].sequence
    return ChangeEntry(first_row.change, last, first_row.at, author, tuple(credited), first_row.why, described, whole)


@router.post("/maps/{slug}/moments/{sequence}/restore")
async def submit_restoration(request: Request, slug: Slug, sequence: Number, form: Form, user: MayChange) -> Response:
    """Let the map, or one record of it, say again what it said after a change; of the whole map it is asked first."""
    former = None
    if form.get("sure") == "yes" and not form.get("record"):
        former = await read_before_change(
            request, lambda session: changes.read_former_snapshot(session, slug, sequence)
        )
    return await write_in_thread(
        request, lambda session: _restore(request, slug, sequence, form, session, user, former)
    )


def _restore(
    request: Request,
    slug: str,
    sequence: int,
    form: FormValues,
    session: Session,
    user: CurrentUser,
    former: changes.FormerSnapshot | None,
) -> Response:
    lock_existing_map(session, slug)
    label = form.get("record", "")
    if not label and form.get("sure") != "yes":
        return show_confirmation(request, _ask_to_restore(request, slug, sequence, user))
    try:
        with session.begin_nested():
            if label:
                done = changes.restore_record(session, slug, label[:64], sequence, author=user.name)
            else:
                done = changes.restore_map(session, slug, sequence, version=None, author=user.name, former=former)
    except MapError as error:
        fault = explain_error(error)
        return _render_history(request, slug, session, user, status=409, fault=fault, around_change=sequence)
    record_parameter = f"&record={label}" if label else ""
    return RedirectResponse(f"/maps/{slug}?done={done[0].change}{record_parameter}", status_code=303)


def _ask_to_restore(request: Request, slug: str, sequence: int, user: CurrentUser) -> Confirmation:
    pictures = request.app.state.pictures
    comparison = compare(pictures.graph(slug, user), pictures.graph(slug, user, sequence))
    gone, back, other = len(comparison.removed), len(comparison.added), len(comparison.changed)
    return Confirmation(
        question=gettext("Restore the whole map as it was after change %(number)s?", number=sequence),
        consequences=(
            nform("%(num)s record made since is removed.", "%(num)s records made since are removed.", gone)
            % {"num": gone},
            nform("%(num)s record that was deleted comes back.", "%(num)s records that were deleted come back.", back)
            % {"num": back},
            nform(
                "%(num)s record returns to its earlier state.", "%(num)s records return to their earlier state.", other
            )
            % {"num": other},
            gettext("It is one change, and can be undone until others build on it. Answers and comments stay."),
        ),
        action=f"/maps/{slug}/moments/{sequence}/restore",
        button=gettext("Restore map"),
        back=f"/maps/{slug}/history",
    )
