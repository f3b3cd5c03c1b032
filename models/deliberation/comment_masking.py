"""What was made of comments, when somebody who spoke there is anonymised: their names go, from all that is kept.

A claim that was made of a comment credits its author, in its note and in the history; so do forks into which it was
copied or merged, and editions. A pseudonym that did not reach there would be none. It is the only place at which the
history and editions are written anew, and only names in such claims are.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models.change_signal import wake
from models.changes.journal import Journal
from models.history.editions import Edition
from models.history.forks import Fork, Merging
from models.history.revisions import Revision
from models.participation.author_masks import CommentClaim, mask_author, masks_on, note_rewriting, unmask
from models.participation.comments import Comment
from models.participation.names_in_text import names_of, replace_names
from models.participation.positions import Position
from models.people.pseudonyms import former_numbers, name_number, pseudonyms, thread_scope
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.rows import delete_rows, insert_rows, read_drafts
from models.row_keys import persisted_id
from models.search.full_text import forget_records, index_records
from models.vocabulary import ChangeKind, RecordKind

CREDIT = re.compile(r"From a comment by [^\n]{1,120}\.")
# Who changes records where no member does.
LOCAL_AUTHOR = "local"
# As an edition calls those whose names it does not give.
_CONTRIBUTOR = re.compile(r"From a comment by (Contributor \d+)\.")
WHY = "A name was replaced by a pseudonym."
Places = dict[int, set[str]]
# What of a claim is written in words.
_PROSE = frozenset({"text", "note", "certainty_note"})


def mask_claims(session: Session, thread: int, author: str, name: str, *, by: str) -> None:
    """Put a pseudonym in the place of an author's names wherever claims stand that were made in a thread.

    Also their own work on these claims is told under it. The caller holds the map.
    """
    spread = _spread(session, _claims_of(session, thread))
    names = names_of(session, [author])[author] if spread else ()
    for map_id in sorted(spread):
        for label in spread[map_id]:
            mask_author(session, map_id, label, author, name)
        known = [name_number(number) for number in former_numbers(session, map_id, thread_scope(thread), author)]
        rewrite_names(session, map_id, spread[map_id], {name: [*names, *known]}, by=by)
        _part_contributors(session, map_id, spread[map_id], _claims_of(session, thread, author), name)


def mask_former_claims(session: Session) -> int:
    """Do the same where claims were made of anonymous comments before they followed; return of how many authors."""
    done = 0
    thread = func.coalesce(col(Comment.thread), col(Comment.id))
    wanted = (
        select(col(Comment.map_id), thread, col(Comment.author))
        .where(
            col(Comment.anonymous),
            thread.in_(select(func.coalesce(col(Comment.thread), col(Comment.id))).join(CommentClaim)),
        )
        .distinct()
    )
    for map_id, first, author in session.execute(wanted.order_by(thread, col(Comment.author))).all():
        made = _claims_of(session, first).get(map_id, set())
        if all((label, author) in masks_on(session, map_id) for label in made):
            continue
        number = pseudonyms(session, map_id)[thread_scope(first), author]
        mask_claims(session, first, author, name_number(number), by=LOCAL_AUTHOR)
        done += 1
    return done


def unmask_claims(session: Session, thread: int, author: str, name: str, *, by: str) -> None:
    """Put an author's name in the place of a pseudonym again, wherever claims stand that were made in a thread."""
    spread = _spread(session, _claims_of(session, thread))
    unmask(session, name, author, sorted(spread))
    for map_id in sorted(spread):
        rewrite_names(session, map_id, spread[map_id], {author: (name,)}, by=by)


def rewrite_names(
    session: Session, map_id: int, labels: set[str], names: Mapping[str, Sequence[str]], *, by: str
) -> None:
    """Replace names in some records of a map, as they stand, in its history and in its editions."""

    def replace(text: str) -> str:
        # A part of a name is in a claim more likely that of somebody whom it is about.
        return replace_names(text, names, parts=False)

    found = session.get(ArgumentMap, map_id)
    if found is not None:
        _rewrite_records(session, found, labels, replace, by)
    _rewrite_history(session, map_id, labels, replace)
    _rewrite_editions(session, map_id, labels, replace)
    _rewrite_wordings(session, map_id, labels, replace)
    # What was drawn and told of former states holds what they said.
    note_rewriting(session, map_id)
    wake(session)


