"""Beginning a map: its title, and the name that it has in addresses, which is proposed from the title."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from api.database import Writing
from api.permission import Creating
from api.routes.maps import keep_as_owner, visibility_unsaid
from api.web.address_words import describe_taken_name
from api.web.editing.author_rows import AuthorRows, acts, author_field, read_authors, rearranged, with_blank
from api.web.editing.forms import Typed, shown, shown_rows, typed, wrong_in
from api.web.languages import find_language
from api.web.messages import N_, gettext
from api.web.record_fields import FormField, Sort, worded
from api.web.templating import page
from models import changes
from models.address_names import find_free_name, propose_name, read_name
from models.records.maps import ArgumentMapDraft
from models.records.rows import Draft
from models.text_types import LanguageTag, Slug
from models.vocabulary import Visibility

router = APIRouter(include_in_schema=False)

FIELDS = (
    FormField(
        "title", N_("Title"), N_("The debate in a few words, such as: Why did the Roman Empire fall?"), required=True
    ),
    FormField(
        "slug",
        N_("Name in addresses"),
        N_("Small letters, digits and hyphens. It stays as it is. Left blank, it is made of the title."),
    ),
    FormField("description", N_("Description"), N_("What is disputed, and for whom the map is."), Sort.PROSE),
    FormField(
        "language",
        N_("Language"),
        N_("In which the map is written: its name, such as Latin, or its code, such as zh-Hans."),
    ),
    FormField("licence", N_("Licence"), N_("On which terms others may use it, such as CC BY 4.0.")),
)
VISIBILITY = FormField(
    "visibility",
    N_("Who sees it"),
    N_("Private where nothing else is chosen. Whoever owns the map can change it later, under “Who sees it”."),
    Sort.CHOICE,
    Visibility,
)
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


class DescribedMap(ArgumentMapDraft):
    """What a form sets of a map; its language is a language."""

    language: LanguageTag = "en"


@router.get("/new")
def show_beginning(request: Request, user: Creating) -> Response:
    """Show the form by which a map is begun. Its address lies outside of `/maps/`, where every name may be a map's."""
    return _form(request, {"language": "en", "visibility": visibility_unsaid(user).value}, {}, AuthorRows([]))


@router.post("/new")
def begin(request: Request, given: Annotated[Typed, Depends(typed)], session: Writing, user: Creating) -> Response:
    """Begin an empty map, and lead to it; a button that only arranges the authors begins nothing."""
    values = {each.name: given.get(each.name, "").strip() for each in _fields(request)}
    if acts(given):
        return _form(request, values, {}, AuthorRows(rearranged(given)))
    values["language"] = find_language(values["language"])
    named = read_authors(given)
    slug = values["slug"] = read_name(values["slug"])
    faults = wrong_in(DescribedMap, {name: value for name, value in values.items() if value and name != "slug"})
    fault = _fault_of(session, slug, values["title"])
    if fault:
        faults["slug"] = fault
    if named.faults:
        faults["authors"] = gettext("Look at the rows of the authors.")
    if faults:
        return _form(request, values, faults, named, status=422)
    said: Draft = {"visibility": visibility_unsaid(user), **{name: value for name, value in values.items() if value}}
    said["authors"] = named.authors
    draft = ArgumentMapDraft.model_validate({name: value for name, value in said.items() if name != "slug"})
    made = changes.create_map(session, slug or changes.name_map(session, values["title"]), draft, author=user.name)
    keep_as_owner(session, made, user)
    return RedirectResponse(f"/maps/{made.slug}", status_code=303)


def _fields(request: Request) -> tuple[FormField, ...]:
    """Return what the form asks for; who sees the map, only where people sign in."""
    return FIELDS if request.app.state.gate is None else (*FIELDS, VISIBILITY)


def _fault_of(session: Session, slug: str, title: str) -> str:
    if not slug:
        made = not title or propose_name(title)
        return "" if made else gettext("Of this title none can be made; write one in small Latin letters.")
    try:
        _SLUG.validate_python(slug)
    except ValidationError:
        return gettext("Write small letters and digits, with single hyphens between words: war-of-1914.")
    if changes.is_name_taken(session, slug):
        free = find_free_name(slug, lambda name: changes.is_name_taken(session, name))
        return describe_taken_name(slug, free)
    return ""


def _form(
    request: Request, values: dict[str, str], faults: dict[str, str], named: AuthorRows, status: int = 200
) -> Response:
    return page(
        request,
        "begin.html",
        status,
        fields=[worded(each) for each in _fields(request)],
        draft=values,
        faults=faults,
        shown=shown,
        shown_rows=shown_rows,
        author_field=author_field(),
        author_rows=with_blank(named.rows),
        author_faults=named.faults,
    )
