"""The search over all maps, narrowed down by facets: every choice is a link and needs no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request, Response

from api.database import Reading
from api.permission import Looking, in_reach
from api.web.messages import N_, gettext
from api.web.shelf import list_named_maps, titles
from api.web.templating import page
from argument_maps.dates.parsing import read_date
from argument_maps.selection.facets import FACETS, Chosen, narrow
from models.dates import DISTANT_FUTURE, DISTANT_PAST, UnreadableDate, bounds
from models.search.facets import traits
from models.search.full_text import find, hit_of

router = APIRouter(include_in_schema=False)

HITS = 20
MOST_MAPS = 5
FURTHEST = 10_000
NAMES = {
    "kind": N_("Kind"),
    "map": N_("Map"),
    "verdict": N_("Verdict"),
    "certainty": N_("Certainty"),
    "tag": N_("Tag"),
}
DATES = {"from": N_("From"), "to": N_("To")}
MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class SearchVisit:
    """What the address of a search asks for, as it was written, and the addresses beside it.

    `faults` says by its name what of it means nothing; that is left aside.
    """

    words: str
    given: Mapping[str, tuple[str, ...]]
    faults: Mapping[str, str]
    chosen: Chosen

    def address(self, changes: Mapping[str, Any] | None = None, begin: int = 0) -> str:
        """Return the address of the search with some parameters changed, from the hit at `begin` on."""
        parameters: dict[str, Any] = {"q": self.words, **self.given, **(changes or {})}
        pairs = [(name, value) for name, value in parameters.items() if value]
        return "/search?" + urlencode([*pairs, *([("begin", begin)] if begin else [])], doseq=True)

    def toggled(self, facet: str, value: str) -> str:
        """Return the address with a value of a facet chosen, or no longer."""
        own = self.given.get(facet, ())
        kept = tuple(each for each in own if each != value) if value in own else (*own, value)
        return self.address({facet: kept})

    @property
    def whole(self) -> str:
        """The address of the search for the words alone."""
        return self.address(dict.fromkeys(self.given))

    def without(self, name: str) -> str:
        """Return the address without a parameter."""
        return self.address({name: ()})


@router.get("/search")
def show_search(request: Request, session: Reading, user: Looking, q: str = "", begin: str = "0") -> Response:
    """Show the maps that the words of `q` name, and the records that hold them and fit the facets, from `begin` on."""
    visit = read_search(request, q)
    offset = int(begin) if begin.isascii() and begin.isdecimal() and len(begin) < 6 else 0
    offset = min(offset, FURTHEST)
    found = find(session, visit.words, among=in_reach(user)) if visit.words else []
    told = traits(session, found)
    narrowed = narrow(told, visit.chosen)
    named = (
        [] if visit.given or offset or not visit.words else list_named_maps(session, user, visit.words, MOST_MAPS + 1)
    )
    shown = narrowed.kept[offset : offset + HITS]
    return page(
        request,
        "search.html",
        query=visit.words,
        visit=visit,
        found=len(found),
        total=len(narrowed.kept),
        shown=[(hit_of(found[index], visit.words), told[index].kind) for index in shown],
        facets={name: values for name, values in narrowed.facets.items() if _tells(values)},
        years=narrowed.years,
        names={facet: gettext(name) for facet, name in NAMES.items()},
        dates={bound: gettext(name) for bound, name in DATES.items()},
        named_maps=named[:MOST_MAPS],
        more_maps=len(named) > MOST_MAPS,
        maps=titles(session, {each.slug for each in found}),
        offset=offset,
        hits=HITS,
    )


def _tells(values: tuple[Any, ...]) -> bool:
    """Tell whether a facet can tell records apart, or does so now."""
    return len(values) > 1 or any(value.chosen for value in values)


def read_search(request: Request, query: str) -> SearchVisit:
    """Return what a search's address asks for; what it does not know is left aside."""
    given: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        asked = dict.fromkeys(value[:200] for value in request.query_params.getlist(name) if value)
        if asked:
            given[name] = tuple(asked)[:MOST_VALUES]
    faults: dict[str, str] = {}
    days: dict[str, Any] = {}
    for name, bound, end in (("from", "since", 0), ("to", "until", 1)):
        written = request.query_params.get(name, "").strip()[:80]
        if not written:
            continue
        given[name] = (written,)
        try:
            day = bounds(read_date(written))[end]
        except UnreadableDate as error:
            faults[name] = str(error)
        else:
            days[bound] = day if day not in (DISTANT_PAST, DISTANT_FUTURE) else None
    values = {name: given[name] for name in FACETS if name in given}
    return SearchVisit(query.strip()[:500], given, faults, msgspec.convert(values | days, Chosen))
