"""A whole map weighed at a glance: what carries most, what survives which rule, what to look at, rival readings."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.pages.list_parts import paginate
from api.pages.templating import render_page
from api.phrases.record_names import RecordNames
from api.requests.long_work import read_in_long_work
from api.weighing.reason_pages import link_reasons
from api.weighing.weighed_states import WeighedState, read_weighed_state, takes_long
from argument_maps.weighing.energies import EnergyBand, rank_by_energy
from argument_maps.weighing.loads import Load, measure_loads
from argument_maps.weighing.surveys.audits import audit_map
from argument_maps.weighing.surveys.by_rule import weigh_by_every_rule
from argument_maps.weighing.surveys.camps import find_rival_readings
from argument_maps.weighing.surveys.differences import word_difference
from argument_maps.weighing.weighed_words import name_switch
from models.text_types import Slug

router = APIRouter(include_in_schema=False)
Survey = Callable[[Request, WeighedState], dict[str, Any]]


async def _show(
    request: Request, slug: str, user: CurrentUser, template: str, survey: Survey, *, is_long: bool = False
) -> Response:
    def render(session: Session) -> Response:
        state = read_weighed_state(request, slug, user)
        if is_long and takes_long(request, state.weighing.graph):
            return render_page(request, "weighed_later.html", **state.build_context(request, session))
        return render_page(
            request,
            template,
            422 if state.fault else 200,
            names=RecordNames(state.weighing.graph),
            **survey(request, state),
            **state.build_context(request, session),
        )

    return await read_in_long_work(request, render)


@router.get("/maps/{slug}/weighing/load")
async def show_loads(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show for each document, family, archive, release and agent what turns when it is set aside."""
    return await _show(request, slug, user, "weighed_loads.html", _survey_loads, is_long=True)


def _survey_loads(request: Request, state: WeighedState) -> dict[str, Any]:
    weighing = state.weighing
    loads = measure_loads(weighing.graph, weighing.rule, weighing.circumstances)
    path = f"/maps/{weighing.graph.slug}/weighing/load"

    def list_heavy(found: tuple[Load, ...]) -> list[Load]:
        return [load for load in found if load.size or load.perceptions]

    return {
        "sources": paginate(request, path, "sources", list_heavy(loads.sources), lambda load: load.name),
        "groups": paginate(
            request, path, "groups", list_heavy(loads.groups), lambda load: load.name, parameter="groups"
        ),
        "hanging": loads.hanging,
        "idle": sum(not (load.size or load.perceptions) for load in loads.sources),
        "name_switch": lambda name: name_switch(weighing.graph, name),
    }


@router.get("/maps/{slug}/weighing/by-rule")
async def show_rules(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show what survives which rule of proof, as one table."""
    return await _show(request, slug, user, "weighed_rules.html", _survey_rules, is_long=True)


def _survey_rules(request: Request, state: WeighedState) -> dict[str, Any]:
    weighing = state.weighing
    table = weigh_by_every_rule(weighing.graph, weighing.circumstances)
    path = f"/maps/{weighing.graph.slug}/weighing/by-rule"
    return {"table": table, "rows": paginate(request, path, "rows", table.rows, lambda row: row.record)}


@router.get("/maps/{slug}/weighing/audit")
async def show_audit(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show what a historian would look at: what does not stand, hangs on one witness, or nobody has answered."""
    return await _show(request, slug, user, "weighed_audit.html", _survey_audit, is_long=True)


def _survey_audit(request: Request, state: WeighedState) -> dict[str, Any]:
    weighing = state.weighing
    audit = audit_map(weighing)
    path = f"/maps/{weighing.graph.slug}/weighing/audit"
    return {
        "audit": audit,
        "differences": [
            (each, link_reasons(weighing.graph, word_difference(weighing, each), weighing.graph.slug))
            for each in audit.differences
        ],
        "objections": paginate(request, path, "objections", audit.objections, lambda each: each.link),
    }


@router.get("/maps/{slug}/weighing/strengths")
async def show_strengths(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show how strong statements are, in bands and ranks, beside the labels and apart from them."""
    return await _show(request, slug, user, "weighed_strengths.html", _survey_strengths)


def _survey_strengths(request: Request, state: WeighedState) -> dict[str, Any]:
    weighing = state.weighing
    ranking = rank_by_energy(weighing.graph, weighing.circumstances)
    path = f"/maps/{weighing.graph.slug}/weighing/strengths"
    return {
        "ranking": ranking,
        "bands": list(EnergyBand),
        "rows": paginate(request, path, "rows", ranking.records, lambda row: row.record),
        "open_circles": [circle for circle in ranking.circles if not circle.has_converged],
    }


@router.get("/maps/{slug}/weighing/readings")
async def show_readings(request: Request, slug: Slug, user: MayLook) -> Response:
    """Show the preferred readings as camps: what all hold, and on what they part."""
    return await _show(request, slug, user, "weighed_readings.html", _survey_readings)


def _survey_readings(_: Request, state: WeighedState) -> dict[str, Any]:
    return {"rival": find_rival_readings(state.weighing.graph, state.weighing.circumstances)}
