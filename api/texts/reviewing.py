"""The annotations of a text as somebody has to look at them."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.processes.anchoring_process import reanchor_annotations
from api.requests.representations import build_record_answer
from api.requests.text_requests import Difference, Doubtful, Proposal
from argument_maps.anchoring.anchors import diff_passages, extract_context
from models import changes
from models.engine import reading
from models.records.contents import ContentDraft, read_contents
from models.records.maps import Record
from models.records.rows import Draft, read_drafts
from models.records.texts import CONTEXT, Annotation, TextDraft
from models.row_keys import persisted_id
from models.vocabulary import AnchorState, RecordKind

# The differences of longer passages take too long to find, and are too long to read.
LONGEST_DIFFERENCE = 4_000
REVIEW_SECONDS = 5.0


def read_annotation_states(session: Session, map_id: int, label: str) -> dict[str, str]:
    """Return how surely each annotation of a text stands, by label."""
    query = select(Annotation.label, Annotation.state).where(Annotation.map_id == map_id, Annotation.in_text == label)
    return dict(session.exec(query.order_by(col(Annotation.label))).all())


def has_annotations_to_review(session: Session, map_id: int, label: str, text: TextDraft) -> bool:
    """Tell whether any annotation of a text does not stand in its present version beyond doubt."""
    return bool(text.versions) and session.exec(_select_unanchored(map_id, label, text).limit(1)).first() is not None


def _select_unanchored(map_id: int, label: str, text: TextDraft) -> SelectOfScalar[str]:
    annotations = select(col(Annotation.label)).where(
        col(Annotation.map_id) == map_id, col(Annotation.in_text) == label
    )
    present = text.versions[-1].sha256
    return annotations.where((col(Annotation.state) != AnchorState.ANCHORED) | (col(Annotation.version) != present))


def list_annotations_to_review(
    session: Session, map_id: int, label: str, text: TextDraft, only: str | None = None
) -> list[Doubtful]:
    """Return the annotations of a text that are not anchored in its present version, or `only` that one; orphans last.

    One that stands in an earlier version, because it was brought back by an undo or was not looked for in time, is
    looked for anew; what is not found within `REVIEW_SECONDS` says so.
    """
    if not text.versions:
        return []
    present = text.versions[-1].sha256
    unanchored_labels = _select_unanchored(map_id, label, text)
    labels = session.exec(unanchored_labels if only is None else unanchored_labels.where(Annotation.label == only))
    drafts = {name: draft for name, (_, draft) in read_drafts(session, map_id, labels.all()).items()}
    contents = read_contents(session, {present, *(draft["version"] for draft in drafts.values())})
    texts = {version: content["text"] for version, content in contents.items()}
    revisions = {
        record.label: record.revision
        for record in session.exec(select(Record).where(Record.map_id == map_id, col(Record.label).in_(drafts)))
    }
    anchored_labels = {
        name for name, draft in drafts.items() if draft["version"] == present and draft.get("start") is not None
    }
    drafts_to_anchor = {
        name: draft
        for name, draft in drafts.items()
        if name not in anchored_labels and draft.get("state") != AnchorState.ORPHAN
    }
    reanchored = reanchor_annotations(drafts_to_anchor, texts, texts[present], present, REVIEW_SECONDS)
    doubtful_annotations = []
    for name, draft in drafts.items():
        anchored_draft = (
            draft if name in anchored_labels else {**draft, **reanchored[name]} if name in reanchored else None
        )
        answer = build_record_answer(RecordKind.ANNOTATION, name, revisions[name], draft)
        doubtful_annotation = _describe_doubt(answer, anchored_draft, texts[present], present)
        doubtful_annotation.looked_for = name not in drafts_to_anchor or name in reanchored
        doubtful_annotations.append(doubtful_annotation)
    return sorted(
        doubtful_annotations,
        key=lambda doubtful_annotation: (
            doubtful_annotation.proposal is None,
            doubtful_annotation.looked_for,
            -(doubtful_annotation.score or 0.0),
        ),
    )


def _describe_doubt(answer: dict[str, Any], anchored_draft: Draft | None, text: str, present: str) -> Doubtful:
    if anchored_draft is None or anchored_draft.get("state") == AnchorState.ORPHAN:
        return Doubtful(annotation=answer, score=None, proposal=None, difference=[])
    start, end = anchored_draft["start"], anchored_draft["end"]
    prefix, suffix = extract_context(text, start, end, CONTEXT)
    proposal = Proposal(version=present, exact=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end)
    short = len(answer["exact"]) + end - start <= LONGEST_DIFFERENCE
    parts = (
        diff_passages(answer["exact"], proposal.exact)
        if short
        else [("delete", answer["exact"]), ("insert", proposal.exact)]
    )
    differences = [Difference.model_validate({"sort": sort, "text": part}) for sort, part in parts]
    return Doubtful(
        annotation=answer,
        score=anchored_draft["score"] if anchored_draft.get("score") is not None else 1.0,
        proposal=proposal,
        difference=differences,
    )


class AnnotationReanchorer:
    """Carries the annotations of a text over to a new content, worked out beforehand and not for long.

    Finding damaged passages again can take seconds for each, and while a map is held nobody else can write. So nothing
    is looked for by then: what was not found in time, or is new since, stays where it stood and waits for review.
    """

    def __init__(self, content: ContentDraft) -> None:
        self._text, self._sha256 = content.text, content.sha256
        self._reanchored_drafts: dict[tuple[Any, ...], Draft] = {}

    def reanchor_ahead(self, engine: Engine, slug: str, label: str) -> None:
        """Work out what is to be carried as the map stands at this moment; raises `UnknownMap`."""
        with reading(engine) as session:
            map_id = persisted_id(changes.find_map(session, slug))
            drafts = read_drafts(session, map_id, read_annotation_states(session, map_id, label))
            contents = read_contents(session, {draft["version"] for _, draft in drafts.values()})
        annotations = {name: draft for name, (_, draft) in drafts.items()}
        former_texts = {version: content["text"] for version, content in contents.items()}
        changes_by_label = reanchor_annotations(annotations, former_texts, self._text, self._sha256)
        self._reanchored_drafts |= {
            _read_anchor_key(annotations[name]): changed for name, changed in changes_by_label.items()
        }

    def __call__(self, draft: Draft) -> Draft:
        """Return what changes of an annotation's draft."""
        reanchored_draft = self._reanchored_drafts.get(_read_anchor_key(draft))
        if reanchored_draft is not None:
            return reanchored_draft
        return {} if draft.get("state") == AnchorState.ORPHAN else {"state": AnchorState.NEEDS_REVIEW, "score": 0.0}


def _read_anchor_key(draft: Draft) -> tuple[Any, ...]:
    return tuple(draft.get(name) for name in ("version", "exact", "prefix", "suffix", "start", "end"))
