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

from api.problems import BODY_TOO_LONG, Refusal
from api.web.editing.archival import read_part
from api.web.languages import find_language, name_for_form
from api.web.messages import N_, gettext
from api.web.record_fields import UNTOUCHED, FormField, Sort, form_of
from argument_maps.dates.parsing import read_date
from models.dates import UnreadableDate
from models.records.kinds import KINDS
from models.records.rows import Draft
from models.text_types import MAX_INTEGER, Line
from models.vocabulary import RecordKind

MOST_FIELDS = 2_000
SHORT = 64 * 1024
BLANK_ROWS = 2
_WHY = TypeAdapter(Line)
_UNLIKE = {"language": N_("Write the name of a language, such as Ottoman Turkish, or its code, such as zh-Hans.")}
_OTHERWISE = N_("It cannot be written so; below the field stands how it can.")
# Between the entries of a field that takes several: names hold spaces and commas.
ENTRIES = re.compile(r"[;\n]+")
_BETWEEN_IDS = re.compile(r"[,\s]+")
# What most choices are where nothing is chosen.
UNSAID = "unknown"
_ID = re.compile(r"[A-Za-z][A-Za-z_-]*[0-9][A-Za-z0-9_-]*")

Typed = Mapping[str, str]


@dataclass(slots=True)
class Reading:
    """What a form was read as: its values, the draft where they make one, and what is wrong by field."""

    values: Draft
    draft: SQLModel | None = None
    faults: dict[str, str] = field(default_factory=dict)


async def typed(request: Request) -> Typed:
    """Return the fields of a form that was sent; raises `Refusal` (415, 400) for anything else."""
    return await _read_form_of(request)


async def read_short_form(request: Request) -> Typed:
    """Return the fields of a form in which nobody writes much and that anybody may send; raises as `typed`, and 413."""
    return await _read_form_of(request, SHORT)


async def _read_form_of(request: Request, most: int | None = None) -> Typed:
    sort = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sort != "application/x-www-form-urlencoded":
        raise Refusal(
            415,
            "wrong-media-type",
            gettext("That is not a form"),
            gettext("The page's own forms are sent as application/x-www-form-urlencoded."),
            gettext("Use the form on the page, or the API under /api/v1."),
        )
    body = await request.body()
    if most is not None and len(body) > most:
        raise Refusal(413, *BODY_TOO_LONG)
    try:
        # A long one takes seconds, in which nobody else would be answered.
        return _fields_of(body) if len(body) <= SHORT else await run_in_threadpool(_fields_of, body)
    except ValueError:
        raise Refusal(
            400,
            "unreadable-body",
            gettext("The form cannot be read"),
            gettext("It is cut off or garbled."),
            gettext("Send the form again."),
        ) from None


def _fields_of(body: bytes) -> Typed:
    text = body.decode("ascii")
    pairs = parse_qsl(
        text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=MOST_FIELDS, errors="strict"
    )
    # Browsers end lines as mail does.
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in pairs}


def read_form(kind: RecordKind, given: Typed, before: Draft | None = None) -> Reading:
    """Read a form for a kind of record; what it does not show is kept from the draft `before`.

    Dates are read as historians write them, and are EDTF from here on.
    """
    values = {name: value for name, value in (before or {}).items() if name in UNTOUCHED}
    misread: dict[str, str] = {}
    for each in form_of(kind):
        value = _value(each, given)
        if each.sort is Sort.DATE and value:
            try:
                value = read_date(value)
            except UnreadableDate as error:
                misread[each.name] = str(error)
        if value not in (None, "", []):
            values[each.name] = value
        elif each.required and each.sort is Sort.CHOICE:
            # What a draft would assume where nothing is said, nobody has said.
            misread[each.name] = gettext("Choose what it is.")
    reading = Reading(values, faults=unfit(kind, values) | misread)
    if not reading.faults:
        reading.draft = KINDS[kind].draft.model_validate(values)
    return reading


def with_assumed(kind: RecordKind, draft: Draft, *, new: bool = False) -> Draft:
    """Return a draft, which leaves out what is assumed, with that where a form lets it be chosen.

    So nothing is assumed that does not stand on the form. Of a `new` record what has to be chosen is left open.
    """
    fields = KINDS[kind].draft.model_fields
    chosen = [each.name for each in form_of(kind) if each.sort is Sort.CHOICE and not (new and each.required)]
    assumed = {name: fields[name].default for name in chosen}
    return {**{name: value for name, value in assumed.items() if isinstance(value, str) and value != UNSAID}, **draft}


