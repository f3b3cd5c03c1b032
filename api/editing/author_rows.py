"""The authors of a map on a form: rows that are added, taken away and put in order, with and without scripts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.pages.forms import FormValues, read_filled_rows
from api.phrases.fields.form_fields import FormField, InputKind, translate_field
from api.phrases.marking import N_
from api.phrases.messages import gettext
from argument_maps.values import Author
from models.records.author_names import UnclearName, split_name
from models.records.authors import MapAuthor
from models.records.rows import Draft
from models.text_types import Title
from models.vocabulary import AuthorKind

MOST_AUTHORS = 100
ACTION_FIELD = "authors-do"
AUTHORS_FIELD = FormField(
    "authors",
    N_("Authors"),
    N_(
        "The authors under whom this map is cited, in this order. Without authors it is cited by its title. Write "
        "Weber, Marie, or write the whole name and the family name beside it, so that bibliographies list it "
        "correctly: Shen for Shen Zhihua."
    ),
    InputKind.ROWS,
    columns=(
        FormField("name", N_("Name")),
        FormField("family", N_("Part that is the family name")),
        FormField("kind", N_("Person or body"), sort=InputKind.CHOICE, choices=AuthorKind),
        FormField("orcid", N_("ORCID iD")),
    ),
)
_ACTION = re.compile(r"(up|down|remove)\.(\d{1,2})")
_NAME: TypeAdapter[str] = TypeAdapter(Title)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class AuthorRows:
    """Authors as they were written: the rows, the drafts where all of them make one, and what is wrong by row."""

    rows: list[Row]
    authors: list[Draft] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)


def make_author_field() -> FormField:
    """Return the field in the words of the page."""
    return translate_field(AUTHORS_FIELD)


def list_author_rows(authors: Sequence[Draft]) -> list[Row]:
    """Return authors that are kept as the rows of a form."""
    return [
        {
            "name": author["name"],
            "family": author.get("family") or "",
            "kind": author.get("kind") or AuthorKind.PERSON.value,
            "orcid": author.get("orcid") or "",
        }
        for author in authors
    ]


def make_author_drafts(authors: Iterable[Author]) -> list[Draft]:
    """Return authors of a map that is looked at as it keeps them."""
    return [MapAuthor.model_validate(author, from_attributes=True).model_dump(mode="json") for author in authors]


def append_blank_row(rows: list[Row]) -> list[Row]:
    """Return the rows with a blank one behind them."""
    return [*rows, {}]


def read_authors(form: FormValues) -> AuthorRows:
    """Return the authors that a form names; a row without a name, a family name or an ORCID iD is none."""
    rows = read_filled_rows(AUTHORS_FIELD, form)[:MOST_AUTHORS]
    authors, faults = [], {}
    for number, row in enumerate(rows):
        try:
            authors.append(_read_row(row))
        except UnclearName:
            faults[number] = gettext(
                "Which part of “%(name)s” is the family name? Write it beside the name, or write the whole name "
                "again if it has no parts. For an institute or a seminar, choose “body”.",
                name=row["name"],
            )
        except ValidationError as error:
            faults[number] = _describe_fault(error)
        except ValueError as error:
            faults[number] = gettext("“%(family)s” does not occur in the name beside it.", family=str(error))
    return AuthorRows(rows, authors, faults)


def _read_row(row: Row) -> Draft:
    name, kind = row.get("name", ""), row.get("kind") or AuthorKind.PERSON.value
    values: dict[str, Any] = {"name": _NAME.validate_python(name), "kind": kind, "orcid": row.get("orcid", "")}
    if kind == AuthorKind.BODY:
        values["family"] = row.get("family", "")
    else:
        values["name"], values["family"], values["given"] = split_name(name, row.get("family", ""))
    return MapAuthor.model_validate(values).model_dump(mode="json")


def _describe_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] in {"missing", "string_too_short"}:
        return gettext("Enter the name too, or leave the whole row blank.")
    return str(first["msg"]).removeprefix("Value error, ")


def is_rearrangement(form: FormValues) -> bool:
    """Tell whether a form was sent only to put its authors in another order, to add one or to take one away."""
    return ACTION_FIELD in form


def rearrange_rows(form: FormValues) -> list[Row]:
    """Return the rows as the button that was pressed leaves them."""
    rows: list[Row] = read_filled_rows(AUTHORS_FIELD, form)[:MOST_AUTHORS]
    match = _ACTION.fullmatch(form.get(ACTION_FIELD, ""))
    if match is None:
        return rows
    # The buttons count the rows of the page, of which blank ones have gone.
    place = _find_row_index(form, int(match[2]))
    if place is None:
        return rows
    if match[1] == "remove":
        del rows[place]
    else:
        other = place + (1 if match[1] == "down" else -1)
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
    return rows


def _find_row_index(form: FormValues, number: int) -> int | None:
    """Return which of the rows that are not blank stands in this row of the page."""
    numbered = [(_read_row_number(name), name, value) for name, value in form.items()]
    upto = {name: value for row_number, name, value in numbered if row_number is not None and row_number <= number}
    before = {name: value for row_number, name, value in numbered if row_number is not None and row_number < number}
    place = len(read_filled_rows(AUTHORS_FIELD, before))
    return place if len(read_filled_rows(AUTHORS_FIELD, upto)) > place else None


def _read_row_number(name: str) -> int | None:
    match = re.fullmatch(r"authors\.(\d{1,3})\.\w+", name)
    return int(match[1]) if match else None
