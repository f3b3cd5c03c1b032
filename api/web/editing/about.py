"""What a map says of itself: read by everybody who sees it, and changed on the same page by whoever may."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, select

from api.authorship import authorship
from api.database import Reading, Writing, lock_map
from api.permission import Changing, CurrentUser, Looking
from api.web.editing.author_rows import (
    AuthorRows,
    acts,
    author_field,
    draft_authors,
    read_authors,
    rearranged,
    rows_of,
    with_blank,
)
from api.web.editing.beginning import FIELDS, DescribedMap
from api.web.editing.forms import Typed, shown, shown_rows, typed, wrong_in
from api.web.languages import find_language
from api.web.messages import gettext
from api.web.record_fields import worded
from api.web.surroundings import around, graph_shown
from api.web.templating import page
from api.web.visits import read_visit
from argument_maps.graph import Graph
from models import changes
from models.changes import find_map
from models.errors import UnknownMap
from models.history.forks import fork_of
from models.history.revisions import Revision
from models.participation.map_anonymity import is_anonymous
from models.records.maps import ArgumentMap, ArgumentMapDraft
from models.records.rows import Draft
from models.row_keys import persisted_id
from models.text_types import Slug

router = APIRouter(include_in_schema=False)

# A map's name in addresses stays as it is.
SAID = tuple(each for each in FIELDS if each.name != "slug")


@router.get("/maps/{slug}/about")
def show_about(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show what the map says of itself, and the form that changes it."""
    return _about(request, slug, session, user)


@router.post("/maps/{slug}/about")
def change_about(
    request: Request, slug: Slug, given: Annotated[Typed, Depends(typed)], session: Writing, user: Changing
) -> Response:
    """Change what was changed in the form. What somebody else changed there meanwhile is shown, and nothing is lost.

    A map is at a new version with each of its records, so that its version says nothing about these fields; the form
    brings along what each said (`was-…`). Raises `UnknownMap`.
    """
    request.app.state.pictures.check(slug, user)
    if acts(given):
        written = {each.name: given.get(each.name, "") for each in SAID}
        return _about(request, slug, session, user, written, {}, AuthorRows(rearranged(given)), given=given)
    found = lock_map(session, slug)
    if found is None:
        raise UnknownMap(slug)
    named = _authors(session, given, found)
    said = _said(found)
    wanted = {name: given.get(name, text).strip() for name, text in said.items()}
    wanted["language"] = find_language(wanted["language"])
    mine = {name for name in said if wanted[name] != given.get(f"was-{name}", said[name])}
    values = {name: wanted[name] if name in mine else said[name] for name in said}
    faults = wrong_in(DescribedMap, {name: value for name, value in values.items() if value})
    met = {name for name in mine if said[name] not in (given.get(f"was-{name}", said[name]), wanted[name])}
    for name in met:
        told = gettext("Somebody else wrote “%(text)s” here meanwhile. Save again to have yours instead.")
        faults.setdefault(name, told % {"text": said[name]})
    if named.faults:
        faults["authors"] = gettext("Look at the rows of the authors.")
    elif named.authors != found.authors and _kept(found.authors) != given.get("was-authors", _kept(found.authors)):
        met.add("authors")
        who = "; ".join(str(each["name"]) for each in found.authors) or gettext("nobody")
        faults["authors"] = gettext(
            "Somebody else named these authors meanwhile: %(names)s. Save again to have yours instead.", names=who
        )
    if faults:
        return _about(request, slug, session, user, values, faults, named, status=409 if met else 422)
    if values == said and named.authors == found.authors:
        return RedirectResponse(f"/maps/{slug}/about", status_code=303)
    whole: Draft = {"visibility": found.visibility, "forebears": found.forebears, **values, "authors": named.authors}
    draft = ArgumentMapDraft.model_validate({name: value for name, value in whole.items() if value})
    changed = changes.change_map(session, slug, draft, version=None, author=user.name)
    # One revision, so that the change has the number of the version that it makes.
    return RedirectResponse(f"/maps/{slug}/about?done={changed.version}", status_code=303)


def _said(found: ArgumentMapDraft | Graph) -> dict[str, str]:
    return {each.name: str(getattr(found, each.name)) for each in SAID}


def _authors(session: Session, given: Typed, found: ArgumentMap) -> AuthorRows:
    """Return the authors that the form names; those that stand where it asks for none, or nothing in it changed."""
    stand = AuthorRows(rows_of(found.authors), list(found.authors))
    if "was-authors" not in given or is_anonymous(session, persisted_id(found)):
        return stand
    named = read_authors(given)
    untouched = not named.faults and _kept(named.authors) == given["was-authors"]
    return stand if untouched else named


def _kept(authors: list[Draft]) -> str:
    """Return authors as a form brings them along, to be compared."""
    return json.dumps(authors, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Credit:
    """Of what a map is a copy, and who made it; `origin` is None for whoever does not see that one."""

    origin: ArgumentMap | None
    sequence: int
    author: str


def _credit(request: Request, session: Session, slug: str, user: CurrentUser) -> Credit | None:
    found = find_map(session, slug)
    fork = fork_of(session, found.id)
    if fork is None:
        return None
    origin = session.get(ArgumentMap, fork.origin_id)
    seen = origin is not None and request.app.state.pictures.may_see(origin.slug, user)
    begun = select(Revision.author).where(Revision.map_id == found.id, Revision.sequence == 1)
    author = authorship(session, persisted_id(found), user).name(session.exec(begun).first() or "", None)
    return Credit(origin if seen else None, fork.origin_sequence, author)


def _about(
    request: Request,
    slug: str,
    session: Session,
    user: CurrentUser,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    named: AuthorRows | None = None,
    status: int = 200,
    given: Typed | None = None,
) -> Response:
    visit = read_visit(request, slug)
    graph = graph_shown(request, visit, user)
    said = _said(graph)
    authors = draft_authors(graph.authors)
    stands = {**said, "authors": _kept(authors)}
    if given is not None:
        # What the form was opened with stays, so that what others change while authors are arranged is not lost.
        stands |= {name: given[f"was-{name}"] for name in stands if f"was-{name}" in given}
    named = named or AuthorRows(rows_of(authors))
    return page(
        request,
        "about.html",
        status,
        fields=[worded(each) for each in SAID],
        stands=stands,
        author_field=author_field(),
        author_rows=with_blank(named.rows),
        author_faults=named.faults,
        anonymous=is_anonymous(session, persisted_id(find_map(session, slug))),
        draft=values or said,
        faults=faults or {},
        shown=shown,
        shown_rows=shown_rows,
        credit=_credit(request, session, slug, user),
        **around(request, graph, visit, session),
    )
