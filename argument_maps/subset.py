"""Parts of a map that are maps themselves: no link without its premises and its target."""

from collections.abc import Iterable, Set
from typing import TypeVar

import msgspec

from argument_maps.graph import Graph
from argument_maps.references import find_record_kind, list_references_to
from argument_maps.values import Annotation, AnyRecord, CriticalQuestion, Evidence, Link, Text, Value
from models.text_vocabulary import PassageRelation
from models.vocabulary import RecordKind

Record = TypeVar("Record", bound=Value)


def select_closed_links(graph: Graph, statements: Set[str], candidates: Iterable[str]) -> set[str]:
    """Return those candidates all of whose premises and whose target are kept, questions always being so.

    A link argued with is a target too, so what falls takes with it whatever bears on it. Linear in links.
    """
    closed = set(candidates)
    targets = statements | {question.id for question in graph.questions}

    def is_closed(link: Link) -> bool:
        return (link.target in targets or link.target in closed) and all(
            premise in statements for premise in link.premises
        )

    pending = [label for label in closed if not is_closed(graph.links_by_id[label])]
    closed.difference_update(pending)
    while pending:
        fallen = [link.id for link in graph.links_to.get(pending.pop(), ()) if link.id in closed]
        closed.difference_update(fallen)
        pending += fallen
    return closed


def cut_subset(
    graph: Graph,
    statements: Set[str],
    links: Set[str],
    *,
    sources: Set[str] | None = None,
    texts: Set[str] | None = None,
) -> Graph:
    """Return the map with only these statements and links, in their order; None keeps all sources, and all texts.

    Texts stay where their source does, and what they translate, scans where theirs does; annotations and regions where
    their text or scan and all their records do; critical questions where
    their link is kept, stances where their target and their source do.
    """
    source_labels = graph.sources_by_id.keys() if sources is None else sources
    readable = _find_readable_texts(graph, source_labels, texts)
    visible = {scan.id for scan in graph.scans if scan.source is None or scan.source in source_labels}
    bodies = {*statements, *links, *(question.id for question in graph.questions)}
    graph = _restrict_scans(
        graph,
        visible,
        {region.id for region in graph.regions if region.in_scan in visible and bodies.issuperset(region.bodies)},
    )
    return _restrict_texts(
        msgspec.structs.replace(
            graph,
            sources=_select_records(graph.sources, sources),
            claims=_select_records(graph.claims, statements),
            interpretations=_select_records(graph.interpretations, statements),
            evidence=_select_records(graph.evidence, statements),
            links=_select_records(graph.links, links),
            critical_questions=_select_questions(graph, statements, links),
            stances=tuple(
                stance
                for stance in graph.stances
                if (stance.target in statements or stance.target in links)
                and (stance.source is None or stance.source in source_labels)
            ),
        ),
        readable,
        {
            annotation.id
            for annotation in graph.annotations
            if annotation.in_text in readable and bodies.issuperset(annotation.bodies)
        },
    )


def _select_questions(graph: Graph, statements: Set[str], links: Set[str]) -> tuple[CriticalQuestion, ...]:
    """Return the critical questions of these links; of what answers them and is not kept nothing is said."""
    return tuple(
        question
        if question.answered_by is None or question.answered_by in statements or question.answered_by in links
        else msgspec.structs.replace(question, answered_by=None)
        for question in graph.critical_questions
        if question.link in links
    )


def _find_readable_texts(graph: Graph, sources: Set[str], texts: Set[str] | None = None) -> set[str]:
    """Return the texts whose source, if they have one, is kept, and that of every text they are translated from."""
    original_by_text = {
        text.id: text.translation_of
        for text in graph.texts
        if (text.source is None or text.source in sources) and (texts is None or text.id in texts)
    }
    while fallen := [
        label
        for label, original in original_by_text.items()
        if original is not None and original not in original_by_text
    ]:
        for label in fallen:
            del original_by_text[label]
    return set(original_by_text)


def _restrict_texts(graph: Graph, texts: Set[str], annotations: Set[str]) -> Graph:
    """Return the map with only these texts, what they say, and these annotations."""
    hashes = {version["sha256"] for text in graph.texts if text.id in texts for version in text.versions}
    return msgspec.structs.replace(
        graph,
        texts=_select_records(graph.texts, texts),
        annotations=tuple(
            _part_passages(annotation, annotations) for annotation in graph.annotations if annotation.id in annotations
        ),
        contents={sha256: content for sha256, content in graph.contents.items() if sha256 in hashes},
    )


def _restrict_scans(graph: Graph, scans: Set[str], regions: Set[str]) -> Graph:
    """Return the map with only these scans, their images, and these regions."""
    hashes = {page["image"] for scan in graph.scans if scan.id in scans for page in scan.pages}
    return msgspec.structs.replace(
        graph,
        scans=_select_records(graph.scans, scans),
        regions=_select_records(graph.regions, regions),
        images={sha256: image for sha256, image in graph.images.items() if sha256 in hashes},
    )


