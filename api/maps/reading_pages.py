"""The guided reading: a map told in words, step by step, with the part of the picture that each step tells of."""

from functools import reduce

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.access.authorization import MayLook
from api.access.current_user import CurrentUser
from api.citations.page_citations import cite_on_page, read_citation_style
from api.http.problems import Refusal
from api.pages.map_context import build_map_context, read_map_as_of
from api.pages.templating import render_page
from api.pages.visits import MapVisit
from api.phrases.marking import N_
from api.phrases.messages import gettext
from api.pictures.picture_answers import PictureOutcome, draw_marked_picture
from api.pictures.render_requests import PictureQuery
from api.requests.database import Reading, read_in_thread
from api.requests.moments import REDIRECT_MOMENTS
from argument_maps.graph import Graph
from argument_maps.values import Evidence, Link
from argument_maps.verdicts.guided_reading import ReadingStep, list_chapters
from models.errors import UnknownRecord
from models.text_types import Slug
from models.vocabulary import ClaimKind, RecordKind, Relation

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

# A test, what supports the finding, and what argues with either: further away it is another step's matter.
LINK_DEPTH = 2
_ANY_RECORD_NAME = N_("the record %(label)s")
_RECORD_NAMES: dict[str, str] = {
    RecordKind.EVIDENCE: N_("the document %(label)s"),
    ClaimKind.PERCEPTION: N_("the perception %(label)s"),
    ClaimKind.RESPONSE: N_("the response %(label)s"),
    ClaimKind.FINDING: N_("the finding %(label)s"),
    ClaimKind.ASSERTION: N_("the assertion %(label)s"),
}


@router.get("/maps/{slug}/reading")
def show_reading(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show what a guided reading of a map leads through, and where it begins."""
    graph, visit, graph_as_of = read_map_as_of(request, slug, user)
    return render_page(
        request,
        "reading.html",
        chapters=list_chapters(graph_as_of),
        graph_as_of=graph_as_of,
        **build_map_context(request, graph, visit, session),
    )


@router.get("/maps/{slug}/reading/{label}")
async def show_step(request: Request, slug: Slug, label: str, user: MayLook) -> Response:
    """Show one step of a guided reading: a question, or a perception with what was found and who disputes it."""
    step, visit = await read_in_thread(request, lambda _: _find_step(request, slug, label, user))
    outcome = await _draw(request, step, visit, user)
    return await read_in_thread(request, lambda session: _show_step(request, session, label, user, outcome))


def _find_step(request: Request, slug: str, label: str, user: CurrentUser) -> tuple[ReadingStep, MapVisit]:
    graph, visit, graph_as_of = read_map_as_of(request, slug, user)
    steps = (step for chapter in list_chapters(graph_as_of) for step in chapter.steps)
    step = next((step for step in steps if step.label == label), None)
    if step is None:
        raise _explain_missing_step(graph, label, visit)
    return step, visit


def _show_step(request: Request, session: Session, label: str, user: CurrentUser, outcome: PictureOutcome) -> Response:
    graph, visit, graph_as_of = read_map_as_of(request, request.path_params["slug"], user)
    steps = [step for chapter in list_chapters(graph_as_of) for step in chapter.steps]
    place = next((index for index, step in enumerate(steps) if step.label == label), None)
    if place is None:
        raise _explain_missing_step(graph, label, visit)
    step = steps[place]
    style = read_citation_style(request, graph)

    def cited(item: Evidence) -> Markup:
        return Markup(cite_on_page(graph_as_of, item.source, item.locator, style).note.html)  # noqa: S704 # escaped there

    return render_page(
        request,
        "reading_step.html",
        step=step,
        steps={step.label: step for step in steps},
        place=place,
        length=len(steps),
        before=steps[place - 1] if place else None,
        after=steps[place + 1] if place + 1 < len(steps) else None,
        picture=outcome,
        cited=cited,
        graph_as_of=graph_as_of,
        open_sources=graph_as_of.sources_by_id,
        aim=lambda link: _describe_aim(graph_as_of, step, link),
        **build_map_context(request, graph, visit, session),
    )


def _explain_missing_step(graph: Graph, label: str, visit: MapVisit) -> Exception:
    if label not in graph.by_id:
        return UnknownRecord(graph.slug, label[:80])
    if visit.query.as_of and any(step.label == label for chapter in list_chapters(graph) for step in chapter.steps):
        return _make_step_refusal(
            gettext("%(label)s could not be known by %(date)s.", label=label, date=visit.query.as_of),
            gettext("Read it as it is known today, at %(address)s.", address=f"/maps/{graph.slug}/reading/{label}"),
        )
    return _make_step_refusal(
        gettext(
            "%(label)s is neither a question nor a perception; a guided reading goes from one of these to the next.",
            label=label,
        ),
        gettext(
            "It has a page of its own, %(address)s; the steps are listed at %(steps)s.",
            address=f"/maps/{graph.slug}/records/{label}",
            steps=f"/maps/{graph.slug}/reading",
        ),
    )


def _make_step_refusal(detail: str, remedy: str) -> Refusal:
    return Refusal(404, "no-such-step", gettext("The guided reading has no such step"), detail, remedy)


async def _draw(request: Request, step: ReadingStep, visit: MapVisit, user: CurrentUser) -> PictureOutcome:
    part = {"focus": step.label, "depth": LINK_DEPTH} if step.entry else {"question": [step.label]}
    view_parameters = {"theme": visit.query.theme, "as_of": visit.query.as_of, "at": visit.query.at}
    return await draw_marked_picture(
        request, visit.slug, PictureQuery.model_validate({**view_parameters, **part}), (), user
    )


def _describe_aim(graph: Graph, step: ReadingStep, link: Link) -> str:
    """Return what an argument is aimed at, in words."""
    if link.target == step.label:
        return gettext("this perception")
    target_link = graph.links_by_id.get(link.target)
    if target_link is None:
        return _name_record(graph, link.target)
    premises = reduce(lambda some, one: gettext("%(some)s and %(one)s", some=some, one=one), target_link.premises)
    if target_link.relation == Relation.TESTS and target_link.target == step.label:
        return gettext("the test by %(premises)s", premises=premises)
    return gettext("the link from %(premises)s to %(target)s", premises=premises, target=target_link.target)


def _name_record(graph: Graph, label: str) -> str:
    record = graph.by_id.get(label)
    kind = RecordKind.EVIDENCE if isinstance(record, Evidence) else getattr(record, "kind", "")
    return gettext(_RECORD_NAMES.get(kind, _ANY_RECORD_NAME), label=label)
