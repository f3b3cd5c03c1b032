"""The guided reading: a map told in words, step by step, with the part of the picture that each step tells of."""

from functools import reduce

from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from api.database import Reading, read_apart
from api.moments import SETTLED
from api.permission import CurrentUser, Looking
from api.picture_requests import PictureQuery
from api.problems import Refusal
from api.web.citing import chosen_style
from api.web.drawn import Drawn, marked
from api.web.messages import N_, gettext
from api.web.surroundings import around, known_part
from api.web.templating import page
from api.web.visits import MapVisit
from argument_maps.citation.sources import cite
from argument_maps.graph import Evidence, Graph, Link
from argument_maps.verdicts.guided_reading import Step, chapters
from models.errors import UnknownRecord
from models.text_types import Slug
from models.vocabulary import ClaimKind, RecordKind, Relation

router = APIRouter(include_in_schema=False, dependencies=SETTLED)

# A test, what supports the finding, and what argues with either: further away it is another step's matter.
LINKS_SHOWN = 2
_RECORD = N_("the record %(label)s")
_NAMED: dict[str, str] = {
    RecordKind.EVIDENCE: N_("the document %(label)s"),
    ClaimKind.PERCEPTION: N_("the perception %(label)s"),
    ClaimKind.FINDING: N_("the finding %(label)s"),
    ClaimKind.ASSERTION: N_("the assertion %(label)s"),
}


@router.get("/maps/{slug}/reading")
def show_reading(request: Request, slug: Slug, session: Reading, user: Looking) -> Response:
    """Show what a guided reading of a map leads through, and where it begins."""
    graph, visit, known = known_part(request, slug, user)
    return page(
        request, "reading.html", chapters=chapters(known), known=known, **around(request, graph, visit, session)
    )


@router.get("/maps/{slug}/reading/{label}")
async def show_step(request: Request, slug: Slug, label: str, user: Looking) -> Response:
    """Show one step of a guided reading: a question, or a perception with what was found and who disputes it."""
    step, visit = await read_apart(request, lambda _: _find_step(request, slug, label, user))
    made = await _draw(request, step, visit, user)
    return await read_apart(request, lambda session: _show_step(request, session, label, user, made))


def _find_step(request: Request, slug: str, label: str, user: CurrentUser) -> tuple[Step, MapVisit]:
    graph, visit, known = known_part(request, slug, user)
    steps = (step for chapter in chapters(known) for step in chapter.steps)
    step = next((step for step in steps if step.label == label), None)
    if step is None:
        raise _not_a_step(graph, label, visit)
    return step, visit


def _show_step(request: Request, session: Session, label: str, user: CurrentUser, made: Drawn) -> Response:
    graph, visit, known = known_part(request, request.path_params["slug"], user)
    told = [step for chapter in chapters(known) for step in chapter.steps]
    place = next((index for index, step in enumerate(told) if step.label == label), None)
    if place is None:
        raise _not_a_step(graph, label, visit)
    step = told[place]
    style = chosen_style(request)

    def cited(item: Evidence) -> Markup:
        return Markup(cite(known, item.source, item.locator, style).note.html)  # noqa: S704 # escaped there

    return page(
        request,
        "step.html",
        step=step,
        steps={each.label: each for each in told},
        place=place,
        length=len(told),
        before=told[place - 1] if place else None,
        after=told[place + 1] if place + 1 < len(told) else None,
        picture=made,
        cited=cited,
        aim=lambda link: _aim(known, step, link),
        **around(request, graph, visit, session),
    )


def _not_a_step(graph: Graph, label: str, visit: MapVisit) -> Exception:
    if label not in graph.by_id:
        return UnknownRecord(graph.slug, label[:80])
    if visit.query.as_of and any(step.label == label for chapter in chapters(graph) for step in chapter.steps):
        return _no_step(
            gettext("%(label)s could not be known by %(date)s.", label=label, date=visit.query.as_of),
            gettext("Read it as it is known today, at %(address)s.", address=f"/maps/{graph.slug}/reading/{label}"),
        )
    return _no_step(
        gettext(
            "%(label)s is neither a question nor a perception; a reading goes from one of these to the next.",
            label=label,
        ),
        gettext(
            "Its own page is %(address)s; the steps are listed at %(steps)s.",
            address=f"/maps/{graph.slug}/records/{label}",
            steps=f"/maps/{graph.slug}/reading",
        ),
    )


def _no_step(detail: str, remedy: str) -> Refusal:
    return Refusal(404, "no-such-step", gettext("The reading has no such step"), detail, remedy)


async def _draw(request: Request, step: Step, visit: MapVisit, user: CurrentUser) -> Drawn:
    part = {"focus": step.label, "depth": LINKS_SHOWN} if step.entry else {"question": [step.label]}
    asked = {"theme": visit.query.theme, "as_of": visit.query.as_of, "at": visit.query.at}
    return await marked(request, visit.slug, PictureQuery.model_validate({**asked, **part}), (), user)


def _aim(graph: Graph, step: Step, link: Link) -> str:
    """Return what an argument is aimed at, in words."""
    if link.target == step.label:
        return gettext("this perception")
    aimed = graph.links_by_id.get(link.target)
    if aimed is None:
        return _named(graph, link.target)
    said = reduce(lambda some, one: gettext("%(some)s and %(one)s", some=some, one=one), aimed.premises)
    if aimed.relation == Relation.TESTS and aimed.target == step.label:
        return gettext("the test by %(premises)s", premises=said)
    return gettext("the step from %(premises)s to %(target)s", premises=said, target=aimed.target)


def _named(graph: Graph, label: str) -> str:
    record = graph.by_id.get(label)
    kind = RecordKind.EVIDENCE if isinstance(record, Evidence) else getattr(record, "kind", "")
    return gettext(_NAMED.get(kind, _RECORD), label=label)
