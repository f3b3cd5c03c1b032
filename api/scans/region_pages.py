"""The form that makes something of a region of a page image."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import MayContribute
from api.editing.editing_pages import Form
from api.editing.form_pages import gather_name_context
from api.editing.references.named_records import NamedRecords
from api.editing.references.other_maps import OtherMaps
from api.editing.refusals import assign_fault_to_field
from api.pages.forms import FormValues, format_field, format_rows
from api.pages.map_context import build_map_context
from api.pages.returns import read_graph, redirect_to_scan
from api.pages.templating import render_page
from api.pages.visits import read_visit
from api.requests.database import Reading, Writing, lock_existing_map
from api.scans.region_marking import (
    MarkedPlace,
    list_region_fields,
    read_place,
    read_region_marking,
    suggest_region_values,
    write_region_marking,
)
from api.scans.scan_pages import CROP_SIDE, render_scan
from api.scans.scan_views import find_scan
from api.texts.marking import MarkingOption, find_marking_option, list_marking_options
from argument_maps.graph import Graph
from argument_maps.scans.crops import measure_crop, write_crop_path
from argument_maps.values import Region, Scan
from models.errors import MapError
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)


@router.get("/maps/{slug}/scans/{label}/mark")
def show_region_marking(request: Request, slug: Slug, label: Label, session: Reading, user: MayContribute) -> Response:
    """Show the form that makes something of a region, or the page again where it names none."""
    form = dict(request.query_params)
    graph = read_graph(request, slug, user)
    scan = find_scan(graph, label)
    option = find_marking_option(form.get("as", ""))
    place = read_place(scan, form)
    if isinstance(place, str):
        return render_scan(request, session, slug, label, user, form, {"region": place}, 422)
    values = suggest_region_values(option, scan, place, form)
    return _render_region_form(request, session, graph, scan, option, place, values, {})


@router.post("/maps/{slug}/scans/{label}/mark")
def mark_region(
    request: Request, slug: Slug, label: Label, form: Form, session: Writing, user: MayContribute
) -> Response:
    """Make a region together with the record that it becomes, as one change."""
    argument_map = lock_existing_map(session, slug)
    graph = read_graph(request, slug, user)
    scan = find_scan(graph, label)
    option = find_marking_option(form.get("as", ""))
    place = read_place(scan, form)
    if isinstance(place, str):
        return render_scan(request, session, slug, label, user, form, {"region": place}, 422)
    marking = read_region_marking(graph, option, scan, place, form, OtherMaps(session, user, slug))
    if not marking.faults:
        try:
            with session.begin_nested():
                region, record_label, change = write_region_marking(session, argument_map, marking, author=user.name)
            opened = record_label or marking.annotation.bodies[0]
            return redirect_to_scan(slug, label, change, page=place.page, record=opened, mark=region)
        except MapError as error:
            fields = (*list_region_fields(option), *option.fields)
            marking.faults |= assign_fault_to_field(error, [form_field.name for form_field in fields])
    return _render_region_form(
        request, session, graph, scan, option, place, marking.values, marking.faults, 422, form, marking.named
    )


def _render_region_form(
    request: Request,
    session: Session,
    graph: Graph,
    scan: Scan,
    option: MarkingOption,
    place: MarkedPlace,
    draft: Any,
    faults: dict[str, str],
    status: int = 200,
    form: FormValues | None = None,
    named: NamedRecords | None = None,
) -> Response:
    fields = place.build_fields()
    region = Region(id="RG", in_scan=scan.id, **{**fields, "points": tuple(fields["points"])})
    return render_page(
        request,
        "region_form.html",
        status,
        scan=scan,
        page=place.page,
        place=place,
        crop=write_crop_path(region, CROP_SIDE),
        crop_size=measure_crop(region, CROP_SIDE),
        making=option,
        makings=list_marking_options(),
        fields=(*list_region_fields(option), *option.fields),
        draft=draft,
        faults=faults,
        format_field=format_field,
        format_rows=format_rows,
        **gather_name_context(form, named),
        **build_map_context(request, graph, read_visit(request, graph.slug), session),
    )
