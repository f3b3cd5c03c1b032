"""Beginning a map: its title, and the name that it has in addresses, which is proposed from the title."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.access.authorization import MayCreate
from api.editing.author_rows import (
    AuthorRows,
    append_blank_row,
    is_rearrangement,
    make_author_field,
    read_authors,
    rearrange_rows,
)
from api.pages.forms import FormValues, find_value_faults, format_field, format_rows, read_posted_form
from api.pages.templating import render_page
from api.phrases.fields.form_fields import translate_field
from api.phrases.languages import find_language
from api.phrases.messages import gettext
from api.records.map_fields import DescribedMap, find_slug_fault, list_map_fields
from api.records.map_routes import choose_default_visibility, enrol_owner
from api.requests.database import Writing
from models import changes
from models.address_names import read_name
from models.records.maps import ArgumentMapDraft
from models.records.rows import Draft

router = APIRouter(include_in_schema=False)


@router.get("/new")
def show_new_map_form(request: Request, user: MayCreate) -> Response:
    """Show the form by which a map is begun. Its address lies outside of `/maps/`, where every name may be a map's."""
    return _render_form(
        request, {"language": "en", "visibility": choose_default_visibility(user).value}, {}, AuthorRows([])
    )


@router.post("/new")
def begin_map(
    request: Request, form: Annotated[FormValues, Depends(read_posted_form)], session: Writing, user: MayCreate
) -> Response:
    """Begin an empty map, and lead to it; a button that only arranges the authors begins nothing."""
    values = {form_field.name: form.get(form_field.name, "").strip() for form_field in list_map_fields(request)}
    if is_rearrangement(form):
        return _render_form(request, values, {}, AuthorRows(rearrange_rows(form)))
    values["language"] = find_language(values["language"])
    author_rows = read_authors(form)
    slug = values["slug"] = read_name(values["slug"])
    faults = find_value_faults(
        DescribedMap, {name: value for name, value in values.items() if value and name != "slug"}
    )
    fault = find_slug_fault(session, slug, values["title"])
    if fault:
        faults["slug"] = fault
    if author_rows.faults:
        faults["authors"] = gettext("Check the rows of authors.")
    if faults:
        return _render_form(request, values, faults, author_rows, status=422)
    draft_values: Draft = {
        "visibility": choose_default_visibility(user),
        **{name: value for name, value in values.items() if value},
    }
    draft_values["authors"] = author_rows.authors
    draft = ArgumentMapDraft.model_validate({name: value for name, value in draft_values.items() if name != "slug"})
    argument_map = changes.create_map(
        session, slug or changes.propose_slug(session, values["title"]), draft, author=user.name
    )
    enrol_owner(session, argument_map, user)
    return RedirectResponse(f"/maps/{argument_map.slug}", status_code=303)


def _render_form(
    request: Request, values: dict[str, str], faults: dict[str, str], author_rows: AuthorRows, status: int = 200
) -> Response:
    return render_page(
        request,
        "new_map.html",
        status,
        fields=[translate_field(form_field) for form_field in list_map_fields(request)],
        draft=values,
        faults=faults,
        format_field=format_field,
        format_rows=format_rows,
        author_field=make_author_field(),
        author_rows=append_blank_row(author_rows.rows),
        author_faults=author_rows.faults,
    )
