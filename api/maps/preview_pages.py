"""A record in a few lines, for whoever points at a link to it."""

from collections import Counter
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from api.access.authorization import MayLook
from api.pages.map_context import read_map_as_of
from api.pages.templating import render_page
from api.phrases.link_sentences import compose_link_sentence, count_words
from api.phrases.messages import gettext, isolate_words
from api.phrases.page_words import translate_word
from api.phrases.record_view import read_caption
from argument_maps.citation.sources import cite_in_one_line
from argument_maps.graph import Graph
from argument_maps.references import name_kind
from argument_maps.values import Agent, AnyRecord, Claim, Evidence, Interpretation, Link, Source
from argument_maps.verdicts.caveats import Caveat, find_record_caveats
from argument_maps.verdicts.combination import find_verdict
from models.errors import UnknownRecord
from models.text_types import Slug
from models.vocabulary import ClaimKind, Relation

router = APIRouter(include_in_schema=False)


class Preview(NamedTuple):
    """What is told of a record in a few lines; `link_counts` says by how many links what is done to it."""

    label: str
    kind: str
    text: str
    people: tuple[Agent, ...]
    when: str
    verdict: str
    caveats: tuple[Caveat, ...]
    source: str
    link_counts: str


@router.get("/maps/{slug}/previews/{label}")
def show_preview(request: Request, slug: Slug, label: str, user: MayLook) -> Response:
    """Show a record in a few lines: what it is, what it says, whose it is, when, and what has become of it."""
    _, visit, graph_as_of = read_map_as_of(request, slug, user)
    record = graph_as_of.by_id.get(label)
    if record is None:
        raise UnknownRecord(slug, label[:80])
    return render_page(
        request, "preview.html", visit=visit, graph_as_of=graph_as_of, preview=make_preview(graph_as_of, record)
    )


def make_preview(graph: Graph, record: AnyRecord) -> Preview:
    """Return what is told of a record in a few lines."""
    verdict = ""
    if isinstance(record, Claim) and record.kind == ClaimKind.PERCEPTION:
        verdict = find_verdict(graph, record.id)
    elif isinstance(record, Link):
        verdict = record.verdict or ""
    return Preview(
        label=record.id,
        kind=translate_word(name_kind(record)),
        text=_describe(record),
        people=tuple(graph.agents_by_id[label] for label in _list_people(record) if label in graph.agents_by_id),
        when=_find_date(graph, record),
        verdict=verdict,
        caveats=find_record_caveats(graph, record.id) if verdict else (),
        source=_cite_source(graph, record),
        link_counts=_count_links(graph, record.id),
    )


def _describe(record: AnyRecord) -> str:
    if isinstance(record, Link):
        remark = f": {isolate_words(record.note)}" if record.note else ""
        return compose_link_sentence(record) + remark
    return read_caption(record)


def _list_people(record: AnyRecord) -> tuple[str, ...]:
    match record:
        case Claim():
            return record.held_by
        case Interpretation():
            return record.by
        case Source():
            return record.author
        case _:
            return ()


def _find_date(graph: Graph, record: AnyRecord) -> str:
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


def _cite_source(graph: Graph, record: AnyRecord) -> str:
    label = getattr(record, "source", None)
    if label not in graph.sources_by_id:
        return ""
    return cite_in_one_line(graph, label, getattr(record, "locator", ""))


def _count_links(graph: Graph, label: str) -> str:
    links_by_relation = Counter(link.relation for link in graph.links_to.get(label, ()))
    link_counts = (
        gettext(count_words(relation, links_by_relation[relation]), number=links_by_relation[relation])
        for relation in Relation
        if links_by_relation[relation]
    )
    words = ", ".join(link_counts)
    return words[:1].upper() + words[1:]
