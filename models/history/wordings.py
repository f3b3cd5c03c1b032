"""What a record says to whoever judges it: its words, and what else is judged with them, such as kind and verdict.

An answer keeps the wording that it was given to, rather than the number of a revision alone: a link says what its
premises and its target say, so that its wording has no revision of its own; and an answer has to be read, in one
question to the database, for longer than its map and the history may be there. Kept as well is the number of the change
since which the record has said so, by which it is cited: it tells of the map, and not of when somebody answered.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from models.history.revisions import Revision
from models.records.link_sentences import BETWEEN_PREMISES, describe_link
from models.records.references import REFERENCE_FIELDS
from models.records.rows import ATTRIBUTED_FIELDS, Draft, read_drafts
from models.vocabulary import ChangeKind, ClaimKind, RecordKind, Relation, Verdict

# A link on a link on a link is told by ids from there on; links may lead round in a circle.
_DEEPEST = 3
_JUDGED = frozenset({RecordKind.CLAIM, RecordKind.INTERPRETATION, RecordKind.EVIDENCE, RecordKind.LINK})
# Under which question a record stands and which tags it carries is not what it says.
_BESIDE_ITS_WORDS = frozenset({RecordKind.QUESTION, RecordKind.TAG})
Drafts = Mapping[str, tuple[RecordKind, Draft]]


class JoinedRecord(BaseModel):
    """A record that a link joins, and what it says."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str


class RecordWording(BaseModel):
    """What a record says; fields that its kind does not have are empty or null.

    `text` is the statement of a claim or an interpretation and the summary of evidence; `people` held or wrote it. A
    link says what it joins, by which relation, and with which verdict.
    """

    model_config = ConfigDict(frozen=True)

    kind: RecordKind
    claim_kind: ClaimKind | None = None
    text: str = ""
    people: tuple[str, ...] = ()
    when: str | None = None
    quotation: str = ""
    translation: str = ""
    source: str = ""
    locator: str = ""
    premises: tuple[JoinedRecord, ...] = ()
    relation: Relation | None = None
    target: JoinedRecord | None = None
    verdict: Verdict | None = None
    warrant: str = ""

    @property
    def fingerprint(self) -> str:
        """Some hexadecimal digits that tell this wording from any other, for forms that answer to it."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def in_words(self) -> str:
        """Return the wording in one line: the statement, or what is joined to what and by which relation."""
        if self.target is None:
            return self.text
        return describe_link(
            [*map(_quote_joined_record, self.premises)], self.relation or "", _quote_joined_record(self.target)
        )


class WordingChange(NamedTuple):
    """A field of a wording that says something else now; a list is told as one text."""

    field: str
    before: str
    after: str


def compare_wordings(before: RecordWording, after: RecordWording) -> list[WordingChange]:
    """Return the fields in which two wordings differ, in their order."""
    return [
        WordingChange(name, _format_value(getattr(before, name)), _format_value(getattr(after, name)))
        for name in RecordWording.model_fields
        if getattr(before, name) != getattr(after, name)
    ]


def read_wordings(session: Session, map_id: int, labels: Iterable[str]) -> dict[str, RecordWording]:
    """Return what records of a map say now, by label; those that are not there are left out. In few queries."""
    drafts = _read_with_references(session, map_id, requested_labels := set(labels))
    return {label: build_wording(drafts, label) for label in sorted(requested_labels & drafts.keys())}


def read_wording_since(session: Session, map_id: int, label: str) -> tuple[RecordWording, int | None]:
    """Return what a record says now, and the map's change since which it and all that it names have stood so."""
    drafts = _read_with_references(session, map_id, {label})
    whole = and_(col(Revision.label).is_(None), col(Revision.kind) != ChangeKind.CHANGED)
    last = select(func.max(col(Revision.sequence))).where(col(Revision.map_id) == map_id)
    since = session.scalar(last.where(or_(col(Revision.label).in_(sorted(drafts)), whole)))
    return build_wording(drafts, label), since


def _read_with_references(session: Session, map_id: int, labels: set[str]) -> dict[str, tuple[RecordKind, Draft]]:
    """Return the drafts of records, and of all that is needed to tell what they say."""
    drafts: dict[str, tuple[RecordKind, Draft]] = {}
    missing = labels
    for _ in range(_DEEPEST + 1):
        if not missing:
            break
        drafts |= read_drafts(session, map_id, sorted(missing))
        named = {name for kind, draft in drafts.values() for name in _list_references(kind, draft)}
        missing = named - drafts.keys()
    return drafts


def build_wording(drafts: Drafts, label: str) -> RecordWording:
    """Return what a record says, out of drafts that hold it and all that it names."""
    kind, draft = drafts[label]
    fields: dict[str, Any] = {"kind": kind}
    if kind == RecordKind.LINK:
        fields |= {
            "premises": [
                JoinedRecord(id=premise, text=_describe_record(drafts, premise)) for premise in draft["premises"]
            ],
            "relation": draft["relation"],
            "target": JoinedRecord(id=draft["target"], text=_describe_record(drafts, draft["target"])),
        }
    else:
        fields["text"] = _describe_record(drafts, label)
        people = [person for role in ATTRIBUTED_FIELDS[kind] for person in draft.get(role, ())]
        fields["people"] = [_describe_record(drafts, person) for person in people]
    if kind == RecordKind.CLAIM:
        fields["claim_kind"] = draft.get("kind", ClaimKind.ASSERTION)
    if "source" in draft:
        fields["source"] = _describe_record(drafts, draft["source"])
    fields |= {
        name: draft[name]
        for name in ("when", "quotation", "translation", "locator", "verdict", "warrant")
        if name in draft
    }
    return RecordWording.model_validate(fields)


def _list_references(kind: RecordKind, draft: Draft) -> list[str]:
    """Return the records without which it cannot be told what a record says."""
    if kind not in _JUDGED:
        return []
    labels: list[str] = []
    for field in REFERENCE_FIELDS[kind]:
        if draft.get(field.name) and not _BESIDE_ITS_WORDS.issuperset(field.kinds):
            labels += draft[field.name] if field.takes_several else [draft[field.name]]
    return labels


def _describe_record(drafts: Drafts, label: str, depth: int = 1) -> str:
    """Return what a record says in a text; its id where it is not there or too deep."""
    if label not in drafts:
        return label
    kind, draft = drafts[label]
    if kind == RecordKind.LINK:
        if depth >= _DEEPEST:
            return label
        ends = [f"{end} “{_describe_record(drafts, end, depth + 1)}”" for end in (*draft["premises"], draft["target"])]
        return describe_link(ends[:-1], draft["relation"], ends[-1])
    return str(draft.get("text") or draft.get("summary") or draft.get("title") or draft.get("name") or label)


def _quote_joined_record(part: JoinedRecord) -> str:
    return f"{part.id} “{part.text}”"


def _format_value(value: Any) -> str:
    if isinstance(value, JoinedRecord):
        return _quote_joined_record(value)
    if isinstance(value, tuple):
        return BETWEEN_PREMISES.join(_format_value(part) for part in value)
    return str(value) if value is not None else ""
