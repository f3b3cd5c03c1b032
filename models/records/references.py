"""What a record may name: the rules that tie drafts to one another, said in words before the database says no."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlmodel import SQLModel

from models.errors import (
    AnswerNeedsState,
    AnswersNeedQuestion,
    FalsePolygon,
    JoinedToItself,
    MapError,
    MixedTest,
    NoPremise,
    OverallVerdictNeedsPerception,
    OverallVerdictNeedsReason,
    OwnAnswer,
    OwnPremise,
    OwnTranslation,
    PlacelessPassage,
    PromptNeedsClaim,
    SameVersion,
    ScoreNeedsReview,
    TestNeedsVerdict,
    UndercutNeedsLink,
    UnknownReference,
    WrongKind,
)
from models.records.fields import ReferenceField, list_reference_fields
from models.records.kinds import KINDS
from models.records.relations import RELATION_MEANINGS
from models.records.scans.scan_records import bound_points
from models.text_vocabulary import PassageRelation
from models.vocabulary import AnchorState, ClaimKind, QuestionOutcome, RecordKind, Verdict

# The fields in which each kind of record names others, in their order.
REFERENCE_FIELDS: dict[RecordKind, tuple[ReferenceField, ...]] = {
    kind: tuple(list_reference_fields(entry.draft)) for kind, entry in KINDS.items()
}
# The fields without which a record of a kind cannot be: it is deleted with what these name.
NEEDED_FIELDS: dict[RecordKind, frozenset[str]] = {
    kind: frozenset(field.name for field in fields if field.is_required) for kind, fields in REFERENCE_FIELDS.items()
}


# The fields in which a source names another one.
ORIGIN_FIELDS = tuple(
    field.name for field in REFERENCE_FIELDS[RecordKind.SOURCE] if field.kinds == (RecordKind.SOURCE,)
)


def map_reference_fields(kind: RecordKind) -> dict[str, tuple[RecordKind, ...]]:
    """Return the fields in which a kind of record names others, each with the kinds of records that it takes."""
    return {field.name: field.kinds for field in REFERENCE_FIELDS[kind]}


def list_named_labels(kind: RecordKind, draft: SQLModel) -> set[str]:
    """Return every label that a draft names."""
    values: dict[str, Any] = draft.__dict__
    labels: set[str] = set()
    for field in REFERENCE_FIELDS[kind]:
        value = values[field.name]
        if value:
            labels.update(value if field.takes_several else (value,))
    return labels


def find_reference_faults(
    kind: RecordKind, label: str, draft: SQLModel, kinds: Mapping[str, RecordKind], pointer: str = ""
) -> Iterator[MapError]:
    """Yield what is wrong with the references of a draft; `kinds` tells the kind of every known label.

    `pointer` is the draft's own place in the user's document.
    """
    values: dict[str, Any] = draft.__dict__
    for field in REFERENCE_FIELDS[kind]:
        value, place = values[field.name], f"{pointer}/{field.name}"
        named = enumerate(value) if field.takes_several else ((None, value),) if value is not None else ()
        for index, other in named:
            if kinds.get(other) not in field.kinds:
                yield _create_fault(field, other, kinds, place if index is None else f"{place}/{index}")
    if kind == RecordKind.CLAIM:
        yield from _find_claim_faults(label, draft, pointer)
    elif kind == RecordKind.LINK:
        yield from _find_link_faults(label, draft, kinds, pointer)
    elif kind == RecordKind.TEXT:
        yield from _find_text_faults(label, draft, pointer)
    elif kind == RecordKind.ANNOTATION:
        yield from _find_annotation_faults(label, draft, pointer)
    elif kind == RecordKind.REGION:
        yield from _find_region_faults(label, draft, pointer)
    elif kind == RecordKind.CRITICAL_QUESTION:
        yield from _find_question_faults(label, draft, pointer)


def find_circular(targets: Mapping[str, str]) -> set[str]:
    """Return the links whose targets lead back to themselves; `targets` is by link. Linear, however long a chain is."""
    circular: set[str] = set()
    done: set[str] = set()
    for label in targets:
        path: dict[str, None] = {}
        current: str | None = label
        while current is not None and current in targets and current not in done and current not in path:
            path[current] = None
            current = targets.get(current)
        if current in path:
            labels = list(path)
            circular.update(labels[labels.index(current) :])
        done.update(path)
    return circular


def list_origins(source: Any) -> tuple[str, ...]:
    """Return the sources from which a source comes, whether it is a draft or a value."""
    return tuple(origin for name in ORIGIN_FIELDS if (origin := getattr(source, name)) is not None)


def find_circular_sources(origins: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the sources that stand in a circle, or on the way from one circle to another.

    `origins` is by source. Linear in sources and origins: whoever comes from nothing that is left is taken away, and
    whoever nothing that is left comes from, until nobody is.
    """
    forward = {label: set(named) & origins.keys() for label, named in origins.items()}
    backward: dict[str, set[str]] = {label: set() for label in origins}
    for label, named in forward.items():
        for origin in named:
            backward[origin].add(label)
    return _drop_ends(_drop_ends(set(origins), forward, backward), backward, forward)


