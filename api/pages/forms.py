"""From what was typed to a draft, and from a draft to what stands in the form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlmodel import SQLModel
from starlette.concurrency import run_in_threadpool

from api.http.problems import BODY_TOO_LONG, Refusal
from api.pages.archival_fields import read_reference_part
from api.phrases.fields.form_fields import FormField, InputKind
from api.phrases.fields.record_fields import FIELDS_OUTSIDE_FORMS, list_form_fields
from api.phrases.languages import find_language, is_language_field, name_language_for_form
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from argument_maps.dates.parsing import read_date
from argument_maps.dates.refusals import can_be_two, write_unmistakably
from models.dates import UnreadableDate
from models.records.fields import list_date_fields
from models.records.kinds import KINDS
from models.records.rows import Draft
from models.text_types import Line, describe_misfit
from models.vocabulary import RecordKind

MOST_FIELDS = 2_000
SHORT_FORM_BYTES = 64 * 1024
BLANK_ROWS = 2
_WHY = TypeAdapter(Line)
_PATTERN_ADVICE = {
    "language": N_("Enter the name of a language, such as Ottoman Turkish, or its code, such as zh-Hans.")
}
_DEFAULT_ADVICE = N_("This is not in the expected form. Below the field you see how to write it.")
# Between the entries of a field that takes several: names hold spaces and commas.
ENTRY_SEPARATOR = re.compile(r"[;\n]+")
_ID_SEPARATOR = re.compile(r"[,\s]+")
# What most choices are where nothing is chosen.
UNKNOWN_TERM = "unknown"
DATE_FIELDS = frozenset(name for entry in KINDS.values() for name in list_date_fields(entry.draft))
_ID = re.compile(r"[A-Za-z][A-Za-z_-]*[0-9][A-Za-z0-9_-]*")

FormValues = Mapping[str, str]


@dataclass(slots=True)
class FormReading:
    """What a form was read as: its values, the draft where they make one, and what is wrong by field."""

    values: Draft
    draft: SQLModel | None = None
    faults: dict[str, str] = field(default_factory=dict)


async def read_posted_form(request: Request) -> FormValues:
    """Return the fields of a form that was sent; raises `Refusal` (415, 400) for anything else."""
    return await _read_form_of(request)


async def read_short_form(request: Request) -> FormValues:
    """Return the fields of a short form that anybody may send; raises as `read_posted_form`, and 413."""
    return await _read_form_of(request, SHORT_FORM_BYTES)


async def _read_form_of(request: Request, most: int | None = None) -> FormValues:
    sort = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sort != "application/x-www-form-urlencoded":
        raise Refusal(
            415,
            "wrong-media-type",
            gettext("The request is not a form"),
            gettext("The forms on these pages are sent as application/x-www-form-urlencoded."),
            gettext("Use the form on the page, or the API under /api/v1."),
        )
    body = await request.body()
    if most is not None and len(body) > most:
        raise Refusal(413, *BODY_TOO_LONG)
    try:
        # A long one takes seconds, in which nobody else would be answered.
        return _parse_fields(body) if len(body) <= SHORT_FORM_BYTES else await run_in_threadpool(_parse_fields, body)
    except ValueError:
        raise Refusal(
            400,
            "unreadable-body",
            gettext("The form cannot be read"),
            gettext("It is incomplete or garbled."),
            gettext("Send the form again."),
        ) from None


def _parse_fields(body: bytes) -> FormValues:
    text = body.decode("ascii")
    pairs = parse_qsl(
        text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=MOST_FIELDS, errors="strict"
    )
    # Browsers end lines as mail does.
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in pairs}


def read_record_form(kind: RecordKind, form: FormValues, before: Draft | None = None) -> FormReading:
    """Read a form for a kind of record; what it does not show is kept from the draft `before`.

    Dates are read as historians write them, and are EDTF from here on.
    """
    values = {name: value for name, value in (before or {}).items() if name in FIELDS_OUTSIDE_FORMS}
    written_dates: dict[str, str] = {}
    reading_faults: dict[str, str] = {}
    for form_field in list_form_fields(kind):
        value = _read_value(form_field, form)
        if form_field.sort is InputKind.DATE and value:
            try:
                value, written = _read_date_field(form_field, value, before or {})
            except UnreadableDate as error:
                reading_faults[form_field.name] = translate_phrase(error.reason)
            else:
                written_dates |= {form_field.name: written} if written else {}
        if value not in (None, "", []):
            values[form_field.name] = value
        elif form_field.required and form_field.sort is InputKind.CHOICE:
            # What a draft would assume where nothing is said, nobody has said.
            reading_faults[form_field.name] = gettext("Choose what it is.")
    values.pop("written_dates", None)
    if written_dates:
        values["written_dates"] = written_dates
    reading = FormReading(values, faults=find_draft_faults(kind, values) | reading_faults)
    if not reading.faults:
        reading.draft = KINDS[kind].draft.model_validate(values)
    return reading


def _read_date_field(form_field: FormField, typed: str, before: Draft) -> tuple[str, str]:
    """Return a date in EDTF and as it was typed, where that differs; what nobody touched stays as it was.

    Raises `UnreadableDate`.
    """
    if before and typed == format_field(form_field, show_dates_as_written(before)):
        return before.get(form_field.name) or "", before.get("written_dates", {}).get(form_field.name, "")
    edtf = read_date(typed).edtf
    return edtf, typed if typed != edtf else ""


def show_dates_as_written(draft: Draft) -> Draft:
    """Return a draft whose dates stand on a form as they were written; what could be two dates stands in words."""
    dates = {name: value for name, value in draft.items() if name in DATE_FIELDS and value and can_be_two(value)}
    written = {name: write_unmistakably(value) for name, value in dates.items()} | draft.get("written_dates", {})
    return draft | {"written_dates": written} if written else draft


def add_assumed_values(kind: RecordKind, draft: Draft, *, new: bool = False) -> Draft:
    """Return a draft, which leaves out what is assumed, with that where a form lets it be chosen.

    So nothing is assumed that does not stand on the form. Of a `new` record what has to be chosen is left open.
    """
    fields = KINDS[kind].draft.model_fields
    choice_fields = [
        form_field.name
        for form_field in list_form_fields(kind)
        if form_field.sort is InputKind.CHOICE and not (new and form_field.required)
    ]
    defaults = {name: fields[name].default for name in choice_fields}
    return {
        **{name: value for name, value in defaults.items() if isinstance(value, str) and value != UNKNOWN_TERM},
        **show_dates_as_written(draft),
    }


def find_draft_faults(kind: RecordKind, values: Draft) -> dict[str, str]:
    """Return what is wrong with the values of a draft, by field."""
    return find_value_faults(KINDS[kind].draft, values)


def find_value_faults(draft: type[BaseModel], values: Draft) -> dict[str, str]:
    """Return what is wrong with values of which a draft is to be made, by field."""
    faults: dict[str, str] = {}
    try:
        draft.model_validate(values)
    except ValidationError as error:
        for entry in error.errors():
            faults.setdefault(str(entry["loc"][0]) if entry["loc"] else "", _describe_error(entry))
    return faults


def read_why(form: FormValues, faults: dict[str, str]) -> str:
    """Return why a change is made, cut to one line; what cannot be kept is a fault."""
    try:
        return _WHY.validate_python(form.get("why", "").strip())
    except ValidationError as error:
        faults["why"] = _describe_error(error.errors()[0])
        return ""


def _read_value(form_field: FormField, form: FormValues) -> Any:
    if form_field.sort is InputKind.ROWS:
        return read_filled_rows(form_field, form)
    text = (
        form.get(form_field.name, "").strip("\n")
        if form_field.sort is InputKind.PROSE
        else form.get(form_field.name, "").strip()
    )
    match form_field.sort:
        case InputKind.RECORDS:
            return _split_entries(text)
        case InputKind.LINES:
            return [line.strip() for line in text.split("\n") if line.strip()]
        case _:
            return _convert_language(form_field.name, text)


def _convert_language(name: str, text: str) -> str:
    """Return what a field holds, a language that is written by its name as its tag."""
    return find_language(text) if is_language_field(name) else text


def _split_entries(text: str) -> list[str]:
    """Return the entries of a field that takes several; between ids alone a comma or a space is enough."""
    entries: list[str] = []
    for part in ENTRY_SEPARATOR.split(text):
        pieces = [piece for piece in _ID_SEPARATOR.split(part) if piece]
        entries += pieces if all(map(_ID.fullmatch, pieces)) else [" ".join(part.split())]
    return entries


def read_filled_rows(form_field: FormField, form: FormValues) -> list[dict[str, str]]:
    """Return the rows of a field that were filled in."""
    rows_by_number: dict[int, dict[str, str]] = {}
    columns = {column.name for column in form_field.columns} | set(form_field.row_names)
    for name, value in form.items():
        match = re.fullmatch(rf"{form_field.name}\.(\d{{1,3}})\.(\w+)", name)
        if match and value.strip() and match[2] in columns:
            rows_by_number.setdefault(int(match[1]), {})[match[2]] = value.strip()
    # A row in which only a choice stands, or what the form puts there by itself, was not filled in.
    choice_columns = {
        column.name for column in form_field.columns if column.sort is InputKind.CHOICE or column.beforehand
    }
    rows = [row for _, row in sorted(rows_by_number.items()) if row.keys() - choice_columns]
    rows = [{name: _convert_language(name, value) for name, value in row.items()} for row in rows]
    return (
        [read for row in rows if (read := read_reference_part(row))] if form_field.name.endswith("reference") else rows
    )


def _describe_error(entry: Any) -> str:
    if entry["type"] in {"missing", "string_too_short"}:
        return gettext("Fill in this field.")
    if entry["type"] == "int_parsing":
        return gettext("Enter a whole number, such as 2.")
    if entry["type"] == "string_pattern_mismatch":
        # The pattern itself tells a historian nothing.
        name = str(entry["loc"][0]) if entry["loc"] else ""
        return gettext(_PATTERN_ADVICE.get(name.rpartition("_")[2], _DEFAULT_ADVICE))
    return translate_phrase(describe_misfit(entry))


def format_field(form_field: FormField, draft: Draft) -> str:
    """Return what stands in a field for a draft."""
    value = draft.get(form_field.name)
    if form_field.sort is InputKind.DATE and form_field.name in draft.get("written_dates", {}):
        return str(draft["written_dates"][form_field.name])
    if value is None:
        return ""
    if isinstance(value, str):
        return name_language_for_form(value) if is_language_field(form_field.name) else value
    match form_field.sort:
        case InputKind.RECORDS:
            return "; ".join(value)
        case InputKind.LINES:
            return "\n".join(value)
        case _:
            return str(value)


def format_rows(form_field: FormField, draft: Draft) -> list[dict[str, str]]:
    """Return the rows of a field, with some blank ones behind them."""
    rows = [
        {
            name: name_language_for_form(text) if is_language_field(name) else str(text)
            for name, text in row.items()
            if text
        }
        for row in draft.get(form_field.name, [])
    ]
    return [*rows, *({} for _ in range(BLANK_ROWS))]
