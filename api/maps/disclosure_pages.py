"""What became known of a map between two dates: verdicts that turned, sources that opened, and what was argued then."""

from fastapi import APIRouter, Query, Request, Response
from msgspec import structs
from sqlmodel import Session

from api.access.authorization import MayLook
from api.pages.map_context import build_map_context, read_visited_graph
from api.pages.map_controls import SourceOpeningYear, list_opening_years
from api.pages.templating import render_page
from api.pages.visits import choose_background, read_visit
from api.phrases.accessible_names import DifferenceGroup, group_differences, mark_differences
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from api.pictures.picture_answers import PictureOutcome, draw_marked_picture
from api.pictures.render_requests import PictureQuery
from api.requests.database import read_in_thread
from api.requests.moments import REDIRECT_MOMENTS
from argument_maps.comparison.disclosure import Disclosure, TestedVerdictChange, find_disclosure
from argument_maps.dates.parsing import read_edtf
from argument_maps.graph import Graph
from argument_maps.time_travel import COUNTING_RULE, find_last_possible_day
from argument_maps.values import Annotation, Source
from argument_maps.verdicts.bases import BasisKind
from models.dates import UnreadableDate
from models.text_types import Slug

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)


@router.get("/maps/{slug}/became-known")
async def show_disclosure(
    request: Request,
    slug: Slug,
    user: MayLook,
    first: str = Query("", alias="from"),
    last: str = Query("", alias="to"),
) -> Response:
    """Show what became known between two dates; without any date, when the sources of the map opened."""
    visit = read_visit(request, slug)

    def find(_: Session) -> tuple[Disclosure | None, dict[str, str]]:
        graph = read_visited_graph(request, visit, user)
        return _find_disclosure(graph, list_opening_years(graph), first, last)

    disclosure, faults = await read_in_thread(request, find)
    outcome = PictureOutcome()
    if disclosure is not None and disclosure.added.added:
        query = PictureQuery.model_validate(
            {"theme": choose_background(request), "as_of": disclosure.last, "at": visit.query.at}
        )
        outcome = await draw_marked_picture(request, slug, query, mark_differences(disclosure.added), user)

    def show(session: Session) -> Response:
        graph = read_visited_graph(request, visit, user)
        return render_page(
            request,
            "became_known.html",
            422 if faults else 200,
            disclosure=disclosure,
            typed_dates=(first, last),
            faults=faults,
            turn_groups=_group_turns(disclosure) if disclosure else (),
            groups=_group_disclosed_records(disclosure) if disclosure else (),
            openings=list_opening_years(graph),
            counting_rule=COUNTING_RULE,
            drawn=outcome.markup,
            undrawn=outcome.words,
            **build_map_context(request, graph, visit, session),
        )

    return await read_in_thread(request, show)


def _find_disclosure(
    graph: Graph, years: tuple[SourceOpeningYear, ...], first: str, last: str
) -> tuple[Disclosure | None, dict[str, str]]:
    """Return what became known between two dates as readers write them, None without any; and what is wrong with which.

    Without a first date it is the year before any source opened, or the second date where that is earlier.
    """
    texts_by_field = {"from": first, "to": last}
    dates: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, text in texts_by_field.items():
        try:
            if text.strip():
                dates[name] = read_edtf(text)
        except UnreadableDate as error:
            faults[name] = translate_phrase(error.reason)
    if faults or not dates:
        return None, faults
    by = dates.get("to")
    before_all = [opening.date_before for opening in years[:1]]
    since = dates.get("from") or min((*before_all, *filter(None, [by])), key=find_last_possible_day)
    return find_disclosure(graph, since, by), {}


def _group_turns(disclosure: Disclosure) -> list[tuple[str, str, list[TestedVerdictChange]]]:
    """Return verdicts that changed under their headings, with what these mean: what documents show before all else."""
    groups = {
        BasisKind.COULD_BE_KNOWN: (
            gettext("What could be known"),
            gettext("A document was open from which the verdict follows."),
        ),
        BasisKind.WAS_ARGUED: (
            gettext("What was argued"),
            gettext("A work said so; no document on this map from which it follows was open by then."),
        ),
        None: (
            gettext("What neither a document nor a work shows"),
            gettext("The map names nothing on which the new test rests, or no test is new."),
        ),
    }
    grouped = [(*words, [turn for turn in disclosure.turns if turn.kind == kind]) for kind, words in groups.items()]
    return [(heading, explanation, turns) for heading, explanation, turns in grouped if turns]


def _group_disclosed_records(disclosure: Disclosure) -> tuple[DifferenceGroup, ...]:
    """Return what became known under its questions, without sources, which have their own list, and marks in texts."""
    records = tuple(record for record in disclosure.added.added if not isinstance(record, Source | Annotation))
    return group_differences(
        structs.replace(disclosure.added, added=records, changed=()), disclosure.before, disclosure.after
    )
