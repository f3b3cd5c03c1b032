"""The guided reading: a map told in words, step by step, with the part of the picture that each step tells of."""

from functools import reduce
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api.database import Reading
from api.error_answers import status_of
from api.moments import SETTLED
from api.permission import CurrentUser, Looking
from api.picture_requests import PictureFormat, PictureQuery, wanted_picture
from api.pictures import Pictures
from api.problems import Refusal
from api.routes.pictures import records_at
from api.web.citing import chosen_style
from api.web.messages import N_, gettext
from api.web.surroundings import around, known_part
from api.web.templating import page
from api.web.visits import MapVisit
from argument_maps.citation import cite
from argument_maps.graph import Evidence, Graph, Link
from argument_maps.guided import Step, chapters
from models.errors import MapError, UnknownRecord
from models.text import Slug
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
def show_step(request: Request, slug: Slug, label: str, session: Reading, user: Looking) -> Response:
    """Show one step of a guided reading: a question, or a perception with what was found and who disputes it."""
    graph, visit, known = known_part(request, slug, user)
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
        picture=_picture(request.app.state.pictures, step, visit, user),
        cited=cited,
        aim=lambda link: _aim(known, step, link),
        **around(request, graph, visit, session),
    )


class Pictured(NamedTuple):
    """The picture of a step, or why there is none."""

    svg: Markup = Markup()
    fault: str = ""
    status: int = 200


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


def _picture(pictures: Pictures, step: Step, visit: MapVisit, user: CurrentUser) -> Pictured:
    part = {"focus": step.label, "depth": LINKS_SHOWN} if step.entry else {"question": [step.label]}
    asked = {"theme": visit.query.theme, "as_of": visit.query.as_of, "at": visit.query.at}
    query = PictureQuery.model_validate({**asked, **part})
    wanted = wanted_picture(query, PictureFormat.SVG, records_at(visit.slug, visit.at))
    try:
        return Pictured(Markup(pictures.look(visit.slug, wanted, user).body.decode()))  # noqa: S704 # our own SVG
    except MapError as error:
        return Pictured(fault=error.detail, status=status_of(type(error)))
    except Refusal as error:
        return Pictured(fault=str(error.detail), status=error.status_code)


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