def read_number(text: str) -> int:
    """Return the number that a field holds, 0 where it holds none."""
    return min(int(text), MAX_INTEGER) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def unfit(kind: RecordKind, values: Draft) -> dict[str, str]:
    """Return what is wrong with the values of a draft, by field."""
    return wrong_in(KINDS[kind].draft, values)


def wrong_in(draft: type[BaseModel], values: Draft) -> dict[str, str]:
    """Return what is wrong with values of which a draft is to be made, by field."""
    faults: dict[str, str] = {}
    try:
        draft.model_validate(values)
    except ValidationError as error:
        for entry in error.errors():
            faults.setdefault(str(entry["loc"][0]) if entry["loc"] else "", _told(entry))
    return faults


def read_why(given: Typed, faults: dict[str, str]) -> str:
    """Return why a change is made, cut to one line; what cannot be kept is a fault."""
    try:
        return _WHY.validate_python(given.get("why", "").strip())
    except ValidationError as error:
        faults["why"] = _told(error.errors()[0])
        return ""


def _value(each: FormField, given: Typed) -> Any:
    if each.sort is Sort.ROWS:
        return read_rows(each, given)
    text = given.get(each.name, "").strip("\n") if each.sort is Sort.PROSE else given.get(each.name, "").strip()
    match each.sort:
        case Sort.RECORDS:
            return _entries(text)
        case Sort.LINES:
            return [line.strip() for line in text.split("\n") if line.strip()]
        case _:
            return _in_tags(each.name, text)


def _in_tags(name: str, text: str) -> str:
    """Return what a field holds, a language that is written by its name as its tag."""
    return find_language(text) if _is_language(name) else text


def _is_language(name: str) -> bool:
    return name.rpartition("_")[2] == "language"


def _entries(text: str) -> list[str]:
    """Return the entries of a field that takes several; between ids alone a comma or a space is enough."""
    entries: list[str] = []
    for part in ENTRIES.split(text):
        pieces = [piece for piece in _BETWEEN_IDS.split(part) if piece]
        entries += pieces if all(map(_ID.fullmatch, pieces)) else [" ".join(part.split())]
    return entries


def read_rows(each: FormField, given: Typed) -> list[dict[str, str]]:
    """Return the rows of a field that were filled in."""
    found: dict[int, dict[str, str]] = {}
    columns = {column.name for column in each.columns} | set(each.told_by)
    for name, value in given.items():
        match = re.fullmatch(rf"{each.name}\.(\d{{1,3}})\.(\w+)", name)
        if match and value.strip() and match[2] in columns:
            found.setdefault(int(match[1]), {})[match[2]] = value.strip()
    # A row in which only a choice stands, or what the form puts there by itself, was not filled in.
    chosen = {column.name for column in each.columns if column.sort is Sort.CHOICE or column.beforehand}
    rows = [row for _, row in sorted(found.items()) if row.keys() - chosen]
    rows = [{name: _in_tags(name, value) for name, value in row.items()} for row in rows]
    return [read for row in rows if (read := read_part(row))] if each.name.endswith("reference") else rows


def _told(entry: Any) -> str:
    if entry["type"] in {"missing", "string_too_short"}:
        return gettext("This has to be filled in.")
    if entry["type"] == "string_pattern_mismatch":
        # The pattern itself tells a historian nothing.
        name = str(entry["loc"][0]) if entry["loc"] else ""
        return gettext(_UNLIKE.get(name.rpartition("_")[2], _OTHERWISE))
    return str(entry["msg"]).removeprefix("Value error, ")


def shown(each: FormField, draft: Draft) -> str:
    """Return what stands in a field for a draft."""
    value = draft.get(each.name)
    if value is None:
        return ""
    if isinstance(value, str):
        return name_for_form(value) if _is_language(each.name) else value
    match each.sort:
        case Sort.RECORDS:
            return "; ".join(value)
        case Sort.LINES:
            return "\n".join(value)
        case _:
            return str(value)


def shown_rows(each: FormField, draft: Draft) -> list[dict[str, str]]:
    """Return the rows of a field, with some blank ones behind them."""
    rows = [
        {name: name_for_form(text) if _is_language(name) else str(text) for name, text in row.items() if text}
        for row in draft.get(each.name, [])
    ]
    return [*rows, *({} for _ in range(BLANK_ROWS))]
