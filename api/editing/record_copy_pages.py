"""A record copied: a form filled in with all that it says, in its own map or in another one that one writes in.

Nothing of people goes along: neither comments nor positions, nor the names of members into a map that others read. What
the record names of people, sources, questions and tags is found in the other map, or made there with the form.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from api.access.authorization import Action, MayLook
from api.access.current_user import LOCAL_USER, CurrentUser, is_visible_to, list_permitted_actions
from api.editing.form_pages import CopyChoices, render_new_form
from api.editing.references.masked_names import list_names_to_mask, mask_member_names
from api.editing.references.name_fields import NAME_FIELDS_BY_KIND
from api.forks.forking import may_copy_into, require_merge
from api.pages.forms import FormValues, add_assumed_values
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.fields.form_fields import InputKind
from api.phrases.fields.record_fields import ADDABLE_KINDS, FIELDS_OUTSIDE_FORMS, list_form_fields
from api.phrases.record_names import RecordNames
from api.requests.database import Reading
from argument_maps.graph import Graph
from argument_maps.similar_records import find_records_by_name
from models import changes
from models.errors import UnknownMap, UnknownRecord
from models.history.record_ancestry import note_origins
from models.participation.author_masks import CommentClaim
from models.participation.comments import Comment
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap
from models.records.rows import Draft, read_drafts
from models.row_keys import persisted_id
from models.teaching.map_ownership import read_holders
from models.text_types import Label, Slug
from models.vocabulary import RecordKind, Visibility

router = APIRouter(include_in_schema=False)

MOST_MAPS, MAPS_AT_ONCE = 100, 300
# What bears on a record of one map is not there in another.
COPYABLE_KINDS = tuple(kind for kind in ADDABLE_KINDS if kind not in {RecordKind.LINK, RecordKind.STANCE})
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
_LABEL: TypeAdapter[str] = TypeAdapter(Label)
# What a copy does not keep: where a question stands among the others of its map.
_UNCOPIED_FIELDS = frozenset({"place", "versions"})


class CopiedRecord(NamedTuple):
    """The record that is copied, and its map."""

    map: ArgumentMap
    label: str
    kind: RecordKind
    draft: Draft

    @property
    def address(self) -> str:
        """What the form brings along to say of what it is a copy."""
        return f"{self.map.slug}/{self.label}"


# Whoever sees a record may copy it into a map of theirs; the page asks where they add anything.
@router.get("/maps/{slug}/records/{label}/copy")
def show_copy_form(
    request: Request, slug: Slug, label: Label, session: Reading, user: MayLook, into: str = ""
) -> Response:
    """Show the form by which a record is added once more, filled in with what it says: here, or in another map."""
    graph = request.app.state.pictures.graph(slug, user)
    original = _read_record(session, slug, label)
    others = _list_target_maps(session, original, user)
    here = may_add_records(user, original.map)
    if not into and not here and others:
        into = others[0][0]
    if not into or into == slug:
        if not here:
            return render_page(
                request, "no_map_to_copy_to.html", original=original, graph=graph, visit=read_visit(request, slug)
            )
        return render_new_form(
            request,
            graph,
            original.kind,
            _draft_copy(original),
            {},
            form={"copied_from": original.address},
            copying=_make_copy_choices(graph, original, others, {}),
        )
    if into not in dict(others):
        raise UnknownMap(into)
    target = request.app.state.pictures.graph(into, user)
    draft, form = _carry_draft(session, graph, target, original)
    return render_new_form(
        request,
        target,
        original.kind,
        draft,
        {},
        form={**form, "copied_from": original.address},
        copying=_make_copy_choices(target, original, others, {}),
    )


def read_original(
    session: Session, user: CurrentUser, argument_map: ArgumentMap, form: FormValues
) -> CopiedRecord | None:
    """Return of what a form that was sent makes a copy, None where of nothing.

    Raises `UnknownRecord`, and `NotForYou` where the record may not be carried to the map.
    """
    slug, slash, label = form.get("copied_from", "").partition("/")
    if not slash:
        return None
    if not (_is_valid(_SLUG, slug) and _is_valid(_LABEL, label)):
        raise UnknownRecord(slug[:64], label[:64])
    visible_map = session.exec(
        select(ArgumentMap).where(ArgumentMap.slug == slug, is_visible_to(user, listed=False))
    ).first()
    if visible_map is None:
        raise UnknownRecord(slug[:64], label[:64])
    original = _read_record(session, slug, label[:64])
    if original.map.id != argument_map.id:
        require_merge(session, user, original.map, argument_map)
    return original


def select_untouched_values(session: Session, original: CopiedRecord | None, argument_map: ArgumentMap) -> Draft | None:
    """Return what a copy keeps of the record although no form shows it."""
    if original is None:
        return None
    people = [] if original.map.id == argument_map.id else list_names_to_mask(session, original.map, original.label)
    return {
        name: mask_member_names(value, people)
        for name, value in original.draft.items()
        if name in FIELDS_OUTSIDE_FORMS - _UNCOPIED_FIELDS
    }


def describe_copy(original: CopiedRecord, argument_map: ArgumentMap) -> str:
    """Return why a copy was made, for the history; a map that is not open is not named."""
    if original.map.id == argument_map.id:
        return f"Copied from {original.label}."
    if original.map.visibility == Visibility.PUBLIC:
        return f"Copied from {original.label} of “{original.map.title}” ({original.map.slug})."
    return "Copied from another map."


def copy_chosen_links(
    session: Session, original: CopiedRecord, argument_map: ArgumentMap, form: FormValues, label: str
) -> list[tuple[RecordKind, str | None, Any]]:
    """Return those links of the record that were chosen, each made once more for its copy `label`."""
    if original.map.id != argument_map.id:
        return []
    chosen_labels = [name.removeprefix("links.") for name, value in form.items() if name.startswith("links.") and value]
    labels = [chosen_label for chosen_label in chosen_labels if _is_valid(_LABEL, chosen_label)]
    links: list[tuple[RecordKind, str | None, Any]] = []
    for kind, draft in read_drafts(session, persisted_id(argument_map), labels).values():
        ends = [*draft.get("premises", ()), draft.get("target")]
        if kind == RecordKind.LINK and original.label in ends:
            premises = [label if premise == original.label else premise for premise in draft["premises"]]
            target = label if draft["target"] == original.label else draft["target"]
            copied_link = KINDS[kind].draft.model_validate({**draft, "premises": premises, "target": target})
            links.append((kind, None, copied_link))
    return links


def note_copied_from(session: Session, original: CopiedRecord, argument_map: ArgumentMap, label: str) -> None:
    """Remember of which record of another map a new one is a copy."""
    if original.map.id != argument_map.id:
        revision = changes.find_record(session, original.map, original.label).revision
        note_origins(
            session, persisted_id(argument_map), {label: (persisted_id(original.map), original.label, revision)}
        )


def copy_comment_claims(session: Session, original: CopiedRecord, argument_map: ArgumentMap, label: str) -> None:
    """Let a copy of what was made of a comment follow when the comment's author is anonymised, as the record does."""
    if original.map.id != argument_map.id:
        return
    claims = select(CommentClaim.comment).join(Comment, col(Comment.id) == col(CommentClaim.comment))
    of_it = claims.where(col(Comment.map_id) == argument_map.id, col(CommentClaim.label) == original.label)
    for comment in session.exec(of_it).all():
        session.add(CommentClaim(comment=comment, label=label))
    session.flush()


