"""One record with everything that surrounds it: who held it, its source, and the links in and out."""

from dataclasses import dataclass

from api.phrases.link_sentences import compose_link_sentence
from api.phrases.marking import N_
from api.phrases.messages import gettext
from argument_maps.anchoring.quoting_evidence import differs_from_passages
from argument_maps.graph import Graph
from argument_maps.joined_passages import JoinedPassage, index_joined_passages
from argument_maps.references import list_references_to, name_kind
from argument_maps.schemes import list_critical_questions
from argument_maps.values import (
    Agent,
    Annotation,
    AnyRecord,
    Claim,
    CriticalQuestion,
    Evidence,
    Interpretation,
    Link,
    Question,
    Region,
    Scan,
    Source,
    Stance,
    Tag,
    Text,
)
from argument_maps.verdicts.bases import TestBasis, find_test_basis
from argument_maps.verdicts.caveats import Caveat, find_record_caveats
from argument_maps.verdicts.ledger import find_documents
from argument_maps.verdicts.summaries import VerdictSummary, summarise_verdict
from models.records.relations import OFFERED_RELATIONS
from models.vocabulary import ClaimKind, CriticismAspect, RecordKind, Relation

# What each half of source criticism is called, and whether its aspects are external.
CRITICISM = {N_("External criticism"): True, N_("Internal criticism"): False}


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link seen from a record: the records at its other end, and what argues with the link itself."""

    link: Link
    others: tuple[AnyRecord, ...]
    other_premises: tuple[AnyRecord, ...] = ()
    argued: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record and what a reader wants to see beside it.

    `relations` are what a new link may do to it; `incoming_links` are the links whose target it is, `outgoing_links`
    those in which it is a premise; `uses` are the records that name it: what an agent held or wrote, what rests on a
    source, what stands under a question. `documents` are the evidence under a test, and premises of it that name a
    source of their own. `passages` are the annotations that tie it to texts, `regions` what ties it to page images, or
    itself where it is one, `joined` its own passage or those with what each is joined to; `stances` those that are
    taken on the record, or by it where it is an agent; `critical_questions` those that are recorded of a link, and
    `unasked` the others of its scheme. `quotation_differs` where evidence quotes other words than its
    passages have.
    """

    record: AnyRecord
    kind: str
    explanation: str
    question: Question | None
    agents: tuple[Agent, ...]
    source: Source | None
    premises: tuple[AnyRecord, ...]
    target: AnyRecord | None
    incoming_links: tuple[LinkView, ...]
    outgoing_links: tuple[LinkView, ...]
    uses: tuple[AnyRecord, ...]
    tags: tuple[Tag, ...]
    relations: tuple[Relation, ...]
    passages: tuple[Annotation, ...]
    regions: tuple[Region, ...]
    joined: tuple[tuple[Annotation, tuple[JoinedPassage, ...]], ...]
    stances: tuple[Stance, ...]
    critical_questions: tuple[CriticalQuestion, ...] = ()
    unasked: tuple[str, ...] = ()
    documents: tuple[Evidence | Claim | Interpretation, ...] = ()
    quotation_differs: bool = False
    summary: VerdictSummary | None = None
    caveats: tuple[Caveat, ...] = ()
    basis: TestBasis | None = None


def view_record(graph: Graph, label: str) -> RecordView | None:
    """Return the record with that label and what surrounds it, None where the map has none."""
    record = graph.by_id.get(label)
    if record is None:
        return None
    link = record if isinstance(record, Link) else None
    target_label = (
        record.link
        if isinstance(record, CriticalQuestion)
        else record.target
        if isinstance(record, Link | Stance)
        else None
    )
    kind = name_kind(record)
    question_label = graph.home.get(label) if not isinstance(record, Question) else None
    tags = {tag.id: tag for tag in graph.tags}
    summary = summarise_verdict(graph, record) if isinstance(record, Claim) and kind == ClaimKind.PERCEPTION else None
    return RecordView(
        record=record,
        kind=kind,
        explanation=gettext((ClaimKind(kind) if isinstance(record, Claim) else RecordKind(kind)).explanation),
        question=_find_question(graph, question_label),
        agents=_find_agents(graph, record),
        source=graph.sources_by_id.get(getattr(record, "source", None) or ""),
        premises=_find_records(graph, link.premises) if link else (),
        target=graph.by_id.get(target_label or ""),
        incoming_links=tuple(
            LinkView(link, _find_records(graph, link.premises), argued=graph.links_to.get(link.id, ()))
            for link in graph.links_to.get(label, ())
        ),
        outgoing_links=tuple(
            LinkView(
                link,
                _find_records(graph, (link.target,)),
                _find_records(graph, tuple(other for other in link.premises if other != label)),
                graph.links_to.get(link.id, ()),
            )
            for link in graph.links_from.get(label, ())
        ),
        uses=_list_uses(graph, record),
        tags=tuple(tags[tag_label] for tag_label in getattr(record, "tags", ()) if tag_label in tags),
        relations=OFFERED_RELATIONS.get(kind, ()),
        passages=list_annotations_of(graph, label),
        regions=(record,) if isinstance(record, Region) else graph.regions_of.get(label, ()),
        joined=_list_joined(graph, record),
        documents=_list_documents(graph, link) if link and link.relation == Relation.TESTS else (),
        stances=list_stances_of(graph, record),
        critical_questions=graph.questions_of.get(label, ()),
        unasked=_list_unasked(graph, link) if link else (),
        quotation_differs=isinstance(record, Evidence)
        and differs_from_passages(record, list_annotations_of(graph, label)),
        summary=summary,
        caveats=find_record_caveats(graph, label) if summary is None else summary.caveats,
        basis=find_test_basis(graph, link) if link and link.relation == Relation.TESTS else None,
    )


