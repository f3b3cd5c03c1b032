"""The annotations of a text as somebody has to look at them."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.reading_requests import Difference, Doubtful, Proposal
from api.representations import answer_of
from argument_maps.anchoring import difference, surroundings
from argument_maps.carrying import carry
from models import changes
from models.contents import ContentDraft, read_contents
from models.engine import reading
from models.maps import Record
from models.rows import Draft, read_drafts
from models.texts import CONTEXT, Annotation, AnnotationDraft, TextDraft
from models.vocabulary import AnchorState, RecordKind

# The differences of longer passages take too long to find, and are too long to read.
LONGEST_DIFFERENCE = 4_000


def standing_in(session: Session, map_id: int, label: str) -> dict[str, str]:
    """Return how surely each annotation of a text stands, by label."""
    wanted = select(Annotation.label, Annotation.state).where(Annotation.map_id == map_id, Annotation.in_text == label)
    return dict(session.exec(wanted.order_by(col(Annotation.label))).all())


def doubtful(session: Session, map_id: int, label: str, text: TextDraft) -> list[Doubtful]:
    """Return the annotations of a text that are not anchored in its present version, orphans last.

    One that stands in an earlier version, because it was brought back by an undo, is looked for anew.
    """
    if not text.versions:
        return []
    present = text.versions[-1].sha256
    wanted = select(Annotation.label).where(Annotation.map_id == map_id, Annotation.in_text == label)
    labels = session.exec(wanted.where((Annotation.state != AnchorState.ANCHORED) | (Annotation.version != present)))
    drafts = read_drafts(session, map_id, labels.all())
    contents = read_contents(session, {present, *(draft["version"] for _, draft in drafts.values())})
    revisions = {
        record.label: record.revision
        for record in session.exec(select(Record).where(Record.map_id == map_id, col(Record.label).in_(drafts)))
    }
    found = []
    for name, (_, draft) in drafts.items():
        old, new = contents[draft["version"]]["text"], contents[present]["text"]
        whole = AnnotationDraft.model_validate(draft)
        placed = draft if whole.version == present and whole.start is not None else _sought(draft, old, new, present)
        found.append(_doubt(answer_of(RecordKind.ANNOTATION, name, revisions[name], draft), placed, new, present))
    return sorted(found, key=lambda each: (each.proposal is None, -(each.score or 0.0)))


def _sought(draft: Draft, old: str, new: str, present: str) -> Draft | None:
    if draft.get("state") == AnchorState.ORPHAN:
        return None
    moved = carry(draft, old, new, present)
    return None if moved["state"] == AnchorState.ORPHAN else {**draft, **moved}


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
    """Carries the annotations of a text over to a new content.

    Finding damaged passages again takes tens of milliseconds for each, and while a map is held nobody else
    can write, so that as much as possible is worked out before.
    """

    def __init__(self, content: ContentDraft) -> None:
        self._text, self._sha256 = content.text, content.sha256
        self._known: dict[tuple[Any, ...], Draft] = {}

    def work_ahead(self, engine: Engine, slug: str, label: str) -> None:
        """Work out what is to be carried as the map stands at this moment; raises `UnknownMap`."""
        with reading(engine) as session:
            map_id = changes.find_map(session, slug).id or 0
            drafts = read_drafts(session, map_id, standing_in(session, map_id, label))
            contents = read_contents(session, {draft["version"] for _, draft in drafts.values()})
        for _, draft in drafts.values():
            self(draft, contents[draft["version"]]["text"], self._text)

    def __call__(self, draft: Draft, old: str, new: str) -> Draft:
        """Return what changes of an annotation's draft."""
        key = tuple(draft.get(name) for name in ("version", "exact", "prefix", "suffix", "start", "end"))
        if key not in self._known:
            self._known[key] = carry(draft, old, new, self._sha256)
        return self._known[key]
