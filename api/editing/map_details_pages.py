"""What a map says of itself: read by everybody who sees it, and changed on the same page by whoever may."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, select

from api.access.authorization import MayChange, MayLook
from api.access.current_user import CurrentUser
from api.editing.author_rows import (
    AuthorRows,
    append_blank_row,
    is_rearrangement,
    list_author_rows,
    make_author_drafts,
    make_author_field,
    read_authors,
    rearrange_rows,
)
from api.pages.forms import FormValues, find_value_faults, format_field, format_rows, read_posted_form
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.phrases.fields.form_fields import translate_field
from api.phrases.languages import find_language
from api.phrases.messages import gettext
from api.records.map_fields import MAP_FIELDS, DescribedMap
from api.requests.authorship import read_authorship
from api.requests.database import Reading, Writing, lock_existing_map
from argument_maps.graph import Graph
from models import changes
from models.changes import find_map
from models.history.forks import find_fork
from models.history.revisions import Revision
from models.participation.map_anonymity import is_anonymous
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.text_types import Slug

router = APIRouter(include_in_schema=False)

# A map's name in addresses stays as it is.
DESCRIPTION_FIELDS = tuple(form_field for form_field in MAP_FIELDS if form_field.name != "slug")


@router.get("/maps/{slug}/about")
def show_about(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show what the map says of itself, and the form that changes it."""
    return _render_about(request, slug, session, user)


@router.post("/maps/{slug}/about")
def change_about(
    request: Request,
    slug: Slug,
    form: Annotated[FormValues, Depends(read_posted_form)],
    session: Writing,
    user: MayChange,
) -> Response:
    """Change what was changed in the form. What somebody else changed there meanwhile is shown, and nothing is lost.

    A map is at a new version with each of its records, so that its version says nothing about these fields; the form
    brings along what each said (`was-…`). Raises `UnknownMap`.
    """
    request.app.state.pictures.check(slug, user)
    if is_rearrangement(form):
        typed_values = {form_field.name: form.get(form_field.name, "") for form_field in DESCRIPTION_FIELDS}
        return _render_about(
            request, slug, session, user, typed_values, {}, AuthorRows(rearrange_rows(form)), form=form
        )
    argument_map = lock_existing_map(session, slug)
    author_rows = _choose_authors(session, form, argument_map)
    description = _read_description(argument_map)
    typed_description = {name: form.get(name, text).strip() for name, text in description.items()}
    typed_description["language"] = find_language(typed_description["language"])
    changed_names = {
        name for name in description if typed_description[name] != form.get(f"was-{name}", description[name])
    }
    values = {name: typed_description[name] if name in changed_names else description[name] for name in description}
    faults = find_value_faults(DescribedMap, {name: value for name, value in values.items() if value})
    conflicting_names = {
        name
        for name in changed_names
        if description[name] not in (form.get(f"was-{name}", description[name]), typed_description[name])
    }
    for name in conflicting_names:
        message = gettext(
            "Somebody else has written “%(text)s” here in the meantime. Save again to replace it with yours."
        )
        faults.setdefault(name, message % {"text": description[name]})
    if author_rows.faults:
        faults["authors"] = gettext("Check the rows of authors.")
    elif author_rows.authors != argument_map.authors and _serialise_authors(argument_map.authors) != form.get(
        "was-authors", _serialise_authors(argument_map.authors)
    ):
        conflicting_names.add("authors")
        who = "; ".join(str(author["name"]) for author in argument_map.authors) or gettext("nobody")
        faults["authors"] = gettext(
            "Somebody else has entered these authors in the meantime: %(names)s. Save again to replace them with "
            "yours.",
            names=who,
        )
    if faults:
        return _render_about(
            request, slug, session, user, values, faults, author_rows, status=409 if conflicting_names else 422
        )
    if values == description and author_rows.authors == argument_map.authors:
        return RedirectResponse(f"/maps/{slug}/about", status_code=303)
    draft_values: Draft = {
        "visibility": argument_map.visibility,
        "forebears": argument_map.forebears,
        "styles": argument_map.styles,
        **values,
        "authors": author_rows.authors,
    }
    draft = ArgumentMapDraft.model_validate({name: value for name, value in draft_values.items() if value})
    changed = changes.change_map(session, slug, draft, version=None, author=user.name)
    # One revision, so that the change has the number of the version that it makes.
    return RedirectResponse(f"/maps/{slug}/about?done={changed.version}", status_code=303)


def _read_description(described_map: ArgumentMapDraft | Graph) -> dict[str, str]:
    return {form_field.name: str(getattr(described_map, form_field.name)) for form_field in DESCRIPTION_FIELDS}


def _choose_authors(session: Session, form: FormValues, argument_map: ArgumentMap) -> AuthorRows:
    """Return the authors that the form names; those that stand where it asks for none, or nothing in it changed."""
    present_rows = AuthorRows(list_author_rows(argument_map.authors), list(argument_map.authors))
    if "was-authors" not in form or is_anonymous(session, persisted_id(argument_map)):
        return present_rows
    typed_rows = read_authors(form)
    untouched = not typed_rows.faults and _serialise_authors(typed_rows.authors) == form["was-authors"]
    return present_rows if untouched else typed_rows


def _serialise_authors(authors: list[Draft]) -> str:
    """Return authors as a form brings them along, to be compared."""
    return json.dumps(authors, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class CopyCredit:
    """Of what a map is a copy, and who made it; `origin` is None for whoever does not see that one."""

    origin: ArgumentMap | None
    sequence: int
    author: str


def _find_credit(request: Request, session: Session, slug: str, user: CurrentUser) -> CopyCredit | None:
    argument_map = find_map(session, slug)
    fork = find_fork(session, argument_map.id)
    if fork is None:
        return None
    origin = session.get(ArgumentMap, fork.origin_id)
    is_visible = origin is not None and request.app.state.pictures.may_see(origin.slug, user)
    statement = select(Revision.author).where(Revision.map_id == argument_map.id, Revision.sequence == 1)
    author = read_authorship(session, persisted_id(argument_map), user).name_member(
        session.exec(statement).first() or "", None
    )
    return CopyCredit(origin if is_visible else None, fork.origin_sequence, author)


def _render_about(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    typed_rows: AuthorRows | None = None,
    status: int = 200,
    form: FormValues | None = None,
) -> Response:
    visit = read_visit(request, slug)
    graph = read_visited_graph(request, visit, user)
    description = _read_description(graph)
    authors = make_author_drafts(graph.authors)
    present_values = {**description, "authors": _serialise_authors(authors)}
    if form is not None:
        # What the form was opened with stays, so that what others change while authors are arranged is not lost.
        present_values |= {name: form[f"was-{name}"] for name in present_values if f"was-{name}" in form}
    typed_rows = typed_rows or AuthorRows(list_author_rows(authors))
    return render_page(
        request,
        "map_details.html",
        status,
        fields=[translate_field(form_field) for form_field in DESCRIPTION_FIELDS],
        present_values=present_values,
        author_field=make_author_field(),
        author_rows=append_blank_row(typed_rows.rows),
        author_faults=typed_rows.faults,
        anonymous=is_anonymous(session, persisted_id(find_map(session, slug))),
        draft=values or description,
        faults=faults or {},
        format_field=format_field,
        format_rows=format_rows,
        credit=_find_credit(request, session, slug, user),
        **build_map_context(request, graph, visit, session),
    )
