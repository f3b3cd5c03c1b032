"""The page on which documents are set aside, and what stands then."""

from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from api.access.authorization import MayLook
from api.pages.list_parts import paginate
from api.pages.templating import render_page
from api.phrases.messages import gettext
from api.phrases.page_words import translate_phrase
from api.requests.database import Reading
from api.weighing.weighed_states import read_weighed_state
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.comparison.readers import list_readers
from argument_maps.graph import Graph
from argument_maps.values import Claim
from argument_maps.verdicts.combination import find_verdict
from argument_maps.weighing.set_aside import (
    ARCHIVE,
    FAMILY,
    OPEN_QUESTIONS,
    RELEASE,
    list_open_questions,
    list_switches,
)
from argument_maps.weighing.weighed_tables import RecordFate, count_labels, list_fates
from argument_maps.weighing.weighed_words import name_switch
from argument_maps.weighing.weighing import Weighing, weigh_unswitched
from models.text_types import Slug
from models.vocabulary import ClaimKind
from models.weighing_vocabulary import ProofRule, Shortfall, WeighedLabel

router = APIRouter(include_in_schema=False)


class Switch(NamedTuple):
    """Something that can be set aside: its name in addresses, its words on the page, and how many sources go."""

    name: str
    words: str
    number: int


class TurnedRecord(NamedTuple):
    """A record or link whose label is another with nothing set aside."""

    id: str
    before: str
    now: str


@router.get("/maps/{slug}/weighing")
def show_weighing(request: Request, slug: Slug, session: Reading, user: MayLook) -> Response:
    """Show what stands under a rule of proof; what changed against nothing set aside first, then everything."""
    state = read_weighed_state(request, slug, user)
    weighing = state.weighing
    turned = list_turned(weighing)
    statements = weighing.graph.statements
    return render_page(
        request,
        "weighing.html",
        422 if state.fault else 200,
        rules=list(ProofRule),
        rule_help=ProofRule(weighing.rule).explanation,
        labels=list(WeighedLabel),
        shortfalls=list(Shortfall),
        label_counts=count_labels({label: weighing.labels[label] for label in statements}),
        turned=[each for each in turned if each.id in statements],
        turned_links=[each for each in turned if each.id not in statements],
        rows=paginate(request, f"/maps/{slug}/weighing", "weighed", list_weighed_rows(weighing), lambda row: row.id),
        verdict_on=lambda label: find_recorded_verdict(weighing.graph, label),
        switches=list_page_switches(state.graph),
        readers=list_readers(state.graph),
        **state.build_context(request, session),
    )


def list_turned(weighing: Weighing) -> list[TurnedRecord]:
    """Return what has another label than with nothing set aside, statements in the order of the map, then links."""
    before = weigh_unswitched(weighing).labels
    return [TurnedRecord(label, before[label], now) for label, now in weighing.labels.items() if before[label] != now]


def list_weighed_rows(weighing: Weighing) -> list[RecordFate]:
    """Return what becomes of every statement, perceptions and findings first."""
    order = {ClaimKind.PERCEPTION: 0, ClaimKind.FINDING: 1}
    statements = weighing.graph.statements

    def rank(fate: RecordFate) -> int:
        record = statements[fate.id]
        return order.get(ClaimKind(record.kind), 2) if isinstance(record, Claim) else 3

    fates = list_fates(weighing, weigh_unswitched(weighing).labels)
    return sorted((fate for fate in fates if fate.id in statements), key=rank)


def find_recorded_verdict(graph: Graph, label: str) -> str:
    """Return the verdict that historians recorded on a perception, empty for any other record."""
    record = graph.statements[label]
    is_perception = isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION
    return find_verdict(graph, label) if is_perception else ""


def list_page_switches(graph: Graph) -> list[tuple[str, str, list[Switch]]]:
    """Return all that the page offers to set aside, in groups of one sort each with a name and a heading."""
    groups: dict[str, list[Switch]] = {"source": [], FAMILY: [], ARCHIVE: [], RELEASE: [], "agent": []}
    groups["source"] = [Switch(source.id, cite_in_one_line(graph, source.id), 1) for source in graph.sources]
    for name, sources in list_switches(graph):
        # The name of an archive may have a colon of its own.
        prefix, colon, _ = name.partition(":")
        words = translate_phrase(name_switch(graph, name))
        groups[f"{prefix}:" if colon else "agent"].append(Switch(name, words, len(sources)))
    if graph.critical_questions:
        asked = list_open_questions(graph)
        groups["questions:"] = [
            Switch(OPEN_QUESTIONS, translate_phrase(name_switch(graph, OPEN_QUESTIONS)), len(asked))
        ]
    headings: dict[str, str] = {
        "questions:": gettext("Critical questions"),
        "source": gettext("Documents and works"),
        FAMILY: gettext("Documents that hang together"),
        ARCHIVE: gettext("Archives"),
        RELEASE: gettext("Released by"),
        "agent": gettext("Written or witnessed by"),
    }
    return [
        (sort.rstrip(":"), headings[sort], sorted(found, key=lambda switch: switch.words.casefold()))
        for sort, found in groups.items()
        if found
    ]
