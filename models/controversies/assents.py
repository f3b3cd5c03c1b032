"""What the members of a group make of its joint synthesis: whether each of them assents, to which words, and why not.

An answer keeps the words that it was given to, as positions do; where the synthesis says something else by now, or
another claim was proposed, whoever answered is asked again and no longer counted.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, ForeignKey, Index, select
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversies import Controversy, ControversyGroup, Group, read_controversy_overview
from models.controversies.controversy_deadlines import find_present_deadline
from models.controversies.controversy_errors import NoSuchGroup, NotAtThisStep, TimeIsOver, UnfitGroups
from models.errors import Phrase
from models.history.wordings import RecordWording, read_wording_since, read_wordings
from models.instants import moment_column, read_clock
from models.participation.seminar_errors import RewordedMeanwhile
from models.people.accounts import account_key
from models.people.enrolment import Member
from models.records.maps import KEYS_NOT_REUSED, ArgumentMap, GlobalId, Record
from models.row_keys import persisted_id
from models.vocabulary import ControversyStep


class SynthesisVote(SQLModel, table=True):
    """A member's answer to the synthesis of their group. A later one replaces it; all are kept.

    As with positions there is no key to map and record: `wording` is what the claim `label` said then, and
    `sequence` the map's change since which it had said so.
    """

    __tablename__ = "synthesis_vote"
    __table_args__ = (Index("ix_synthesis_vote_group", "controversy_id", "group_number"), KEYS_NOT_REUSED)

    id: int | None = Field(default=None, sa_column=Column(GlobalId, primary_key=True, autoincrement=True))
    controversy_id: int = Field(
        sa_column=Column(GlobalId, ForeignKey("controversy.id", ondelete="CASCADE"), nullable=False)
    )
    group_number: int
    account_id: int = Field(sa_column=account_key(index=True))
    label: str = Field(max_length=64)
    assents: bool
    reason: str = ""
    at: datetime = Field(sa_column=moment_column())
    sequence: int | None = None
    wording: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))

    @property
    def text(self) -> str:
        """What the claim said that was answered to."""
        return RecordWording.model_validate(self.wording).in_words()


class MemberVote(NamedTuple):
    """What somebody answered; `member` is None for who left the group, `current` tells whether it still counts."""

    account_id: int
    member: Member | None
    assents: bool
    reason: str
    text: str
    current: bool


class GroupAssent(NamedTuple):
    """How a group stands to its synthesis.

    `answers` are the last ones of each who answered, `eligible_count` is how many may answer; `fingerprint` is that
    of `text`.
    """

    group: int
    label: str
    text: str
    fingerprint: str
    eligible_count: int
    answers: tuple[MemberVote, ...]

    @property
    def assenting(self) -> int:
        """How many assent to the present words."""
        return sum(answer.current and answer.assents for answer in self.answers)

    @property
    def dissenting(self) -> int:
        """How many dissent from the present words."""
        return sum(answer.current and not answer.assents for answer in self.answers)

    @property
    def missing(self) -> int:
        """How many have not answered the present words."""
        return self.eligible_count - self.assenting - self.dissenting

    def find_answer(self, account_id: int | None) -> MemberVote | None:
        """Return what somebody answered last."""
        return next((answer for answer in self.answers if answer.account_id == account_id), None)


def answer_synthesis(
    session: Session,
    controversy: Controversy,
    number: int,
    account_id: int,
    *,
    assents: bool,
    reason: str,
    fingerprint: str,
) -> None:
    """Take the answer of somebody who sits in a group; the caller holds the controversy.

    `fingerprint` is the fingerprint of the words that they answered to, empty where they have just written them. Raises
    `NotAtThisStep`, `TimeIsOver`, `NoSuchGroup`, `UnfitGroups` and `RewordedMeanwhile`.
    """
    if controversy.step != ControversyStep.SYNTHESISE:
        raise NotAtThisStep(Phrase("A synthesis cannot be answered now."), ControversyStep(controversy.step))
    due = find_present_deadline(session, controversy)
    if due is not None and due <= read_clock(session):
        raise TimeIsOver(ControversyStep.SYNTHESISE)
    group = read_controversy_overview(session, controversy).group(number)
    if group is None or group.map is None or group.seat_of(account_id) is None:
        raise NoSuchGroup
    record = _find_synthesis_record(session, group)
    if record is None or group.synthesis is None:
        raise UnfitGroups(
            Phrase("The group has proposed no synthesis yet."), Phrase("Write one, or wait until somebody does.")
        )
    wording, since = read_wording_since(session, record.map_id, record.label)
    if fingerprint and fingerprint != wording.fingerprint:
        raise RewordedMeanwhile([record.label])
    if not assents and not reason:
        raise UnfitGroups(
            Phrase("A dissent needs a reason, and none was given."), Phrase("Write what you cannot agree to.")
        )
    session.add(
        SynthesisVote(
            controversy_id=persisted_id(controversy),
            group_number=number,
            account_id=account_id,
            label=record.label,
            assents=assents,
            reason=reason,
            at=read_clock(session),
            sequence=since,
            wording=wording.model_dump(mode="json"),
        )
    )
    session.flush()


def _find_synthesis_record(session: Session, group: Group) -> Record | None:
    mine = (col(Record.map_id) == group.map_id, col(Record.label) == group.synthesis)
    return session.scalars(select(Record).where(*mine)).first()


def read_assents(session: Session, controversy: Controversy, groups: Iterable[Group]) -> dict[int, GroupAssent]:
    """Return by the numbers of groups how they stand to their syntheses, where the claim is still there."""
    proposed = {group.number: group for group in groups if group.map is not None and group.synthesis}
    statement = select(SynthesisVote).where(
        col(SynthesisVote.controversy_id) == controversy.id, col(SynthesisVote.group_number).in_(proposed)
    )
    last_votes: dict[int, dict[int, SynthesisVote]] = {}
    for vote in session.scalars(statement.order_by(col(SynthesisVote.id))) if proposed else ():
        last_votes.setdefault(vote.group_number, {})[vote.account_id] = vote
    assents = {}
    for number, group in proposed.items():
        label = group.synthesis or ""
        wording = read_wordings(session, group.map_id or 0, [label]).get(label)
        if wording is not None:
            assents[number] = _build_group_assent(group, label, wording, last_votes.get(number, {}))
    return assents


def _build_group_assent(
    group: Group, label: str, wording: RecordWording, last_votes: Mapping[int, SynthesisVote]
) -> GroupAssent:
    members_by_account = {member.account_id: member for member in group.members}
    answers = []
    for account, vote in last_votes.items():
        current = vote.label == label and RecordWording.model_validate(vote.wording) == wording
        answers.append(
            MemberVote(account, members_by_account.get(account), vote.assents, vote.reason, vote.text, current)
        )
    # Whoever has left the group is counted where they answered, as what they agreed to stays agreed.
    eligible_count = len(members_by_account.keys() | {answer.account_id for answer in answers if answer.current})
    return GroupAssent(group.number, label, wording.in_words(), wording.fingerprint, eligible_count, tuple(answers))


def read_assents_on_map(session: Session, argument_map: ArgumentMap) -> list[GroupAssent]:
    """Return the assents to syntheses that stand on a map, or of groups of which it is the common map."""
    of_groups = select(col(ControversyGroup.controversy_id)).where(
        col(ControversyGroup.map_id) == argument_map.id, col(ControversyGroup.synthesis).is_not(None)
    )
    statement = select(Controversy).where(
        (col(Controversy.map_id) == argument_map.id) | col(Controversy.id).in_(of_groups)
    )
    assents: list[GroupAssent] = []
    for controversy in session.scalars(statement.order_by(col(Controversy.id))):
        overview = read_controversy_overview(session, controversy)
        groups = [group for group in overview.groups if argument_map.id in (controversy.map_id, group.map_id)]
        assents += read_assents(session, controversy, groups).values()
    return assents