def _claims_of(session: Session, thread: int, author: str | None = None) -> Places:
    """Return the records that were made of the comments of a thread, or of those of an author, by their map."""
    wanted = (
        select(col(Comment.map_id), col(CommentClaim.label))
        .join(CommentClaim, col(CommentClaim.comment) == col(Comment.id))
        .where(or_(col(Comment.id) == thread, col(Comment.thread) == thread))
    )
    if author is not None:
        wanted = wanted.where(col(Comment.author) == author)
    found: Places = {}
    for map_id, label in session.execute(wanted):
        found.setdefault(map_id, set()).add(label)
    return found


def _spread(session: Session, begun: Places) -> Places:
    """Return where else records stand: on forks, on what was forked, and where they were merged into.

    A record elsewhere that credits no comment has only the same label.
    """
    found = {map_id: set(labels) for map_id, labels in begun.items()}
    waiting = list(found)
    while waiting:
        here = waiting.pop()
        labels = found[here]
        edges: list[tuple[int, Mapping[str, str]]] = []
        edges += [(each, {}) for each in session.scalars(select(col(Fork.map_id)).where(col(Fork.origin_id) == here))]
        edges += [(each, {}) for each in session.scalars(select(col(Fork.origin_id)).where(col(Fork.map_id) == here))]
        for row in session.scalars(
            select(Merging).where(or_(col(Merging.source_id) == here, col(Merging.target_id) == here))
        ):
            back = {label: name for name, label in row.labels.items()}
            edges.append((row.target_id, row.labels) if row.source_id == here else (row.source_id, back))
        for there, renamed in edges:
            candidates = {renamed.get(label, label) for label in labels} - found.get(there, set())
            credited = {label for label in candidates if _credits(session, there, label)}
            if credited:
                found.setdefault(there, set()).update(credited)
                waiting.append(there)
    return found


def _credits(session: Session, map_id: int, label: str) -> bool:
    """Tell whether a record of a map says, or ever said, that it was made of a comment."""
    present = read_drafts(session, map_id, [label]).get(label)
    texts: list[Any] = [present[1]] if present is not None else []
    for row in _revisions(session, map_id, {label}):
        texts += [row.why, *(_claim_in(each, label) if row.label is None else each for each in (row.before, row.after))]
    texts += [_claim_in(json.loads(each.document), label) for each in _editions(session, map_id)]
    return any(CREDIT.search(text) for value in texts for text in _strings(value))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _replaced(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, dict):
        return {name: _replaced(each, replace) if name in _PROSE else each for name, each in value.items()}
    return value


def _rewrite_records(
    session: Session, found: ArgumentMap, labels: set[str], replace: Callable[[str], str], by: str
) -> None:
    map_id = persisted_id(found)
    drafts = {
        label: (kind, draft, _replaced(draft, replace))
        for label, (kind, draft) in read_drafts(session, map_id, sorted(labels)).items()
        if kind == RecordKind.CLAIM
    }
    drafts = {label: each for label, each in drafts.items() if each[1] != each[2]}
    if not drafts:
        return
    journal = Journal(session, found, by, WHY)
    for record in session.scalars(
        select(Record).where(col(Record.map_id) == map_id, col(Record.label).in_(drafts))
    ).all():
        kind, before, after = drafts[record.label]
        draft = KINDS[kind].draft.model_validate(after)
        delete_rows(session, map_id, [record.label], keep_identity_of=kind)
        insert_rows(session, map_id, [(kind, record.label, draft)], {record.label: kind})
        forget_records(session, [persisted_id(record)])
        index_records(session, [(persisted_id(record), kind, record.label, after)])
        record.revision = journal.add(ChangeKind.CHANGED, record=record, before=before, after=after)
        session.add(record)
    journal.close()


