"""Why a record stands or falls, and what would overturn it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.pages.templating import render_page
from api.pages.verdict_words import link_names
from api.phrases.page_words import translate_phrase
from api.phrases.record_names import RecordNames
from api.requests.long_work import read_in_long_work
from api.weighing.weighed_states import read_weighed_state
from api.weighing.weighing_requests import MOST_VISITS_AWAITED
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.weighing.overturning import Overturning, SearchBound, find_overturning
from argument_maps.weighing.reasons.explanations import explain_record
from argument_maps.weighing.reasons.wording import word_explanation
from models.errors import Phrase, UnknownRecord
from models.text_types import Label, Slug

router = APIRouter(include_in_schema=False)
_WORD = re.compile(r"[A-Za-z][\w-]*\d[\w-]*")


class NamedSet(NamedTuple):
    """Sources without which a record gets another label: each by its id and how it is cited, and that label."""

    sources: list[tuple[str, str]]
    becomes: str


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
        reasons=link_reasons(graph, phrases, slug),
        overturning=found,
        sets=name_sets(graph, found),
        bound_words=SearchBound(found.bound).explanation if found.bound else "",
        names=RecordNames(graph),
        **state.build_context(request, session),
    )


def link_reasons(graph: Graph, phrases: Sequence[Phrase], slug: str) -> list[Markup]:
    """Return sentences in the language of the page, in which the records that they name lead to their pages."""
    sentences = [translate_phrase(phrase) for phrase in phrases]
    named = {word for sentence in sentences for word in _WORD.findall(sentence) if word in graph.by_id}
    return [link_names(sentence, {label: label for label in named}, slug) for sentence in sentences]


def name_sets(graph: Graph, found: Overturning) -> list[NamedSet]:
    """Return the sets that overturn a record with the citations of their sources."""
    return [
        NamedSet([(source, cite_in_one_line(graph, source)) for source in each.sources], each.becomes)
        for each in found.sets
    ]
