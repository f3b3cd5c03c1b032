"""The forks of a map, and the page on which what one has done is taken into the map or left."""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session
from starlette.responses import RedirectResponse

from api.access.authorization import MayChange, MayCreate, MayLook
from api.access.current_user import CurrentUser
from api.forks.forking import (
    ForkRequest,
    find_default_seminar,
    list_seminars_for_fork,
    make_fork,
    may_fork,
    may_merge,
    require_merge,
)
from api.forks.merge_questions import ask_to_merge
from api.forks.merges import MergeComparison, MergePreview, compare_for_merge, mask_credits, merge_maps, preview_merge
from api.history.origins import find_visible_origin
from api.http.query_parameters import read_whole_number
from api.pages.confirmations import show_confirmation
from api.pages.forms import FormValues, read_posted_form
from api.pages.list_parts import paginate
from api.pages.map_context import build_map_context
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.accessible_names import FieldChangeText, describe_field_changes
from api.phrases.messages import gettext
from api.phrases.page_words import explain_error
from api.phrases.record_names import RecordNames
from api.requests.database import Reading, Writing, write_in_thread
from api.requests.error_answers import find_status
from api.requests.long_work import read_before_change
from argument_maps.comparison.map_differences import list_field_changes
from argument_maps.comparison.merging import DifferenceKind, RecordDifference
from argument_maps.references import list_referenced_labels
from argument_maps.values import AnyRecord
from models import changes
from models.address_names import read_name
from models.errors import MapError, StaleRevision
from models.history.forks import read_forks
from models.participation.map_anonymity import is_anonymous
from models.people.account_errors import NotForYou
from models.row_keys import persisted_id
from models.teaching.map_ownership import read_holders
from models.text_types import SLUG_PATTERN, Slug

router = APIRouter(include_in_schema=False)
Form = Annotated[FormValues, Depends(read_posted_form)]
LONGEST_SLUG, LONGEST_TITLE = 64, 500


class ConflictOffer(NamedTuple):
    """What both maps changed, as each did, and the name by which it is decided; `kept` is whether this map's stays."""

    name: str
    ours: tuple[FieldChangeText, ...]
    theirs: tuple[FieldChangeText, ...]
    kept: bool

    @property
    def title(self) -> str:
        """The fields by their names on the page."""
        return ", ".join(dict.fromkeys(change.label for change in (*self.ours, *self.theirs)))


class MergeOffer(NamedTuple):
    """A difference as the page shows it.

    `theirs` are the fields that come from the fork, `ours` those that this map alone changed, `joined` lists that both
    changed, as this map and as the fork did; `needs` what would come along. `preselected` is whether it is chosen at
    first.
    """

    difference: RecordDifference
    credit: str
    theirs: tuple[FieldChangeText, ...]
    ours: tuple[FieldChangeText, ...]
    joined: tuple[tuple[FieldChangeText, FieldChangeText], ...]
    conflicts: tuple[ConflictOffer, ...]
    needs: tuple[str, ...]
    preselected: bool