def _part_passages(annotation: Annotation, kept: Set[str]) -> Annotation:
    """Return an annotation that names of the passages to which it is joined only those that are kept."""
    changes = {}
    for relation in PassageRelation:
        labels: tuple[str, ...] = getattr(annotation, relation)
        if any(label not in kept for label in labels):
            changes[relation.value] = tuple(label for label in labels if label in kept)
    return msgspec.structs.replace(annotation, **changes) if changes else annotation


def cut_mentioned_subset(
    graph: Graph,
    statements: Set[str],
    links: Set[str],
    kinds: Set[str] = frozenset(),
    others: Set[str] = frozenset(),
) -> Graph:
    """Return the subset with only those questions, sources, agents and tags that its records mention.

    Texts are those in which its records are tied to passages, or to which these passages are joined, scans those on
    which they are tied to regions; the stances on its records bring agents and sources with them. Of the `kinds` named
    (question, source, text, scan, agent or tag) all are
    kept, mentioned or not, and so are `others`; what they mention is kept with them.
    """
    chosen_links = [graph.links_by_id[label] for label in links]
    chosen_statements = [graph.statements[label] for label in statements]
    questions = {graph.home[record.id] for record in chosen_statements} | {link.target for link in chosen_links}
    questions |= {record.answers for record in chosen_statements if not isinstance(record, Evidence)}
    chosen_questions = _select_records(graph.questions, None if "question" in kinds else questions | others)
    bodies = {*statements, *links, *(question.id for question in chosen_questions)}
    annotated = [
        annotation
        for annotation in graph.annotations
        if bodies.issuperset(annotation.bodies)
        and (annotation.bodies or not others.isdisjoint((annotation.id, annotation.in_text)))
    ]
    annotated = _add_joined(graph, annotated, bodies)
    chosen_texts = _select_texts(
        graph, {*(annotation.in_text for annotation in annotated), *others}, every="text" in kinds
    )
    marked = [
        region
        for region in graph.regions
        if bodies.issuperset(region.bodies) and (region.bodies or not others.isdisjoint((region.id, region.in_scan)))
    ]
    scans = {*(region.in_scan for region in marked), *others, *(text.scan for text in chosen_texts)}
    chosen_scans = _select_records(graph.scans, None if "scan" in kinds else scans)
    chosen: list[AnyRecord] = [
        *chosen_scans,
        *marked,
        *chosen_statements,
        *chosen_links,
        *chosen_questions,
        *chosen_texts,
        *annotated,
        *(stance for stance in graph.stances if stance.target in statements or stance.target in links),
        *(question for question in graph.critical_questions if question.link in links),
    ]
    if kinds or others:
        optional: list[AnyRecord] = [*graph.sources, *graph.agents, *graph.tags]
        chosen += [record for record in optional if find_record_kind(record) in kinds or record.id in others]
    mentioned = _collect_mentioned(graph, chosen)
    subset = _restrict_scans(
        cut_subset(graph, statements, links),
        {scan.id for scan in chosen_scans},
        {region.id for region in marked},
    )
    return msgspec.structs.replace(
        _restrict_texts(subset, {text.id for text in chosen_texts}, {annotation.id for annotation in annotated}),
        tags=_select_records(graph.tags, mentioned),
        questions=chosen_questions,
        agents=_select_records(graph.agents, mentioned),
        sources=_select_records(graph.sources, mentioned),
    )


def _add_joined(graph: Graph, annotations: list[Annotation], bodies: set[str]) -> list[Annotation]:
    """Return annotations with those that they name, where these are tied to no other records."""
    passages = {annotation.id: annotation for annotation in graph.annotations if bodies.issuperset(annotation.bodies)}
    labels = {annotation.id for annotation in annotations}
    pending = list(annotations)
    while pending:
        for label in list_references_to(pending.pop(), RecordKind.ANNOTATION):
            if label in passages and label not in labels:
                labels.add(label)
                pending.append(passages[label])
    return [annotation for annotation in graph.annotations if annotation.id in labels]


def _collect_mentioned(graph: Graph, chosen: list[AnyRecord]) -> set[str]:
    """Return the labels of records, of the sources, agents and tags that they name, and of what these name in turn."""
    labels = {record.id for record in chosen}
    pending = list(chosen)
    while pending:
        for label in list_references_to(pending.pop(), RecordKind.SOURCE, RecordKind.AGENT, RecordKind.TAG):
            if label not in labels and label in graph.by_id:
                labels.add(label)
                pending.append(graph.by_id[label])
    return labels


def _select_texts(graph: Graph, labels: set[str], *, every: bool) -> tuple[Text, ...]:
    """Return the texts with these labels, and those that they are translated from."""
    texts = {text.id: text for text in graph.texts}
    text_labels = set(texts) if every else labels & texts.keys()
    while originals := {texts[label].translation_of for label in text_labels} - text_labels - {None}:
        text_labels |= {label for label in originals if label is not None}
    return _select_records(graph.texts, text_labels)


def _select_records(records: tuple[Record, ...], labels: Set[str | None] | Set[str] | None) -> tuple[Record, ...]:
    return records if labels is None else tuple(record for record in records if record.id in labels)
