"""What the address of a page about a map asks for, and the addresses of the pages beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from pydantic import ValidationError

from api.http.query_parameters import read_change_number
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from api.pictures.render_requests import PictureQuery
from argument_maps.dates.parsing import read_edtf
from argument_maps.dates.refusals import can_be_two
from models.dates import UnreadableDate, bounds
from models.text_types import describe_misfit
from renderers.style import ThemeName

# What the fields of the map's form are called on the page, where that is not the parameter's own name.
LABELS = {
    "as_of": N_("As known by"),
    "at": N_("As it was"),
    "focus": N_("Around record"),
    "depth": N_("Links away"),
    "reader": N_("As read by"),
    "why": N_("Only why"),
}
# When the map is shown, and as of when: what pages understand that draw nothing.
_MOMENTS = frozenset({"as_of", "at"})
_REPEATABLE = frozenset(name for name, field in PictureQuery.model_fields.items() if field.default == [])


@dataclass(frozen=True, slots=True)
class MapVisit:
    """What was asked of a map's page.

    `parameters` holds the parameters of the address as they were written, without blanks; `query` is what
    they mean, or what is asked when nothing is where `fault` says that they mean nothing.
    """

    slug: str
    query: PictureQuery
    parameters: Mapping[str, list[str]]
    record: str | None = None
    fault: str | None = None

    @property
    def at(self) -> int:
        """The change after which the map is shown, 0 for the present."""
        return read_change_number(self.query.at)

    def address(self, page: str = "", **changes: Any) -> str:
        """Return the address of another page of this map, or a file (`page` begins with a dot), asked the same.

        `changes` replaces parameters; None or an empty list leaves one out.
        """
        return self._address(page, changes)

    def _address(self, page: str, changes: Mapping[str, Any]) -> str:
        parameters: dict[str, Any] = {**self.parameters, **changes}
        pairs = [(name, value) for name, value in parameters.items() if value]
        tail = "?" + urlencode(pairs, doseq=True) if pairs else ""
        return f"/maps/{quote(self.slug)}{page}{tail}"

    def address_of_ledger(self, extension: str) -> str:
        """Return the address of the ledger as a file, which understands the date and how the map is weighed."""
        return self.address_as_of(f"/ledger.{extension}", **self._list_weighing())

    def address_as_of(self, page: str = "", **more: Any) -> str:
        """Return the address of another page of this map, asked for the same dates and else only for `more`."""
        return self._address(page, dict.fromkeys(name for name in self.parameters if name not in _MOMENTS) | more)

    def address_of_weighing(self) -> str:
        """Return the address of the page of weighing, in the state in which the picture is weighed, if it is."""
        return self.address_as_of("/weighing", **self._list_weighing())

    def _list_weighing(self) -> dict[str, list[str]]:
        """Return the parameters by which the map is weighed, none where it is not."""
        asked = ("weigh", "without", "reader") if self.query.weigh or self.query.without else ()
        return {name: self.parameters[name] for name in asked if name in self.parameters}

    def address_of_scan(self, label: str, number: int) -> str:
        """Return the address of a page of a scan, counted from 1, asked for the same dates."""
        return self._address(
            f"/scans/{label}",
            dict.fromkeys(name for name in self.parameters if name not in _MOMENTS) | {"page": number},
        )

    def address_without(self, name: str, value: str) -> str:
        """Return the address of the map with one value of one parameter taken away."""
        return self._address(
            "", {name: [other_value for other_value in self.parameters.get(name, []) if other_value != value]}
        )

    def address_with_fold(self, label: str) -> str:
        """Return the address of the map with what bears only on one record folded into a count."""
        return self.address(fold=[*self.parameters.get("fold", []), label])

    def values(self, name: str) -> frozenset[str]:
        """Return the values given for a parameter."""
        return frozenset(self.parameters.get(name, ()))


def read_visit(request: Request, slug: str) -> MapVisit:
    """Return what the request asks of a map's page; parameters that no picture knows are left aside.

    A page is more patient than the API: an address pasted with something appended still shows the map.
    """
    parameters: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name in PictureQuery.model_fields and value and (name in _REPEATABLE or name not in parameters):
            parameters.setdefault(name, []).append(value)
    record = request.query_params.get("record") or None
    values: dict[str, Any] = {name: texts if name in _REPEATABLE else texts[0] for name, texts in parameters.items()}
    if "theme" not in values:
        values["theme"] = choose_background(request)
    try:
        if "as_of" in values:
            # The addresses of pictures and files that follow from this one are the API's, which asks for EDTF.
            # One that could be read otherwise as well, such as 1904-05, is as good as its last day.
            as_of = read_edtf(values["as_of"])
            values["as_of"] = bounds(as_of)[1].isoformat() if can_be_two(as_of) else as_of
            parameters["as_of"] = [values["as_of"]]
        return MapVisit(slug, PictureQuery.model_validate(values), parameters, record)
    except UnreadableDate as error:
        fault = f"{gettext(LABELS['as_of'])}: {translate_phrase(error.reason)}"
    except ValidationError as error:
        fault = _describe_fault(error)
    return MapVisit(slug, PictureQuery(theme=ThemeName(choose_background(request))), parameters, record, fault)


def read_theme(request: Request) -> str:
    """Return the theme that the reader has chosen for all pages, or auto."""
    theme = request.cookies.get("theme", "")
    return theme if theme in ("light", "dark") else "auto"


def choose_background(request: Request) -> str:
    """Return whether pictures begin light or dark: as chosen, else as the reader's system was last seen to be."""
    chosen = read_theme(request)
    system_theme = request.cookies.get("ground", "")
    return chosen if chosen != "auto" else system_theme if system_theme in ("light", "dark") else "light"


def _describe_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(gettext(LABELS[part]) if part in LABELS else str(part) for part in first["loc"][:1])
    message = translate_phrase(describe_misfit(first))
    return f"{place}: {message}" if place else message