def may_add_records(user: CurrentUser, argument_map: ArgumentMap) -> bool:
    """Tell whether somebody adds records to a map."""
    return Action.CONTRIBUTE in list_permitted_actions(user, argument_map.visibility, argument_map.id)


def rebuild_copy_choices(graph: Graph, original: CopiedRecord | None, form: Mapping[str, str]) -> CopyChoices | None:
    """Return what a form of a copy that is shown again asks beside its fields."""
    return _make_copy_choices(graph, original, (), form) if original is not None else None


def _is_valid(form: TypeAdapter[str], text: str) -> bool:
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True


def _read_record(session: Session, slug: str, label: str) -> CopiedRecord:
    argument_map = changes.find_map(session, slug)
    record = changes.find_record(session, argument_map, label)
    kind = RecordKind(record.kind)
    if kind not in ADDABLE_KINDS:
        raise UnknownRecord(slug, label)
    return CopiedRecord(argument_map, label, kind, read_drafts(session, persisted_id(argument_map), [label])[label][1])


def _draft_copy(original: CopiedRecord) -> Draft:
    values = {name: value for name, value in original.draft.items() if name not in _UNCOPIED_FIELDS}
    return add_assumed_values(original.kind, values)


def _list_target_maps(session: Session, original: CopiedRecord, user: CurrentUser) -> tuple[tuple[str, str], ...]:
    """Return slugs and titles of other maps to which the user adds and to which the record may be carried."""
    if original.kind not in COPYABLE_KINDS or (user.id is None and user is not LOCAL_USER):
        return ()
    mine = is_visible_to(user) if user is LOCAL_USER else col(ArgumentMap.id).in_(list(user.roles))
    statement = (
        select(ArgumentMap).where(mine, ArgumentMap.id != original.map.id).order_by(ArgumentMap.title, ArgumentMap.slug)
    )
    # Read on until there are as many as are offered: of those that were read some may not take the record.
    targets: list[tuple[str, str]] = []
    start, more = 0, True
    while more and len(targets) < MOST_MAPS:
        batch = list(session.exec(statement.offset(start).limit(MAPS_AT_ONCE)))
        start, more = start + MAPS_AT_ONCE, len(batch) == MAPS_AT_ONCE
        writable_maps = [argument_map for argument_map in batch if may_add_records(user, argument_map)]
        holders = read_holders(session, [original.map, *writable_maps])
        targets += [
            (argument_map.slug, argument_map.title)
            for argument_map in writable_maps
            if may_copy_into(session, user, original.map, argument_map, holders)
        ]
    return tuple(targets[:MOST_MAPS])


