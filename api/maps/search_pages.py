"""The search over all maps, narrowed down by facets: every choice is a link and needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request, Response

from api.access.authorization import MayLook
from api.access.current_user import is_visible_to
from api.http.query_parameters import read_whole_number
from api.maps.map_list import read_titles
from api.pages.templating import render_page
from api.phrases.date_words import spell_date_for_page
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from api.records.named_maps import list_named_maps
from api.requests.database import Reading
from argument_maps.dates.parsing import read_edtf
from argument_maps.selection.facets import FACETS, FacetChoice, filter_by_facets
from models.dates import DISTANT_FUTURE, DISTANT_PAST, UnreadableDate, bounds
from models.dates.edtf import write_year
from models.search.facets import read_facets
from models.search.full_text import build_hits, find_matches

router = APIRouter(include_in_schema=False)

HITS = 20
MOST_MAPS = 5
FURTHEST = 10_000
FACET_NAMES = {
    "kind": N_("Kind"),
    "map": N_("Map"),
    "verdict": N_("Verdict"),
    "certainty": N_("Certainty"),
    "tag": N_("Tag"),
}
DATE_NAMES = {"from": N_("From"), "to": N_("To")}
MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """What the address of a search asks for, as it was written, and the addresses beside it.

    `faults` says by its name what of it means nothing; that is left aside.
    """

    words: str
    parameters: Mapping[str, tuple[str, ...]]
    faults: Mapping[str, str]
    chosen: FacetChoice

    def address(self, changes: Mapping[str, Any] | None = None, begin: int = 0) -> str:
        """Return the address of the search with some parameters changed, from the hit at `begin` on."""
        parameters: dict[str, Any] = {"q": self.words, **self.parameters, **(changes or {})}
        pairs = [(name, value) for name, value in parameters.items() if value]
        return "/search?" + urlencode([*pairs, *([("begin", begin)] if begin else [])], doseq=True)

    def address_toggling(self, facet: str, value: str) -> str:
        """Return the address with a value of a facet chosen, or no longer."""
        chosen_values = self.parameters.get(facet, ())
        new_values = (
            tuple(chosen_value for chosen_value in chosen_values if chosen_value != value)
            if value in chosen_values
            else (*chosen_values, value)
        )
        return self.address({facet: new_values})

    @property
    def address_of_words(self) -> str:
        """The address of the search for the words alone."""
        return self.address(dict.fromkeys(self.parameters))

    def address_without(self, name: str) -> str:
        """Return the address without a parameter."""
        return self.address({name: ()})


@router.get("/search")
def show_search(request: Request, session: Reading, user: MayLook, q: str = "", begin: str = "0") -> Response:
    """Show the maps that the words of `q` name, and the records that hold them and fit the facets, from `begin` on."""
    visit = read_search(request, q)
    offset = min(read_whole_number(begin) or 0, FURTHEST)
    matches = find_matches(session, visit.words, map_condition=is_visible_to(user)) if visit.words else []
    match_traits = read_facets(session, matches)
    narrowed = filter_by_facets(match_traits, visit.chosen)
    named = (
        []
        if visit.parameters or offset or not visit.words
        else list_named_maps(session, user, visit.words, MOST_MAPS + 1)
    )
    shown = narrowed.positions[offset : offset + HITS]
    page_hits = build_hits(session, [matches[index] for index in shown], visit.words)
    return render_page(
        request,
        "search.html",
        query=visit.words,
        visit=visit,
        matches=len(matches),
        total=len(narrowed.positions),
        page_hits=[(hit, match_traits[index].kind) for hit, index in zip(page_hits, shown, strict=True)],
        facets={name: values for name, values in narrowed.facets.items() if _is_useful_facet(values)},
        years=[spell_date_for_page(write_year(year)) for year in narrowed.years or ()],
        names={facet: gettext(name) for facet, name in FACET_NAMES.items()},
        dates={bound: gettext(name) for bound, name in DATE_NAMES.items()},
        named_maps=named[:MOST_MAPS],
        more_maps=len(named) > MOST_MAPS,
        maps=read_titles(session, {match.slug for match in matches}),
        offset=offset,
        hits=HITS,
    )


def _is_useful_facet(values: tuple[Any, ...]) -> bool:
    """Tell whether a facet can tell records apart, or does so now."""
    return len(values) > 1 or any(value.chosen for value in values)


def read_search(request: Request, query: str) -> SearchAddress:
    """Return what a search's address asks for; what it does not know is left aside."""
    parameters: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        unique_values = dict.fromkeys(value[:200] for value in request.query_params.getlist(name) if value)
        if unique_values:
            parameters[name] = tuple(unique_values)[:MOST_VALUES]
    faults: dict[str, str] = {}
    days: dict[str, Any] = {}
    for name, bound, end in (("from", "since", 0), ("to", "until", 1)):
        written = request.query_params.get(name, "").strip()[:80]
        if not written:
            continue
        parameters[name] = (written,)
        try:
            day = bounds(read_edtf(written))[end]
        except UnreadableDate as error:
            faults[name] = translate_phrase(error.reason)
        else:
            days[bound] = day if day not in (DISTANT_PAST, DISTANT_FUTURE) else None
    values = {name: parameters[name] for name in FACETS if name in parameters}
    return SearchAddress(query.strip()[:500], parameters, faults, msgspec.convert(values | days, FacetChoice))
