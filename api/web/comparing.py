"""Two interpretations of a map side by side, and the form in which they are chosen."""

from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api.database import Reading
from api.moments import SETTLED
from api.permission import Looking
from api.web.citing import chosen_style
from api.web.messages import gettext
from api.web.surroundings import around, known_part
from api.web.templating import page
from argument_maps.citation.sources import cite
from argument_maps.comparison.juxtaposition import juxtapose, meeting_pairs
from argument_maps.graph import AnyRecord, Evidence, Graph, Interpretation, Question, in_order
from models.text_types import Slug

router = APIRouter(include_in_schema=False, dependencies=SETTLED)

PAIRS_OFFERED = 8


class Chosen(NamedTuple):
    """Which two were asked for; `fault` says what is wrong with them."""

    left: str = ""
    right: str = ""
    fault: str = ""

    @property
    def complete(self) -> bool:
        """Whether there are two to set side by side."""
        return bool(self.left and self.right and not self.fault)


@router.get("/maps/{slug}/compare")
def compare(request: Request, slug: Slug, session: Reading, user: Looking, left: str = "", right: str = "") -> Response:
    """Set two interpretations side by side: whose they are, what they bear and stand on, and where they part."""
    graph, visit, known = known_part(request, slug, user)
    chosen = _chosen(known, left.strip(), right.strip())
    style = chosen_style(request)
    about = "" if chosen.fault else chosen.left or chosen.right
    offered = _offered(known, about)

    def cited(record: Interpretation | Evidence) -> Markup:
        return Markup(cite(known, record.source or "", record.locator, style).note.html)  # noqa: S704 # escaped there

    return page(
        request,
        "compare.html",
        422 if chosen.fault else 200,
        chosen=chosen,
        pair=juxtapose(known, chosen.left, chosen.right) if chosen.complete else None,
        about=about,
        offered=offered or _offered(known, ""),
        fitting=bool(offered),
        groups=_by_question(known),
        known=known,
        cited=cited,
        aimed=known.by_id.get,
        **around(request, graph, visit, session),
    )


def _chosen(graph: Graph, left: str, right: str) -> Chosen:
    for label in (left, right):
        if not label:
            continue
        record = graph.by_id.get(label)
        if record is None:
            return Chosen(
                left,
                right,
                gettext("The map has no record “%(label)s”, or it was not yet there at that date.", label=label[:40]),
            )
        if not isinstance(record, Interpretation):
            return Chosen(
                left,
                right,
                gettext("%(label)s is no interpretation; only interpretations are set side by side.", label=label),
            )
    if left and left == right:
        return Chosen(
            left, right, gettext("%(label)s was chosen twice. Choose two different interpretations.", label=left)
        )
    return Chosen(left, right)


def _offered(graph: Graph, about: str) -> list[tuple[AnyRecord, AnyRecord]]:
    """Return pairs worth comparing, with `about` only those in which that interpretation is."""
    pairs = meeting_pairs(graph, PAIRS_OFFERED, about)
    return [(graph.by_id[first], graph.by_id[second]) for first, second in pairs]


def _by_question(graph: Graph) -> list[tuple[Question | None, list[Interpretation]]]:
    asked: list[Question | None] = [*in_order(graph.questions), None]
    known = {question.id for question in graph.questions}
    groups: dict[str | None, list[Interpretation]] = {}
    for record in in_order(graph.interpretations):
        home = graph.home[record.id]
        groups.setdefault(home if home in known else None, []).append(record)
    found = [(question, groups.get(question.id if question else None, [])) for question in asked]
    return [(question, records) for question, records in found if records]
