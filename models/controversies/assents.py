"""What the members of a group make of its joint synthesis: whether each of them assents, to which words, and why not.

An answer keeps the words that it was given to, as positions do; where the synthesis says something else by now, or
another claim was proposed, whoever answered is asked again and no longer counted.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, ForeignKey, Index, select
from sqlmodel import Field, Session, SQLModel, col

from models.controversies.controversies import Controversy, ControversyGroup, Group, situation
from models.controversies.controversy_deadlines import deadline_at_step
from models.controversies.controversy_errors import NoSuchGroup, NotAtThisStep, TimeIsOver, UnfitGroups
from models.history.wordings import Wording, read_wording_since, read_wordings
from models.instants import moment, read_clock
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
    at: datetime = Field(sa_column=moment())
    sequence: int | None = None
    wording: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))

    @property
    def text(self) -> str:
        """What the claim said that was answered to."""
        return Wording.model_validate(self.wording).in_words()


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

    `answers` are the last ones of each who answered, `asked` is how many are asked; `fingerprint` is that of `text`.
    """

    group: int
    label: str
    text: str
    fingerprint: str
    asked: int
    answers: tuple[MemberVote, ...]

    @property
    def assenting(self) -> int:
        """How many assent to the present words."""
        return sum(each.current and each.assents for each in self.answers)

    @property
    def dissenting(self) -> int:
        """How many dissent from the present words."""
        return sum(each.current and not each.assents for each in self.answers)

    @property
    def missing(self) -> int:
        """How many have not answered the present words."""
        return self.asked - self.assenting - self.dissenting

    def answer_of(self, account_id: int | None) -> MemberVote | None:
        """Return what somebody answered last."""
        return next((each for each in self.answers if each.account_id == account_id), None)


def answer_synthesis(
    session: Session, found: Controversy, number: int, account_id: int, *, assents: bool, reason: str, judged: str
) -> None:
    """Take the answer of somebody who sits in a group; the caller holds the controversy.

    `judged` is the fingerprint of the words that they answered to, empty where they have just written them. Raises
    `NotAtThisStep`, `TimeIsOver`, `NoSuchGroup`, `UnfitGroups` and `RewordedMeanwhile`.
    """
    if found.step != ControversyStep.SYNTHESISE:
        raise NotAtThisStep("answer to a synthesis", found.step)
    due = deadline_at_step(session, found)
    if due is not None and due <= read_clock(session):
        raise TimeIsOver(found.step)
    group = situation(session, found).group(number)
    if group is None or group.map is None or group.seat_of(account_id) is None:
        raise NoSuchGroup
    record = _record_of(session, group)
    if record is None or group.synthesis is None:
        raise UnfitGroups("The group has proposed no synthesis yet.", "Write one, or wait until somebody does.")
    wording, since = read_wording_since(session, record.map_id, record.label)
    if judged and judged != wording.fingerprint:
        raise RewordedMeanwhile([record.label])
    if not assents and not reason:
        raise UnfitGroups("Whoever dissents says why.", "Write what you cannot agree to.")
    session.add(
        SynthesisVote(
            controversy_id=persisted_id(found),
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


def _record_of(session: Session, group: Group) -> Record | None:
    mine = (col(Record.map_id) == group.map_id, col(Record.label) == group.synthesis)
    return session.scalars(select(Record).where(*mine)).first()


def read_assents(session: Session, found: Controversy, groups: Iterable[Group]) -> dict[int, GroupAssent]:
    """Return by the numbers of groups how they stand to their syntheses, where the claim is still there."""
    proposed = {each.number: each for each in groups if each.map is not None and each.synthesis}
    wanted = select(SynthesisVote).where(
        col(SynthesisVote.controversy_id) == found.id, col(SynthesisVote.group_number).in_(proposed)
    )
    last: dict[int, dict[int, SynthesisVote]] = {}
    for each in session.scalars(wanted.order_by(col(SynthesisVote.id))) if proposed else ():
        last.setdefault(each.group_number, {})[each.account_id] = each
    assents = {}
    for number, group in proposed.items():
        label = group.synthesis or ""
        wording = read_wordings(session, group.map_id or 0, [label]).get(label)
        if wording is not None:
            assents[number] = _assent(group, label, wording, last.get(number, {}))
    return assents


def _assent(group: Group, label: str, wording: Wording, last: Mapping[int, SynthesisVote]) -> GroupAssent:
    seated = {each.account_id: each for each in group.members}
    answers = []
    for account, each in last.items():
        current = each.label == label and Wording.model_validate(each.wording) == wording
        answers.append(MemberVote(account, seated.get(account), each.assents, each.reason, each.text, current))
    # Whoever has left the group is counted where they answered, as what they agreed to stays agreed.
    asked = len(seated.keys() | {each.account_id for each in answers if each.current})
    return GroupAssent(group.number, label, wording.in_words(), wording.fingerprint, asked, tuple(answers))


def assents_on(session: Session, found: ArgumentMap) -> list[GroupAssent]:
    """Return the assents to syntheses that stand on a map, or of groups of which it is the common map."""
    of_groups = select(col(ControversyGroup.controversy_id)).where(
        col(ControversyGroup.map_id) == found.id, col(ControversyGroup.synthesis).is_not(None)
    )
    wanted = select(Controversy).where((col(Controversy.map_id) == found.id) | col(Controversy.id).in_(of_groups))
    listed: list[GroupAssent] = []
    for each in session.scalars(wanted.order_by(col(Controversy.id))):
        whole = situation(session, each)
        here = [group for group in whole.groups if found.id in (each.map_id, group.map_id)]
        listed += read_assents(session, each, here).values()
    return listed