def _make_copy_choices(
    graph: Graph, original: CopiedRecord, others: tuple[tuple[str, str], ...], form: Mapping[str, str]
) -> CopyChoices:
    links: tuple[tuple[str, str, bool], ...] = ()
    if graph.slug == original.map.slug:
        names = RecordNames(graph)
        linked_ids = dict.fromkeys((*graph.links_from.get(original.label, ()), *graph.links_to.get(original.label, ())))
        links = tuple((record.id, names.describe(record), f"links.{record.id}" in form) for record in linked_ids)
    return CopyChoices(original.map.slug, original.label, original.address, links, others)


def _carry_draft(session: Session, graph: Graph, target: Graph, original: CopiedRecord) -> tuple[Draft, dict[str, str]]:
    """Return what stands in the form in another map, with names in the place of ids, and what those names stand for."""
    people = list_names_to_mask(session, original.map, original.label)
    draft = mask_member_names(_draft_copy(original), people)
    form: dict[str, str] = {}
    for form_field in list_form_fields(original.kind):
        value = original.draft.get(form_field.name)
        if form_field.sort not in (InputKind.RECORD, InputKind.RECORDS) or not value:
            continue
        entries = []
        for number, label in enumerate([value] if isinstance(value, str) else value):
            entry = _make_entry(graph, target, label, form_field.kinds, people)
            entries.append(entry.written)
            if entry.choice:
                form[f"meant.{form_field.name}.{number}"] = entry.choice
        draft[form_field.name] = entries if form_field.sort is InputKind.RECORDS else entries[0]
    return draft, form


class _FieldEntry(NamedTuple):
    written: str
    choice: str = ""


def _make_entry(
    graph: Graph, target: Graph, label: str, kinds: tuple[RecordKind, ...], people: list[str]
) -> _FieldEntry:
    """Return what stands in a field for a record of the other map: one that is called the same, or its name."""
    record: Any = graph.by_id[label]
    kind = next(kind for kind in kinds if kind in NAME_FIELDS_BY_KIND)
    name = " ".join(str(getattr(record, NAME_FIELDS_BY_KIND[kind])).split())
    namesakes = find_records_by_name(target, kind, name)
    if len(namesakes) == 1:
        return _FieldEntry(namesakes[0].id)
    if people and mask_member_names(name, people) != name:
        return _FieldEntry(mask_member_names(name, people))
    return _FieldEntry(name, f"{graph.slug}/{label}={name}")
