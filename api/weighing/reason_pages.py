"""Why a record stands or falls, and what would overturn it: on a page of its own, and beside the record."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.pages.map_context import MapPageRequest, add_to_map_pages
from api.pages.templating import render_page
from api.pages.verdict_words import link_names
from api.pages.visits import choose_background, read_visit
from api.phrases.page_words import translate_phrase
from api.phrases.record_names import RecordNames
from api.requests.long_work import read_in_long_work
from api.weighing.weighed_states import read_weighed_state, write_weighed_state
from api.weighing.weighing_requests import MOST_VISITS_AWAITED, MOST_VISITS_BESIDE, weigh_once
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.selection.selecting import Selection, select
from argument_maps.weighing.overturning import Overturning, SearchBound, find_overturning
from argument_maps.weighing.reasons.explanations import explain_record
from argument_maps.weighing.reasons.wording import word_explanation, word_label_reason
from argument_maps.weighing.set_aside import UnknownSwitch, find_circumstances_then
from argument_maps.weighing.weighed_labels import split_switches
from argument_maps.weighing.weighed_words import describe_circumstances
from models.errors import Phrase, UnknownRecord
from models.text_types import Label, Slug
from models.weighing_vocabulary import ProofRule

router = APIRouter(include_in_schema=False)
_WORD = re.compile(r"[A-Za-z][\w-]*\d[\w-]*")


class NamedSet(NamedTuple):
    """Sources without which a record gets another label: each by its id and how it is cited, and that label."""

    sources: list[tuple[str, str]]
    becomes: str


class WeighedView(NamedTuple):
    """The label of a record and why it has it.

    `robustness` is how many sources have to be set aside at least to change it, `sets` are the smallest sets of them;
    `bound_words` tell why there may be others. `said` is how the map is weighed, `state` that in addresses.
    """

    label: str
    on_authority: bool
    reasons: list[Markup]
    said: list[Phrase]
    robustness: int | None
    sets: list[NamedSet]
    bound_words: str
    state: str


@router.get("/maps/{slug}/weighing/{label}")
async def show_reason(request: Request, slug: Slug, label: Label, user: MayLook) -> Response:
    """Show why a statement or link has its label, and the fewest documents without which it would have another."""
    return await read_in_long_work(request, lambda session: _show_reason(request, slug, label, user, session))


def _show_reason(request: Request, slug: str, label: str, user: CurrentUser, session: Session) -> Response:
    state = read_weighed_state(request, slug, user)
    graph = state.weighing.graph
    if label not in graph.statements and label not in graph.links_by_id:
        raise UnknownRecord(slug, label)
    explanation = explain_record(state.weighing, label)
    found = find_overturning(
        graph,
        label,
        rule=state.weighing.rule,
        circumstances=state.weighing.circumstances,
        most_visits=MOST_VISITS_AWAITED,
    )
    phrases = word_explanation(state.weighing, explanation)
    return render_page(
        request,
        "weighed_record.html",
        422 if state.fault else 200,
        record=graph.by_id[label],
        explanation=explanation,
        reasons=link_reasons(graph, phrases, slug, state.parameters),
        overturning=found,
        sets=name_sets(graph, found),
        bound_words=SearchBound(found.bound).explanation if found.bound else "",
        names=RecordNames(graph),
        background=choose_background(request),
        **state.build_context(request, session),
    )


def link_reasons(graph: Graph, phrases: Sequence[Phrase], slug: str, state: str = "") -> list[Markup]:
    """Return sentences in the language of the page, in which the records that they name lead to their pages.

    `state` are the parameters of the state in which these are weighed too.
    """
    sentences = [translate_phrase(phrase) for phrase in phrases]
    named = {word for sentence in sentences for word in _WORD.findall(sentence) if word in graph.by_id}
    return [link_names(sentence, {label: label for label in named}, slug, state) for sentence in sentences]


def name_sets(graph: Graph, found: Overturning) -> list[NamedSet]:
    """Return the sets that overturn a record with the citations of their sources."""
    return [
        NamedSet([(source, cite_in_one_line(graph, source)) for source in each.sources], each.becomes)
        for each in found.sets
    ]


@add_to_map_pages
def add_weighed_view(page: MapPageRequest) -> Mapping[str, Any]:
    """Return what becomes of the record that is open, in the state of the picture, else by preponderance."""
    return {"weighed_view": None if page.view is None else _weigh_record(page, page.view.record.id)}


def _weigh_record(page: MapPageRequest, label: str) -> WeighedView | None:
    visit = read_visit(page.request, page.graph.slug)
    query, whole = visit.query, page.graph
    graph = select(whole, Selection(as_of=query.as_of)).graph if query.as_of else whole
    if label not in graph.statements and label not in graph.links_by_id:
        return None
    try:
        circumstances = find_circumstances_then(
            whole, graph, tuple(dict.fromkeys(split_switches(whole, query.without))), query.reader
        )
    except UnknownSwitch:
        # The picture beside it says so.
        return None
    rule = query.weigh or ProofRule.PREPONDERANCE
    weighing = weigh_once(graph, rule, circumstances)
    # What takes long of a reason stands on its own page.
    explanation = explain_record(weighing, label, with_circle=False, with_needs=False)
    found = find_overturning(
        graph, label, rule=weighing.rule, circumstances=circumstances, most_visits=MOST_VISITS_BESIDE
    )
    state = write_weighed_state(weighing.rule, circumstances.named, circumstances.reader, visit.parameters)
    is_asked = bool(query.weigh or query.without or query.reader)
    return WeighedView(
        label=weighing.labels[label],
        on_authority=label in weighing.on_authority,
        reasons=link_reasons(graph, word_label_reason(weighing, explanation), graph.slug, state if is_asked else ""),
        said=list(describe_circumstances(graph, weighing.rule, circumstances)),
        robustness=found.robustness,
        sets=name_sets(graph, found),
        bound_words=SearchBound(found.bound).explanation if found.bound else "",
        state=state,
    )
