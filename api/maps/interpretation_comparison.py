"""Two interpretations of a map side by side, and the form in which they are chosen."""

from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api.access.authorization import MayLook
from api.citations.page_citations import cite_on_page, read_citation_style
from api.pages.map_context import build_map_context, read_map_as_of
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.requests.database import Reading
from api.requests.moments import REDIRECT_MOMENTS
from argument_maps.comparison.juxtaposition import juxtapose, list_interacting_pairs
from argument_maps.graph import Graph, sort_records
from argument_maps.values import AnyRecord, Evidence, Interpretation, Question
from models.text_types import Slug
from models.vocabulary import Relation

router = APIRouter(include_in_schema=False, dependencies=REDIRECT_MOMENTS)

PAIRS_OFFERED = 8


class ChosenPair(NamedTuple):
    """Which two were asked for; `fault` says what is wrong with them."""

    left: str = ""
    right: str = ""
    fault: str = ""

    @property
    def complete(self) -> bool:
        """Whether there are two to set side by side."""
        return bool(self.left and self.right and not self.fault)


@router.get("/maps/{slug}/compare")
def compare_interpretations(
    request: Request, slug: Slug, session: Reading, user: MayLook, left: str = "", right: str = ""
) -> Response:
    """Set two interpretations side by side: whose they are, what they bear and stand on, and where they part."""
    graph, visit, dated_graph = read_map_as_of(request, slug, user)
    chosen = _check_pair(dated_graph, left.strip(), right.strip())
    style = read_citation_style(request, graph)
    about = "" if chosen.fault else chosen.left or chosen.right
    offered = _list_offered_pairs(dated_graph, about)

    def cite_in_style(record: Interpretation | Evidence) -> Markup:
        return Markup(cite_on_page(dated_graph, record.source or "", record.locator, style).note.html)  # noqa: S704 # escaped there

    return render_page(
        request,
        "compare.html",
        422 if chosen.fault else 200,
        chosen=chosen,
        pair=juxtapose(dated_graph, chosen.left, chosen.right) if chosen.complete else None,
        about=about,
        offered=offered or _list_offered_pairs(dated_graph, ""),
        fitting=bool(offered),
        groups=_group_by_question(dated_graph),
        dated_graph=dated_graph,
        cite_in_style=cite_in_style,
        record_of=dated_graph.by_id.get,
        relation_headings=[(str(relation), gettext(relation.capitalize())) for relation in Relation],
        **build_map_context(request, graph, visit, session),
    )


def _check_pair(graph: Graph, left: str, right: str) -> ChosenPair:
    for label in (left, right):
        if not label:
            continue
        record = graph.by_id.get(label)
        if record is None:
            return ChosenPair(
                left,
                right,
                gettext("The map has no record “%(label)s”, or did not have it yet at that date.", label=label[:40]),
            )
        if not isinstance(record, Interpretation):
            return ChosenPair(
                left,
                right,
                gettext(
                    "%(label)s is not an interpretation. Only interpretations can be compared side by side.",
                    label=label,
                ),
            )
    if left and left == right:
        return ChosenPair(
            left, right, gettext("%(label)s was chosen twice. Choose two different interpretations.", label=left)
        )
    return ChosenPair(left, right)


def _list_offered_pairs(graph: Graph, about: str) -> list[tuple[AnyRecord, AnyRecord]]:
    """Return pairs worth comparing, with `about` only those in which that interpretation is."""
    pairs = list_interacting_pairs(graph, PAIRS_OFFERED, about)
    return [(graph.by_id[first], graph.by_id[second]) for first, second in pairs]


def _group_by_question(graph: Graph) -> list[tuple[Question | None, list[Interpretation]]]:
    questions: list[Question | None] = [*sort_records(graph.questions), None]
    question_ids = {question.id for question in graph.questions}
    groups: dict[str | None, list[Interpretation]] = {}
    for record in sort_records(graph.interpretations):
        home = graph.home[record.id]
        groups.setdefault(home if home in question_ids else None, []).append(record)
    grouped = [(question, groups.get(question.id if question else None, [])) for question in questions]
    return [(question, records) for question, records in grouped if records]
