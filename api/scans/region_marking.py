"""A region of a page image becomes a record of its own and evidence, a claim or an interpretation, in one change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from api.editing.references.named_records import (
    label_new_records,
    replace_placeholders,
    resolve_names,
)
from api.editing.references.other_maps import OtherMaps
from api.http.query_parameters import read_whole_number
from api.pages.forms import FormValues, read_record_form
from api.phrases.fields.form_fields import FormField, translate_field
from api.phrases.fields.record_fields import FORMS
from api.phrases.messages import gettext
from api.phrases.record_names import cite_page
from api.texts.marking import LONGEST_STATEMENT, Marking, MarkingOption
from argument_maps.graph import Graph
from argument_maps.scans.crops import find_page_number
from argument_maps.values import Scan
from models import changes
from models.records.maps import ArgumentMap
from models.records.rows import Draft
from models.records.scans.scan_records import MOST_POINTS, bound_points
from models.row_keys import persisted_id
from models.vocabulary import Motivation, RecordKind

# What is said of the region itself, whatever it becomes.
_REGION_FIELDS = ("transcription", "language", "comment")


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """A rectangle or polygon on a page image, in whole pixels of the upright image, and the number of the page."""

    image: str
    x: int
    y: int
    width: int
    height: int
    points: tuple[tuple[int, int], ...] = ()
    page: int = 1

    @property
    def written_points(self) -> str:
        """The corners as a form has them."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    def build_fields(self) -> Draft:
        """Return the place as the fields of a region."""
        place: Draft = {name: getattr(self, name) for name in ("image", "x", "y", "width", "height")}
        return {**place, "points": [list(point) for point in self.points]}


def list_region_fields(option: MarkingOption) -> tuple[FormField, ...]:
    """Return the fields that are asked for of the region itself, those that the option asks for anyway left out."""
    asked = {form_field.name for form_field in option.fields}
    return tuple(
        translate_field(form_field)
        for form_field in FORMS[RecordKind.REGION]
        if form_field.name in _REGION_FIELDS and form_field.name not in asked
    )


def read_place(scan: Scan, form: FormValues) -> MarkedPlace | str:
    """Return the place that a form names on a page of a scan, or what is wrong with it."""
    pages = {page["image"]: page for page in scan.pages}
    image = form.get("image", "")
    if image not in pages:
        return gettext("This page is no longer in the scan. Choose a page, and mark the region again.")
    points = _read_points(form.get("points", ""))
    if points is None:
        return gettext("The corners cannot be read. Write each as x,y, with spaces between them.")
    if points:
        x, y, width, height = bound_points(points)
    else:
        numbers = [read_whole_number(form.get(name, "")) for name in ("x", "y", "width", "height")]
        if any(number is None for number in numbers):
            return gettext("Draw a region on the page, or give its place and size in whole pixels.")
        x, y, width, height = (number or 0 for number in numbers)
    page = pages[image]
    # What reaches over the edge by a slip of the hand ends there.
    width, height = min(width, page["width"] - x), min(height, page["height"] - y)
    if width < 1 or height < 1:
        return gettext("The region is not on the page, or has no size.")
    if points:
        points = tuple((min(across, page["width"]), min(down, page["height"])) for across, down in points)
        x, y, width, height = bound_points(points)
    return MarkedPlace(image, x, y, width, height, points, _find_marked_page(scan, image, form))


def _find_marked_page(scan: Scan, image: str, form: FormValues) -> int:
    """Return the number of the page that a form was filled in for: several can have one image, as blank ones do."""
    number = read_whole_number(form.get("page", "")) or 0
    is_meant = 0 < number <= len(scan.pages) and scan.pages[number - 1]["image"] == image
    return number if is_meant else find_page_number(scan, image)


def _read_points(written: str) -> tuple[tuple[int, int], ...] | None:
    """Return corners written as `x,y x,y`, none of nothing, or None where they cannot be read."""
    points = []
    for pair in written.split():
        across, comma, down = pair.partition(",")
        x, y = read_whole_number(across), read_whole_number(down)
        if not comma or x is None or y is None:
            return None
        points.append((x, y))
    if points and not 3 <= len(points) <= MOST_POINTS:
        return None
    return tuple(points)


def suggest_region_values(option: MarkingOption, scan: Scan, place: MarkedPlace, form: FormValues) -> Draft:
    """Return what stands in the form at first: what the scan and the page tell already."""
    values: Draft = {"transcription": form.get("transcription", "")} if form.get("transcription") else {}
    if option.kind is None:
        return values
    if scan.source:
        values["source"] = scan.source
    values["locator"] = cite_page(scan, place.page)
    words = " ".join(str(values.get("transcription", "")).split())
    if words and len(words) <= LONGEST_STATEMENT:
        values["summary" if option.kind == RecordKind.EVIDENCE else "text"] = words
    return values


def read_region_marking(
    graph: Graph,
    option: MarkingOption,
    scan: Scan,
    place: MarkedPlace,
    sent: FormValues,
    other_maps: OtherMaps | None = None,
) -> Marking:
    """Read the form that makes something of a region."""
    named = resolve_names(graph, option.fields, sent, other_maps)
    field_values = named.resolved_form
    region_fields = {name: field_values.get(name, "") for name in (*_REGION_FIELDS, "bodies")}
    fixed = {**place.build_fields(), "in_scan": scan.id, "motivation": Motivation.LINKING.value}
    region_form = read_record_form(RecordKind.REGION, region_fields, fixed)
    marking = Marking(
        {name: region_form.values[name] for name in region_fields if name in region_form.values},
        named,
        annotation=region_form.draft,
        faults=dict(region_form.faults),
    )
    if option.kind is None and "bodies" not in region_form.values:
        marking.faults["bodies"] = gettext("Fill in this field.")
    if option.kind is not None:
        asked = {form_field.name: field_values.get(form_field.name, "") for form_field in option.fields}
        reading = read_record_form(option.kind, {**asked, **_quote_region(option.kind, field_values)})
        marking.values |= reading.values
        marking.faults |= reading.faults
        if reading.draft is not None:
            marking.record = (option.kind, reading.draft)
    marking.values = named.restore_written_names(marking.values)
    marking.faults |= named.faults
    return marking


def _quote_region(kind: RecordKind, field_values: Mapping[str, str]) -> dict[str, str]:
    """Return what is read in the region as the quotation of evidence."""
    words = field_values.get("transcription", "").strip()
    return {"quotation": words} if kind == RecordKind.EVIDENCE and words else {}


def write_region_marking(
    session: Session, argument_map: ArgumentMap, marking: Marking, *, author: str
) -> tuple[str, str | None, int]:
    """Write a marking without faults as one change: the region's label, the new record's, the change's number.

    Raises `MapError` for what is wrong with the records that it names.
    """
    record_label: str | None = None
    items, ids = label_new_records(session, persisted_id(argument_map), marking.named.new_records)
    region: Any = marking.annotation
    if marking.record is not None:
        kind, draft = marking.record
        draft = replace_placeholders(kind, draft, ids)
        record_label = changes.find_free_label(
            session, persisted_id(argument_map), changes.choose_label_prefix(kind, draft)
        )
        items.append((kind, record_label, draft))
        region = region.model_copy(update={"bodies": [record_label, *region.bodies]})
    items.append((RecordKind.REGION, None, region))
    written = changes.create_records(session, argument_map, items, author=author)
    return written[-1].label, record_label, written[0].revision