def _revisions(session: Session, map_id: int, labels: set[str]) -> list[Revision]:
    """Return the revisions of some records, and those of the whole map that may hold them."""
    whole = col(Revision.label).is_(None) & col(Revision.kind).in_((ChangeKind.IMPORTED, ChangeKind.DELETED))
    of_them = or_(col(Revision.label).in_(labels), whole)
    wanted = select(Revision).where(col(Revision.map_id) == map_id, of_them)
    return list(session.scalars(wanted.order_by(col(Revision.sequence))))


def _rewrite_history(session: Session, map_id: int, labels: set[str], replace: Callable[[str], str]) -> None:
    for each in _revisions(session, map_id, labels):
        if each.label is None:
            before, after = (_in_document(value, labels, replace) for value in (each.before, each.after))
            why = each.why
        else:
            before, after = _replaced(each.before, replace), _replaced(each.after, replace)
            why = replace(each.why)
        if (before, after, why) != (each.before, each.after, each.why):
            each.before, each.after, each.why = before, after, why
            session.add(each)
    session.flush()


def _claim_in(document: Any, label: str) -> Any:
    whole = (document or {}).get("document", document) or {}
    return next((each for each in whole.get(KINDS[RecordKind.CLAIM].plural, ()) if each.get("id") == label), None)


def _in_document(held: Any, labels: set[str], replace: Callable[[str], str]) -> Any:
    if not isinstance(held, dict):
        return held
    plural = KINDS[RecordKind.CLAIM].plural
    document = held.get("document", held)
    claims = [_replaced(each, replace) if each.get("id") in labels else each for each in document.get(plural, ())]
    if not claims or claims == document[plural]:
        return held
    written = {**document, plural: claims}
    return {**held, "document": written} if "document" in held else written


def _editions(session: Session, map_id: int) -> list[Edition]:
    return list(session.scalars(select(Edition).where(col(Edition.map_id) == map_id)))


def _rewrite_editions(session: Session, map_id: int, labels: set[str], replace: Callable[[str], str]) -> None:
    for each in _editions(session, map_id):
        _rewrite_edition(session, each, labels, replace)
    session.flush()


def _rewrite_edition(session: Session, edition: Edition, labels: set[str], replace: Callable[[str], str]) -> None:
    document, text = json.loads(edition.document), edition.document
    for label in labels:
        claim = _claim_in(document, label)
        # Within its canonical text, so that all around it stays to the byte.
        text = text.replace(_canonical(claim), _canonical(_replaced(claim, replace)), 1) if claim else text
    if text != edition.document:
        edition.document, edition.sha256 = text, hashlib.sha256(text.encode()).hexdigest()
        edition.masked_at = datetime.now(UTC)
        session.add(edition)


def _part_contributors(session: Session, map_id: int, labels: set[str], own: Places, name: str) -> None:
    """Let an edition that says “Contributor 2” for an author say the pseudonym in the claims of this thread.

    One number for all that they said would join it to what they say elsewhere, and under their name.
    """
    theirs = {label for each in own.values() for label in each} & labels
    for edition in _editions(session, map_id):
        document = json.loads(edition.document)
        notes = [str((_claim_in(document, label) or {}).get("note", "")) for label in theirs]
        numbers = [found for note in notes for found in _CONTRIBUTOR.findall(note)]
        if numbers:
            replace = partial(replace_names, names={name: numbers}, parts=False)
            _rewrite_edition(session, edition, labels, replace)
    session.flush()


def _rewrite_wordings(session: Session, map_id: int, labels: set[str], replace: Callable[[str], str]) -> None:
    """Replace names in what positions were taken on: the records themselves, and links that quote them."""
    for each in session.scalars(select(Position).where(col(Position.map_id) == map_id)):
        kept = each.wording
        if kept is None:
            continue
        parts = [*kept.get("premises", ()), *([kept["target"]] if kept.get("target") else ())]
        if each.label not in labels and not any(part["id"] in labels for part in parts):
            continue
        wording = json.loads(json.dumps(kept))
        for part in [wording, *wording.get("premises", ()), *([wording["target"]] if wording.get("target") else ())]:
            if part.get("text"):
                part["text"] = replace(part["text"])
        each.wording = wording
        session.add(each)
    session.flush()


def _canonical(claim: Any) -> str:
    """Return a claim as it stands in a canonical document (RFC 8785): it has no numbers, and ASCII names of members."""
    return json.dumps(claim, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