def _drop_ends(labels: set[str], ahead: Mapping[str, set[str]], behind: Mapping[str, set[str]]) -> set[str]:
    """Return what is left of these labels when those that have none of them ahead are taken away, again and again."""
    remaining = set(labels)
    counts = {label: len(ahead[label] & labels) for label in labels}
    pending = [label for label, count in counts.items() if count == 0]
    while pending:
        label = pending.pop()
        remaining.discard(label)
        for other in behind[label] & remaining:
            counts[other] -= 1
            if counts[other] == 0:
                pending.append(other)
    return remaining


def _create_fault(field: ReferenceField, other: str, kinds: Mapping[str, RecordKind], pointer: str) -> MapError:
    if other not in kinds:
        return UnknownReference(field.name, other, pointer)
    return WrongKind(field.name, other, kinds[other], field.kinds, pointer)


def _find_claim_faults(label: str, claim: Any, pointer: str) -> Iterator[MapError]:
    if claim.overall_verdict is not None and claim.kind != ClaimKind.PERCEPTION:
        yield OverallVerdictNeedsPerception(label, f"{pointer}/overall_verdict")
    if (claim.overall_verdict is None) != (not claim.verdict_reason.strip()):
        yield OverallVerdictNeedsReason(label, f"{pointer}/verdict_reason")


def _find_question_faults(label: str, question: Any, pointer: str) -> Iterator[MapError]:
    if question.answered_by is not None and question.outcome != QuestionOutcome.ANSWERED:
        yield AnswerNeedsState(label, f"{pointer}/answered_by")
    if question.answered_by == question.link:
        yield OwnAnswer(label, f"{pointer}/answered_by")


def _find_link_faults(label: str, link: Any, kinds: Mapping[str, RecordKind], pointer: str) -> Iterator[MapError]:
    if label in link.premises or link.target == label or link.target in link.premises:
        yield OwnPremise(label, f"{pointer}/premises")
    if not link.premises or len(set(link.premises)) < len(link.premises):
        yield NoPremise(label, f"{pointer}/premises")
    target = kinds.get(link.target)
    if target is None:
        return
    meaning = RELATION_MEANINGS[link.relation]
    if meaning.only_target == RecordKind.LINK and target != RecordKind.LINK:
        yield UndercutNeedsLink(label, link.target, f"{pointer}/target")
    if meaning.only_target == RecordKind.CLAIM and target not in {RecordKind.CLAIM, RecordKind.QUESTION}:
        yield PromptNeedsClaim(label, link.target, f"{pointer}/target")
    if meaning.takes_verdict != (link.verdict is not None):
        yield TestNeedsVerdict(label, link.relation, f"{pointer}/verdict")
    elif link.verdict == Verdict.MIXED:
        yield MixedTest(label, f"{pointer}/verdict")
    if (meaning.only_target == RecordKind.QUESTION) != (target == RecordKind.QUESTION):
        yield AnswersNeedQuestion(label, f"{pointer}/relation")


def _find_text_faults(label: str, text: Any, pointer: str) -> Iterator[MapError]:
    if text.translation_of == label:
        yield OwnTranslation(label, f"{pointer}/translation_of")
    hashes = [version.sha256 for version in text.versions]
    if len(set(hashes)) < len(hashes):
        yield SameVersion(label, f"{pointer}/versions")


def _find_annotation_faults(label: str, annotation: Any, pointer: str) -> Iterator[MapError]:
    start, end, state = annotation.start, annotation.end, annotation.state
    if (start is None) != (end is None) or (start is None and state != AnchorState.ORPHAN):
        yield PlacelessPassage(label, f"{pointer}/start")
    elif start is not None and start >= end:
        yield PlacelessPassage(label, f"{pointer}/end")
    if (annotation.score is not None) != (state == AnchorState.NEEDS_REVIEW):
        yield ScoreNeedsReview(label, f"{pointer}/score")
    for relation in PassageRelation:
        passages: list[str] = getattr(annotation, relation)
        if label in passages:
            yield JoinedToItself(label, f"{pointer}/{relation}/{passages.index(label)}")


def _find_region_faults(label: str, region: Any, pointer: str) -> Iterator[MapError]:
    box = (region.x, region.y, region.width, region.height)
    if region.points and (len(region.points) < 3 or bound_points(region.points) != box or not _has_area(region.points)):
        yield FalsePolygon(label, f"{pointer}/points")


def _has_area(points: list[list[int]]) -> bool:
    """Tell whether corners enclose anything (the shoelace formula)."""
    sides = zip(points, [*points[1:], points[0]], strict=True)
    return sum(x * down - across * y for (x, y), (across, down) in sides) != 0
