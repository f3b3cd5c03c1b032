"""A record copied: a form filled in with all that it says, in its own map or in another one that one writes in.

Nothing of people goes along: neither comments nor positions, nor the names of members into a map that others read. What
the record names of people, sources, questions and tags is found in the other map, or made there with the form.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from api.database import Reading
from api.forking import may_carry, require_merge
from api.permission import LOCAL_USER, Action, CurrentUser, Looking, in_reach, permitted
from api.web.editing.form_pages import CopyChoices, new_form
from api.web.editing.forms import Typed, with_assumed
from api.web.editing.named_records import MADE
from api.web.editing.other_maps import leave_names, names_to_leave
from api.web.record_fields import ADDED, UNTOUCHED, Sort, form_of
from api.web.record_names import RecordNames
from api.web.templating import page
from api.web.visits import read_visit
from argument_maps.graph import Graph
from argument_maps.similar_records import records_called
from models import changes
from models.errors import UnknownMap, UnknownRecord
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
ELSEWHERE = tuple(kind for kind in ADDED if kind not in {RecordKind.LINK, RecordKind.STANCE})
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
_LABEL: TypeAdapter[str] = TypeAdapter(Label)
# What a copy does not keep: where a question stands among the others of its map.
_OWN = frozenset({"place", "versions"})


class Original(NamedTuple):
    """The record that is copied, and its map."""

    map: ArgumentMap
    label: str
    kind: RecordKind
    draft: Draft

    @property
    def address(self) -> str:
        """What the form brings along to say of what it is a copy."""
        return f"{self.map.slug}/{self.label}"


@router.get("/maps/{slug}/records/{label}/copy")
def show_copier(
    request: Request, slug: Slug, label: Label, session: Reading, user: Looking, into: str = ""
) -> Response:
    """Show the form by which a record is added once more, filled in with what it says: here, or in another map."""
    graph = request.app.state.pictures.graph(slug, user)
    original = _read(session, slug, label)
    others = _maps_to_copy_into(session, original, user)
    here = may_add(user, original.map)
    if not into and not here and others:
        into = others[0][0]
    if not into or into == slug:
        if not here:
            return page(request, "copy_nowhere.html", original=original, graph=graph, visit=read_visit(request, slug))
        return new_form(
            request,
            graph,
            original.kind,
            _own_words(original),
            {},
            given={"copied_from": original.address},
            copying=_choices(graph, original, others, {}),
        )
    if into not in dict(others):
        raise UnknownMap(into)
    target = request.app.state.pictures.graph(into, user)
    draft, given = _carried(session, graph, target, original)
    return new_form(
        request,
        target,
        original.kind,
        draft,
        {},
        given={**given, "copied_from": original.address},
        copying=_choices(target, original, others, {}),
    )


def read_original(session: Session, user: CurrentUser, found: ArgumentMap, given: Typed) -> Original | None:
    """Return of what a form that was sent makes a copy, None where of nothing.

    Raises `UnknownRecord`, and `NotForYou` where the record may not be carried to the map.
    """
    slug, slash, label = given.get("copied_from", "").partition("/")
    if not slash:
        return None
    if not (_fits(_SLUG, slug) and _fits(_LABEL, label)):
        raise UnknownRecord(slug[:64], label[:64])
    seen = session.exec(select(ArgumentMap).where(ArgumentMap.slug == slug, in_reach(user, listed=False))).first()
    if seen is None:
        raise UnknownRecord(slug[:64], label[:64])
    original = _read(session, slug, label[:64])
    if original.map.id != found.id:
        require_merge(session, user, original.map, found)
    return original


def untouched_of(session: Session, original: Original | None, found: ArgumentMap) -> Draft | None:
    """Return what a copy keeps of the record although no form shows it."""
    if original is None:
        return None
    people = [] if original.map.id == found.id else names_to_leave(session, original.map, original.label)
    return {name: leave_names(value, people) for name, value in original.draft.items() if name in UNTOUCHED - _OWN}


def credit_of(original: Original, found: ArgumentMap) -> str:
    """Return why a copy was made, for the history; a map that is not open is not named."""
    if original.map.id == found.id:
        return f"Copied from {original.label}."
    if original.map.visibility == Visibility.PUBLIC:
        return f"Copied from {original.label} of “{original.map.title}” ({original.map.slug})."
    return "Copied from another map."


def links_chosen(
    session: Session, original: Original, found: ArgumentMap, given: Typed, label: str
) -> list[tuple[RecordKind, str | None, Any]]:
    """Return those links of the record that were chosen, each made once more for its copy `label`."""
    if original.map.id != found.id:
        return []
    named = [name.removeprefix("links.") for name, value in given.items() if name.startswith("links.") and value]
    wanted = [each for each in named if _fits(_LABEL, each)]
    links: list[tuple[RecordKind, str | None, Any]] = []
    for kind, draft in read_drafts(session, persisted_id(found), wanted).values():
        ends = [*draft.get("premises", ()), draft.get("target")]
        if kind == RecordKind.LINK and original.label in ends:
            premises = [label if each == original.label else each for each in draft["premises"]]
            target = label if draft["target"] == original.label else draft["target"]
            again = KINDS[kind].draft.model_validate({**draft, "premises": premises, "target": target})
            links.append((kind, None, again))
    return links


def note_copy(session: Session, original: Original, found: ArgumentMap, label: str) -> None:
    """Let a copy of what was made of a comment follow when the comment's author is anonymised, as the record does."""
    if original.map.id != found.id:
        return
    made = select(CommentClaim.comment).join(Comment, col(Comment.id) == col(CommentClaim.comment))
    of_it = made.where(col(Comment.map_id) == found.id, col(CommentClaim.label) == original.label)
    for comment in session.exec(of_it).all():
        session.add(CommentClaim(comment=comment, label=label))
    session.flush()