@router.get("/maps/{slug}/forks")
def show_forks(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show where a map comes from, its forks, and the form that makes one."""
    return _render_forks(request, slug, session, user, {})


@router.post("/maps/{slug}/forks")
def fork(request: Request, slug: Slug, form: Form, session: Writing, user: MayCreate) -> Response:
    """Make a fork, and lead to it."""
    request.app.state.pictures.check(slug, user)
    origin = changes.find_map(session, slug)
    name, title = read_name(form.get("slug", "").strip()), form.get("title", "").strip()
    faults = _find_form_faults(name, title)
    if not faults:
        try:
            with session.begin_nested():
                fork_request = ForkRequest(name or None, title or None, seminar=form.get("seminar", "").strip() or None)
                new_fork = make_fork(session, origin, fork_request, user)
                return RedirectResponse(f"/maps/{new_fork.slug}/history", status_code=303)
        except NotForYou as error:
            faults["slug"] = explain_error(error)
            return _render_forks(request, slug, session, user, form, faults, status=403)
        except MapError as error:
            faults["slug"] = explain_error(error)
    return _render_forks(request, slug, session, user, form, faults, status=422)


def _find_form_faults(name: str, title: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if (name and not re.match(SLUG_PATTERN, name)) or len(name) > LONGEST_SLUG:
        faults["slug"] = gettext("Use lower-case letters, digits and single hyphens, such as map-of-group-2.")
    if len(title) > LONGEST_TITLE or "\n" in title:
        faults["title"] = gettext("Enter one line of at most %(number)s characters.", number=LONGEST_TITLE)
    return faults


def _render_forks(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    form: Mapping[str, str],
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    pictures = request.app.state.pictures
    graph = pictures.graph(slug, user)
    argument_map = changes.find_map(session, slug)
    origin = find_visible_origin(request, session, argument_map.id, user)
    visible_forks = [
        fork_map for fork_map in read_forks(session, argument_map.id) if pictures.may_see(fork_map.slug, user)
    ]
    forks = paginate(request, f"/maps/{slug}/forks", "forks", visible_forks, lambda fork_map: fork_map.slug)
    others = [*forks.items, *([changes.find_map(session, origin.slug)] if origin is not None else [])]
    holders = read_holders(session, [argument_map, *others])
    return render_page(
        request,
        "forks.html",
        status,
        origin=origin,
        forks=forks,
        sources={other.slug for other in others if may_merge(session, user, other, argument_map, holders)},
        targets={other.slug for other in others if may_merge(session, user, argument_map, other, holders)},
        form=form,
        faults=faults or {},
        may_fork=may_fork(argument_map, user),
        anonymous=is_anonymous(session, persisted_id(argument_map)),
        belongs_to=find_default_seminar(session, argument_map, user),
        seminars=list_seminars_for_fork(session, argument_map, user),
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


@router.get("/maps/{slug}/merge/{source}")
def show_merge(request: Request, slug: Slug, source: Slug, session: Reading, user: MayLook) -> Response:
    """Show what another map has done since it last had the same as this one, each to be taken or left."""
    return _render_merge(request, slug, source, session, user)


@router.post("/maps/{slug}/merge/{source}")
async def merge_chosen(request: Request, slug: Slug, source: Slug, form: Form, user: MayChange) -> Response:
    """Ask about what was chosen, then take it in one change, and lead to where that can be taken back."""

    def compare_before(session: Session) -> MergeComparison:
        _require_merge(request, slug, source, session, user)
        return compare_for_merge(session, source, slug)

    compared = await read_before_change(request, compare_before) if form.get("sure") == "yes" else None
    return await write_in_thread(
        request, lambda session: _merge_chosen(request, slug, source, form, session, user, compared)
    )


def _require_merge(request: Request, slug: str, source: str, session: Session, user: CurrentUser) -> None:
    for map_slug in (slug, source):
        request.app.state.pictures.check(map_slug, user)
    require_merge(session, user, changes.find_map(session, source), changes.find_map(session, slug))


def _merge_chosen(
    request: Request,
    slug: str,
    source: str,
    form: Mapping[str, str],
    session: Session,
    user: CurrentUser,
    compared: MergeComparison | None,
) -> Response:
    for map_slug in (slug, source):
        request.app.state.pictures.check(map_slug, user)
    chosen_labels = [
        name.removeprefix("take.") for name, value in form.items() if name.startswith("take.") and value == "yes"
    ]
    kept_fields = _read_kept_fields(form)
    number = read_whole_number(form.get("version"))
    why = " ".join(form.get("why", "").split())[:400]
    try:
        if form.get("sure") != "yes":
            return show_confirmation(
                request,
                ask_to_merge(request, slug, source, chosen_labels, kept_fields, version=number, why=why, user=user),
            )
        _require_merge(request, slug, source, session, user)
        with session.begin_nested():
            done = merge_maps(
                session,
                source,
                slug,
                chosen_labels,
                version=number,
                author=user.name,
                why=why,
                comparison=compared,
                kept_fields=kept_fields,
            )
    except StaleRevision:
        fault = gettext(
            "The map changed while you were choosing. Check the differences again; your choices are kept below."
        )
        return _render_merge(request, slug, source, session, user, form, fault, status=409)
    except MapError as error:
        fault = explain_error(error)
        return _render_merge(request, slug, source, session, user, form, fault, status=find_status(type(error)))
    if not done.revisions:
        return RedirectResponse(f"/maps/{slug}/merge/{source}", status_code=303)
    change = done.revisions[0].change
    return RedirectResponse(f"/maps/{slug}/history?around={change}&done={change}", status_code=303)


def _read_kept_fields(form: Mapping[str, str]) -> dict[str, set[str]]:
    """Return in which conflicts this map's stays, by the fork's labels: `keep.F1.text` names one."""
    kept_fields: dict[str, set[str]] = {}
    for name, value in form.items():
        _, _, conflict = name.partition(".")
        label, dot, field = conflict.partition(".")
        if name.startswith("keep.") and dot and value == "yes":
            kept_fields.setdefault(label, set()).add(field)
    return kept_fields


def _render_merge(
    request: Request,
    slug: str,
    source: str,
    session: Session,
    user: CurrentUser,
    form: Mapping[str, str] | None = None,
    fault: str = "",
    status: int = 200,
) -> Response:
    pictures = request.app.state.pictures
    graph, other = pictures.graph(slug, user), pictures.graph(source, user)
    merge_preview = preview_merge(session, source, slug)
    merge_preview = merge_preview._replace(credits=mask_credits(session, merge_preview, user))
    offers = [_make_offer(merge_preview, difference, form) for difference in merge_preview.differences]
    return render_page(
        request,
        "merge.html",
        status,
        source=other,
        names=RecordNames(other, graph),
        offers={sort: [offer for offer in offers if offer.difference.sort is sort] for sort in DifferenceKind},
        any=bool(offers),
        may_merge=may_merge(session, user, merge_preview.source, merge_preview.target),
        target_version=merge_preview.target.version,
        why=(form or {}).get("why", ""),
        fault=fault,
        **build_map_context(request, graph, read_visit(request, slug), session),
    )


def _make_offer(
    merge_preview: MergePreview, difference: RecordDifference, form: Mapping[str, str] | None
) -> MergeOffer:
    base, former = difference.base, difference.former
    source_names, target_names = (
        RecordNames(merge_preview.sides.theirs, merge_preview.sides.ours),
        RecordNames(merge_preview.sides.ours),
    )
    theirs = _describe_changed_fields(base, difference.theirs, source_names)
    ours = _describe_changed_fields(former, difference.ours, target_names)
    joined: tuple[tuple[FieldChangeText, FieldChangeText], ...] = ()
    conflicts: tuple[ConflictOffer, ...] = ()
    merge = difference.fields
    if merge is not None:
        joined = tuple((ours[name], theirs[name]) for name in merge.joined)
        conflicts = tuple(
            ConflictOffer(
                conflict.name,
                _select_fields(ours, conflict.fields),
                _select_fields(theirs, conflict.fields),
                form is None or form.get(f"keep.{difference.label}.{conflict.name}") == "yes",
            )
            for conflict in merge.conflicts
        )
        theirs = {name: change for name, change in theirs.items() if name in merge.taken}
        ours = {name: change for name, change in ours.items() if name in merge.kept}
    new = {entry.label for entry in merge_preview.differences if entry.sort is DifferenceKind.ADDED}
    needed = (
        sorted(list_referenced_labels(difference.theirs) & new - {difference.label})
        if difference.theirs is not None
        else ()
    )
    # They stand within a sentence, and many end as one.
    needs = tuple(source_names.name(label).rstrip(".") for label in needed)
    # Of what both changed this map's stays until somebody chooses; the rest of the record may come.
    chosen = (
        difference.sort is not DifferenceKind.CONTESTED or merge is not None
        if form is None
        else form.get(f"take.{difference.label}") == "yes"
    )
    return MergeOffer(
        difference,
        merge_preview.credits.get(difference.label, ""),
        tuple(theirs.values()),
        tuple(ours.values()),
        joined,
        conflicts,
        needs,
        chosen,
    )


def _select_fields(changes: Mapping[str, FieldChangeText], names: tuple[str, ...]) -> tuple[FieldChangeText, ...]:
    return tuple(changes[name] for name in names if name in changes)


def _describe_changed_fields(
    before: AnyRecord | None, after: AnyRecord | None, names: RecordNames
) -> dict[str, FieldChangeText]:
    """Return by field what a record says that it did not say before, nothing where it was not there or another kind."""
    if before is None or after is None or type(before) is not type(after):
        return {}
    fields = list_field_changes(before, after)
    return dict(zip((field.name for field in fields), describe_field_changes(after, fields, names, names), strict=True))
