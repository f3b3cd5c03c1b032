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
from models.participation.author_masks import CommentClaim, mask_author, note_rewriting, read_masks, unmask_author
from models.participation.comments import Comment
from models.participation.names_in_text import read_author_names, replace_names
from models.participation.positions import Position
from models.people.pseudonyms import format_member_name, list_former_numbers, read_pseudonyms, thread_scope
from models.records.arguments import ClaimDraft
from models.records.fields import list_prose_fields
from models.records.kinds import KINDS
from models.records.maps import ArgumentMap, Record
from models.records.rows import delete_rows, insert_rows, read_drafts
from models.row_keys import persisted_id
from models.search.search_texts import forget_records, index_records
from models.text_types import STORED
from models.vocabulary import ChangeKind, RecordKind

CREDIT = re.compile(r"From a comment by [^\n]{1,120}\.")
# Who changes records where no member does.
LOCAL_AUTHOR = "local"
# As an edition calls those whose names it does not give.
_CONTRIBUTOR = re.compile(r"From a comment by (Contributor \d+)\.")
WHY = "A name was replaced by a pseudonym."
LabelsByMap = dict[int, set[str]]
# What of a claim is written in words.
_PROSE = list_prose_fields(ClaimDraft)


def mask_thread_claims(session: Session, thread: int, author: str, name: str, *, by: str) -> None:
    """Put a pseudonym in the place of an author's names wherever claims stand that were made in a thread.

    Also their own work on these claims is told under it. The caller holds the map.
    """
    copies = _find_copies(session, _read_claims(session, thread))
    names = read_author_names(session, [author])[author] if copies else ()
    for map_id in sorted(copies):
        for label in copies[map_id]:
            mask_author(session, map_id, label, author, name)
        former_names = [
            format_member_name(number) for number in list_former_numbers(session, map_id, thread_scope(thread), author)
        ]
        rewrite_names(session, map_id, copies[map_id], {name: [*names, *former_names]}, by=by)
        _replace_contributor_numbers(session, map_id, copies[map_id], _read_claims(session, thread, author), name)


def mask_former_claims(session: Session) -> int:
    """Do the same where claims were made of anonymous comments before they followed; return of how many authors."""
    author_count = 0
    thread = func.coalesce(col(Comment.thread), col(Comment.id))
    statement = (
        select(col(Comment.map_id), thread, col(Comment.author))
        .where(
            col(Comment.anonymous),
            thread.in_(select(func.coalesce(col(Comment.thread), col(Comment.id))).join(CommentClaim)),
        )
        .distinct()
    )
    for map_id, first, author in session.execute(statement.order_by(thread, col(Comment.author))).all():
        claim_labels = _read_claims(session, first).get(map_id, set())
        if all((label, author) in read_masks(session, map_id) for label in claim_labels):
            continue
        number = read_pseudonyms(session, map_id)[thread_scope(first), author]
        mask_thread_claims(session, first, author, format_member_name(number), by=LOCAL_AUTHOR)
        author_count += 1
    return author_count


def unmask_thread_claims(session: Session, thread: int, author: str, name: str, *, by: str) -> None:
    """Put an author's name in the place of a pseudonym again, wherever claims stand that were made in a thread."""
    copies = _find_copies(session, _read_claims(session, thread))
    unmask_author(session, name, author, sorted(copies))
    for map_id in sorted(copies):
        rewrite_names(session, map_id, copies[map_id], {author: (name,)}, by=by)


def rewrite_names(
    session: Session, map_id: int, labels: set[str], names: Mapping[str, Sequence[str]], *, by: str
) -> None:
    """Replace names in some records of a map, as they stand, in its history and in its editions."""

    def replace(text: str) -> str:
        # A part of a name is in a claim more likely that of somebody whom it is about.
        return replace_names(text, names, parts=False)

    argument_map = session.get(ArgumentMap, map_id)
    if argument_map is not None:
        _rewrite_records(session, argument_map, labels, replace, by)
    _rewrite_history(session, map_id, labels, replace)
    _rewrite_editions(session, map_id, labels, replace)
    _rewrite_wordings(session, map_id, labels, replace)
    # What was drawn and told of former states holds what they said.
    note_rewriting(session, map_id)
    wake(session)