def _list_documents(graph: Graph, link: Link) -> tuple[Evidence | Claim | Interpretation, ...]:
    evidence = find_documents(graph, *link.premises)
    premises = (graph.statements[premise] for premise in link.premises)
    sourced = (premise for premise in premises if premise.source in graph.sources_by_id and premise not in evidence)
    return (*evidence, *sourced)


def read_caption(record: AnyRecord) -> str:
    """Return the words by which a reader knows the record; a link is told by its ends."""
    match record:
        case Source() | Text() | Scan():
            return record.title
        case Annotation():
            return record.comment or record.exact
        case Region():
            place = f"{record.in_scan} ({record.x}, {record.y}, {record.width}, {record.height})"
            return record.transcription or record.comment or place
        case Agent():
            return record.name
        case Stance():
            return record.reason or f"{record.agent} {record.stance} {record.target}"
        case Link():
            return compose_link_sentence(record)
        case _:
            return record.text


def list_annotations_of(graph: Graph, label: str) -> tuple[Annotation, ...]:
    """Return the annotations that tie passages to a record, in their order."""
    return tuple(annotation for annotation in graph.annotations if label in annotation.bodies)


def _list_joined(graph: Graph, record: AnyRecord) -> tuple[tuple[Annotation, tuple[JoinedPassage, ...]], ...]:
    """Return the passages of a record, or the passage that it is, that are joined to others, with these."""
    passages = (record,) if isinstance(record, Annotation) else list_annotations_of(graph, record.id)
    joined = index_joined_passages(graph) if passages else {}
    return tuple((passage, joined[passage.id]) for passage in passages if passage.id in joined)


def _list_unasked(graph: Graph, link: Link) -> tuple[str, ...]:
    """Return the questions of a link's scheme that are not recorded of it, in the language of the page."""
    recorded = {question.text for question in graph.questions_of.get(link.id, ())}
    questions = ((question, gettext(question)) for question in list_critical_questions(link.scheme))
    return tuple(words for question, words in questions if recorded.isdisjoint((question, words)))


def list_stances_of(graph: Graph, record: AnyRecord) -> tuple[Stance, ...]:
    """Return the stances that are taken on a record, or by an agent, in their order."""
    if isinstance(record, Agent):
        return tuple(stance for stance in graph.stances if stance.agent == record.id)
    return graph.stances_on.get(record.id, ())


def group_criticism(source: Source) -> list[tuple[str, list[tuple[CriticismAspect, list[dict[str, str]]]]]]:
    """Return what is remarked on a source: external criticism, then internal, aspect by aspect, without empty ones."""
    remarks_by_aspect: dict[CriticismAspect, list[dict[str, str]]] = {}
    for aspect in CriticismAspect:
        remarks = [remark for remark in source.criticism if remark["aspect"] == aspect]
        if remarks:
            remarks_by_aspect[aspect] = remarks
    halves = (
        (
            gettext(title),
            [(aspect, remarks) for aspect, remarks in remarks_by_aspect.items() if aspect.is_external is external],
        )
        for title, external in CRITICISM.items()
    )
    return [(title, aspects) for title, aspects in halves if aspects]


def _find_question(graph: Graph, label: str | None) -> Question | None:
    record = graph.by_id.get(label or "")
    return record if isinstance(record, Question) else None


def _find_records(graph: Graph, labels: tuple[str, ...]) -> tuple[AnyRecord, ...]:
    return tuple(graph.by_id[label] for label in labels if label in graph.by_id)


def _find_agents(graph: Graph, record: AnyRecord) -> tuple[Agent, ...]:
    # Who edited, translated or released a source is told field by field.
    labels = record.author if isinstance(record, Source) else list_references_to(record, RecordKind.AGENT)
    return tuple(graph.agents_by_id[label] for label in labels if label in graph.agents_by_id)


def _list_uses(graph: Graph, record: AnyRecord) -> tuple[AnyRecord, ...]:
    label = record.id
    match record:
        case Agent():
            # An agent's stances are told by themselves.
            return tuple(
                other for other in _find_naming(graph, label, RecordKind.AGENT) if not isinstance(other, Stance)
            )
        case Source():
            # As are its texts.
            return tuple(
                other for other in _find_naming(graph, label, RecordKind.SOURCE) if not isinstance(other, Text)
            )
        case Question():
            return _find_naming(graph, label, RecordKind.QUESTION)
        case Tag():
            return _find_naming(graph, label, RecordKind.TAG)
        case _:
            return ()


def _find_naming(graph: Graph, label: str, kind: RecordKind) -> tuple[AnyRecord, ...]:
    """Return the records that name a record where only those of its kind are named."""
    return tuple(other for other in graph if label in list_references_to(other, kind))