def may_add(user: CurrentUser, found: ArgumentMap) -> bool:
    """Tell whether somebody adds records to a map."""
    return Action.CONTRIBUTE in permitted(user, found.visibility, found.id)


def choices_again(graph: Graph, original: Original | None, given: Mapping[str, str]) -> CopyChoices | None:
    """Return what a form of a copy that is shown again asks beside its fields."""
    return _choices(graph, original, (), given) if original is not None else None


def _fits(form: TypeAdapter[str], text: str) -> bool:
    try:
        form.validate_python(text)
    except ValidationError:
        return False
    return True


def _read(session: Session, slug: str, label: str) -> Original:
    found = changes.find_map(session, slug)
    record = changes.find_record(session, found, label)
    kind = RecordKind(record.kind)
    if kind not in ADDED:
        raise UnknownRecord(slug, label)
    return Original(found, label, kind, read_drafts(session, persisted_id(found), [label])[label][1])


def _own_words(original: Original) -> Draft:
    said = {name: value for name, value in original.draft.items() if name not in _OWN}
    return with_assumed(original.kind, said)


def _maps_to_copy_into(session: Session, original: Original, user: CurrentUser) -> tuple[tuple[str, str], ...]:
    """Return slugs and titles of other maps to which the user adds and to which the record may be carried."""
    if original.kind not in ELSEWHERE or (user.id is None and user is not LOCAL_USER):
        return ()
    mine = in_reach(user) if user is LOCAL_USER else col(ArgumentMap.id).in_(list(user.roles))
    listed = (
        select(ArgumentMap).where(mine, ArgumentMap.id != original.map.id).order_by(ArgumentMap.title, ArgumentMap.slug)
    )
    # Read on until there are as many as are offered: of those that were read some may not take the record.
    found: list[tuple[str, str]] = []
    start, more = 0, True
    while more and len(found) < MOST_MAPS:
        some = list(session.exec(listed.offset(start).limit(MAPS_AT_ONCE)))
        start, more = start + MAPS_AT_ONCE, len(some) == MAPS_AT_ONCE
        adding = [each for each in some if may_add(user, each)]
        holders = read_holders(session, [original.map, *adding])
        found += [(each.slug, each.title) for each in adding if may_carry(session, user, original.map, each, holders)]
    return tuple(found[:MOST_MAPS])


def _choices(
    graph: Graph, original: Original, others: tuple[tuple[str, str], ...], given: Mapping[str, str]
) -> CopyChoices:
    links: tuple[tuple[str, str, bool], ...] = ()
    if graph.slug == original.map.slug:
        names = RecordNames(graph)
        tied = dict.fromkeys((*graph.links_from.get(original.label, ()), *graph.links_to.get(original.label, ())))
        links = tuple((each.id, names.describe(each), f"links.{each.id}" in given) for each in tied)
    return CopyChoices(original.map.slug, original.label, original.address, links, others)


def _carried(session: Session, graph: Graph, target: Graph, original: Original) -> tuple[Draft, dict[str, str]]:
    """Return what stands in the form in another map, with names in the place of ids, and what those names stand for."""
    people = names_to_leave(session, original.map, original.label)
    draft = leave_names(_own_words(original), people)
    given: dict[str, str] = {}
    for each in form_of(original.kind):
        value = original.draft.get(each.name)
        if each.sort not in (Sort.RECORD, Sort.RECORDS) or not value:
            continue
        entries = []
        for number, label in enumerate([value] if isinstance(value, str) else value):
            entry = _entry(graph, target, label, each.kinds, people)
            entries.append(entry.written)
            if entry.choice:
                given[f"meant.{each.name}.{number}"] = entry.choice
        draft[each.name] = entries if each.sort is Sort.RECORDS else entries[0]
    return draft, given


class _Entry(NamedTuple):
    written: str
    choice: str = ""


def _entry(graph: Graph, target: Graph, label: str, kinds: tuple[RecordKind, ...], people: list[str]) -> _Entry:
    """Return what stands in a field for a record of the other map: one that is called the same, or its name."""
    record: Any = graph.by_id[label]
    kind = next(kind for kind in kinds if kind in MADE)
    name = " ".join(str(getattr(record, MADE[kind])).split())
    called = records_called(target, kind, name)
    if len(called) == 1:
        return _Entry(called[0].id)
    if people and leave_names(name, people) != name:
        return _Entry(leave_names(name, people))
    return _Entry(name, f"{graph.slug}/{label}={name}")