def _read_claims(session: Session, thread: int, author: str | None = None) -> LabelsByMap:
    """Return the records that were made of the comments of a thread, or of those of an author, by their map."""
    statement = (
        select(col(Comment.map_id), col(CommentClaim.label))
        .join(CommentClaim, col(CommentClaim.comment) == col(Comment.id))
        .where(or_(col(Comment.id) == thread, col(Comment.thread) == thread))
    )
    if author is not None:
        statement = statement.where(col(Comment.author) == author)
    labels_by_map: LabelsByMap = {}
    for map_id, label in session.execute(statement):
        labels_by_map.setdefault(map_id, set()).add(label)
    return labels_by_map


def _find_copies(session: Session, origins: LabelsByMap) -> LabelsByMap:
    """Return where else records stand: on forks, on what was forked, and where they were merged into.

    A record elsewhere that credits no comment has only the same label.
    """
    labels_by_map = {map_id: set(labels) for map_id, labels in origins.items()}
    pending = list(labels_by_map)
    while pending:
        current_id = pending.pop()
        labels = labels_by_map[current_id]
        edges: list[tuple[int, Mapping[str, str]]] = []
        edges += [
            (fork_id, {})
            for fork_id in session.scalars(select(col(Fork.map_id)).where(col(Fork.origin_id) == current_id))
        ]
        edges += [
            (origin_id, {})
            for origin_id in session.scalars(select(col(Fork.origin_id)).where(col(Fork.map_id) == current_id))
        ]
        for row in session.scalars(
            select(Merging).where(or_(col(Merging.source_id) == current_id, col(Merging.target_id) == current_id))
        ):
            back = {label: name for name, label in row.labels.items()}
            edges.append((row.target_id, row.labels) if row.source_id == current_id else (row.source_id, back))
        for other_id, other_labels in edges:
            candidates = {other_labels.get(label, label) for label in labels} - labels_by_map.get(other_id, set())
            credited = {label for label in candidates if _credits_comment(session, other_id, label)}
            if credited:
                labels_by_map.setdefault(other_id, set()).update(credited)
                pending.append(other_id)
    return labels_by_map


def _credits_comment(session: Session, map_id: int, label: str) -> bool:
    """Tell whether a record of a map says, or ever said, that it was made of a comment."""
    present = read_drafts(session, map_id, [label]).get(label)
    texts: list[Any] = [present[1]] if present is not None else []
    for row in _read_revisions_of_records(session, map_id, {label}):
        texts += [
            row.why,
            *(_find_claim(content, label) if row.label is None else content for content in (row.before, row.after)),
        ]
    texts += [_find_claim(json.loads(edition.document), label) for edition in _read_editions(session, map_id)]
    return any(CREDIT.search(text) for value in texts for text in _iterate_strings(value))


def _iterate_strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _iterate_strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _iterate_strings(part)


def _replace_in_prose(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, dict):
        return {
            name: _replace_in_prose(field_value, replace) if name in _PROSE else field_value
            for name, field_value in value.items()
        }
    return value


def _rewrite_records(
    session: Session, argument_map: ArgumentMap, labels: set[str], replace: Callable[[str], str], by: str
) -> None:
    map_id = persisted_id(argument_map)
    drafts = {
        label: (kind, draft, _replace_in_prose(draft, replace))
        for label, (kind, draft) in read_drafts(session, map_id, sorted(labels)).items()
        if kind == RecordKind.CLAIM
    }
    drafts = {label: rewriting for label, rewriting in drafts.items() if rewriting[1] != rewriting[2]}
    if not drafts:
        return
    journal = Journal(session, argument_map, by, WHY)
    for record in session.scalars(
        select(Record).where(col(Record.map_id) == map_id, col(Record.label).in_(drafts))
    ).all():
        kind, before, after = drafts[record.label]
        draft = KINDS[kind].draft.model_validate(after, context=STORED)
        delete_rows(session, map_id, [record.label], keep_identity_of=kind)
        insert_rows(session, map_id, [(kind, record.label, draft)], {record.label: kind})
        forget_records(session, [persisted_id(record)])
        index_records(session, [(persisted_id(record), kind, record.label, after)])
        record.revision = journal.add(ChangeKind.CHANGED, record=record, before=before, after=after)
        session.add(record)
    journal.close()


def _read_revisions_of_records(session: Session, map_id: int, labels: set[str]) -> list[Revision]:
    """Return the revisions of some records, and those of the whole map that may hold them."""
    whole = col(Revision.label).is_(None) & col(Revision.kind).in_((ChangeKind.IMPORTED, ChangeKind.DELETED))
    of_them = or_(col(Revision.label).in_(labels), whole)
    statement = select(Revision).where(col(Revision.map_id) == map_id, of_them)
    return list(session.scalars(statement.order_by(col(Revision.sequence))))


