"""The annotations of a text as somebody has to look at them."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.carrying_process import carry_all
from api.reading_requests import Difference, Doubtful, Proposal
from api.representations import answer_of
from argument_maps.anchoring.anchors import difference, surroundings
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


def standing_in(session: Session, map_id: int, label: str) -> dict[str, str]:
    """Return how surely each annotation of a text stands, by label."""
    wanted = select(Annotation.label, Annotation.state).where(Annotation.map_id == map_id, Annotation.in_text == label)
    return dict(session.exec(wanted.order_by(col(Annotation.label))).all())


def is_doubtful(session: Session, map_id: int, label: str, text: TextDraft) -> bool:
    """Tell whether any annotation of a text does not stand in its present version beyond doubt."""
    return bool(text.versions) and session.exec(_doubted(map_id, label, text).limit(1)).first() is not None


def _doubted(map_id: int, label: str, text: TextDraft) -> Any:
    wanted = select(Annotation.label).where(Annotation.map_id == map_id, Annotation.in_text == label)
    present = text.versions[-1].sha256
    return wanted.where((Annotation.state != AnchorState.ANCHORED) | (Annotation.version != present))


def doubtful(session: Session, map_id: int, label: str, text: TextDraft, only: str | None = None) -> list[Doubtful]:
    """Return the annotations of a text that are not anchored in its present version, or `only` that one; orphans last.

    One that stands in an earlier version, because it was brought back by an undo or was not looked for in time, is
    looked for anew; what is not found within `REVIEW_SECONDS` says so.
    """
    if not text.versions:
        return []
    present = text.versions[-1].sha256
    wanted = _doubted(map_id, label, text)
    labels = session.exec(wanted if only is None else wanted.where(Annotation.label == only))
    drafts = {name: draft for name, (_, draft) in read_drafts(session, map_id, labels.all()).items()}
    contents = read_contents(session, {present, *(draft["version"] for draft in drafts.values())})
    texts = {version: content["text"] for version, content in contents.items()}
    revisions = {
        record.label: record.revision
        for record in session.exec(select(Record).where(Record.map_id == map_id, col(Record.label).in_(drafts)))
    }
    standing = {
        name for name, draft in drafts.items() if draft["version"] == present and draft.get("start") is not None
    }
    sought = {
        name: draft
        for name, draft in drafts.items()
        if name not in standing and draft.get("state") != AnchorState.ORPHAN
    }
    moved = carry_all(sought, texts, texts[present], present, REVIEW_SECONDS)
    found = []
    for name, draft in drafts.items():
        placed = draft if name in standing else {**draft, **moved[name]} if name in moved else None
        answer = answer_of(RecordKind.ANNOTATION, name, revisions[name], draft)
        each = _doubt(answer, placed, texts[present], present)
        each.looked_for = name not in sought or name in moved
        found.append(each)
    return sorted(found, key=lambda each: (each.proposal is None, each.looked_for, -(each.score or 0.0)))


def _doubt(answer: dict[str, Any], placed: Draft | None, text: str, present: str) -> Doubtful:
    if placed is None or placed.get("state") == AnchorState.ORPHAN:
        return Doubtful(annotation=answer, score=None, proposal=None, difference=[])
    start, end = placed["start"], placed["end"]
    prefix, suffix = surroundings(text, start, end, CONTEXT)
    proposal = Proposal(version=present, exact=text[start:end], prefix=prefix, suffix=suffix, start=start, end=end)
    short = len(answer["exact"]) + end - start <= LONGEST_DIFFERENCE
    parts = (
        difference(answer["exact"], proposal.exact)
        if short
        else [("delete", answer["exact"]), ("insert", proposal.exact)]
    )
    shown = [Difference.model_validate({"sort": sort, "text": part}) for sort, part in parts]
    return Doubtful(
        annotation=answer,
        score=placed["score"] if placed.get("score") is not None else 1.0,
        proposal=proposal,
        difference=shown,
    )


class Carrying:
    """Carries the annotations of a text over to a new content, worked out beforehand and not for long.

    Finding damaged passages again can take seconds for each, and while a map is held nobody else can write. So nothing
    is looked for by then: what was not found in time, or is new since, stays where it stood and waits for review.
    """

    def __init__(self, content: ContentDraft) -> None:
        self._text, self._sha256 = content.text, content.sha256
        self._known: dict[tuple[Any, ...], Draft] = {}

    def work_ahead(self, engine: Engine, slug: str, label: str) -> None:
        """Work out what is to be carried as the map stands at this moment; raises `UnknownMap`."""
        with reading(engine) as session:
            map_id = persisted_id(changes.find_map(session, slug))
            drafts = read_drafts(session, map_id, standing_in(session, map_id, label))
            contents = read_contents(session, {draft["version"] for _, draft in drafts.values()})
        annotations = {name: draft for name, (_, draft) in drafts.items()}
        former = {version: content["text"] for version, content in contents.items()}
        found = carry_all(annotations, former, self._text, self._sha256)
        self._known |= {_place_of(annotations[name]): changed for name, changed in found.items()}

    def __call__(self, draft: Draft) -> Draft:
        """Return what changes of an annotation's draft."""
        known = self._known.get(_place_of(draft))
        if known is not None:
            return known
        return {} if draft.get("state") == AnchorState.ORPHAN else {"state": AnchorState.NEEDS_REVIEW, "score": 0.0}


def _place_of(draft: Draft) -> tuple[Any, ...]:
    return tuple(draft.get(name) for name in ("version", "exact", "prefix", "suffix", "start", "end"))
