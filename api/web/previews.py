"""A record in a few lines, for whoever points at a link to it."""

from collections import Counter
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from api.permission import Looking
from api.web.link_sentences import link_sentence
from api.web.messages import N_, gettext
from api.web.page_words import translate_word
from api.web.record_view import kind_of, told
from api.web.surroundings import known_part
from api.web.templating import page
from argument_maps.citation.sources import short
from argument_maps.graph import Agent, AnyRecord, Claim, Evidence, Graph, Interpretation, Link, Source
from argument_maps.verdicts.ledger import verdict_on
from models.errors import UnknownRecord
from models.text_types import Slug
from models.vocabulary import ClaimKind, Relation

router = APIRouter(include_in_schema=False)

# What is done to a record, by one link and by several.
_BEARING = {
    Relation.SUPPORTS: (N_("supported once"), N_("supported by %(number)s")),
    Relation.CHALLENGES: (N_("challenged once"), N_("challenged by %(number)s")),
    Relation.UNDERMINES: (N_("undermined once"), N_("undermined by %(number)s")),
    Relation.UNDERCUTS: (N_("undercut once"), N_("undercut by %(number)s")),
    Relation.QUALIFIES: (N_("qualified once"), N_("qualified by %(number)s")),
    Relation.TESTS: (N_("tested once"), N_("tested by %(number)s")),
    Relation.ANSWERS: (N_("answered once"), N_("answered by %(number)s")),
}


class Preview(NamedTuple):
    """What is told of a record in a few lines; `bearing` says by how many links what is done to it."""

    label: str
    kind: str
    text: str
    people: tuple[Agent, ...]
    when: str
    verdict: str
    source: str
    bearing: str


@router.get("/maps/{slug}/previews/{label}")
def show_preview(request: Request, slug: Slug, label: str, user: Looking) -> Response:
    """Show a record in a few lines: what it is, what it says, whose it is, when, and what has become of it."""
    _, visit, known = known_part(request, slug, user)
    record = known.by_id.get(label)
    if record is None:
        raise UnknownRecord(slug, label[:80])
    return page(request, "preview.html", visit=visit, preview=preview_of(known, record))


def preview_of(graph: Graph, record: AnyRecord) -> Preview:
    """Return what is told of a record in a few lines."""
    verdict = ""
    if isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION:
        verdict = verdict_on(graph, record.id)
    elif isinstance(record, Link):
        verdict = record.verdict or ""
    return Preview(
        label=record.id,
        kind=translate_word(kind_of(record)),
        text=_words(record),
        people=tuple(graph.agents_by_id[each] for each in _whose(record) if each in graph.agents_by_id),
        when=_when(graph, record),
        verdict=verdict,
        source=_source(graph, record),
        bearing=_bearing(graph, record.id),
    )


def _words(record: AnyRecord) -> str:
    if isinstance(record, Link):
        noted = f": {record.note}" if record.note else ""
        return link_sentence(record) + noted
    return told(record)


def _whose(record: AnyRecord) -> tuple[str, ...]:
    match record:
        case Claim():
            return record.held_by
        case Interpretation():
            return record.by
        case Source():
            return record.author
        case _:
            return ()


def _when(graph: Graph, record: AnyRecord) -> str:
    match record:
        case Source():
            return record.event_date or record.issued or ""
        case Agent():
            return record.active or ""
        case Evidence():
            source = graph.sources_by_id.get(record.source)
            return (source.event_date or source.issued or "") if source is not None else ""
        case _:
            return getattr(record, "when", None) or ""


def _source(graph: Graph, record: AnyRecord) -> str:
    label = getattr(record, "source", None)
    if label not in graph.sources_by_id:
        return ""
    locator = getattr(record, "locator", "")
    return f"{short(graph, label)}, {locator}" if locator else short(graph, label)


def _bearing(graph: Graph, label: str) -> str:
    counted = Counter(link.relation for link in graph.links_to.get(label, ()))
    told_of = (
        gettext(_BEARING[relation][counted[relation] > 1], number=counted[relation])
        for relation in Relation
        if counted[relation]
    )
    words = ", ".join(told_of)
    return words[:1].upper() + words[1:]