def _rewrite_history(session: Session, map_id: int, labels: set[str], replace: Callable[[str], str]) -> None:
    for revision in _read_revisions_of_records(session, map_id, labels):
        if revision.label is None:
            before, after = (
                _replace_in_document(value, labels, replace) for value in (revision.before, revision.after)
            )
            why = revision.why
        else:
            before, after = _replace_in_prose(revision.before, replace), _replace_in_prose(revision.after, replace)
            why = replace(revision.why)
        if (before, after, why) != (revision.before, revision.after, revision.why):
            revision.before, revision.after, revision.why = before, after, why
            session.add(revision)
    session.flush()


def _find_claim(document: Any, label: str) -> Any:
    contents = (document or {}).get("document", document) or {}
    return next((claim for claim in contents.get(KINDS[RecordKind.CLAIM].plural, ()) if claim.get("id") == label), None)


def _replace_in_document(stored: Any, labels: set[str], replace: Callable[[str], str]) -> Any:
    if not isinstance(stored, dict):
        return stored
    plural = KINDS[RecordKind.CLAIM].plural
    document = stored.get("document", stored)
    claims = [
        _replace_in_prose(claim, replace) if claim.get("id") in labels else claim for claim in document.get(plural, ())
    ]
    if not claims or claims == document[plural]:
        return stored
    rewritten_document = {**document, plural: claims}
    return {**stored, "document": rewritten_document} if "document" in stored else rewritten_document


def _read_editions(session: Session, map_id: int) -> list[Edition]:
    return list(session.scalars(select(Edition).where(col(Edition.map_id) == map_id)))


def _rewrite_editions(session: Session, map_id: int, labels: set[str], replace: Callable[[str], str]) -> None:
    for edition in _read_editions(session, map_id):
        _rewrite_edition(session, edition, labels, replace)
    session.flush()


def _rewrite_edition(session: Session, edition: Edition, labels: set[str], replace: Callable[[str], str]) -> None:
    document, text = json.loads(edition.document), edition.document
    for label in labels:
        claim = _find_claim(document, label)
        # Within its canonical text, so that all around it stays to the byte.
        text = (
            text.replace(_encode_canonically(claim), _encode_canonically(_replace_in_prose(claim, replace)), 1)
            if claim
            else text
        )
    if text != edition.document:
        edition.document, edition.sha256 = text, hashlib.sha256(text.encode()).hexdigest()
        edition.masked_at = datetime.now(UTC)
        session.add(edition)


def _replace_contributor_numbers(session: Session, map_id: int, labels: set[str], own: LabelsByMap, name: str) -> None:
    """Let an edition that says “Contributor 2” for an author say the pseudonym in the claims of this thread.

    One number for all that they said would join it to what they say elsewhere, and under their name.
    """
    author_labels = {label for claim_labels in own.values() for label in claim_labels} & labels
    for edition in _read_editions(session, map_id):
        document = json.loads(edition.document)
        notes = [str((_find_claim(document, label) or {}).get("note", "")) for label in author_labels]
        numbers = [contributor for note in notes for contributor in _CONTRIBUTOR.findall(note)]
        if numbers:
            replace = partial(replace_names, names={name: numbers}, parts=False)
            _rewrite_edition(session, edition, labels, replace)
    session.flush()


def _rewrite_wordings(session: Session, map_id: int, labels: set[str], replace: Callable[[str], str]) -> None:
    """Replace names in what positions were taken on: the records themselves, and links that quote them."""
    for position in session.scalars(select(Position).where(col(Position.map_id) == map_id)):
        stored_wording = position.wording
        if stored_wording is None:
            continue
        parts = [
            *stored_wording.get("premises", ()),
            *([stored_wording["target"]] if stored_wording.get("target") else ()),
        ]
        if position.label not in labels and not any(part["id"] in labels for part in parts):
            continue
        wording = json.loads(json.dumps(stored_wording))
        for part in [wording, *wording.get("premises", ()), *([wording["target"]] if wording.get("target") else ())]:
            if part.get("text"):
                part["text"] = replace(part["text"])
        position.wording = wording
        session.add(position)
    session.flush()


def _encode_canonically(claim: Any) -> str:
    """Return a claim as it stands in a canonical document (RFC 8785): it has no numbers, and ASCII names of members."""
    return json.dumps(claim, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
